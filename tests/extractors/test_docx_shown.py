"""What a page of Word shows in odd ways: fields, forms, ruby, drawings, tracked changes in tables, inserted files."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from office_parts import in_list, level, p, part, r, tbl, tc, tr, word_file, zipped

from corpus.records import Document
from extractors.extract import extract
from extractors.limits import DEFAULT
from extractors.readers import docx


def read(body: str, **more: object) -> Document:
    return docx.read(word_file(body, **more), "通知.docx", "abc", DEFAULT)  # type: ignore[arg-type]


def texts(body: str, **more: object) -> list[str]:
    return [paragraph.text for paragraph in read(body, **more).paragraphs]


def cells(body: str) -> tuple[tuple[str, ...], ...]:
    (grid,) = read(body).grids
    return grid.cells


def mark(kind: str, data: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{data}</w:fldChar></w:r>'


def field(instructions: str, result: str) -> str:
    asked = f"<w:r><w:instrText>{instructions}</w:instrText></w:r>"
    return mark("begin") + asked + mark("separate") + result + mark("end")


def test_a_field_within_the_instructions_of_another_shows_nothing():
    question = (
        mark("begin") + field("MERGEFIELD 单位", r("县水利局")) + mark("separate") + r("请按期整改") + mark("end")
    )
    assert texts(f"<w:p>{question}{field('FORMTEXT', r('第3号'))}</w:p>") == ["请按期整改第3号"]


def test_a_field_over_two_paragraphs_shows_both():
    first = mark("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + mark("separate") + r("一、总则")
    assert texts(f"<w:p>{first}</w:p><w:p>{r('二、附则')}{mark('end')}</w:p>") == ["一、总则", "二、附则"]


def test_a_field_without_an_end_does_not_swallow_the_text():
    assert texts(f"<w:p>{r('前')}{mark('begin')}</w:p>{p('后')}") == ["前", "后"]


def test_an_end_without_a_field_does_no_harm():
    assert texts(f"<w:p>{mark('end')}{r('甲')}{mark('separate')}{r('乙')}</w:p>") == ["甲乙"]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☑"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "□"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="同意"/><w:listEntry w:val="缓办"/></w:ddList>', "缓办"),
        ('<w:ddList><w:listEntry w:val="同意"/><w:listEntry w:val="缓办"/></w:ddList>', "同意"),
    ],
)
def test_a_box_of_a_form_shows_its_tick_or_its_entry(data: str, shown: str):
    box = mark("begin", f"<w:ffData>{data}</w:ffData>") + "<w:r><w:instrText>FORM</w:instrText></w:r>" + mark("end")
    assert texts(f"<w:p>{r('意见：')}{box}</w:p>") == [f"意见：{shown}"]


def test_ruby_shows_its_base():
    ruby = f"<w:ruby><w:rt>{r('huái')}</w:rt><w:rubyBase>{r('淮')}</w:rubyBase></w:ruby>"
    assert texts(f"<w:p><w:r>{ruby}</w:r>{r('河镇')}</w:p>") == ["淮河镇"]


def test_a_formula_gives_its_signs():
    formula = "<m:oMath><m:r><m:t>得分=</m:t></m:r><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num></m:f></m:oMath>"
    assert texts(f"<w:p>{r('按')}{formula}</w:p>") == ["按得分=a"]


@pytest.mark.parametrize("code", ["D800", "0007", "ZZ", "FFFFFFFFFF"])
def test_a_symbol_that_is_no_character_is_left_out(code: str):
    assert texts(f'<w:p>{r("甲")}<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r></w:p>') == ["甲"]


def test_text_hidden_by_the_style_of_its_paragraph_is_said():
    style = '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(p("可见") + p("不见", '<w:pStyle w:val="H"/>'), styles=style)
    assert [q.text for q in document.paragraphs] == ["可见"]
    assert [(note.code, note.args) for note in document.problems] == [("note-hidden-text", (("count", "1"),))]


def test_a_strict_file_is_read_like_any_other():
    strict = (
        ("schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"),
        ("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"),
    )
    with ZipFile(BytesIO(word_file(p("正文")))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for old, new in strict:
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    document = docx.read(zipped({**parts}), "a.docx", "abc", DEFAULT)
    assert [q.text for q in document.paragraphs] == ["正文"]


def test_the_fallback_is_read_where_there_is_no_choice():
    content = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    only = f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
    assert texts(f"<w:p><w:r><mc:AlternateContent>{only}</mc:AlternateContent></w:r></w:p>") == ["框内"]


def test_text_boxes_of_a_group_are_read_one_after_the_other():
    boxes = "".join(f"<wps:txbx><w:txbxContent>{p(text)}</w:txbxContent></wps:txbx>" for text in ("左", "右"))
    assert texts(f"<w:p><w:r><w:drawing>{boxes}</w:drawing></w:r></w:p>") == ["左", "右"]


def test_word_art_says_its_words():
    art = '<w:pict><v:shape><v:textpath string="清河县人民政府文件"/></v:shape></w:pict>'
    (paragraph,) = read(f"<w:p><w:r>{art}</w:r></w:p>").paragraphs
    assert (paragraph.text, paragraph.box_text) == ("清河县人民政府文件", True)


def test_smart_art_says_its_words():
    drawing = '<w:drawing><dgm:relIds r:dm="d1"/></w:drawing>'
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>" for text in ("受理", "交办")
    )
    data = part("x", f"<dgm:dataModel><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>")
    found = texts(
        f"<w:p><w:r>{drawing}</w:r>{r('流程')}</w:p>", parts={"data1.xml": data}, links={"diagramData:d1": "data1.xml"}
    )
    assert found == ["受理", "交办", "流程"]


def test_what_was_moved_stands_where_it_went():
    body = f"<w:p><w:moveFrom>{r('旧处')}</w:moveFrom>{r('甲')}</w:p><w:p><w:moveTo>{r('新处')}</w:moveTo></w:p>"
    assert texts(body) == ["甲", "新处"]


def test_a_deleted_paragraph_takes_its_list_number_with_it():
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    gone = f"<w:p><w:pPr>{in_list(1)}<w:rPr><w:del/></w:rPr></w:pPr><w:del>{r('删')}</w:del></w:p>"
    document = read(p("甲", in_list(1)) + gone + p("乙", in_list(1)), numbering=numbering)
    assert [(q.label, q.text) for q in document.paragraphs] == [("1.", "甲"), ("2.", "乙")]


def test_text_before_a_deleted_end_is_kept_at_the_end_of_the_document_and_before_a_table():
    open_end = "<w:rPr><w:del/></w:rPr>"
    assert texts(p("表前", open_end) + tbl(tr(tc("1"))) + p("文末", open_end)) == ["表前", "文末"]


def test_paragraphs_of_a_cell_are_one_where_the_break_between_them_was_deleted():
    cell = f"<w:tc>{p('六月', '<w:rPr><w:del/></w:rPr>')}{p('底前')}</w:tc>"
    assert cells(tbl(tr(cell, tc("乙")))) == (("六月底前", "乙"),)


def test_an_inserted_row_is_there():
    assert cells(tbl(tr(tc("甲")), tr(tc("乙"), properties="<w:ins/>"))) == (("甲",), ("乙",))


def test_cells_merged_by_a_tracked_change_are_merged():
    def cell(text: str, merge: str) -> str:
        return tc(text, f'<w:cellMerge w:vMerge="{merge}"/>')

    assert cells(tbl(tr(cell("县水利局", "rest"), tc("1")), tr(cell("", "cont"), tc("2")))) == (
        ("县水利局", "1"),
        ("县水利局", "2"),
    )


def test_a_lower_part_without_an_upper_one_keeps_its_own_text():
    body = tbl(tr(tc("甲"), tc("1")), tr(tc("乙", "<w:vMerge/>"), tc("2")), tr(tc("", "<w:vMerge/>"), tc("3")))
    assert cells(body) == (("甲", "1"), ("乙", "2"), ("乙", "3"))


def inserted(content: bytes, name: str) -> Document:
    return read(
        p("前") + tbl(tr(tc("甲"))) + '<w:altChunk r:id="c1"/>' + p("后"),
        parts={name: content},
        links={"aFChunk:c1": name},
    )


def test_an_inserted_word_file_stands_where_it_was_inserted():
    document = inserted(word_file(p("附件一") + tbl(tr(tc("乙")))), "chunk1.docx")
    assert [(q.text, q.source.paragraph, q.source.file) for q in document.paragraphs] == [
        ("前", 1, "通知.docx"),
        ("附件一", 2, "通知.docx"),
        ("后", 3, "通知.docx"),
    ]
    assert [(grid.cells, grid.source.table) for grid in document.grids] == [((("甲",),), 1), ((("乙",),), 2)]


def test_an_inserted_text_is_read_by_its_own_reader():
    assert [q.text for q in inserted("各乡镇：\n请照办。".encode(), "chunk1.txt").paragraphs] == [
        "前",
        "各乡镇：",
        "请照办。",
        "后",
    ]


def test_an_inserted_file_that_is_no_document_is_a_problem():
    document = inserted(b"\x00\x01\x02" * 20, "chunk1.bin")
    assert [(problem.where, problem.code) for problem in document.problems] == [("word/chunk1.bin", "read-unknown")]


def test_the_document_itself_and_its_other_parts_are_no_text_to_insert():
    """Their mark-up would stand among the text."""
    body = p("前") + '<w:altChunk r:id="c1"/><w:altChunk r:id="c2"/>'
    document = read(body, styles="", links={"aFChunk:c1": "document.xml", "aFChunk:c2": "styles.xml"})
    assert [q.text for q in document.paragraphs] == ["前"]
    assert [(problem.where, problem.code) for problem in document.problems] == [
        ("word/document.xml", "read-unknown"),
        ("word/styles.xml", "read-unknown"),
    ]


def test_what_an_inserted_file_inserts_is_not_read():
    inner = word_file('<w:altChunk r:id="c1"/>', parts={"deep.txt": "深处"}, links={"aFChunk:c1": "deep.txt"})
    document = inserted(inner, "chunk1.docx")
    assert [q.text for q in document.paragraphs] == ["前", "后"]
    assert [(problem.where, problem.code) for problem in document.problems] == [("word/deep.txt", "read-too-deep")]


def test_a_subdocument_in_another_file_is_not_fetched_and_said():
    document = read(p("总") + '<w:subDoc r:id="s1"/>', links={"subDocument:s1": "file:///C:/分册.docx"})
    assert [(problem.code, problem.args) for problem in document.problems] == [
        ("read-linked-part", (("target", "file:///C:/分册.docx"),))
    ]


def test_a_table_of_contents_leaves_the_title_and_the_numbering_alone():
    entries = "".join(p(f"{heading}\t{page}") for heading, page in (("一、总体要求", 1), ("二、工作措施", 2)))
    contents = f"<w:sdt><w:sdtContent>{p('目录')}{entries}</w:sdtContent></w:sdt>"
    body = (
        p("清河县汛期工作方案")
        + contents
        + p("一、总体要求")
        + p("确保安全度汛。")
        + p("二、工作措施")
        + p("加强值守。")
    )
    found = extract(read(body))
    assert found.notice is not None
    assert found.notice.title == "清河县汛期工作方案"
    assert [check for check in found.checks if check.ok is False] == []
