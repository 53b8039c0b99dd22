"""批次报告: one quiet HTML page on what came in, what came out and what needs a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from corpus.messages import describe_in_chinese
from corpus.records import Extraction, Status, Task
from corpus.tasks import COMMENT
from outputs.assignment import by_department, part_of
from outputs.attention import classified, renamed, spoilt
from outputs.balance import added, balance
from outputs.batch import Batch
from outputs.cells import clean, groups, place, shown_name, task_cells, worth_saying
from outputs.checks import check_cells, in_order
from outputs.deadlines.agenda import agenda, coming
from outputs.deadlines.date_remarks import starts_unknown
from outputs.deadlines.schedule import inference
from outputs.decided import awaits_review, is_for_nobody, tags
from outputs.forms import confidence, word
from outputs.table_files import MOST_IN_WORD
from outputs.templating import render

REVIEW_SHOWN = 300
"""Rows of the list of doubtful tasks; the rest is marked 待核 in the task list."""
DEADLINES_SHOWN = 200
DOUBTS_SHOWN = 100
_WORST_FIRST = (Status.FAILED, Status.PARTIAL, Status.EMPTY, Status.OK)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a count: its share of the largest, in percent, is the length of the bar."""

    name: str
    count: int
    percent: int


def bars(names: Iterable[str]) -> tuple[Bar, ...]:
    """How often each name comes, the most frequent first."""
    counts = Counter(names).most_common()
    return tuple(Bar(name, n, round(100 * n / counts[0][1])) for name, n in counts)


def report(batch: Batch, too_long: Sequence[str] = ()) -> str:
    """The page as HTML: one file, no script, nothing loaded from elsewhere; every text of a document is escaped.

    What is wrong and what is due stands first; ``batch.tasks`` are in the order of the task list.
    ``too_long`` are the tables that are too long for Word.
    """
    comments = [t for t in batch.tasks if t.origin == COMMENT]
    deductions = [t for t in batch.tasks if t.origin != COMMENT]
    days = agenda([(e, d) for e in batch.extractions for d in e.deadlines], batch.tasks, batch.made_on)
    checked = [check_cells(e, c) | {"ok": str(c.ok)} for e, c in in_order(batch.extractions)]
    review = sorted(
        ((n, t) for n, t in enumerate(batch.tasks, 1) if awaits_review(t)),
        key=lambda r: r[1].candidates[0].score if r[1].candidates else 0.0,
    )
    names = _names(batch.extractions)
    inferences = Counter(inference(d) for e in batch.extractions for d in e.deadlines)
    names_changed, doubts = renamed(batch.extractions, batch.registry), spoilt(batch.extractions)
    return render(
        "report.html",
        batch=batch,
        balance=balance(batch),
        files=[_file(e, names) for e in sorted(batch.extractions, key=lambda e: _WORST_FIRST.index(e.status))],
        statuses=[(word("status", s), n) for s in Status if (n := sum(e.status == s for e in batch.extractions))],
        unread=[_file(e, names) for e in batch.extractions if e.status in (Status.FAILED, Status.PARTIAL)],
        notices=_notices(batch.extractions, names),
        coming=coming(days),
        days=days[:DEADLINES_SHOWN],
        day_count=len(days),
        inferred=inferences["推定"],
        worked_out=inferences["推算"],
        unstarted=sum(starts_unknown(d) for e in batch.extractions for d in e.deadlines),
        disputed=sum(bool(line.remarks) and line.left is not None for line in days),
        classified=[(names[file], degree) for file, degree in classified(batch.extractions)],
        renamings=names_changed,
        apart=sum(not line.is_one for line in names_changed),
        too_long=too_long,
        most_in_word=MOST_IN_WORD,
        doubts=doubts[:DOUBTS_SHOWN],
        doubt_count=len(doubts),
        domains=bars(clean(tags(t).domain) or "未分领域" for t in comments),
        kinds=bars(clean(tags(t).kind) or "未分类型" for t in comments),
        departments=bars(d.file_name for d in by_department(batch.tasks, batch.registry) for _ in d.shares),
        comment_count=len(comments),
        proposed=sum(part_of(t) == "proposed" for t in comments),
        decided=sum(t.verdict is not None for t in batch.tasks),
        for_nobody=sum(map(is_for_nobody, batch.tasks)),
        deductions=[task_cells(t, n, {}) for n, t in enumerate(batch.tasks, 1) if t.origin != COMMENT],
        points=_said(added(t.points for t in deductions)),
        groups=_groups(batch.tasks),
        checks=[c for c in checked if c["ok"] != "True"],
        agreeing=[c for c in checked if c["ok"] == "True"],
        verdicts=Counter(c["verdict"] for c in checked),
        review=[_review(n, t) for n, t in review[:REVIEW_SHOWN]],
        review_count=len(review),
        seconds=[(word("stage", stage), f"{spent:.2f}") for stage, spent in batch.seconds.items()],
        total_seconds=f"{sum(batch.seconds.values()):.2f}",
    )


