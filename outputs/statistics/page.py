"""统计报告 as one page: no script, nothing loaded from elsewhere, every chart beside the table that it shows."""

from __future__ import annotations

from datetime import date

from outputs.charts import drawn_bars
from outputs.official_writing import heading_number
from outputs.reading.visible import visible
from outputs.statistics.statistics import Statistics
from outputs.statistics.tables import Figures
from outputs.templating import render

_LONG = 60.0
"""Width in mm from which on a column holds running text."""


def page(report: Statistics, made_on: date) -> str:
    """The page as HTML; texts of documents are escaped, and what would hide or turn other characters is seen."""
    return render(
        "statistics.html",
        report=report,
        made_on=made_on,
        number=heading_number,
        drawn=drawn_bars,
        styles=_styles,
        visible=visible,
    )


def _styles(table: Figures, at: int) -> str:
    column = table.columns[at]
    if table.numbers[at]:
        return "n"
    if column.align == "center":
        return "w"
    return "long" if column.width >= _LONG or at else "name"
