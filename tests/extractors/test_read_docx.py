"""DOCX: what a reader of the page sees, in order."""

from __future__ import annotations

from io import BytesIO

import docx as python_docx
import pytest
from office_parts import CONTENT_TYPES, in_list, level, p, r, tbl, tc, tr, word_file, zipped

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers import docx


def read(data: bytes, limits: Limits = DEFAULT) -> Document:
    return docx.read(data, "通知.docx", "abc", limits)


def texts(body: str, **parts: str) -> list[str]:
    return [paragraph.text for paragraph in read(word_file(body, **parts)).paragraphs]


def cells(body: str, **parts: str) -> tuple[tuple[str, ...], ...]:
    (grid,) = read(word_file(body, **parts)).grids
    return grid.cells


def test_paragraphs_and_tables_come_in_the_order_of_the_document():
    document = read(word_file(p("前言") + tbl(tr(tc("甲"), tc("乙"))) + p("") + p("落款")))
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Grid", "Paragraph"]
    assert [paragraph.source.paragraph for paragraph in document.paragraphs] == [1, 2]
    assert document.grids[0].source.table == 1
    assert (document.format, document.blocks[0].source.file, document.blocks[0].source.sha256) == (
        "docx",
        "通知.docx",
        "abc",
    )


def test_a_file_of_python_docx_is_read_with_its_merged_cells():
    written = python_docx.Document()
    written.add_paragraph("清河县整改方案")
    table = written.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "单位"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "县水利局"
    table.cell(2, 2).text = "河长"
    buffer = BytesIO()
    written.save(buffer)
    (grid,) = read(buffer.getvalue()).grids
    assert grid.cells == (("单位", "单位", ""), ("县水利局", "", ""), ("县水利局", "", "河长"))


def test_a_cell_merged_over_rows_and_columns_carries_its_value_everywhere():
    wide, tall, more = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(tr(tc("总", wide + tall), tc("a")), tr(tc("", wide + more), tc("b")), tr(tc("x"), tc("y"), tc("c")))
    assert cells(body) == (("总", "总", "a"), ("总", "总", "b"), ("x", "y", "c"))


def test_a_row_that_begins_late_keeps_its_columns():
    body = tbl(tr(tc("一"), tc("二"), tc("三")), tr(tc("只有三"), properties='<w:gridBefore w:val="2"/>'))
    assert cells(body) == (("一", "二", "三"), ("", "", "只有三"))


def test_paragraphs_of_a_cell_are_lines_and_empty_ones_are_none():
    two = f"<w:tc>{p('建设性')}{p('')}{p('意见建议 ')}</w:tc>"
    assert cells(tbl(tr(two, tc("乙")))) == (("建设性\n意见建议", "乙"),)


def test_a_table_within_a_cell_gives_its_text_line_by_line():
    inner = tbl(tr(tc("措施"), tc("时限")), tr(tc("清淤"), tc("六月")))
    outer = f"<w:tc>{p('如下')}{inner}<w:p/></w:tc>"
    assert cells(tbl(tr(outer, tc("乙")))) == (("如下\n措施\t时限\n清淤\t六月", "乙"),)


