"""The annex list and the annexes themselves; all texts are invented."""

import pytest

from extractors.notices.annex_bodies import annex_bodies
from extractors.notices.annexes import annexes
from extractors.notices.lines import lines_of
from tests.extractors.documents import document, grid

SIGNED = ("澜江市教育局", "2021年6月3日")


def listed(*lines):
    return [(entry.number, entry.name.text) for entry in annexes(lines_of(document(*lines)))]


def bodies(*parts):
    read = document(*parts)
    lines = lines_of(read)
    return annex_bodies(read, lines, annexes(lines))


def paragraphs(*parts):
    return [body.paragraph if body else None for body in bodies(*parts)]


def test_each_entry_keeps_its_own_number():
    assert listed("附件：1.任务清单", "2.分解表", *SIGNED) == [(1, "任务清单"), (2, "分解表")]


def test_an_entry_without_a_number_has_none():
    assert listed("附件：任务清单", *SIGNED) == [(None, "任务清单")]


@pytest.mark.parametrize("label", ["附：", "附 件：", "附件1.", "附件1：", "附件一：", "附件1、", "相关附件："])
def test_the_list_is_known_by_any_form_of_its_label(label):
    assert [name for _, name in listed(f"{label}整改任务清单", *SIGNED)] == ["整改任务清单"]


def test_chinese_numerals_behind_the_word_are_numbers():
    assert listed("附件一：任务清单", "附件二：分解表", *SIGNED) == [(1, "任务清单"), (2, "分解表")]


def test_annexes_without_numbers_stand_on_lines_of_their_own_above_the_signature():
    assert listed("附件：任务清单", "      分解表", *SIGNED) == [(None, "任务清单"), (None, "分解表")]
    assert listed("附件：", "任务清单", "分解表", *SIGNED) == [(None, "任务清单"), (None, "分解表")]


def test_the_annex_that_follows_the_list_is_no_entry():
    assert listed("附件：任务清单", "附件", "任务清单", "各单位填报。") == [(None, "任务清单")]


def test_a_rest_that_is_only_a_word_for_an_annex_belongs_to_the_line_above():
    assert listed("附件：1.澜江市整改任务", "       清单", "2.分解表") == [(1, "澜江市整改任务清单"), (2, "分解表")]


def test_the_file_of_an_annex_without_a_name_is_no_entry():
    assert listed("附件1.doc", "附件2.xls") == []


def test_a_mention_of_two_annexes_in_a_sentence_is_no_list():
    assert listed("附件1、附件2请于5月10日前报送。") == []


def test_an_entry_over_two_lines_has_a_place_on_each():
    (entry,) = annexes(lines_of(document("附件：澜江市落实社会评价", "    意见任务清单", *SIGNED)))
    assert [(source.paragraph, source.span) for source in entry.name.sources] == [(1, (3, 12)), (2, (4, 10))]


def test_a_body_is_known_by_its_number():
    parts = (
        "附件：1.任务清单",
        "2.分解表",
        *SIGNED,
        "附件1",
        "整改事项",
        "各单位填报。",
        "附件2",
        "分解表",
        "各单位填报。",
    )
    assert paragraphs(*parts) == [5, 8]


def test_the_title_right_below_goes_before_a_number_that_was_mistaken():
    parts = (
        "附件：1.任务清单",
        "2.分解表",
        *SIGNED,
        "附件2",
        "任务清单",
        "各单位填报。",
        "附件1",
        "分解表",
        "各单位填报。",
    )
    assert paragraphs(*parts) == [5, 8]


def test_a_title_over_two_lines_alone_is_a_body():
    parts = ("附件：1.澜江市整改任务分解表", "2.回执", *SIGNED, "澜江市整改", "任务分解表", "各单位填报。")
    assert paragraphs(*parts) == [5, None]


def test_a_single_entry_without_a_number_finds_the_word_alone():
    assert paragraphs("附件：任务清单", *SIGNED, "附件", "整改事项", "各单位填报。") == [4]


def test_the_annex_of_an_annex_is_not_the_annex():
    parts = ("附件：澜江市考评细则", *SIGNED, "澜江市考评细则", "第一条 各单位要落实。", "附件一：", "考评表")
    assert paragraphs(*parts) == [4]


def test_a_title_that_leaves_out_the_place_is_the_same_annex():
    assert paragraphs("附件：1.澜江市整改任务一览表", "2.回执", *SIGNED, "整改任务一览表", "各单位填报。") == [5, None]


def test_a_title_with_another_year_is_another_document():
    parts = ("附件：1.2020年整改任务清单", "2.回执", *SIGNED, "2019年整改任务清单", "各单位填报。")
    assert paragraphs(*parts) == [None, None]


def test_two_annexes_with_nearly_one_name_are_not_mistaken():
    parts = ("附件：1.甲类事项整改任务清单", "2.乙类事项整改任务清单", *SIGNED, "乙类事项整改任务清单", "各单位填报。")
    assert paragraphs(*parts) == [None, 5]


def test_a_table_with_the_title_in_its_first_row_is_a_body():
    rows = [["整改任务清单"] * 3, ["序号", "事项", "单位"], ["1", "路灯不亮", "市住建局"]]
    (body,) = bodies("附件：整改任务清单", *SIGNED, grid(rows, table=1))
    assert body is not None
    assert (body.table, body.paragraph) == (1, None)


def test_a_sheet_by_the_name_of_the_annex_is_a_body():
    rows = [["序号", "事项", "单位"], ["1", "路灯不亮", "市住建局"]]
    found = bodies(
        "附件：1.任务清单", "2.分解表", grid(rows, table=1, sheet="附件2"), grid(rows, table=2, sheet="任务清单")
    )
    assert [body.sheet if body else None for body in found] == ["任务清单", "附件2"]


def test_a_list_at_the_end_of_a_page_finds_bodies_above_it():
    assert paragraphs("任务清单", "各单位填报。", "附件：1.任务清单", "2.分解表") == [1, None]


def test_a_mention_in_the_text_is_no_body():
    assert paragraphs("请填报任务清单。", "附件：1.任务清单", "2.分解表", *SIGNED) == [None, None]


def test_a_number_glued_to_the_name_before_it_begins_the_next_entry():
    assert listed("附件：1.放假安排表2.值班表", *SIGNED) == [(1, "放假安排表"), (2, "值班表")]


def test_a_figure_in_a_name_begins_no_entry():
    assert listed("附件：1.青山5.0版操作手册", *SIGNED) == [(1, "青山5.0版操作手册")]
