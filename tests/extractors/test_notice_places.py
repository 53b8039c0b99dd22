"""All elements of GB/T 9704-2012 in one notice, and where each stands; all texts are invented."""

import re
from datetime import date

import pytest

from corpus.records import Aside, AsideKind, Document, Grid, Notice, Paragraph
from extractors.notices.notice import notice
from tests.extractors.documents import document, grid, source

WHOLE = (
    "000012",
    "机 密★1年",
    "特 急",
    "澜 江 市 绩 效 考 评",
    "领 导 小 组 文 件",
    "澜绩发[2021]7号      签发人：王 某",
    "澜江市绩效考评领导小组关于印发《2021年度",
    "意见建议整改方案》的通知",
    "[bookmark: _GoBack]  东湖区工管委办公室，各县（市、区）党委和人民政府：",
    "根据《关于填报<分解表>的通知》（广绩办函〔2021〕6号）和《督查条例》（国务院令第733号），现将《方案》印发给你们。",
    "联系人：李某某，联系电话：0770-5551234。",
    "附件：1.澜江市整改任务",
    "        清单",
    "  2.整改任务分解表",
    "澜江市绩效考评领导小组办公室（代）",
    "                          2021年6月3日",
    "（公开方式：主动公开）",
    "2021年度意见建议",
    "整改方案",
    "一、总体要求",
    "各单位要落实。",
    "附件1",
    "澜江市整改任务清单",
    "各单位填报。",
    "附件2",
    "整改任务分解表",
    "各单位填报。",
    "抄送：市委办公室，市人大常委会办公室、市政协办",
    "      公室。",
    "澜江市绩效考评领导小组办公室      2021年6月4日印发",
)


def read(*parts) -> Notice:
    found = notice(document(*parts))
    assert found is not None
    return found


def shown(read_document: Document, field: str, item: int | None = None) -> str:
    """The text of the blocks at the places of a field, spaces aside."""
    found = notice(read_document)
    assert found is not None
    pieces = []
    for place in found.places:
        if (place.field, place.item) != (field, item):
            continue
        where = place.source
        block = next(block for block in read_document.blocks if _is_at(block, where))
        text = block.text if isinstance(block, Paragraph) else block.cells[where.row - 1][where.column - 1]
        assert where.span is not None
        pieces.append(text[slice(*where.span)])
    return re.sub(r"\s", "", "".join(pieces))


def _is_at(block, where):
    key = "paragraph" if isinstance(block, Paragraph) else "table"
    return getattr(block.source, key) == getattr(where, key) is not None


def test_every_element_of_the_standard_is_read_from_one_notice() -> None:
    found = read(*WHOLE)
    assert (found.copy_number, found.classification, found.urgency) == ("000012", "机密★1年", "特急")
    assert (found.number, found.signers) == ("澜绩发〔2021〕7号", ("王某",))
    assert found.addressees == ("东湖区工管委办公室", "各县（市、区）党委和人民政府")
    assert [cited.number for cited in found.cited] == ["广绩办函〔2021〕6号", "国务院令第733号"]
    assert [(one.name, one.phone) for one in found.contacts] == [("李某某", "0770-5551234")]
    assert found.annexes == ("澜江市整改任务清单", "整改任务分解表")
    assert [(entry.number, entry.body.paragraph if entry.body else None) for entry in found.annex_entries] == [
        (1, 22),
        (2, 25),
    ]
    assert found.signatories == ("澜江市绩效考评领导小组办公室（代）",)
    assert (found.date, found.printed_on) == (date(2021, 6, 3), date(2021, 6, 4))
    assert (found.remarks, found.publicity) == (("公开方式：主动公开",), "主动公开")
    assert found.enclosed_title == "2021年度意见建议整改方案"
    assert found.copied_to == ("市委办公室", "市人大常委会办公室、市政协办公室")
    assert found.printed_by == "澜江市绩效考评领导小组办公室"


def test_what_a_document_lacks_is_none_everywhere() -> None:
    found = read("关于放假的通知", "各学校：", "请落实。")
    fields = set(Notice.__slots__) - {"kind", "title", "addressees", "places"}
    assert {field: value for field in sorted(fields) if (value := getattr(found, field)) not in (None, ())} == {}
    assert {place.field for place in found.places} == {"title", "addressees"}


