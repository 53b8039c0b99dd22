"""A Word template of the office, checked tag by tag and filled (docxtpl)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from corpus.messages import MinyiError, text
from corpus.records import Problem
from outputs.own.fields import Filling
from outputs.own.language import RefusedError, environment
from outputs.own.packages import opened, packed
from outputs.own.tags import Line, tag_problems

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROW = f"{_W}tr"
_PARTS = (
    ("word/document", ""),
    ("word/header", "template-header"),
    ("word/footer", "template-footer"),
    ("word/footnotes", "template-footnotes"),
    ("word/endnotes", "template-footnotes"),
)
_BODY = "word/document.xml"
_LOOP = re.compile(r"\{%[^%]*?\bfor\s+\w+\s+in\s+(\w+)")
_BEGINNING = 12
"""Characters by which a person finds a paragraph again."""


def word_problems(data: bytes) -> tuple[Problem, ...]:
    """Every mistake in the template's tags, each with the paragraph or cell. Raises ``MinyiError`` as ``opened``."""
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415  (only for a batch with templates)

    found: list[Problem] = []
    try:
        for name, part in sorted(opened(data, ".docx").items()):
            where = next((key for prefix, key in _PARTS if name.startswith(prefix) and name.endswith(".xml")), None)
            if where is not None:
                found += tag_problems(_lines(part, text(where) if where else ""))
    except XMLSyntaxError:
        raise MinyiError("template-damaged") from None
    return tuple(dict.fromkeys(found))


def word_lists(data: bytes) -> frozenset[str]:
    """The lists that the template's loops go through."""
    parts = opened(data, ".docx").items()
    texts = (line.text for name, part in parts if name.startswith(_BODY) for line in _lines(part, ""))
    return frozenset(name for text in texts for name in _LOOP.findall(text))


def _lines(part: bytes, where: str) -> Iterator[Line]:
    """The paragraphs of a part in reading order, with their places."""
    from lxml import etree  # noqa: PLC0415  (only for a batch with templates)

    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    rows = {row: (n, at) for n, table in enumerate(_outermost(root), 1) for at, row in enumerate(table.iter(_ROW), 1)}
    said_in: dict[Any, str] = {}
    number = 0
    for paragraph in root.iter(f"{_W}p"):
        cells = list(paragraph.iterancestors(f"{_W}tc"))
        words = _text_of(paragraph)
        if cells:
            row = cells[0].getparent()
            if row not in said_in:
                said_in[row] = _text_of_row(row)
            yield Line(where + _cell_place(cells[-1], rows), words, said_in[row])
        else:
            number += 1
            said = words.strip()[:_BEGINNING]
            yield Line(where + text("template-paragraph", number=number, beginning=said), words)


def _outermost(root: Any) -> Iterator[Any]:
    return (t for t in root.iter(f"{_W}tbl") if next(t.iterancestors(f"{_W}tbl"), None) is None)


def _cell_place(cell: Any, rows: Mapping[Any, tuple[int, int]]) -> str:
    row = cell.getparent()
    table, at = rows.get(row, (1, 1))
    at_cell = list(row.iterchildren(f"{_W}tc")).index(cell) + 1
    return text("template-cell", table=table, row=at, cell=at_cell)


def _text_of(paragraph: Any) -> str:
    """The paragraph's own text, without that of text boxes in it."""
    parts = []
    for run in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if next(run.iterancestors(f"{_W}p")) is paragraph:
            parts.append((run.text or "") if run.tag == f"{_W}t" else "\t")
    return "".join(parts)


def _text_of_row(row: Any) -> str:
    return "".join(t.text or "" for t in row.iter(f"{_W}t"))


def filled_word(data: bytes, filling: Filling, made_on: date) -> bytes:
    """The template with its fields filled in; a template without ``word_problems`` is expected.

    Raises ``MinyiError`` where it cannot be filled all the same (a tag in a place that is not read by paragraphs).
    """
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415  (only for a batch with templates)
    from docxtpl import DocxTemplate  # noqa: PLC0415
    from jinja2 import TemplateError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    buffer = BytesIO()
    try:
        template = DocxTemplate(BytesIO(data))
        template.render({**filling.batch, **filling.lists}, environment(), autoescape=True)
        template.save(buffer)
    except RefusedError as refused:
        raise MinyiError(refused.fault.code, **dict(refused.fault.args)) from None
    except TemplateError as error:
        raise MinyiError("template-failed", reason=_one_line(error)) from None
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, RecursionError):
        raise MinyiError("template-damaged") from None
    return packed(buffer.getvalue(), made_on)


def _one_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:120]
