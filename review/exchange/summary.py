"""A plan in words, for whoever looks at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.messages import describe, text
from review.exchange.plan import Plan
from review.exchange.rows import HEADINGS
from review.web.wording import moment

MOST = 50
"""Lines of a kind that are written out; of the rest the number."""


def summary(plan: Plan) -> Iterator[str]:
    """What would be changed, what stands against it, and what is wrong, line by line."""
    for note in plan.notes:
        yield f"{note.where}：{describe(note)}" if note.where else describe(note)
    yield text(
        "import-summary",
        rows=plan.rows,
        cells=plan.changed_cells,
        changed=plan.changed_rows,
        accepted=plan.accepted_rows,
        unchanged=plan.unchanged,
    )
    if plan.missing:
        yield text("import-missing", count=plan.missing)
    yield from _some(_conflicts(plan), plan.conflicts)
    yield from _some(_unknown(plan), len(plan.unknown))
    yield from _some(_troubles(plan), len(plan.troubles))


def _conflicts(plan: Plan) -> Iterator[str]:
    for one in plan.contested:
        for conflict in one.conflicts:
            who = text("import-who", name=one.decider, at=moment(one.at)) if one.decider and one.at else ""
            yield text(
                "import-conflict",
                place=one.place,
                number=one.number,
                column=HEADINGS[conflict.field],
                base=text("import-not-known") if conflict.base is None else _short(conflict.base),
                file=_short(conflict.file),
                now=_short(conflict.now),
                who=who,
            )


def _unknown(plan: Plan) -> Iterator[str]:
    for one in plan.unknown:
        like = text("import-like", name=one.like) if one.like else ""
        places = "；".join(one.places[:3])
        yield text("import-unit", name=_short(one.name), count=len(one.places), places=places, like=like)


def _troubles(plan: Plan) -> Iterator[str]:
    for one in plan.troubles:
        where = "，".join(filter(None, (one.place, one.column)))
        yield f"{where}：{describe(one.problem)}"


def _some(lines: Iterator[str], in_all: int) -> Iterator[str]:
    for _, line in zip(range(MOST), lines, strict=False):
        yield line
    if in_all > MOST:
        yield text("import-more", count=in_all - MOST)


def _short(cell: str) -> str:
    """A cell on one line."""
    words = " ".join(cell.split())
    return (words if len(words) <= 40 else f"{words[:40]}…") or text("import-empty")
