"""What is to be done by a time: the words of its sentence, without who acts and without the time itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.terms import alternatives, terms
from extractors.deadlines.actors import subjects
from extractors.deadlines.clauses import bracketed, clauses, phrase, shielded
from extractors.names.parties import parties

_LONGEST_ACTION = 60
"""Characters up to which further clauses are taken in; the first is always whole."""
_COMMAS = "，,：:"
_PART_DONE = re.compile(r"(?:完成|达到|实现)\D{0,4}\d+(?:\.\d+)?[%％]")
_LEFT_OF_THE_TIME = re.compile(
    r"^(?:[（(](?:[^（）()]{0,2}(?:周|星期)[^（）()]{1,2}|[^（）()]*顺延)[）)])?(?:下班)?(?:之前|以前|前(?!往|后|期|置))?"
)


@dataclass(frozen=True, slots=True)
class Task:
    """The action as a phrase (None where the sentence does not say it), its clauses, and those behind it."""

    action: str | None
    clauses: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = terms("obligations")["actions"]
    return words


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    words = _words()
    modal, handing = alternatives(words["modals"]), alternatives(words["handing"])
    closing = alternatives(words["closings"])
    return {
        "modal": re.compile(rf"^(?:{modal}|将(?={alternatives(words['coming'])}))+"),
        "tail": re.compile(
            rf"(?:{alternatives(list(words['modals']))}|将(?=[于在]))*(?:{alternatives(words['times'])})?"
            rf"(?:{alternatives(words['of_the_time'])})?$"
        ),
        "no_tail": re.compile(rf"(?:{alternatives(words['not_at_end'])})$"),
        "link": re.compile(rf"^(?:{alternatives(words['links'])})+"),
        "day": re.compile(rf"的?(?:{words['day']})(?:为|是|在)?$"),
        "deed": re.compile(rf"(?:{alternatives(words['deeds'])})*"),
        "done": re.compile(rf"(?:{closing}|报送|上报|报)$"),
        "closing": re.compile(rf"(?:{closing})(?=并|且|，|,)"),
        "handed": re.compile(rf"(?:{alternatives(words['manners'])})*(?:{handing})(?:至|到|给|请)?"),
        "handing": re.compile(handing),
        "handed_paper": re.compile(
            rf"[\u3400-\u9fff]{{0,6}}?(?:{alternatives(words['papers'])})[\u3400-\u9fff]{{0,4}}?(?:{handing})"
        ),
        "signed": re.compile(rf"(?:经[^，,]{{2,12}})?(?:{alternatives(words['signed'])})后(?:再|统一)?(?:{handing})"),
        "verb": re.compile(f"{alternatives(words['verbs'])}|{handing}"),
        "role": re.compile(rf"(?:{alternatives(words['roles'])})?"),
    }


def task(before: str, quote: str, after: str, actor: str | None = None, *, follows: bool = False) -> Task:
    """What stands around a time in its sentence. ``before`` begins at the sentence, or at the last time in it.

    Where it ``follows`` another time, the clause before it is that one's task (3日内联系，5日内办结并回复).
    """
    done = _grammar()["done"].search(quote)
    after = (done.group() if done else "") + _LEFT_OF_THE_TIME.sub("", after)
    earlier, same = _parted(before)
    if names_the_day(same):
        is_label = same.endswith(("：", ":")) or re.search(r"\d", quote)
        return _named_day(earlier, same, after, actor) if is_label else Task(phrase(_topic(same)[0]))
    topic, link = _topic(same)
    ahead = _without_subject(clauses(after.lstrip(_COMMAS)))
    first = ahead[0].rstrip(_COMMAS) if ahead else ""
    if topic:
        return _joined((topic + first,), ahead[1:])
    if first in _words()["closings"] or not first:
        return _closed(earlier, first, ahead, actor)
    if _grammar()["handed"].match(first) and (things := _things_before(earlier)):
        return _joined((things, first), ahead[1:], "，")
    is_half_said = _lacks_its_object(first) or (not follows and _grammar()["closing"].match(first))
    if is_half_said and not subjects(same) and (content := _content(earlier, actor)):
        return _joined((content, link + first), ahead[1:], "，")
    return _joined((first,), ahead[1:])


def names_the_day(clause: str) -> bool:
    """Whether the words before a time only name it: 完成时限：, 报送时间为."""
    bare = clause.rstrip("：:")
    return any(_grammar()["day"].search(text) for text in (bare, _without_tail(bare)))


def content_of(sentence: str, actor: str | None = None) -> str | None:
    """What a whole sentence asks for, without its subject: the last clause that says it."""
    return phrase(_content(clauses(sentence), actor) or "")


def heading_of(text: str) -> str | None:
    """A heading as the action of its step."""
    first = _without_subject([text])
    return phrase(first[0]) if first else None


def _parted(before: str) -> tuple[list[str], str]:
    """The clauses before the one with the time, and what stands of that one; a label with its colon belongs to it."""
    found = clauses(before)
    if not found:
        return [], ""
    last = found[-1]
    if last[-1] in "，,":
        return found, ""
    if last[-1] in "：:":
        return (found[:-1], last) if names_the_day(last) else (found, "")
    return found[:-1], last


def _named_day(earlier: Sequence[str], same: str, after: str, actor: str | None) -> Task:
    """The time stands behind its own name: the task is what the name says besides, else the clause before it."""
    topic, _ = _topic(_grammar()["day"].sub("", _without_tail(same.rstrip("：:")).removesuffix("为")))
    if not _grammar()["deed"].fullmatch(topic):
        return Task(phrase(topic), (topic,))
    if content := _content(earlier, actor):
        return Task(phrase(content), (content,))
    ahead = _without_subject(clauses(after.lstrip(_COMMAS)))
    if len(ahead) > 1 and ahead[0].rstrip("：:") in _words()["tasks"]:
        return Task(phrase(ahead[1]), (ahead[1],))
    if ahead and ahead[0].rstrip(_COMMAS) not in _words()["closings"] and _grammar()["verb"].search(ahead[0]):
        return _joined((ahead[0].rstrip(_COMMAS),), ahead[1:])
    return Task(None)


def _topic(same: str) -> tuple[str, str]:
    """What of the time's own clause belongs to the task (将材料, 以上材料, 向市绩效办), and the 并 before it."""
    found = subjects(same)
    lead, rest = "", same
    if found:
        party = found[-1]
        lead = re.sub(r"(?:并|同时|再)?(?:由|交由|并由)$", "", same[: party.start])
        if lead == same[: party.start]:
            lead = lead.removesuffix("请")
            lead = lead if lead.endswith(tuple(terms("obligations")["actors"]["documents"])) else ""
        rest = re.sub(r"^[（(][^（）()]*[）)]", "", same[party.end :]).removeprefix("的")
    link = _grammar()["link"].match(rest)
    rest = rest[link.end() :] if link else rest
    topic = lead + _without_modals(_without_tail(rest))
    topic = "" if topic in _words()["no_topics"] else topic.lstrip(_COMMAS)
    return topic, "并" if link and "并" in link.group() else ""


