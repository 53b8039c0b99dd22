"""版记: 抄送, 印发机关, 印发日期; all texts are invented."""

from datetime import date

import pytest

from extractors.notices.imprint import imprint, unsaid_imprint
from extractors.notices.lines import lines_of
from tests.extractors.documents import document, grid


def read(*parts):
    return imprint(lines_of(document(*parts)))


def copies(*parts):
    return [group.text for group in read(*parts).copied_to]


def test_commas_part_the_groups_and_a_pause_joins_bodies_of_one_rank():
    assert copies("抄送：市委办公室，市人大常委会办公室、市政协办公室；市纪委监委机关。") == [
        "市委办公室",
        "市人大常委会办公室、市政协办公室",
        "市纪委监委机关",
    ]


def test_a_comma_in_brackets_parts_nothing():
    assert copies("抄送：各县（市，区）人民政府，市委办公室。") == ["各县（市，区）人民政府", "市委办公室"]


def test_the_list_goes_on_over_lines_and_a_name_may_be_broken():
    lines = (
        "抄送：市委办公室，市人大常委会办",
        "      公室，市政协办公室。",
        "澜江市教育局办公室      2021年6月4日印发",
    )
    assert copies(*lines) == ["市委办公室", "市人大常委会办公室", "市政协办公室"]


def test_the_bodies_of_the_next_rank_have_a_line_of_their_own():
    lines = (
        "抄送：市委各部门，市政协办公室。",
        "      市各民主党派，市工商联。",
        "澜江市政府办公室    2021年6月4日印发",
    )
    assert copies(*lines) == ["市委各部门", "市政协办公室", "市各民主党派", "市工商联"]


def test_without_a_printer_below_the_list_ends_at_its_full_stop():
    assert copies("抄送：市委办公室。", "相关文件、政策解读。") == ["市委办公室"]


def test_copies_upwards_and_copies_are_one_list():
    assert copies("抄报：省教育厅。", "抄送：市委办公室。") == ["省教育厅", "市委办公室"]


def test_who_printed_and_when_stand_on_one_line():
    found = read("抄送：市委办公室。", "澜江市教育局办公室          2021年6月4日印发")
    assert found.printed_by is not None
    assert (found.printed_by.text, found.printed_on) == ("澜江市教育局办公室", date(2021, 6, 4))
    assert found.start == 0


def test_the_day_of_printing_may_stand_below_who_printed():
    found = read("澜江市教育局办公室", "2021年6月4日印发")
    assert found.printed_by is not None
    assert (found.printed_by.text, found.printed_on, found.start) == ("澜江市教育局办公室", date(2021, 6, 4), 0)
    assert found.day is not None
    assert [source.paragraph for source in (*found.printed_by.sources, *found.day.sources)] == [1, 2]


def test_the_whole_imprint_may_be_one_line_with_gaps():
    found = read("抄送：市委办公室，市财政局。   澜江市教育局办公室   2021年6月4日印发")
    assert [group.text for group in found.copied_to] == ["市委办公室", "市财政局"]
    assert found.printed_by is not None
    assert (found.printed_by.text, found.printed_on) == ("澜江市教育局办公室", date(2021, 6, 4))


def test_an_imprint_set_as_a_table_is_read():
    found = read(grid([["抄送：", "市审计局，市财政局。"], ["澜江市教育局办公室", "2021年6月4日印发"]], table=2))
    assert [group.text for group in found.copied_to] == ["市审计局", "市财政局"]
    assert (found.copied_to[1].sources[0].table, found.copied_to[1].sources[0].column) == (2, 2)
    assert found.printed_on == date(2021, 6, 4)


def test_a_day_in_chinese_numerals_and_the_number_of_copies_do_not_matter():
    assert read("澜江市教育局办公室  二〇二一年六月四日印发（共印50份）").printed_on == date(2021, 6, 4)


@pytest.mark.parametrize(
    "line",
    [
        "《考评办法》已于2021年6月4日印发",
        "各单位方案要在2021年6月4日前印发。",
        "根据上级要求，办法于2021年6月4日印发",
        "请抄送有关部门。",
        "应抄送：市审计局。",
    ],
)
def test_a_sentence_is_no_imprint(line):
    found = read(line)
    assert (found.copied_to, found.printed_by, found.printed_on, found.start) == ((), None, None, None)


def test_the_last_imprint_is_the_documents_own():
    lines = (
        "抄送：市水利局。",
        "澜江县水利局办公室    2021年5月4日印发",
        *["转发的请示原文。"] * 10,
        "抄送：市委办公室。",
        "澜江市政府办公室    2021年6月4日印发",
    )
    found = read(*lines)
    assert [group.text for group in found.copied_to] == ["市委办公室"]
    assert found.printed_on == date(2021, 6, 4)


def test_who_keeps_the_file_and_who_typed_are_not_copied_to():
    assert copies("抄送：市委办公室，", "校对：王某", "印发：50份") == ["市委办公室"]


def test_a_body_and_a_day_at_the_two_ends_of_a_line_are_an_imprint_without_its_word():
    found = unsaid_imprint(lines_of(document("澜江市教育局办公室              2021年6月4日")), 0)
    assert found is not None
    assert found.printed_by is not None
    assert (found.printed_by.text, found.printed_on) == ("澜江市教育局办公室", date(2021, 6, 4))


def test_a_body_and_a_day_on_two_lines_are_a_signature():
    assert unsaid_imprint(lines_of(document("澜江市教育局办公室", "2021年6月4日")), 0) is None


def test_an_imprint_with_a_key_for_each_part_is_read():
    rows = [["抄送", "市审计局，市财政局。"], ["印发机关", "澜江市教育局办公室"], ["印发日期", "2021年6月4日"]]
    found = read(grid(rows, table=1))
    assert [group.text for group in found.copied_to] == ["市审计局", "市财政局"]
    assert found.printed_by is not None
    assert (found.printed_by.text, found.printed_on) == ("澜江市教育局办公室", date(2021, 6, 4))
