import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from invented_batch import LONG, MADE_ON, batch, comment_tasks, deduction_tasks

from corpus.records import Task
from outputs.cycle.task_table import task_list
from outputs.frame import Frame
from outputs.word.layout import LANDSCAPE, PORTRAIT
from outputs.word.paper import Chart, Leaf, Paper, Text, document, sheet_paper


@pytest.fixture(scope="module")
def data():
    return document(sheet_paper(task_list(batch().tasks, Frame(MADE_ON)).paper), MADE_ON)


@pytest.fixture(scope="module")
def word(data):
    return docx.Document(BytesIO(data))


def part(data, name):
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def test_a_wide_table_lies_on_a4_with_the_margins_of_the_standard_turned(word):
    section = word.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(m.mm, 1) for m in margins] == [28, 26, 35, 37]


def test_an_empty_list_stands_upright_with_the_margins_of_the_standard_and_says_so():
    word = docx.Document(BytesIO(document(sheet_paper(task_list((), Frame(MADE_ON)).paper), MADE_ON)))
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(m.mm, 1) for m in margins] == [37, 35, 28, 26]
    assert not word.tables
    assert "本批没有需要整改的事项。" in [p.text for p in word.paragraphs]


def test_the_grid_has_22_lines_of_28_characters(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{a}")) for a in ("type", "linePitch", "charSpace")] == ["linesAndChars", "579", "-849"]


def test_the_head_of_the_table_is_repeated_and_short_rows_are_not_split(word):
    rows = word.tables[0]._tbl.tr_lst
    head = rows[0].trPr
    assert head.find(qn("w:tblHeader")) is not None
    assert [r for r in rows[1:] if r.trPr is not None and r.trPr.find(qn("w:tblHeader")) is not None] == []
    assert all(r.trPr.find(qn("w:cantSplit")) is not None for r in rows[:3])


def test_a_row_higher_than_most_of_a_page_may_be_split():
    long = Task("群众意见建议", LONG * 8, comment_tasks(1)[0].source, number="1" * 15)
    word = docx.Document(BytesIO(document(sheet_paper(task_list([long], Frame(MADE_ON)).paper), MADE_ON)))
    assert word.tables[0]._tbl.tr_lst[1].trPr is None


def test_the_table_is_fixed_and_as_wide_as_the_text(word):
    table = word.tables[0]._tbl
    assert table.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    widths = [int(c.get(qn("w:w"))) for c in table.tblGrid.findall(qn("w:gridCol"))]
    assert sum(widths) / 1440 * 25.4 == pytest.approx(225, abs=0.3)
    for row in table.tr_lst:
        assert [int(c.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for c in row.tc_lst] == widths


def test_fonts_and_sizes_are_those_of_the_standard(word):
    def style(name):
        properties = word.styles[name].element.rPr
        fonts = properties.rFonts
        return fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii")), properties.sz.val.pt

    assert style("Title") == ("方正小标宋简体", "Times New Roman", 22)
    assert style("Normal") == ("仿宋_GB2312", "Times New Roman", 16)
    assert style("footer") == ("宋体", "宋体", 14)
    assert word.styles["表头"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert word.styles["表文"].element.rPr.sz.val.pt == 10.5


def test_both_headers_carry_the_watermark_and_both_footers_the_page_number(data):
    for side in ("odd", "even"):
        assert 'string="草稿"' in part(data, f"word/header_{side}.xml")
        footer = re.sub(r"<w:instrText[^>]*>.*?</w:instrText>", "", part(data, f"word/footer_{side}.xml"))
        assert "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", footer)) == "— 1 —"
    assert "evenAndOddHeaders" in part(data, "word/settings.xml")


def test_the_number_is_left_open_and_the_batch_is_named(word):
    head = [p.text for p in word.paragraphs]
    assert head[:2] == ["整改任务清单", "〔20  〕  号"]
    headings = ["一、指标扣分事项（4项）", "二、群众意见建议——来文已定责任单位（2项）"]
    assert [h for h in head if h[1:2] == "、"][:2] == headings
    assert "青绩发〔2024〕3号" in head[2]
    assert "制表日期：2024年5月20日　　共37项" in head


def test_every_comment_stands_whole_in_the_table(word):
    text = "\n".join(c.text for t in word.tables for r in t.rows for c in r.cells)
    assert all((t.reason or t.text) in text and (t.number or "") in text for t in batch().tasks)


def test_a_long_table_goes_on_in_a_new_one_with_its_own_head():
    many = docx.Document(BytesIO(document(sheet_paper(task_list(comment_tasks(250), Frame(MADE_ON)).paper), MADE_ON)))
    assert [len(t._tbl.tr_lst) for t in many.tables] == [101, 101, 51]
    assert all(t._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None for t in many.tables)
    assert {t.rows[0].cells[0].text for t in many.tables} == {"序号"}


def test_angle_brackets_and_ampersands_are_text():
    odd = Task("指标扣分", "GDP<5% & \"甲\" > '乙'", deduction_tasks()[0].source, points="1")
    word = docx.Document(BytesIO(document(sheet_paper(task_list([odd], Frame(MADE_ON)).paper), MADE_ON)))
    assert "GDP<5% & \"甲\" > '乙'" in [c.text for c in word.tables[0].rows[1].cells]


def test_the_same_tasks_give_the_same_bytes(data):
    assert data == document(sheet_paper(task_list(batch().tasks, Frame(MADE_ON)).paper), MADE_ON)
    assert {i.date_time for i in zipfile.ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_leaves_are_sections_of_their_own_and_begin_on_a_new_page():
    paper = Paper("两页", (Leaf(PORTRAIT, (Text("Title", "甲"),)), Leaf(LANDSCAPE, (Text("Title", "乙"),))))
    sections = docx.Document(BytesIO(document(paper, MADE_ON))).sections
    assert [s.orientation for s in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [s._sectPr.find(qn("w:type")) for s in sections] == [None, None]  # the default is the next page


def test_a_paragraph_keeps_its_line_breaks_tabs_style_and_room():
    paper = Paper("文", (Leaf(PORTRAIT, (Text("Signature", "甲\n乙\t丙", right=2.5, keep=True),)),))
    paragraph = docx.Document(BytesIO(document(paper, MADE_ON))).paragraphs[0]
    assert paragraph.text == "甲\n乙\t丙"
    assert paragraph.style.style_id == "Signature"
    assert paragraph.paragraph_format.keep_with_next
    assert paragraph._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "250"


def test_a_long_title_is_broken_where_a_word_ends():
    title = "青河县绩效考评领导小组关于印发《2023年度社会评价意见建议整改方案》的通知"
    paper = Paper(title, (Leaf(PORTRAIT, (Text("Title", title),)),))
    lines = docx.Document(BytesIO(document(paper, MADE_ON))).paragraphs[0].text.split("\n")
    assert len(lines) == 3
    assert "".join(lines) == title


def test_each_chart_has_its_part_its_place_and_its_figures(data):
    space = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    charts = (Chart("按领域 <一>", space, 150, 60, b"figures"), Chart("按来源", space, 100, 40))
    made = document(Paper("图", (Leaf(PORTRAIT, charts),)), MADE_ON)
    assert part(made, "word/charts/chart1.xml") == part(made, "word/charts/chart2.xml") == space
    assert zipfile.ZipFile(BytesIO(made)).read("word/embeddings/chart1.xlsx") == b"figures"
    assert "../embeddings/chart1.xlsx" in part(made, "word/charts/_rels/chart1.xml.rels")
    assert "word/charts/_rels/chart2.xml.rels" not in zipfile.ZipFile(BytesIO(made)).namelist()
    shapes = docx.Document(BytesIO(made)).inline_shapes
    assert [(round(s.width.mm), round(s.height.mm)) for s in shapes] == [(150, 60), (100, 40)]
    assert shapes[0]._inline.docPr.get("descr") == "按领域 <一>"
    assert [n for n in zipfile.ZipFile(BytesIO(data)).namelist() if "chart" in n] == []


def test_a_text_with_control_characters_leaves_a_document_that_opens():
    data = document(Paper("题\x01目", (Leaf(PORTRAIT, (Text("BodyText", "县城\x00管\x0b局\ufffe"),)),)), MADE_ON)
    assert [p.text for p in docx.Document(BytesIO(data)).paragraphs if p.text] == ["县城管局"]
