"""Documents by hand: lines are paragraphs, lists of rows are grids, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Block, Document, Grid, Paragraph, Source

FILE, DIGEST = "通知.docx", "ab" * 32

Rows = Sequence[Sequence[str]]


def source(**where: object) -> Source:
    return replace(Source(FILE, DIGEST), **where)  # type: ignore[arg-type]


def grid(rows: Rows, **where: object) -> Grid:
    return Grid(tuple(tuple(row) for row in rows), source(**where))


def document(*parts: str | Rows | Block) -> Document:
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(part, source(paragraph=len(blocks) + 1)))
        elif isinstance(part, Paragraph | Grid):
            blocks.append(part)
        else:
            blocks.append(grid(part))
    return Document(FILE, DIGEST, "docx", tuple(blocks))
