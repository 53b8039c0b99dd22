"""To whom the thing of a deadline goes: the party behind a verb of handing in, in the words of the task itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from corpus.terms import alternatives, terms
from extractors.deadlines.actors import gathers
from extractors.deadlines.clauses import clauses, shielded
from extractors.names.parties import Party, parties


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = terms("obligations")["recipients"]
    return words


def recipient(task: Sequence[str], behind: Sequence[str] = ()) -> str | None:
    """Who receives, from the clauses of the task; else who gathers it in the clause ``behind`` (由市绩效办汇总).

    Of several on the way (报县政府审定后报市绩效办) it is the first that does not only look the thing over.
    """
    found = [(party, clause) for clause in task for party in parties(clause) if _receives(clause, party)]
    for party, clause in found:
        if not _only_passes_on(clause[party.end :]):
            return party.name
    if found:
        return found[0][0].name
    for clause in behind[:1]:
        for party in parties(clause):
            if gathers(clause, party):
                return party.name
    return None


def _receives(clause: str, party: Party) -> bool:
    words = _words()
    lead, rest = clause[: party.start], clause[party.end :]
    if _is_no_receiver(clause, party, rest):
        return False
    lead = re.sub(rf"(?<=[至到送交报])[\u3400-\u9fff]{{2,12}}?(?:{words['rooms']})+$", "", lead)
    if lead.endswith(words["towards"]):
        return _is_given(shielded(clauses(rest)[0]) if rest else "")
    if lead.endswith(tuple(words["at_the_end"])):
        return not rest.strip("，,：:")
    if lead.endswith(tuple(words["copies"])):
        return False
    if lead.endswith(tuple(words["verbs"])):
        return True
    return lead.endswith(tuple(words["closers"])) and _is_given(shielded(lead))


def _is_no_receiver(clause: str, party: Party, rest: str) -> bool:
    """Whether the party only belongs to a thing, a title or a place, or is nobody who could receive."""
    words = _words()
    in_title = "\0" in shielded(clause)[party.start : party.start + 1]
    is_place = re.match(words["rooms"] + "[\u3400-\u9fff]", rest) is not None
    is_clerk = party.is_person and not party.name.endswith("领导")
    no_name = party.is_nobody or is_clerk or party.name.startswith(tuple(words["no_names"]))
    return in_title or is_place or no_name or rest.startswith("的")


def _is_given(text: str) -> bool:
    return re.search(alternatives(_words()["given"]), text) is not None


def _only_passes_on(rest: str) -> bool:
    looked_over = alternatives(_words()["passed_on"])
    return re.match(rf"[^，,]{{0,10}}?(?:{looked_over})[^，,]{{0,4}}后", rest) is not None
