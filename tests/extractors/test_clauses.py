"""Sentences, clauses and phrases of a paragraph."""

from extractors.deadlines.clauses import clauses, phrase, sentence_around, sentences, shielded


def test_what_stands_in_brackets_and_titles_is_out_of_sight() -> None:
    assert shielded("按（一。二）报《甲，乙》。") == "按（\0\0\0）报《\0\0\0》。"


def test_a_bracket_without_its_partner_hides_nothing() -> None:
    assert shielded("一）报送，二（审核") == "一）报送，二（审核"


def test_a_stop_in_quotation_marks_ends_no_sentence() -> None:
    text = "按照“谁主管；谁负责”原则，6月前完成。其他另报。"
    start = text.index("6月前")
    assert sentence_around(text, start, start + 3) == (0, text.index("。"))


def test_sentences_have_neither_numbers_nor_end_marks() -> None:
    assert sentences("（一）抓落实。1.建台账；2.报进度。") == ["抓落实", "建台账", "报进度"]


def test_a_decimal_number_is_no_number_of_an_item() -> None:
    assert sentences("1.5公里道路已修复。") == ["1.5公里道路已修复"]


def test_a_clause_keeps_its_comma() -> None:
    assert clauses("各镇（街道，含园区）自查，并报送") == ["各镇（街道，含园区）自查，", "并报送"]


def test_half_a_pair_of_brackets_is_cut_off_with_what_it_holds() -> None:
    assert phrase("报送整改台账（详见") == "报送整改台账"
    assert phrase("周五）前报送整改台账，") == "前报送整改台账"


def test_a_phrase_of_marks_is_nothing() -> None:
    assert phrase("，。") is None