def test_content_controls_are_walked_through():
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = control(p("标题")) + f"<w:p>{control(r('清河县'))}</w:p>"
    table = tbl(control(tr(control(tc("甲")), tc("乙"))))
    document = read(word_file(body + control(table)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["标题", "清河县"]
    assert document.grids[0].cells == (("甲", "乙"),)


def test_tracked_changes_are_read_as_accepted():
    deleted = "<w:del><w:r><w:delText>五日</w:delText></w:r></w:del>"
    body = f"<w:p>{r('七月')}<w:ins>{r('十日')}</w:ins>{deleted}{r('前')}</w:p>"
    assert texts(body) == ["七月十日前"]


def test_a_deleted_row_is_gone():
    assert cells(tbl(tr(tc("留"), tc("1")), tr(tc("删"), tc("2"), properties="<w:del/>"))) == (("留", "1"),)


def test_paragraphs_are_one_where_the_break_between_them_was_deleted():
    assert texts(p("关于印发", "<w:rPr><w:del/></w:rPr>") + p("方案的通知")) == ["关于印发方案的通知"]


def test_hidden_text_is_not_read():
    style = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    runs = (
        r("可见")
        + r("内部批注", "<w:vanish/>")
        + r("也不见", '<w:rStyle w:val="H"/>')
        + r("尾", '<w:vanish w:val="0"/>')
    )
    body = f"<w:p>{runs}</w:p>"
    assert texts(body, styles=style) == ["可见尾"]


def test_a_field_shows_its_result_and_not_its_instructions():
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = "<w:r><w:instrText> DATE </w:instrText></w:r>"
    complex_field = mark("begin") + instruction + r("指令中的字") + mark("separate") + r("2031年5月6日") + mark("end")
    simple = f'<w:fldSimple w:instr="AUTHOR">{r("县绩效办")}</w:fldSimple>'
    link = f"<w:hyperlink>{r('公示页')}</w:hyperlink>"
    assert texts(f"<w:p>{complex_field}{simple}{link}</w:p>") == ["2031年5月6日县绩效办公示页"]


def test_a_tab_stays_and_a_line_break_begins_another_paragraph_of_the_same_number():
    body = f"<w:p>{r('清河县绩效办')}<w:r><w:br/></w:r>{r('2031年')}<w:r><w:tab/></w:r>{r('5月')}</w:p>" + p("后")
    document = read(word_file(body))
    assert [(q.text, q.source.paragraph) for q in document.paragraphs] == [
        ("清河县绩效办", 1),
        ("2031年\t5月", 1),
        ("后", 2),
    ]


def test_a_text_box_is_read_once_and_before_its_paragraph():
    content = f"<w:txbxContent>{p('清河县人民政府文件')}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(word_file(f"<w:p>{box}{r('清政发〔2031〕6号')}</w:p>"))
    assert [(q.text, q.box_text) for q in document.paragraphs] == [
        ("清河县人民政府文件", True),
        ("清政发〔2031〕6号", False),
    ]


def test_a_ticked_box_of_a_symbol_font_is_a_tick():
    body = f'<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>{r("同意")}</w:p>'
    assert texts(body) == ["☑同意"]


@pytest.mark.parametrize(
    ("properties", "centred"),
    [
        ('<w:jc w:val="center"/>', True),
        ('<w:pStyle w:val="Child"/>', True),
        ('<w:pStyle w:val="Child"/><w:jc w:val="left"/>', False),
        ("", False),
    ],
)
def test_a_paragraph_is_centred_by_itself_or_by_the_style_above_its_style(properties: str, centred: bool):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
    )
    assert read(word_file(p("题", properties), styles=styles)).paragraphs[0].centred is centred


def test_a_list_number_stands_before_the_text_in_a_cell():
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    measures = f"<w:tc>{p('清淤', in_list(1))}{p('巡查', in_list(1))}</w:tc>"
    assert cells(tbl(tr(measures, tc("乙"))), numbering=numbering) == (("1.清淤\n2.巡查", "乙"),)


def test_damaged_styles_are_a_problem_and_the_text_is_kept():
    document = read(word_file(p("正文"), styles="!<not xml"))
    assert [paragraph.text for paragraph in document.paragraphs] == ["正文"]
    (problem,) = document.problems
    assert (problem.code, problem.where) == ("read-part-failed", "word/styles.xml")


def test_an_entity_cannot_bring_in_a_file_of_this_machine(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", "utf-8")
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(UnreadableError) as caught:
        texts(p("前&e;后") + p("完"), prolog=prolog)
    assert caught.value.problem.code == "read-damaged"
    assert "机密" not in str(caught.value)


def test_a_truncated_file_is_damaged():
    whole = word_file(p("正文" * 500))
    with pytest.raises(UnreadableError) as caught:
        read(whole[: len(whole) // 2])
    assert caught.value.problem.code == "read-damaged"


def test_a_document_without_its_main_part_is_damaged():
    with pytest.raises(UnreadableError) as caught:
        read(zipped({"[Content_Types].xml": CONTENT_TYPES, "word/styles.xml": "<x/>"}))
    assert caught.value.problem.code == "read-damaged"


def test_a_file_that_inflates_beyond_the_limit_is_refused():
    bomb = zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b" " * 3_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(UnreadableError) as caught:
        read(bomb, Limits(inflated_bytes=1_000_000))
    assert caught.value.problem.code == "read-too-large"
