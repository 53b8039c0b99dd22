"""What another model proposes for the comments that nobody has decided yet, in every batch that is not sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from classifiers.model import Tagger
from classifiers.routing import routed
from corpus.store import Store
from flows import models
from flows.chunks import chunks
from flows.proposing import Proposing
from flows.steps import Each, Progress
from review.learning import rescoring


def propose_anew(store: Store, how: Proposing, each: Each, progress: Progress) -> int:
    """Gives every open comment the proposal of the model that speaks now; how many got it.

    The store keeps the suggestions as of a run, so that the next run has them. Raises ``MinyiError`` if there is no
    usable model.
    """
    there = {batch: rescoring.open_comments(store.engine, batch) for batch in rescoring.open_batches(store.engine)}
    work = {batch: keys for batch, keys in there.items() if keys}
    taggers = cache(lambda meaning: models.open_tagger(how.model, meaning=meaning))
    in_all = sum(map(len, work.values()))
    seen = changed = 0
    progress("rescore", seen, in_all)
    for batch, keys in work.items():
        for count, new in _batch(store, how, taggers, each, batch, keys):
            seen, changed = seen + count, changed + new
            progress("rescore", seen, in_all)
    return changed


def _batch(
    store: Store, how: Proposing, taggers: Callable[[bool], Tagger], each: Each, batch: int, keys: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """For each portion how many items it had, and how many got a new proposal. ``taggers``: by whether it reads the
    meaning."""
    tagger = taggers(rescoring.texts_in(store.engine, batch) <= models.THOROUGH)
    version = how.kept_as(tagger.version)

    def step(portion: Sequence[int]) -> tuple[int, int]:
        waiting = rescoring.waiting(store.engine, portion)
        texts = {one.key: (one.text, one.title) for one in waiting}
        known = store.suggestions(texts, version)
        new = [key for key in texts if key not in known]
        if new:
            found = tagger.tag([texts[key][0] for key in new], [texts[key][1] for key in new], how.precision)
            known |= dict(zip(new, found, strict=True))
            store.keep_suggestions({key: known[key] for key in new}, version)
        named = {one.key: routed(known[one.key], one.task.text, how.directory) for one in waiting}
        return len(portion), rescoring.rescore(store.engine, batch, waiting, named)

    yield from each("rescore", step, tuple(chunks(keys, lambda _: 1, rescoring.AT_ONCE, rescoring.AT_ONCE)))
    rescoring.now_by(store.engine, batch, tagger.version)
