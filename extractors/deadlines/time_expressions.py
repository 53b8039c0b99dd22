"""Time expressions in a text that set a deadline, by the forms and rules of ``corpus/data/deadlines.toml``.

A text is cut into atoms of time, spaCy's Matcher finds the forms among their tags, and a rule's conditions decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.records import Counted
from extractors.deadlines.counted_limits import counted, day_of_issue, event_ahead, last_day
from extractors.deadlines.dates import Anchor, Period, period
from extractors.deadlines.no_deadline import is_history, sets_none
from extractors.deadlines.time_atoms import Sentence, sentences
from extractors.deadlines.time_lists import JOINTS, completed, listed_before
from extractors.deadlines.time_places import Place
from extractors.deadlines.time_rules import Rule, longest, matches
from extractors.numerals import numeral

_OPEN, _CLOSED = ("（", "(", "【", "["), ("）", ")", "】", "]")
_OPENS = frozenset({"P", "FROM", "MUST", "LATEST", "DUE", "STEPTIME"})
_LIMITS = frozenset({"DURATION", "LENGTH", "YEARS", "AHEAD", "AHEADOF"})
_NEXT_YEAR = ("次年", "翌年")
_LOOKED_AT = 200
"""Characters."""
_SAYS_NO_YEAR = timedelta(days=120)
"""So long past, a day without a year may be meant of either year."""
_UNKNOWN = Period(None, None)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A deadline's time in a text: ``text[start:end]`` is the quote; a point of time has its first and last day.

    ``counted`` is how a relative one is counted; the period's end is worked out where its event's day is known.
    """

    start: int
    end: int
    kind: str
    period: Period
    counted: Counted | None = None


def time_expressions(text: str, origin: Anchor, cell: bool = False) -> tuple[TimeExpression, ...]:
    """Every time in ``text`` that is a deadline, in order; dates without a year take it from ``origin``.

    In a ``cell`` of a deadline column each date is one.
    """
    return tuple(
        replace(found, start=sentence.places[found.start], end=sentence.places[found.end - 1] + 1)
        for sentence in sentences(text)
        for found in _in_sentence(sentence, origin, cell)
    )


def _in_sentence(sentence: Sentence, origin: Anchor, cell: bool) -> list[TimeExpression]:
    """Those of one sentence, with their places in its text; a point of a list is read with its list alone."""
    fitting = []
    for match in matches(sentence.pieces, cell):
        rule, place = match.rule, Place(sentence, match.first, match.stop)
        if _counts_in_cell(rule, place) if cell else _counts(rule, place, origin):
            fitting.append(match)
    found: list[TimeExpression] = []
    for match in longest(fitting):
        rule, place = match.rule, Place(sentence, match.first, match.stop)
        if rule.kind == "none":
            continue
        read = _read(rule, place, origin)
        if not cell and sets_none(place, (read.start, read.end), read.period, read.kind, origin):
            continue
        together = list(_with_its_list(rule, place, read, origin)) if rule.list else [read]
        while found and found[-1].end > together[0].start:
            found.pop()
        found += together
    return found


def _read(rule: Rule, place: Place, origin: Anchor) -> TimeExpression:
    """What a rule makes of its form."""
    kept = [piece for piece in place.pieces if piece.tag not in rule.skip]
    start, end = place.event if rule.event else kept[0].start, kept[-1].end
    when = _period(rule, place, origin)
    if rule.kind == "relative":
        return _limit(place, start, origin)
    if kept[0].tag == "SINCE":
        event = _event(place, start)
        day = day_of_issue(event or "", _said_before(place, start), origin)
        when = replace(when, start=day, year_inferred=when.year_inferred or day is not None)
    elif rule.kind == "by" and (_is_of_either_year(when, origin) or _is_before_a_year(place)):
        when = _UNKNOWN
    kind = "standing" if rule.kind in {"by", "range"} and _comes_again(place) else rule.kind
    if kind in {"standing", "undated"}:
        when = _UNKNOWN
    return TimeExpression(start, end, kind, when)


def _limit(place: Place, start: int, origin: Anchor) -> TimeExpression:
    """A limit that is counted, with its last day where its event's day is named or is that of the notice's issue.

    The year is inferred where a day is named without it; that a day was worked out from the issue is in ``counted``.
    """
    pieces = place.pieces
    end = pieces[-1].end if pieces[-1].tag != "DONE" else pieces[-2].end
    piece = next((piece for piece in pieces if piece.tag in _LIMITS), None)
    if piece is None:
        return TimeExpression(start, end, "relative", _UNKNOWN)
    ahead = piece.tag in {"AHEAD", "AHEADOF"}
    event = _event(place, start)
    limit = counted(piece.text, event or place.received_before, ahead)
    named = period([(piece.tag, piece.text) for piece in pieces], origin)
    if pieces[0].tag in {"YEAR", "MONTH", "ISO", "NOW"}:
        day = named.end
    else:
        day = day_of_issue(event or "", _said_before(place, start), origin)
        named = _UNKNOWN
    last = last_day(limit, day) if limit and day else None
    return TimeExpression(start, end, "relative", Period(None, last, named.year_inferred and last is not None), limit)


def _event(place: Place, start: int) -> str | None:
    """The event as it is written: 收文之日, 收到反馈, 2019年6月1日, 会; None where none is named."""
    text = place.sentence.text
    for piece in place.pieces:
        if piece.tag == "AHEADOF":
            return text[start : piece.start] + event_ahead(piece.text)
        if piece.tag == "SINCE":
            return text[start : piece.start] + piece.text.partition("起")[0]
        if piece.tag in {"AFTER", "DURATION", "YEARS"}:
            return text[start : piece.start].removesuffix("起") or None
    return None


