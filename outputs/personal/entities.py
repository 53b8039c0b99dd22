"""All personal data in a text: every finder's findings, brought to a sorted row in which nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from outputs.personal.accounts import qq_numbers, vx_accounts
from outputs.personal.addresses import addresses_in
from outputs.personal.bank_cards import bank_cards
from outputs.personal.emails import emails
from outputs.personal.entity import Entity, Kind
from outputs.personal.folding import folded
from outputs.personal.id_numbers import id_numbers
from outputs.personal.mobiles import mobiles
from outputs.personal.names import names_in
from outputs.personal.phones import phones, phones_of
from outputs.personal.plates import plates
from outputs.personal.row import Row
from outputs.personal.tagger import Token, tokens

_SHORTEST = 2
_IN_WORDS = ("name", "address")
_MAY_BE_SHARED: frozenset[Kind] = frozenset({"mobile", "QQ", "vx"})


def entities(text: str) -> tuple[Entity, ...]:
    """Everything in the text that names, places or reaches a person, in order and without overlap.

    Names of officials and places of all are among it; ``of_citizens`` leaves them out.
    """
    return entities_of_all([text])[0]


def entities_of_all(texts: Sequence[str]) -> list[tuple[Entity, ...]]:
    """The same for many texts, read together: faster, and no different."""
    return [entities_in(text, words) for text, words in zip(texts, tokens(texts), strict=True)]


def entities_in(text: str, words: Sequence[Token]) -> tuple[Entity, ...]:
    """As ``entities``, for a text whose words are known."""
    people = tuple(_trimmed(text, name) for name in names_in(text, words))
    places = (_trimmed(text, place) for place in addresses_in(text, words))
    return without_overlaps((*numbers(text, people), *people, *places))


def _trimmed(text: str, entity: Entity) -> Entity:
    """Without white space at its ends: the model takes the end of a line for the last character of a name."""
    words = text[entity.start : entity.end]
    start = entity.start + len(words) - len(words.lstrip())
    return replace(entity, start=start, end=start + len(words.strip())) if words.strip() else entity


def numbers(text: str, people: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """Telephones, mail, accounts, documents, cards and plates; ``people`` are the names found in the text.

    The surer finder first: of two that claim the same characters the first has them.
    """
    plain = folded(text)
    mobile = mobiles(plain)
    phone = tuple(sorted({*phones(plain), *phones_of(plain, people)}))
    kept = Row()
    for found in (
        emails(plain, sorted((*mobile, *phone))),
        id_numbers(plain),
        bank_cards(plain),
        mobile,
        vx_accounts(plain),
        qq_numbers(plain),
        phone,
        plates(plain),
    ):
        for entity in found:
            _join(kept, entity)
    return tuple(kept)


def without_overlaps(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """Numbers, which do not overlap, before names and addresses; of those the longer first, of equals the address.

    What a number cuts off an address goes; a name that is cut goes whole.
    """
    every = tuple(found)
    kept = Row(entity for entity in every if entity.type not in _IN_WORDS)
    in_words = (entity for entity in every if entity.type in _IN_WORDS)
    for entity in sorted(in_words, key=lambda e: (e.start - e.end, e.type != "address", e.start)):
        if rest := _beside(entity, kept.over(entity)):
            kept.add(rest)
    return tuple(kept)


def _join(kept: Row, entity: Entity) -> None:
    """Added where it is alone; an account that is a number found before is noted there."""
    over = kept.over(entity)
    if not over:
        kept.add(entity)
    elif len(over) == 1 and (shared := _shared(over[0], entity)):
        kept.exchange(over[0], shared)


def _shared(first: Entity, second: Entity) -> Entity | None:
    """The first with the kinds of the second, where the second lies within and both may be one number's."""
    if second.start < first.start or second.end > first.end or not {first.type, second.type} <= _MAY_BE_SHARED:
        return None
    kinds = dict.fromkeys((*first.also, second.type, *second.also))
    return replace(first, also=tuple(kind for kind in kinds if kind != first.type))


def _beside(word: Entity, over: Sequence[Entity]) -> Entity | None:
    """The name or address itself where nothing lies over it, else the longest piece of an address that is left."""
    if not over:
        return word
    edges = [word.start, *(edge for entity in over for edge in (entity.start, entity.end)), word.end]
    pieces = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start >= _SHORTEST]
    if word.type == "name" or not pieces:
        return None
    start, end = max(pieces, key=lambda piece: piece[1] - piece[0])
    return replace(word, start=start, end=end)
