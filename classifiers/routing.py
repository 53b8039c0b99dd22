"""From functions to the units of one office: names, lead and supporting units, and the places that a text names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.directory import TERRITORIAL, UNCLEAR, Directory, Rule
from corpus.overlaps import overlap_of
from corpus.records import CHOICES, Candidate, Suggestion, Territory
from corpus.taxonomy import departments
from corpus.terms import terms

_CUES = 4
_CLOSE = 0.5
"""Where nothing else says who supports the first candidate, the second does if it has this share of its score."""


def routed(suggestion: Suggestion, text: str, directory: Directory) -> Suggestion:
    """The suggestion in the names of the office, with ``supporting`` and ``territory``; ``text`` has the title, too.

    The office's own division of matters goes first. The usual one (``corpus.overlaps``) never moves the lead, for the
    model knows more of the text; it says who supports, where it counts the first candidate among those concerned.
    """
    territory = directory.gazetteer.named_in(text)
    candidates = tuple(_merged(_explained(_named(one, directory, territory), text) for one in suggestion.candidates))
    rule = directory.rule_of(text)
    if rule is not None:
        candidates = _led(candidates, rule, directory)
    supporting = tuple(_supporting(candidates, rule, text, directory, territory)) if candidates else ()
    matters = tuple(
        replace(m, candidates=tuple(_merged(_named(one, directory, territory) for one in m.candidates)))
        for m in suggestion.matters
    )
    if len({m.candidates[0].department for m in matters}) < 2:
        matters = ()  # One unit holds the functions of all.
    return replace(suggestion, candidates=candidates, supporting=supporting, territory=territory, matters=matters)


def _named(one: Candidate, directory: Directory, territory: tuple[Territory, ...]) -> Candidate:
    """The candidate by the office's name; the label of a model of the office's own is its name."""
    if one.function not in departments():
        return one
    name = _name(one.function, directory, territory)
    return one if name == one.department else replace(one, department=name)


def _explained(one: Candidate, text: str) -> Candidate:
    """The candidate with its reason; where no word was found that spoke for it, with cues of its function."""
    if one.reason or one.function not in departments():
        return one
    cues = [word for word in departments()[one.function].cues if word in text][:_CUES]
    return replace(one, reason="、".join(cues)) if cues else one


def _name(function: str, directory: Directory, territory: tuple[Territory, ...]) -> str:
    """The unit of a function; of 属地 the one that answers for the place named."""
    local = next((t.unit for t in territory if t.unit), "") if function == TERRITORIAL else ""
    return directory.called(local) if local else directory.names_by_function[function]


def _merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate a unit: the chances of the functions that one unit holds add up."""
    found: dict[str, Candidate] = {}
    for one in candidates:
        if (first := found.get(one.department)) is None:
            found[one.department] = one
        else:
            score = min(1.0, first.score + one.score)
            found[one.department] = replace(first, score=score, reason=first.reason or one.reason)
    return sorted(found.values(), key=lambda one: -one.score)


def _led(candidates: tuple[Candidate, ...], rule: Rule, directory: Directory) -> tuple[Candidate, ...]:
    """The candidates with the office's lead in front; it is as likely as the one that it displaces, or more."""
    name = directory.called(rule.lead)
    own = next((one for one in candidates if one.department == name), None)
    score = max((one.score for one in (own, *candidates[:1]) if one), default=0.0)
    function = own.function if own else _function(name, candidates, directory)
    lead = Candidate(name, function, score, terms("directory")["rules"]["reason"] + "、".join(rule.words))
    return (lead, *(one for one in candidates if one is not own))[:CHOICES]


def _function(name: str, candidates: tuple[Candidate, ...], directory: Directory) -> str:
    """The lead's function: the matter's where it holds that one, else its first, else the matter's all the same."""
    unit = directory.unit(name)
    proposed = [one.function for one in candidates if one.function != UNCLEAR]
    held = unit.functions if unit else ()
    return next((f for f in (*(f for f in proposed if f in held), *held, *proposed)), TERRITORIAL)


def _supporting(
    candidates: tuple[Candidate, ...],
    rule: Rule | None,
    text: str,
    directory: Directory,
    territory: tuple[Territory, ...],
) -> Iterator[str]:
    """Who supports the first candidate: by the office's line, else by the usual division, else the second candidate."""
    first = candidates[0]
    if rule is not None and rule.supporting:
        names = [directory.called(name) for name in rule.supporting]
    elif first.function == UNCLEAR:
        names = []
    elif (usual := overlap_of(text)) and first.function in (concerned := (usual.lead, *usual.supporting)):
        names = [_name(function, directory, territory) for function in concerned]
    else:
        names = [c.department for c in candidates[1:2] if c.function != UNCLEAR and c.score >= _CLOSE * first.score]
    yield from dict.fromkeys(name for name in names if name != first.department)
