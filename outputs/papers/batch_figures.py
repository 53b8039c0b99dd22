"""The numbers of a batch as the notice and the public statement say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.records import DeadlineKind, Task
from corpus.tasks import COMMENT, DEDUCTION
from corpus.taxonomy import CONSTRUCTIVE, KINDS, OTHER, domains
from corpus.terms import terms
from outputs.assignment import PROPOSED, UNDECIDED, DepartmentTasks, by_department
from outputs.balance import added, after_merging
from outputs.batch import Batch
from outputs.cells import clean, one_line
from outputs.deadlines.schedule import Dated, dated
from outputs.decided import awaits_review, is_for_nobody, tags
from outputs.forms import Forms
from outputs.frame import Frame

_NO_DOMAIN = "未分领域"
_CALLED = {CONSTRUCTIVE: "建设性意见建议", OTHER: "其他意见建议"}


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """Counts, and the words that depend on them, ready for a text.

    ``comments`` are the different comments, ``matters`` counts each group of near-duplicates once. ``points`` is
    the sum of the deductions with its words, empty where a deduction has none. ``units`` counts who is addressed,
    ``public_units`` are those that a document or a person named, ``undecided`` counts the tasks without such a unit.
    """

    year: str
    subject: str
    cited: str
    comments_in: int
    comments: int
    matters: int
    kinds: str
    domains: str
    deductions: int
    points: str
    units: int
    public_units: tuple[str, ...]
    undecided: int
    doubtful: int
    duties: str
    deadlines: tuple[str, ...]
    more_deadlines: int


def batch_figures(batch: Batch, frame: Frame) -> BatchFigures:
    """Counted from the tasks and documents of the batch; nothing is asserted that they do not have."""
    words = terms("papers")
    comments = [t for t in batch.tasks if t.origin == COMMENT]
    deductions = [t for t in batch.tasks if t.origin == DEDUCTION]
    departments = addressed(batch, frame)
    named = {s.position for d in departments for s in d.shares if s.role != PROPOSED}
    kinds = Counter(clean(tags(t).kind) for t in comments)
    sum_of_points = added(t.points for t in deductions)
    lines = dict(_deadlines(batch))
    named_lines = _most_telling(lines, words["deadlines_named"])
    return BatchFigures(
        year=_year(comments, deductions),
        subject="和".join(name for name, those in (("群众意见建议", comments), ("指标扣分事项", deductions)) if those)
        or "群众意见建议",
        cited=_cited(batch),
        comments_in=batch.comments_in,
        comments=len(comments),
        matters=after_merging(comments),
        kinds=_kinds(kinds),
        domains="、".join(f"{name}{n}条" for name, n in _by_domain(comments)),
        deductions=len(deductions),
        points=f"，合计扣{sum_of_points}分" if sum_of_points is not None else "",
        units=len(departments),
        public_units=tuple(d.department for d in departments if not d.only_proposed),
        undecided=sum(n not in named and not is_for_nobody(t) for n, t in enumerate(batch.tasks, 1)),
        doubtful=sum(map(awaits_review, batch.tasks)),
        duties=_duties(kinds, frame.forms),
        deadlines=named_lines,
        more_deadlines=len(lines) - len(named_lines),
    )


def addressed(batch: Batch, frame: Frame) -> tuple[DepartmentTasks, ...]:
    """The units that documents or persons name; where they name none, those that the program proposes."""
    units = [d for d in by_department(batch.tasks, frame.registry) if d.department != UNDECIDED]
    return tuple(d for d in units if not d.only_proposed) or tuple(units)


def _year(comments: Sequence[Task], deductions: Sequence[Task]) -> str:
    """``2023年度``, where all comments are of one year and no deduction came in a notice of another time.

    A notice's own year is not it: what it tells of is the year before.
    """
    years = {t.year for t in comments if t.year and not (t.notice_date and t.notice_date.year == t.year)}
    years |= {int(t.number[1:5]) for t in comments if t.number and len(t.number) == 15 and t.number.isdigit()}
    if len(years) != 1:
        return ""
    year = years.pop()
    told = (t.notice_date.year for t in deductions if t.notice_date)
    return f"{year}年度" if all(0 <= one - year <= 1 for one in told) else ""


def _cited(batch: Batch) -> str:
    """``《…》（…）、《…》（…）``: the notices that came in, each once; a gap where none has a title.

    Where some have a number, only those: what has none (a public statement) is seldom what one acts upon.
    """
    words = terms("papers")
    notices = [e.notice for e in batch.extractions if e.notice is not None and e.edition_of is None]
    notices = [n for n in notices if clean(n.number)] or notices
    named = list(
        dict.fromkeys(
            f"《{_inner(one_line(n.title))}》" + (f"（{clean(n.number)}）" if clean(n.number) else "")
            for n in notices
            if clean(n.title)
        )
    )
    most = words["notices_named"]
    gap = words["name_gap"]
    return ("、".join(named[:most]) or f"《{gap}》（{gap}）") + (f"等{len(named)}份文件" if len(named) > most else "")


def _inner(title: str) -> str:
    """Titles inside 《》 are set in 〈〉 (GB/T 15834-2011, 4.15.3.4)."""
    return title.translate({ord("《"): "〈", ord("》"): "〉"})


def _kinds(kinds: Counter[str]) -> str:
    said = [f"{_CALLED[kind]}{kinds[kind]}条" for kind in KINDS if kinds[kind]]
    rest = sum(n for kind, n in kinds.items() if kind not in KINDS)
    return "，".join([*said, *([f"类型待定{rest}条"] if rest else [])])


def _by_domain(comments: Sequence[Task]) -> Iterator[tuple[str, int]]:
    """The most frequent first, those without a definite matter or a domain last."""
    counts = Counter(clean(tags(t).domain) or _NO_DOMAIN for t in comments)
    last = {_NO_DOMAIN, *(domain.key for domain in domains().values() if domain.petition_class is None)}
    return iter(sorted(counts.items(), key=lambda item: (item[0] in last, -item[1])))


def _duties(kinds: Counter[str], forms: Forms) -> str:
    """Which form is to be filled in for which kind of comment, by the title that the office gives it."""
    titles = {CONSTRUCTIVE: forms.form("measures").title, OTHER: forms.form("explanations").title}
    said = [f"{_CALLED[kind]}填报《{titles[kind]}》" for kind in KINDS if kinds[kind]]
    return "，".join(said) + "。" if said else ""


def _deadlines(batch: Batch) -> Iterator[tuple[str, bool]]:
    """The deadlines of the notices that have a day, in its order: by when, who, what, to whom, and if that is said."""
    found = [(e, d) for e in batch.extractions for d in e.deadlines]
    for item in dated(found, batch.tasks):
        if not item.of_task and item.deadline.kind in (DeadlineKind.BY, DeadlineKind.RANGE):
            yield _line(item), bool(clean(item.deadline.recipient))


def _most_telling(lines: Mapping[str, bool], most: int) -> tuple[str, ...]:
    """So many of the lines in their order; where there are more, reports go before the rest."""
    chosen = set(sorted(lines, key=lambda line: not lines[line])[:most])
    return tuple(line for line in lines if line in chosen)


def _line(item: Dated) -> str:
    deadline = item.deadline
    action = one_line(deadline.action).rstrip("。；;，,")
    recipient = clean(deadline.recipient)
    report = f"，报{recipient}" if recipient and recipient not in action else ""
    source = f"（{item.notice_number}）" if item.notice_number else ""
    who = clean(deadline.actor)
    actor = who if who and not action.startswith(who) else ""
    return f"{one_line(deadline.quote)}，{actor}{action or '××××'}{report}{source}。"