@pytest.mark.parametrize(
    ("field", "item", "text"),
    [
        ("copy_number", None, "000012"),
        ("classification", None, "机密★1年"),
        ("urgency", None, "特急"),
        ("number", None, "澜绩发[2021]7号"),
        ("signers", 0, "王某"),
        ("title", None, "澜江市绩效考评领导小组关于印发《2021年度意见建议整改方案》的通知"),
        ("issuers", 0, "澜江市绩效考评领导小组"),
        ("addressees", 0, "东湖区工管委办公室"),
        ("addressees", 1, "各县（市、区）党委和人民政府"),
        ("cited", 0, "广绩办函〔2021〕6号"),
        ("cited", 1, "国务院令第733号"),
        ("contacts", 0, "李某某，联系电话：0770-5551234"),
        ("annexes", 0, "澜江市整改任务清单"),
        ("annexes", 1, "整改任务分解表"),
        ("signatories", 0, "澜江市绩效考评领导小组办公室（代）"),
        ("date", None, "2021年6月3日"),
        ("remarks", 0, "公开方式：主动公开"),
        ("publicity", None, "主动公开"),
        ("enclosed_title", None, "2021年度意见建议整改方案"),
        ("copied_to", 0, "市委办公室"),
        ("copied_to", 1, "市人大常委会办公室、市政协办公室"),
        ("printed_by", None, "澜江市绩效考评领导小组办公室"),
        ("printed_on", None, "2021年6月4日"),
    ],
)
def test_the_text_at_a_fields_place_reads_as_the_field(field: str, item: int | None, text: str) -> None:
    assert shown(document(*WHOLE), field, item) == text


def test_a_title_over_two_lines_has_a_place_on_each() -> None:
    places = [place.source.paragraph for place in read(*WHOLE).places if place.field == "title"]
    assert places == [7, 8]


def test_a_signature_at_the_end_of_a_paragraph_has_its_own_stretch_of_it() -> None:
    text = "请认真落实。               澜江市教育局           2021年6月12日"
    read_document = document("关于放假的通知", "各学校：", text)
    assert shown(read_document, "signatories", 0) == "澜江市教育局"
    assert shown(read_document, "date") == "2021年6月12日"


def test_a_line_that_comes_twice_in_a_paragraph_is_not_mistaken() -> None:
    text = "澜江市教育局\n各学校：\n请落实。\n澜江市教育局\n2021年6月12日"
    found = read("澜江市教育局关于放假的通知", text)
    assert [place.source.span for place in found.places if place.field == "signatories"] == [(17, 23)]


def test_a_list_number_that_the_file_keeps_apart_shifts_no_place() -> None:
    lines = [
        Paragraph(text, source(paragraph=at)) for at, text in enumerate(["关于放假的通知", "各学校：", "请落实。"], 1)
    ]
    entry = Paragraph("任务清单", source(paragraph=4), label="附件：1.")
    read_document = document(*lines, entry, Paragraph("澜江市教育局", source(paragraph=5)))
    assert shown(read_document, "annexes", 0) == "任务清单"


def test_the_places_of_a_red_head_and_an_imprint_in_tables_are_cells() -> None:
    red_head = grid([["澜江市财政局文件"] * 2, ["澜财报〔2021〕9号", "签发人：王一"]], table=1)
    imprint = grid([["抄送：", "市审计局。"], ["澜江市财政局办公室", "2021年8月4日印发"]], table=2)
    lines = ("澜江市财政局关于拨付经费的请示", "市人民政府：", "妥否，请批示。", "澜江市财政局", "2021年8月3日")
    read_document = document(red_head, *lines, imprint)
    for field, item, text in [
        ("number", None, "澜财报〔2021〕9号"),
        ("signers", 0, "王一"),
        ("copied_to", 0, "市审计局"),
        ("printed_by", None, "澜江市财政局办公室"),
        ("printed_on", None, "2021年8月4日"),
    ]:
        assert shown(read_document, field, item) == text


PORTAL = [
    ["索引号", "123", "成文日期", "2020年02月06日"],
    ["发文字号", "澜教发〔2020〕3号", "发文机关", "澜江市教育局"],
]


@pytest.mark.parametrize(
    ("field", "item", "text"),
    [("number", None, "澜教发〔2020〕3号"), ("date", None, "2020年02月06日"), ("issuers", 0, "澜江市教育局")],
)
def test_the_places_of_a_portals_values_are_the_cells_beside_their_keys(field, item, text) -> None:
    assert shown(document(grid(PORTAL, table=1), "关于资助工作的通知", "各学校：", "请落实。"), field, item) == text


def test_the_place_of_a_portals_day_is_not_the_day_of_publishing() -> None:
    lines = ("索引号：123  发布日期：2020-02-06", "成文日期：2020-02-06", "关于资助工作的通知", "各学校：", "请落实。")
    found = read(*lines)
    assert [(p.source.paragraph, p.source.span) for p in found.places if p.field == "date"] == [(2, (5, 15))]


