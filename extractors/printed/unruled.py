"""Tables without vertical rulings: columns held apart by white space alone.

A table is lines that have the same gutters from the first to the last, and something that says that they are rows:
rules across (三线表), shaded rows, a header whose words are known, a column of numbers, or a caption. Lists with tabs,
signatures side by side and text in two columns have gutters as well and none of this: a table missed leaves its words
in the text, but a text made a table is torn apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.records import Box
from extractors.printed.ink import PageInk, Ruling
from extractors.printed.strips import Region, Rule, Span, Strip, free, gutters, without
from extractors.printed.table_signs import aligned, is_running_text, says_table
from extractors.printed.tables import PageTable
from extractors.printed.unruled_rows import matrix_of

_NARROWEST = 0.4
"""Em of a gutter, at least."""
_REACH = 5.0
"""Em from one line of a table to the next, at most."""
_SIZES = (0.75, 1.34)
"""Lines smaller or larger than this, by the first one, are not the table's."""
_FEW = 3
"""Rows from which on a table can be told without rules."""
_SAME_RULE = 3.0
"""Points by which the ends of rules of one table may differ."""
_SHORTEST_RULE = 100.0
_MOST = 2000
"""More rules and shadings than this are a drawing."""
_WIDER = 3.0
"""A rule more than so many times as wide as the text between rules is not the table's."""


def unruled_tables(ink: PageInk, strips: Sequence[Strip]) -> tuple[tuple[PageTable, ...], tuple[Strip, ...]]:
    """The tables among the strips of a page (from top to bottom), and the strips outside of them.

    Only a page with two parted lines, or one between rules, is looked at further.
    """
    rules = [r for r in ink.rulings if r.x1 - r.x0 >= _SHORTEST_RULE]
    if sum(strip.parted for strip in strips) < (1 if len(rules) > 2 else 2):
        return (), tuple(strips)
    strips = [strip.finer() for strip in strips]
    shades = ink.shades
    if len(rules) + len(shades) > _MOST:
        rules, shades = [], ()
    tables: list[PageTable] = []
    for region in list(_stacked(strips, rules)):
        tables.append(_table(ink.number, region))
        strips = _outside(strips, region)
    bands = [*rules, *_bands(shades)]
    for region in list(_grown(strips, bands)):
        tables.append(_table(ink.number, region))
        strips = _outside(strips, region)
    tables.sort(key=lambda table: table.box[1])
    return tuple(tables), tuple(strips)


def _outside(strips: Sequence[Strip], region: Region) -> list[Strip]:
    inside = {id(strip) for strip in region.strips}
    return [strip for strip in strips if id(strip) not in inside]


def _stacked(strips: Sequence[Strip], rules: Sequence[Ruling]) -> Iterator[Region]:
    """Tables between rules of one length: above the first lies nothing, below it the header, then the rows.

    Shorter rules among them part the rows of some columns: those that they leave out hold a merged cell.
    """
    for stack in _stacks(rules):
        bands = [[strip for strip in strips if above.y < _middle(strip) <= below.y] for above, below in pairwise(stack)]
        if whole := _between_rules(bands, stack):
            yield whole
            continue
        start = 0
        while start < len(bands):
            end = start
            while end < len(bands) and any(strip.parted for strip in bands[end]):
                end += 1
            if end - start >= 2 and (found := _between_rules(bands[start:end], stack[start : end + 1])):
                yield found
            start = max(end, start) + 1


def _middle(strip: Strip) -> float:
    """The height of the line's middle."""
    return strip.line.baseline - 0.38 * strip.line.em


def _stacks(rules: Sequence[Ruling]) -> Iterator[list[Rule]]:
    """Three rules and more that begin and end at the same places, and the shorter ones among them, from top to
    bottom."""
    left = sorted(rules, key=lambda rule: (rule.x0 - rule.x1, rule.top))
    while left:
        widest = left[0]
        same = [r for r in left if abs(r.x0 - widest.x0) <= _SAME_RULE and abs(r.x1 - widest.x1) <= _SAME_RULE]
        left = [rule for rule in left if rule not in same]
        top, bottom = min(rule.top for rule in same), max(rule.top for rule in same)
        inside = [r for r in left if top < r.top < bottom and widest.x0 - 1 <= r.x0 and r.x1 <= widest.x1 + 1]
        heights: list[Rule] = []
        for rule in sorted([*same, *inside], key=lambda r: r.top):
            if heights and rule.top - heights[-1].y <= _SAME_RULE:
                before = heights[-1]
                heights[-1] = Rule(before.y, min(before.x0, rule.x0), max(before.x1, rule.x1))
            else:
                heights.append(Rule(rule.top, rule.x0, rule.x1))
        if len(heights) >= 3:
            left = [rule for rule in left if rule not in inside]
            yield heights


