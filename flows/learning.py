"""An office's model: learnt from its rows, kept with its forerunners, replaced only by one that is not worse."""

from __future__ import annotations

import datetime
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from classifiers.model import HEADS, Tagger
from classifiers.storage import file_in, load, save
from classifiers.succession import Contest, contest
from classifiers.training import Training, train
from corpus.comments import LabelledComment
from corpus.messages import MinyiError
from flows import models

HISTORY = "history.jsonl"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of it. ``contest`` is None where there was no other model; ``kept`` says where the new one lies."""

    training: Training
    contest: Contest | None
    in_use: bool
    kept: Path


def learn(
    rows: Sequence[LabelledComment],
    folder: Path,
    *,
    only: bool = False,
    replace: bool = False,
    speaking: Tagger | None = None,
    heads: Collection[str] = HEADS,
) -> Learnt:
    """Trains the two models of a folder (with and without meaning) and puts them to use, if they are not worse.

    The model that was in use goes to ``versions``; one that is worse goes there itself, and the old one stays in use,
    unless ``replace``. ``speaking`` is what the new one is compared with where the folder has none, ``heads`` are what
    both are asked for. The same rows again change nothing. Raises ``MinyiError`` as ``classifiers.training.train``
    does, and where the folder cannot be written.
    """
    _check_place(folder)
    cache = models.cache_folder()
    training = train(rows, models.shipped_tagger(meaning=True), only=only, cache_dir=cache)
    fast = train(rows, models.shipped_tagger(meaning=False), only=only, cache_dir=cache).tagger
    old = _in_use(folder)
    rival = old or speaking
    found = contest(training, rival, heads) if rival and rival.version != training.tagger.version else None
    in_use = found is None or found.new_is_not_worse or replace
    kept = folder if in_use else folder / models.VERSIONS / training.tagger.version
    if in_use and old and old.version != training.tagger.version:
        _put_away(folder, old)
    _put((fast, training.tagger), kept)
    _note(folder, training, found, in_use)
    return Learnt(training, found, in_use, kept)


def _check_place(folder: Path) -> None:
    """Raises ``MinyiError`` where the folder is none or cannot be made, before anybody has waited for a training."""
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    wrong = errno.EACCES if there.is_dir() else errno.ENOTDIR
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise MinyiError("model-unwritable", str(folder), reason=os.strerror(wrong))


def _in_use(folder: Path) -> Tagger | None:
    """The folder's model; None also for one of another version of minyi, which cannot be asked any more."""
    with suppress(MinyiError):
        return load(folder, meaning=True)
    return None


def _put(taggers: Sequence[Tagger], place: Path) -> None:
    """Writes them both before either takes its place: where the second cannot be written, the former two stay."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=place) as beside:
            for tagger in taggers:
                save(tagger, Path(beside))
            for tagger in taggers:
                meaning = tagger.reads_meaning
                file_in(Path(beside), meaning=meaning).replace(file_in(place, meaning=meaning))
    except OSError as error:
        raise MinyiError("model-unwritable", str(place), reason=error.strerror or str(error)) from error
    except MinyiError as error:
        raise MinyiError(error.problem.code, str(place), **dict(error.problem.args)) from error


def _put_away(folder: Path, old: Tagger) -> None:
    """A copy of the model in use: the new one then takes its place whole, and at no instant is there none."""
    place = folder / models.VERSIONS / old.version
    place.mkdir(parents=True, exist_ok=True)
    for meaning in (False, True):
        with suppress(FileNotFoundError):
            shutil.copyfile(file_in(folder, meaning=meaning), file_in(place, meaning=meaning))


def _note(folder: Path, training: Training, found: Contest | None, in_use: bool) -> None:
    """One line a training, for whoever wants to know how the model came to be."""
    line = {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "version": training.tagger.version,
        "rows": len(training.rows),
        "accuracy": dict(training.accuracy),
        "macro_f1": dict(training.macro_f1),
        "compared": {"labels": found.asked, "old_right": found.old, "new_right": found.new} if found else None,
        "in_use": in_use,
    }
    with (folder / HISTORY).open("a", encoding="utf-8") as history:
        history.write(json.dumps(line, ensure_ascii=False) + "\n")
