"""What stands above a document's text: there a portal's block of data tells of the document, below it of anything else.

An annex may be a form with the very same keys (文件名称, 文号, 发文日期), to be filled in for another document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Document, Grid
from extractors.notices.line_kinds import is_text
from extractors.notices.lines import Line, lines_of
from extractors.notices.portal import is_furniture

_MOST_BLOCKS = 60
"""Blocks of a document among which its head is sought."""


def lines_above(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the first of running text; a key with a long value (内容概述：…) is none."""
    for at, line in enumerate(lines):
        if is_text(line) and not is_furniture(line):
            return lines[:at]
    return lines


def grids_above(document: Document) -> tuple[Grid, ...]:
    """The tables that no running text stands above, but something of the document below."""
    found: list[Grid] = []
    for at, block in enumerate(document.blocks[:_MOST_BLOCKS]):
        if not isinstance(block, Grid):
            continue
        above = lines_of(replace(document, blocks=document.blocks[:at]))
        if len(lines_above(above)) < len(above):
            break
        if any(not isinstance(later, Grid) for later in document.blocks[at + 1 :]):
            found.append(block)
    return tuple(found)
