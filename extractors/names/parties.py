"""Who is named in a sentence of duty: bodies by name, those meant together (各镇, 各责任单位), people by their post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from corpus.terms import alternatives, terms
from extractors.names.organisations import organisations_in

_BREAK = "，"
_HAN = r"[\u3400-\u9fff]"
_LONGEST_MEMBER = 20
_SHORT = 2
"""Characters: 科, 股, 科室 are units only where the name surely ends behind them; 督查室 is one anywhere."""
_NO_UNIT = re.compile("[和及与于将报送向由并]|后(?!勤)")
_MODAL = re.compile(
    "(?<![需主重纪提简摘概])要(?!点|求|素|闻|件|塞)|(?<![相响对供反适])应(?!急|对|用|聘|届|县)|须(?!知)"
)


@dataclass(frozen=True, slots=True)
class Party:
    """One or several together, as they are named: ``text[start:end]``."""

    start: int
    end: int
    name: str

    @property
    def is_nobody(self) -> bool:
        """Whether the word by itself names no one: 部门, 单位."""
        return self.name in terms("obligations")["parties"]["nobody"]

    @property
    def is_person(self) -> bool:
        """Whether it is named by its post or part: 联络员, 主要负责人."""
        return self.name.endswith(tuple(terms("obligations")["parties"]["people"]))


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    words = terms("obligations")["parties"]
    stop = rf"(?=[，。；、,;（(）)]|$|{alternatives(words['unit_followed'])})"
    member, nouns = f"(?:{alternatives(words['members'])})", alternatives(words["nouns"])
    return {
        "own": re.compile("|".join(_together(words))),
        "office": re.compile(rf"(?:(?<!{_HAN})|(?<=[{words['edges']}]))(?:{_office(words)})"),
        "opening": re.compile(
            rf"(?:(?<!{_HAN})|(?<=[由请]))(?![{words['no_opening']}])(?:{'|'.join(_opening(words))})"
        ),
        "no_body": re.compile(rf"(?:{alternatives(words['no_bodies'])})$"),
        "no_place": re.compile(rf"(?:{alternatives(words['no_places'])})$"),
        "unit": re.compile(
            rf"{_HAN}{{0,4}}?(?:{alternatives([unit for unit in words['units'] if len(unit) > _SHORT])})"
            rf"|{_HAN}{{0,6}}?(?:{alternatives(words['units'])}){stop}"
        ),
        "belonging": re.compile(rf"{_HAN}{{0,4}}?(?:{alternatives(words['belonging'])}){stop}"),
        "person": re.compile(rf"[{words['surnames']}]{_HAN}{{1,2}}处"),
        "joint": re.compile(rf"(?:{alternatives(words['joints'])})?"),
        "others": re.compile(rf"(?:{alternatives(words['others'])})(?={_HAN}|[，,、]|$)"),
        "next": re.compile(rf"[、和](?!各)(?:{_HAN}{{1,11}}?{member}|(?:{nouns})(?:[（(](?:{nouns})[）)])?){stop}"),
        "last": re.compile(
            rf"(?:^|[，。；：、,;:\s]|[由请报送向给])((?:(?![由请报送向给并]){_HAN}{{2,11}}{member}|{alternatives(words['ranks'])}|中央)[、和])$"
        ),
        "no_member": re.compile(f"{alternatives(terms('obligations')['actions']['verbs'])}|.*[本的]"),
        "break": re.compile(
            f"{words['sent']}|(?<!党)(?:{alternatives(words['breaks'])})|{terms('obligations')['recipients']['rooms']}"
        ),
    }


def _together(words: Mapping[str, Any]) -> Iterator[str]:
    """Patterns of those who are named without a name of their own: 各镇（街道）, 我办, 被考评单位, 联络员."""
    people, nouns = alternatives(words["people"]), alternatives(words["nouns"])
    yield rf"各{_HAN}{{0,6}}?(?:{people}|{alternatives(words['posts'])}|{words['officials']})"
    yield (
        rf"(?:{alternatives(words['ranks'])})*各(?:{alternatives(words['kinds'])})*(?:{nouns})(?:[（(](?:{nouns})[）)])?"
    )
    yield rf"各[{words['levels']}](?=[、，和（(于须在将人党]|$)"
    yield rf"(?:{alternatives(words['own'])})(?:{alternatives(words['own_nouns'])})(?!们)"
    yield rf"被{_HAN}{{2,4}}(?:{alternatives(words['concerned'])})"
    yield rf"(?:{alternatives(words['groups'])})组"
    yield alternatives(words["fixed"] + words["people"] + words["joined"])
    yield words["officials"]
    yield words["hotline"]
    yield rf"(?<!{_HAN})(?:有关|相关)(?:{nouns})"


def _office(words: Mapping[str, Any]) -> str:
    """The pattern of an office that is known by its level: 县督考办, 望川县专班."""
    place = rf"[^\W\d_{words['edges']}]{{0,4}}?"
    offices = alternatives(words["offices"])
    named = rf"(?:(?![{words['not_in_offices']}]){_HAN}){{0,8}}?(?:{offices})"
    return rf"{place}[{words['levels']}]{named}(?![{words['no_office']}])"


def _opening(words: Mapping[str, Any]) -> Iterator[str]:
    """Patterns of those who are known as someone only at the head of a clause: 石桥镇, 养殖户, 教育、民政等部门."""
    yield rf"{_HAN}{{2,6}}(?:、{_HAN}{{2,6}})+等(?:有关|相关)?(?:部门|单位)"
    place = rf"(?:(?![{words['not_in_places']}]){_HAN}){{1,4}}?(?:{alternatives(words['places'])})"
    yield rf"{place}(?=[、，,和须需于在将请负牵配]|$)"
    doers = alternatives([*words["doers"], *words["people"]])
    asked = "(?=[，须需于在请务如若])"
    yield rf"(?:(?![{words['not_in_doers']}]){_HAN}){{0,8}}?(?:{doers}){asked}"
    yield rf"(?:(?![{words['not_in_doers']}凡的]){_HAN}){{2,6}}?(?:{alternatives(words['units_at_head'])}){asked}"


@lru_cache(maxsize=512)  # actor, action and recipient are looked for in the same clauses
def parties(text: str) -> tuple[Party, ...]:
    """Everyone named in a sentence, left to right; those who are joined by 、 or 和 are one party."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_named(text)):
        if spans and (start < spans[-1][1] or _grammar()["joint"].fullmatch(text, spans[-1][1], start)):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    whole = [_whole_list(text, start, end) for start, end in spans]
    return tuple(Party(start, end, text[start:end]) for start, end in whole)


