"""Charts as SVG: bars that lie, one below the other, and bars that stand, one for each day.

They are 340 units wide, which is what a phone has room for: nothing need shrink. Colours and sizes are attributes of
SVG, for the page's policy allows no style in the markup. Every text is escaped, and cut (…) where it has no room; the
whole of it is in the title that is shown under the pointer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup, escape

from outputs.measure import ems
from review.web.wording import shown

WIDTH = 340
LETTER = 12
"""The size of all text, in units."""
COLOURS = ("#1e7145", "#9db8d6", "#e0a83c", "#b9554b")
"""For the parts of a bar, told apart in print by how light they are."""
PLAIN = "#4a7fb5"
"""For bars without parts."""
_LABEL, _GAP, _ROW, _BAR = 118, 6, 22, 14
_LEGEND = 20
_HIGH, _DAY_LABELS = 96, 7
_SLACK = 1.06
_INK, _FAINT, _LINE = "#1c2430", "#5c6675", "#d9dee5"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the lengths of its parts, and what is said at its end."""

    label: str
    parts: tuple[float, ...]
    said: str


def bars(key: str, title: str, rows: Sequence[Bar], *, names: Sequence[str] = (), most: float | None = None) -> Markup:
    """Lying bars; ``names`` are those of the parts, ``most`` is the full length (None: that of the longest bar).

    ``key`` tells the chart from others on the page.
    """
    full = most if most is not None else max((sum(row.parts) for row in rows), default=0)
    room = max((_wide(row.said) for row in rows), default=0) + _GAP
    length = WIDTH - _LABEL - _GAP - room
    legend, top = _legend(names)
    drawn = [legend]
    for at, row in enumerate(rows):
        drawn.append(_lying(row, names, top + at * _ROW, length / full if full else 0))
    said = "；".join(f"{row.label} {row.said}" for row in rows)
    return _picture(key, title, said, top + len(rows) * _ROW, drawn)


def days(key: str, title: str, values: Sequence[tuple[str, int]]) -> Markup:
    """Standing bars, one for each day (label, number); every seventh is labelled, counted from the last."""
    most = max((number for _, number in values), default=0)
    left = _wide(f"{most}") + _GAP
    step = (WIDTH - left) / max(1, len(values))
    base = LETTER + _HIGH
    drawn = [
        _text(left - _GAP, LETTER, f"{most}", anchor="end", fill=_FAINT),
        _text(left - _GAP, base, "0", anchor="end", fill=_FAINT),
        _line(left, LETTER - 4),
        _line(left, base),
    ]
    for at, (label, number) in enumerate(values):
        high = _HIGH * number / most if most else 0
        x = left + at * step
        hint = Markup("<title>{}：{}</title>").format(label, number)
        drawn.append(_rect(x + 1, base - high, step - 2, high, PLAIN, hint))
        if (len(values) - 1 - at) % _DAY_LABELS == 0:
            drawn.append(_text(min(x + step, WIDTH), base + LETTER + 4, label, anchor="end", fill=_FAINT))
    said = "；".join(f"{label} {number}" for label, number in values if number) or "无"
    return _picture(key, title, said, base + LETTER + 8, drawn)


def heat(number: int, most: int) -> int:
    """How dark a cell of a table is, 0 (nothing) to 5 (the most)."""
    return 0 if number <= 0 or most <= 0 else min(5, -(-5 * number // most))


def fitted(text: str, room: float) -> str:
    """The text, or as much of its beginning as there is room for, and …."""
    if _wide(text) <= room:
        return text
    fits = [cut for cut in range(len(text)) if _wide(text[:cut] + "…") <= room]
    return text[: fits[-1] if fits else 0] + "…"


def _lying(row: Bar, names: Sequence[str], top: float, scale: float) -> Markup:
    middle = top + _ROW / 2
    label = shown(row.label)
    hint = Markup("<title>{}</title>").format(label)
    drawn = [_text(_LABEL, middle + LETTER * 0.36, fitted(label, _LABEL), anchor="end", inside=hint)]
    starts = [0.0, *accumulate(row.parts)]
    for at, part in enumerate(row.parts):
        if part > 0:
            word = f"{label}：{names[at]} {part:g}" if names else f"{label}：{row.said}"
            hint = Markup("<title>{}</title>").format(word)
            x = _LABEL + _GAP + starts[at] * scale
            drawn.append(
                _rect(
                    x,
                    middle - _BAR / 2,
                    max(1.0, part * scale),
                    _BAR,
                    COLOURS[at % len(COLOURS)] if names else PLAIN,
                    hint,
                )
            )
    end = _LABEL + _GAP + starts[-1] * scale + 4
    drawn.append(_text(end, middle + LETTER * 0.36, row.said))
    return Markup("").join(drawn)


def _legend(names: Sequence[str]) -> tuple[Markup, float]:
    """What the colours are, in as many lines as that takes; and where the bars begin."""
    x, y, drawn = 0.0, 0.0, []
    for at, name in enumerate(names):
        wide = LETTER + 4 + _wide(name) + 14
        if x and x + wide > WIDTH:
            x, y = 0.0, y + _LEGEND
        drawn.append(_rect(x, y + 3, LETTER, LETTER, COLOURS[at % len(COLOURS)]))
        drawn.append(_text(x + LETTER + 4, y + LETTER + 1, name))
        x += wide
    return Markup("").join(drawn), y + _LEGEND + 4 if names else 0.0


def _picture(key: str, title: str, said: str, high: float, drawn: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-desc" width="{wide}" height="{high}"'
        ' viewBox="0 0 {wide} {high}" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{said}</desc>{drawn}</svg>'
    ).format(key=key, wide=WIDTH, high=round(high), title=title, said=shown(said), drawn=Markup("").join(drawn))


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = _INK, inside: Markup | None = None
) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" font-size="{}" text-anchor="{}" fill="{}">{}{}</text>').format(
        x, y, LETTER, anchor, fill, inside or "", escape(words)
    )


def _rect(x: float, y: float, wide: float, high: float, fill: str, inside: Markup | None = None) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}">{}</rect>').format(
        x, y, wide, high, fill, inside or ""
    )


def _line(x: float, y: float) -> Markup:
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{}" y2="{:.1f}" stroke="{}"/>').format(x, y, WIDTH, y, _LINE)


def _wide(text: str) -> float:
    """Of the fonts that a browser may have some have wider digits than those of documents."""
    return ems(text) * LETTER * _SLACK
