"""Who has to do what for whom, read around the time that a notice sets; None where it is not said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Table
from corpus.terms import terms
from extractors.clean import squeezed
from extractors.deadlines.actions import Task, content_of, heading_of, names_the_day, task
from extractors.deadlines.actors import actor, begins_with_a_party, subjects
from extractors.deadlines.actors_beside import (
    following_subject,
    heading_subject,
    labelled,
    named_behind,
    subject_before,
    turns_to_readers,
)
from extractors.deadlines.clauses import (
    bracketed,
    clauses,
    phrase,
    sentence_around,
    sentences,
    shielded,
    without_number,
)
from extractors.deadlines.recipients import recipient
from extractors.names.parties import parties

_SHARED = re.compile(r"[、和及至或，,]?[于在即]?")
_LONGEST_HEADING = 40
_LONGEST_SENTENCE = 600
"""Characters on either side of a time: what stands farther off says nothing of it, and texts without marks are long."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who does what for whom."""

    actor: str | None = None
    action: str | None = None
    recipient: str | None = None


def obligation(
    text: str,
    start: int,
    end: int,
    following: str = "",
    before: Sequence[str] = (),
    times: Sequence[tuple[int, int]] = (),
) -> Obligation:
    """What a paragraph says around the time ``text[start:end]``.

    ``before`` are the paragraphs above it, nearest last; ``following`` is the one below. ``times`` are all the times
    of the paragraph: what stands behind the next one or before the last one belongs to those.
    A time in brackets behind a heading is the time of a step: its actor is the subject of the ``following`` paragraph.
    """
    around = _bracket_around(text, start, end)
    if around:
        return _in_bracket(text, start, end, around, following)
    opening, closing = _near(text, start, end)
    first, last, left, right = _own_part(text, start, end, (opening, closing), times)
    said = without_number(text[opening:start])
    lead = without_number(text[left:first]) if left == opening else squeezed(text[left:first])
    quote, after = squeezed(text[start:end]), squeezed(text[last:right])
    who = actor(without_number(_without_times(text, opening, first, times)), quote, after)
    done = task(lead, quote, after, who, follows=left != opening)
    earlier = text[max(opening - _LONGEST_SENTENCE, 0) : opening]
    card = (*before, earlier) if earlier.strip() else tuple(before)
    if not done.action:
        done = Task(_task_above(earlier, before, names_the_day(said)), done.clauses, done.behind)
    whom = recipient(done.clauses, done.behind)
    who = who or named_behind(_till_next_time(text, last, times)) or _answerable(card, following, names_the_day(said))
    if not who and not turns_to_readers(said + quote + after) and not begins_with_a_party(said):
        above = subject_before(_without_times(text, max(opening - _LONGEST_SENTENCE, 0), opening, times))
        if not above and not _speaks_of_someone(earlier):
            above = heading_subject(before)
        who = above if above != whom else None
    return Obligation(who, done.action, whom)


def row_obligation(table: Table, row: tuple[str, ...]) -> tuple[str, str]:
    """The cells of a row that say who answers for it and what is to be done: its goal, else its measures or matter."""
    who = table.value(row, "responsible") or table.value(row, "lead")
    what = next((cell for name in ("goal", "measures", "text") if (cell := table.value(row, name))), "")
    return who, "".join(what.split("\n"))


