"""The public bodies of ``data/bodies.toml``: their names, what they do, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from corpus.terms import terms


class BodyKind(StrEnum):
    """What sort of body it is. COLLECTIVE are several that are meant together (各县（市、区）人民政府)."""

    PARTY = "party"
    GOVERNMENT = "government"
    CONGRESS = "congress"
    CONFERENCE = "conference"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    MILITARY = "military"
    ASSOCIATION = "association"
    INSTITUTION = "institution"
    ENTERPRISE = "enterprise"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class Body:
    """A body without its place and level: 教育局 is that of any city or county.

    ``functions`` are keys of the directory of functions. ``since`` and ``until`` are the first and the last year in
    which documents call it so, None where the registry knows no such bound. After that the same office goes on under
    the name ``renamed``, or was joined with others under the name ``merged``; both None where it did not go one way.
    """

    name: str
    kind: BodyKind
    functions: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    renamed: str | None = None
    merged: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in use, the full ones first."""
        return (self.name, *self.full, *self.short)

    def in_use(self, year: int) -> bool:
        """Whether documents of this year call it so."""
        return (self.since or year) <= year <= (self.until or year)


@cache
def bodies() -> Mapping[str, Body]:
    """All bodies by their full name, in the order of the file."""
    return {body.name: body for kind in BodyKind for row in terms("bodies")[kind] for body in (_body(row, kind),)}


@cache
def bodies_by_name() -> Mapping[str, tuple[Body, ...]]:
    """The bodies that go or went by a name; two where a name passed from one to another (金融办)."""
    found: dict[str, tuple[Body, ...]] = {}
    for body in bodies().values():
        for name in body.names:
            found[name] = (*found.get(name, ()), body)
    return found


def _body(row: Mapping[str, Any], kind: BodyKind) -> Body:
    lists: dict[str, Any] = {key: tuple(row.get(key, ())) for key in ("functions", "full", "short")}
    return Body(kind=kind, **{**row, **lists})