def _without_tail(text: str) -> str:
    """The text without 应于, 务必在 at its end; 纪要 and 许可 keep theirs."""
    tail = _grammar()["tail"].search(text)
    bare = text[: tail.start()] if tail else text
    for kept in (text, text.rstrip("于在")):
        if _grammar()["no_tail"].search(kept):
            return kept
    return bare


def _without_modals(text: str) -> str:
    bare = _grammar()["modal"].sub("", text)
    return bare if len(bare) > 1 else text


def _without_subject(found: Sequence[str]) -> list[str]:
    """The clauses without the party that acts, 要 and 应, and without those that only say who leads and who helps."""
    kept: list[str] = []
    for clause in found:
        if not kept or all(_is_half(c) for c in kept):
            bare = clause
            acting = [p for p in subjects(clause) if clause[: p.start] in ("", "由", "请", "并由")]
            if acting:
                bare = re.sub(r"^[（(][^（）()]*[）)]", "", clause[acting[0].end :]).removeprefix("的")
            bare = _without_modals(bare.lstrip(_COMMAS))
            only_role = (acting or _helps(clause)) and _grammar()["role"].fullmatch(bare.rstrip(_COMMAS))
            if not only_role:
                kept.append(bare)
        else:
            kept.append(clause)
    return [clause for clause in kept if clause.strip(_COMMAS)]


def _helps(clause: str) -> bool:
    party = next(iter(parties(clause)), None)
    return party is not None and bool(_grammar()["role"].fullmatch(clause[party.end :].rstrip(_COMMAS)))


def _closed(earlier: Sequence[str], closing: str, ahead: Sequence[str], actor: str | None) -> Task:
    """The time closes what stands before it: 对照目标开展自评，1月10日前完成."""
    if content := _content(earlier, actor):
        if closing and (content.startswith(tuple(_words()["about"])) or content.endswith("后")):
            return Task(phrase(f"{content}，{closing}"), (content,), tuple(ahead[1:]))
        further = [clause for clause in ahead[1:2] if clause.startswith("并")]
        return _joined((content,), further) if further else Task(phrase(content), (content,), tuple(ahead[1:]))
    case = next((c.rstrip(_COMMAS) for c in reversed(earlier) if c.rstrip(_COMMAS).endswith("的")), "")
    if case and closing:
        return Task(phrase(f"{case}，{closing}"), (closing,), tuple(ahead[1:]))
    return _joined((closing,), ahead[1:]) if closing in _words()["enough"] else Task(None, (), tuple(ahead[1:]))


