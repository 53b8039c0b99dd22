"""A tagger on disk: one file of arrays with a JSON head. Nothing in it is executed when it is read (no pickle)."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.calibration import Scale
from classifiers.features import Wording
from classifiers.model import Head, Tagger
from classifiers.training import made_with, model_version, train_shipped
from corpus.comments import shipped
from corpus.files import write_whole
from corpus.messages import MinyiError

FORMAT_VERSION = 1
FILE = "model.npz"
_training = threading.Lock()


def save(tagger: Tagger, folder: Path) -> None:
    """Writes the tagger into the folder, whole or not at all. Raises ``MinyiError`` if it cannot be written."""
    said = tagger.said.tocsr()
    arrays: dict[str, Any] = {
        "idf": tagger.wording.idf,
        "said_data": said.data,
        "said_indices": said.indices,
        "said_indptr": said.indptr,
        "meaning": tagger.meaning,
        **{f"dual_{name}": head.dual for name, head in tagger.heads.items()},
    }
    head = {
        "format": FORMAT_VERSION,
        "made_with": made_with(),
        "version": tagger.version,
        "grams": tagger.wording.grams,
        "pairs": sorted(tagger.pairs),
        "heads": {
            name: {
                "classes": head.classes,
                "scale": [head.scale.sharpness, head.scale.bend],
                "review_below": head.review_below,
                "accuracy": head.accuracy,
                "macro_f1": head.macro_f1,
            }
            for name, head in tagger.heads.items()
        },
    }
    content = io.BytesIO()
    encoded = json.dumps(head, ensure_ascii=False).encode()
    np.savez_compressed(content, head=np.frombuffer(encoded, np.uint8), **arrays)
    try:
        write_whole(folder / FILE, content.getbuffer())
    except OSError as error:
        raise MinyiError("model-unwritable", str(folder), reason=error.strerror or str(error)) from error


def load(folder: Path) -> Tagger:
    """The tagger in this folder.

    Raises ``MinyiError`` when there is none, when the file is damaged, or when another version of minyi or of the
    libraries on which the scores depend made it.
    """
    file = folder / FILE
    if not file.is_file():
        raise MinyiError("model-missing", str(folder), folder=folder)
    try:
        with np.load(file, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            if (head["format"], head["made_with"]) != (FORMAT_VERSION, made_with()):
                raise MinyiError("model-outdated", str(folder), stored=head["made_with"], current=made_with())
            return _tagger(head, stored)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise MinyiError("model-damaged", str(folder), reason=type(error).__name__) from error


def _tagger(head: dict[str, Any], arrays: Any) -> Tagger:
    from scipy.sparse import csr_matrix  # noqa: PLC0415  (slow to import)

    indptr = arrays["said_indptr"]
    shape = (len(indptr) - 1, len(head["grams"]))
    return Tagger(
        Wording.of(head["grams"], arrays["idf"]),
        csr_matrix((arrays["said_data"], arrays["said_indices"], indptr), shape=shape),
        arrays["meaning"],
        {
            name: Head(
                tuple(about["classes"]),
                arrays[f"dual_{name}"],
                Scale(*about["scale"]),
                about["review_below"],
                about["accuracy"],
                about["macro_f1"],
            )
            for name, about in head["heads"].items()
        },
        frozenset((domain, petition) for domain, petition in head["pairs"]),
        head["version"],
    )


@lru_cache(maxsize=1)
def default_version() -> str:
    """The version of the model that the shipped comments make, known without training it."""
    return model_version(shipped())


def default_tagger(cache_dir: Path) -> Tagger:
    """The model of the shipped comments: from ``cache_dir``, or trained at first need and kept there.

    Where the folder cannot be written it is trained for this process alone. Safe for threads; loaded once a process.
    """
    with _training:
        return _default_tagger(cache_dir)


@lru_cache(maxsize=2)
def _default_tagger(cache_dir: Path) -> Tagger:
    folder = cache_dir / default_version()
    try:
        return load(folder)
    except MinyiError:
        tagger = train_shipped(cache_dir)
    try:
        save(tagger, folder)
    except MinyiError:
        return tagger
    return tagger
