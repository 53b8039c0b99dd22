"""Bars that lie, one below the other, as SVG, and what any such picture is put together from.

Pictures are 340 units wide, which is what a phone has room for: nothing need shrink. Colours and sizes are attributes
of SVG, for a page's policy may allow no style in the markup. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup, escape

from outputs.reading.visible import visible
from outputs.word.measure import ems

WIDTH = 340
LETTER = 12
"""The size of all text, in units."""
COLOURS = ("#1e7145", "#9db8d6", "#e0a83c", "#b9554b")
"""For the parts of a bar, told apart in print by how light they are."""
PLAIN = "#4a7fb5"
"""For bars without parts."""
GAP = 6
INK, FAINT, LINE = "#1c2430", "#5c6675", "#d9dee5"
_LABEL, _ROW, _BAR, _THIN = 118, 22, 14, 11
_FOOT = LETTER * 0.36
"""How far the foot of a line lies below its middle."""
_LABEL_EMS = 9.2
"""Ems that have room beside the bars."""
_PITCH = 15
"""From one line of a label to the next."""
_LEGEND = 20
_SLACK = 1.06


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the lengths of its parts, and what is said at its end."""

    label: str
    parts: tuple[float, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Series:
    """Figures with a name, one for each category of the chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """Lying bars, the first category on top; several series (at most four) are the parts of each bar, or bars below
    each other where they are not ``stacked``."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = True

    @property
    def longest(self) -> float:
        """The length of the longest bar."""
        rows = zip(*(one.values for one in self.series), strict=True)
        return max((sum(row) if self.stacked else max(row) for row in rows), default=0.0)


def bars(
    key: str,
    title: str,
    rows: Sequence[Bar],
    *,
    names: Sequence[str] = (),
    most: float | None = None,
    whole_labels: bool = False,
    beside: bool = False,
) -> Markup:
    """Lying bars; ``names`` are those of the parts, ``most`` is the full length (None: that of the longest bar).

    ``key`` tells the chart from others on the page. A label that has no room is cut (…), and the whole of it is in the
    title that is shown under the pointer; with ``whole_labels`` it takes as many lines as it needs instead.
    ``beside``: the parts are bars of their own, one below the other, each with its number at its end.
    """
    full = most if most is not None else max((_long(row, beside) for row in rows), default=0)
    room = max((wide(row.said) for row in rows), default=0) + GAP
    length = WIDTH - _LABEL - GAP - room
    legend, top = _legend(names)
    drawn = [legend]
    for row in rows:
        label = label_lines(visible(row.label), _LABEL_EMS) if whole_labels else (fitted(visible(row.label), _LABEL),)
        high = max(_ROW, max(len(label), len(row.parts) if beside else 1) * _PITCH + _ROW - _PITCH)
        drawn.append(_label(label, visible(row.label), top + high / 2))
        draw = _beside if beside else _lying
        drawn.append(draw(row, names, top + high / 2, length / full if full else 0))
        top += high
    said = "；".join(f"{row.label} {row.said}" for row in rows)
    return picture(key, title, said, top, drawn)


def drawn_bars(key: str, chart: ChartData) -> Markup:
    """The chart as a picture for a page, its labels whole."""
    names = [one.name for one in chart.series] if len(chart.series) > 1 else []
    parts = zip(*(one.values for one in chart.series), strict=True)
    rows = [
        Bar(label, values, f"{sum(values):.10g}" if chart.stacked else "、".join(f"{one:.10g}" for one in values))
        for label, values in zip(chart.categories, parts, strict=True)
    ]
    return bars(key, chart.title, rows, names=names, whole_labels=True, beside=bool(names) and not chart.stacked)


def fitted(words: str, room: float) -> str:
    """The text, or as much of its beginning as there is room for, and …."""
    if wide(words) <= room:
        return words
    fits = [cut for cut in range(len(words)) if wide(words[:cut] + "…") <= room]
    return words[: fits[-1] if fits else 0] + "…"


def label_lines(words: str, room: float) -> tuple[str, ...]:
    """The whole text in lines of at most ``room`` ems, broken between any two characters."""
    lines = [""]
    for char in " ".join(words.split()):
        if lines[-1] and ems(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char
    return tuple(lines)


def _long(row: Bar, beside: bool) -> float:
    return max(row.parts, default=0.0) if beside else sum(row.parts)


def _label(label: Sequence[str], whole: str, middle: float) -> Markup:
    """The lines of a label, the whole of it under the pointer."""
    hint = Markup("<title>{}</title>").format(whole)
    first = middle + _FOOT - (len(label) - 1) * _PITCH / 2
    return Markup("").join(
        text(_LABEL, first + at * _PITCH, line, anchor="end", inside=hint) for at, line in enumerate(label)
    )


def _lying(row: Bar, names: Sequence[str], middle: float, scale: float) -> Markup:
    """The parts of a bar one behind the other."""
    whole, drawn = visible(row.label), []
    starts = [0.0, *accumulate(row.parts)]
    for at, part in enumerate(row.parts):
        if part > 0:
            said = f"{whole}：{names[at]} {part:g}" if names else f"{whole}：{row.said}"
            hint = Markup("<title>{}</title>").format(said)
            x = _LABEL + GAP + starts[at] * scale
            fill = COLOURS[at % len(COLOURS)] if names else PLAIN
            drawn.append(rect(x, middle - _BAR / 2, max(1.0, part * scale), _BAR, fill, hint))
    drawn.append(text(_LABEL + GAP + starts[-1] * scale + 4, middle + _FOOT, row.said))
    return Markup("").join(drawn)


def _beside(row: Bar, names: Sequence[str], middle: float, scale: float) -> Markup:
    """The parts of a bar one below the other."""
    drawn = []
    for at, part in enumerate(row.parts):
        own = middle + (at - (len(row.parts) - 1) / 2) * _PITCH
        hint = Markup("<title>{}：{} {:g}</title>").format(visible(row.label), names[at], part)
        fill = COLOURS[at % len(COLOURS)]
        drawn.append(rect(_LABEL + GAP, own - _THIN / 2, max(1.0, part * scale), _THIN, fill, hint))
        drawn.append(text(_LABEL + GAP + part * scale + 4, own + _FOOT, f"{part:.10g}"))
    return Markup("").join(drawn)


def _legend(names: Sequence[str]) -> tuple[Markup, float]:
    """What the colours are, in as many lines as that takes; and where the bars begin."""
    x, y, drawn = 0.0, 0.0, []
    for at, name in enumerate(names):
        room = LETTER + 4 + wide(name) + 14
        if x and x + room > WIDTH:
            x, y = 0.0, y + _LEGEND
        drawn.append(rect(x, y + 3, LETTER, LETTER, COLOURS[at % len(COLOURS)]))
        drawn.append(text(x + LETTER + 4, y + LETTER + 1, name))
        x += room
    return Markup("").join(drawn), y + _LEGEND + 4 if names else 0.0


def picture(key: str, title: str, said: str, high: float, drawn: Sequence[Markup]) -> Markup:
    """What was drawn as a picture ``high`` units high, with its title and ``said``, what it shows in words."""
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{key}-title {key}-desc" width="{wide}" height="{high}"'
        ' viewBox="0 0 {wide} {high}" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{said}</desc>{drawn}</svg>'
    ).format(key=key, wide=WIDTH, high=round(high), title=title, said=visible(said), drawn=Markup("").join(drawn))


def text(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, inside: Markup | None = None
) -> Markup:
    """One line of text, its foot at ``y``; ``inside`` is markup of its own (a title)."""
    return Markup('<text x="{:.1f}" y="{:.1f}" font-size="{}" text-anchor="{}" fill="{}">{}{}</text>').format(
        x, y, LETTER, anchor, fill, inside or "", escape(words)
    )


def rect(x: float, y: float, broad: float, high: float, fill: str, inside: Markup | None = None) -> Markup:
    """A filled rectangle."""
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}">{}</rect>').format(
        x, y, broad, high, fill, inside or ""
    )


def line(x: float, y: float) -> Markup:
    """A line from there to the right edge."""
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{}" y2="{:.1f}" stroke="{}"/>').format(x, y, WIDTH, y, LINE)


def wide(words: str) -> float:
    """The room of a text: of the fonts that a browser may have some have wider digits than those of documents."""
    return ems(words) * LETTER * _SLACK
