"""Checks of stated counts: totals against their parts, and counts of comments against the rows of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.records import Check, Comment, Document, Source, Table
from corpus.taxonomy import CONSTRUCTIVE
from extractors.checks.claims import CountClaim, TotalClaim, count_claims, total_claims

STATED_TOTAL, PARTS_SUM, CONSTRUCTIVE_COUNT = "stated_total", "parts_sum", "constructive_count"
_CAPTION_COUNT = re.compile(r"共计?\s*(\d+)\s*[条项件个]")
_SLIP, _SLIP_SHARE = Decimal(3), Decimal("0.2")
"""A difference up to three, or up to a fifth, is a slip; beyond it the count may be of a selection: a person looks."""
_ONE, _LEFT_OUT = Decimal(1), Decimal("0.1")
"""Parts that miss one, or up to a tenth, of their total are wrong; beyond it some may be left out, or counted twice."""
_SELECTION = Decimal("0.5")
"""Parts that miss a total by more are examples, or overlap: nothing is claimed, and of a number that is not called a
total (共, 总) nothing beyond a slip."""


def check_totals(document: Document) -> Iterator[Check]:
    """共12条，其中7条，5条: the parts must make the total.

    A total of comments is a ``stated_total``, that of anything else a ``parts_sum``. Nothing is claimed of parts that
    miss a total which they need not make (约, 其余, 重复).
    """
    for paragraph in document.paragraphs:
        for claim in total_claims(paragraph.text):
            found = sum(claim.parts, Decimal(0))
            ok = _add_up(claim, found)
            if claim.is_open and ok is not True:
                continue
            most = claim.total * _SELECTION if claim.called_total else Decimal(0)
            if not _is_slip(claim.total, found) and abs(claim.total - found) > most:
                continue
            yield Check(
                rule=STATED_TOTAL if claim.of_comments else PARTS_SUM,
                quote=claim.quote,
                source=paragraph.source,
                stated=f"{claim.total}",
                found=f"{found}",
                ok=ok,
                note=_parts_note(claim, found, ok),
            )


def check_counts(document: Document, tables: Sequence[Table], comments: Sequence[Comment]) -> Iterator[Check]:
    """16条意见建议, 4项建设性意见建议: against the rows of the tables in the same document. Each number once.

    What a table's own caption says (共80条) is checked against that table.
    """
    if not comments:
        return
    for table in tables:
        rows = sum(comment.source.table == table.source.table for comment in comments)
        for claim in _CAPTION_COUNT.finditer(table.caption or "") if rows else ():
            yield _rows_check(STATED_TOTAL, int(claim[1]), rows, table.caption or "", table.source)
    seen: set[tuple[int, bool]] = set()
    for paragraph in document.paragraphs:
        for count in count_claims(paragraph.text):
            if (count.count, count.constructive) in seen:
                continue
            seen.add((count.count, count.constructive))
            if not count.constructive:
                yield _all_rows(count, paragraph.source, comments)
            elif any(comment.given_kind for comment in comments):
                found = _nearest(count.count, [c for c in comments if c.given_kind == CONSTRUCTIVE])
                yield _rows_check(CONSTRUCTIVE_COUNT, count.count, found, count.quote, paragraph.source)


def _all_rows(claim: CountClaim, source: Source, comments: Sequence[Comment]) -> Check:
    found = _nearest(claim.count, comments)
    if found < claim.count and {comment.given_kind for comment in comments} == {CONSTRUCTIVE}:
        note = f"随文表格 {found} 行，均为建设性意见建议；其余 {claim.count - found} 条未随文。"
        return Check(STATED_TOTAL, claim.quote, source, str(claim.count), str(found), None, note)
    return _rows_check(STATED_TOTAL, claim.count, found, claim.quote, source)


def _rows_check(rule: str, stated: int, found: int, quote: str, source: Source) -> Check:
    ok = _agrees(Decimal(stated), Decimal(found))
    what = "表中建设性意见建议" if rule == CONSTRUCTIVE_COUNT else "随文表格"
    note = f"{what} {found} 行"
    if ok is not True:
        note += f"，与文中 {stated} 相差 {abs(stated - found)}"
    if ok is None:
        note += "，可能只附了一部分或不是同一批，请核对"
    return Check(rule, quote, source, str(stated), str(found), ok, f"{note}。")


def _nearest(stated: int, comments: Sequence[Comment]) -> int:
    """All rows, or those of the one table that comes nearest: a document may list the same comments in two tables."""
    by_table: dict[int | None, int] = {}
    for comment in comments:
        by_table[comment.source.table] = by_table.get(comment.source.table, 0) + 1
    return min((len(comments), *by_table.values()), key=lambda count: abs(count - stated))


def _agrees(stated: Decimal, found: Decimal) -> bool | None:
    """Equal, not equal, or (too far off for a slip of the pen) not to be decided."""
    if stated == found:
        return True
    return False if abs(stated - found) <= max(_SLIP, stated * _SLIP_SHARE) else None


def _add_up(claim: TotalClaim, found: Decimal) -> bool | None:
    """A slip is wrong. Parts that fall far short may not be all, those far beyond may overlap unless each is named
    (分别为), and those with decimals may be rounded: a person looks."""
    if found == claim.total:
        return True
    if abs(found - claim.total) <= _rounding(claim):
        return None
    return False if _is_slip(claim.total, found) or (claim.each_named and found > claim.total) else None


def _rounding(claim: TotalClaim) -> Decimal:
    """By how much rounded parts may miss their total: half of the last place each; points are not rounded."""
    places = max(-int(part.as_tuple().exponent) for part in claim.parts)
    return len(claim.parts) * Decimal(5).scaleb(-places - 1) if places > 0 and claim.unit != "分" else Decimal(0)


def _is_slip(total: Decimal, found: Decimal) -> bool:
    return abs(total - found) <= max(_ONE, total * _LEFT_OUT)


def _parts_note(claim: TotalClaim, found: Decimal, ok: bool | None) -> str:
    listed, unit = "+".join(f"{part}" for part in claim.parts), claim.unit
    apart = "" if ok else f"，与总数 {claim.total}{unit} 相差 {abs(found - claim.total)}{unit}"
    if abs(found - claim.total) <= _rounding(claim):
        why = "可能为四舍五入"
    else:
        why = "可能未列全" if found < claim.total else "可能有交叉重复"
    return f"分项 {listed}={found}{unit}{apart}{f'，{why}，请核对' if ok is None else ''}。"
