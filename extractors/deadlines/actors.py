"""Who has to act by a time, as the sentence with the time says it: its subject, or who is named at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from corpus.terms import alternatives, terms
from extractors.deadlines.clauses import CLAUSE_END, clauses, shielded
from extractors.names.parties import Party, parties

_HAN = re.compile(r"[\u3400-\u9fff\d）)”》]")

_LONGEST_LEAD = 80
"""Characters before a name in which its clause begins."""


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = terms("obligations")["actors"]
    return words


def subjects(text: str) -> list[Party]:
    """The parties of whom something is asked in a sentence, left to right."""
    shown = shielded(text)
    named = [_with_its_clause(text, _with_its_list(text, p)) for p in parties(text) if shown[p.start] != "\0"]
    found: list[Party] = []
    for party in (p for p in named if _is_subject(text, p)):
        if found and text[found[-1].end : party.start] in ("，", ","):
            start = found.pop().start
            found.append(Party(start, party.end, text[start : party.end]))
        else:
            found.append(party)
    return found


def begins_with_a_party(text: str) -> bool:
    """Whether a sentence speaks of someone from its first word on, whatever is said of them."""
    return any(party.start == 0 for party in parties(text))


def _with_its_list(text: str, party: Party) -> Party:
    """The party with the members of its list whose names are not known: 各镇党委、县直各党（工）委."""
    stop = alternatives(_words()["list_stops"])
    member = rf"[、和](?:(?!{stop})[^、和的自从对按，,：:。；;]){{2,12}}"
    further = re.match(rf"(?:{member})+(?={stop}|$)", text[party.end :])
    end = party.end + further.end() if further else party.end
    return Party(party.start, end, text[party.start : end])


def _with_its_clause(text: str, party: Party) -> Party:
    """The party with what is said of it before its name (承担整改任务的责任单位), where that opens the clause."""
    lead = re.sub(r"^(?:由|请|对于?|凡是?|所有)", "", _last_clause(text[: party.start]))
    carried = lead.endswith("的") and lead.startswith(tuple(_words()["carries"]))
    if not carried or parties(lead) or not text[party.end :].startswith(tuple(_words()["asked"])):
        return party
    start = party.start - len(lead)
    return Party(start, party.end, text[start : party.end])


def _is_subject(text: str, party: Party) -> bool:
    lead, rest = text[: party.start], re.sub(r"^[（(][^（）()]*[）)]", "", text[party.end :])
    if not (_at_head(lead) or _is_agent(lead)) or _is_left_out(party, lead, rest):
        return False
    if not rest or rest[0] in "：:" or _hands_in(party, rest):
        return True
    if rest[0] in "，,":
        return _is_list_of_parties(rest) or not lead or rest.startswith(tuple(_words()["asked"]))
    if lead.endswith("由") and party.is_person:
        return rest.startswith(tuple(_words()["by_post"]))
    return _is_asked(lead, rest)


def _is_left_out(party: Party, lead: str, rest: str) -> bool:
    """Whether the party is nobody, was charged with the thing, is put together for it, or only helps."""
    words = _words()
    put_together = lead.endswith(("组织", "安排")) and party.name.endswith(tuple(words["put_together"]))
    is_reader = lead.endswith("请") and party.name.startswith(tuple(words["reader"]))
    only_helps = _only_helps(rest) and not is_reader and not ("、" in party.name and _help_together(rest))
    goes_on = rest.startswith(("、", "和", "及", "以及"))
    return goes_on or party.is_nobody or lead.endswith(tuple(words["charged"])) or put_together or only_helps


def _is_asked(lead: str, rest: str) -> bool:
    """Whether something is asked of the party, and the clause does not only tell of its papers or of a case."""
    if re.match(r"[\u3400-\u9fff]{2}的", rest) and not rest.startswith(("按照", "根据", "要")):
        return False
    asked = rest.startswith(tuple(_words()["acts"])) or _is_agent(lead) or _does(rest)
    return asked and not _is_condition(rest, lead)


def _does(rest: str) -> bool:
    """Whether the party is followed by a verb, and that verb by no 的 (县绩效办梳理的问题)."""
    verb = re.match(alternatives(terms("obligations")["actions"]["verbs"]), rest)
    lets = rest.startswith(tuple(_words()["lets_go_on"]))
    return verb is not None and not lets and re.match(r"[^，,]{0,6}的", rest[verb.end() :]) is None


def _at_head(lead: str) -> bool:
    """Whether a clause begins here, if only after 同时 or 其中."""
    clause = _last_clause(lead)
    if clause.endswith("、"):
        return clause[:-1].endswith(tuple(terms("obligations")["actions"]["roles"]))
    return not clause or clause in _words()["openers"] or not _HAN.match(clause[-1])


def _last_clause(text: str) -> str:
    found = clauses(text[-_LONGEST_LEAD:])
    return found[-1] if found and not CLAUSE_END.match(found[-1][-1]) else ""


def _is_agent(lead: str) -> bool:
    """Whether 由, 请 or 督促 stands before the party."""
    return lead.endswith(tuple(_words()["agents"])) and not lead.endswith(tuple(_words()["no_agents"]))


def _only_helps(rest: str) -> bool:
    return _modals().sub("", rest).startswith(tuple(_words()["helps"]))


@cache
def _modals() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives(terms('obligations')['actions']['modals'])}|做好)+")


def _help_together(rest: str) -> bool:
    return re.match(rf"(?:要|应|须|应当)?(?:{alternatives(_words()['together'])})(?=[，,]|$)", rest) is not None


def _hands_in(party: Party, rest: str) -> bool:
    """Whether the party's own paper is the subject: 的整改方案须."""
    paper = alternatives(_words()["documents"])
    words = rf"[^，,：:的]{{0,12}}(?:{paper})"
    if re.match(rf"的{words}(?=[，,要应须需于在将请务]|$)", rest):
        return True
    return not party.is_person and re.match(rf"{words}(?=[要应须需于在将请务])", rest) is not None


