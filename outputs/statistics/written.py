"""统计报告 as a paper in the layout of GB/T 9704-2012: sentences, tables, and charts that Word can edit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from outputs.forms import Part, Table
from outputs.official_writing import heading_number
from outputs.statistics.statistics import Statistics
from outputs.statistics.tables import Figures, Section
from outputs.word.chart_part import chart_block
from outputs.word.layout import PORTRAIT, LaidTable, laid
from outputs.word.paper import Block, Leaf, Paper, Text


def written(report: Statistics, made_on: date) -> Paper:
    """The report as a paper; every chart stands below its table."""
    blocks: list[Block] = [Text("Title", report.title), *(Text("Batch", line) for line in report.lines)]
    for number, one in enumerate(report.sections, 1):
        blocks += _section(heading_number(number), one, made_on)
    return Paper(report.title, (Leaf(PORTRAIT, tuple(blocks)),))


def _section(number: str, section: Section, made_on: date) -> Iterator[Block]:
    yield Text("Level1", f"{number}、{section.heading}")
    yield from (Text("BodyText", line) for line in section.said)
    for at, table in enumerate(section.tables, 1):
        if len(section.tables) > 1:
            yield Text("Level2", f"（{heading_number(at)}）{table.heading}")
        yield _table(table)
        if table.left_out:
            yield Text("Batch", f"其余{table.left_out}项从略，见《整改任务清单》。")
        if table.chart:
            yield chart_block(table.chart, PORTRAIT.text_width, made_on)


def _table(table: Figures) -> LaidTable:
    """The table upright, its total as the last row."""
    rows = (*table.rows, *((table.total,) if table.total else ()))
    part = Part(table.key, "", "", "", table.note, table.columns, ())
    return laid(Table(part, "", table.columns, rows), PORTRAIT)
