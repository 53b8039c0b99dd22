"""Numbers of other documents and the titles that belong to them; all texts are invented."""

import pytest

from corpus.records import Citation
from extractors.notices import citations as module
from tests.extractors.documents import document, grid


def citations(texts, own):
    return tuple(one.citation for one in module.citations(document(*texts), own))


def test_a_number_in_brackets_takes_the_title_before_it():
    found = citations(["根据《关于做好年度考评的通知》（青绩发〔2021〕7号）要求"], None)
    assert found == (Citation("青绩发〔2021〕7号", "关于做好年度考评的通知"),)


def test_angle_brackets_inside_the_title_stay():
    found = citations(["按《关于填报<任务分解表>的通知》（青绩办函〔2021〕8号）要求"], None)
    assert found[0].title == "关于填报<任务分解表>的通知"


def test_a_title_inside_a_title_does_not_cut_it():
    found = citations(["见《关于印发《考评办法》的通知》（青绩发〔2021〕9号）"], None)
    assert found[0].title == "关于印发《考评办法》的通知"


def test_a_number_before_the_title_takes_it_too():
    found = citations(["青政发〔2020〕1号《关于优化服务的意见》规定"], None)
    assert found == (Citation("青政发〔2020〕1号", "关于优化服务的意见"),)


def test_each_of_two_titles_keeps_its_own_number():
    found = citations(["《甲办法》（青发〔2020〕1号）、《乙办法》（青发〔2020〕2号，以下简称《办法》）"], None)
    assert found == (Citation("青发〔2020〕1号", "甲办法"), Citation("青发〔2020〕2号", "乙办法"))


def test_a_title_of_another_sentence_is_not_tied():
    found = citations(["填报《情况说明表》。有关要求见青发〔2020〕1号。"], None)
    assert found == (Citation("青发〔2020〕1号", None),)


def test_the_documents_own_number_is_not_cited():
    assert citations(["青发〔2020〕1号"], "青发〔2020〕1号") == ()


def test_a_number_named_twice_is_cited_once_with_the_title_of_either_mention():
    found = citations(["按青发〔2020〕1号执行。", "《甲办法》（青发[2020]1号）"], None)
    assert found == (Citation("青发〔2020〕1号", "甲办法"),)


def test_a_title_broken_over_lines_is_joined():
    found = citations(["根据《关于做好年度", "考评的通知》", "（青绩发〔2021〕7号）"], None)
    assert found[0].title == "关于做好年度考评的通知"


def test_titles_after_their_numbers_are_not_passed_on_to_the_next_number():
    found = citations(["按照青发〔2020〕1号《甲办法》、青发〔2020〕2号《乙办法》执行。"], None)
    assert found == (Citation("青发〔2020〕1号", "甲办法"), Citation("青发〔2020〕2号", "乙办法"))


def test_a_title_that_another_clause_names_does_not_borrow_a_number():
    found = citations(["落实《甲办法》，按照青发〔2020〕1号要求报送。", "学习《乙办法》和青发〔2020〕2号。"], None)
    assert found == (Citation("青发〔2020〕1号", None), Citation("青发〔2020〕2号", None))


def test_the_number_of_a_notice_is_not_that_of_what_it_sends_out():
    found = citations(["根据市教育局关于印发《考评办法》的通知（青教发〔2020〕1号）"], None)
    assert found == (Citation("青教发〔2020〕1号", "关于印发《考评办法》的通知"),)


def test_single_angle_brackets_inside_a_title_stay():
    found = citations(["见《关于印发〈考评办法〉的通知》（青发〔2021〕9号）"], None)
    assert found[0].title == "关于印发〈考评办法〉的通知"


def test_a_number_inside_the_marks_of_its_title_is_not_part_of_it():
    found = citations(["见《关于做好考评的通知（青发〔2021〕9号）》"], None)
    assert found == (Citation("青发〔2021〕9号", "关于做好考评的通知"),)


def test_a_remark_between_title_and_number_does_not_part_them():
    found = citations(["《考评办法》（2018年修订）（青发〔2018〕9号）", "《甲意见》等文件（青发〔2018〕3号）"], None)
    assert found == (Citation("青发〔2018〕9号", "考评办法"), Citation("青发〔2018〕3号", "甲意见"))


def test_where_only_a_title_is_named_there_is_no_citation():
    assert citations(["根据《中华人民共和国预算法》和《考评办法》，现通知如下。"], None) == ()


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("依照《督查条例》（国务院令第733号）", "国务院令第733号", "督查条例"),
        ("依照《甲规定》（青山省人民政府令第 15 号）", "青山省人民政府令第15号", "甲规定"),
        ("按《乙公告》（财政部 税务总局公告2019年第39号）", "财政部税务总局公告2019年第39号", "乙公告"),
        ("应当符合住房和城乡建设部令第5号的规定", "住房和城乡建设部令第5号", None),
        ("根据中华人民共和国主席令第十三号", "中华人民共和国主席令第13号", None),
    ],
)
def test_the_number_of_a_decree_is_cited_with_its_body(text, number, title):
    assert citations([text], None) == (Citation(number, title),)


@pytest.mark.parametrize("text", ["对第4626号提案的答复", "第3号公告", "口令第3号"])
def test_a_serial_without_a_body_is_no_citation(text):
    assert citations([text], None) == ()


def test_a_number_in_a_cell_is_cited_with_the_place_of_the_cell():
    rows = [["序号", "依据"], ["1", "《甲办法》（青发〔2020〕1号）"]]
    (found,) = module.citations(document("关于放假的通知", grid(rows, table=1)), None)
    assert found.citation == Citation("青发〔2020〕1号", "甲办法")
    assert (found.source.table, found.source.row, found.source.column) == (1, 2, 2)
    assert rows[1][1][slice(*found.source.span)] == "青发〔2020〕1号"


def test_the_place_is_that_of_the_first_mention_in_the_text_as_it_stands():
    lines = ["\u3000\u3000按[bookmark: _GoBack]青发 〔2020〕 1 号办理，", "再按青发〔2020〕1号、青发〔2020〕1号。"]
    (found,) = module.citations(document(*lines), None)
    assert found.source.paragraph == 1
    assert lines[0][slice(*found.source.span)] == "青发 〔2020〕 1 号"