def _near(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence of the time; of a very long one only the clauses near the time."""
    opening, closing = sentence_around(text, start, end)
    if start - opening > _LONGEST_SENTENCE:
        opening = text.find("，", start - _LONGEST_SENTENCE, start) + 1 or start
    return opening, min(closing, end + _LONGEST_SENTENCE)


def _own_part(
    text: str, start: int, end: int, sentence: tuple[int, int], times: Sequence[tuple[int, int]]
) -> tuple[int, int, int, int]:
    """The time with those that share its verb (6月和12月底前), and the stretch around it that no other time claims."""
    opening, closing = sentence
    first, last, left, right = start, end, opening, closing
    for its_start, its_end in reversed([t for t in times if opening <= t[0] and t[1] <= start]):
        if left == opening and _SHARED.fullmatch(squeezed(text[its_end:first])):
            first = its_start
        elif left == opening:
            left = its_end
    for its_start, its_end in [t for t in times if end <= t[0] and t[1] <= closing]:
        if right == closing and _SHARED.fullmatch(squeezed(text[last:its_start])):
            last = its_end
        elif right == closing:
            parted = [at + 1 for at, mark in enumerate(shielded(text[:its_start])) if mark in "，," and at >= last]
            right = parted[-1] if parted else its_start
    return first, last, left, right


def _till_next_time(text: str, start: int, times: Sequence[tuple[int, int]]) -> str:
    """What stands behind a time till the next one, and the bracket that closes the whole paragraph."""
    stop = min((t[0] for t in times if t[0] >= start), default=len(text))
    pairs = bracketed(text)
    closes = pairs and pairs[-1][0] >= stop and not text[pairs[-1][1] :].strip("。 ") and text[pairs[-1][0] - 1] == "。"
    return text[start:stop] + (text[pairs[-1][0] :] if closes else "")


def _without_times(text: str, start: int, end: int, times: Sequence[tuple[int, int]]) -> str:
    """The stretch with 于 for each time in it, so that 各镇6月1日前完成 reads as what 各镇 has to do.

    A time that opens its clause leaves nothing: 6月1日前各镇完成 begins with 各镇.
    """
    told, at = "", start
    for its_start, its_end in (t for t in times if start <= t[0] and t[1] <= end):
        said = text[at:its_start]
        opens = not (said or told) or re.search(r"[，,。；;：:]\s*$", said) is not None
        told, at = f"{told}{said}{'' if opens else '于'}", its_end
    return told + text[at:end]


def _bracket_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    return next((p for p in bracketed(text) if p[0] < start and end < p[1] and text[p[0]] in "（("), None)


def _in_bracket(text: str, start: int, end: int, around: tuple[int, int], following: str) -> Obligation:
    """A time in brackets: with a sentence of its own, or the time of the step or the paper that stands before it."""
    opened, closed = around
    inner = text[opened + 1 : closed - 1]
    own = obligation(inner, start - opened - 1, end - opened - 1)
    lead, rest = text[:opened], text[closed:]
    told = sentences(lead)
    asked = [] if _is_heading(lead) else subjects(told[-1] if told else "")
    if own.action and (own.recipient or own.actor):
        return Obligation(own.actor or (asked[-1].name if asked else None), own.action, own.recipient)
    behind = next(iter(sentences(rest.lstrip("。：:，, "))), "")
    if not told or re.fullmatch(terms("obligations")["actions"]["bare_step"], told[-1]):
        later = rest.partition(behind)[2] if behind else rest
        who = own.actor or following_subject(behind) or following_subject(later) or following_subject(following)
        return Obligation(who, heading_of(behind) or (phrase(told[-1]) if told else None))
    if asked:
        return Obligation(own.actor or asked[-1].name, _before_bracket(lead))
    heading = without_number(lead)
    below = following if not rest.strip("。；;：: ") else ""
    who = own.actor or following_subject(rest) or following_subject(below)
    return Obligation(who, phrase(heading) if _is_heading(lead) else _before_bracket(lead))


def _is_heading(lead: str) -> bool:
    """Whether the words before a bracket are a heading: numbered, or one sentence that asks nothing of anyone."""
    told = sentences(lead)
    return without_number(lead) != squeezed(lead) or (len(told) == 1 and not subjects(told[0]))


def _before_bracket(lead: str) -> str | None:
    """The clause before a bracket, from the bracket before it on: 报送方案（6月底前）和总结（11月底前）."""
    last = sentences(lead)[-1] if sentences(lead) else ""
    pairs = bracketed(last)
    tail = last[pairs[-1][1] :] if pairs and re.match(r"[、和及]", last[pairs[-1][1] :]) else ""
    return phrase(tail.lstrip("、和及")) if tail else heading_of(clauses(last)[-1]) if last else None


def _task_above(earlier: str, before: Sequence[str], is_label: bool) -> str | None:
    """What is to be done, where the time's sentence does not say it: in the sentence before, or on the task's card."""
    found = sentences(earlier)
    if found and not is_label:
        return None if _speaks_of_several(earlier) else _deed(found[-1])
    lines = [*_card(before), *found]
    for label in terms("obligations")["actions"]["tasks"]:
        for line in lines:
            if mark := re.match(rf"{label}[：:]", line):
                return phrase(line[mark.end() :])
    plain = [line for line in lines if not _is_label(line)]
    if plain and (found or len(plain[-1]) <= _LONGEST_HEADING) and not plain[-1].endswith(("：", ":")):
        return _deed(plain[-1])
    return None


def _deed(sentence: str) -> str | None:
    """What a sentence or a heading says is to be done; a name alone says nothing."""
    said = content_of(sentence) or phrase(sentence)
    return None if said and [party.name for party in parties(said)] == [said] else said


def _card(before: Sequence[str]) -> list[str]:
    """The lines of labels (整改措施：…) right above, with the line that heads them."""
    lines: list[str] = []
    for text in reversed(before):
        line = without_number(text)
        if not line:
            continue
        lines.insert(0, line)
        if not _is_label(line):
            break
    return lines


def _is_label(line: str) -> bool:
    return re.match(r"[\u3400-\u9fff]{2,8}[：:].", line) is not None


def _answerable(card: Sequence[str], following: str, is_label: bool) -> str | None:
    """Who the card of a task names: 责任单位 beside 整改时限."""
    if not is_label:
        return None
    below = without_number(following)
    named = labelled("\n".join((*_card(card), below)))
    return named or (None if _is_label(below) else following_subject(below))


def _speaks_of_several(earlier: str) -> bool:
    last = re.split(r"[。！？!?]", shielded(earlier).rstrip("。！？!?；; "))[-1]
    part = earlier[-len(last) - 1 :] if last else ""
    return len({p.name for sentence in sentences(part) for p in subjects(sentence)}) > 1


def _speaks_of_someone(earlier: str) -> bool:
    return any(parties(sentence) for sentence in sentences(earlier))
