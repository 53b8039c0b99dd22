"""Standing bars, one for each day, as SVG, and how dark a cell of a table is. Lying bars are those of the papers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from outputs.charts import FAINT, GAP, LETTER, PLAIN, WIDTH, line, picture, rect, text, wide

_HIGH, _DAY_LABELS = 96, 7


def days(key: str, title: str, values: Sequence[tuple[str, int]]) -> Markup:
    """Standing bars, one for each day (label, number); every seventh is labelled, counted from the last."""
    most = max((number for _, number in values), default=0)
    left = wide(f"{most}") + GAP
    step = (WIDTH - left) / max(1, len(values))
    base = LETTER + _HIGH
    drawn = [
        text(left - GAP, LETTER, f"{most}", anchor="end", fill=FAINT),
        text(left - GAP, base, "0", anchor="end", fill=FAINT),
        line(left, LETTER - 4),
        line(left, base),
    ]
    for at, (label, number) in enumerate(values):
        high = _HIGH * number / most if most else 0
        x = left + at * step
        hint = Markup("<title>{}：{}</title>").format(label, number)
        drawn.append(rect(x + 1, base - high, step - 2, high, PLAIN, hint))
        if (len(values) - 1 - at) % _DAY_LABELS == 0:
            drawn.append(text(min(x + step, WIDTH), base + LETTER + 4, label, anchor="end", fill=FAINT))
    said = "；".join(f"{label} {number}" for label, number in values if number) or "无"
    return picture(key, title, said, base + LETTER + 8, drawn)


def heat(number: int, most: int) -> int:
    """How dark a cell of a table is, 0 (nothing) to 5 (the most)."""
    return 0 if number <= 0 or most <= 0 else min(5, -(-5 * number // most))
