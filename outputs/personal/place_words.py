"""The words by which places are told, from the table ``addresses``, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.terms import alternatives, terms

_HAN = "\u3400-\u9fff"
# Bounded throughout: a text of nothing but digits must not be searched anew from each of them.
_NUMBER = r"(?:[0-9０-９]{1,6}|[一二三四五六七八九十百]{1,5}|[A-Za-zＡ-Ｚ甲乙丙丁])(?:[-－—之][0-9]{1,5}){0,3}"
_ROOM = r"[0-9]{2,5}(?:[-－—][0-9]{1,5}){0,3}(?![0-9])"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What `place_words` gives. A pattern is for ``fullmatch`` of a name where nothing else is said."""

    countries: frozenset[str]
    dealt_with: frozenset[str]
    """Words after which a country acts or is dealt with."""
    people: re.Pattern[str]
    """Nouns before which a place is somebody's origin."""
    heads: frozenset[str]
    """Words for a kind of place that end a name of several words."""
    ended: re.Pattern[str]
    """One word that is a place's name though the model calls it a common noun."""
    whole: re.Pattern[str]
    """A name that tells itself that it is a place's."""
    areas: str
    """Endings that make a common word a kind of place."""
    building: re.Pattern[str]
    no_place: re.Pattern[str]
    """What the model takes for a place and is a kind, a line, an event or no name at all."""
    part: re.Pattern[str]
    """A number and a part of a house's place."""
    house: re.Pattern[str]
    """Such parts that tell a home by themselves, to ``search``; those of ``numbered`` need a way before."""
    numbered: re.Pattern[str]
    tail: re.Pattern[str]
    """To ``match`` behind a name: its house, or the side of it."""
    stairs: re.Pattern[str]
    """To ``search``: 楼 with what makes it a part of any house."""
    last_part: re.Pattern[str]
    """To ``search`` before a bare number that may be a room's."""
    room: re.Pattern[str]
    way: re.Pattern[str]
    before_way: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """The table as it stands in the package."""
    known = terms("addresses")
    countries, wide = known["countries"].split(), known["too_wide"].split()
    heads, general = known["heads"], known["general"]
    floor = known["not_after_floor"]
    part = f"{_NUMBER}(?:{_parts(known['parts'], floor)})"
    parts = f"{part}(?: ?{part}){{0,8}}(?:{_ROOM})?"
    origins = alternatives(known["origins"] + terms("people")["titles"])
    ends_itself = alternatives(known["divisions"] + known["endings"] + heads)
    no_place = (
        alternatives(wide + general),
        f"(?:{alternatives(known['pointed_at'])}).*",
        f"(?:{alternatives(countries + wide)})(?:区|地区)",
        f"(?:{alternatives(known['kinds'])}){{1,4}}(?:{alternatives(heads + general + known['kind_ends'])})",
        f".*(?:{alternatives(known['no_place_ends'])})",
        r"[东南西北]坡|[A-Za-z0-9]座|\dA.*|.",
    )
    return PlaceWords(
        countries=frozenset(countries),
        dealt_with=frozenset(known["dealt_with"]),
        people=re.compile(f"{origins}|.+(?:{alternatives(known['people'])})"),
        heads=frozenset(heads),
        ended=re.compile(f"(?!(?:{alternatives(general)})$).{{2,}}(?:{alternatives(known['endings'])})"),
        whole=re.compile(f"(?!(?:{alternatives(general)})$)(?:.{{2,}}(?:{ends_itself})|.[村镇县屯寨]|.*{parts})"),
        areas=known["areas"],
        building=re.compile(f".*(?:{alternatives(known['buildings'])})"),
        no_place=re.compile("|".join(no_place)),
        part=re.compile(part),
        house=re.compile(f"{_NUMBER}(?:{_parts(known['house_parts'], floor)})(?: ?{parts}|{_ROOM})?"),
        numbered=re.compile(
            f"{_NUMBER}(?:{_parts(known['house_parts'] + known['house_numbers'], floor)})(?: ?{parts}|{_ROOM})?"
        ),
        tail=re.compile(f"(?:{parts}|(?:{alternatives(known['sides'])})){{1,4}}"),
        stairs=re.compile(f"楼(?:{alternatives(floor)})"),
        last_part=re.compile(f"{_NUMBER}(?:栋|幢|座|单元|号楼|号)$"),
        room=re.compile(_ROOM),
        way=re.compile(f"[{_HAN}]{{1,10}}(?:{alternatives(known['ways'])})"),
        before_way=frozenset(known["before_way"]),
    )


def _parts(words: list[str], floor: list[str]) -> str:
    """The parts of a house's place; 楼 is none before the words of ``floor`` (楼道)."""
    return alternatives({word: floor if word.endswith("楼") else [] for word in words})