def _named(text: str) -> list[tuple[int, int]]:
    """Spans of single names; verbs and 要, 应 are taken out first, since no name goes on over them."""
    words = _grammar()
    parted = _MODAL.sub(_BREAK, words["break"].sub(lambda m: _BREAK * len(m.group()), text))
    found = [(_name_start(parted, span.start), span.end) for span in organisations_in(parted)]
    found += [m.span() for kind in ("own", "office") for m in words[kind].finditer(parted)]
    found += [m.span() for m in words["opening"].finditer(parted) if not words["no_place"].search(m.group())]
    found = [(start, end) for start, end in found if not words["no_body"].search(parted, start, end)]
    return [(start, _with_unit(parted, start, end)) for start, end in found]


def _name_start(text: str, start: int) -> int:
    return start + 1 if text.startswith(tuple(terms("obligations")["parties"]["before_names"]), start) else start


def _whole_list(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the members of its list that are known only by their last character: 农业局、粮食部、供销总社."""
    words = _grammar()
    while member := words["next"].match(text, end):
        end = member.end()
    while member := words["last"].search(text, max(start - _LONGEST_MEMBER, 0), start):
        if words["no_member"].match(member.group(1)):
            break
        start = member.start(1)
    others = words["others"].match(text, end) if re.search("[、和]", text[start:end]) else None
    return start, others.end() if others else end


def _with_unit(text: str, start: int, end: int) -> int:
    words = _grammar()
    unit = words["belonging" if "各" in text[start:end] else "unit"].match(text, end)
    is_name = unit and not _NO_UNIT.search(unit.group()) and not words["person"].fullmatch(unit.group())
    return unit.end() if unit and is_name else end
