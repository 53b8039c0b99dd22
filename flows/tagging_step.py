"""The steps that ask the model: for the texts of a batch, and anew for what is still open in the review.

Texts travel, models do not: every process loads its own, once, and says no where it is not the model of the job.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.directory import Directory
from corpus.messages import MinyiError
from corpus.store import Store
from flows import models
from flows.opened import forget, opened, store_at, store_lent
from review.learning import rescoring

if TYPE_CHECKING:
    from classifiers.model import Tagger

Text = tuple[str, str, str]
"""A comment's ``text_key``, text, and title (which may be empty)."""


@dataclass(frozen=True, slots=True)
class Model:
    """The model that a step asks: its folder (None for the shipped one), whether it reads the meaning, its version."""

    folder: Path | None
    meaning: bool
    version: str

    @property
    def tagger(self) -> Tagger:
        """Loaded once a process. Raises ``MinyiError`` if there is no usable model, or another one."""
        found = opened(self._key, lambda: models.open_tagger(self.folder, meaning=self.meaning))
        if found.version != self.version:
            # It may be the right one by the time it is asked for again.
            forget(self._key)
            where = str(self.folder or "")
            raise MinyiError(
                "engine-model-differs", where=where, host=platform.node(), found=found.version, wanted=self.version
            )
        return found

    @contextmanager
    def at_home(self, store: Store | None) -> Iterator[None]:
        """Lends a step this process's store, where there is one, as long as it may run here, and lets go of the model
        afterwards."""
        try:
            with store_lent(store) if store else nullcontext():
                yield
        finally:
            forget(self._key)

    @property
    def _key(self) -> Hashable:
        return "tagger", self.folder, self.meaning, self.version


def model_of(folder: Path | None, *, meaning: bool, tell: Callable[[], None] = lambda: None) -> Model:
    """The model that lies there, or the shipped one, not loaded yet. Raises ``MinyiError`` if there is no usable one.

    Where the shipped one is yet to be trained, it is trained now (``tell`` is called) and not by every worker.
    """
    if folder is None and models.shipped_folder(meaning=meaning) is None:
        models.shipped_tagger(meaning=meaning, tell=tell)
    return Model(folder, meaning, models.version_of(folder, meaning=meaning))


@dataclass(frozen=True, slots=True)
class TagTexts:
    """Tags a portion of texts and keeps the suggestions as the model made them, ``kept_as``; how many they were."""

    database_url: str = field(repr=False)
    model: Model
    precision: float
    kept_as: str

    def __call__(self, portion: Sequence[Text]) -> int:
        found = self.model.tagger.tag(
            [text for _, text, _ in portion], [title for *_, title in portion], self.precision
        )
        keys = [key for key, *_ in portion]
        store_at(self.database_url).keep_suggestions(dict(zip(keys, found, strict=True)), self.kept_as)
        return len(portion)


@dataclass(frozen=True, slots=True)
class Rescore:
    """Gives the open ones of a portion of items the proposals of the model, in the names of the directory."""

    database_url: str = field(repr=False)
    model: Model
    directory: Directory
    precision: float
    kept_as: str
    batch: int

    def __call__(self, portion: Sequence[int]) -> tuple[int, int]:
        """How many items the portion had, and how many of them got a new proposal."""
        from classifiers.routing import routed  # noqa: PLC0415  (slow, and not every worker is asked)

        store = store_at(self.database_url)
        waiting = rescoring.waiting(store.engine, portion)
        texts = {one.key: (one.text, one.title) for one in waiting}
        known = store.suggestions(texts, self.kept_as)
        new = [key for key in texts if key not in known]
        if new:
            found = self.model.tagger.tag(
                [texts[key][0] for key in new], [texts[key][1] for key in new], self.precision
            )
            known |= dict(zip(new, found, strict=True))
            store.keep_suggestions({key: known[key] for key in new}, self.kept_as)
        # The first of equal directories: it has its places and units at hand already.
        directory = opened(self.directory, lambda: self.directory)
        named = {one.key: routed(known[one.key], one.task.text, directory) for one in waiting}
        return len(portion), rescoring.rescore(store.engine, self.batch, waiting, named)
