"""Who has to do what for whom, read around the time that a notice sets; None where it is not said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.terms import terms
from extractors.clean import squeezed
from extractors.organisations import organisations_in

_SENTENCE_END = re.compile(r"[。；！？;!?]")
_CLAUSE_END = re.compile(r"[，,：:。；;！？]")
_DIGIT = r"[一二三四五六七八九十百零〇\d]"
_NUMBERING = re.compile(rf"^[-\s]*(?:[（(]{_DIGIT}{{1,3}}[）)]|{_DIGIT}{{1,3}}[、.．]|[①-⑳]|第{_DIGIT}{{1,5}}条)?\s*")
_MARKS = "，,、。：:；;（(）) "
_LOOSE_END = re.compile(r"[，,]?(?:并|且|拟|应|须|请|要)?[于在]$|[（(][^（）()]*$")
_LEADS = re.compile(r"由.{2,20}牵头")
_HAN = re.compile(r"[\u3400-\u9fff）)]")
_LONGEST_ACTION = 60
"""Characters; an action is a phrase, the whole stands in the document."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who does what for whom."""

    actor: str | None = None
    action: str | None = None
    recipient: str | None = None


def obligation(text: str, start: int, end: int, following: str = "") -> Obligation:
    """What a paragraph says around the time ``text[start:end]``.

    A time in brackets behind a heading is the time of a step: its actor is the subject of the ``following`` paragraph.
    """
    heading = text[: start - 1] if _in_bracket(text, start, end) else ""
    if heading and _NUMBERING.sub("", heading):
        return Obligation(_subject(following), _phrase(heading))
    opening = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
    closing = _SENTENCE_END.search(text, end)
    before = _NUMBERING.sub("", squeezed(text[opening:start]))
    after = squeezed(text[end : closing.start() if closing else len(text)])
    quote = squeezed(text[start:end])
    actor = _actor(before, last=True) or _actor(after)
    return Obligation(
        actor=actor,
        action=_action(_without_end(before, actor), quote, after) or _phrase(_last_sentence(text[:opening])),
        recipient=_recipient(after),
    )


def _in_bracket(text: str, start: int, end: int) -> bool:
    """Whether the time fills a bracket that ends its line."""
    return text[max(start - 1, 0) : start] in ("（", "(") and text[end:].strip().rstrip("。.：:") in ("）", ")")


def _subject(paragraph: str) -> str | None:
    """Who acts in the first sentence of a paragraph."""
    return _actor(_NUMBERING.sub("", _SENTENCE_END.split(squeezed(paragraph), maxsplit=1)[0]))


def _actor(text: str, last: bool = False) -> str | None:
    """The first (or the last) organisation at the head of a clause that something is asked of."""
    words = terms("deadlines")["obligations"]
    found = []
    for start, end, collective in _bodies(text):
        name, lead, rest = text[start:end], text[:start], text[end:]
        if name.startswith(tuple(words["charged"])):
            continue
        for group in words["groups"] if collective or name.endswith("组") else ():
            name = name.removeprefix(group)
        gathers = rest.startswith(tuple(words["gatherers"])) and _is_agent(lead)
        heads = not lead or not _HAN.match(lead[-1]) or _is_agent(lead)
        if heads and not gathers and (not rest or rest.startswith(tuple(words["acts"]))):
            found.append(name)
    return (found[-1] if last else found[0]) if found else None


def _bodies(text: str) -> list[tuple[int, int, bool]]:
    """Organisations as they are named together: 各地区、各部门 is one. Start, end, and whether collective."""
    bodies: list[tuple[int, int, bool]] = []
    for span in organisations_in(text):
        if bodies and text[bodies[-1][1] : span.start] in ("、", "和", "及"):
            bodies[-1] = (bodies[-1][0], span.end, bodies[-1][2] or span.collective)
        else:
            bodies.append((span.start, span.end, span.collective))
    return bodies


def _recipient(after: str) -> str | None:
    """The organisation that the thing is reported to (报市绩效办), else the one that gathers it (由市绩效办汇总)."""
    words = terms("deadlines")["obligations"]
    for span in organisations_in(after):
        lead, rest = after[: span.start], after[span.end :]
        if span.name.startswith(tuple(words["no_names"])):
            continue
        if lead.endswith(tuple(words["recipients"])) or (
            _is_agent(lead) and rest.startswith(tuple(words["gatherers"]))
        ):
            return span.name
    return None


def _is_agent(lead: str) -> bool:
    return lead.endswith(tuple(terms("deadlines")["obligations"]["agents"]))


def _action(before: str, quote: str, after: str) -> str | None:
    """The clause behind the time; where that only says 完成, what stands before the time."""
    closings = tuple(terms("deadlines")["obligations"]["closings"])
    clauses = [clause for clause in _CLAUSE_END.split(after) if clause.strip('）)”"')]
    if before.endswith(("为", "是", "：", ":")):
        return _phrase(before)
    if len(clauses) > 1 and _LEADS.fullmatch(clauses[0]):
        clauses = clauses[1:]
    if clauses and clauses[0] not in closings and not quote.endswith(closings):
        return _phrase(clauses[0])
    return _phrase(_without_actor(before))


def _without_end(before: str, actor: str | None) -> str:
    """What stands before the time without "，请某某单位于" at its end."""
    bare = _LOOSE_END.sub("", before)
    return re.sub(r"[，,]?(?:请|由)?$", "", bare.removesuffix(actor)) if actor and bare.endswith(actor) else before


def _without_actor(text: str) -> str:
    """The text without the organisation that it begins with."""
    span = next(iter(organisations_in(text)), None)
    return text[span.end :] if span and span.start == 0 else text


def _last_sentence(text: str) -> str:
    sentences = [s for s in _SENTENCE_END.split(text) if s.strip()]
    return sentences[-1] if sentences else ""


def _phrase(text: str) -> str | None:
    """A short phrase without its numbering and the marks around it; None for nothing."""
    bare = _NUMBERING.sub("", squeezed(text)).strip(_MARKS)
    bare = _LOOSE_END.sub("", bare).removesuffix("为")
    if len(bare) > _LONGEST_ACTION:
        cut = max(bare.rfind(mark, 0, _LONGEST_ACTION) for mark in "，,、")
        bare = bare[: cut if cut > 0 else _LONGEST_ACTION]
    return bare or None
