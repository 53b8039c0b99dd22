"""The files behind the paths of a command, as work for the processes that read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.messages import UnreadableError, describe

if TYPE_CHECKING:
    from corpus.records import Extraction
    from extractors.limits import Limits
    from extractors.workers import Work


def works(paths: Sequence[Path], limits: Limits, pass_over: Callable[[str, str], None]) -> Iterator[Work | Extraction]:
    """Every file behind the paths; what cannot be had is an extraction that failed.

    ``pass_over`` is called with the name of each file that is no document, and why.
    """
    from extractors.extract import failed  # noqa: PLC0415  (--help must not pay for it)
    from extractors.intake import arrivals  # noqa: PLC0415
    from extractors.workers import Work  # noqa: PLC0415

    for arrival in arrivals(paths, limits):
        if arrival.skipped:
            pass_over(arrival.shown_as, describe(arrival.skipped))
        elif arrival.problem:
            yield failed(arrival.shown_as, arrival.problem)
        elif arrival.path is not None:
            yield Work(arrival.shown_as, arrival.path)
        else:
            try:
                yield Work(arrival.shown_as, arrival.data())
            except UnreadableError as error:
                yield failed(arrival.shown_as, error.problem)


def counted(found: Iterator[Work | Extraction]) -> tuple[Iterator[Work | Extraction], int | None]:
    """The same files, and how many processes they want: one for a single file, else (None) one a processor."""
    ahead = [*islice(found, 2)]
    return chain(ahead, found), None if len(ahead) > 1 else 1
