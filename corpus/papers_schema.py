"""The tables behind the papers: closing steps, evidence, personal data. A change here needs a step in ``migrations``.

All but ``finding`` are append-only, as the ledger is: triggers (step 0004) refuse to change or delete a row.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Text

from corpus import review_schema

metadata = review_schema.metadata

closing_steps = Table(
    "closing_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Integer, ForeignKey("item.id"), nullable=False),
    Column("step", String(16), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("closing_step_item", "item_id", "id"),
    comment="A step of 销号 that was taken (corpus.records.Step), or, with undone, taken back: the last entry counts",
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Integer, ForeignKey("item.id"), nullable=False),
    Column("step", String(16), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("withdraws", Integer, ForeignKey("evidence.id"), unique=True),
    Column("note", Text, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("evidence_item", "item_id", "id"),
    comment="A file attached to an item for a step, kept by its hash; a row that withdraws another says why",
)

findings = Table(
    "finding",
    metadata,
    Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text_key", String(64), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("words", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("heading", Text, nullable=False),
    comment="Personal data in what is to be published, as the last run with --public found it",
)

removals = Table(
    "removal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text_key", String(64), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("removal_text", "text_key", "id"),
    comment="What was said of personal data in a text (by SHA-256 and characters): it goes or stays; the last counts",
)
