"""From what was found and what is proposed to the tasks of a batch: one row a comment, one row a deduction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.records import FILED, Comment, Deadline, Deduction, Extraction, Source, Suggestion, Task, Verdict
from corpus.store import comment_key, text_key

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


def tasks_of(
    extractions: Iterable[Extraction], suggestions: Mapping[str, Suggestion], groups: Mapping[str, str]
) -> tuple[Task, ...]:
    """All tasks of a batch in the order of its files.

    A comment that arrived in several files is one task: the same number and text in any two files (white space and
    whether a title stands apart set aside), or the same text in two editions of one notice (an edition comes after the
    file that it is an edition of). So is a deduction with the same indicator, reason and points in two files. What a
    later file says (a form that came back filled in) stands where the earlier ones say nothing. ``suggestions`` and
    ``groups`` (near-duplicates) are keyed by ``text_key``. What a document itself says of a comment (its kind, who is
    responsible, by when) goes before any suggestion.
    """
    arrived: dict[str, _Arrived] = {}
    words_of: dict[tuple[str, str], str] = {}
    for extraction in extractions:
        home = extraction.edition_of or extraction.file
        due = {_row(d.source): d for d in extraction.deadlines if d.source.row is not None}
        for comment in extraction.comments:
            key = comment_key(comment)
            if comment.number:
                numbered = comment.number, _squeezed(f"{comment.title or ''}{comment.text}")
                key = words_of.setdefault(numbered, key)
            if extraction.edition_of and key not in arrived:
                key = words_of.get((home, _squeezed(comment.text)), key)
            words_of.setdefault((home, _squeezed(comment.text)), key)
            _take(arrived, key, _Arrived(comment, extraction, due.get(_row(comment.source))))
        for place, deduction in enumerate(extraction.deductions):
            words = (deduction.indicator, deduction.reason, deduction.points)
            same = ("\x1f".join(map(_squeezed, words)), "")
            key = words_of.get(same, f"{extraction.sha256}/{place}")
            if key in arrived and arrived[key].extraction is extraction:
                key = f"{extraction.sha256}/{place}"
            words_of.setdefault(same, key)
            _take(arrived, key, _Arrived(deduction, extraction, due.get(_row(deduction.source))))
    return tuple(_task(key, one, suggestions, groups) for key, one in arrived.items())


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What came first, filled up with what came later, and the places of the latter."""

    what: Comment | Deduction
    extraction: Extraction
    deadline: Deadline | None
    others: tuple[Source, ...] = ()


def _take(arrived: dict[str, _Arrived], key: str, new: _Arrived) -> None:
    before = arrived.get(key)
    if before is None:
        arrived[key] = new
        return
    has_deadline = before.what.given_deadline if isinstance(before.what, Comment) else before.what.deadline
    arrived[key] = replace(
        before,
        what=_filled_up(before.what, new.what),
        deadline=before.deadline if has_deadline else before.deadline or new.deadline,
        others=(*before.others, new.what.source),
    )


def _filled_up(first: Any, later: Any) -> Any:
    """The record with the later one's word in each field of a form that is empty."""
    filing = replace(
        first.filing, **{name: getattr(first.filing, name) or getattr(later.filing, name) for name in FILED}
    )
    said = (name for name in _FILLED_IN if hasattr(first, name))
    return replace(first, filing=filing, **{name: getattr(first, name) or getattr(later, name) for name in said})


def _task(key: str, one: _Arrived, suggestions: Mapping[str, Suggestion], groups: Mapping[str, str]) -> Task:
    if isinstance(one.what, Comment):
        text = text_key(one.what.text, one.what.title)
        task = _comment_task(one.what, one.deadline, suggestions.get(text), groups.get(text))
    else:
        task = _deduction_task(one.what, one.deadline)
    return _of_notice(replace(task, key=key, other_sources=one.others), one.extraction)


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
    notice = extraction.notice
    if notice is None:
        return task
    year = task.year or (notice.date.year if notice.date else None)
    return replace(task, notice_title=notice.title, notice_number=notice.number, notice_date=notice.date, year=year)


def _row(source: Source) -> tuple[int | None, int | None]:
    return source.table, source.row


def _squeezed(text: str) -> str:
    return "".join(text.split())
