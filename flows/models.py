"""Where the models lie on this machine, which of the two reads a batch, and the shipped ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from classifiers.model import Tagger

THOROUGH = 10_000
"""Different texts up to which a batch is read for its meaning too: about half a minute on two cores. Larger batches are
read by their wording alone, 30 times as fast and a little less right (docs/models.md)."""
VERSIONS = "versions"
"""The folder, beside an office's model in use, of those that were replaced and those that were refused."""
TRUSTED = 0.8
"""``classifiers.model.TRUSTED``, which is slow to import."""

LEAST = 20
"""Decided texts below which nothing is trained: what comes of fewer says more about them than about the office."""


def cache_folder() -> Path:
    """The folder of models made on this machine: ``MINYI_CACHE``, else the user's cache folder."""
    return Path(os.environ.get("MINYI_CACHE") or user_cache_path("minyi")) / "models"


def shipped_version(*, meaning: bool) -> str:
    """The version of the model that the shipped comments make, without loading or training it."""
    from classifiers import training  # noqa: PLC0415  (numpy is slow to import)

    return training.shipped_version(meaning=meaning)


def shipped_folder(*, meaning: bool) -> Path | None:
    """Where the model from the shipped comments lies; None where it can only be trained for this process alone."""
    from classifiers.storage import default_folder  # noqa: PLC0415

    return default_folder(cache_folder(), meaning=meaning)


def shipped_tagger(*, meaning: bool, tell: Callable[[], None] = lambda: None) -> Tagger:
    """The model from the shipped comments: loaded, or trained at first need, of which ``tell`` is told."""
    from classifiers.storage import default_tagger  # noqa: PLC0415  (two seconds that not every command must pay)

    return default_tagger(cache_folder(), meaning=meaning, tell=tell)


def version_of(folder: Path | None, *, meaning: bool) -> str:
    """The version of the tagger that ``open_tagger`` gives, without loading it. Raises as that does."""
    if folder is None:
        return shipped_version(meaning=meaning)
    from classifiers.storage import stored_version  # noqa: PLC0415  (two seconds that not every command must pay)

    return stored_version(folder, meaning=meaning)


def open_tagger(folder: Path | None, *, meaning: bool, tell: Callable[[], None] = lambda: None) -> Tagger:
    """The model in this folder, or the shipped one. Raises ``MinyiError`` if there is no usable model in it."""
    if folder is None:
        return shipped_tagger(meaning=meaning, tell=tell)
    from classifiers.storage import load  # noqa: PLC0415

    return load(folder, meaning=meaning)
