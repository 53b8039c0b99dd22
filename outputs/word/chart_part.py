"""A bar chart as Word has it: a part of the document, with its figures in a workbook inside, ready for 编辑数据.

The grammar of the part: ECMA-376 part 1, 21.2.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

from outputs.charts import COLOURS, PLAIN, ChartData, label_lines
from outputs.safe_text import TEXT_ONLY
from outputs.templating import render
from outputs.word.layout import PORTRAIT
from outputs.word.measure import MM_A_POINT, TABLE_POINTS, ems, lines
from outputs.word.paper import Chart

SHEET = "Sheet1"
"""The name that Word itself gives to the sheet of a chart."""
_ROW, _AXIS, _LEGEND = 8.0, 9.0, 9.0
"""Heights in mm: of a bar whose label has one line, of the axis with its numbers, of the legend."""
_LINE = 5.0
_END, _AIR = 14.0, 3.0
"""Room for the number behind the longest bar, and around labels, in mm."""
_WIDEST_LABEL = 0.42
"""Share of the width that labels take at the most: longer ones go over several lines."""
_LIGHT, _DARK = "FFFFFF", "000000"
"""The ink of numbers inside a bar: light on the dark first colour."""
_STEPS = (1, 2, 2.5, 5, 10)
_MARKS = 5


def chart_height(chart: ChartData, width: float) -> float:
    """How high the chart is, in mm, if it is ``width`` mm wide."""
    legend = _LEGEND if len(chart.series) > 1 else 0.0
    return _AXIS + legend + len(chart.categories) * _row(chart, width)


def chart_block(chart: ChartData, width: float, made_on: date) -> Chart:
    """The chart as a block of a paper, ``width`` mm wide: the same bytes for the same chart and day."""
    room = (_labels(chart, width) - 1) / (TABLE_POINTS * MM_A_POINT)
    # The programs differ in whether they break a label, or let it run out of the picture.
    chart = replace(chart, categories=tuple("\n".join(label_lines(name, room)) for name in chart.categories))
    height, step = chart_height(chart, width), _step(chart.longest)
    several = len(chart.series) > 1
    left = _labels(chart, width) + _AIR
    top = _LEGEND if several else 1.0
    xml = render(
        "docx/chart_space.xml",
        chart=chart,
        sheet=SHEET,
        several=several,
        stacked=several and chart.stacked,
        ink=(_LIGHT, *(_DARK,) * (len(COLOURS) - 1)) if several else (_DARK,),
        colours=[colour.lstrip("#").upper() for colour in (COLOURS if several else (PLAIN,))],
        left=left / width,
        top=top / height,
        wide=(width - left - _END) / width,
        high=(height - top - (_AXIS - 1)) / height,
        step=f"{step:g}",
        most=f"{step * max(1, math.ceil(chart.longest / step)):g}",
    )
    return Chart(chart.title, xml, width, height, _figures(chart, made_on))


def _labels(chart: ChartData, width: float) -> float:
    """The room of the labels in mm: that of the longest, if the bars can spare it."""
    longest = max((ems(line) for name in chart.categories for line in name.split("\n")), default=0)
    return min(longest * TABLE_POINTS * MM_A_POINT + 1, width * _WIDEST_LABEL)


def _row(chart: ChartData, width: float) -> float:
    """The height of one bar: all are as high as the label with the most lines needs, while they fit on a page."""
    room = _labels(chart, width)
    most = max((lines(name, room) for name in chart.categories), default=1)
    own = most if chart.stacked else max(most, len(chart.series))
    room_left = PORTRAIT.text_height - _LEGEND - _AXIS - _LINE
    return min(_ROW + (own - 1) * _LINE, room_left / max(1, len(chart.categories)))


def _step(most: float) -> float:
    """From one mark of the axis to the next: a round number, whole where all figures are."""
    rough = most / _MARKS
    if rough <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one for one in _STEPS if one * power >= rough) * power
    return step if step == int(step) else math.ceil(step)


def _figures(chart: ChartData, made_on: date) -> bytes:
    """The workbook that 编辑数据 opens: names down, series across."""
    import xlsxwriter  # noqa: PLC0415 (slow, and not always needed)

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, TEXT_ONLY)
    book.set_properties({"author": "minyi", "created": datetime(made_on.year, made_on.month, made_on.day)})
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, 0, 40)
    for down, name in enumerate(chart.categories, 1):
        sheet.write_string(down, 0, name)
    for across, one in enumerate(chart.series, 1):
        sheet.write_string(0, across, one.name)
        for down, value in enumerate(one.values, 1):
            sheet.write_number(down, across, value)
    book.close()
    return buffer.getvalue()
