"""What a person decided of a task: it goes before the document's own word, and that before any proposal."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Task, Verdict
from corpus.tasks import COMMENT
from corpus.unit_cells import units


@dataclass(frozen=True, slots=True)
class Tags:
    """What a task is, as the drafts say it."""

    domain: str | None
    kind: str | None
    disposition: str | None


def tags(task: Task) -> Tags:
    """Domain, kind and disposition: all three as a person decided them, else those of the task."""
    said = task.verdict or task
    return Tags(said.domain, said.kind, said.disposition)


def awaits_review(task: Task) -> bool:
    """Whether a person is to look at the task first: never once one has decided it."""
    return task.needs_review and task.verdict is None


def decided_units(verdict: Verdict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who helps, by names without former ones; nobody twice. Both are empty where no unit is to act."""
    lead = _names(verdict.lead)
    helping = dict.fromkeys(name for unit in verdict.supporting for name in _names(unit))
    return lead, tuple(name for name in helping if name not in lead)


def is_for_nobody(task: Task) -> bool:
    """Whether a person decided that no unit is to act (没有意见)."""
    return task.verdict is not None and not any(decided_units(task.verdict))


def given_names(task: Task) -> tuple[str, ...]:
    """The units that the document itself names, leads first."""
    return tuple(dict.fromkeys((*units(task.given_lead), *units(task.given_responsible))))


def moved(task: Task) -> bool:
    """Whether a person gave the task to other units than the document: to another lead, or with other helpers.

    Where the document fills one column only, the first that stands there leads, and to accept that moves nothing.
    """
    given = given_names(task)
    if task.verdict is None or not given:
        return False
    lead, helping = decided_units(task.verdict)
    return lead != given[:1] or set(helping) != set(given[1:])


def overruled(task: Task) -> tuple[tuple[str, str], ...]:
    """What a person decided otherwise than the document says: (heading, the document's words) of each.

    A domain or kind is the document's where it has no score; the disposition never is. A person in charge (负责人) is
    one of the unit that the document names, and goes with it.
    """
    if task.verdict is None:
        return ()
    said: list[tuple[str, str | None]] = []
    if moved(task):
        said += [("牵头单位", task.given_lead), ("责任单位", task.given_responsible), ("负责人", task.given_person)]
    if task.origin == COMMENT and task.domain_score is None and task.domain != task.verdict.domain:
        said.append(("领域", task.domain))
    if task.origin == COMMENT and task.kind_score is None and task.kind != task.verdict.kind:
        said.append(("意见建议类型", task.kind))
    return tuple((heading, words) for heading, words in said if words and words.strip())


def _names(unit: str | None) -> tuple[str, ...]:
    """The cell as ``units`` reads it; what that takes for no name stays as a person wrote it."""
    written = (unit or "").strip()
    return units(written) or ((written,) if written else ())
