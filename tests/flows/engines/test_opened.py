"""What steps need in a process is opened once, or lent by whoever hands the chunks over."""

from __future__ import annotations

import uuid

from flows.opened import close_all, forget, lent, opened


def test_it_is_opened_once_for_all_chunks() -> None:
    key, times = uuid.uuid4(), []

    def open_it() -> str:
        times.append(1)
        return "model"

    assert [opened(key, open_it), opened(key, open_it)] == ["model", "model"]
    assert len(times) == 1
    forget(key)
    assert opened(key, open_it) == "model"
    assert len(times) == 2
    forget(key)


def test_what_is_lent_goes_before_and_comes_back_unharmed() -> None:
    key, closed = uuid.uuid4(), []
    assert opened(key, lambda: "own", closed.append) == "own"
    with lent(key, "first"):
        with lent(key, "second"):
            assert opened(key, lambda: "never") == "second"
        assert opened(key, lambda: "never") == "first"
        close_all()
        assert opened(key, lambda: "never") == "first"
    assert closed == ["own"]
    assert opened(key, lambda: "anew", closed.append) == "anew"
    forget(key)
    assert closed == ["own", "anew"]


def test_what_is_lent_twice_is_there_until_both_have_given_it_back() -> None:
    key = uuid.uuid4()
    with lent(key, "store"):
        with lent(key, "store"):
            pass
        assert opened(key, lambda: "never") == "store"
    assert opened(key, lambda: "own") == "own"
    forget(key)


def test_nothing_happens_where_nothing_was_opened() -> None:
    forget(uuid.uuid4())
