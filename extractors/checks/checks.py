"""A document's claims against what was counted in it. Each rule has a name; none judges what it cannot count."""

from __future__ import annotations

from collections.abc import Sequence

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


def checks(
    document: Document,
    notice: Notice | None,
    tables: Sequence[Table],
    comments: Sequence[Comment],
    deductions: Sequence[Deduction],
    deadlines: Sequence[Deadline],
    outline: Sequence[Heading],
) -> tuple[Check, ...]:
    """All checks, each under its rule: counts and sums, shares, points, dates and deadlines, places, the build.

    ``ok`` is None where a person has to look; ``note`` says why, in Chinese. The names of the rules stand in
    ``forms.toml`` (``words.check_rule``).
    """
    return (
        *check_totals(document),
        *check_counts(document, tables, comments),
        *check_sum(document, tables, deductions),
        *check_points(deductions, tables),
        *check_arithmetic(document),
        *check_column_totals(tables),
        *check_shares(document, tables),
        *check_weekdays(document, notice, tables),
        *check_calendar(document, notice, tables),
        *check_own_dates(document, notice),
        *check_deadlines(document, notice, tables, deadlines),
        *check_places(tables, comments),
        *check_annexes(document, notice),
        *check_numbering(document, outline),
        *check_announced(document, outline),
        *check_rows(tables),
    )
