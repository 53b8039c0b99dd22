"""Groups around a centre: each member is alike to its group's fullest text, so that no chain of likenesses runs on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from classifiers.duplicates.distinctions import Distinctions, contradict, joined
from classifiers.duplicates.exchanges import exchanged

_ASKED = 8
"""Of the texts that one is alike to, the most alike ones, whose wording may forbid their group."""


def stars(
    forms: Sequence[str], edges: Iterable[tuple[int, int, float]], named: Callable[[int], Distinctions]
) -> list[int]:
    """The centre of each of the forms, which are in order of precedence; ``edges`` are (text, text, likeness).

    A text joins, of the centres that it is alike to, the most alike one whose group names nothing that contradicts what
    it names itself; where there is none it is a centre. The same whatever the order of the edges.
    """
    before: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other, likeness in edges:
        first, second = sorted((one, other))
        before[second].append((-likeness, first))
    centre = list(range(len(forms)))
    group: dict[int, Distinctions] = {}
    for text, others in sorted(before.items()):
        own = named(text)
        others.sort()
        for middle in dict.fromkeys(other for _, other in others if centre[other] == other):
            known = group[middle] if middle in group else named(middle)
            nearest = {middle, *(other for _, other in others[:_ASKED] if centre[other] == middle)}
            if not contradict(known, own) and not any(exchanged(forms[other], forms[text]) for other in nearest):
                centre[text] = middle
                group[middle] = joined(known, own)
                break
    return centre
