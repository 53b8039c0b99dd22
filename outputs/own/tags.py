"""The tags of a Word template one by one, in reading order, so that a mistake is told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.records import Problem
from outputs.own.language import Fault, environment, fault, faults

_TAG = re.compile(r"\{\{(?P<field>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
_WIDE = re.compile(r"｛\s*｛|｝\s*｝|[{｛][％]|[％][}｝]|｛%|%｝")
_STATEMENT = re.compile(r"(?P<level>p|tr|tc|r)?(?:-|\s)\s*(?P<words>.*)|(?P<bare>.*)", re.DOTALL)
_MOST_BRACES = 2_000
_OPENS, _BETWEEN = ("for", "if"), ("elif", "else")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: where it stands, its text, and the text of the whole table row that it is in (None outside)."""

    place: str
    text: str
    row: str | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    """A loop or condition that is not closed yet; ``name`` is that of the rows of a loop."""

    keyword: str
    place: str
    tag: str
    name: str = ""


def tag_problems(lines: Iterable[Line]) -> Iterator[Problem]:
    """Every mistake in the tags of one part of a document, each with its place; each kind once a place."""
    opened: list[_Open] = []
    for line in lines:
        for found in dict.fromkeys(_of_line(line, opened)):
            yield Problem(line.place, found.code, found.args)
    for one in opened:
        yield Problem(one.place, "template-unclosed", (("tag", one.tag), ("keyword", one.keyword)))


def _of_line(line: Line, opened: list[_Open]) -> Iterator[Fault]:
    if has_too_many(line.text):
        yield fault("template-broken", word=_around(line.text, "{"))
        return
    if wide := _WIDE.search(line.text):
        yield fault("template-wide", word=wide.group())
    for rest in _BRACES.findall(_TAG.sub("", line.text)):
        yield fault("template-broken", word=_around(line.text, rest))
    for match in _TAG.finditer(line.text):
        field, statement = match["field"], match["statement"]
        if field is not None:
            yield from _of_field(field, match.group(), opened)
        elif statement is not None:
            yield from _of_statement(statement, match.group(), line, opened)


def has_too_many(text: str) -> bool:
    """Whether there are more braces than a person writes: each that has no partner is sought to the end of the text."""
    return text.count("{") + text.count("｛") > _MOST_BRACES


def _around(text: str, braces: str) -> str:
    at = text.find(braces)
    return text[max(0, at - 5) : at + 15]


def _of_field(words: str, tag: str, opened: list[_Open]) -> Iterator[Fault]:
    if not words.strip():
        yield fault("template-empty", tag=tag)
    else:
        yield from _parsed("{{" + words.translate(_QUOTES) + "}}", tag, opened)


def _of_statement(words: str, tag: str, line: Line, opened: list[_Open]) -> Iterator[Fault]:
    match = _STATEMENT.fullmatch(words.strip().translate(_QUOTES))
    said = ((match["words"] or match["bare"]) if match else words).strip()
    level = (match["level"] or "") if match else ""
    keyword = said.split(maxsplit=1)[0] if said else ""
    if level in ("tr", "tc") and line.row is None:
        yield fault("template-not-in-table", tag=tag)
    if level == "tr" and line.row is not None and line.row.strip() != tag:
        yield fault("template-row-not-alone", tag=tag)
    if level == "p" and line.text.strip() != tag:
        yield fault("template-paragraph-not-alone", tag=tag)
    if keyword in _OPENS:
        name = said.split()[1] if keyword == "for" and len(said.split()) > 1 else ""
        yield from _parsed(f"{{% {said} %}}{{% end{keyword} %}}", tag, opened)
        opened.append(_Open(keyword, line.place, tag, name))
    elif keyword in _BETWEEN and opened:
        if keyword == "elif":
            yield from _parsed(f"{{% if {said.removeprefix('elif')} %}}{{% endif %}}", tag, opened)
    elif keyword.startswith("end") and opened and keyword == f"end{opened[-1].keyword}":
        opened.pop()
    elif keyword.removeprefix("end") in _OPENS:
        expected = f"end{opened[-1].keyword}" if opened else ""
        yield fault("template-not-opened", tag=tag, expected=expected or "—")
    else:
        yield fault("template-unsafe", what=tag)


def _parsed(source: str, tag: str, opened: list[_Open]) -> Iterator[Fault]:
    from jinja2 import TemplateError  # noqa: PLC0415  (slow, and only for a batch with templates)

    try:
        tree = environment().parse(source)
        found = list(faults(tree, frozenset(one.name for one in opened if one.name)))
    except (TemplateError, RecursionError):
        found = [fault("template-syntax", tag=tag)]
    yield from found
