"""Places in Chinese texts, from countries to rooms: where somebody lives, works or was.

Every place counts, a public one too: whether it tells of a citizen is another question and not asked here. What only
tells the kind of a thing does not count (北京时间), nor does a place without a name (县医院).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from outputs.personal.entity import Entity
from outputs.personal.place_words import place_words
from outputs.personal.tagger import Token, is_common, tokens

Span = tuple[int, int]

_HAN_WORD = re.compile("[\u3400-\u9fff]{2,}")
_THINGS = frozenset({"n", "nz", "nw", "vn", "an"})
_PART_OF_NAME = frozenset({"n", "nz", "nw", "s", "LOC", "PER", "ORG"})
_PART_OF_WAY = frozenset({"n", "nz", "nw", "s", "LOC", "ORG", "vn", "v", "a", "f", "m", "t", "xc"})
_PROPER = frozenset({"LOC", "PER", "ORG", "nz"})
_MOST_WORDS = 3
"""Words of a name before the one for its kind."""
_LONGEST_WAY = 14
_LONGEST_PART = 12
_LEAST, _SURE = -4.0, 1.5
"""How sure of a name that is not plainly a place's the model must be, and from where on the dictionary is not asked."""


def addresses(text: str) -> tuple[Entity, ...]:
    """The places in ``text``, in their order and without overlap."""
    return addresses_in(text, tokens([text])[0])


def addresses_in(text: str, words: Sequence[Token]) -> tuple[Entity, ...]:
    """As `addresses`, for a text whose words are known."""
    named = (*_ended(words), *_buildings(words), *_places(words))
    spans = [(start, _continued(text, end)) for start, end in named]
    spans += _houses(text, words)
    no_place = place_words().no_place
    return tuple(Entity(*span, "address") for span in _joined(spans) if not no_place.fullmatch(text[slice(*span)]))


def _places(words: Sequence[Token]) -> Iterator[Span]:
    """The model's places, but for those that only tell the kind of a thing and for common words."""
    follows = False
    for place in range(len(words) - 1, -1, -1):
        word, before = words[place], words[place - 1] if place else None
        after = words[place + 1] if place + 1 < len(words) else None
        # What stands right before a place is the greater one it lies in, or the beginning of its name.
        follows = word.tag == "LOC" and ((follows and word.sure > 0) or _is_place(word, before, after))
        if follows:
            yield word.start, word.end


def _is_place(word: Token, before: Token | None, after: Token | None) -> bool:
    known = place_words()
    if not known.whole.fullmatch(word.word):
        return _stands_for_itself(word, before, after)
    # A common word with 区 behind it is a kind (安置区).
    return word.sure >= _SURE or word.word[-1] not in known.areas or not is_common(word.word[:-1])


def _stands_for_itself(word: Token, before: Token | None, after: Token | None) -> bool:
    known = place_words()
    if word.sure < _LEAST or (word.sure < _SURE and is_common(word.word, guessing=True)):
        return False
    if before and (before.tag == "m" or (before.word in known.dealt_with and word.word in known.countries)):
        return False  # 一名俄国的……, 据英国……
    if after is None:
        return True
    if after.word == "某" or (word.word in known.countries and (after.tag in {"m", "d"} or after.word in "《“")):
        return False  # left out by the writer, or a country that acts
    thing = after.tag in _THINGS and after.word not in known.heads and not known.people.fullmatch(after.word)
    return not thing or (before is not None and before.tag == "p")


def _ended(words: Sequence[Token]) -> Iterator[Span]:
    """Names that end in a word for a kind of place: 望江西桥站 in one word, 康乐·大药房 in several with a name."""
    known = place_words()
    for last, word in enumerate(words):
        if word.tag in {"n", "nz", "s"} and len(word.word) > _MOST_WORDS and known.ended.fullmatch(word.word):
            yield word.start, word.end
        if word.tag not in _PART_OF_NAME or word.word not in known.heads:
            continue
        first = last
        while first and last - first < _MOST_WORDS and _is_part(words[first - 1]):
            first -= 1
        while first < last and words[first].tag not in _PROPER:
            first += 1
        if first < last:
            yield words[first].start, word.end


def _is_part(word: Token) -> bool:
    return word.tag in _PART_OF_NAME and _HAN_WORD.fullmatch(word.word) is not None


def _buildings(words: Sequence[Token]) -> Iterator[Span]:
    for word in words:
        if word.tag == "ORG" and place_words().building.fullmatch(word.word):
            yield word.start, word.end


def _continued(text: str, end: int) -> int:
    """The end with the house and the side that follow."""
    known = place_words()
    stairs = known.stairs.search(text, max(0, end - 2), end + 1)
    if stairs:  # 76号楼道: the model read 76号楼
        return stairs.start()
    tail = known.tail.match(text, end)
    if tail:
        return tail.end()
    room = known.room.match(text, end) if known.last_part.search(text[max(0, end - _LONGEST_PART) : end]) else None
    return room.end() if room else end


def _houses(text: str, words: Sequence[Token]) -> Iterator[Span]:
    """Houses with the way or the estate before them, 兰亭支路23号2楼, and those that are plain without: 3栋2单元501."""
    known = place_words()
    by_end = {word.end: word for word in words}
    for house in known.numbered.finditer(text):
        start = house.start()
        while (word := by_end.get(start)) and _is_part_of_way(word) and house.start() - word.start <= _LONGEST_WAY:
            start = word.start
        if known.way.fullmatch(text, start, house.start()):
            yield start, house.end()
    for house in known.house.finditer(text):
        if len(known.part.findall(house.group())) > 1 or known.room.search(house.group()):
            yield house.span()


def _is_part_of_way(word: Token) -> bool:
    if word.word in place_words().before_way or (word.tag == "v" and len(word.word) > 1):
        return False
    return word.tag in _PART_OF_WAY


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In their order, those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
