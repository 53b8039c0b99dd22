"""What lies before the reviewer: the document's own word where it has one, else what the model proposes."""

from __future__ import annotations

from corpus.directory import UNCLEAR
from corpus.records import Task, Verdict
from corpus.taxonomy import domains
from corpus.unit_cells import units

LONGEST_UNIT = 100
"""Characters of a unit's name: what is longer in a cell is none."""


def proposal_of(task: Task) -> Verdict:
    """The task as it would stand if the reviewer accepted it.

    Of several units that a document names as leads the first leads and the others help; where it fills one column only,
    whoever stands there leads. 不明 is nobody.
    """
    words = (_word(task.domain), _word(task.kind), _word(task.disposition))
    if given := given_units(task):
        lead, *supporting = given
        return Verdict(lead, tuple(supporting), *words)
    first = task.candidates[0] if task.candidates and task.candidates[0].function != UNCLEAR else None
    lead_unit = first.department if first else None
    supporting = [name for name in task.supporting if first and name != lead_unit]
    return Verdict(lead_unit, tuple(dict.fromkeys(supporting)), *words)


def _word(said: str | None) -> str | None:
    """A document's own word for domain or kind, as long as a word may be: a cell may hold anything."""
    return said[:LONGEST_UNIT] if said else None


def given_units(task: Task) -> tuple[str, ...]:
    """The units that the document itself names, lead first."""
    named = dict.fromkeys((*units(task.given_lead), *units(task.given_responsible)))
    return tuple(unit for unit in named if len(unit) <= LONGEST_UNIT and unit.isprintable())


def suggested_lead(task: Task) -> str | None:
    """The model's first department, whatever the document says; None where it has found nobody (不明)."""
    first = task.candidates[0] if task.candidates else None
    return first.department if first and first.function != UNCLEAR else None


def needs_no_unit(domain: str | None) -> bool:
    """Whether a comment of this domain has no matter, so that nobody need act (没有意见)."""
    known = domains().get(domain or "")
    return known is not None and known.petition_class is None


def certainty(task: Task) -> float:
    """How sure the proposal is, 0 to 1: the least sure of domain and department; 1 where the document says it all."""
    if given_units(task):
        return task.domain_score if task.domain_score is not None else 1.0
    scores = [one.score for one in task.candidates[:1]] + [s for s in (task.domain_score,) if s is not None]
    return min(scores, default=0.0)
