"""From what was found and what is proposed to the tasks of a batch: one row a comment, one row a deduction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.records import FILED, Comment, Deadline, Deduction, Extraction, Source, Suggestion, Task, Verdict
from corpus.store import comment_key, text_key
from corpus.unit_cells import units

COMMENT, DEDUCTION = "群众意见建议", "指标扣分"
_FILLED_IN = (
    "survey_source",
    "place",
    "given_kind",
    "given_domain",
    "given_lead",
    "given_responsible",
    "given_person",
    "given_deadline",
    "lead",
    "responsible",
    "person",
    "deadline",
    "goal",
    "measures",
)
"""What of a comment or a deduction a form is filled in with, beside ``FILED``."""
_PLANNED = frozenset({"goal", "measures", *FILED})
"""Meanings of the columns that a unit fills in."""
_ASSESSED = re.compile(r"(20[0-9]{2})年度")


def tasks_of(
    extractions: Iterable[Extraction], suggestions: Mapping[str, Suggestion], groups: Mapping[str, str]
) -> tuple[Task, ...]:
    """All tasks of a batch in the order of its files.

    A comment that arrived in several files is one task: the same number and text in any two files (white space and
    whether a title stands apart set aside), or the same text in two editions of one notice (an edition comes after the
    file that it is an edition of). So is a deduction with the same indicator, reason and points in two files, and a row
    without a number of a form with the only comment without one that has its words. What a later file says, and what a
    form that came back filled in says, stands where the earlier ones say nothing. ``suggestions`` and
    ``groups`` (near-duplicates) are keyed by ``text_key``. What a document itself says of a comment (its kind, who is
    responsible, by when) goes before any suggestion.
    """
    arrived: dict[str, _Arrived] = {}
    words_of: dict[tuple[str, str], str] = {}
    unnumbered: dict[str, list[str]] = {}
    given = list(extractions)
    for at, extraction in sorted(enumerate(given), key=lambda one: _is_form(one[1])):
        home, is_form = extraction.edition_of or extraction.file, _is_form(extraction)
        due = {_row(d.source): d for d in extraction.deadlines if d.source.row is not None}
        for comment in extraction.comments:
            key, words = comment_key(comment), _squeezed(f"{comment.title or ''}{comment.text}")
            if comment.number:
                key = words_of.setdefault((comment.number, words), key)
            elif is_form:
                key = _planned(comment, extraction, [arrived[k] for k in unnumbered.get(words, ())]) or key
            if extraction.edition_of and key not in arrived:
                key = words_of.get((home, _squeezed(comment.text)), key)
            words_of.setdefault((home, _squeezed(comment.text)), key)
            if not comment.number and key not in arrived:
                unnumbered.setdefault(words, []).append(key)
            _take(arrived, _Arrived(key, at, comment, extraction, due.get(_row(comment.source))))
        for place, deduction in enumerate(extraction.deductions):
            words = "\x1f".join(map(_squeezed, (deduction.indicator, deduction.reason, deduction.points)))
            key = words_of.get((words, ""), f"{extraction.sha256}/{place}")
            if key in arrived and arrived[key].extraction is extraction:
                key = f"{extraction.sha256}/{place}"
            words_of.setdefault((words, ""), key)
            _take(arrived, _Arrived(key, at, deduction, extraction, due.get(_row(deduction.source))))
    return tuple(_task(one, suggestions, groups) for one in sorted(arrived.values(), key=lambda one: one.file))


def filled_in(tasks: Iterable[Task]) -> int:
    """How many rows of forms that came back say something of a comment that had arrived before.

    They fill in a task and are no comments that citizens sent, so what counts those leaves them out.
    """
    return sum(len(task.filled_from) for task in tasks if task.origin == COMMENT)


def _is_form(extraction: Extraction) -> bool:
    """Whether a unit may have filled it in: no notice, and tables with room for a plan or an explanation.

    Forms are read last, so that a task is known by where it came from and not by a form whose name sorts before that.
    """
    return extraction.notice is None and any(_PLANNED & set(table.columns) for table in extraction.tables)


def _planned(comment: Comment, form: Extraction, alike: Sequence[_Arrived]) -> str | None:
    """The key of the comment that a row of a form is about, where neither has a number: the only one with its words.

    None where several arrived with these words, or where other units or another plan stand beside them: nobody knows
    which is meant.
    """
    others = [one for one in alike if one.extraction is not form]
    return others[0].key if len(others) == 1 and _may_be_one(others[0].what, comment) else None


def _may_be_one(before: Any, now: Comment) -> bool:
    """Whether nothing that is said of both is said otherwise."""
    named = [{*units(one.given_lead), *units(one.given_responsible)} for one in (before, now)]
    planned = [(one.goal, one.measures) for one in (before, now)]
    same_plan = all(not a or not b or _squeezed(a) == _squeezed(b) for a, b in zip(*planned, strict=True))
    return same_plan and (not all(named) or bool(named[0] & named[1]))


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What came first, filled up with what came later, and the places of the latter, those in forms apart.

    ``file`` is the place of its file in the batch.
    """

    key: str
    file: int
    what: Comment | Deduction
    extraction: Extraction
    deadline: Deadline | None
    others: tuple[Source, ...] = ()
    forms: tuple[Source, ...] = ()


