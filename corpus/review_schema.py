"""The tables of the review: batches, their items, the ledger, people. A change here needs a step in ``migrations``.

``act`` and ``decision`` are append-only: triggers of the database (step 0003) refuse to change or delete a row.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from corpus import schema

metadata = schema.metadata

FILTERED = ("domain", "lead", "place", "kind", "score", "disposition", "year", "similar", "origin", "assigned_to")
"""What lists are filtered by, in the indexes that have the order of the list: a filter that few items pass would
otherwise read all of them, texts and records and all."""

people = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("unit", Text),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    comment="Accounts; the password is an argon2 hash. unit: the department whose tasks a department account sees",
)

sessions = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
    Column("expires", DateTime(timezone=True), nullable=False),
    Index("session_person", "person_id"),
    comment="Who is logged in: the SHA-256 of the cookie's token, never the token",
)

login_failures = Table(
    "login_failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("login_failure_login", "login", "at"),
    Index("login_failure_address", "address", "at"),
    comment="Wrong passwords of the last hours, by which further attempts are put off",
)

batches = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("arrived", DateTime(timezone=True), nullable=False),
    Column("updated", DateTime(timezone=True), nullable=False),
    Column("model_version", String(64)),
    Column("version", Integer, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("reopened_why", Text),
    Column("double", Boolean, nullable=False),
    comment="What is reviewed together; version counts up when a batch that was reported (报送) is opened again",
)

items = Table(
    "item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", Integer, ForeignKey("batch.id"), nullable=False),
    Column("key", String(80), nullable=False),
    Column("position", Integer, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("number", String(64)),
    Column("text", Text, nullable=False),
    Column("text_key", String(64), nullable=False),
    Column("record", Text, nullable=False),
    Column("model_version", String(64)),
    Column("suggested_lead", Text),
    Column("needs_review", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("rank", Float, nullable=False),
    Column("similar", String(64)),
    Column("place", Text),
    Column("year", Integer),
    Column("due", Date),
    Column("state", String(8), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("lead", Text),
    Column("supporting", Text, nullable=False),
    Column("domain", Text),
    Column("kind", Text),
    Column("disposition", Text),
    Column("note", Text, nullable=False),
    Column("decided_by", Integer, ForeignKey("person.id")),
    Column("decided_at", DateTime(timezone=True)),
    Column("assigned_to", Integer, ForeignKey("person.id")),
    Index("item_of_batch", "batch_id", "key", unique=True),
    Index("item_rank", "batch_id", "state", "rank", "id", *FILTERED),
    Index("item_order", "batch_id", "rank", "id", "state", *FILTERED),
    Index("item_similar", "similar", "batch_id"),
    Index("item_number", "number"),
    comment="A task of a batch (corpus.records.Task as JSON) and how it stands now: as proposed while seq is 0",
)

item_units = Table(
    "item_unit",
    metadata,
    Column("unit", String(100), primary_key=True),
    Column("item_id", Integer, ForeignKey("item.id"), primary_key=True),
    Index("item_unit_item", "item_id"),
    comment="Which units act on an item, lead and supporting, once that is decided or the document says so",
)

acts = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", Integer, ForeignKey("batch.id"), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("how", String(8), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("why", Text, nullable=False),
    Column("batch_version", Integer, nullable=False),
    Column("undoes", Integer, ForeignKey("act.id"), unique=True),
    Column("request", String(64), unique=True),
    Index("act_person", "batch_id", "person_id", "id"),
    Index("act_time", "batch_id", "at"),
    comment="The ledger: what a person did at once. request: the caller's key, so that what is sent twice counts once",
)

decisions = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("act_id", Integer, ForeignKey("act.id"), nullable=False),
    Column("item_id", Integer, ForeignKey("item.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("before", Text, nullable=False),
    Column("before_state", String(8), nullable=False),
    Column("after", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("suggested_lead", Text),
    Column("hit", Boolean),
    Column("model_version", String(64)),
    Index("decision_item", "item_id", "seq", unique=True),
    Index("decision_act", "act_id"),
    comment="The ledger: how one item stood and stands (Verdict as JSON). hit: the first proposal was what was decided",
)

seals = Table(
    "seal",
    metadata,
    Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("act_id", Integer, ForeignKey("act.id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    comment="What was reported upward (报送): every item as it stood, gzipped JSON lines; the hash is of the lines",
)

exports = Table(
    "export",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", Integer, ForeignKey("batch.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("base", LargeBinary, nullable=False),
    comment="How every exported item stood, gzipped JSON: what came back is compared with it",
)

stopping_places = Table(
    "stopping_place",
    metadata,
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
    Column("query", Text, nullable=False),
    Column("item_id", Integer),
    Column("at", DateTime(timezone=True), nullable=False),
    comment="Where a person stopped: the filter and the item",
)

batch_deadlines = Table(
    "batch_deadline",
    metadata,
    Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("quote", Text, nullable=False),
    Column("end", Date),
    Column("actor", Text),
    Column("action", Text),
    Column("recipient", Text),
    Column("file", Text, nullable=False),
    comment="The deadlines of a batch's documents, for the overview",
)

trainings = Table(
    "training",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("version", String(64), nullable=False),
    Column("decisions", Integer, nullable=False),
    Column("last_decision", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("old_right", Integer, nullable=False),
    Column("new_right", Integer, nullable=False),
    Column("promoted", Boolean, nullable=False),
    Column("rescored", Integer, nullable=False),
    comment="Each training on decisions: how many there were, how the new model compared, whether it speaks since then",
)

dissents = Table(
    "dissent",
    metadata,
    Column("item_id", Integer, ForeignKey("item.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("usual", Text, nullable=False),
    Column("agreeing", Integer, nullable=False),
    Column("neighbours", Text, nullable=False),
    Column("dismissed", Boolean, nullable=False),
    comment="Decisions that disagree with most of those on texts like theirs, for a lead to look at",
)

GRAMS = "item_search"
"""The search index: on SQLite an FTS5 table, on PostgreSQL a table with an array of pairs of characters."""
