"""Where the models lie on this machine, and the shipped one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from classifiers.model import Tagger


def cache_folder() -> Path:
    """The folder of models made on this machine: ``MINYI_CACHE``, else the user's cache folder."""
    return Path(os.environ.get("MINYI_CACHE") or user_cache_path("minyi")) / "models"


def shipped_version() -> str:
    """The version of the model that the shipped comments make, without loading or training it."""
    from classifiers.storage import default_version  # noqa: PLC0415  (imports scikit-learn's version only)

    return default_version()


def shipped_is_trained() -> bool:
    """Whether the model from the shipped comments lies in the cache, so that nobody has to wait for it."""
    from classifiers.storage import FILE  # noqa: PLC0415

    return (cache_folder() / shipped_version() / FILE).is_file()


def shipped_tagger() -> Tagger:
    """The model from the shipped comments: loaded, or trained at first need."""
    from classifiers.storage import default_tagger  # noqa: PLC0415  (two seconds that not every command must pay)

    return default_tagger(cache_folder())


def open_tagger(folder: Path | None) -> Tagger:
    """The model in this folder, or the shipped one. Raises ``MinyiError`` if there is no usable model in it."""
    if folder is None:
        return shipped_tagger()
    from classifiers.storage import load  # noqa: PLC0415

    return load(folder)
