"""The report as a paper: charts that Word can edit, with the figures of their tables inside."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from docx.shared import Mm
from invented_batch import MADE_ON, batch
from lxml import etree

from outputs.statistics.statistics import Statistics, statistics
from outputs.statistics.written import written
from outputs.word.paper import Chart, document

C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


@pytest.fixture(scope="module")
def report() -> Statistics:
    return statistics(batch())


@pytest.fixture(scope="module")
def package(report: Statistics) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(document(written(report, MADE_ON), MADE_ON)))


def charts(report: Statistics) -> list[str]:
    return [one.heading for section in report.sections for one in section.tables if one.chart]


def test_every_chart_is_a_part_with_its_figures_in_a_workbook(report: Statistics, package: zipfile.ZipFile) -> None:
    assert len(charts(report)) >= 5
    for number in range(1, len(charts(report)) + 1):
        chart = etree.fromstring(package.read(f"word/charts/chart{number}.xml"))
        book = openpyxl.load_workbook(BytesIO(package.read(f"word/embeddings/chart{number}.xlsx")))
        lines = list(book["Sheet1"].iter_rows(values_only=True))
        names = [v.text for v in chart.xpath("//c:ser[1]/c:cat//c:v", namespaces=C)]
        assert [line[0] for line in lines[1:]] == names
        for at, series in enumerate(chart.xpath("//c:ser", namespaces=C), 1):
            assert series.xpath("string(c:tx//c:v)", namespaces=C) == lines[0][at]
            values = [float(v.text) for v in series.xpath("c:val//c:v", namespaces=C)]
            assert values == [line[at] for line in lines[1:]]
            column = "ABCDEFGH"[at]
            assert series.xpath("string(c:val//c:f)", namespaces=C) == f"Sheet1!${column}$2:${column}${len(lines)}"


def test_the_chart_refers_to_its_workbook(package: zipfile.ZipFile) -> None:
    chart = etree.fromstring(package.read("word/charts/chart1.xml"))
    (data,) = chart.xpath("c:externalData", namespaces=C)
    relation = data.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    rels = package.read("word/charts/_rels/chart1.xml.rels").decode()
    assert f'Id="{relation}"' in rels
    assert 'Target="../embeddings/chart1.xlsx"' in rels


def test_sections_are_headings_and_every_table_stands_upright(report: Statistics, package: zipfile.ZipFile) -> None:
    opened = Document(package.fp)  # type: ignore[arg-type]
    heads = [p.text for p in opened.paragraphs if p.style is not None and p.style.name == "层次一"]
    assert heads[:2] == ["一、总体情况", "二、领域"]
    assert len(opened.tables) == sum(len(section.tables) for section in report.sections)
    (section,) = opened.sections
    assert section.page_width is not None
    assert abs(section.page_width - Mm(210)) < Mm(1)


def test_the_total_is_the_last_row(report: Statistics, package: zipfile.ZipFile) -> None:
    opened = Document(package.fp)  # type: ignore[arg-type]
    told = [one for section in report.sections for one in section.tables]
    for table, one in zip(opened.tables, told, strict=True):
        cells = tuple(cell.text for cell in table.rows[-1].cells)
        assert cells == (one.total or one.rows[-1])


def test_no_chart_is_higher_than_its_page(report: Statistics) -> None:
    (leaf,) = written(report, MADE_ON).leaves
    found = [block for block in leaf.blocks if isinstance(block, Chart)]
    assert found
    assert all(block.height <= leaf.page.text_height and block.width <= leaf.page.text_width for block in found)


def test_the_same_figures_give_the_same_bytes(report: Statistics) -> None:
    assert document(written(report, MADE_ON), MADE_ON) == document(written(report, MADE_ON), MADE_ON)
