"""The tables of the store. A change here needs a step in ``migrations/versions``."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

originals = Table(
    "original",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("arrived", DateTime(timezone=True), nullable=False),
    comment="Every file that ever arrived, by content; the bytes lie in the workspace under originals/",
)

extractions = Table(
    "extraction",
    metadata,
    Column("sha256", String(64), ForeignKey("original.sha256"), primary_key=True),
    Column("version", String(32), primary_key=True),
    Column("status", String(8), nullable=False),
    Column("record", Text, nullable=False),
    comment="What an extractor of this version found in a file (corpus.records.Extraction as JSON)",
)

comments = Table(
    "comment",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("number", String(64)),
    Column("text", Text, nullable=False),
    Column("text_key", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("table_no", Integer),
    Column("row_no", Integer),
    Index("comment_text_key", "text_key"),
    Index("comment_number", "number"),
    comment="群众意见建议, one row each however often and in however many files it arrived",
)

suggestions = Table(
    "suggestion",
    metadata,
    Column("text_key", String(64), primary_key=True),
    Column("model_version", String(64), primary_key=True),
    Column("record", Text, nullable=False),
    comment="What a model of this version proposes for a text (corpus.records.Suggestion as JSON)",
)

runs = Table(
    "run",
    metadata,
    Column("out", Text, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("finished", DateTime(timezone=True), nullable=False),
    comment="Which batch the drafts in an output folder were made from, so that the same batch is not written twice",
)

renamings = Table(
    "renaming",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("former", Text, nullable=False),
    Column("decision", String(8), nullable=False),
    Column("decided", DateTime(timezone=True)),
    comment="A former name of a body that documents propose, and its corpus.proposals.RenamingState",
)

renaming_readings = Table(
    "renaming_reading",
    metadata,
    Column("key", String(64), ForeignKey("renaming.key"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("record", Text, nullable=False),
    comment="The first place in each file that proposes a renaming (corpus.proposals.Reading as JSON)",
)
