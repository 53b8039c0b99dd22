"""OFD reader: text and where it stands, tables, pages, templates."""

from __future__ import annotations

import pytest
from built_ofd import A4, EM, LEFT, NAMESPACE, Page, content, document, ofd_of, ofd_parts, ofd_xml
from office_parts import zipped

from corpus.records import Document, Grid, Paragraph
from extractors.limits import DEFAULT
from extractors.readers import read_bytes
from extractors.readers.ofd import read, score
from extractors.readers.ofd.contents import PageContents
from extractors.readers.ofd.document import documents
from extractors.readers.ofd.package import OfdPackage

XS = [28.0, 42.0, 112.0, 148.0, 186.0]
"""Columns 14, 70, 36 and 38 mm wide: 2, 18, 9 and 9 characters of 10 points."""
HEAD = {(0, 0): "序号", (0, 1): "整改内容", (0, 2): "责任单位", (0, 3): "整改时限"}
PAGE_0 = "Doc_0/Pages/Page_0/Content.xml"


def reading(data: bytes) -> Document:
    return read(data, "通知.ofd", "0" * 64, DEFAULT)


def texts(*pages: Page) -> list[str]:
    return [p.text for p in reading(ofd_of(pages)).paragraphs]


def written(objects: str) -> list[str]:
    """What is read from a page with these objects alone."""
    return [p.text for p in reading(ofd_of([Page()], changed={PAGE_0: content(objects)})).paragraphs]


def code(text_code: str, more: str = "", before: str = "") -> str:
    boundary = f'Boundary="28 40 150 8" Font="3" Size="{EM:.4f}"'
    return f"<ofd:TextObject {boundary} {more}>{before}<ofd:TextCode {text_code}</ofd:TextCode></ofd:TextObject>"


def rows(*pages: Page) -> list[list[str]]:
    (grid,) = reading(ofd_of(pages)).grids
    return [list(row) for row in grid.cells]


def test_lines_are_read_from_top_to_bottom_whatever_their_order_in_the_file() -> None:
    page = Page().lines(90, "一、总体要求").lines(60, "各有关单位：")
    assert texts(page.centred(40, "关于报送整改情况的通知")) == [
        "关于报送整改情况的通知",
        "各有关单位：",
        "一、总体要求",
    ]


def test_a_paragraph_over_lines_and_pages_is_one() -> None:
    line = "各有关单位要高度重视整改工作逐项对照检查做到件件有着落，"
    page = Page().lines(40, "\u3000\u3000" + line[2:], *[line] * 22).text(150, 285, "— 1 —", 5)
    second = Page().lines(40, "请认真抓好落实。").text(50, 285, "— 2 —", 5)
    found = reading(ofd_of([page, second])).paragraphs
    assert [p.text for p in found] == [line[2:] + line * 22 + "请认真抓好落实。"]
    assert found[0].source.pages == (1, 2)


def test_a_paragraph_knows_its_page_and_its_box_in_points() -> None:
    (found,) = reading(ofd_of([Page(), Page().text(25.4, 50.8, "各有关单位：", 25.4 / 6)])).paragraphs
    assert found.source.pages == (2,)
    assert found.source.box == pytest.approx((72, 144 - 0.88 * 12, 72 + 6 * 12, 144 + 0.12 * 12), abs=0.01)


def test_repeated_steps_are_written_in_short() -> None:
    assert written(code('X="0" Y="6" DeltaX="g 3 5.6 2.8 g 3 2.8">印发时间2024')) == ["印发时间2024"]


def test_a_gap_of_two_characters_between_letters_is_kept() -> None:
    assert written(code('X="0" Y="6" DeltaX="5.6 5.6 20 5.6">办公室三月')) == ["办公室  三月"]


def test_a_code_without_a_place_stands_where_the_one_before_it_says() -> None:
    words = code('X="0" Y="6" DeltaX="5.6 5.6">各单位</ofd:TextCode><ofd:TextCode X="16.9" DeltaX="5.6">要求')
    later = code('X="0" Y="30">一</ofd:TextCode><ofd:TextCode X="5.6">二')
    assert written(words + later) == ["各单位要求", "一二"]


def test_without_steps_each_character_follows_the_one_before_it() -> None:
    assert written(code('X="0" Y="6">共12项。') + code('X="22" Y="6">另有3项。')) == ["共12项。另有3项。"]


def test_the_last_step_goes_on_where_steps_are_missing() -> None:
    assert written(code('X="0" Y="6" DeltaX="5.6">请认真落实') + code('X="28" Y="6">好。')) == ["请认真落实好。"]


