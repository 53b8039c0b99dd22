"""Heads and feet of pages, footnotes and endnotes: kept, and kept out of the running text."""

from __future__ import annotations

from office_parts import in_list, level, p, part, r, tbl, tc, tr, word_file

from corpus.records import Aside, AsideKind, Document
from extractors.limits import DEFAULT
from extractors.readers import docx

TITLE_PAGE = "<w:titlePg/>"
PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PA</w:instrText></w:r>'
    '<w:r><w:instrText>GE \\* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    f'{r("5")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def read(body: str, **parts: str) -> Document:
    """``parts`` has ``header1="…"``, ``settings="…"`` …; each is linked under its own name."""
    roots = {"header": "hdr", "footer": "ftr"}
    files = {f"{name}.xml": part(roots.get(name[:6], name), content) for name, content in parts.items()}
    links = {f"{name.rstrip('0123456789')}:{name}": f"{name}.xml" for name in parts}
    return docx.read(word_file(body, parts=files, links=links), "通知.docx", "abc", DEFAULT)


def section(*references: str, more: str = "") -> str:
    """``header1:first`` …"""
    marks = "".join(
        f'<w:{name[:6]}Reference w:type="{which}" r:id="{name}"/>'
        for name, _, which in (reference.partition(":") for reference in references)
    )
    return f"<w:sectPr>{marks}{more}</w:sectPr>"


def heads(document: Document) -> list[str]:
    return [aside.text for aside in document.asides if aside.kind is AsideKind.HEADER]


def test_a_head_and_a_foot_are_asides_and_no_text():
    document = read(
        p("正文") + section("header1:default", "footer1:default"), header1=p("清河县"), footer1=p("内部资料")
    )
    assert [q.text for q in document.paragraphs] == ["正文"]
    assert document.asides == (Aside(AsideKind.HEADER, "清河县"), Aside(AsideKind.FOOTER, "内部资料"))


def test_the_same_head_of_two_sections_counts_once():
    first = f"<w:p><w:pPr>{section('header1:default')}</w:pPr></w:p>"
    assert heads(read(first + section("header2:default"), header1=p("整改方案"), header2=p("整改方案"))) == ["整改方案"]


def test_the_head_of_the_first_page_comes_first_where_the_section_has_one():
    body = section("header1:default", "header2:first", more=TITLE_PAGE)
    assert heads(read(body, header1=p("其余各页"), header2=p("首页"))) == ["首页", "其余各页"]


def test_a_head_that_no_page_shows_is_left_out():
    body = section("header1:default", "header2:first", "header3:even")
    assert heads(read(body, header1=p("各页"), header2=p("首页"), header3=p("双页"))) == ["各页"]


def test_a_head_of_even_pages_counts_where_the_settings_tell_even_from_odd():
    body = section("header1:default", "header2:even")
    found = read(body, header1=p("单页"), header2=p("双页"), settings="<w:evenAndOddHeaders/>")
    assert heads(found) == ["单页", "双页"]


def test_a_section_that_names_no_head_has_that_of_the_one_before():
    first = f"<w:p><w:pPr>{section('header1:first')}</w:pPr></w:p>"
    assert heads(read(first + section(more=TITLE_PAGE), header1=p("首页"))) == ["首页"]


def test_page_numbers_are_left_out_of_a_foot():
    simple = f'<w:fldSimple w:instr=" NUMPAGES ">{r("8")}</w:fldSimple>'
    foot = f"<w:p>{r('- ')}{PAGE}{r(' -')}</w:p><w:p>{r('第')}{PAGE}{r('页 共')}{simple}{r('页')}</w:p>{p('— 12 —')}"
    named = f"<w:p>{r('清河县绩效办　')}{PAGE}</w:p>"
    assert read(section("footer1:default"), footer1=foot + named).asides == (Aside(AsideKind.FOOTER, "清河县绩效办"),)


def test_a_table_in_a_head_gives_its_cells_in_a_line():
    head = tbl(tr(tc("清河县"), tc("2031年")))
    assert heads(read(section("header1:default"), header1=head)) == ["清河县\t2031年"]


def note(kind: str, identifier: int, content: str) -> str:
    return f'<w:{kind} w:id="{identifier}">{content}</w:{kind}>'


def test_a_footnote_is_an_aside_in_the_order_of_its_mark_and_the_mark_is_no_text():
    def mark(identifier: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{identifier}"/></w:r>'

    body = f"<w:p>{r('各乡镇')}{mark(3)}{r('、街道')}{mark(2)}{r('于六月底前报送。')}</w:p>"
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    own = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>含开发区。</w:t></w:r></w:p>"
    document = read(body, footnotes=separator + note("footnote", 2, p("含社区。")) + note("footnote", 3, own))
    assert [q.text for q in document.paragraphs] == ["各乡镇、街道于六月底前报送。"]
    assert [(aside.kind, aside.text) for aside in document.asides] == [
        (AsideKind.FOOTNOTE, "含开发区。"),
        (AsideKind.FOOTNOTE, "含社区。"),
    ]


def test_a_mark_of_ones_own_goes_with_the_note():
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    document = read(f"<w:p>{r('合计')}{mark}{r('547条')}</w:p>", footnotes=note("footnote", 2, p("含网上。")))
    assert [q.text for q in document.paragraphs] == ["合计547条"]


def test_a_note_whose_mark_was_deleted_is_gone():
    mark = '<w:del><w:r><w:endnoteReference w:id="2"/></w:r></w:del>'
    assert read(f"<w:p>{r('甲')}{mark}</w:p>", endnotes=note("endnote", 2, p("旧注"))).asides == ()


def test_an_endnote_with_two_paragraphs_is_two_asides_of_its_kind():
    mark = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    document = read(f"<w:p>{r('甲')}{mark}</w:p>", endnotes=note("endnote", 2, p("其一") + p("其二")))
    assert document.asides == (Aside(AsideKind.ENDNOTE, "其一"), Aside(AsideKind.ENDNOTE, "其二"))


def test_a_list_in_a_head_does_not_go_on_with_the_list_of_the_text():
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    data = word_file(
        p("正文", in_list(1)) + section("header1:default"),
        numbering=numbering,
        parts={"header1.xml": part("hdr", p("页眉", in_list(1)))},
        links={"header:header1": "header1.xml"},
    )
    assert [aside.text for aside in docx.read(data, "a.docx", "abc", DEFAULT).asides] == ["1.页眉"]


def test_a_damaged_head_is_a_problem_and_the_text_is_kept():
    data = word_file(
        p("正文") + section("header1:default"),
        parts={"header1.xml": "<not xml"},
        links={"header:header1": "header1.xml"},
    )
    document = docx.read(data, "a.docx", "abc", DEFAULT)
    assert [q.text for q in document.paragraphs] == ["正文"]
    assert [(problem.where, problem.code) for problem in document.problems] == [
        ("word/header1.xml", "read-part-failed")
    ]
