"""Deadlines of a whole document: paragraphs and tables, in the order of the document."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.records import (
    Aside,
    AsideKind,
    Counted,
    CountUnit,
    Deadline,
    DeadlineKind,
    Document,
    Grid,
    Notice,
    Paragraph,
    Source,
    Table,
    TableKind,
)
from extractors.deadlines.deadlines import deadlines
from extractors.limits import DEFAULT
from extractors.portions import portioned

NOTICE = Notice(kind="通知", date=date(2021, 4, 8))
HEADER = ("序号", "整改目标", "整改时限", "责任部门")
MEANINGS = (None, "goal", "deadline", "responsible")


def place(**where: int | tuple[int, int]) -> Source:
    return Source("通知.docx", "0" * 64, **where)  # type: ignore[arg-type]


def document(*blocks: Paragraph | Grid) -> Document:
    return Document("通知.docx", "0" * 64, "docx", blocks)


def paragraph(number: int, text: str) -> Paragraph:
    return Paragraph(text, place(paragraph=number))


def table(*cells: str) -> Table:
    rows = tuple((str(i), "路面平整", cell, "住建局") for i, cell in enumerate(cells, 1))
    sources = tuple(place(table=1, row=i) for i in range(2, len(rows) + 2))
    return Table(None, TableKind.RECTIFICATION, HEADER, MEANINGS, rows, place(table=1), sources)


def in_cell(cell: str) -> Deadline:
    (found,) = deadlines(document(), NOTICE, [table(cell)])
    return found


def test_a_deadline_says_where_it_stands_and_that_its_year_is_inferred() -> None:
    (found,) = deadlines(document(paragraph(7, "各单位要于6月1日前将台账报送县绩效办。")), NOTICE, [])
    assert found == Deadline(
        quote="6月1日前",
        kind=DeadlineKind.BY,
        source=place(paragraph=7, span=(5, 10)),
        end=date(2021, 6, 1),
        actor="各单位",
        action="将台账报送县绩效办",
        recipient="县绩效办",
        year_inferred=True,
    )


def test_deadlines_come_in_document_order() -> None:
    grid = Grid((HEADER, ("1", "路面平整", "6月底", "住建局")), place(table=1))
    whole = document(paragraph(1, "5月10日前报送。"), grid, paragraph(2, "5月20日前公示。"))
    assert [d.quote for d in deadlines(whole, NOTICE, [table("6月底")])] == ["5月10日前", "6月底", "5月20日前"]


def test_each_row_of_a_deadline_column_gives_one_deadline() -> None:
    found = deadlines(document(), NOTICE, [table("2021年\n6月30日", "立即整改\n长期执行", "", "持续推进")])
    assert [(d.quote, d.kind, d.end, d.source.row) for d in found] == [
        ("2021年\n6月30日", DeadlineKind.BY, date(2021, 6, 30), 2),
        ("立即整改\n长期执行", DeadlineKind.STANDING, None, 3),
        ("持续推进", DeadlineKind.STANDING, None, 5),
    ]


def test_the_row_names_who_acts_and_what_for() -> None:
    found = in_cell("2021年6月")
    assert (found.actor, found.action, found.end) == ("住建局", "路面平整", date(2021, 6, 30))


def test_two_departments_on_two_lines_of_a_cell_act_both() -> None:
    row = ("1", "路面平整", "6月底", "市住建局\n望川区人民政府")
    both = Table(None, TableKind.RECTIFICATION, HEADER, MEANINGS, (row,), place(table=1))
    assert [d.actor for d in deadlines(document(), NOTICE, [both])] == ["市住建局、望川区人民政府"]


def test_a_name_broken_over_two_lines_of_a_cell_is_one() -> None:
    row = ("1", "路面平整", "6月底", "市住房和城乡\n建设局")
    broken = Table(None, TableKind.RECTIFICATION, HEADER, MEANINGS, (row,), place(table=1))
    assert [d.actor for d in deadlines(document(), NOTICE, [broken])] == ["市住房和城乡建设局"]


def test_a_cell_with_a_day_and_a_standing_word_is_due_on_the_day() -> None:
    found = in_cell("2021年9月底前，长期坚持")
    assert (found.kind, found.end) == (DeadlineKind.BY, date(2021, 9, 30))


def test_the_last_of_several_days_in_a_cell_is_the_deadline() -> None:
    assert in_cell("6月30日前完成清理；12月底前销号").end == date(2021, 12, 31)


def test_a_stretch_in_a_cell_has_a_beginning() -> None:
    found = in_cell("2021年5月-8月")
    assert (found.kind, found.start, found.end) == (DeadlineKind.RANGE, date(2021, 5, 1), date(2021, 8, 31))


def test_a_cell_that_names_no_day_is_kept_in_its_own_words() -> None:
    found = in_cell("按合同约定")
    assert (found.quote, found.kind, found.end) == ("按合同约定", DeadlineKind.UNDATED, None)


def rows(*rows: tuple[str, str, str, str]) -> list[Deadline]:
    sources = tuple(place(table=1, row=i) for i in range(1, len(rows) + 1))
    of = Table(None, TableKind.RECTIFICATION, HEADER, MEANINGS, rows, place(table=1), sources)
    return list(deadlines(document(), NOTICE, [of]))


def test_a_heading_merged_over_a_table_has_no_deadline() -> None:
    found = rows(("一、绿化类",) * 4, ("1", "多种树", "2021年6月底前", "林业局"))
    assert [(d.quote, d.actor) for d in found] == [("2021年6月底前", "林业局")]


def test_a_heading_merged_over_a_table_may_say_a_deadline_as_a_sentence_does() -> None:
    found = rows(("各单位要于2021年6月1日前完成下列事项。",) * 4, ("1", "多种树", "", "林业局"))
    assert [(d.quote, d.end) for d in found] == [("2021年6月1日前", date(2021, 6, 1))]


def test_a_sum_has_no_deadline() -> None:
    assert rows(("合计", "合计", "合计", "3项")) == []


def test_ditto_in_a_table_is_who_and_when_stand_above_it() -> None:
    found = rows(
        ("1", "多种树", "2021年6月底前", "林业局"),
        ("二、道路类",) * 4,
        ("2", "补路面", "同上", "住建局"),
        ("3", "修路灯", "2021年9月底前", "同 上"),
    )
    assert [(d.end, d.actor, d.source.row) for d in found] == [
        (date(2021, 6, 30), "林业局", 1),
        (date(2021, 6, 30), "住建局", 3),
        (date(2021, 9, 30), "住建局", 4),
    ]


def test_dates_in_other_columns_are_data() -> None:
    other = Table(
        None, TableKind.OTHER, ("事项", "情况"), (None, None), (("网站", "2021年6月底前完成"),), place(table=1)
    )
    assert deadlines(document(), NOTICE, [other]) == ()


def test_a_report_of_results_has_only_what_is_still_to_come() -> None:
    report = Notice(kind="公示", date=date(2021, 12, 31))
    told = document(
        paragraph(1, "39天内办结全部投诉。"),
        paragraph(2, "如有异议，请于2022年1月7日前反馈。"),
        paragraph(3, "自公示之日起5个工作日内可来信反映。"),
    )
    assert [d.quote for d in deadlines(told, report, [])] == ["2022年1月7日前", "公示之日起5个工作日内"]


def test_without_a_notice_a_written_year_is_enough_and_a_missing_one_is_not_made_up() -> None:
    whole = document(paragraph(1, "2021年6月1日前报送。"), paragraph(2, "6月8日前公示。"))
    assert [(d.end, d.year_inferred) for d in deadlines(whole, None, [])] == [(date(2021, 6, 1), False), (None, False)]


@pytest.mark.parametrize(
    "text",
    [
        "各单位要于６月１日 前将台账报送县绩效办，并于 6月8日、18日前分别报送进展。",
        "一、部署（ 2021年4月至 5月 ）。即日起至5月31日开展自查。",
        "请于收到本通知后 5 个工作日内报送，会前3天报名单；每月25日前报月报。总结时间另行通知。",
    ],
)
def test_the_span_of_a_deadline_is_where_its_quote_stands_in_the_paragraph(text: str) -> None:
    found = deadlines(document(paragraph(3, text)), NOTICE, [])
    spans = [d.source.span for d in found]
    assert len(found) > 1
    assert all(span and text[slice(*span)] == d.quote for d, span in zip(found, spans, strict=True))


def test_the_span_in_a_paragraph_that_was_cut_is_that_of_the_whole_paragraph() -> None:
    text = "工作要求如下。" * 400 + "请于6月1日前报送。"
    cut = portioned(document(paragraph(3, text)), DEFAULT)
    (found,) = deadlines(cut, NOTICE, [])
    assert len(cut.paragraphs) > 1
    assert found.source.span is not None
    assert text[slice(*found.source.span)] == "6月1日前"


def test_a_cell_is_named_by_row_and_column_and_its_characters() -> None:
    found = in_cell(" 2021年\n6月30日 ")
    assert (found.source.row, found.source.column, found.source.span) == (2, 3, (1, 12))


def test_a_sentence_merged_over_a_table_has_its_characters_in_the_cell() -> None:
    (found,) = rows(("各单位要于2021年6月1日前完成。",) * 4)
    assert (found.source.row, found.source.column, found.source.span) == (1, 3, (5, 15))


def test_what_ditto_stands_for_has_no_characters_in_its_own_cell() -> None:
    found = rows(("1", "多种树", "2021年6月底前", "林业局"), ("2", "补路面", "同上", "住建局"))
    assert [(d.source.row, d.source.span) for d in found] == [(1, (0, 9)), (2, None)]


def test_a_footnote_has_no_place_to_count_characters_in() -> None:
    note = Document("通知.docx", "0" * 64, "docx", (), asides=(Aside(AsideKind.FOOTNOTE, "6月1日前报送。"),))
    (found,) = deadlines(note, NOTICE, [])
    assert (found.quote, found.source) == ("6月1日前", place())


def test_a_limit_that_is_counted_says_how_and_ends_where_the_notices_issue_begins_it() -> None:
    (found,) = deadlines(document(paragraph(3, "自本通知印发之日起10个工作日内报送方案。")), NOTICE, [])
    assert (found.kind, found.start, found.end) == (DeadlineKind.RELATIVE, None, date(2021, 4, 22))
    assert found.counted == Counted(10, CountUnit.WORKING_DAY, "本通知印发之日")
    assert not found.year_inferred


def test_a_limit_in_a_cell_is_counted_too() -> None:
    found = in_cell("收到反馈后5个工作日内")
    assert (found.kind, found.end, found.counted) == (
        DeadlineKind.RELATIVE,
        None,
        Counted(5, CountUnit.WORKING_DAY, "收到反馈"),
    )


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("2021.06", date(2021, 6, 30)),
        ("2021-12", date(2021, 12, 31)),
        ("2021年6月底", date(2021, 6, 30)),
        ("6月15", date(2021, 6, 15)),
        ("2021.6.15日", date(2021, 6, 15)),
        ("21年6月底", date(2021, 6, 30)),
        ("2021.4.20-5.20", date(2021, 5, 20)),
        ("2021/4-2021/9", date(2021, 9, 30)),
        ("2021年4月起", None),
        ("2021年4月20日开始", None),
        ("2021年6月—长期", None),
        ("2021.4-9", None),
        ("3个工作日", None),
        ("2021.4-2021.9", date(2021, 9, 30)),
        ("2021年—2023年", date(2023, 12, 31)),
        ("立即整改，2021年5月底前完成", date(2021, 5, 31)),
        ("本周五前", date(2021, 4, 9)),
    ],
)
def test_a_cell_of_a_deadline_column_says_its_day_briefly(cell: str, end: date | None) -> None:
    found = in_cell(cell)
    assert (found.quote, found.end) == (cell, end)


@pytest.mark.parametrize(
    "cell", ["6月初", "2021年春季", "2021年春节前", "6月15-20", "年中", "6月左右", "今年年初", "2021年前"]
)
def test_a_cell_that_names_only_a_part_of_a_month_or_a_year_has_no_day(cell: str) -> None:
    found = in_cell(cell)
    assert (found.quote, found.kind, found.start, found.end) == (cell, DeadlineKind.UNDATED, None, None)


@pytest.mark.parametrize("cell", ["2021年4月起", "自2021年4月开始", "2021年4月—长期"])
def test_a_cell_may_name_a_beginning_only(cell: str) -> None:
    found = in_cell(cell)
    assert (found.kind, found.start, found.end) == (DeadlineKind.RANGE, date(2021, 4, 1), None)


def test_a_length_of_time_in_a_cell_is_counted_from_nobody_knows_what() -> None:
    found = in_cell("15天")
    assert (found.kind, found.end, found.counted) == (DeadlineKind.RELATIVE, None, Counted(15, CountUnit.DAY))


@pytest.mark.parametrize(
    "cell", ["每年6月底", "每年6月、12月", "每季度末", "每周五", "每月5日前", "即日起", "立行立改", "长期坚持"]
)
def test_a_cell_may_say_that_a_thing_is_always_or_at_once_to_be_done(cell: str) -> None:
    assert in_cell(cell).kind is DeadlineKind.STANDING


def test_a_cell_that_says_done_sets_no_deadline() -> None:
    assert rows(("1", "多种树", "已完成", "林业局")) == []


def test_the_title_and_the_annex_list_set_no_deadline() -> None:
    titled = replace(
        NOTICE,
        title="关于2021年6月底前完成清欠工作的通知",
        annexes=("2021年5月底前完成事项清单", "2021年9月底前完成事项清单"),
    )
    whole = document(
        paragraph(1, "关于2021年6月底前"),
        paragraph(2, "完成清欠工作的通知"),
        paragraph(3, "请于6月1日前报送。"),
        paragraph(4, "附件：1. 2021年5月底前完成事项清单"),
        paragraph(5, "2021年9月底前完成事项清单"),
    )
    assert [d.quote for d in deadlines(whole, titled, [])] == ["6月1日前"]