def test_steps_count_the_glyphs_where_two_letters_are_one_glyph() -> None:
    transform = '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>77</ofd:Glyphs>'
    steps = 'X="0" Y="6" DeltaX="3 3 3 3">office'
    after = code('X="15.5" Y="6">软件')
    assert written(code(steps, before=f"{transform}</ofd:CGTransform>") + after) == ["office软件"]


def test_a_matrix_scales_and_moves_the_text() -> None:
    moved = code('X="0" Y="0" DeltaX="10 10">整改单', 'CTM="0.56 0 0 0.56 24 6"')
    assert written(code('X="0" Y="6">关于') + code('X="11.3" Y="6">年') + moved) == ["关于年 整改单"]


def test_narrow_letters_of_a_latin_font_are_not_parted() -> None:
    """W is 0.94 em wide in Times: half an em would leave a gap that looks like a space."""
    letters = "".join(
        f'<ofd:TextObject Boundary="{x} 40 6 8" Font="8" Size="5"><ofd:TextCode X="0" Y="6">{letter}</ofd:TextCode>'
        "</ofd:TextObject>"
        for x, letter in ((28, "W"), (32.7, "T"), (35.8, "O"))
    )
    fonts = '<ofd:Fonts><ofd:Font ID="8" FontName="Times New Roman"/></ofd:Fonts>'
    found = reading(ofd_of([Page()], resources=fonts, changed={PAGE_0: content(letters)}))
    assert [p.text for p in found.paragraphs] == ["WTO"]


def test_look_alike_radicals_are_put_right() -> None:
    assert texts(Page().lines(40, "⾃⻔")) == ["自门"]


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        Page().text(28, 15, "整改工作简报", 4).lines(60, f"第{n}项整改任务。").text(90, 285, f"— {n} —", 5)
        for n in (1, 2, 3)
    ]
    assert texts(*pages) == ["第1项整改任务。", "第2项整改任务。", "第3项整改任务。"]


@pytest.mark.parametrize("turned", ["0.7 0.7 -0.7 0.7 0 0", "0.94 -0.34 0.34 0.94 0 0"])
def test_a_slanting_watermark_is_no_text(turned: str) -> None:
    page = Page().lines(40, "各有关单位：", "现将有关事项通知如下。")
    assert texts(page.text(60, 150, "内部资料注意保存", 12, f'CTM="{turned}"')) == [
        "各有关单位：",
        "现将有关事项通知如下。",
    ]


def test_a_faint_watermark_on_every_page_is_no_text() -> None:
    pages = [Page().lines(40, line).text(60, 150, "内部资料", 12, 'Alpha="60"') for line in ("各有关单位：", "附件")]
    for page in pages:
        page.text(60, 200, "注意保存", 12, colour='<ofd:FillColor Value="200 200 200" Alpha="80"/>')
    assert texts(*pages) == ["各有关单位：", "附件"]


@pytest.mark.parametrize("colour", ["200 200 200", "#c8 #c8 #c8", "200", "0 0 0 55"])
def test_a_large_grey_watermark_on_every_page_is_no_text(colour: str) -> None:
    """Grey by red, green and blue, in hexadecimal, by its lightness, and as CMYK."""
    pages = [Page().lines(40, line) for line in ("各有关单位：", "附件")]
    for page in pages:
        page.text(60, 150, "内部资料", 12, colour=f'<ofd:FillColor Value="{colour}"/>')
    assert texts(*pages) == ["各有关单位：", "附件"]


def test_large_grey_type_on_one_page_is_text() -> None:
    page = Page().lines(40, "各有关单位：").text(60, 150, "年度公报", 12, colour='<ofd:FillColor Value="200"/>')
    assert texts(page) == ["各有关单位：", "年度公报"]


@pytest.mark.parametrize("colour", ["255 0 0", "255 255 255", "#zz 0 0"])
def test_large_red_or_white_type_is_text(colour: str) -> None:
    page = Page().text(60, 40, "某县文件", 12, colour=f'<ofd:FillColor Value="{colour}"/>')
    assert texts(page) == ["某县文件"]


def test_a_page_that_stands_on_its_head_is_read_upright() -> None:
    words = ("一、总体要求", "二、工作安排")
    turned = "".join(
        Page().text(210 - LEFT, 297 - y, line, more='CTM="-1 0 0 -1 0 11.3"').objects[0]
        for y, line in ((60, words[1]), (40, words[0]))
    )
    assert written(turned) == list(words)


