"""五个有: whether a plan has a goal that can be measured, a route, a timetable, somebody in charge, a result to show.

The rule is that of the notices on rectification, which agree in these five and differ in words. What passes is in
``data/five_haves.toml``. Of an 其他 comment only an explanation is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.body_names import is_collective
from corpus.records import Closing, Task
from corpus.terms import alternatives, terms
from outputs.assignment import PROPOSED, UNDECIDED, roles
from outputs.cells import one_line
from outputs.cycle.filed import deadline_words, is_other, person_in_charge

HAVES = ("goal", "route", "deadline", "person", "evidence")
_NUMBER = r"(?:\d+(?:[.,]\d+)*|[一二两三四五六七八九十百千]+)"
_DATE = r"\d{1,2}\s*月|\d{4}\s*[-./]\s*\d{1,2}|(?:年|季度)[底末]"
_SLOGAN = re.compile(r"“[^“”%\d]{1,8}”")
"""“三个转变” counts nothing."""
_STROKES = re.compile(r"[\s/\\—…-]*")


@dataclass(frozen=True, slots=True)
class Lack:
    """What a plan has not: which of the five (or ``explanation``), in a word, and as the unit is told.

    ``absent``: nothing is filled in, and ``long`` is the name of what is to be; else a sentence on what falls short.
    """

    key: str
    short: str
    long: str
    absent: bool


def lacks(task: Task, closing: Closing) -> tuple[Lack, ...]:
    """What the task's plan has not, in the order of the five; empty when it has them all."""
    if is_other(task):
        return () if _is_filled(task.filing.explanation) else (_lack("explanation", "absent"),)
    found = ((key, _RULES[key](task, closing)) for key in HAVES)
    said = one_line(deadline_words(task))
    return tuple(_lack(key, how, said) for key, how in found if how)


def told(lacking: Sequence[Lack]) -> str:
    """What goes back to the unit: what it has to fill in, and what of its words falls short; empty for nothing."""
    names = "、".join(lack.long for lack in lacking if lack.absent)
    fill_in = [terms("five_haves")["words"]["absent"].format(names=names)] if names else []
    said = "；".join((*fill_in, *(lack.long for lack in lacking if not lack.absent)))
    return f"{said}。" if said else ""


def summary(checked: Sequence[Sequence[Lack]]) -> str:
    """One line on all that was checked: how many have everything, and what the others lack how often."""
    words = terms("five_haves")["words"]
    counts: dict[str, int] = {}
    for lack in (one for own in checked for one in own):
        counts[lack.key] = counts.get(lack.key, 0) + 1
    names: Mapping[str, str] = words["names"]
    listed = "、".join(
        words["one_lack"].format(name=name, count=counts[key]) for key, name in names.items() if key in counts
    )
    complete = sum(not own for own in checked)
    line: str = words["all"].format(count=len(checked), complete=complete)
    return line + (words["lack"].format(lacks=listed) if listed else "") + "。"


def can_be_measured(goal: str) -> bool:
    """Whether a goal says how many, how much or until when: 三处, 98%, 12月底前, 全覆盖."""
    bare = _list_marks().sub("", _hollow().sub("", _SLOGAN.sub("", goal)))
    return bool(_measure().search(bare))


def is_a_route(measures: str) -> bool:
    """Whether measures are taken in steps or stages, or are at least two sentences."""
    words = terms("five_haves")["route"]
    if any(re.search(stage, measures) for stage in words["stages"]):
        return True
    if sum(len(re.findall(step, measures)) for step in words["steps"]) > 1:
        return True
    least: int = words["sentences"]
    return sum(bool(sentence.strip()) for sentence in re.split(r"[。；;\n]", measures)) >= least


def is_a_day(deadline: str) -> bool:
    """Whether a deadline says a day, a month or the end of a period; 立即 and 长期 are none."""
    return any(re.search(one, deadline) for one in terms("five_haves")["deadline"]["passes"])


def _goal(task: Task, _: Closing) -> str:
    if not _is_filled(task.goal):
        return "absent"
    return "" if can_be_measured(task.goal or "") else "lacking"


def _route(task: Task, _: Closing) -> str:
    if not _is_filled(task.measures):
        return "absent"
    return "" if is_a_route(task.measures or "") else "lacking"


def _deadline(task: Task, _: Closing) -> str:
    said = deadline_words(task)
    if not _is_filled(said):
        return "absent"
    return "" if task.due is not None or is_a_day(said) else "lacking"


def _person(task: Task, _: Closing) -> str:
    """The unit first: nobody can be in charge while several or none are meant."""
    acting = roles(task)
    if any(is_collective(name) for name, _ in acting) or all(role in (PROPOSED, UNDECIDED) for _, role in acting):
        return "lacking"
    named = (person_in_charge(task), task.filing.leader)
    return "" if any(map(_is_filled, named)) else "absent"


def _evidence(task: Task, closing: Closing) -> str:
    if closing.evidence or _is_filled(task.filing.standard) or _is_filled(task.filing.evidence):
        return ""
    planned = "\n".join(filter(None, (task.goal, task.measures)))
    return "" if any(re.search(one, planned) for one in terms("five_haves")["evidence"]["named"]) else "absent"


_RULES: Mapping[str, Callable[[Task, Closing], str]] = {
    "goal": _goal,
    "route": _route,
    "deadline": _deadline,
    "person": _person,
    "evidence": _evidence,
}
"""Each says how the plan falls short: absent, lacking, or not at all (empty)."""


def _lack(key: str, how: str, said: str = "") -> Lack:
    words: Any = terms("five_haves")[key][how]
    return Lack(key, words["short"], words["long"].format(said=said), how == "absent")


def _is_filled(text: str | None) -> bool:
    """Whether a cell says something: neither strokes nor one of the words for nothing."""
    said = (text or "").strip()
    nothing: list[str] = terms("five_haves")["nothing"]
    return not _STROKES.fullmatch(said) and said not in nothing


@cache
def _measure() -> re.Pattern[str]:
    goal = terms("five_haves")["goal"]
    return re.compile(rf"{_NUMBER}\s*(?:{alternatives(goal['units'])})|{_DATE}|{alternatives(goal['totals'])}")


@cache
def _hollow() -> re.Pattern[str]:
    """Numbers that count nothing; 二十一个 ends like one of them and counts."""
    return re.compile(rf"(?<![\d一二两三四五六七八九十百千])(?:{alternatives(terms('five_haves')['goal']['hollow'])})")


@cache
def _list_marks() -> re.Pattern[str]:
    return re.compile(r"(?:^|(?<=\n))\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、](?!\d)")