def _names(extractions: Sequence[Extraction]) -> Mapping[str, str]:
    """Each file as it is shown: without its folders, unless another file of the batch has the same name."""
    taken = Counter(shown_name(e.file) for e in extractions)
    short = {e.file: shown_name(e.file) for e in extractions}
    return {file: name if taken[name] == 1 else str(PurePosixPath(file)) for file, name in short.items()}


def _file(extraction: Extraction, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "name": names[extraction.file],
        "path": extraction.file,
        "format": extraction.format.upper(),
        "status": word("status", extraction.status),
        "whole": extraction.status == Status.OK,
        "edition_of": names.get(extraction.edition_of or "", ""),
        "counts": (
            int(extraction.notice is not None),
            len(extraction.deadlines),
            len(extraction.tables),
            len(extraction.comments),
            len(extraction.deductions),
            len(extraction.checks),
        ),
        "problems": [
            (p.where if p.where != extraction.file else "", describe_in_chinese(p)) for p in extraction.problems
        ],
    }


def _notices(extractions: Sequence[Extraction], names: Mapping[str, str]) -> list[dict[str, object]]:
    """One line a notice: the files that hold the same notice (``edition_of``) stand beside its own."""
    editions: dict[str, list[str]] = {}
    for extraction in extractions:
        if extraction.edition_of:
            editions.setdefault(extraction.edition_of, []).append(names[extraction.file])
    return [
        {
            "file": names[e.file],
            "editions": editions.get(e.file, []),
            "title": clean(n.title).replace("\n", ""),
            "kind": clean(n.kind),
            "number": clean(n.number),
            "classification": clean(n.classification),
            "urgency": clean(n.urgency),
            "publicity": clean(n.publicity),
            "contacts": ["，".join(clean(said) for said in (c.name, c.phone) if said) for c in n.contacts],
            "date": n.date.isoformat() if n.date else "",
            "issuers": "；".join(n.issuers),
            "addressees": "；".join(n.addressees),
            "annexes": n.annexes,
            "cited": [f"{c.number}{f'《{c.title}》' if c.title else ''}" for c in n.cited],
        }
        for e in extractions
        if (n := e.notice) and not e.edition_of
    ]


def _review(position: int, task: Task) -> dict[str, object]:
    return {
        "position": position,
        "number": clean(task.number),
        "text": clean(task.text),
        "domain": clean(task.domain),
        "candidates": [(c.department, confidence(c.score), clean(c.reason)) for c in worth_saying(task.candidates)],
        "given": "；".join(clean(g) for g in (task.given_lead, task.given_responsible) if g),
        "source": place(task.source),
    }


def _groups(tasks: Sequence[Task]) -> list[tuple[str, str, str]]:
    """(rows of the task list, further places, text) of each group of near-duplicates."""
    together = list(groups(tasks).values())
    grouped = {p for positions in together for p in positions}
    alone = [(p,) for p, task in enumerate(tasks, 1) if task.other_sources and p not in grouped]
    return [
        (
            "、".join(str(p) for p in positions),
            "；".join(place(s) for p in positions for s in tasks[p - 1].other_sources),
            clean(tasks[positions[0] - 1].text),
        )
        for positions in sorted([*together, *alone])
    ]


def _said(points: Decimal | None) -> str:
    return "" if points is None else str(points)