@pytest.mark.parametrize("unseen", ['Visible="false"', 'Alpha="0"', 'Fill="false"'])
def test_text_that_is_not_seen_is_read_where_it_lies_on_a_scan_and_only_there(unseen: str) -> None:
    words = "各有关单位要认真抓好各项整改任务的落实工作。"
    scan = Page().image(0, 0, *A4).text(28, 40, words, EM, unseen)
    beside = Page().lines(60, "一、总体要求").text(28, 40, words, EM, unseen)
    assert texts(scan, beside) == [words, "一、总体要求"]


def test_a_table_set_sideways_is_read_upright() -> None:
    """The page is turned as a whole: each place (x, y) of the upright page is (210 - y, x) on the paper."""
    turned = "".join(Page((297, 210)).lines(40, "附件1").table(XS, [100, 107, 121], HEAD).objects)
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50" Width="297" Height="210"><ofd:Content>'
        f"{turned}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    whole = '<ofd:CompositeObject ID="9" Boundary="0 0 210 297" CTM="0 1 -1 0 210 0" ResourceID="50"/>'
    found = reading(ofd_of([Page()], resources=unit, changed={PAGE_0: content(whole)}))
    assert [p.text for p in found.paragraphs] == ["附件1"]
    assert found.grids[0].cells[0] == ("序号", "整改内容", "责任单位", "整改时限")


def test_characters_turned_one_by_one_are_upright_after_the_page_is_turned() -> None:
    down = code('X="0" Y="0" DeltaY="g 9 5.6">各有关单位要认真落实', 'CharDirection="90" ReadDirection="90"')
    assert written(down) == ["各有关单位要认真落实"]


