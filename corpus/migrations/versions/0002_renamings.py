"""Renamings that documents propose, where each was read, and what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "renaming",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "renaming_reading",
        sa.Column("key", sa.String(64), sa.ForeignKey("renaming.key"), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    for table in ("renaming_reading", "renaming"):
        op.drop_table(table)