def _is_list_of_parties(rest: str) -> bool:
    """Whether the comma only parts two subjects: 各县区，市直各部门要."""
    after = next(iter(parties(rest[1:])), None)
    return after is not None and after.start == 0


def _is_condition(rest: str, lead: str) -> bool:
    """Whether the clause only says when or in which case: 县绩效办审核后, 市绩效办反馈的."""
    clause = shielded(clauses(rest)[0]).rstrip("，,：:")
    asked = re.match(r"如|若|要|应|须|需|在|按|对|根据|结合|于|收到|接到", rest) or _is_agent(lead)
    goes_on = clause.endswith("后") and not re.search(alternatives(_words()["lets_go_on"]), clause)
    return clause.endswith(tuple(_words()["conditions"])) and not asked and not goes_on


def actor(before: str, quote: str, after: str) -> str | None:
    """The subject of the sentence: the nearest before the time, else the one that the words behind it begin with.

    Where neither names anyone, whoever takes in the thing that the days are counted from (县信访局受理申请后).
    """
    nearest = subjects(before)
    if after.startswith("由") and (behind := _first_behind(after)):
        return behind
    while len(nearest) > 1 and _is_only_urged(before, nearest[-1]):
        nearest = nearest[:-1]
    if nearest:
        return nearest[-1].name
    return _first_behind(after) or _receiver(quote) or _answers_for_it(after)


def _is_only_urged(before: str, party: Party) -> bool:
    """Whether the party is urged on in a clause before that of the time: 督促企业落实责任，9月底前完成."""
    urged = before[: party.start].endswith(tuple(_words()["urging"]))
    return urged and CLAUSE_END.search(shielded(before), party.end) is not None


def _first_behind(after: str) -> str | None:
    """The subject of the first clause behind the time that is not only a preposition (按照 …, 在 … 基础上)."""
    halves = tuple(terms("obligations")["actions"]["halves"])
    for clause in clauses(after.lstrip("，,：:")):
        bare = clause.rstrip("，,：:")
        found = [p for p in subjects(bare) if p.start == 0 or _is_agent(bare[: p.start])]
        if found and _at_head(re.sub(rf"(?:{alternatives(_words()['agents'])})$", "", bare[: found[0].start])):
            return found[0].name
        if not bare.startswith(halves):
            return None
    return None


def _answers_for_it(after: str) -> str | None:
    """Who is named at the end as the one who answers for it: …，由县城管局负责."""
    leads = alternatives(_words()["leads"])
    for clause in clauses(after)[1:]:
        bare = clause.strip("，,：:")
        for party in parties(bare):
            if bare[: party.start] in ("由", "") and re.fullmatch(leads, bare[party.end :]):
                return party.name
    return None


def _receiver(quote: str) -> str | None:
    party = next(iter(parties(quote)), None)
    if party and party.start == 0 and quote[party.end :].lstrip("在于应自").startswith(tuple(_words()["receives"])):
        return party.name
    return None


def gathers(text: str, party: Party) -> bool:
    """Whether the party is there to collect what others hand in: 由市绩效办汇总."""
    return text[: party.start].endswith("由") and text[party.end :].startswith(tuple(_words()["gatherers"]))
