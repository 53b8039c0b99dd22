"""Near-duplicates among comments (归并): one matter at one place, told in nearly the same words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

from classifiers.duplicates.distinctions import Distinctions, distinctions
from classifiers.duplicates.stars import stars
from classifiers.duplicates.wording import clauses, form, is_stock
from corpus.territory import Gazetteer

__all__ = ["groups", "same_words"]


def groups(texts: Sequence[str], places: Gazetteer | None = None) -> list[str]:
    """One value a text, in order (twelve hex digits): the same for near-duplicates, whatever their order.

    Width, case, punctuation, greetings and the way to write numbers do not count. Two texts are near-duplicates when
    they are alike in wording (``likeness``) and name nothing that contradicts (``distinctions``): 12路 and 21路 are two
    matters, and so are two places of the office's list (``places``), unless one lies in the other. A text that is
    nothing but stock answers is grouped with its equals only. A group's value is made from its fullest member, to which
    all others are alike: it stays as long as that member does and no fuller one arrives. Not transitive: of three texts
    where only neighbours are alike, two make the group.
    """
    parted = [clauses(text) for text in texts]
    forms = [form(one) for one in parted]
    # Texts of one form may be parted in different places; the least one stands for them in any order.
    told: dict[str, str] = {}
    for one, clauses_ in zip(forms, parted, strict=True):
        told[one] = min(told.get(one, clauses_), clauses_)
    different = sorted(told, key=lambda one: (-len(one), one))
    compared = [one for one in different if not is_stock(one)]

    @cache
    def named(text: int) -> Distinctions:
        return distinctions(told[compared[text]], places)

    centre = dict(zip(compared, map(compared.__getitem__, _centres(compared, named)), strict=True))
    value = {one: _value(centre.get(one, one)) for one in different}
    return [value[one] for one in forms]


def same_words(texts: Sequence[str]) -> list[str]:
    """One value a text, in order: the same for texts in equal words, whatever their punctuation and greetings.

    That of ``groups`` where no fuller text is alike. A text alone decides it, however many others there are.
    """
    return [_value(form(clauses(text))) for text in texts]


def _centres(forms: Sequence[str], named: Callable[[int], Distinctions]) -> Sequence[int]:
    if len(forms) < 2:
        return range(len(forms))
    from classifiers.duplicates.candidates import candidates  # noqa: PLC0415  (numpy is slow to import)
    from classifiers.duplicates.grams import grams  # noqa: PLC0415
    from classifiers.duplicates.likeness import alike  # noqa: PLC0415

    found = grams(forms)
    pairs, likeness = alike(found, candidates(found))
    return stars(forms, zip(*pairs.T.tolist(), likeness.tolist(), strict=True), named)


def _value(form_: str) -> str:
    return hashlib.sha256(form_.encode("utf-8", "surrogatepass")).hexdigest()[:12]
