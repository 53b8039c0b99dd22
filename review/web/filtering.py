"""The filter of the list as an address has it, and the choices that the page offers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import sqlalchemy as sa

from review import items
from review.access import Person
from review.filters import ALL, MINE, NOBODY, NOT_SAID, TODO, Filter
from review.refusals import NotFoundError
from review.web.wording import STATES, SURENESS

_NAMES = frozenset(one.name for one in fields(Filter))
LABELS: Mapping[str, str] = {
    "state": "状态",
    "domain": "领域",
    "lead": "牵头单位",
    "unit": "参与单位",
    "place": "属地",
    "score": "把握",
    "kind": "类型",
    "disposition": "处置",
    "similar": "相似组",
    "assigned": "分派",
    "origin": "来源",
    "year": "年度",
}
"""What a filter is called, in the order in which they are shown."""
ASSIGNED: Mapping[str, str] = {MINE: "分给我的", NOBODY: "未分派"}
_COLUMNS = frozenset(("state", "domain", "lead", "place", "kind", "disposition", "similar", "origin", "year"))
_MOST = 300
"""Choices that are shown; of the rest one knows by search."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its word, how many items have it (None: not counted), the address's query, and whether it
    holds now."""

    word: str
    number: int | None
    query: str
    chosen: bool


def filter_of(params: Mapping[str, str]) -> Filter:
    """The filter in the query of an address; what is none of its fields is passed over."""
    return Filter(**{name: value.strip() for name, value in params.items() if name in _NAMES})


def address_query(what: Filter) -> str:
    """The filter as a query that is never empty: an empty one means where somebody stopped."""
    return what.query() or f"state={what.state}"


def shown_filters(what: Filter) -> tuple[tuple[str, str, str, bool], ...]:
    """Each filter that the page offers: name, label, the word of its value, and whether it narrows the list."""
    usual = Filter()
    return tuple(
        (name, label, _word(name, getattr(what, name)), getattr(what, name) != getattr(usual, name))
        for name, label in LABELS.items()
    )


def choices_of(engine: sa.Engine, person: Person, batch: int, what: Filter, name: str) -> tuple[Choice, ...]:
    """The values that one filter may take while the others hold, with what each would show.

    Raises ``NotFoundError`` for a filter that has no list of values.
    """
    held = getattr(what, name, "")
    if name in _COLUMNS:
        free = replace(what, **{name: ALL if name == "state" else ""})
        found = items.choices(engine, person, batch, free, name)[:_MOST]
        counted = [(NOT_SAID if value is None else str(value), number) for value, number in found]
        if name == "state" and person.decides:
            counted.insert(0, (TODO, items.count(engine, person, batch, replace(what, state=TODO))))
        if name == "similar":
            counted = [(value, number) for value, number in counted if value != NOT_SAID]
    elif name in ("score", "assigned"):
        words = SURENESS if name == "score" else ASSIGNED
        counted = [(key, items.count(engine, person, batch, replace(what, **{name: key}))) for key in words]
    else:
        raise NotFoundError("page-unknown")
    every = ALL if name == "state" else ""
    any_of_them = Choice("全部", None, address_query(replace(what, **{name: every})), held == every)
    return (
        any_of_them,
        *(
            Choice(_word(name, value, at), number, address_query(replace(what, **{name: value})), held == value)
            for at, (value, number) in enumerate(counted, 1)
        ),
    )


def _word(name: str, value: str, at: int = 0) -> str:
    if name == "state":
        return "待我核定" if value == TODO else STATES.get(value, "全部")
    if name == "similar":
        return (f"第{at}组" if at else "一组") if value else "全部"
    if value == NOT_SAID:
        return "（无）"
    words = {"score": SURENESS, "assigned": ASSIGNED}.get(name, {})
    return words.get(value, value) if value else "全部"
