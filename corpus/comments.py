"""The labelled comments that minyi ships (``comments/*.csv``), written for it by hand, for the classifiers to learn."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from corpus.messages import MinyiError
from corpus.taxonomy import DISPOSITIONS, KINDS, departments, domains

COLUMNS = ("text", "domain", "petition_class", "functions", "kind", "disposition")


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """A comment with the labels that somebody gave it; a label is None where nobody did.

    ``petition_class`` is empty for a comment without a definite matter (无明确指向); ``functions`` has the lead first.
    """

    text: str
    domain: str | None = None
    petition_class: str | None = None
    functions: tuple[str, ...] = ()
    kind: str | None = None
    disposition: str | None = None
    title: str | None = None
    where: str | None = field(default=None, compare=False, repr=False)
    """The file and row that it came from, for messages."""


@cache
def _petition_classes() -> frozenset[str]:
    """The 15 classes of the petition scheme (信访内容分类), and the empty one."""
    usual = {d.petition_class or "" for d in domains().values()}
    return frozenset(usual | {"纪检监察", "科技与信息产业"})


def _known(value: str, allowed: Collection[str], column: str, where: str) -> str:
    if value not in allowed:
        raise MinyiError("comments-bad-label", where, column=column, label=value)
    return value


def read(name: str, lines: Iterator[str]) -> Iterator[LabelledComment]:
    """The rows of one CSV of labelled comments.

    Raises ``MinyiError`` naming file, row and column for a missing column, an empty text or an unknown label.
    """
    table = csv.DictReader(lines)
    missing = [c for c in COLUMNS if c not in (table.fieldnames or ())]
    if missing:
        raise MinyiError("comments-no-column", name, column=", ".join(missing))
    for row in table:
        where = f"{name}:{table.line_num}"
        if not row["text"].strip():
            raise MinyiError("comments-no-text", where)
        functions = tuple(f for f in row["functions"].split(";") if f)
        for function in functions or ("",):
            _known(function, departments(), "functions", where)
        yield LabelledComment(
            text=row["text"].strip(),
            domain=_known(row["domain"], domains(), "domain", where),
            petition_class=_known(row["petition_class"], _petition_classes(), "petition_class", where),
            functions=functions,
            kind=_known(row["kind"], KINDS, "kind", where),
            disposition=_known(row["disposition"], DISPOSITIONS, "disposition", where),
        )


@cache
def shipped() -> tuple[LabelledComment, ...]:
    """All comments that minyi ships, by file name and row; of equal texts the first. Raises as ``read`` does."""
    folder = files("corpus").joinpath("comments")
    found: dict[str, LabelledComment] = {}
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".csv")), key=lambda f: f.name):
        for comment in read(file.name, iter(file.read_text("utf-8-sig").splitlines(keepends=True))):
            found.setdefault(comment.text, comment)
    return tuple(found.values())


def fingerprint(comments: Sequence[LabelledComment]) -> str:
    """SHA-256 (hex) over texts and labels, in order: changes whenever one of them does."""
    digest = hashlib.sha256()
    for comment in comments:
        digest.update(repr(comment).encode())
    return digest.hexdigest()