def _said_before(place: Place, start: int) -> str:
    """What the sentence says before an event that starts here, without the 自 or 于 that leads to it."""
    said = place.sentence.text[max(start - _LOOKED_AT, 0) : start]
    return said[:-1] if said.endswith(("自", "从", "于", "在")) else said


def _with_its_list(rule: Rule, place: Place, found: TimeExpression, origin: Anchor) -> Iterator[TimeExpression]:
    """The points that are listed in front of it, and itself; where they return (每年3月、9月底前) all are one."""
    pieces = place.sentence.pieces
    others = listed_before(pieces, place.first)
    if not others:
        yield found
        return
    first = others[0][0]
    if first and pieces[first - 1].tag == "EVERY":
        yield TimeExpression(pieces[first - 1].start, found.end, "standing", _UNKNOWN)
        return
    points = [pieces[begin:stop] for begin, stop in others]
    earlier: date | None = None
    for point, atoms in zip((*points, place.pieces), completed((*points, place.pieces)), strict=True):
        when = period(atoms, _origin(rule, replace(place, first=first), origin))
        if earlier and when.end and when.end < earlier:
            when = _UNKNOWN if "YEAR" in dict(atoms) else period(atoms, Anchor(earlier.year + 1))
        earlier = when.end or earlier
        yield TimeExpression(point[0].start, point[-1].end, found.kind, when)


def _period(rule: Rule, place: Place, origin: Anchor) -> Period:
    kept = [(piece.tag, piece.text) for piece in place.pieces if piece.tag not in rule.skip]
    return period(kept, _origin(rule, place, origin))


def _origin(rule: Rule, place: Place, origin: Anchor) -> Anchor:
    """Where a missing year comes from: a story told of 2018 goes on in 2018, a task may lie in a later year named.

    A later year of a sentence before holds on only as far as the months go up (2022年1月10日前自评。3月底前考核):
    behind "到2022年12月建成。" 6月底前 is the notice's own June.
    """
    said = place.sentence.year_said(place.first)
    if said is None or (origin.year is not None and said.year <= origin.year and not rule.coming):
        return origin
    if said.at is None and origin.year is not None and said.year > origin.year:
        month = next((numeral(piece.text) for piece in place.pieces if piece.tag == "MONTH"), None)
        if month is None or said.month is None or month < said.month:
            return origin
    return Anchor(said.year)


def _is_of_either_year(when: Period, origin: Anchor) -> bool:
    """Whether the year of a day was inferred and the day then lies well before the signing: late, or next year's."""
    return bool(when.year_inferred and origin.signed and when.end and when.end < origin.signed - _SAYS_NO_YEAR)


def _is_before_a_year(place: Place) -> bool:
    """Whether it is 2027年前, which does not say whether the year itself still counts."""
    return [piece.tag for piece in place.pieces] == ["YEAR", "BEFORE"]


def _comes_again(place: Place) -> bool:
    """Whether the sentence has said 每年 (每年3月底前制定，12月底前报送), or any 每 before a bare day (周五前)."""
    if any(piece.tag in {"YEAR", "ISO"} and piece.text[0] not in "次翌当本" for piece in place.pieces):
        return False
    if place.pieces[0].text in _NEXT_YEAR and place.sentence.every_year_before:
        return True
    return place.sentence.comes_again(place.first, yearly=place.pieces[0].tag not in {"DAY", "WEEKDAY"})


def _counts_in_cell(rule: Rule, place: Place) -> bool:
    """A cell says its time without the words of a sentence, and tells no story (自6月起 asks for a beginning there)."""
    return rule.kind != "none" and (rule.cell or not (rule.coming or rule.opening or rule.at)) and not place.is_narrowed


def _counts(rule: Rule, place: Place, origin: Anchor) -> bool:
    """Whether the rule's conditions are met where the form stands; its days are worked out where they are asked for."""
    if place.is_part_of_a_longer_time or place.is_narrowed:
        return False
    rest = place.sentence.clause(place.pieces[0].start, place.pieces[-1].end)[1]
    if not _stands_right(rule, place, rest):
        return False
    if not rule.asks_for_days:
        return True
    when = _period(rule, place, origin)
    return not (
        (rule.surely and (origin.signed is None or when.end is None or when.end == origin.signed))
        or (rule.coming and origin.signed and when.end and when.end < origin.signed)
        or (rule.kind in {"by", "range"} and is_history(place, when, origin))
    )


def _stands_right(rule: Rule, place: Place, rest: str) -> bool:
    """Whether what stands before and behind the form is what the rule asks for."""
    led = place.before.tag == "FROM"
    return not (
        (rule.led and not led and place.before.tag != "MUST")
        or (rule.unled and led)
        or (rule.at and place.before.text not in {"于", "在"} and not listed_before(place.sentence.pieces, place.first))
        or (rule.opening and place.before.tag not in _OPENS)
        or (rule.first and (not place.opens_the_sentence or place.after.text in JOINTS))
        or (rule.whole and place.before.text in JOINTS and not place.follows_a_month)
        or (rule.bracket and not (place.before.text in _OPEN and place.after.text in _CLOSED))
        or (rule.whole and not place.whole)
        or (rule.behind and not place.sentence.text[: place.pieces[0].start].endswith(rule.behind))
        or (rule.followed and not any(word in (rest or place.next_clause) for word in rule.followed))
        or (rule.unless and rest.startswith(rule.unless))
    )
