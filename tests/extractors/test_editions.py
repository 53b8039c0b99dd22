"""One notice in several files counts once; two notices never become one."""

from __future__ import annotations

from datetime import date

from corpus.records import Extraction, Notice, Problem, Source, Status, Table, TableKind
from extractors.editions import differences, editions

DAY = date(2026, 5, 20)
NUMBER = "澜绩发〔2026〕3号"


def paper(
    file: str, notice: Notice | None = None, status: Status = Status.OK, rows: int = 0, *codes: str
) -> Extraction:
    where = Source(file, file)
    body = tuple(("某",) for _ in range(rows))
    table = Table(None, TableKind.OTHER, ("项",), (None,), body, where, (where,) * rows)
    problems = tuple(Problem(file, code) for code in codes)
    return Extraction(
        file, file, file.rpartition(".")[2], status, problems, notice=notice, tables=(table,) if rows else ()
    )


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


def test_one_edition_with_a_row_too_many_does_not_go_before_those_that_agree() -> None:
    papers = [
        paper("a.rtf", notice(NUMBER), Status.OK, 6),
        paper("b.docx", notice(NUMBER), Status.OK, 5),
        paper("c.pdf", notice(NUMBER), Status.OK, 5),
    ]
    assert files(*papers) == [["b.docx", "c.pdf", "a.rtf"]]


def test_a_files_own_text_goes_before_a_recognised_and_a_converted_one() -> None:
    papers = [
        paper("a.pdf", notice(NUMBER), Status.OK, 5, "note-recognised"),
        paper("b.doc", notice(NUMBER), Status.OK, 6),
        paper("c.docx", notice(NUMBER), Status.OK, 4),
    ]
    assert files(*papers) == [["c.docx", "b.doc", "a.pdf"]]


def test_editions_with_tables_of_other_lengths_are_said() -> None:
    best, other = paper("a.docx", notice(NUMBER), Status.OK, 5), paper("b.rtf", notice(NUMBER), Status.OK, 6)
    assert differences(best, other) == Problem(
        "a.docx", "note-editions-differ", (("file", "b.rtf"), ("mine", "5"), ("theirs", "6"))
    )
    assert differences(best, paper("c.pdf", notice(NUMBER), Status.OK, 5)) is None
    assert differences(best, paper("d.pdf", notice(NUMBER), Status.PARTIAL, 3)) is None
