"""A document's claims against what was counted in it. Each rule has a name; none judges what it cannot count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from corpus.records import Check, Comment, Deadline, Deduction, Document, Heading, Notice, Table
from extractors.checks.annexes import check_annexes
from extractors.checks.announced import check_announced
from extractors.checks.arithmetic import check_arithmetic
from extractors.checks.columns import check_column_totals
from extractors.checks.counts import check_counts, check_totals
from extractors.checks.dates import check_calendar, check_own_dates, check_weekdays
from extractors.checks.deadlines import check_deadlines
from extractors.checks.numbering import check_numbering
from extractors.checks.places import check_places
from extractors.checks.points import check_points, check_sum
from extractors.checks.rows import check_rows
from extractors.checks.shares import check_shares


def each_check(
    document: Document,
    notice: Notice | None,
    tables: Sequence[Table],
    comments: Sequence[Comment],
    deductions: Sequence[Deduction],
    deadlines: Sequence[Deadline],
    outline: Sequence[Heading],
) -> tuple[Callable[[], Iterable[Check]], ...]:
    """What each kind of check is asked: counts and sums, shares, points, dates and deadlines, places, the build.

    They are called one by one, so that a defect in one costs its own checks only. ``ok`` is None where a person has to
    look; ``note`` says why, in Chinese. The names of the rules stand in ``forms.toml`` (``words.check_rule``).
    """
    return (
        partial(check_totals, document),
        partial(check_counts, document, tables, comments),
        partial(check_sum, document, tables, deductions),
        partial(check_points, deductions, tables),
        partial(check_arithmetic, document),
        partial(check_column_totals, tables),
        partial(check_shares, document, tables),
        partial(check_weekdays, document, notice, tables),
        partial(check_calendar, document, notice, tables),
        partial(check_own_dates, document, notice),
        partial(check_deadlines, document, notice, tables, deadlines),
        partial(check_places, tables, comments),
        partial(check_annexes, document, notice),
        partial(check_numbering, document, outline),
        partial(check_announced, document, outline),
        partial(check_rows, tables),
    )
