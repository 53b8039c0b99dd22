"""What another model proposes for the comments that nobody has decided yet, in every batch that is not sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache

from corpus.events import Event, tell
from corpus.retries import persistent
from corpus.store import Store
from flows import models
from flows.chunks import chunks
from flows.opened import lent, url_of
from flows.proposing import Proposing
from flows.steps import Each, Progress
from flows.tagging_step import Model, Rescore, model_of
from review.learning import rescoring


def propose_anew(store: Store, how: Proposing, each: Each, progress: Progress) -> int:
    """Gives every open comment the proposal of the model that speaks now; how many got it.

    The store keeps the suggestions as of a run, so that the next run has them. Raises ``MinyiError`` if there is no
    usable model.
    """
    work = persistent(lambda: _open_comments(store))
    in_all = sum(map(len, work.values()))
    seen = changed = 0
    progress("rescore", seen, in_all)
    with ExitStack() as at_home:
        at_home.enter_context(lent(how.directory, how.directory))

        @cache
        def asked(meaning: bool) -> Model:
            model = model_of(how.model, meaning=meaning)
            at_home.enter_context(model.at_home(store))
            return model

        for batch, keys in work.items():
            for count, new in _batch(store, how, asked, each, batch, keys):
                seen, changed = seen + count, changed + new
                progress("rescore", seen, in_all)
    tell(Event.RESCORED, count=changed)
    return changed


def proposed_by(how: Proposing) -> str:
    """What proposals made so rest on, model and directory, for the job log."""
    return f"{how.version(meaning=True)} {how.directory.version}"


def _open_comments(store: Store) -> dict[int, Sequence[int]]:
    """The items to propose for, by batch."""
    there = {batch: rescoring.open_comments(store.engine, batch) for batch in rescoring.open_batches(store.engine)}
    return {batch: keys for batch, keys in there.items() if keys}


def _batch(
    store: Store, how: Proposing, asked: Callable[[bool], Model], each: Each, batch: int, keys: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """For each portion how many items it had, and how many got a new proposal. ``asked``: the model, by whether it
    reads the meaning."""
    model = asked(persistent(lambda: rescoring.texts_in(store.engine, batch)) <= models.THOROUGH)
    kept_as = how.kept_as(model.version)
    step = Rescore(url_of(store), model, how.directory, how.precision, kept_as, batch)
    yield from each("rescore", step, chunks(keys, lambda _: 1, rescoring.AT_ONCE, rescoring.AT_ONCE))
    persistent(lambda: rescoring.now_by(store.engine, batch, model.version))
