"""What steps need in the process that they run in (a database, a model, a pool), opened once and not for each chunk.

A step that has travelled finds nothing and opens what it needs, for all steps after it. The process that hands the
chunks over lends its own for as long as a stage takes, so that a step that stays there opens nothing a second time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from corpus.store import Store

T = TypeVar("T")

_lock = threading.RLock()
_opened: dict[Hashable, tuple[Any, Callable[[Any], None]]] = {}
_lent: dict[Hashable, list[Any]] = {}


def opened(key: Hashable, open_it: Callable[[], T], close_it: Callable[[T], None] = lambda _: None) -> T:
    """What is open under this key, the last that was lent first; else ``open_it()``, which then stays open until
    ``close_all``."""
    with _lock:
        found: T
        if key in _lent:
            found = _lent[key][-1]
        else:
            if key not in _opened:
                _opened[key] = open_it(), close_it
            found = _opened[key][0]
        return found


@contextmanager
def lent(key: Hashable, thing: object) -> Iterator[None]:
    """Lends a thing to the steps that run in this process meanwhile. Whoever lends it closes it."""
    with _lock:
        _lent.setdefault(key, []).append(thing)
    try:
        yield
    finally:
        with _lock:
            there = _lent[key]
            # The same thing may be lent twice: one of them comes back.
            del there[max(at for at, other in enumerate(there) if other is thing)]
            if not there:
                del _lent[key]


def forget(key: Hashable) -> None:
    """Lets go of what was opened under a key."""
    with _lock:
        thing, close_it = _opened.pop(key, (None, _leave))
    close_it(thing)


def close_all() -> None:
    """Lets go of everything that was opened here; what was lent stays."""
    for key in [*_opened]:
        forget(key)


def url_of(store: Store) -> str:
    """Where a step that has travelled finds the store, with the password."""
    return store.engine.url.render_as_string(hide_password=False)


def store_at(url: str) -> Store:
    """The store of a step. Raises as ``Store`` does."""
    return opened(("store", url), lambda: Store(url), Store.close)


def store_lent(store: Store) -> AbstractContextManager[None]:
    """Lends this process's own store, as ``lent`` does."""
    return lent(("store", url_of(store)), store)


def _leave(_thing: object) -> None:
    """There is nothing to close."""
