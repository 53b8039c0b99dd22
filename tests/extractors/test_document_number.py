import pytest

from extractors.notices.document_number import bracketed_number, number_alone, numbers_in


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("青绩发〔2021〕7号", "青绩发〔2021〕7号"),
        ("青绩发[2021]7号", "青绩发〔2021〕7号"),
        ("青绩发﹝2021﹞7号", "青绩发〔2021〕7号"),
        ("青绩发【2021】第007号", "青绩发〔2021〕7号"),
        ("青绩发（2021）7号", "青绩发〔2021〕7号"),
        ("青 绩 发 〔 2021 〕 7 号", "青绩发〔2021〕7号"),
        ("青绩发〔二〇二一〕7号", "青绩发〔2021〕7号"),
        ("青绩发〔２０２１〕００７号", "青绩发〔2021〕7号"),
        ("自贸青管办函〔2021〕17号", "自贸青管办函〔2021〕17号"),
        ("国办发明电〔2018〕150号", "国办发明电〔2018〕150号"),
    ],
)
def test_a_number_is_written_as_the_standard_has_it(written, expected):
    number = number_alone(written)
    assert number is not None
    assert number.text == expected


def test_the_raw_form_is_kept():
    assert number_alone("  青绩发[2021]007号 ").raw == "青绩发[2021]007号"


def test_full_width_digits_stay_in_the_raw_form():
    assert number_alone("青绩发〔２０２１〕７号").raw == "青绩发〔２０２１〕７号"


def test_a_decree_in_full_width_digits_counts_too():
    assert number_alone("２０２１年第９号").text == "2021年第9号"


@pytest.mark.parametrize("lead", ["附件为", "编号为", "文号为", "发文字号是", "文件编号为", "附件"])
def test_a_word_that_names_the_number_is_no_part_of_its_code(lead):
    (number,) = numbers_in(f"{lead}青绩发〔2021〕7号")
    assert number.text == "青绩发〔2021〕7号"


def test_the_signer_on_the_number_line_of_an_upward_document_is_no_part_of_it():
    assert number_alone("青绩报〔2021〕2号        签发人：王某某").text == "青绩报〔2021〕2号"


def test_the_code_begins_after_the_word_that_leads_to_a_citation():
    found = numbers_in("根据桂发〔2020〕5号和桂政办发〔2020〕12号文件精神")
    assert [n.text for n in found] == ["桂发〔2020〕5号", "桂政办发〔2020〕12号"]


@pytest.mark.parametrize("day", ["一九九七年六月十二日", "1997年6月12日", "二〇一二年五月", "２０１２年元月 "])
def test_the_day_before_a_bare_number_is_not_part_of_its_code(day):
    assert [n.text for n in numbers_in(f"根据{day}青政发〔1997〕14号")] == ["青政发〔1997〕14号"]


def test_the_body_before_a_bare_code_is_not_part_of_it():
    found = numbers_in("按照青山市人民政府办公室青政办发〔2020〕4号文件要求")
    assert [n.text for n in found] == ["青政办发〔2020〕4号"]


def test_a_code_may_begin_with_a_word_that_elsewhere_leads_to_a_citation():
    assert [n.text for n in numbers_in("（自贸办发〔2022〕3号）")] == ["自贸办发〔2022〕3号"]


@pytest.mark.parametrize(
    "text", ["《土地整治规划（2016-2020年）》", "（2018）桂01民终123号", "问题编号120210070900018", "电话2021号码"]
)
def test_planning_years_court_cases_and_serials_are_no_document_numbers(text):
    assert numbers_in(text) == ()


def test_a_number_inside_a_sentence_does_not_stand_alone():
    assert number_alone("根据青绩发〔2021〕7号文件，现通知如下") is None


def test_a_number_in_brackets_stands_alone_only_as_a_whole_line():
    assert bracketed_number("（青绩发〔2021〕7号）").text == "青绩发〔2021〕7号"
    assert bracketed_number("见（青绩发〔2021〕7号）") is None


def test_a_decree_counts_by_its_year_and_serial():
    assert number_alone("2021年第9号").text == "2021年第9号"
    assert number_alone("青山市人民政府令第12号").text == "青山市人民政府令第12号"


def test_spans_point_at_the_number():
    text = "《办法》（青绩发〔2021〕7号）"
    (number,) = numbers_in(text)
    assert text[number.start : number.end] == "青绩发〔2021〕7号"
