"""Bank cards. Luhn digits by hand: 622848040256489001?: the sum of the rest is 72, so 8 fills up to 80."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.bank_cards import bank_cards, luhn_holds

CARD = "6228480402564890018"


def test_luhn_holds_for_the_standards_example() -> None:
    assert luhn_holds("49927398716")  # the common example: 30 + 40 = 70
    assert not luhn_holds("49927398717")


@pytest.mark.parametrize(
    "written", [CARD, "6228 4804 0256 4890 018", "6228-4804-0256-4890-018", "６２２８４８０４０２５６４８９００１８"]
)
def test_a_known_issuer_and_the_right_digit_make_a_card(written: str) -> None:
    assert words(bank_cards, f"打到{written}即可") == [written]


def test_a_wrong_digit_makes_none_unless_the_text_calls_it_so() -> None:
    wrong = CARD[:-1] + "7"
    assert words(bank_cards, f"打到{wrong}") == []
    assert words(bank_cards, f"卡号{wrong}") == [wrong]
    assert words(bank_cards, "账号：20010101040012345") == ["20010101040012345"]


@pytest.mark.parametrize(
    "text",
    [
        f"订单号{CARD}",
        f"流水号：{CARD}",
        "0000000000000000000",
        "120210070900018",
        f"1{CARD}",
        "20190612 20190705",
        "金额6228480402564890018元",
    ],
)
def test_orders_sums_and_days_are_no_cards(text: str) -> None:
    assert words(bank_cards, text) == []


def test_a_card_half_hidden_counts() -> None:
    assert words(bank_cards, "卡6228****0018") == ["6228****0018"]