def _content(earlier: Sequence[str], actor: str | None) -> str | None:
    """The nearest clause before that says what is done, without its subject; None at another's or at a condition."""
    for clause in reversed(earlier):
        bare = clause.rstrip(_COMMAS)
        found = subjects(bare)
        if found and actor and found[0].name != actor and not _helps(bare):
            return None
        kept = _without_subject([bare])
        said_before = terms("obligations")["actors"]
        if not kept or kept[0] in (*said_before["openers"], *said_before["spurs"]) or _is_half(kept[0]) or _helps(bare):
            continue
        if kept[0].endswith(("的", "时")) or clause[-1] in "：:" or _PART_DONE.match(kept[0]):
            return None
        return _grammar()["link"].sub("", kept[0]) or None
    return None


def _things_before(earlier: Sequence[str]) -> str | None:
    """The clause right before the time, where it only names the things (请将佐证材料，于6月底前报送)."""
    kept = _without_subject(earlier[-1:])
    is_object = bool(kept) and kept[0].startswith(("将", "把")) and _is_half(kept[0])
    return kept[0].rstrip(_COMMAS) if is_object else None


def _is_half(clause: str) -> bool:
    """Whether the clause waits for its verb: 通过公文交换系统, 在全面排查的基础上, 将整改方案."""
    bare = shielded(clause.rstrip(_COMMAS))
    words = _words()
    if not bare.startswith(tuple(words["halves"])):
        return False
    if bare.startswith(("将", "把")):
        return _grammar()["handing"].search(bare, 1) is None
    return bare.endswith(tuple(words["half_ends"])) or _grammar()["verb"].search(bare, 1) is None


def _lacks_its_object(clause: str) -> bool:
    """Whether a thing is handed in that is not named in the clause: 报县绩效办备案, 印发."""
    verb = _grammar()["handed"].match(clause)
    if not verb:
        return False
    rest = clause[verb.end() :]
    party = next((p for p in parties(rest) if p.start == 0), None)
    behind = rest[party.end :] if party else rest
    looked_over = tuple(terms("obligations")["recipients"]["passed_on"])
    return not behind or (party is not None and behind.startswith((*looked_over, *_words()["handing"])))


def _joined(first: Sequence[str], ahead: Sequence[str], mark: str = "") -> Task:
    """The first clause, the rest of it where it is half a sentence, and those that go on with the same task."""
    taken, waiting = list(first), [clause.rstrip(_COMMAS) for clause in ahead]
    action, pending, cut = mark.join(map(_without_aside, first)), first[-1], False
    while waiting:
        if _is_half(pending) or _is_of_a_list(waiting[0]) or _goes_on(waiting[0]):
            step = 1
        elif _is_half(waiting[0]) and len(waiting) > 1 and _goes_on(waiting[1]):
            step = 2
        else:
            break
        more = "，".join(map(_without_aside, waiting[:step]))
        cut = cut or (len(action) + len(more) >= _LONGEST_ACTION and not _is_half(pending))
        action = action if cut else f"{action}，{more}"
        pending = f"{pending}，{more}" if _is_half(pending) else more
        taken, waiting = taken + waiting[:step], waiting[step:]
    return Task(phrase(action), tuple(taken), tuple(waiting))


def _is_of_a_list(clause: str) -> bool:
    """Whether a short clause only names another paper of a list: 整改台账, 佐证材料等."""
    ends = (*terms("obligations")["actors"]["documents"], *_words()["list_ends"])
    named = len(clause) <= 12 and clause.endswith(ends) and not clause.startswith(tuple(_words()["no_list"]))
    return named and not _goes_on(clause)


def _goes_on(clause: str) -> bool:
    """Whether the clause is of the same task: it begins with 并 or with a verb, and not with another's name."""
    words = _words()
    if clause.startswith(tuple(words["other_matters"])) or clause.endswith(("的", "时", "后")):
        return False
    found = subjects(clause)
    if found and found[0].start <= 2:
        return False
    goes_on = clause.startswith(tuple(words["continues"])) or _grammar()["verb"].match(clause)
    return bool(goes_on or any(_grammar()[way].match(clause) for way in ("handed_paper", "signed")))


def _without_aside(action: str) -> str:
    """The action without a bracket at its end that is of the address (邮箱：…) or of the one who answers for it."""
    pairs = bracketed(action)
    if pairs and pairs[-1][1] == len(action) and action[pairs[-1][0]] in "（(":
        inner = action[pairs[-1][0] + 1 : -1]
        is_address = re.search(rf"^[\d－—\-、，, ]+$|{terms('obligations')['recipients']['rooms']}$", inner)
        if is_address or any(word in inner for word in _words()["asides"]):
            return action[: pairs[-1][0]]
    return action
