"""The layout of GB/T 9704-2012, measured in every DOCX that a batch makes. Lengths are worked out from the standard."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from invented_batch import batch
from lxml import etree

from outputs.drafts import drafts
from outputs.frame import Frame
from outputs.public.drafts import public_drafts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
V = "urn:schemas-microsoft-com:vml"
NS = {"w": W, "r": R, "v": V}
FORMS = {
    "整改任务清单",
    "任务分解表",
    "整改目标表",
    "建设性意见建议整改措施表",
    "整改完成情况一览表",
    "销号管理台账",
    "时限表",
    "通知稿",
    "公示稿",
    "统计报告",
}


@cache
def papers() -> dict[str, zipfile.ZipFile]:
    return {name: zipfile.ZipFile(BytesIO(data)) for name, data in drafts(batch()).items() if name.endswith(".docx")}


def part(package: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(package.read(name))


def w(element: etree._Element, attribute: str) -> str | None:
    return element.get(f"{{{W}}}{attribute}")


def mm(twips: str | None) -> float:
    return round(int(twips or "nothing") / 1440 * 25.4, 1)


def sections() -> Iterator[tuple[str, etree._Element, list[etree._Element]]]:
    """Each section of each paper, with what stands in it."""
    for name, package in papers().items():
        before: list[etree._Element] = []
        for block in part(package, "word/document.xml")[0]:
            section = block if block.tag == f"{{{W}}}sectPr" else block.find(".//w:sectPr", NS)
            if section is None:
                before.append(block)
            else:
                yield name, section, before
                before = []


def style(package: zipfile.ZipFile, name: str) -> etree._Element:
    (found,) = part(package, "word/styles.xml").xpath(f"w:style[@w:styleId='{name}']", namespaces=NS)
    return found


def inherited(package: zipfile.ZipFile, name: str, path: str, attribute: str) -> str | None:
    """The attribute as the style or one that it is based on says it."""
    at: str | None = name
    while at:
        one = style(package, at)
        found = one.find(path, NS)
        if found is not None and w(found, attribute) is not None:
            return w(found, attribute)
        based = one.find("w:basedOn", NS)
        at = w(based, "val") if based is not None else None
    return None


def a_notice() -> zipfile.ZipFile:
    return papers()["通知稿.docx"]


def test_no_form_of_the_batch_is_left_out() -> None:
    assert {Path(name).parts[0].removesuffix(".docx") for name in papers()} >= FORMS


def test_every_section_is_a4_with_the_margins_of_the_standard() -> None:
    seen = set()
    for name, section, _ in sections():
        size, margin = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
        page = (mm(w(size, "w")), mm(w(size, "h")), w(size, "orient"))
        edges = tuple(mm(w(margin, side)) for side in ("top", "left", "bottom", "right"))
        if page[2] == "landscape":
            assert (name, page, edges) == (name, (297, 210, "landscape"), (28, 35, 26, 37))
        else:
            assert (name, page, edges) == (name, (210, 297, None), (37, 28, 35, 26))
        assert (page[0] - edges[1] - edges[3], page[1] - edges[0] - edges[2]) in {(156, 225), (225, 156)}
        seen.add(page[2])
    assert seen == {None, "landscape"}


def test_every_section_has_the_grid_of_22_lines_and_28_characters() -> None:
    for name, section, _ in sections():
        grid = section.find("w:docGrid", NS)
        found = [w(grid, a) for a in ("type", "linePitch", "charSpace")]
        assert (name, found) == (name, ["linesAndChars", "579", "-849"])


def test_text_has_22_lines_a_page_and_28_characters_a_line_by_its_style_alone() -> None:
    line = int(inherited(a_notice(), "BodyText", "w:pPr/w:spacing", "line") or "0") / 20
    size = int(inherited(a_notice(), "BodyText", "w:rPr/w:sz", "val") or "0") / 2
    pitch = size * int(inherited(a_notice(), "BodyText", "w:rPr/w:w", "val") or "0") / 100
    assert (225 / 25.4 * 72) // line == 22
    assert (156 / 25.4 * 72) // pitch == 28
    assert size == 16


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("DocumentNumber", "仿宋_GB2312", 16),
        ("Addressees", "仿宋_GB2312", 16),
        ("BodyText", "仿宋_GB2312", 16),
        ("Level1", "黑体", 16),
        ("Level2", "楷体_GB2312", 16),
        ("Level3", "仿宋_GB2312", 16),
        ("Level4", "仿宋_GB2312", 16),
        ("AnnexMark", "黑体", 16),
        ("Signature", "仿宋_GB2312", 16),
        ("Imprint", "仿宋_GB2312", 14),
        ("Footer", "宋体", 14),
        ("TableHead", "黑体", 10.5),
        ("TableText", "仿宋_GB2312", 10.5),
    ],
)
def test_fonts_go_by_their_chinese_names_and_sizes_are_those_of_the_standard(name, font, points) -> None:
    for package in papers().values():
        assert inherited(package, name, "w:rPr/w:rFonts", "eastAsia") == font
        assert int(inherited(package, name, "w:rPr/w:sz", "val") or "0") / 2 == points


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Title", "center"),
        ("DocumentNumber", "center"),
        ("Addressees", "left"),
        ("BodyText", "left"),
        ("AnnexMark", "left"),
        ("Signature", "right"),
        ("TableHead", "center"),
    ],
)
def test_titles_and_numbers_stand_in_the_middle_and_the_signature_right(name, side) -> None:
    assert inherited(a_notice(), name, "w:pPr/w:jc", "val") == side


def test_lines_are_left_free_where_the_standard_says_so() -> None:
    blocks = part(a_notice(), "word/document.xml").xpath("w:body/w:p[w:pPr/w:pStyle]", namespaces=NS)
    styles = [w(b.find("w:pPr/w:pStyle", NS), "val") for b in blocks]

    def free_before(name: str) -> int:
        at = styles.index(name)
        return next(n for n in range(at) if styles[at - 1 - n] != "Normal")

    # 7.3.1: two lines below the number (and the red line); 7.3.2, 7.3.4: one below the title and below the text.
    assert [free_before(name) for name in ("Title", "Addressees", "AnnexFirst", "Signature")] == [2, 1, 1, 1]


def test_page_numbers_are_in_half_width_song() -> None:
    assert inherited(a_notice(), "Footer", "w:rPr/w:rFonts", "ascii") == "宋体"


def test_fonts_have_fallbacks_and_none_is_shipped() -> None:
    for package in papers().values():
        fonts = part(package, "word/fontTable.xml")
        others = {w(f, "name"): w(f.find("w:altName", NS), "val") for f in fonts if f.find("w:altName", NS) is not None}
        assert others == {
            "方正小标宋简体": "宋体",
            "仿宋_GB2312": "仿宋",
            "楷体_GB2312": "楷体",
            "黑体": "SimHei",
            "宋体": "SimSun",
        }
        assert [n for n in package.namelist() if "fonts/" in n or n.endswith((".odttf", ".ttf", ".ttc"))] == []
        known = {w(f, "name") for f in fonts}
        used = part(package, "word/styles.xml").xpath("//w:rFonts/@w:eastAsia", namespaces=NS)
        assert set(used) <= known


def test_the_first_line_is_indented_by_two_characters_and_not_by_spaces() -> None:
    for name in ("BodyText", "Level1", "Level2", "Level3", "Level4"):
        assert inherited(a_notice(), name, "w:pPr/w:ind", "firstLineChars") == "200"
    texts = part(a_notice(), "word/document.xml").xpath(
        "//w:body/w:p[w:pPr/w:pStyle[@w:val='BodyText']]//w:t/text()", namespaces=NS
    )
    assert texts
    assert [t for t in texts if t[0].isspace()] == []


def test_the_names_of_annexes_stand_below_each_other() -> None:
    def indent(name: str) -> tuple[str | None, ...]:
        return tuple(inherited(a_notice(), name, "w:pPr/w:ind", a) for a in ("leftChars", "hangingChars"))

    # Two characters, 附件： (3) and the number (1): names begin at 6. The first line begins at 2, the next at 5.
    assert indent("AnnexFirst") == ("600", "400")
    assert indent("AnnexNext") == ("600", "100")
    assert indent("AnnexOnly") == ("500", "300")
    assert inherited(a_notice(), "AnnexFirst", "w:pPr/w:tabs/w:tab", "pos") == str(
        inherited(a_notice(), "AnnexFirst", "w:pPr/w:ind", "left")
    )


def test_tables_of_eight_columns_or_more_lie_on_their_side() -> None:
    widest = {False: 0, True: 0}
    for name, section, blocks in sections():
        turned = w(section.find("w:pgSz", NS), "orient") == "landscape"
        columns = [len(b.findall("w:tblGrid/w:gridCol", NS)) for b in blocks if b.tag == f"{{{W}}}tbl"]
        widest[turned] = max([widest[turned], *columns])
        assert turned or max(columns, default=0) < 8, name
    assert widest[True] >= 8


def test_every_table_repeats_its_head_and_no_short_row_is_split() -> None:
    tables = 0
    for name, _, blocks in sections():
        for table in (b for b in blocks if b.tag == f"{{{W}}}tbl"):
            head, *rows = table.findall("w:tr", NS)
            tables += 1
            assert head.find("w:trPr/w:tblHeader", NS) is not None, name
            assert head.find("w:trPr/w:cantSplit", NS) is not None, name
            assert [r for r in rows if r.find("w:trPr/w:tblHeader", NS) is not None] == []
            high = [r for r in rows if r.find("w:trPr/w:cantSplit", NS) is None]
            assert all(len("".join(r.itertext())) > 300 for r in high), name
            assert table.find("w:tblPr/w:tblLayout", NS).get(f"{{{W}}}type") == "fixed"
    assert tables > 20


def targets(package: zipfile.ZipFile) -> dict[str, str]:
    return {r.get("Id"): r.get("Target") for r in part(package, "word/_rels/document.xml.rels")}


def referred(name: str, section: etree._Element, what: str) -> dict[str | None, etree._Element]:
    package = papers()[name]
    found = section.findall(f"w:{what}Reference", NS)
    return {w(f, "type"): part(package, f"word/{targets(package)[f.get(f'{{{R}}}id')]}") for f in found}


def test_every_page_of_every_section_has_the_watermark() -> None:
    for name, section, _ in sections():
        headers = referred(name, section, "header")
        assert set(headers) == {"default", "even"}, name
        for header in headers.values():
            assert header.xpath("//v:textpath/@string", namespaces=NS) == ["草稿"]
        assert b"evenAndOddHeaders" in papers()[name].read("word/settings.xml")
        assert section.find("w:titlePg", NS) is None


def test_page_numbers_stand_between_lines_odd_ones_right_and_even_ones_left_one_character_in() -> None:
    for name, section, _ in sections():
        footers = referred(name, section, "footer")
        for side, edge, other in (("default", "right", "left"), ("even", "left", "right")):
            (number,) = footers[side].xpath("//w:p[w:r/w:instrText[contains(., 'PAGE')]]", namespaces=NS)
            shown = "".join(number.xpath(".//w:t/text()", namespaces=NS))
            indent = number.find("w:pPr/w:ind", NS)
            assert shown == "— 1 —", name
            assert w(number.find("w:pPr/w:jc", NS), "val") == edge
            assert (w(indent, f"{edge}Chars"), w(indent, f"{other}Chars")) == ("100", None)


def test_upright_page_numbers_stand_7_mm_below_the_text() -> None:
    for _, section, _ in sections():
        if w(section.find("w:pgSz", NS), "orient") != "landscape":
            # 35 mm below the text, less the line of 14 pt (4.9 mm) at the footer's distance: 7 mm remain.
            footer = int(w(section.find("w:pgMar", NS), "footer") or "0") / 1440 * 25.4
            assert 35 - footer - 14 / 72 * 25.4 == pytest.approx(7, abs=0.1)


def test_on_its_side_a_page_has_its_number_where_the_others_have_it() -> None:
    turned = 0
    for name, section, _ in sections():
        if w(section.find("w:pgSz", NS), "orient") == "landscape":
            turned += 1
            for footer in referred(name, section, "footer").values():
                (shape,) = footer.xpath("//v:shape", namespaces=NS)
                found = dict(one.split(":") for one in (shape.get("style") or "").split(";"))
                strip = [
                    float(found[k].removesuffix("pt")) / 72 * 25.4 for k in ("margin-left", "margin-top", "height")
                ]
                # Turned clockwise, the foot of the sheet is its left: 35 mm to the text, 7 mm and the line before it.
                assert strip == pytest.approx([35 - 7 - 4.94, 28, 156], abs=0.02)
                assert shape.find("v:textbox", NS).get("style") == "layout-flow:vertical"
    assert turned


def test_no_number_no_date_and_no_seal_is_made_up() -> None:
    for name in ("通知稿.docx", "整改任务清单.docx"):
        document = part(papers()[name], "word/document.xml")
        numbers = document.xpath("//w:p[w:pPr/w:pStyle/@w:val='DocumentNumber']//w:t/text()", namespaces=NS)
        assert numbers == ["〔20  〕  号"]
    signed = part(a_notice(), "word/document.xml").xpath(
        "//w:p[w:pPr/w:pStyle/@w:val='Signature']//w:t/text()", namespaces=NS
    )
    assert signed == ["××××××", "20  年  月  日"]
    assert [n for package in papers().values() for n in package.namelist() if "media/" in n] == []
    red = [
        n
        for n, p in papers().items()
        if re.search(rb'w:color w:val="(?:FF0000|C00000|red)', p.read("word/document.xml"))
    ]
    assert red == []


def test_the_imprint_has_lines_of_035_and_025_mm() -> None:
    borders = part(a_notice(), "word/document.xml").xpath(
        "//w:txbxContent/w:tbl[.//w:pStyle/@w:val='Imprint']/w:tblPr/w:tblBorders/*", namespaces=NS
    )
    # Eighths of a point: 0.35 mm is 8, 0.25 mm between 5 and 6.
    assert {etree.QName(line).localname: w(line, "sz") for line in borders} == {
        "top": "8",
        "insideH": "6",
        "bottom": "8",
    }


def test_the_imprint_leaves_a_character_free_on_both_sides() -> None:
    lines = part(a_notice(), "word/document.xml").xpath("//w:p[w:pPr/w:pStyle/@w:val='Imprint']", namespaces=NS)
    indents = [line.find("w:pPr/w:ind", NS) for line in lines]
    found = [tuple(w(i, f"{side}Chars") for side in ("left", "hanging", "right")) for i in indents]
    # 抄送： begins one character in, its next lines stand below the names, four in; the date ends one before the edge.
    assert found == [("400", "300", "100"), ("100", None, "100")]
    (tab,) = lines[1].findall("w:pPr/w:tabs/w:tab", NS)
    assert (w(tab, "val"), mm(w(tab, "pos"))) == ("right", round(156 - 14 / 72 * 25.4, 1))


def one_of_each_kind() -> Iterator[tuple[str, bytes]]:
    """Every form of the batch, of those for each unit the first, and the public version."""
    public = public_drafts(batch(), Frame(batch().made_on), {}).files
    seen = set()
    for name, data in {**drafts(batch()), **public}.items():
        path = Path(name)
        if path.suffix in (".docx", ".xlsx") and (path.parent, path.suffix) not in seen:
            if path.parent.name not in ("", "公开版"):
                seen.add((path.parent, path.suffix))
            yield name, data


def test_the_schemas_of_word_and_excel_are_kept(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed (development packages)")
    validator = audit.OpenXmlValidator()
    wrong = {}
    for number, (name, data) in enumerate(one_of_each_kind()):
        path = tmp_path / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        wrong[name] = [e.description for e in validator.validate(path).errors]
    assert {name: found for name, found in wrong.items() if found} == {}
    folders = {str(Path(name).parent) for name in wrong}
    assert {".", "任务分解表", "建设性意见建议整改措施表", "整改完成情况一览表", "公开版"} <= folders
    assert {"通知稿.docx", "统计报告.docx", "时限表.docx", "公开版/公示稿.docx", "核对.xlsx"} <= set(wrong)
