"""How often each character and each pair of neighbours stands in each of many texts: one sort of code points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""N-grams as numbers whose order is that of the n-grams: the first code point, then the second plus 1, 0 for none."""
_SIGN = np.uint64(21)
_TEXT = np.uint64(22)
"""Bits of a code point, and those that are left for the number of a text: four million texts at once."""


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that are counted, of one or two characters, each once and in order of their code points."""

    grams: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str], least: int) -> Vocabulary:
        """The n-grams that stand in so many of the texts or more."""
        keys, _, _ = _found(texts)
        different, texts_with = np.unique(keys, return_counts=True)
        return cls(tuple(map(_gram, different[texts_with >= least].tolist())))

    @cached_property
    def index(self) -> dict[str, int]:
        """The column of each n-gram."""
        return {gram: i for i, gram in enumerate(self.grams)}

    def counts(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (texts, n-grams), float32; n-grams that are not in the vocabulary are not counted."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415  (slow to import)

        keys, rows, counts = _found(texts)
        columns = np.searchsorted(self._keys, keys)
        known = np.append(self._keys, ~np.uint64(0))[columns] == keys
        shape = (len(texts), len(self.grams))
        return csr_matrix((counts[known].astype(np.float32), (rows[known], columns[known])), shape)

    @cached_property
    def _keys(self) -> Keys:
        ends = [(ord(gram[0]), ord(gram[1]) + 1 if len(gram) > 1 else 0) for gram in self.grams]
        first, second = np.array(ends, np.uint64).reshape(-1, 2).T
        return np.asarray(first << _SIGN | second)


def _found(texts: Sequence[str]) -> tuple[Keys, NDArray[np.int64], NDArray[np.int64]]:
    """Key, number of the text, and count of every n-gram of every text, by key and then by text."""
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) for text in texts])
    inside = rows[1:] == rows[:-1]
    single = (signs << _SIGN) << _TEXT | rows
    pairs = (single[:-1] | (signs[1:] + np.uint64(1)) << _TEXT)[inside]
    ordered = np.sort(np.concatenate([single, pairs]))
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    counts = np.diff(first, append=len(ordered))
    found = ordered[first]
    return found >> _TEXT, (found & np.uint64((1 << 22) - 1)).astype(np.int64), counts


def _gram(key: int) -> str:
    first, second = divmod(key, 1 << int(_SIGN))
    return chr(first) + (chr(second - 1) if second else "")
