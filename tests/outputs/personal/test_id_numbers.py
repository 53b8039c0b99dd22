"""Identity numbers. Check characters were worked out by hand with the weights of GB 11643."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.id_numbers import check_character, id_numbers

# The example of the standard itself (GB 11643-1999, annex A): the sum is 167, 167 mod 11 = 2, hence X.
STANDARD = "11010519491231002X"
# 28+45+0+5+0+12+2+9+48+15+0+54+10+25+8+8+6 = 275, which 11 divides: the first of 10X98765432.
OTHER = "450103198506151231"


@pytest.mark.parametrize("number", [STANDARD, OTHER])
def test_the_check_character_is_that_of_the_standard(number: str) -> None:
    assert check_character(number[:17]) == number[17]


@pytest.mark.parametrize(
    "written",
    [
        STANDARD,
        OTHER,
        STANDARD.lower(),
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "1101 0519 4912 3100 2X",
    ],
)
def test_a_number_that_checks_needs_no_word(written: str) -> None:
    assert words(id_numbers, f"本人{written}，请查") == [written]


@pytest.mark.parametrize(
    "text",
    [
        "450103198506151236",  # the check character is 1
        "450103198513151237",  # no thirteenth month
        "990103198506151236",  # no such province
        "订单4501031985061512311",  # nineteen digits
        "120210070900018",
        "120210071211041",
        "A450103198506151231",
    ],
)
def test_what_does_not_check_is_a_number_of_something_else(text: str) -> None:
    assert words(id_numbers, text) == []


def test_beside_its_word_a_mistyped_or_old_number_counts() -> None:
    assert words(id_numbers, "身份证号：450103198506151236") == ["450103198506151236"]
    assert words(id_numbers, "身份证450103850615123") == ["450103850615123"]


@pytest.mark.parametrize("written", ["4501************36", "450103********1236", "450103198506******"])
def test_a_number_half_hidden_by_stars_counts(written: str) -> None:
    assert words(id_numbers, f"身份证{written}") == [written]


def test_stars_of_another_length_need_the_word() -> None:
    assert words(id_numbers, "编码4501****36") == []
