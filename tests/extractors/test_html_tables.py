"""Tables of web pages: merged and hidden cells, tables that only lay a page out."""

from __future__ import annotations

import time

import pytest
from read_pages import cells, codes, read, texts
from web_pages import ARTICLE, CELLS

from corpus.records import Grid, Problem


def test_merged_cells_have_their_value_in_every_row_and_column():
    table = (
        "<table border=1><tr><th rowspan=2>县</th><th colspan=2>户数</th></tr><tr><th>上年</th><th>本年</th></tr>"
        "<tr><td rowspan=0>甲</td><td>1</td><td>2</td></tr><tr><td colspan=2>不详</td></tr></table>"
    )
    assert cells(table) == [(("县", "户数", "户数"), ("县", "上年", "本年"), ("甲", "1", "2"), ("甲", "不详", "不详"))]


def test_a_column_in_which_no_cell_begins_is_none():
    table = "<table border=1><tr><td colspan=1000>合计表</td></tr><tr><td>甲</td><td colspan=6>乙</td></tr></table>"
    assert cells(table) == [(("合计表", "合计表"), ("甲", "乙"))]


def test_no_cell_is_lost_beside_a_monstrous_one():
    table = "<table border=1><tr><td colspan=100000 rowspan=100000>甲<td>乙<tr><td>丙<td>丁</table>"
    assert cells(table) == [(("甲", "乙", ""), ("甲", "丙", "丁"))]


def test_cells_keep_their_lines_and_tables_inside_are_lines():
    table = (
        "<table border=1><tr><td>要求</td><td><p>一是查</p><p>二是改</p></td></tr>"
        "<tr><td>范围</td><td><table><tr><td>东</td><td>西</td></tr><tr><td>南</td><td>北</td></tr></table></td></tr><tr><td>时间</td><td>六月</td></tr></table>"
    )
    assert cells(table) == [(("要求", "一是查\n二是改"), ("范围", "东\t西\n南\t北"), ("时间", "六月"))]


def test_the_foot_of_a_table_is_its_last_row_and_the_caption_stands_above():
    document = read(
        "<table border=1><caption>表1</caption><tfoot><tr><td>计</td><td>3</td></tr></tfoot>"
        "<tbody><tr><td>甲</td><td>3</td></tr></tbody></table>"
    )
    assert document.paragraphs[0].text == "表1"
    assert document.grids[0].cells == (("甲", "3"), ("计", "3"))


def test_rows_in_a_form_and_cells_without_a_row_are_found():
    assert cells("<table border=1><form><tr><td>甲<td>乙</tr></form><td>丙<td>丁</table>") == [
        (("甲", "乙"), ("丙", "丁"))
    ]


def test_rows_copied_without_their_table_are_one():
    assert cells("<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>") == [(("甲", "1"), ("乙", "2"))]


def test_a_filtered_row_of_a_table_is_read_and_said():
    document = read("<table border=1><tr><td>甲<td>1<tr style='display:none'><td>乙<td>2<tr><td>丙<td>3</table>")
    assert document.grids[0].cells == (("甲", "1"), ("乙", "2"), ("丙", "3"))
    args = (("table", "1"), ("rows", "2"), ("count", "1"))
    assert document.problems == (Problem("通知.html", "note-hidden-table-rows", args),)


@pytest.mark.parametrize("shown", [1, 2])
def test_a_table_of_which_a_filter_shows_next_to_nothing_is_read_whole_and_said(shown: int):
    rows = "<tr><td>甲村<td>9" * (shown - 1) + "<tr style='display:none'><td>乙村的各项建设<td>8" * 40
    document = read(f"<table><tr><td>村<td>户{rows}</table>")
    assert len(document.grids[0].cells) == shown + 40
    args = (("table", "1"), ("rows", f"{shown + 1}–{shown + 40}"), ("count", "40"))
    assert document.problems == (Problem("通知.html", "note-hidden-table-rows", args),)


