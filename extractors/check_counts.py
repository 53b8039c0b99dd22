"""Checks of stated counts: totals against their parts, and counts of comments against the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from corpus.records import Check, Comment, Document, Source, Table
from corpus.taxonomy import CONSTRUCTIVE
from extractors.claims import count_claims, total_claims

STATED_TOTAL, PARTS_SUM, CONSTRUCTIVE_COUNT = "stated_total", "parts_sum", "constructive_count"
_CLOSE = Decimal("0.8")
"""Under this share the parts, or the rows, are taken for a selection: a person has to look."""
_SELECTION = Decimal("0.5")
"""Under this share 其中 gives examples and claims nothing."""


def check_totals(document: Document) -> Iterator[Check]:
    """共12条，其中7条，5条: the parts must make the total.

    A total of comments is a ``stated_total``, that of anything else a ``parts_sum``.
    """
    for text, source in _texts(document, ()):
        for claim in total_claims(text):
            found = sum(claim.parts, Decimal(0))
            if found < claim.total * _SELECTION:
                continue
            yield Check(
                rule=STATED_TOTAL if claim.of_comments else PARTS_SUM,
                quote=claim.quote,
                source=source,
                stated=f"{claim.total}",
                found=f"{found}",
                ok=_agrees(claim.total, found),
                note=_parts_note(claim.total, found, claim.parts, claim.unit),
            )


def check_counts(document: Document, tables: Sequence[Table], comments: Sequence[Comment]) -> Iterator[Check]:
    """16条意见建议, 4项建设性意见建议: against the rows of the tables in the same document. Each number once."""
    if not comments:
        return
    seen: set[tuple[int, bool]] = set()
    for text, source in _texts(document, tables):
        for claim in count_claims(text):
            if (claim.count, claim.constructive) in seen:
                continue
            seen.add((claim.count, claim.constructive))
            if not claim.constructive:
                yield _all_rows(claim.count, claim.quote, source, comments)
            elif any(comment.given_kind for comment in comments):
                yield _constructive_rows(claim.count, claim.quote, source, comments)


def _all_rows(stated: int, quote: str, source: Source, comments: Sequence[Comment]) -> Check:
    found = _nearest(stated, comments)
    note = None
    ok = _agrees(Decimal(stated), Decimal(found), selection_possible=True)
    if found < stated and {comment.given_kind for comment in comments} == {CONSTRUCTIVE}:
        ok, note = None, f"随文表格 {found} 行，均为建设性意见建议；其余 {stated - found} 条未随文。"
    elif found != stated:
        note = f"文中 {stated} 条，随文表格 {found} 行，相差 {abs(stated - found)}。"
    return Check(STATED_TOTAL, quote, source, str(stated), str(found), ok, note)


def _constructive_rows(stated: int, quote: str, source: Source, comments: Sequence[Comment]) -> Check:
    found = _nearest(stated, [comment for comment in comments if comment.given_kind == CONSTRUCTIVE])
    note = None if found == stated else f"文中 {stated} 项建设性意见建议，表中类型为建设性的 {found} 行。"
    return Check(CONSTRUCTIVE_COUNT, quote, source, str(stated), str(found), found == stated, note)


def _nearest(stated: int, comments: Sequence[Comment]) -> int:
    """All rows, or those of the one table that comes nearest: a document may list the same comments in two tables."""
    by_table: dict[int | None, int] = {}
    for comment in comments:
        by_table[comment.source.table] = by_table.get(comment.source.table, 0) + 1
    return min((len(comments), *by_table.values()), key=lambda count: abs(count - stated))


def _agrees(stated: Decimal, found: Decimal, selection_possible: bool = False) -> bool | None:
    """Equal, not equal, or (too far below for a slip of the pen) not to be decided."""
    if stated == found:
        return True
    if found > stated and not selection_possible:
        return False
    return False if min(stated, found) >= max(stated, found) * _CLOSE else None


def _parts_note(total: Decimal, found: Decimal, parts: Iterable[Decimal], unit: str) -> str | None:
    if found == total:
        return None
    listed = "+".join(f"{part}" for part in parts)
    return f"分项 {listed}={found}{unit}，与总数 {total}{unit} 相差 {abs(total - found)}{unit}。"


def _texts(document: Document, tables: Sequence[Table]) -> Iterator[tuple[str, Source]]:
    yield from ((paragraph.text, paragraph.source) for paragraph in document.paragraphs)
    yield from ((table.caption, table.source) for table in tables if table.caption)
