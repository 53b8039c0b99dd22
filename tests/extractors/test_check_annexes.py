"""Annexes: the list against what came along, against itself, and against what the text says of it."""

from __future__ import annotations

from documents import document, source

from corpus.records import Annex, Check, Document, Notice
from extractors.checks.annexes import check_annexes
from extractors.notices.notice import notice

TITLES = ("整改任务清单", "完成情况一览表")
LIST = ("附件：1.整改任务清单", "2.完成情况一览表")


def entries(*titles: str, at: int = 1, bodies: tuple[int | None, ...] = ()) -> Notice:
    """A notice whose list begins in paragraph ``at``, one line an annex; ``bodies`` are the annexes' paragraphs."""
    places = [*bodies, *([None] * len(titles))]
    return Notice(
        annex_entries=tuple(
            Annex(
                title,
                source(paragraph=at + position, span=(0, len(title))),
                position + 1,
                source(paragraph=body) if (body := places[position]) else None,
            )
            for position, title in enumerate(titles)
        )
    )


def run(rule: str, found: Document, of: Notice | None) -> list[Check]:
    return [check for check in check_annexes(found, of) if check.rule == rule]


def test_annexes_that_never_came_are_left_open() -> None:
    checked = run("annex_present", document(*LIST), entries(*TITLES))
    assert [(check.ok, check.note) for check in checked] == [(None, "附件未随文。"), (None, "附件未随文。")]


def test_one_annex_missing_among_others_is_an_error() -> None:
    found = document(*LIST, "附件1", "整改任务清单")
    checked = run("annex_present", found, entries(*TITLES, bodies=(3, None)))
    assert [(check.found, check.ok) for check in checked] == [("随文", True), ("未随文", False)]
    assert [check.source.paragraph for check in checked] == [1, 2]


def test_the_annexes_of_a_notice_are_found_where_they_begin() -> None:
    found = document(
        "澜江市绩效办关于整改工作的通知",
        "各单位：",
        "请落实。",
        *LIST,
        "澜江市绩效办",
        "2026年4月1日",
        "附件1",
        "整改任务清单",
    )
    assert [check.ok for check in run("annex_present", found, notice(found))] == [True, False]


def test_a_document_that_is_no_notice_has_no_checks_of_annexes() -> None:
    assert list(check_annexes(document("见附件1。"), None)) == []


def test_a_lost_number_in_the_list_is_an_error() -> None:
    found = document("附件：1.整改任务清单", "3.完成情况一览表")
    (check,) = run("annex_list", found, entries("整改任务清单"))
    assert (check.stated, check.found, check.ok) == ("2", "3", False)
    assert check.note == "附件清单“1”之后应为“2”，实为“3”。"


def test_a_list_in_order_and_a_single_annex_without_number_are_right() -> None:
    assert run("annex_list", document(*LIST), entries(*TITLES)) == []
    single = Notice(annex_entries=(Annex("整改任务清单", source(paragraph=1)),))
    assert list(check_annexes(document("附件：整改任务清单", "见附件。"), single))[1:] == []


def test_two_annexes_with_one_title_are_an_error() -> None:
    found = document("附件：1.整改任务清单", "2.《整改任务清单》")
    (check,) = run("annex_list", found, entries("整改任务清单", "《整改任务清单》"))
    assert (check.ok, check.note) == (False, "附件1与附件2名称相同，请核对。")


def test_an_annex_that_the_list_does_not_have_is_an_error() -> None:
    found = document(*LIST, "附件1", "甲", "附件2", "乙", "附件3", "丙")
    (check,) = run("annex_unlisted", found, entries(*TITLES))
    assert (check.quote, check.found, check.ok, check.source.paragraph) == ("附件3", "3", False, 7)


def test_an_annex_of_an_annex_that_its_text_mentions_is_none_of_the_list() -> None:
    found = document(*LIST, "附件1", "按附件3的格式填写。", "附件3", "丙")
    assert run("annex_unlisted", found, entries(*TITLES)) == []