def _take(arrived: dict[str, _Arrived], new: _Arrived) -> None:
    before = arrived.get(new.key)
    if before is None:
        arrived[new.key] = new
        return
    is_form = _is_form(new.extraction)
    has_deadline = before.what.given_deadline if isinstance(before.what, Comment) else before.what.deadline
    arrived[new.key] = replace(
        before,
        what=_filled_up(before.what, new.what),
        deadline=before.deadline if has_deadline else before.deadline or new.deadline,
        others=before.others if is_form else (*before.others, new.what.source),
        forms=(*before.forms, new.what.source) if is_form else before.forms,
    )


def _filled_up(first: Any, later: Any) -> Any:
    """The record with the later one's word in each field of a form that is empty."""
    filing = replace(
        first.filing, **{name: getattr(first.filing, name) or getattr(later.filing, name) for name in FILED}
    )
    said = (name for name in _FILLED_IN if hasattr(first, name))
    return replace(first, filing=filing, **{name: getattr(first, name) or getattr(later, name) for name in said})


def _task(one: _Arrived, suggestions: Mapping[str, Suggestion], groups: Mapping[str, str]) -> Task:
    if isinstance(one.what, Comment):
        text = text_key(one.what.text, one.what.title)
        task = _comment_task(one.what, one.deadline, suggestions.get(text), groups.get(text))
    else:
        task = _deduction_task(one.what, one.deadline)
    return _of_notice(replace(task, key=one.key, other_sources=one.others, filled_from=one.forms), one.extraction)


def with_verdict(task: Task, verdict: Verdict) -> Task:
    """The task as a person decided it: nobody need look at it first any more. What was given and proposed stays."""
    return replace(task, verdict=verdict, needs_review=False)


def _comment_task(
    comment: Comment, deadline: Deadline | None, suggestion: Suggestion | None, group: str | None
) -> Task:
    task = Task(
        origin=COMMENT,
        text=f"{comment.title}\n{comment.text}" if comment.title else comment.text,
        source=comment.source,
        number=comment.number,
        domain=comment.given_domain,
        kind=comment.given_kind,
        given_lead=comment.given_lead,
        given_responsible=comment.given_responsible,
        given_person=comment.given_person,
        deadline=comment.given_deadline,
        due=deadline.end if deadline else None,
        goal=comment.goal,
        measures=comment.measures,
        group=group,
        doubtful=comment.doubtful,
        year=comment.year,
        filing=comment.filing,
        survey_source=comment.survey_source,
    )
    return with_suggestion(task, suggestion, comment.text) if suggestion else replace(task, needs_review=True)


def with_suggestion(task: Task, suggestion: Suggestion, text: str) -> Task:
    """The task of a comment with what is proposed for it, in the place of any earlier proposal.

    ``text`` is the comment without its title. What the document itself said stays: it has no score.
    """
    given_domain = task.domain if task.domain_score is None else None
    given_kind = task.kind if task.kind_score is None else None
    before = len(task.text) - len(text)
    named = task.given_lead or task.given_responsible
    return replace(
        task,
        domain=given_domain or suggestion.domain,
        kind=given_kind or suggestion.kind,
        domain_score=None if given_domain else suggestion.domain_score,
        kind_score=None if given_kind else suggestion.kind_score,
        model_version=suggestion.model_version,
        disposition=suggestion.disposition,
        candidates=suggestion.candidates,
        supporting=suggestion.supporting,
        territory=suggestion.territory,
        matters=tuple(replace(m, start=m.start + before, end=m.end + before) for m in suggestion.matters),
        needs_review=task.doubtful or (suggestion.needs_review and not named),
    )


def _deduction_task(deduction: Deduction, deadline: Deadline | None) -> Task:
    return Task(
        origin=DEDUCTION,
        text=f"{deduction.indicator}：{deduction.reason}" if deduction.reason else deduction.indicator,
        source=deduction.source,
        given_lead=deduction.lead or None,
        given_responsible=deduction.responsible or None,
        given_person=deduction.person,
        deadline=deduction.deadline,
        due=deadline.end if deadline else None,
        goal=deduction.goal,
        measures=deduction.measures,
        filing=deduction.filing,
        points=deduction.points or None,
        indicator=deduction.indicator or None,
        reason=deduction.reason or None,
        doubtful=deduction.doubtful,
        needs_review=deduction.doubtful or not (deduction.lead or deduction.responsible),
    )


def _of_notice(task: Task, extraction: Extraction) -> Task:
    notice, year = extraction.notice, task.year or _assessed(task.source, extraction)
    if notice is None:
        return replace(task, year=year)
    year = year or (notice.date.year if notice.date else None)
    return replace(task, notice_title=notice.title, notice_number=notice.number, notice_date=notice.date, year=year)


def _assessed(source: Source, extraction: Extraction) -> int | None:
    """The 年度 that the heading of its table names, else the notice's title; None where none or several are named.

    What is assessed is a year's work, and the notice of it comes in the year after.
    """
    place = source.sheet, source.table
    captions = (t.caption for t in extraction.tables if (t.source.sheet, t.source.table) == place)
    for words in (*captions, extraction.notice.title if extraction.notice else None):
        years = set(_ASSESSED.findall("".join((words or "").split())))
        if len(years) == 1:
            return int(years.pop())
    return None


def _row(source: Source) -> tuple[int | None, int | None]:
    return source.table, source.row


def _squeezed(text: str) -> str:
    return "".join(text.split())
