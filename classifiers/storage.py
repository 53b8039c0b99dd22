"""A tagger on disk: one file of arrays with a JSON head. Nothing in it is executed when it is read (no pickle).

A folder holds two taggers made from the same rows: one that reads the meaning and one, 30 times as fast, that does not.
A file is complete in itself: a tagger that goes on from another one brings that along.
"""

from __future__ import annotations

import io
import json
import re
import threading
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.calibration import Scale
from classifiers.features import Reader
from classifiers.layer import Layer
from classifiers.model import Head, Tagger
from classifiers.ngrams import Vocabulary
from classifiers.training import made_with, shipped_version, train_shipped
from corpus.files import write_whole
from corpus.messages import MinyiError

FORMAT_VERSION = 2
SHIPPED = Path(str(files("classifiers").joinpath("data")))
"""The models of the shipped comments, made by ``make model``."""
_HALVED = frozenset({"grams", "wording", "landmarks"})
"""Arrays kept in half precision; their values are such from the start."""
_BROKEN = (
    *(OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, SyntaxError),
    *(zipfile.BadZipFile, zlib.error, tokenize.TokenError),
)
"""What comes of reading a file that is damaged, or that holds something else under this name."""
_VERSION = re.compile("[0-9a-f]{12}")
_training = threading.Lock()


def file_in(folder: Path, *, meaning: bool) -> Path:
    """Where the tagger lies that reads the meaning, or the one that does not."""
    return folder / ("thorough.npz" if meaning else "fast.npz")


def save(tagger: Tagger, folder: Path) -> None:
    """Writes the tagger into the folder, whole or not at all. Raises ``MinyiError`` if it cannot be written."""
    arrays: dict[str, Any] = {}
    heads = [_taken_apart(model, f"{depth}_", arrays) for depth, model in enumerate(_lineage(tagger))]
    head = {"format": FORMAT_VERSION, "made_with": made_with(), "models": heads}
    content = io.BytesIO()
    encoded = json.dumps(head, ensure_ascii=False).encode()
    np.savez_compressed(content, head=np.frombuffer(encoded, np.uint8), **arrays)
    try:
        write_whole(file_in(folder, meaning=tagger.reads_meaning), content.getbuffer())
    except OSError as error:
        raise MinyiError("model-unwritable", str(folder), reason=error.strerror or str(error)) from error


def load(folder: Path, *, meaning: bool) -> Tagger:
    """The tagger in this folder that reads the meaning, or the one that does not.

    Raises ``MinyiError`` when there is none, when the file is damaged, or when another version of minyi or of the
    library on which the scores depend made it.
    """
    with _opened(folder, meaning) as (models, arrays):
        tagger: Tagger | None = None
        for depth, about in reversed(list(enumerate(models))):
            tagger = _put_together(about, f"{depth}_", arrays, tagger)
        if tagger is None:
            raise ValueError("no model")
        return tagger


def stored_version(folder: Path, *, meaning: bool) -> str:
    """The version of the tagger that ``load`` would give. Raises as ``load`` does."""
    with _opened(folder, meaning) as (models, _):
        version: str = models[0]["version"]
        return version