def test_a_mention_beyond_the_list_is_an_error_and_said_once() -> None:
    found = document("请填写报表（见附件3），附件3于月底前报送。", *LIST)
    (check,) = run("annex_mention", found, entries(*TITLES, at=2))
    assert (check.stated, check.found, check.ok) == ("2", "附件3", False)
    assert check.source.span == (7, 10)
    assert check.note == "附件清单只列到附件2，没有附件3。"


def test_a_number_that_the_list_passes_over_is_not_said_to_be_behind_its_end() -> None:
    third = Annex("完成情况一览表", source(paragraph=3), 3)
    of = Notice(annex_entries=(Annex("整改任务清单", source(paragraph=2), 1), third))
    found = document("请填写附件2后报送。", "附件：1.整改任务清单", "3.完成情况一览表", "附件2", "经费表")
    (unlisted,) = run("annex_unlisted", document(*(p.text for p in found.paragraphs[1:])), of)
    (mentioned,) = run("annex_mention", document(*(p.text for p in found.paragraphs[:3])), of)
    assert unlisted.note == "随文有“附件2”，附件清单没有附件2。"
    assert mentioned.note == "附件清单没有附件2。"


def test_a_title_that_lost_its_first_sign_is_none() -> None:
    found = document("任务清单》（见附件2）。", *LIST)
    assert run("annex_mention", found, entries(*TITLES, at=2)) == []


def test_a_title_within_a_title_is_one() -> None:
    found = document("填报《关于<整改任务清单>的说明》（见附件1）和《完成情况一览表》（见附件1）。", *LIST)
    (check,) = run("annex_mention", found, entries(*TITLES, at=2))
    assert (check.stated, check.quote) == ("2", "《完成情况一览表》（见附件1")


def test_mentions_of_the_list_are_right() -> None:
    assert run("annex_mention", document("详见附件1和附件二。", *LIST), entries(*TITLES, at=2)) == []


def test_a_title_with_the_number_of_another_annex_is_an_error() -> None:
    found = document("按《整改任务清单》（见附件2）整改。", *LIST)
    (check,) = run("annex_mention", found, entries(*TITLES, at=2))
    assert (check.stated, check.ok, check.quote) == ("1", False, "《整改任务清单》（见附件2")
    assert check.note == "《整改任务清单》在附件清单中为附件1，此处称“附件2”。"


def test_another_word_for_a_named_annex_is_an_error() -> None:
    found = document("填报《完成情况一览表》（见附表2）。", *LIST)
    (check,) = run("annex_mention", found, entries(*TITLES, at=2))
    assert (check.ok, check.note) == (False, "此处称“附表2”，附件清单中为“附件2”。")


def test_another_word_for_an_annex_without_its_name_is_left_to_a_person() -> None:
    (check,) = run("annex_mention", document("进展情况填入附表2。", *LIST), entries(*TITLES, at=2))
    assert (check.ok, check.note) == (None, "此处称“附表2”，附件清单中为“附件2”，请核对是否同一件。")


def test_a_table_that_bears_that_word_itself_is_right() -> None:
    found = document("进展情况填入附表2。", *LIST, "附件1", "附表2", "进展情况表")
    assert run("annex_mention", found, entries(*TITLES, at=2)) == []


def test_the_annex_of_a_cited_document_is_not_of_the_list() -> None:
    found = document("按照《整改方案》（澜绩办发〔2026〕4号）附件5的要求办理。", *LIST)
    assert run("annex_mention", found, entries(*TITLES, at=2)) == []


def test_what_an_annex_says_of_annexes_may_be_of_its_own() -> None:
    found = document(*LIST, "附件1", "整改任务清单", "按附件4的格式填写。")
    assert run("annex_mention", found, entries(*TITLES)) == []


def test_numbered_annexes_without_any_list_are_asked_for_once() -> None:
    found = document("报送申请表（见附件1）和承诺书（见附件2）。")
    (check,) = run("annex_mention", found, Notice())
    assert (check.ok, check.note) == (None, "文中提到附件1、2，既无附件清单，也未随文。")


def test_annexes_without_a_list_that_came_along_are_not_asked_for() -> None:
    assert list(check_annexes(document("报送申请表（见附件1）。", "附件1", "申请表"), Notice())) == []
