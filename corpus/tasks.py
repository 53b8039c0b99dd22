"""From what was found and what is proposed to the tasks of a batch: one row a comment, one row a deduction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpus.records import Comment, Deadline, Deduction, Extraction, Source, Suggestion, Task, Verdict
from corpus.store import comment_key, text_key

COMMENT, DEDUCTION = "群众意见建议", "指标扣分"


def tasks_of(
    extractions: Iterable[Extraction], suggestions: Mapping[str, Suggestion], groups: Mapping[str, str]
) -> tuple[Task, ...]:
    """All tasks of a batch in the order of its files.

    A comment that arrived in several files is one task: the same number and text in any two files, or the same text
    in two editions of one notice (an edition comes after the file that it is an edition of). ``suggestions`` and
    ``groups`` (near-duplicates) are keyed by ``text_key``. What a document itself says of a comment (its kind, who is
    responsible, by when) goes before any suggestion.
    """
    tasks: dict[str, Task] = {}
    words_of: dict[tuple[str, str], str] = {}
    for extraction in extractions:
        home = extraction.edition_of or extraction.file
        due = {_row(d.source): d for d in extraction.deadlines if d.source.row is not None}
        for comment in extraction.comments:
            key = comment_key(comment)
            if extraction.edition_of and key not in tasks:
                key = words_of.get((home, _squeezed(comment.text)), key)
            if key in tasks:
                tasks[key] = replace(tasks[key], other_sources=(*tasks[key].other_sources, comment.source))
                continue
            words_of.setdefault((home, _squeezed(comment.text)), key)
            text = text_key(comment.text, comment.title)
            task = _comment_task(comment, due.get(_row(comment.source)), suggestions.get(text), groups.get(text))
            tasks[key] = _of_notice(replace(task, key=key), extraction)
        for place, deduction in enumerate(extraction.deductions):
            key = f"{extraction.sha256}/{place}"
            tasks[key] = _of_notice(replace(_deduction_task(deduction), key=key), extraction)
    return tuple(tasks.values())


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


def _deduction_task(deduction: Deduction) -> Task:
    return Task(
        origin=DEDUCTION,
        text=f"{deduction.indicator}：{deduction.reason}" if deduction.reason else deduction.indicator,
        source=deduction.source,
        given_lead=deduction.lead or None,
        given_responsible=deduction.responsible or None,
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
