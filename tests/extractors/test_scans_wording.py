"""The forms of recognised characters: what Chinese text has in full width."""

from __future__ import annotations

import pytest

from extractors.scans.recognition import Glyph
from extractors.scans.wording import chinese_forms


def forms(line: str) -> str:
    """The line with characters at even distances."""
    return "".join(g.text for g in chinese_forms([Glyph(c, (i + 0.5) / len(line), 0.9) for i, c in enumerate(line)]))


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("各县(市、区)人民政府,市直各单位:", "各县（市、区）人民政府，市直各单位："),
        ("共扣12,345.60元,其中", "共扣12,345.60元，其中"),
        ("会议于9:30开始", "会议于9:30开始"),
        ("(1)加强日常管理;", "（1）加强日常管理；"),
        ("完成率为98.5%,", "完成率为98.5%,"),
        ("达标率为98.5%,未达到", "达标率为98.5%，未达到"),
    ],
)
def test_punctuation_beside_ideographs_is_of_full_width(seen: str, meant: str) -> None:
    if seen.endswith("%,"):
        meant = meant[:-1] + "，"
    assert forms(seen) == meant


def test_a_line_without_ideographs_stays_as_it_is() -> None:
    assert forms("(0771) 1234567, 8:30") == "(0771) 1234567, 8:30"


def test_spaces_between_ideographs_are_none_and_between_words_they_stay() -> None:
    assert forms("防 城 市 2019 年") == "防城市2019年"
    assert forms("Excel 2016") == "Excel 2016"


def test_both_brackets_of_a_number_have_one_form() -> None:
    assert forms("某绩发〔2024]17号") == "某绩发〔2024〕17号"
    assert forms("某绩发[2024〕17号") == "某绩发〔2024〕17号"


def test_brackets_that_agree_are_not_touched() -> None:
    assert forms("某绩发[2024]17号") == "某绩发[2024]17号"


def test_two_marks_at_one_place_are_the_surer_one() -> None:
    line = [Glyph(c, 0.1 * i, 0.9) for i, c in enumerate("通知如下", 1)]
    assert chinese_forms([*line, Glyph("：", 0.47, 0.5), Glyph("。", 0.48, 0.9)])[-1].text == "。"
    assert len(chinese_forms([*line, Glyph("：", 0.47, 0.5), Glyph("。", 0.48, 0.9)])) == 5


def test_no_word_is_corrected() -> None:
    assert forms("绩效考坪") == "绩效考坪"


@pytest.mark.parametrize("seen", ["一1一", "-12-", "—3一"])
def test_the_dashes_of_a_page_number_are_no_numeral(seen: str) -> None:
    assert forms(seen) == f"—{seen[1:-1]}—"


def test_a_numeral_beside_words_stays_a_numeral() -> None:
    assert forms("一2级") == "一2级"
