"""内件标题: the title of the document that a notice carries; all texts are invented."""

import pytest

from extractors.notices.notice import notice
from tests.extractors.documents import document

SIGNED = ("澜江市教育局", "2021年6月3日")


def enclosed(title, *lines):
    found = notice(document(title, "各学校：", "现印发给你们，请落实。", *lines))
    assert found is not None
    return found.enclosed_title


def test_the_plan_that_the_title_names_begins_below_the_signature():
    lines = ("2021年度意见建议", "整改方案", "一、总体要求", "各学校要落实。")
    assert enclosed("关于印发《2021年度意见建议整改方案》的通知", *SIGNED, *lines) == "2021年度意见建议整改方案"


def test_a_title_without_book_marks_names_it_as_well():
    lines = ("澜江市考评办法", "第一条 各学校要落实。")
    assert enclosed("澜江市教育局关于印发澜江市考评办法的通知", *SIGNED, *lines) == "澜江市考评办法"


def test_a_bracket_on_a_line_of_its_own_belongs_to_it():
    lines = ("澜江市考评办法", "（试行）", "第一条 各学校要落实。")
    assert enclosed("关于印发《澜江市考评办法（试行）》的通知", *SIGNED, *lines) == "澜江市考评办法（试行）"


def test_a_document_that_begins_anew_below_the_remarks_is_the_one_sent_out():
    lines = ("（公开方式：公开）", "澜江市学校安全工作要点", "一、总体要求", "各学校要落实。")
    assert enclosed("关于印发有关文件的通知", *SIGNED, *lines) == "澜江市学校安全工作要点"


def test_a_plan_without_a_signature_above_it_is_found_by_its_name():
    lines = ("澜江市整改方案", "一、总体要求", "各学校要落实。")
    assert enclosed("关于印发《澜江市整改方案》的通知", *lines) == "澜江市整改方案"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于印发《澜江市整改方案》的通知", SIGNED),
        ("关于印发《澜江市整改方案》的通知", ("附件：澜江市整改方案", *SIGNED)),
        ("关于报送整改方案的通知", (*SIGNED, "澜江市整改方案", "各学校要落实。")),
        ("关于印发《澜江市整改方案》的通知", (*SIGNED, "附件", "澜江市任务清单")),
    ],
)
def test_a_document_that_is_only_named_or_is_an_annex_is_not_enclosed(title, lines):
    assert enclosed(title, *lines) is None
