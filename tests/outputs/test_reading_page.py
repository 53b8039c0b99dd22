"""The reading page: the document whole on the left, every record on the right, each leading to the other."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import lxml.html
import pytest

from corpus.records import (
    Annex,
    Aside,
    AsideKind,
    Check,
    Citation,
    Comment,
    Contact,
    Counted,
    CountUnit,
    Deadline,
    DeadlineKind,
    Deduction,
    Document,
    Doubt,
    DoubtKind,
    Extraction,
    FieldPlace,
    Grid,
    Heading,
    Indicator,
    Notice,
    Paragraph,
    Problem,
    Renaming,
    Source,
    Status,
    Table,
    TableKind,
    TablePlace,
)
from outputs.reading import Reading, body, reading_page

FILE, DIGEST = "来文/青山通知.docx", "cd" * 32
HERE = Source(FILE, DIGEST)
NUMBER = "青绩办发〔2025〕7号"
ORDER = "各乡镇要在6月30日前将整改方案报县绩效办（原县考评办）。"
HEADER = ("序号", "意见建议", "责任单位")


def at(**where: Any) -> Source:
    return replace(HERE, **where)


def paragraph(number: int, text: str, **more: Any) -> Paragraph:
    return Paragraph(text, at(paragraph=number, pages=(1 if number < 4 else 2,)), **more)


def document(*, asides: tuple[Aside, ...] = ()) -> Document:
    blocks = (
        paragraph(1, NUMBER, centred=True),
        paragraph(2, "关于整改意见建议", centred=True),
        paragraph(3, "的  通知", centred=True),
        paragraph(4, "加强领导", label="一、"),
        paragraph(5, ORDER),
        Grid((("任务", "任务", "任务"), HEADER, ("1", "路灯不亮", "城管局"), ("2", "井盖松动", "住建局")), at(table=1)),
    )
    return Document(FILE, DIGEST, "docx", blocks, asides=asides)


PLACES = (TablePlace((5,), ((5, 2), (5, 3)), (0, 1, 2)),)


def extraction(**found: Any) -> Extraction:
    return Extraction(FILE, DIGEST, "docx", Status.OK, **found)


def notice(**fields: Any) -> Notice:
    return Notice(
        kind="通知",
        number=NUMBER,
        title="关于整改意见建议的通知",
        places=(
            FieldPlace("number", at(paragraph=1, pages=(1,), span=(0, len(NUMBER)))),
            FieldPlace("title", at(paragraph=2, pages=(1,), span=(0, 8))),
            FieldPlace("title", at(paragraph=3, pages=(1,), span=(0, 5))),
        ),
        **fields,
    )


def deadline(**more: Any) -> Deadline:
    fields = {"actor": "各乡镇", "action": "报整改方案", "recipient": "县绩效办", "end": date(2025, 6, 30), **more}
    return Deadline("6月30日前", DeadlineKind.BY, at(paragraph=5, pages=(2,), span=(5, 11)), **fields)


def page_of(found: Extraction, read: Document | None = None, **more: Any) -> str:
    return reading_page([Reading(found, read or document(), PLACES)], FILE, 0.6, **more)


class Page:
    """A page as a browser has it."""

    def __init__(self, html: str) -> None:
        self.root = lxml.html.document_fromstring(html)
        self.text = self.root.get_element_by_id("text")

    def section(self, key: str) -> Any:
        return self.root.get_element_by_id(f"s1-{key}")

    def records(self, key: str) -> list[Any]:
        return list(self.section(key).xpath(".//li"))

    def said(self, key: str) -> list[str]:
        return [" ".join(record.text_content().split()) for record in self.records(key)]

    def aim(self, link: Any) -> Any:
        return self.root.get_element_by_id(link.get("href").removeprefix("#"))


def shown(found: Extraction, read: Document | None = None, **more: Any) -> Page:
    return Page(page_of(found, read, **more))


def test_the_text_stands_there_whole_and_in_its_order() -> None:
    page = shown(extraction(notice=notice(), deadlines=(deadline(),)))
    paragraphs = [p.text_content() for p in page.text.xpath(".//p[not(contains(@class, 'page'))]")]
    assert paragraphs == [NUMBER, "关于整改意见建议", "的  通知", "一、加强领导", ORDER]
    rows = [[cell.text_content() for cell in row] for row in page.text.xpath(".//tr")]
    assert rows == [["任务"], list(HEADER), ["1", "路灯不亮", "城管局"], ["2", "井盖松动", "住建局"]]


def test_a_record_leads_to_its_words_and_they_lead_back() -> None:
    page = shown(extraction(deadlines=(deadline(),)))
    (record,) = page.records("deadlines")
    words = page.aim(record.xpath(".//a")[0])
    assert words.text_content() == "6月30日前"
    assert page.aim(words) is record


def test_a_deadline_says_who_does_what_for_whom_and_what_was_worked_out() -> None:
    counted = Counted(10, CountUnit.WORKING_DAY, "收文之日")
    (said,) = shown(extraction(deadlines=(deadline(year_inferred=True, counted=counted),))).said("deadlines")
    assert said == "2025-06-30 周一年份推定推算谁各乡镇做什么报整改方案报给谁县绩效办原文6月30日前"


def test_a_limit_without_a_day_says_what_its_day_hangs_on() -> None:
    counted = Counted(10, CountUnit.WORKING_DAY, "收文之日")
    (said,) = shown(extraction(deadlines=(deadline(end=None, counted=counted),))).said("deadlines")
    assert said.endswith("注意从“收文之日”起算，文中没有写明是哪一天，请查明后定出日期。")


def test_every_element_of_the_standard_is_listed_and_what_is_missing_is_a_dash() -> None:
    page = shown(extraction(notice=notice()))
    said = page.said("notice")
    assert "密级—" in said
    assert "成文日期—" in said
    assert f"发文字号{NUMBER}" in said
    assert page.section("notice").xpath(".//h3/small")[0].text == "3"


def test_a_title_over_two_lines_is_marked_on_both() -> None:
    page = shown(extraction(notice=notice()))
    (title,) = (r for r in page.records("notice") if "关于整改" in r.text_content())
    marks = [a for a in page.text.xpath(".//a[@data-r]") if title.get("id") in a.get("data-r").split()]
    assert [mark.text_content() for mark in marks] == ["关于整改意见建议", "的  通知"]
    assert all(page.aim(mark) is title for mark in marks)


def test_a_record_whose_place_is_unknown_says_so_and_leads_nowhere() -> None:
    page = shown(extraction(notice=notice(urgency="特急")))
    (urgency,) = (r for r in page.records("notice") if r.text_content().startswith("紧急程度"))
    assert "位置未知" in urgency.text_content()
    assert urgency.xpath(".//a") == []


def test_the_number_as_it_is_written_stands_beside_the_proper_form() -> None:
    page = shown(extraction(notice=replace(notice(), number_raw="青绩办发[2025]7号")))
    assert f"发文字号{NUMBER}原文写作青绩办发[2025]7号" in page.said("notice")


def test_a_row_of_comments_leads_to_its_row() -> None:
    comment = Comment("井盖松动", at(table=1, row=2), number="120250070900002", given_responsible="住建局")
    page = shown(extraction(comments=(comment,)))
    (record,) = page.records("comments")
    row = page.aim(record.xpath(".//a")[0])
    assert [cell.text_content() for cell in row] == ["2", "井盖松动", "住建局"]
    assert page.aim(row.xpath(".//a")[0]) is record


def test_merged_headings_are_one_cell_again_and_equal_data_stays_apart() -> None:
    rows = (("单位", "扣分", "扣分"), ("单位", "年初", "年末"), ("住建局", "2", "2"), ("住建局", "3", "1"))
    read = Document(FILE, DIGEST, "docx", (Grid(rows, at(table=1)),))
    html = reading_page([Reading(extraction(), read, (TablePlace((0,), ((0, 2), (0, 3)), (0, 1, 2)),))], FILE, 0.6)
    cells = [
        [(c.text_content(), c.get("colspan"), c.get("rowspan")) for c in r] for r in Page(html).text.xpath(".//tr")
    ]
    assert cells == [
        [("单位", None, "2"), ("扣分", "2", None)],
        [("年初", None, None), ("年末", None, None)],
        [("住建局", None, None), ("2", None, None), ("2", None, None)],
        [("住建局", None, None), ("3", None, None), ("1", None, None)],
    ]


def test_a_row_merged_over_all_columns_is_one_cell() -> None:
    rows = (("一、城市管理类", "一、城市管理类", "一、城市管理类"), ("无", "无", "无"))
    read = Document(FILE, DIGEST, "docx", (Grid(rows, at(table=1)),))
    page = Page(reading_page([Reading(extraction(), read)], FILE, 0.6))
    assert [len(row) for row in page.text.xpath(".//tr")] == [1, 3]


def test_checks_that_fail_stand_first_and_those_that_hold_are_folded() -> None:
    here = at(paragraph=5, pages=(2,))
    checks = (
        Check("stated_total", "共5条", here, "5", "5", True),
        Check("stated_total", "共6条", here, "6", None, None),
        Check("stated_total", "共7条", here, "7", "5", False),
    )
    page = shown(extraction(checks=checks))
    assert [said[:2] for said in page.said("checks")] == ["不符", "待核", "相符"]
    folded = page.section("checks").xpath("./details//li")
    assert [record.xpath("./b")[0].text for record in folded] == ["相符"]


def test_a_source_without_a_span_marks_the_whole_paragraph() -> None:
    page = shown(extraction(checks=(Check("stated_total", "共7条", at(paragraph=5, pages=(2,)), "7", "5", False),)))
    (record,) = page.records("checks")
    place = page.aim(record.xpath(".//a")[0])
    assert place.tag == "p"
    assert place.text_content() == ORDER
    assert page.aim(place.xpath("./span/a")[0]) is record


def test_renamings_doubts_headings_indicators_deductions_and_tables_are_listed() -> None:
    row = at(table=1, row=1)
    found = extraction(
        renamings=(
            Renaming("县绩效办", "县考评办", "县绩效办（原县考评办）", at(paragraph=5, pages=(2,), span=(16, 27))),
        ),
        doubts=(Doubt(DoubtKind.GARBLED, "路灯不亮", 0.3, at(table=1, row=1, column=2)),),
        outline=(Heading(1, "二、", "一、", "加强领导", at(paragraph=4, pages=(2,))),),
        indicators=(Indicator("照明", row, number="12", path=("城市", "市容"), weight="2%"),),
        deductions=(Deduction("照明", "路灯不亮，扣1分", "1", "", "城管局", row),),
        tables=(Table("任务", TableKind.OTHER, HEADER, (None,) * 3, (("1", "路灯不亮", "城管局"),), at(table=1)),),
    )
    page = shown(found)
    assert page.said("renamings") == ["县考评办 → 县绩效办原文县绩效办（原县考评办）"]
    assert page.said("doubts") == ["疑为乱码原文路灯不亮把握0.30"]
    assert page.said("outline") == ["一、加强领导编号应为“二、”"]
    assert page.said("indicators") == ["12. 照明属于城市 › 市容权重2%"]
    assert page.said("deductions") == ["照明路灯不亮，扣1分扣分值1责任城管局"]
    assert page.said("tables") == ["其他表格任务1行：序号、意见建议、责任单位"]
    cell = page.aim(page.records("doubts")[0].xpath(".//a")[0])
    assert (cell.tag, cell.text_content()) == ("td", "路灯不亮")


def test_an_annex_leads_to_its_entry_and_to_itself() -> None:
    annex = Annex("加强领导", at(paragraph=3, pages=(1,), span=(3, 5)), number=1, body=at(paragraph=4, pages=(2,)))
    page = shown(extraction(notice=notice(annexes=("加强领导",), annex_entries=(annex,))))
    (record,) = (r for r in page.records("notice") if r.text_content().startswith("附件"))
    entry, body = record.xpath(".//a")
    assert (page.aim(entry).text_content(), page.aim(body).text_content()) == ("通知", "一、加强领导")


def test_pages_sheets_labels_and_asides_are_shown_apart_from_the_text() -> None:
    page = shown(extraction(asides=(Aside(AsideKind.FOOTNOTE, "不含乡镇"),)))
    assert [p.text_content() for p in page.text.xpath(".//p[@class='page']")] == ["第1页", "第2页"]
    assert page.text.xpath(".//p/span[@class='label']")[0].text == "一、"
    assert page.text.xpath(".//dl")[0].text_content().split() == ["脚注不含乡镇"]


def test_what_was_recognised_and_not_surely_is_tinted() -> None:
    grid = Grid((("甲", "乙"),), at(table=1, pages=(1,)), confidences=((0.59, 0.6),))
    blocks = (paragraph(1, "不清楚", confidence=0.4), paragraph(2, "清楚", confidence=0.9), grid)
    page = shown(extraction(), Document(FILE, DIGEST, "pdf", blocks))
    tinted = page.text.xpath(".//*[contains(concat(' ', @class, ' '), ' low ')]")
    assert [(e.text_content(), e.get("title")) for e in tinted] == [("不清楚", "识别把握 40%"), ("甲", "识别把握 59%")]


def test_errors_stand_before_notes() -> None:
    problems = (
        Problem("", "note-images", (("count", "2"),)),
        Problem("第2页", "read-page-failed", (("reason", "x"),)),
    )
    said = shown(extraction(problems=problems)).said("problems")
    assert [s.startswith("第2页") for s in said] == [True, False]


def test_every_link_stays_on_the_page_and_leads_somewhere_and_no_id_comes_twice() -> None:
    found = extraction(
        notice=notice(),
        deadlines=(deadline(), deadline()),
        comments=(Comment("路灯不亮", at(table=1, row=1)),),
        outline=(Heading(1, "一、", "一、", "加强领导", at(paragraph=4, pages=(2,))),),
    )
    two = reading_page([Reading(found, document(), PLACES)] * 2, "一包.zip", 0.6)
    root = lxml.html.document_fromstring(two)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in root.xpath("//@href")} <= set(ids)
    assert all(link.startswith("#") for link in root.xpath("//@href"))
    assert root.xpath("//@src | //link") == []


def test_nothing_of_a_document_or_its_name_is_markup() -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'javascript:alert(3)"
    read = Document(
        FILE,
        DIGEST,
        "docx",
        (paragraph(1, attack, label=attack), Grid(((attack, "甲"), ("乙", "丙")), at(table=1, sheet=attack))),
    )
    everywhere = Check(attack, attack, at(paragraph=1, pages=(1,)), attack, attack, False, attack)
    found = extraction(
        notice=Notice(title=attack, issuers=(attack,)),
        checks=(everywhere,),
        asides=(Aside(AsideKind.HEADER, attack),),
        tables=(Table(attack, TableKind.OTHER, (attack,), (None,), (), at(table=1)),),
        problems=(Problem(attack, "read-page-failed", (("reason", attack),)),),
    )
    found = replace(found, file=attack)
    html = reading_page([Reading(found, read)] * 2, attack, 0.6, [(attack, attack)])
    root = lxml.html.document_fromstring(html)
    assert len(root.xpath("//script")) == 1
    assert root.xpath("//img") == []
    assert root.xpath("//*[@onerror]") == []
    assert root.get_element_by_id("text").xpath(".//article[1]//p[not(@class='page')]")[0].text_content() == attack * 2


def test_only_the_pages_own_script_may_run() -> None:
    html = page_of(extraction())
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)
    assert script
    digest = base64.b64encode(sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


def test_what_cannot_be_written_is_seen_and_the_page_is_utf8() -> None:
    read = Document(FILE, DIGEST, "txt", (paragraph(1, "甲\x00乙\ud800丙\u202e丁"),))
    html = page_of(replace(extraction(), file="名\ud800.txt"), read)
    html.encode("utf-8")
    assert "甲␀乙U+D800丙U+202E丁" in Page(html).text.text_content()


def test_a_file_that_could_not_be_read_is_on_the_page_with_its_reason() -> None:
    failed = Extraction("包/坏.pdf", "", "pdf", Status.FAILED, problems=(Problem("包/坏.pdf", "read-password"),))
    html = reading_page(
        [Reading(extraction(), document(), PLACES), Reading(failed)], "包.zip", 0.6, [("包/a.exe", "不是公文")]
    )
    root = lxml.html.document_fromstring(html)
    assert "没有可显示的文字" in root.get_element_by_id("f2").text_content()
    assert "密码" in root.get_element_by_id("s2-problems").text_content()
    assert "包/a.exe" in root.get_element_by_id("text").text_content()


def test_a_long_table_comes_in_portions_of_one_width_and_loses_no_row() -> None:
    rows = (HEADER, *((str(n), f"第{n}条意见", "城管局") for n in range(1, 351)))
    read = Document(FILE, DIGEST, "xlsx", (Grid(rows, at(table=1, sheet="意见")),))
    place = TablePlace((0,), tuple((0, n) for n in range(1, 351)), (0, 1, 2))
    comments = tuple(Comment(f"第{n}条意见", at(table=1, row=n, sheet="意见")) for n in range(1, 351))
    page = Page(reading_page([Reading(extraction(comments=comments), read, (place,))], FILE, 0.6))
    tables = page.text.xpath(".//table")
    assert len(tables) == 4
    assert len({tuple(table.xpath("./colgroup/col/@style")) for table in tables}) == 1
    assert [row[0].text_content() for row in page.text.xpath(".//tr")] == ["序号", *map(str, range(1, 351))]
    last = page.records("comments")[-1]
    assert page.aim(last.xpath(".//a")[0])[1].text_content() == "第350条意见"
    assert [summary.text for summary in page.section("comments").xpath(".//summary")] == [
        "第 1—200 项",
        "第 201—350 项",
    ]


def test_rows_beyond_what_a_browser_opens_are_counted_and_their_records_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "_MOST_CELLS", 9)
    comments = (Comment("路灯不亮", at(table=1, row=1)), Comment("井盖松动", at(table=1, row=2)))
    page = shown(extraction(comments=comments))
    assert "其余 1 行未列出" in page.text.text_content()
    assert [len(record.xpath(".//a")) for record in page.records("comments")] == [1, 0]
    assert "所在的行未列出" in page.records("comments")[1].text_content()


def test_a_problem_of_a_page_leads_to_that_page() -> None:
    page = shown(extraction(problems=(Problem("第2页", "read-page-failed", (("reason", "x"),)),)))
    (link,) = page.records("problems")[0].xpath(".//a")
    assert page.aim(link).text_content() == "第2页"


def test_the_kind_is_read_from_the_end_of_the_title_and_leads_there() -> None:
    page = shown(extraction(notice=notice()))
    (kind,) = (r for r in page.records("notice") if r.text_content().startswith("文种"))
    assert page.aim(kind.xpath(".//a")[0]).text_content() == "的  通知"


def test_dates_citations_and_contacts_are_said_in_a_line_and_led_to() -> None:
    found = notice(
        date=date(2025, 6, 3),
        cited=(Citation("省绩发〔2025〕2号", "关于考评的通知"), Citation("省绩发〔2025〕4号")),
        contacts=(Contact(at(paragraph=5, pages=(2,), span=(0, 4)), "方某", "0770-1234567"),),
    )
    page = shown(extraction(notice=found))
    said = page.said("notice")
    assert "成文日期2025-06-03位置未知" in said
    assert "引用文件省绩发〔2025〕2号位置未知《关于考评的通知》" in said
    assert "省绩发〔2025〕4号位置未知" in said
    (contact,) = (r for r in page.records("notice") if "联系人" in r.text_content())
    assert contact.text_content() == "联系人方某，0770-1234567"
    assert page.aim(contact.xpath(".//a")[0]).text_content() == "各乡镇要"
