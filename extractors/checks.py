"""A document's claims against what was counted in it. Each rule has a name; none judges what it cannot count."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Check, Comment, Document, Notice, Table
from extractors.check_counts import check_counts, check_totals
from extractors.check_points import check_points, check_sum
from extractors.check_structure import check_annexes, check_numbering
from extractors.comments import deductions


def checks(
    document: Document, notice: Notice | None, tables: Sequence[Table], comments: Sequence[Comment]
) -> tuple[Check, ...]:
    """All checks: ``stated_total``, ``parts_sum``, ``constructive_count``, ``deduction_points``, ``deduction_total``,
    ``annex_present``, ``numbering``. ``ok`` is None where a person has to look; ``note`` says why, in Chinese.
    """
    lost_points = deductions(tables)
    return (
        *check_totals(document),
        *check_counts(document, tables, comments),
        *check_sum(document, tables, lost_points),
        *check_points(lost_points),
        *check_annexes(document, notice, tables),
        *check_numbering(document),
    )
