"""How alike the wording of two texts is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from classifiers.duplicates.candidates import Pairs
from classifiers.duplicates.grams import SIZE, Grams

ALIKE, ALIKE_SHORT = 0.3, 0.4
"""Share of the pairs of characters that two texts have in common, by weight (Jaccard), from which on they may be one
matter. Texts on other matters hardly reach 0.2; a matter retold with half of the words has 0.3 to 0.5."""
CONTAINED, CONTAINED_SHORT = 0.82, 0.87
"""Share of the characters of one of the two that the other has too, by weight: who retells a matter keeps its words in
another order. Where a word was exchanged for another one the matter mostly was, too, and under ``_SHORT`` different
characters one word is a lot."""
_SHORT = 18
_CHUNK = 1 << 14


def alike(grams: Grams, pairs: Pairs) -> tuple[Pairs, NDArray[np.float32]]:
    """Those of the pairs that are alike by ``ALIKE`` and ``CONTAINED``, and their Jaccard similarity."""
    in_pairs, in_characters = grams.parted()
    weight, size = in_pairs.sums(), in_characters.sums()
    shared = _shared(in_pairs, pairs)
    jaccard = shared / (weight[pairs].sum(axis=1) - shared)
    pairs, jaccard = pairs[jaccard >= ALIKE], jaccard[jaccard >= ALIKE]
    contained = _shared(in_characters, pairs) / size[pairs].min(axis=1)
    short = np.diff(in_characters.starts)[pairs].min(axis=1) < _SHORT
    kept = np.where(short, (contained >= CONTAINED_SHORT) & (jaccard >= ALIKE_SHORT), contained >= CONTAINED)
    return pairs[kept], jaccard[kept]


def _shared(grams: Grams, pairs: Pairs) -> NDArray[np.float32]:
    """Weight of the grams that the texts of each pair have in common."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  (slow to import)

    # Products of roots are weights where both have the gram.
    values = np.sqrt(grams.weights[grams.ids])
    roots = csr_matrix((values, grams.ids.view(np.int32), grams.starts), (len(grams.starts) - 1, SIZE))
    parts = [np.zeros(0, np.float32)]
    for first in range(0, len(pairs), _CHUNK):
        one, other = pairs[first : first + _CHUNK].T
        parts.append(np.asarray(roots[one].multiply(roots[other]).sum(axis=1), np.float32).ravel())
    return np.concatenate(parts)
