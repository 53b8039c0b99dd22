"""One item, as the page shows it: the text with its cues, what is proposed and why, and how it came to stand so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import Response

from corpus.directory import UNCLEAR
from corpus.records import Decision, State, Task, Verdict
from corpus.taxonomy import DISPOSITIONS, KINDS, domains
from review import items
from review.access import Person
from review.batches import Batch, batch_of
from review.cues import cues_of, parts
from review.differences import Difference, differences
from review.filters import SCORES, Filter
from review.items import Item
from review.proposals import given_units
from review.web.closing_shown import closing_shown
from review.web.context import Asking, Engine
from review.web.pages import fragment

router = APIRouter(include_in_schema=False)

_SURE, _ = SCORES["high"]


@router.get("/items/{key}")
def show(request: Request, engine: Engine, person: Asking, key: int) -> Response:
    """The right side of the page for one item."""
    return item_fragment(request, engine, person, key)


def item_fragment(request: Request, engine: Engine, person: Person, key: int) -> Response:
    """The same for other routes. Raises ``NotFoundError``."""
    item = items.item(engine, person, key)
    batch = batch_of(engine, person, item.batch_id)
    return fragment(request, "item.html", **item_values(engine, person, batch, item))


def item_values(engine: sa.Engine, person: Person, batch: Batch, item: Item | None) -> dict[str, Any]:
    """What ``item.html`` is given; ``item`` is None where there is nothing to show."""
    if item is None:
        return {"item": None}
    task = item.task
    return {
        "item": item,
        "task": task,
        "closed": _closed(person, batch, item),
        "parts": parts(task.text, cues_of(task), task.matters),
        "candidates": [(one, one.function != UNCLEAR) for one in task.candidates],
        "unsure": _unsure(task),
        "domains": _with(domains(), item.standing.domain),
        "kinds": _with(KINDS, item.standing.kind),
        "dispositions": _with(DISPOSITIONS, item.standing.disposition),
        "changed": differences(item.proposal, item.standing),
        "past": [(entry, _changes(entry)) for entry in reversed(item.history)],
        "verdicts": _verdicts(item) if person.leads and item.state is State.DISPUTED else (),
        "more": _more(task),
        "alike": _alike(engine, person, item),
        "closing": closing_shown(engine, person, item.id) if item.state is State.DECIDED else None,
    }


def _alike(engine: sa.Engine, person: Person, item: Item) -> int:
    """How many other items of its group are decided with it if one says so: those that are open."""
    if not item.members or item.state is not State.OPEN:
        return 0
    return items.count(engine, person, item.batch_id, Filter(similar=item.task.group or "")) - 1


def _closed(person: Person, batch: Batch, item: Item) -> str:
    """Why this person cannot decide here, as the page says it; empty where that is possible."""
    if batch.sealed:
        return "本批次已报送封存，内容不可修改。"
    if not person.decides:
        return "您的账号只能查阅。" if person.sees_all else ""
    if batch.version > 1 and not person.leads:
        return "本批次报送后启封，只有组长可以修改。"
    if item.state is State.GONE:
        return "本条已不在来文中（已撤），不再核定。"
    return ""


def _unsure(task: Task) -> Sequence[tuple[str, float]]:
    """Where doubt lies: domain, kind or department, each with its score, the least sure first."""
    first = task.candidates[0].score if task.candidates and not given_units(task) else None
    scores = (("领域", task.domain_score), ("牵头单位", first), ("类型", task.kind_score))
    return sorted(((word, s) for word, s in scores if s is not None and s < _SURE), key=lambda one: one[1])


def _with(words: Sequence[str] | Mapping[str, object], standing: str | None) -> tuple[str, ...]:
    """The words of a list to choose from, and what stands now though it is none of them."""
    return tuple(dict.fromkeys((*words, *((standing,) if standing else ()))))


def _changes(entry: Decision) -> tuple[Difference, ...]:
    return differences(entry.before, entry.after)


def _verdicts(item: Item) -> Sequence[tuple[str, Verdict]]:
    """The two verdicts that differ, with who gave them."""
    return [(entry.person, entry.after) for entry in item.history[-2:]]


def _more(task: Task) -> Sequence[tuple[str, str]]:
    """What the document itself says of the matter, word by word, where it says it."""
    said = (
        ("来文牵头单位", task.given_lead),
        ("来文责任单位", task.given_responsible),
        ("来文责任人", task.given_person),
        ("整改时限", task.deadline),
        ("截止日期", task.due.isoformat() if task.due else None),
        ("整改目标", task.goal),
        ("整改措施", task.measures),
        ("指标", task.indicator),
        ("扣分原因", task.reason),
        ("扣分", task.points),
    )
    return [(word, value) for word, value in said if value]
