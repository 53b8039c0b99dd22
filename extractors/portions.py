"""Text in portions that every rule can look at: a rule that compares all with all would not end on a page-long line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.records import Block, Document, Grid, Paragraph, Problem
from extractors.limits import Limits

_LONGEST = 2000
"""Characters. No paragraph of an official document comes near it; text without line ends does."""
_SENTENCES = re.compile(rf".{{1,{_LONGEST - 1}}}[。！？；]|.{{1,{_LONGEST}}}", re.DOTALL)


def portioned(document: Document, limits: Limits) -> Document:
    """The document with longer paragraphs cut, behind a sentence where there is one; each says which part it is.

    What lies beyond ``limits.text_characters`` is left out and said (``read-too-long``). Cells stay whole.
    """
    room = limits.text_characters
    blocks: list[Block] = []
    for block in document.blocks:
        room -= _length(block)
        if room < 0:
            break
        blocks += _cut(block)
    if room >= 0:
        return replace(document, blocks=tuple(blocks))
    args = (("count", f"{sum(map(_length, document.blocks)):,}"), ("limit", f"{limits.text_characters:,}"))
    problem = Problem(document.file, "read-too-long", args)
    return replace(document, blocks=tuple(blocks), problems=(*document.problems, problem))


def _length(block: Block) -> int:
    if isinstance(block, Grid):
        return sum(len(cell) for row in block.cells for cell in row)
    return len(block.text)


def _cut(block: Block) -> Iterator[Block]:
    if isinstance(block, Grid) or len(block.text) <= _LONGEST:
        yield block
        return
    for found in _SENTENCES.finditer(block.text):
        source = replace(block.source, span=found.span())
        if found.start() == 0:
            yield replace(block, text=found[0], source=source)
        else:
            yield Paragraph(found[0], source, box_text=block.box_text)
