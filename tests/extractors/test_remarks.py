"""附注 under the date and how far a document may be made public; all texts are invented."""

import pytest

from extractors.notices.lines import lines_of
from extractors.notices.remarks import last_remarks, publicity, remarks
from tests.extractors.documents import document, grid


def read(*lines):
    found, after = remarks(lines_of(document(*lines)), 0)
    return [note.text for note in found], after


def public(*parts, notes=0):
    read_document = document(*parts)
    lines = lines_of(read_document)
    found = publicity(remarks(lines, notes)[0], lines, read_document.grids)
    return found.text if found else None


def test_each_bracket_under_the_date_is_a_remark_without_its_brackets():
    assert read("（此件公开发布）", "（网络传输）", "各单位要落实。") == (["此件公开发布", "网络传输"], 2)


def test_two_remarks_on_one_line_are_two():
    assert read("（此件公开发布）（联系人：王某，电话：5551234）")[0] == ["此件公开发布", "联系人：王某，电话：5551234"]


def test_a_remark_may_go_over_two_lines_and_have_brackets_inside():
    assert read("（联系人：王某（综合科），", "电话：5551234）")[0] == ["联系人：王某（综合科），电话：5551234"]


def test_the_place_of_the_seal_and_an_empty_page_are_no_remarks():
    assert read("（盖章）", "（此页无正文）")[0] == []


def test_a_line_that_only_begins_with_a_bracket_is_text():
    assert read("（一）加强领导。各单位要落实。") == ([], 0)


def test_a_remark_may_lack_its_brackets():
    assert read("此件公开发布")[0] == ["此件公开发布"]


def test_the_remark_may_be_the_last_line_under_a_plan():
    lines = lines_of(document("澜江市整改方案", "一、总体要求", "（此件公开发布）"))
    assert [note.text for note in last_remarks(lines, len(lines))] == ["此件公开发布"]


@pytest.mark.parametrize(
    ("remark", "word"),
    [
        ("（此件公开发布）", "公开"),
        ("（此件主动公开）", "主动公开"),
        ("（此件依申请公开）", "依申请公开"),
        ("（此件不予公开）", "不予公开"),
        ("（公开方式：公开）", "公开"),
        ("（信息公开形式：主动公开）", "主动公开"),
        ("（此件不公开）", "不公开"),
        ("（此件公开发布，联系人：王某）", "公开"),
    ],
)
def test_the_plain_word_of_a_remark_is_the_documents_own(remark, word):
    assert public(remark) == word


@pytest.mark.parametrize(
    "line", ["信息公开选项：主动公开", "公开属性： 主动公开", "索引号：123  公开方式：主动公开  体裁：通知"]
)
def test_the_imprint_and_the_portal_say_it_with_a_key(line):
    assert public("澜江市教育局关于放假的通知", line) == "主动公开"


def test_a_portals_table_says_it_in_the_cell_beside_the_key():
    block = grid([["索引号", "123", "公开方式", "依申请公开"]], table=1)
    assert public(block, "澜江市教育局关于放假的通知") == "依申请公开"


@pytest.mark.parametrize(
    "line", ["（网络传输）", "各单位要做好信息公开工作。", "公开范围：面向社会", "公开方式：网站公布"]
)
def test_nothing_else_is_a_word_for_it(line):
    assert public(line) is None


def test_the_place_is_that_of_the_word_and_not_of_its_key():
    read_document = document("（公开方式：公开）")
    lines = lines_of(read_document)
    found = publicity(remarks(lines, 0)[0], lines, ())
    assert found is not None
    assert [source.span for source in found.sources] == [(6, 8)]