def test_a_hidden_column_with_a_heading_is_read_and_said():
    hidden = "<td style='display:none'>"
    page = f"<table border=1><tr><td>村{hidden}户<td>人<tr><td>甲{hidden}9<td>30<tr><td>乙{hidden}8<td>20</table>"
    document = read(page)
    assert document.grids[0].cells == (("村", "户", "人"), ("甲", "9", "30"), ("乙", "8", "20"))
    args = (("table", "1"), ("columns", "2"), ("count", "1"))
    assert document.problems == (Problem("通知.html", "note-hidden-table-columns", args),)


def test_a_cell_hidden_behind_one_that_spans_it_shifts_nothing():
    page = (
        "<table border=1><tr><td>县<td>村<td>户<tr><td rowspan=2>河东<td>甲<td>9"
        "<tr><td style='display:none'>河东<td>乙<td>8</table>"
    )
    assert cells(page) == [(("县", "村", "户"), ("河东", "甲", "9"), ("河东", "乙", "8"))]


def test_what_a_portal_hides_outside_tables_of_data_stays_out():
    menu = "<table><tr style='display:none'><td>登录<td>注册<tr><td><p>请各乡镇照办。</p></table>"
    assert texts(f"{menu}<p style='display:none'>悬浮菜单</p><p>特此通知。</p>") == ["请各乡镇照办。", "特此通知。"]


def test_the_last_hidden_row_of_excel_that_only_sets_widths_is_no_row():
    page = "<table border=1><tr><td>甲<td>1<tr><td>乙<td>2<tr height=0 style='display:none'><td width=72><td></table>"
    document = read(page)
    assert (document.grids[0].cells, document.problems) == ((("甲", "1"), ("乙", "2")), ())


def test_rows_with_cells_beyond_the_header_are_noted():
    page = "<table border=1><tr><td>村<td>户<tr><td>甲<td>9<td>补<tr><td>乙<td>8</table>"
    document = read(page)
    assert document.grids[0].cells == (("村", "户", ""), ("甲", "9", "补"), ("乙", "8", ""))
    args = (("table", "1"), ("rows", "2"), ("count", "1"))
    assert document.problems == (Problem("通知.html", "note-longer-rows", args),)


@pytest.mark.parametrize(
    "row",
    ["<td>甲", "<td>甲<td>9<td>", "<td>备注<td colspan=9>无", "<td rowspan=2>甲<td>9<tr><td>8"],
)
def test_short_rows_empty_cells_and_wide_spans_are_not_noted(row: str):
    document = read(f"<table border=1><tr><td colspan=9>户数表<tr><td>村<td>户<tr>{row}</table>")
    assert document.problems == ()


def test_a_table_that_frames_an_article_is_none():
    page = f"<table border=1><tr><td>公告栏</td><td>{ARTICLE}<p>{'另行通知。' * 90}</p></td></tr></table>"
    assert cells(page) == [CELLS]
    assert texts(page)[0] == "公告栏"


def test_tables_nested_beyond_reason_are_lines():
    page = "<html>" + "<table><tr><td>甲<td>乙" * 600 + "</html>"
    assert texts(page) == ["甲", "乙"] * 600


def test_ruled_tables_nested_beyond_reason_are_read_in_their_time():
    began = time.process_time()
    (rows,) = cells("<html>" + "<table border=1><tr><th>甲<th>乙" * 600 + "</html>")
    assert "".join(rows[0]).count("乙") == 600
    assert time.process_time() - began < 3


def test_merged_cells_without_measure_do_not_fill_the_memory():
    table = "<table border=1>" + ("<tr>" + "<td colspan=1000 rowspan=65000>甲" * 3) * 1000 + "</table>"
    document = read(table)
    assert codes(document) == ["html-table-cut"]
    assert sum(len(row) for row in document.grids[0].cells) < 1_000_000


def test_tables_are_counted_and_stand_between_their_paragraphs():
    table = "<table border=1><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    document = read(f"<p>前</p>{table}<p>中</p>{table}<p>后</p>")
    assert [b.source.table if isinstance(b, Grid) else b.text for b in document.blocks] == ["前", 1, "中", 2, "后"]