@contextmanager
def _opened(folder: Path, meaning: bool) -> Iterator[tuple[list[dict[str, Any]], Any]]:
    """What the head says of each model, and the arrays. What goes wrong within is the file's fault."""
    file = file_in(folder, meaning=meaning)
    if not file.is_file():
        raise MinyiError("model-missing", str(folder), folder=folder)
    try:
        with file.open("rb") as content, np.load(content, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            if (head["format"], head["made_with"]) != (FORMAT_VERSION, made_with()):
                raise MinyiError("model-outdated", str(folder), stored=head["made_with"], current=made_with())
            yield head["models"], stored
    except _BROKEN as error:
        raise MinyiError("model-damaged", str(folder), reason=type(error).__name__) from error


def _lineage(tagger: Tagger | None) -> list[Tagger]:
    """The tagger, and those that it goes on from."""
    found = []
    while tagger:
        found.append(tagger)
        tagger = tagger.base
    return found


def _taken_apart(tagger: Tagger, prefix: str, arrays: dict[str, Any]) -> dict[str, Any]:
    layer = tagger.layer
    kept = {
        "landmarks": tagger.reader.landmarks,
        "grams": layer.grams,
        "wording": layer.wording,
        "meaning": layer.meaning,
        "known": layer.known,
        "intercept": layer.intercept,
        "learnt": np.array(sorted(tagger.learnt), np.uint64),
    }
    for name, array in kept.items():
        if array is not None:
            arrays[f"{prefix}{name}"] = array.astype(np.float16) if name in _HALVED else array
    return {
        "version": tagger.version,
        "corrects": tagger.corrects,
        "grams": tagger.reader.vocabulary.grams,
        "classes": layer.classes,
        "pairs": sorted(tagger.pairs),
        "heads": {
            name: {
                "classes": head.classes,
                "scale": [head.scale.sharpness, head.scale.bend, head.scale.doubt],
                "cutoffs": head.cutoffs,
                "accuracy": head.accuracy,
                "macro_f1": head.macro_f1,
            }
            for name, head in tagger.heads.items()
        },
    }


def _put_together(about: dict[str, Any], prefix: str, arrays: Any, base: Tagger | None) -> Tagger:
    if not _VERSION.fullmatch(about["version"]):
        # It becomes the name of a folder.
        raise ValueError("no version")

    def numbers(name: str) -> Any:
        return np.asarray(arrays[f"{prefix}{name}"], np.float32)

    classes = {name: tuple(labels) for name, labels in about["classes"].items()}
    views = {name: numbers(name) if f"{prefix}{name}" in arrays else None for name in ("meaning", "known")}
    heads = {
        name: Head(
            tuple(head["classes"]), Scale(*head["scale"]), tuple(head["cutoffs"]), head["accuracy"], head["macro_f1"]
        )
        for name, head in about["heads"].items()
    }
    return Tagger(
        Reader(Vocabulary(tuple(about["grams"])), numbers("landmarks")),
        Layer(classes, numbers("grams"), numbers("wording"), **views, intercept=numbers("intercept")),
        heads,
        frozenset((domain, petition) for domain, petition in about["pairs"]),
        about["version"],
        base,
        about["corrects"],
        frozenset(arrays[f"{prefix}learnt"].tolist()),
    )


def default_tagger(cache_dir: Path, *, meaning: bool, tell: Callable[[], None] = lambda: None) -> Tagger:
    """The model of the shipped comments: as it ships, or where they were changed, from ``cache_dir``, or trained at
    first need (``tell`` is called) and kept there.

    Where the folder cannot be written it is trained for this process alone. Safe for threads; loaded once a process.
    """
    with _training:
        return _default_tagger(cache_dir, meaning, tell)


_loaded: dict[tuple[Path, bool], Tagger] = {}


def _default_tagger(cache_dir: Path, meaning: bool, tell: Callable[[], None]) -> Tagger:
    if (cache_dir, meaning) not in _loaded:
        _loaded[cache_dir, meaning] = _kept(cache_dir, meaning) or _trained(cache_dir, meaning, tell)
    return _loaded[cache_dir, meaning]


def default_folder(cache_dir: Path, *, meaning: bool) -> Path | None:
    """Where the model of the shipped comments lies, as they are now; None where it is yet to be trained."""
    version = shipped_version(meaning=meaning)
    for folder in (SHIPPED, cache_dir / version):
        with suppress(MinyiError):
            if stored_version(folder, meaning=meaning) == version:
                return folder
    return None


def _kept(cache_dir: Path, meaning: bool) -> Tagger | None:
    folder = default_folder(cache_dir, meaning=meaning)
    return load(folder, meaning=meaning) if folder else None


def _trained(cache_dir: Path, meaning: bool, tell: Callable[[], None]) -> Tagger:
    tell()
    tagger = train_shipped(meaning=meaning, cache_dir=cache_dir)
    with suppress(MinyiError):
        save(tagger, cache_dir / tagger.version)
    return tagger
