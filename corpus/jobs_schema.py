"""The tables of the jobs: what was done when, and parts of large tables. A change needs a step in ``migrations``."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, Integer, String, Table, Text

from corpus import papers_schema

metadata = papers_schema.metadata

jobs = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("batch", Text, nullable=False),
    Column("engine", String(64), nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
    Column("finished", DateTime(timezone=True)),
    Column("state", String(8), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("figures", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Index("job_started", "started"),
    comment="Each job (corpus.job_log): what it was, how far it is, how it ended, and its figures as JSON",
)

table_parts = Table(
    "table_part",
    metadata,
    Column("out", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("finished", DateTime(timezone=True), nullable=False),
    comment="A part of a tagged table that is complete: what it was made from (key) and the hash of its file",
)
