"""How sure minyi was, and what people changed of what it or the document proposed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.directory import UNCLEAR
from corpus.records import Task, Verdict
from corpus.registry import Registry
from corpus.tasks import COMMENT
from corpus.terms import terms
from outputs.cells import one_line
from outputs.decided import awaits_review, decided_units, given_names, is_for_nobody
from outputs.offices import Named, offices
from outputs.statistics import values
from outputs.statistics.shares import rate, shares
from outputs.statistics.tables import (
    Figures,
    Section,
    charted,
    figures,
    heading_of,
    section,
    title_of,
    unsaid,
    whole_share,
)

_Pairs = Sequence[tuple[str, str]]
"""What was proposed and what was decided, of each decided task."""
_INTO = 3
"""Decided units that are named of a proposed one."""
_SHOWN = 30
"""Rows of units that were changed: the workbook of the review has all."""


def sureness(tasks: Sequence[Task], registry: Registry) -> Section:
    """Comments by the calibrated score of their first proposed department, held against what was decided."""
    comments = values.comments(tasks)
    scored = [task for task in comments if task.candidates]
    if not scored:
        return section("sureness", ["群众意见建议都没有程序建议的单位。"] if comments else [])
    right = dict(zip(map(id, scored), _first_was_right(scored, registry), strict=True))
    lines = [*((name, [t for t in scored if low <= t.candidates[0].score < high]) for name, low, high in _bands())]
    if len(scored) < len(comments):
        lines.append(("没有建议", [task for task in comments if not task.candidates]))
    parts = shares([len(own) for _, own in lines])
    rows = [
        {"name": name, "share": share, **_of_band(own, right)} for (name, own), share in zip(lines, parts, strict=True)
    ]
    total = {"share": whole_share([len(comments)]), **_of_band(comments, right)}
    waiting = sum(map(awaits_review, comments))
    bars = [(name, (float(len(own) - (n := sum(map(awaits_review, own)))), float(n))) for name, own in lines]
    chart = charted(title_of("sureness"), bars, ("不必先看", heading_of("sureness", "review")))
    decided = [task for task in scored if task.verdict is not None]
    expected = sum(task.candidates[0].score for task in decided)
    accepted = sum(right.get(id(task), False) for task in decided)
    said = [
        f"群众意见建议{len(comments)}条中待核{waiting}条，占{rate(waiting, len(comments))}。",
        f"已核定的{len(decided)}条，首选单位按把握预计对{expected:.1f}条，实际核定为首选{accepted}条"
        f"（{rate(accepted, len(decided))}）。"
        if decided
        else "",
    ]
    return section("sureness", said, [figures("sureness", rows, total, chart=chart)])


def decided(tasks: Sequence[Task], registry: Registry) -> Section:
    """What reviewers accepted and what they changed."""
    done = [(task, task.verdict) for task in tasks if task.verdict is not None]
    if not done:
        return section("decided", ["还没有任务经人工核定。"] if tasks else [])
    units = _units(done, registry)
    domains = [
        (one_line(task.domain) or unsaid("domain"), one_line(v.domain) or unsaid("domain"))
        for task, v in done
        if task.origin == COMMENT
    ]
    changes = {
        "牵头单位": [one != other for one, other in units],
        "领域": [task.origin == COMMENT and task.domain != v.domain for task, v in done],
        "意见建议类型": [task.origin == COMMENT and task.kind != v.kind for task, v in done],
        "处置性质": [task.origin == COMMENT and task.disposition != v.disposition for task, v in done],
    }
    changed = sum(map(any, zip(*changes.values(), strict=True)))
    counts = (len(done) - changed, changed)
    rows = [
        {"name": name, "count": str(n), "share": share}
        for name, n, share in zip(("与建议（来文）一致", "有改动"), counts, shares(counts), strict=True)
    ]
    total = {"count": str(len(done)), "share": whole_share(counts)}
    order = [(f"改{name}", sum(found)) for name, found in changes.items()]
    kinds = [{"name": name, "count": str(n), "rate": rate(n, len(done))} for name, n in order]
    nobody = sum(is_for_nobody(task) for task, _ in done)
    said = [
        f"已核定{len(done)}项，占全部任务的{rate(len(done), len(tasks))}；与建议（来文）一致的{counts[0]}项，"
        f"有改动的{changed}项{f'；经核定不分办的{nobody}项' if nobody else ''}。"
    ]
    chart = charted(title_of("changes"), [(name, (float(n),)) for name, n in order], (heading_of("changes", "count"),))
    return section(
        "decided",
        said,
        [
            figures("decided", rows, total),
            figures("changes", kinds, chart=chart),
            _changed("changed_units", units),
            _changed("changed_domains", domains),
        ],
    )


def _changed(key: str, pairs: _Pairs) -> Figures:
    """Proposals that were changed, the most often changed first; those that never were are one row."""
    into: dict[str, Counter[str]] = defaultdict(Counter)
    for proposed, after in pairs:
        into[proposed][after] += 1
    lines = [(name, found.total(), found.total() - found[name], _others(found, name)) for name, found in into.items()]
    held = sorted((line for line in lines if line[2]), key=lambda line: (-line[2], line[0]))
    kept = [line for line in lines if not line[2]]
    if not held:
        return figures(key, [])
    shown, rest = held[:_SHOWN], held[_SHOWN:]
    if rest:
        shown.append((f"其余{len(rest)}个有改动的", sum(n for _, n, _, _ in rest), sum(n for _, _, n, _ in rest), ""))
    if kept:
        shown.append((f"没有改动的{len(kept)}个", sum(n for _, n, _, _ in kept), 0, ""))
    rows = [
        {"name": name, "decided": str(n), "count": str(changed), "rate": rate(changed, n), "into": others}
        for name, n, changed, others in shown
    ]
    sums = sum(n for _, n, _, _ in shown), sum(n for _, _, n, _ in shown)
    total = {"decided": str(sums[0]), "count": str(sums[1]), "rate": rate(sums[1], sums[0])}
    bars = [(name, (float(changed),)) for name, _, changed, _ in shown if changed]
    return figures(key, rows, total, chart=charted(title_of(key), bars, (heading_of(key, "count"),)))


def _others(found: Counter[str], own: str) -> str:
    most = [f"{name}（{n}）" for name, n in found.most_common() if name != own]
    return "、".join(most[:_INTO]) + ("等" if len(most) > _INTO else "")


def _units(done: Sequence[tuple[Task, Verdict]], registry: Registry) -> list[tuple[str, str]]:
    """Proposed and decided lead of each task, the names of one office as one: a fuller name is no change."""
    pairs = [(_proposed_lead(task), _decided_lead(task, verdict)) for task, verdict in done]
    known = offices([one for pair in pairs for one in pair if one is not None], registry)

    def said(one: Named | None, otherwise: str) -> str:
        return otherwise if one is None else known[one].name

    return [
        (said(one, unsaid("lead")), said(other, unsaid("lead" if one is None else "nobody"))) for one, other in pairs
    ]


def _first_was_right(tasks: Sequence[Task], registry: Registry) -> list[bool]:
    """Of each task whether it was decided for the first candidate, whatever the document says."""
    pairs = [(_candidate(task), _decided_lead(task, task.verdict) if task.verdict else None) for task in tasks]
    known = offices([one for pair in pairs for one in pair if one is not None], registry)
    return [one is not None and other is not None and known[one] == known[other] for one, other in pairs]


def _proposed_lead(task: Task) -> Named | None:
    given = given_names(task)
    return Named(given[0], task.notice_date) if given else _candidate(task)


def _candidate(task: Task) -> Named | None:
    first = task.candidates[0] if task.candidates else None
    named = first is not None and first.function != UNCLEAR
    return Named(first.department, task.notice_date, proposed=True) if first and named else None


def _decided_lead(task: Task, verdict: Verdict) -> Named | None:
    lead, _ = decided_units(verdict)
    return Named(lead[0], task.notice_date, proposed=lead[0] not in given_names(task)) if lead else None


def _of_band(own: Sequence[Task], right: dict[int, bool]) -> dict[str, str]:
    done = [task for task in own if task.verdict is not None]
    return {
        "count": str(len(own)),
        "review": str(sum(map(awaits_review, own))),
        "decided": str(len(done)),
        "accepted": str(sum(right.get(id(task), False) for task in done)),
    }


def _bands() -> list[tuple[str, float, float]]:
    """(words, from, to) of each band of scores, the surest first: the bounds are those of the drafts' words."""
    steps = sorted(((float(k), str(v)) for k, v in terms("forms")["words"]["confidence"].items()), reverse=True)
    tops = [2.0, *(low for low, _ in steps)]
    return [(f"{word}（{_bounds(low, top)}）", low, top) for (low, word), top in zip(steps, tops, strict=False)]


def _bounds(low: float, top: float) -> str:
    if top > 1:
        return f"{low:g}以上"
    return f"{low:g}至{top:g}" if low else f"{top:g}以下"
