"""Near-duplicates among comments: the same matter in the same words, give or take a few characters."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

ALIKE, ALIKE_SHORT = 0.6, 0.8
"""Jaccard similarity of the sets of character bigrams from which on two comments are one matter told in the same words.
Retold comments reach 0.6 to 0.9, comments on other matters hardly 0.2; under ``_LINE`` characters one word is a lot."""
_GRAM = 2
_SHORT, _LINE = 6, 16
"""Normal forms under six characters are the same only when equal: 没有意见 and 没有意思 are not."""
_PERMUTATIONS = 64
_LSH_THRESHOLD = 0.5
_SEED = 1
_NUMBER = re.compile(r"\d+")


def groups(texts: Sequence[str]) -> list[str]:
    """One value a text, in order: the same for near-duplicates, whatever their order and whatever else is in the batch.

    Width, case, white space and punctuation do not count; numbers do: 12路 and 21路 are two matters. A group's value is
    made from its smallest member, so it stays as long as that member does. Groups are transitive. Candidates come from
    MinHash with locality-sensitive hashing (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.3 and 3.4)
    and are verified exactly.
    """
    forms = [_normal(t) for t in texts]
    different = sorted(set(forms))
    parent = list(range(len(different)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, other in _pairs(different):
        # The smaller form becomes the root, and so names the group.
        a, b = sorted((root(one), root(other)))
        parent[b] = a
    value = {form: _value(different[root(i)]) for i, form in enumerate(different)}
    return [value[form] for form in forms]


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if c.isalnum())


def _value(form: str) -> str:
    return hashlib.sha256(form.encode()).hexdigest()[:12]


def _grams(form: str) -> frozenset[str]:
    return frozenset(form[i : i + _GRAM] for i in range(len(form) - _GRAM + 1))


def _pairs(forms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indices of forms whose bigrams are alike, each pair once."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  (slow to import)

    lsh = MinHashLSH(threshold=_LSH_THRESHOLD, num_perm=_PERMUTATIONS)
    grams: dict[int, frozenset[str]] = {i: _grams(f) for i, f in enumerate(forms) if len(f) >= _SHORT}
    prints = MinHash.generator(([g.encode() for g in s] for s in grams.values()), num_perm=_PERMUTATIONS, seed=_SEED)
    for (i, mine), minhash in zip(grams.items(), prints, strict=True):
        for other in lsh.query(minhash):
            if _alike(forms[i], forms[other], mine, grams[other]):
                yield other, i
        lsh.insert(i, minhash, check_duplication=False)


def _alike(one: str, other: str, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    numbers = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    least = ALIKE if min(len(one), len(other)) >= _LINE else ALIKE_SHORT
    return len(mine & theirs) >= least * len(mine | theirs)