def _between_rules(bands: Sequence[Sequence[Strip]], stack: Sequence[Rule]) -> Region | None:
    """The table of these bands, if its body has gutters. The first band is the header, unless it is in one piece: then
    it is the rest of a row of the page before."""
    extent = min(rule.x0 for rule in stack), max(rule.x1 for rule in stack)
    goes_on = not any(strip.parted for strip in bands[0])
    head, body = ([] if goes_on else list(bands[0])), [strip for band in bands[not goes_on :] for strip in band]
    for rule, band in zip(stack[1:], [] if goes_on else bands[1:], strict=False):
        if rule.x1 - rule.x0 >= extent[1] - extent[0] - 2 * _SAME_RULE:
            break
        head, body = [*head, *band], body[len(band) :]
    whole = (*head, *body)
    if any(strip.is_no_row for strip in whole) or not body:
        return None
    em = median(strip.line.em for strip in whole)
    between = gutters(free(body), _NARROWEST * em)
    if not between or not any(strip.parted for strip in body):
        return None
    return Region(whole, between, tuple(stack[1:-1]), len(head), extent)


def _bands(shades: Sequence[Box]) -> Iterator[Ruling]:
    """The upper and lower edges of shaded rows; the shadings of single cells side by side are one row's."""
    rows: dict[tuple[int, int], list[Box]] = {}
    for box in shades:
        rows.setdefault((round(box[1] / 2), round(box[3] / 2)), []).append(box)
    for boxes in rows.values():
        x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
        if x1 - x0 >= _SHORTEST_RULE:
            yield Ruling(x0, boxes[0][1], x1, boxes[0][1])
            yield Ruling(x0, boxes[0][3], x1, boxes[0][3])


def _grown(strips: Sequence[Strip], bands: Sequence[Ruling]) -> Iterator[Region]:
    """Tables that begin at a parted line and go on as long as gutters are left."""
    start = 0
    while start < len(strips):
        if not strips[start].parted or strips[start].is_no_row:
            start += 1
            continue
        chosen, between = _from(strips, start)
        region = _judged(chosen, between, bands, strips[max(0, start - 2) : start])
        if region:
            yield region
        start += len(chosen)


def _from(strips: Sequence[Strip], start: int) -> tuple[tuple[Strip, ...], tuple[Span, ...]]:
    """The strips from ``start`` on that leave gutters free, without those at the end that may be a text's, and the
    gutters."""
    chosen = [strips[start]]
    spans = free(chosen)
    em = strips[start].line.em
    between = gutters(spans, _NARROWEST * em)
    for strip in strips[start + 1 :]:
        above = chosen[-1].line
        if strip.line.baseline - above.baseline > _REACH * em or strip.is_no_row:
            break
        if not _SIZES[0] * em <= strip.line.em <= _SIZES[1] * em:
            break
        narrower = without(spans, strip.pieces)
        left = gutters(narrower, _NARROWEST * em)
        kept = sum(any(span[0] >= gutter[0] and span[1] <= gutter[1] for span in left) for gutter in between)
        lost = kept < len(between)
        if not left or (lost and (len(strip.pieces) == 1 or sum(s.parted for s in chosen) >= _FEW)):
            break
        if not strip.parted and len(left) > len(between):
            break
        chosen.append(strip)
        spans, between = narrower, left
    while len(chosen) > 1 and not chosen[-1].parted and not _goes_on(chosen[-2], chosen[-1], between):
        chosen.pop()
    return tuple(chosen), gutters(free(chosen), _NARROWEST * em)


def _goes_on(above: Strip, below: Strip, between: Sequence[Span]) -> bool:
    """Whether a table's last line, in one piece, is the rest of a cell: close to the line above, in another column than
    the first."""
    close = below.line.baseline - above.line.baseline <= 1.8 * below.line.em
    return close and bool(between) and below.pieces[0][0] >= between[0][1] - 1


def _judged(
    chosen: Sequence[Strip], between: Sequence[Span], bands: Sequence[Ruling], above: Sequence[Strip]
) -> Region | None:
    """The strips as a table, if they are one."""
    parted = [strip for strip in chosen if strip.parted]
    if len(parted) < 2 or not between:
        return None
    x0, x1 = min(strip.line.x0 for strip in chosen), max(strip.line.x1 for strip in chosen)
    top, bottom = chosen[0].line.top, chosen[-1].line.bottom
    em = median(strip.line.em for strip in chosen)
    across = sorted(
        Rule(rule.top, rule.x0, rule.x1)
        for rule in bands
        if min(x1, rule.x1) - max(x0, rule.x0) >= 0.6 * (x1 - x0)
        and rule.x1 - rule.x0 <= _WIDER * (x1 - x0)
        and top - 1.5 * em <= rule.top <= bottom + 1.5 * em
    )
    end = Rule(float("inf"), x0, x1)
    heights = [rule for rule, following in pairwise([*across, end]) if following.y - rule.y > _SAME_RULE]
    region = Region(tuple(chosen), tuple(between), tuple(rule for rule in heights if top < rule.y < bottom))
    if len(parted) < (2 if len(heights) >= 2 else _FEW) or is_running_text(region):
        return None
    if not aligned(region, em):
        return None
    return region if len(heights) >= 2 or says_table(region, above) else None


def _table(page: int, region: Region) -> PageTable:
    """The table of a region that is one."""
    x0, x1 = min(strip.line.x0 for strip in region.strips), max(strip.line.x1 for strip in region.strips)
    left, right = region.extent or (x0, x1)
    return PageTable(
        page=page,
        box=(min(left, x0), region.strips[0].line.top, max(right, x1), region.strips[-1].line.bottom),
        edges=(left, *((a + b) / 2 for a, b in region.between), right),
        matrix=matrix_of(page, region),
        cut=False,
        gutters=region.between,
    )
