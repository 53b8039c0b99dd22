"""One notice in several files counts once; two notices never become one."""

from __future__ import annotations

from datetime import date

from corpus.records import Extraction, Notice, Source, Status, Table, TableKind
from extractors.editions import editions

DAY = date(2026, 5, 20)
NUMBER = "澜绩发〔2026〕3号"


def paper(file: str, notice: Notice | None = None, status: Status = Status.OK, rows: int = 0) -> Extraction:
    where = Source(file, file)
    body = tuple(("某",) for _ in range(rows))
    table = Table(None, TableKind.OTHER, ("项",), (None,), body, where, (where,) * rows)
    return Extraction(file, file, "txt", status, notice=notice, tables=(table,) if rows else ())


def notice(
    number: str | None = None, title: str | None = "关于整改的通知", day: date | None = DAY, by: str = ""
) -> Notice:
    return Notice(number=number, title=title, date=day, issuers=(by,) if by else ())


def files(*papers: Extraction) -> list[list[str]]:
    return [[edition.file for edition in group] for group in editions(papers)]


def test_files_with_one_own_number_are_one_notice() -> None:
    assert files(paper("a.txt", notice(NUMBER)), paper("b.docx", notice(NUMBER))) == [["a.txt", "b.docx"]]


def test_the_edition_read_whole_goes_before_one_read_in_part_and_more_rows_before_fewer() -> None:
    papers = [
        paper("a.pdf", notice(NUMBER), Status.PARTIAL, rows=9),
        paper("b.txt", notice(NUMBER), rows=3),
        paper("c.docx", notice(NUMBER), rows=4),
    ]
    assert files(*papers) == [["c.docx", "b.txt", "a.pdf"]]


def test_a_notice_that_lost_its_number_is_known_by_title_and_date() -> None:
    assert files(paper("a", notice(NUMBER)), paper("b", notice(title="关于 整改的通知"))) == [["a", "b"]]


def test_two_numbers_are_two_notices_though_title_and_date_agree() -> None:
    assert files(paper("a", notice(NUMBER)), paper("b", notice("澜绩发〔2026〕4号"))) == [["a"], ["b"]]


def test_one_without_a_number_does_not_join_two_with_different_ones() -> None:
    papers = [paper("a", notice(NUMBER)), paper("b", notice()), paper("c", notice("澜绩发〔2026〕4号"))]
    assert files(*papers) == [["a", "b"], ["c"]]


def test_the_same_title_on_the_same_day_by_two_issuers_is_two_notices() -> None:
    assert files(paper("a", notice(by="云岭县教育局")), paper("b", notice(by="云岭县水利局"))) == [["a"], ["b"]]


def test_a_number_copied_into_another_paper_does_not_join_them() -> None:
    other = notice(NUMBER, title="关于落实的公示", day=date(2026, 9, 1))
    assert files(paper("a", notice(NUMBER)), paper("b", other)) == [["a"], ["b"]]


def test_without_title_and_number_a_file_stands_alone() -> None:
    nameless = Notice(date=DAY)
    assert files(paper("a", nameless), paper("b", nameless), paper("c"), paper("d")) == [["a"], ["b"], ["c"], ["d"]]


def test_the_same_bytes_twice_are_one() -> None:
    once = paper("a")
    assert len(editions([once, once])) == 1


def test_the_text_of_a_mail_is_no_edition_of_the_notice_that_hangs_on_it() -> None:
    papers = [
        paper("来信.eml/正文.txt", notice()),
        paper("来信.eml/通知.docx", notice(NUMBER)),
        paper("通知.pdf", notice()),
    ]
    assert files(*papers) == [["来信.eml/正文.txt"], ["来信.eml/通知.docx", "通知.pdf"]]
