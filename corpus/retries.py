"""What may pass is tried again, for a minute and a half in all: I/O, never what a file or a rule is to blame for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from corpus.events import Event, Level, facts_of, tell
from corpus.messages import PassingError

if TYPE_CHECKING:
    from tenacity import RetryCallState

R = TypeVar("R")

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0)
"""Seconds before each further attempt: a PostgreSQL that is started anew is back within the first few."""


def may_pass(error: BaseException) -> bool:
    """Whether another attempt may go better."""
    return isinstance(error, PassingError)


def tell_retry(error: BaseException, failed: int, wait: float) -> None:
    """Says that something that has failed so many times is tried again in ``wait`` seconds, and why it failed."""
    tell(Event.RETRY, Level.WARNING, failed=failed, wait=wait, **facts_of(error))


def persistent(work: Callable[[], R]) -> R:
    """The result of ``work``, tried again as long as what it raises may pass. Raises what it raised last.

    ``work`` may be done twice, and has no call of this in it: the attempts would multiply.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_chain, wait_fixed  # noqa: PLC0415  (seldom)

    attempts = Retrying(
        retry=retry_if_exception(may_pass),
        stop=stop_after_attempt(len(WAITS) + 1),
        wait=wait_chain(*map(wait_fixed, WAITS)),
        before_sleep=_tell_attempt,
        reraise=True,
    )
    return attempts(work)


def _tell_attempt(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    if error is not None:
        tell_retry(error, state.attempt_number, state.upcoming_sleep)