def downwards(x: float, y: float, words: str, em: float = EM) -> str:
    """``words`` in a column whose upper left corner is at the place."""
    return (
        f'<ofd:TextObject Boundary="{x} {y} {em} 100" Font="3" Size="{em}"><ofd:TextCode X="0" Y="{0.88 * em}" '
        f'DeltaY="g {len(words) - 1} {em}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def test_columns_are_read_from_right_to_left() -> None:
    columns = ["各有关单位：", "现将任务分解给你们，请认真落实。", "二〇二四年五月六日"]
    objects = "".join(downwards(150 - 10 * i, 40, words) for i, words in enumerate(columns))
    assert written(objects) == columns


def test_a_heading_set_downwards_in_a_table_is_read_with_its_row() -> None:
    page = Page().table([28, 36, 112], [60, 100, 140], {(0, 1): "修路。", (1, 1): "架桥。"})
    page.add(downwards(30.2, 65, "责任单位", 3.5)).add(downwards(30.2, 105, "整改时限", 3.5))
    assert rows(page) == [["责任单位", "修路。"], ["整改时限", "架桥。"]]


def test_a_template_lies_under_its_pages() -> None:
    form = Page().lines(40, "整改情况反馈单").table([28, 70, 186], [60, 70, 80], {(0, 0): "单位", (1, 0): "时间"})
    filled = Page().cells([28, 70, 186], [60, 70, 80], {(0, 1): "县水务局", (1, 1): "2024年5月"})
    found = reading(ofd_of([filled], [form]))
    assert [p.text for p in found.paragraphs] == ["整改情况反馈单"]
    assert found.grids[0].cells == (("单位", "县水务局"), ("时间", "2024年5月"))


def test_blocks_within_blocks_are_read() -> None:
    inner = "".join(Page().lines(40, "各有关单位：").objects)
    assert written(f"<ofd:PageBlock><ofd:PageBlock>{inner}</ofd:PageBlock></ofd:PageBlock>") == ["各有关单位："]


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2012", "http://www.ofdspec.org", "urn:x"])
def test_files_with_another_namespace_are_read(namespace: str) -> None:
    parts = ofd_parts([Page().lines(40, "各有关单位：")])
    changed = {name: part.replace(NAMESPACE, namespace) for name, part in parts.items() if isinstance(part, str)}
    assert [p.text for p in reading(zipped({**parts, **changed})).paragraphs] == ["各有关单位："]


def test_files_without_a_prefix_are_read() -> None:
    parts = ofd_parts([Page().lines(40, "各有关单位：")])
    changed = {
        name: part.replace("ofd:", "").replace("xmlns:ofd", "xmlns")
        for name, part in parts.items()
        if isinstance(part, str)
    }
    assert [p.text for p in reading(zipped({**parts, **changed})).paragraphs] == ["各有关单位："]


@pytest.mark.parametrize(
    "location",
    [
        "/Doc_0/Pages/Page_0/Content.xml",
        "Pages\\Page_0\\Content.xml",
        "pages/page_0/content.XML",
        "../Doc_0/./Pages/Page_0/Content.xml",
        "Doc_0/Pages/Page_0/Content.xml",
    ],
)
def test_a_page_is_found_however_its_place_is_written(location: str) -> None:
    listed = document(1).replace("Pages/Page_0/Content.xml", location)
    data = ofd_of([Page().lines(40, "各有关单位：")], changed={"Doc_0/Document.xml": listed})
    assert [p.text for p in reading(data).paragraphs] == ["各有关单位："]


def test_two_documents_in_one_file_are_read_one_after_the_other() -> None:
    second = {
        name.replace("Doc_0", "Doc_1"): part
        for name, part in ofd_parts([Page().lines(40, "附件2")]).items()
        if isinstance(part, str)
    }
    changed = {**second, "OFD.xml": ofd_xml("Doc_0/Document.xml", "/Doc_1/Document.xml")}
    found = reading(ofd_of([Page().lines(40, "附件1")], changed=changed))
    assert [(p.text, p.source.pages) for p in found.paragraphs] == [("附件1", (1,)), ("附件2", (2,))]


def test_annotations_are_no_text_of_the_document() -> None:
    stamp = '<ofd:Annot Type="Stamp"><ofd:Appearance>' + code('X="0" Y="6">作废') + "</ofd:Appearance></ofd:Annot>"
    changed = {
        "Doc_0/Document.xml": document(1, more="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"),
        "Doc_0/Annots/Annotations.xml": f'<ofd:PageAnnot xmlns:ofd="{NAMESPACE}">{stamp}</ofd:PageAnnot>',
    }
    found = reading(ofd_of([Page().lines(40, "各有关单位：")], changed=changed))
    assert [p.text for p in found.paragraphs] == ["各有关单位："]
    assert found.problems == ()


def test_attached_files_are_named() -> None:
    attachments = (
        f'<ofd:Attachments xmlns:ofd="{NAMESPACE}"><ofd:Attachment ID="1" Name="任务分解表.xlsx">'
        "<ofd:FileLoc>a.xlsx</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
    )
    changed = {
        "Doc_0/Document.xml": document(1, more="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"),
        "Doc_0/Attachs/Attachments.xml": attachments,
    }
    (note,) = reading(ofd_of([Page().lines(40, "各有关单位：")], changed=changed)).problems
    assert (note.code, dict(note.args)) == ("note-attachments", {"count": "1", "names": "任务分解表.xlsx"})


def test_text_before_and_after_a_table_stays_in_order_and_is_not_given_twice() -> None:
    page = Page().lines(30, "整改任务分解表").table(XS, [40, 47, 61], {**HEAD, (1, 0): "1", (1, 3): "立即整改"})
    blocks = reading(ofd_of([page.lines(80, "注：另有说明的除外。")])).blocks
    assert [b.text if isinstance(b, Paragraph) else b.cells for b in blocks] == [
        "整改任务分解表",
        (("序号", "整改内容", "责任单位", "整改时限"), ("1", "", "", "立即整改")),
        "注：另有说明的除外。",
    ]


def test_a_table_drawn_with_thin_filled_bars_is_a_table() -> None:
    page = Page()
    for y in (40, 50, 60):
        page.path((28, y, 120, 0.2), "M 0 0 L 120 0 L 120 0.2 L 0 0.2 C", 'Stroke="false" Fill="true"')
    for x in (28, 68, 148):
        page.path((x, 40, 0.2, 20), "S 0 0 L 0.2 0 L 0.2 20 L 0 20 C", 'Stroke="false" Fill="true"')
    page.cells([28, 68], [40, 50], {(0, 0): "单位", (0, 1): "得分", (1, 0): "县水务局", (1, 1): "95"})
    assert rows(page) == [["单位", "得分"], ["县水务局", "95"]]


@pytest.mark.parametrize("unseen", ['Visible="false"', 'Stroke="false"', 'Alpha="0"'])
def test_lines_that_are_not_drawn_make_no_table(unseen: str) -> None:
    page = Page().cells([28, 68], [40, 50], {(0, 0): "甲", (0, 1): "乙", (1, 0): "丙", (1, 1): "丁"})
    for box in ((28, 40, 40, 10), (68, 40, 40, 10), (28, 50, 40, 10), (68, 50, 40, 10)):
        page.path(box, f"M 0 0 L {box[2]} 0 L {box[2]} {box[3]} L 0 {box[3]} C", unseen)
    assert reading(ofd_of([page])).grids == ()


def test_a_filled_box_is_shading_unless_it_is_white() -> None:
    """Millimetres become points: 25.4 mm are 72 points."""
    box, fill = (25.4, 50.8, 25.4, 12.7), 'Stroke="false" Fill="true"'
    page = Page().path(box, "M 0 0 L 25.4 0 L 25.4 12.7 L 0 12.7 C", fill)
    page.add(page.objects[0].replace("<ofd:Abb", '<ofd:FillColor Value="255 255 255"/><ofd:Abb'))
    package = OfdPackage(ofd_of([page]), "通知.ofd", DEFAULT)
    (whole,), _ = documents(package)
    drawn, _, _ = PageContents(package, DEFAULT).page(whole, whole.pages[0], 1)
    assert drawn.ink.shades == (pytest.approx((72, 144, 144, 180), abs=0.01),)


def test_a_path_is_drawn_as_far_as_it_is_well_formed() -> None:
    page = Page().cells([28, 68], [40], {(0, 0): "单位", (0, 1): "得分"})
    page.path((28, 40, 80, 10), "M 0 0 L 80 0 L 80 10 L 0 10 C M 40 0 L 40 10 X 3 4 L 70 5")
    assert rows(page) == [["单位", "得分"]]


def test_curves_are_no_lines_of_a_table() -> None:
    page = Page().lines(40, "各有关单位：")
    for y in (60, 70, 80):
        page.path((28, y, 100, 10), "M 0 0 B 30 0 60 0 100 0 M 0 0 Q 50 0 100 10 M 0 0 A 5 5 0 0 1 0 10")
    assert reading(ofd_of([page])).grids == ()


def merged(page: Page, ys: list[float], rules: list[tuple[float, float, float, float]]) -> Page:
    for x in (XS[0], XS[1], XS[-1]):
        page.rule(x, ys[0], x, ys[-1])
    for rule in rules:
        page.rule(*rule)
    return page


def test_a_table_merged_both_ways_over_two_pages_is_one() -> None:
    first = merged(
        Page(),
        [240, 248, 256, 264],
        [
            (28, 240, 186, 240),
            (28, 248, 186, 248),
            (42, 256, 186, 256),
            (28, 264, 186, 264),
            (112, 248, 112, 264),
            (148, 248, 148, 264),
        ],
    ).cells(
        XS,
        [240, 248, 256],
        {
            (0, 0): "领域",
            (0, 1): "整改任务",
            (1, 0): "教育",
            (1, 1): "校门口拥堵。",
            (1, 2): "县教育局",
            (1, 3): "5月底前",
            (2, 1): "食堂太贵。",
            (2, 2): "县教育局",
            (2, 3): "6月底前",
        },
    )
    second = merged(
        Page(),
        [40, 48, 56, 64],
        [
            (28, 40, 186, 40),
            (28, 48, 186, 48),
            (28, 56, 186, 56),
            (28, 64, 186, 64),
            (112, 48, 112, 64),
            (148, 48, 148, 56),
        ],
    ).cells(
        XS,
        [40, 48, 56],
        {
            (0, 0): "领域",
            (0, 1): "整改任务",
            (1, 1): "操场太小。",
            (1, 2): "县教育局",
            (1, 3): "7月底前",
            (2, 0): "交通",
            (2, 1): "路灯太暗。",
            (2, 2): "另行研究",
        },
    )
    found = reading(ofd_of([first.text(90, 285, "— 1 —", 5), second.text(90, 285, "— 2 —", 5)]))
    assert [type(block) for block in found.blocks] == [Grid]
    assert [list(row) for row in found.grids[0].cells] == [
        ["领域", "整改任务", "整改任务", "整改任务"],
        ["教育", "校门口拥堵。", "县教育局", "5月底前"],
        ["教育", "食堂太贵。", "县教育局", "6月底前"],
        ["教育", "操场太小。", "县教育局", "7月底前"],
        ["交通", "路灯太暗。", "另行研究", "另行研究"],
    ]
    assert found.grids[0].source.pages == (1, 2)


def test_an_ofd_file_is_known_by_its_content_under_any_name() -> None:
    data = ofd_of([Page().lines(40, "各有关单位：")])
    assert score(data, "通知.docx") == 100
    assert read_bytes(data, "通知.docx").format == "ofd"
    assert score(zipped({"a.txt": "x"}), "通知.ofd") is None
