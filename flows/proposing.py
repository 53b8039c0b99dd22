"""What is proposed for the comments of a batch: made by a model, kept in the store, said in the office's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from corpus.directory import Directory, shipped_directory
from corpus.records import Extraction, Suggestion
from corpus.retries import persistent
from corpus.store import Store, text_key
from flows import models
from flows.chunks import chunks
from flows.opened import url_of
from flows.steps import Each, Progress
from flows.tagging_step import TagTexts, model_of

VERSION = "2"
"""Part of what suggestions are kept under: raise it when the same model is to propose otherwise for the same text."""
_TEXTS_AT_ONCE = 2_000

Texts = Mapping[str, tuple[str, str]]
"""Text and title of each different comment, by its ``text_key``."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """Whose word counts: the folder of the office's model (None for the shipped one), its directory, and the precision
    that a proposal must be expected to have for nobody to look at it."""

    model: Path | None = None
    directory: Directory = field(default_factory=shipped_directory)
    precision: float = models.TRUSTED

    def version(self, *, meaning: bool) -> str:
        """That of its model, as ``kept_as``. Raises ``MinyiError`` if there is no usable model."""
        return self.kept_as(models.version_of(self.model, meaning=meaning))

    def kept_as(self, model: str) -> str:
        """What the suggestions of a model are kept under: its version, ours, and how sure it had to be of each."""
        return f"{model} {VERSION} {self.precision}"


@dataclass(frozen=True, slots=True)
class Proposals:
    """By ``text_key``: suggestions, and groups of near-duplicates. ``model`` is None where nothing was to be tagged."""

    suggestions: Mapping[str, Suggestion]
    groups: Mapping[str, str]
    model: str | None


def proposals(
    extractions: Iterable[Extraction],
    store: Store,
    how: Proposing,
    each: Each,
    progress: Progress,
    settled: Mapping[str, str] = MappingProxyType({}),
) -> Proposals:
    """Of every comment; a very large batch is not read for its meaning.

    ``settled`` has texts that are decided, by key, and the version of the model whose proposal lay before the reviewer
    (``review.settled``): that proposal stays, and a new model is not asked.
    The store keeps suggestions as the model made them, for directories change. Raises as ``Proposing.version`` does.
    """
    texts = {text_key(c.text, c.title): (c.text, c.title or "") for e in extractions for c in e.comments}
    if not texts:
        return Proposals({}, {}, None)
    meaning = len(texts) <= models.THOROUGH
    model = models.version_of(how.model, meaning=meaning)
    version = how.kept_as(model)
    before = persistent(lambda: _before(texts, store, how, settled))
    asked = [key for key in texts if key not in before]
    known = persistent(lambda: store.suggestions(asked, version))
    unknown = [key for key in asked if key not in known]
    if unknown:
        _tag(unknown, texts, store, how, meaning, each, progress)
        known = persistent(lambda: store.suggestions(asked, version))
    known |= before
    from classifiers.duplicates import groups  # noqa: PLC0415  (not needed where nothing is to be tagged)
    from classifiers.routing import routed  # noqa: PLC0415

    whole = {key: f"{title}\n{text}" for key, (text, title) in texts.items()}
    similar = groups([*whole.values()], how.directory.gazetteer)
    return Proposals(
        {key: routed(suggestion, whole[key], how.directory) for key, suggestion in known.items()},
        dict(zip(texts, similar, strict=True)),
        model,
    )


def _before(texts: Texts, store: Store, how: Proposing, settled: Mapping[str, str]) -> dict[str, Suggestion]:
    """What earlier models said of texts that are settled, as far as the store has it."""
    by_model: dict[str, list[str]] = {}
    for key in texts:
        if model := settled.get(key):
            by_model.setdefault(model, []).append(key)
    return {
        key: suggestion
        for model, keys in by_model.items()
        for key, suggestion in store.suggestions(keys, how.kept_as(model)).items()
    }


def _tag(
    keys: Sequence[str], texts: Texts, store: Store, how: Proposing, meaning: bool, each: Each, progress: Progress
) -> None:
    model = model_of(how.model, meaning=meaning, tell=lambda: progress("train", 0, 1))
    step = TagTexts(url_of(store), model, how.precision, how.kept_as(model.version))
    done = 0
    progress("tag", done, len(keys))
    unknown = ((key, *texts[key]) for key in keys)
    with model.at_home(store):
        for count in each("tag", step, chunks(unknown, lambda _: 1, _TEXTS_AT_ONCE, _TEXTS_AT_ONCE)):
            done += count
            progress("tag", done, len(keys))
