"""DOC, RTF and ODT as LibreOffice turns them over to the reader of DOCX: nothing is lost, nothing is renewed."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from built_office import field, odt, rtf

from corpus.libreoffice.program import program
from corpus.records import Aside, AsideKind, Document, Grid, Paragraph, Status
from extractors.extract import extract
from extractors.limits import DEFAULT
from extractors.readers import office, read_bytes

pytestmark = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")

MERGED = (
    "\\trowd\\cellx2000\\clvmgf\\cellx4000\\intbl 一中\\cell 教育\\cell\\row"
    "\\trowd\\cellx2000\\clvmrg\\cellx4000\\intbl 二中\\cell\\cell\\row"
    "\\trowd\\clmgf\\cellx2000\\clmrg\\cellx4000\\intbl 合计\\cell\\cell\\row\\pard 表后\\par"
)
FILES = {
    "已有结果.rtf": rtf(field('DATE \\\\@ "yyyy年M月d日"', "2019年6月12日") + "\\par"),
    "正文在域内.rtf": rtf(field("MERGEFIELD content", "一、总体要求\\par 二、主要任务") + "\\par 附注\\par"),
    "文件名.rtf": rtf(field("FILENAME", "考评方案") + "\\par"),
    "链接.rtf": rtf(field('HYPERLINK "http://127.0.0.1/"', "市政府网站") + "\\par"),
    "修订.rtf": rtf("{\\*\\revtbl{Unknown;}}限期{\\deleted\\revauthdel1 一个月}{\\revised\\revauth1 两周}整改\\par"),
    "隐藏.rtf": rtf("公开{\\v 不公开}内容\\par"),
    "合并.rtf": rtf(MERGED),
    "编号.rtf": rtf(
        "{\\*\\listtable{\\list\\listtemplateid1{\\listlevel\\levelnfc37\\levelstartat1"
        "{\\leveltext\\'03\\u65288?\\'00\\u65289?;}{\\levelnumbers\\'02;}}\\listid1}}"
        "{\\*\\listoverridetable{\\listoverride\\listid1\\listoverridecount0\\ls1}}"
        "\\pard\\ls1 加强领导\\par\\ls1 落实责任\\par"
    ),
    "文本框.rtf": rtf(
        "发文单位\\par{\\shp{\\*\\shpinst\\shpleft0\\shptop0\\shpright5000\\shpbottom2000\\shpwr3"
        "{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt 河湾市绩效办文件\\par}}}正文\\par"
    ),
    "页眉页脚.rtf": rtf(f"{{\\header 内部资料\\par}}{{\\footer 第 {field('PAGE', '1')} 页\\par}}正文\\par"),
    "国标码.rtf": b"{\\rtf1\\ansi\\deff0 "
    + "".join(f"\\'{byte:02x}" for byte in "关于整改的通知".encode("gbk")).encode()
    + b"\\par}",
    "残缺.rtf": rtf("第一段\\par 第二段\\par " + "{\\b 第三段")[:-1],
    "对象.rtf": rtf(
        f"前\\par {{\\object\\objemb{{\\*\\objclass Package}}{{\\*\\objdata {'01050000' * 90}}}{{\\result 图标}}}}"
        f"{{\\object\\objemb{{\\objdata {'02050000' * 90}}}}}\\par 后\\par"
    ),
    "空白.rtf": rtf("\\par"),
    "表格.odt": odt(
        "<text:p>表前</text:p><table:table><table:table-column table:number-columns-repeated='2'/>"
        "<table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>住建</text:p></table:table-cell>"
        "<table:table-cell><text:p>道路</text:p><text:p>桥梁</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>供水</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    ),
    "修订.odt": odt(
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info>'
        "<dc:creator>甲</dc:creator><dc:date>2020-01-02T00:00:00</dc:date></office:change-info><text:p>旧的</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>新<text:change text:change-id="c"/>的</text:p>'
    ),
    "框.odt": odt(
        '<text:p>版头<draw:frame text:anchor-type="as-char" svg:width="8cm" svg:height="2cm"><draw:text-box>'
        "<text:p>河湾市绩效办文件</text:p></draw:text-box></draw:frame></text:p>"
    ),
}


@pytest.fixture(scope="module")
def documents() -> Mapping[str, Document]:
    """All files of this page, converted in one start of LibreOffice."""
    office.convert_ahead(list(FILES.items()), DEFAULT)
    return {name: read_bytes(data, name) for name, data in FILES.items()}


@pytest.fixture(scope="module")
def word_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A DOC with a table, and with a hyperlink whose shown text is a day."""
    folder = tmp_path_factory.mktemp("doc")
    link = field('HYPERLINK "http://127.0.0.1/"', "2019年6月12日")
    (folder / "a.rtf").write_bytes(rtf(f"河湾绩发〔2019〕7号\\par 截至{link}\\par {MERGED}"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = [
        str(program()),
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(folder),
        str(folder / "a.rtf"),
    ]
    subprocess.run(call, capture_output=True, check=True, timeout=60)
    return (folder / "a.doc").read_bytes()


def lines(document: Document) -> list[str]:
    return [(block.label or "") + block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [block.cells for block in document.blocks if isinstance(block, Grid)]


@pytest.fixture(scope="module")
def word_document(word_file: bytes) -> Document:
    return read_bytes(word_file, "收文/通知.wps")


def test_a_word_97_file_is_read_with_its_table(word_document: Document) -> None:
    assert lines(word_document) == ["河湾绩发〔2019〕7号", "截至2019年6月12日", "表后"]
    assert grids(word_document) == [(("一中", "教育"), ("二中", "教育"), ("合计", "合计"))]


def test_a_file_of_wps_that_is_word_97_inside_is_one(word_document: Document) -> None:
    assert word_document.format == "doc"


def test_sources_name_the_original_file(word_document: Document) -> None:
    assert {block.source.file for block in word_document.blocks} == {"收文/通知.wps"}
    assert {block.source.sha256 for block in word_document.blocks} == {word_document.sha256}


def test_a_date_field_of_word_keeps_the_day_that_it_shows(word_file: bytes) -> None:
    hyperlink, date = bytes((0x13, 88)), bytes((0x13, 31))
    assert word_file.count(hyperlink) == 1
    assert lines(read_bytes(word_file.replace(hyperlink, date), "通知.doc"))[1] == "截至2019年6月12日"


def test_a_date_field_keeps_the_day_that_it_shows(documents: Mapping[str, Document]) -> None:
    assert lines(documents["已有结果.rtf"]) == ["2019年6月12日"]


def test_a_body_within_a_field_keeps_its_paragraphs(documents: Mapping[str, Document]) -> None:
    assert lines(documents["正文在域内.rtf"]) == ["一、总体要求", "二、主要任务", "附注"]


def test_a_file_name_in_a_field_is_the_one_that_it_shows(documents: Mapping[str, Document]) -> None:
    assert lines(documents["文件名.rtf"]) == ["考评方案"]


def test_a_hyperlink_is_its_shown_text(documents: Mapping[str, Document]) -> None:
    assert lines(documents["链接.rtf"]) == ["市政府网站"]


@pytest.mark.parametrize(("name", "expected"), [("修订.rtf", "限期两周整改"), ("修订.odt", "新的")])
def test_tracked_changes_are_taken_as_accepted(documents: Mapping[str, Document], name: str, expected: str) -> None:
    assert lines(documents[name]) == [expected]


def test_hidden_text_is_not_read(documents: Mapping[str, Document]) -> None:
    assert lines(documents["隐藏.rtf"]) == ["公开内容"]


def test_merged_cells_of_an_rtf_table_carry_their_value(documents: Mapping[str, Document]) -> None:
    assert grids(documents["合并.rtf"]) == [(("一中", "教育"), ("二中", "教育"), ("合计", "合计"))]


def test_merged_cells_of_an_odt_table_carry_their_value(documents: Mapping[str, Document]) -> None:
    assert grids(documents["表格.odt"]) == [(("住建", "道路\n桥梁"), ("住建", "供水"))]


def test_automatic_numbers_stand_before_the_text(documents: Mapping[str, Document]) -> None:
    assert lines(documents["编号.rtf"]) == ["（一）加强领导", "（二）落实责任"]


@pytest.mark.parametrize("name", ["文本框.rtf", "框.odt"])
def test_a_red_head_in_a_frame_is_read(documents: Mapping[str, Document], name: str) -> None:
    assert "河湾市绩效办文件" in lines(documents[name])


def test_headers_are_asides_and_page_numbers_are_nothing(documents: Mapping[str, Document]) -> None:
    assert lines(documents["页眉页脚.rtf"]) == ["正文"]
    assert documents["页眉页脚.rtf"].asides == (Aside(AsideKind.HEADER, "内部资料"),)


def test_an_rtf_without_a_code_page_is_chinese(documents: Mapping[str, Document]) -> None:
    assert lines(documents["国标码.rtf"]) == ["关于整改的通知"]


def test_of_a_cut_rtf_what_is_there_is_read_and_the_cut_is_said(documents: Mapping[str, Document]) -> None:
    assert lines(documents["残缺.rtf"]) == ["第一段", "第二段", "第三段"]
    assert [problem.code for problem in documents["残缺.rtf"].problems] == ["read-cut-off"]


def test_objects_of_an_rtf_are_counted_and_not_opened(documents: Mapping[str, Document]) -> None:
    found = documents["对象.rtf"]
    assert lines(found) == ["前", "图标", "后"]
    assert [(problem.code, problem.args) for problem in found.problems] == [("note-objects", (("count", "2"),))]


def test_a_document_without_text_is_empty(documents: Mapping[str, Document]) -> None:
    assert extract(documents["空白.rtf"]).status is Status.EMPTY


def test_a_document_converted_ahead_needs_no_libreoffice_when_it_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = [(f"{n}.rtf", rtf(f"第{n}号\\par")) for n in (1, 2)]
    office.convert_ahead(files, DEFAULT)
    monkeypatch.setenv("MINYI_SOFFICE", str(tmp_path / "nothing"))
    assert [lines(read_bytes(data, name)) for name, data in files] == [["第1号"], ["第2号"]]
