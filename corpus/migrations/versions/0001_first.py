"""The first tables: originals, extractions, comments, suggestions, runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "original",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "extraction",
        sa.Column("sha256", sa.String(64), sa.ForeignKey("original.sha256"), primary_key=True),
        sa.Column("version", sa.String(32), primary_key=True),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
    )
    op.create_table(
        "comment",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("number", sa.String(64)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("table_no", sa.Integer()),
        sa.Column("row_no", sa.Integer()),
    )
    op.create_index("comment_text_key", "comment", ["text_key"])
    op.create_index("comment_number", "comment", ["number"])
    op.create_table(
        "suggestion",
        sa.Column("text_key", sa.String(64), primary_key=True),
        sa.Column("model_version", sa.String(64), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("out", sa.Text(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("run", "suggestion", "comment", "extraction", "original"):
        op.drop_table(table)
