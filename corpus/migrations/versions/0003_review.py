"""The review: batches and their items, the ledger of decisions, people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
_FILTERED = ("domain", "lead", "place", "kind", "score", "disposition", "year", "similar", "origin", "assigned_to")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("login", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("unit", sa.Text()),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("session_person", "session", ["person_id"])
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("login_failure_address", "login_failure", ["address", "at"])
    op.create_index("login_failure_login", "login_failure", ["login", "at"])
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_version", sa.String(64)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("reopened_why", sa.Text()),
        sa.Column("double", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("number", sa.String(64)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("model_version", sa.String(64)),
        sa.Column("suggested_lead", sa.Text()),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("similar", sa.String(64)),
        sa.Column("place", sa.Text()),
        sa.Column("year", sa.Integer()),
        sa.Column("due", sa.Date()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Text()),
        sa.Column("supporting", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("disposition", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("assigned_to", sa.Integer(), sa.ForeignKey("person.id")),
    )
    op.create_index("item_number", "item", ["number"])
    op.create_index("item_of_batch", "item", ["batch_id", "key"], unique=True)
    op.create_index("item_order", "item", ["batch_id", "rank", "id", "state", *_FILTERED])
    op.create_index("item_rank", "item", ["batch_id", "state", "rank", "id", *_FILTERED])
    op.create_index("item_similar", "item", ["similar", "batch_id"])
    op.create_table(
        "item_unit",
        sa.Column("unit", sa.String(100), primary_key=True),
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("item.id"), primary_key=True),
    )
    op.create_index("item_unit_item", "item_unit", ["item_id"])
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("how", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("batch_version", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), sa.ForeignKey("act.id"), unique=True),
        sa.Column("request", sa.String(64), unique=True),
    )
    op.create_index("act_person", "act", ["batch_id", "person_id", "id"])
    op.create_index("act_time", "act", ["batch_id", "at"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("act_id", sa.Integer(), sa.ForeignKey("act.id"), nullable=False),
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("item.id"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("before_state", sa.String(8), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("suggested_lead", sa.Text()),
        sa.Column("hit", sa.Boolean()),
        sa.Column("model_version", sa.String(64)),
    )
    op.create_index("decision_act", "decision", ["act_id"])
    op.create_index("decision_item", "decision", ["item_id", "seq"], unique=True)
    op.create_table(
        "seal",
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("act_id", sa.Integer(), sa.ForeignKey("act.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("base", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "stopping_place",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "batch_deadline",
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("end", sa.Date()),
        sa.Column("actor", sa.Text()),
        sa.Column("action", sa.Text()),
        sa.Column("recipient", sa.Text()),
        sa.Column("file", sa.Text(), nullable=False),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("last_decision", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("old_right", sa.Integer(), nullable=False),
        sa.Column("new_right", sa.Integer(), nullable=False),
        sa.Column("promoted", sa.Boolean(), nullable=False),
        sa.Column("rescored", sa.Integer(), nullable=False),
    )
    op.create_table(
        "dissent",
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("item.id"), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("usual", sa.Text(), nullable=False),
        sa.Column("agreeing", sa.Integer(), nullable=False),
        sa.Column("neighbours", sa.Text(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
    )
    _create_special(op.get_bind())


def downgrade() -> None:
    _drop_special(op.get_bind())
    for table in (
        "dissent",
        "training",
        "batch_deadline",
        "stopping_place",
        "export",
        "seal",
        "decision",
        "act",
        "item_unit",
        "item",
        "batch",
        "login_failure",
        "session",
        "person",
    ):
        op.drop_table(table)


def _create_special(connection: sa.Connection) -> None:
    """What no common dialect has: the search index, and the triggers that keep the ledger append-only."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE item_search USING fts5(grams, content='', detail='none',"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        for table in ("act", "decision"):
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                )
        # REPLACE deletes without asking the triggers of DELETE.
        for table, same in (
            ("act", "id = NEW.id OR undoes = NEW.undoes OR request = NEW.request"),
            ("decision", "id = NEW.id OR (item_id = NEW.item_id AND seq = NEW.seq)"),
        ):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
                f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
                " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE TABLE item_search (item_id integer PRIMARY KEY REFERENCES item (id), grams text[] NOT NULL)"
    )
    connection.exec_driver_sql("CREATE INDEX item_grams ON item_search USING gin (grams)")
    connection.exec_driver_sql(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'raise_exception'; END$$"
    )
    for table in ("act", "decision"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _drop_special(connection: sa.Connection) -> None:
    """Takes away what ``_create_special`` made; the triggers go with their tables."""
    connection.exec_driver_sql("DROP TABLE item_search")
    if connection.dialect.name == "postgresql":
        for table in ("act", "decision"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_append_only ON {table}")
        connection.exec_driver_sql("DROP FUNCTION append_only()")
