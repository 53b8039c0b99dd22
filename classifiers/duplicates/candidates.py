"""Which texts may be near-duplicates of each other, found without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from classifiers.duplicates.grams import PAIRS, Grams, distinct

Pairs = NDArray[np.int64]
"""Pairs of texts, shape (pairs, 2), the smaller number first, in order, each once."""

_SAMPLES = 48
_CHUNK = 1 << 17
_NEAREST = 2
_AGREEING = 7
_SEED = 1


def candidates(grams: Grams) -> Pairs:
    """Pairs of texts whose samples agree seven times or more.

    A sample of a text is the pair of characters with the least random number, one for each of 48 ways to draw the
    numbers; rare pairs draw smaller ones (weighted MinHash: Ioffe, Improved Consistent Sampling, 2010, for weights
    that do not change from text to text). Two samples that follow each other are a bucket's key (locality-sensitive
    hashing: Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). In a bucket each text is paired with its
    first one and the two before it, so that large buckets cost no more than small ones. Texts of a likeness of 0.3
    agree in 14 samples on average.
    """
    count = len(grams.starts) - 1
    bits = max(count - 1, 1).bit_length()
    samples = _samples(grams)
    found = [np.zeros(0, np.int64)]
    for key in _keys(samples):
        kept = np.flatnonzero(key)
        found.append(_bucket_pairs(key[kept], kept, bits))
        if sum(map(len, found)) > 4 * count + _CHUNK:
            found = [distinct(np.concatenate(found))]
    codes = distinct(np.concatenate(found))
    pairs = np.stack([codes >> bits, codes & ((1 << bits) - 1)], axis=1)
    return pairs[_agreeing(samples, pairs) >= _AGREEING]


def _samples(grams: Grams) -> NDArray[np.uint32]:
    """Shape (samples, texts): the least number drawn for a text's pairs of characters, as bits; 0 where it has none."""
    count = len(grams.starts) - 1
    out = np.zeros((_SAMPLES, count), np.uint32)
    salts = np.random.default_rng(_SEED).integers(1, 1 << 32, (_SAMPLES, 2), dtype=np.uint32) | np.uint32(1)
    for first, last in _spans(grams.starts):
        ids = grams.ids[grams.starts[first] : grams.starts[last]]
        of_pairs = ids < PAIRS
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(of_pairs)])
        starts = ends[grams.starts[first : last + 1] - grams.starts[first]]
        has = starts[:-1] < starts[1:]
        pairs = ids[of_pairs]
        if not len(pairs):
            continue
        scale = 1 / grams.weights[pairs]
        for k, (factor, salt) in enumerate(salts):
            mixed = (pairs + salt) * factor
            mixed ^= mixed >> np.uint32(15)
            mixed *= np.uint32(0x2C1B3C6D)
            mixed ^= mixed >> np.uint32(13)
            drawn = np.minimum.reduceat((mixed.astype(np.float32) + 1) * scale, starts[:-1][has])
            out[k, first:last][has] = drawn.view(np.uint32)
    return out


def _spans(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of texts with about as many grams in each."""
    cuts = distinct(np.searchsorted(starts, np.arange(0, starts[-1] + _CHUNK, _CHUNK)).clip(0, len(starts) - 1))
    yield from zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)


def _agreeing(samples: NDArray[np.uint32], pairs: Pairs) -> NDArray[np.uint8]:
    """How many samples the texts of each pair have in common."""
    out = np.zeros(len(pairs), np.uint8)
    for sample in samples:
        out += sample[pairs[:, 0]] == sample[pairs[:, 1]]
    return out


def _keys(samples: NDArray[np.uint32]) -> Iterator[NDArray[np.uint64]]:
    """Two samples of each text as one number; 0 where there is none."""
    for k in range(_SAMPLES - 1):
        one, other = samples[k : k + 2].astype(np.uint64)
        yield (one << np.uint64(32) | other) * np.uint64(0x9E3779B97F4A7C15)


def _bucket_pairs(key: NDArray[np.uint64], texts: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """Codes (first text, second text) of pairs of one bucket. The key's last bits make room for the text's number."""
    mask = np.uint64((1 << bits) - 1)
    ordered = np.sort(key & ~mask | texts.astype(np.uint64))
    bucket, text = ordered & ~mask, (ordered & mask).astype(np.int64)
    new = np.concatenate([np.ones(1, bool), bucket[1:] != bucket[:-1]]) if len(bucket) else np.zeros(0, bool)
    leader = text[np.maximum.accumulate(np.where(new, np.arange(len(text)), 0))]
    codes = [(leader << bits | text)[~new]]
    for distance in range(1, _NEAREST + 1):
        same = bucket[distance:] == bucket[:-distance]
        codes.append((text[:-distance] << bits | text[distance:])[same])
    return distinct(np.concatenate(codes))