def test_a_number_in_the_head_of_the_page_has_no_place_in_the_text() -> None:
    plain = document("关于放假的通知", "各学校：", "请落实。")
    heads = (Aside(AsideKind.HEADER, "澜教发〔2021〕8号"),)
    found = notice(Document(plain.file, plain.sha256, plain.format, plain.blocks, asides=heads))
    assert found is not None
    assert found.number == "澜教发〔2021〕8号"
    assert [place for place in found.places if place.field == "number"] == []


def test_the_date_that_only_the_imprint_tells_stands_in_the_imprint() -> None:
    lines = ("关于放假的通知", "各学校：", "请落实。", "澜江市教育局办公室      2021年6月12日印发")
    found = read(*lines)
    assert (found.date, found.printed_on) == (date(2021, 6, 12), date(2021, 6, 12))
    assert shown(document(*lines), "date") == "2021年6月12日"


def test_a_citizens_number_in_a_table_of_comments_is_no_contact() -> None:
    rows = [["序号", "意见内容", "联系人", "联系电话"], ["1", "路灯不亮", "张某", "13900001234"]]
    assert (
        read("关于反馈意见的通知", "各县：", "请办理。", Grid(tuple(map(tuple, rows)), source(table=1))).contacts == ()
    )


def test_a_number_in_an_annexs_form_is_no_contact() -> None:
    lines = (
        "关于放假的通知",
        "各学校：",
        "请落实。",
        "附件：登记表",
        "澜江市教育局",
        "2021年6月12日",
        "附件",
        "登记表",
        "联系人：张某",
    )
    assert read(*lines).contacts == ()


def test_the_imprint_of_a_document_that_is_passed_on_is_not_the_notices() -> None:
    lines = (
        "澜江市教育局关于转发《省教育厅关于做好防汛工作的通知》的通知",
        "各学校：",
        "现转发给你们。",
        "澜江市教育局",
        "2021年3月9日",
        "省教育厅关于做好防汛工作的通知",
        "请落实。",
        "抄送：省应急厅。",
        "省教育厅办公室    2021年3月6日印发",
    )
    found = read(*lines)
    assert (found.copied_to, found.printed_by, found.printed_on) == ((), None, None)


def test_an_imprint_before_the_day_of_signing_is_kept_where_the_issuer_printed() -> None:
    lines = (
        "澜江市教育局关于放假的通知",
        "各学校：",
        "请落实。",
        "澜江市教育局",
        "2021年3月9日",
        "澜江市教育局办公室    2021年3月6日印发",
    )
    assert read(*lines).printed_on == date(2021, 3, 6)


def test_the_number_beside_the_last_of_several_signers_is_the_own_one() -> None:
    lines = (
        "签发人：王某某",
        "            李 某",
        "澜教报〔2021〕2号      张某某",
        "澜江市教育局关于拨款的请示",
        "市政府：",
        "请批示。",
    )
    found = read(*lines)
    assert (found.number, found.signers, found.cited) == ("澜教报〔2021〕2号", ("王某某", "李某", "张某某"), ())


def test_the_number_behind_a_telegrams_marks_is_not_cited() -> None:
    lines = ("等级：特提·明电      澜府办发电〔2021〕5号", "澜江市政府办公室关于防汛的通知", "各县：", "请落实。")
    found = read(*lines)
    assert (found.number, found.urgency, found.cited) == ("澜府办发电〔2021〕5号", "特提", ())


def test_the_remark_may_stand_under_an_annex_list_that_stands_under_the_signature() -> None:
    lines = (
        "关于放假的通知",
        "各县：",
        "请落实。",
        "澜江市教育局",
        "2021年3月1日",
        "附件：1.回执",
        "2.名单",
        "（此件公开发布）",
    )
    assert read(*lines).remarks == ("此件公开发布",)


def test_the_place_of_an_issuer_that_only_the_page_names_is_not_a_cell_of_data() -> None:
    rows = [["序号", "意见内容", "责任部门"], ["1", "路灯不亮", "澜江市教育局"]]
    lines = ("来源：澜江市教育局  浏览次数：3", "发布日期：2021-03-01", "意见建议整改情况公示", "现公示如下。")
    read_document = document(*lines, grid(rows, table=1))
    found = notice(read_document)
    assert found is not None
    assert found.issuers == ("澜江市教育局",)
    assert [place.source.paragraph for place in found.places if place.field == "issuers"] == [1]


def test_of_two_same_days_on_a_portals_line_the_one_behind_its_key_is_meant() -> None:
    lines = ("索引号：123", "发布日期：2020-02-06  成文日期：2020-02-06", "关于资助工作的通知", "各学校：", "请落实。")
    assert [place.source.span for place in read(*lines).places if place.field == "date"] == [(22, 32)]
