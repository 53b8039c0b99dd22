"""The assembly: nothing is raised, nothing is lost, and what failed is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from documents import DIGEST, document, source

from corpus.messages import UnreadableError
from corpus.records import (
    Check,
    Comment,
    Deadline,
    DeadlineKind,
    Extraction,
    Notice,
    Problem,
    Status,
    Table,
    TableKind,
)
from extractors import extract as extraction
from extractors.contract import as_json

NOTICE = """澜江市绩效考评领导小组办公室关于反馈群众意见建议的通知

各县（区）绩效办：
现将意见建议反馈给你们。

澜江市绩效考评领导小组办公室
2026年4月2日
"""


def test_a_text_notice_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    found = extraction.extract_file(path, "来文/通知.txt")
    assert (found.file, found.status, found.problems) == ("来文/通知.txt", Status.OK, ())
    assert found.notice is not None
    assert found.notice.date == date(2026, 4, 2)


def test_an_empty_file_fails_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    found = extraction.extract_file(path)
    assert (found.status, [p.code for p in found.problems], found.format) == (Status.FAILED, ["read-empty"], "txt")


def test_a_missing_file_fails_without_an_exception(tmp_path: Path) -> None:
    found = extraction.extract_file(tmp_path / "没有.pdf")
    assert (found.status, found.problems[0].code, found.sha256) == (Status.FAILED, "read-missing", "")


def test_a_defect_in_a_reader_names_the_kind_of_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(extraction, "read_bytes", broken)
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")
    found = extraction.extract_file(path)
    assert found.status is Status.FAILED
    assert found.problems[0].code == "read-defect"
    assert "IndexError" in dict(found.problems[0].args)["reason"]


def test_an_unreadable_file_keeps_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise UnreadableError("read-password", where="a.pdf")

    monkeypatch.setattr(extraction, "read_bytes", locked)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"abc")
    found = extraction.extract_file(path)
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_defect_in_one_extractor_costs_its_own_results_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(extraction, "notice", broken)
    found = extraction.extract(document("一、目标", [["序号", "意见建议"], ["1", "修路。"]]))
    assert (found.status, found.notice, len(found.comments)) == (Status.PARTIAL, None, 1)
    assert [p.code for p in found.problems] == ["read-defect"]


def test_a_defect_in_one_check_costs_its_own_checks_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("extractors.checks.checks.check_places", broken)
    found = extraction.extract(document("一、目标", "二、措施", "四、要求"))
    assert [(check.rule, check.ok) for check in found.checks] == [("numbering", False)]
    assert [p.code for p in found.problems] == ["read-defect"]


def test_a_problem_of_the_reader_makes_it_partial() -> None:
    whole = document("一、目标")
    part = type(whole)(
        whole.file,
        whole.sha256,
        "pdf",
        whole.blocks,
        (Problem("第2页", "read-page-failed", (("reason", "FPDF_LoadPage"),)),),
    )
    assert extraction.extract(part).status is Status.PARTIAL


def test_a_file_of_which_nothing_could_be_read_is_failed_and_says_why() -> None:
    lost = Problem("第1页", "read-page-failed", (("reason", "FPDF_LoadPage"),))
    found = extraction.extract(replace(document("  "), problems=(lost,)))
    assert (found.status, found.problems) == (Status.FAILED, (lost,))


def test_a_note_does_not_make_a_blank_file_a_failed_one() -> None:
    blank = replace(document("  "), problems=(Problem("", "note-macros"),))
    assert extraction.extract(blank).status is Status.EMPTY


def test_a_document_without_any_text_is_empty() -> None:
    assert extraction.extract(document("  ", [["", ""]])).status is Status.EMPTY


def test_the_json_object_is_that_of_the_contract() -> None:
    row = source(table=1, row=1)
    found = Extraction(
        "通知.docx",
        DIGEST,
        "docx",
        Status.PARTIAL,
        problems=(Problem("第3页", "read-page-failed", (("reason", "FPDF_LoadPage"),)),),
        notice=Notice(kind="通知", issuers=("澜江市绩效办",), date=date(2026, 4, 2)),
        deadlines=(Deadline("7月5日前", DeadlineKind.BY, source(pages=(2,), paragraph=9), end=date(2026, 7, 5)),),
        tables=(Table("批次", TableKind.FEEDBACK, ("意见建议",), ("text",), (("修路。",),), source(table=1), (row,)),),
        comments=(Comment("修路。", row, number="120250110900001", given_kind="建设性"),),
        checks=(
            Check("stated_total", "共12条", source(paragraph=4), "12", "12", True),
            Check("deduction_total", "合计 0.5", row, "0.5", None, None),
        ),
    )
    shown = as_json(found)
    assert (shown["status"], shown["errors"][0]["where"]) == ("partial", "第3页")
    assert (shown["notice"]["date"], shown["notice"]["number"], shown["notice"]["cited"]) == ("2026-04-02", None, [])
    assert shown["deadlines"][0]["end"] == "2026-07-05"
    assert shown["deadlines"][0]["start"] is None
    assert shown["deadlines"][0]["source"] == {"page": 2, "paragraph": 9}
    assert shown["tables"][0]["rows"] == [["修路。"]]
    assert shown["tables"][0]["source"] == {"pages": [], "table": 1}
    comment = shown["comments"][0]
    assert (comment["number"], comment["kind"], comment["source"]) == (
        "120250110900001",
        "建设性",
        {"table": 1, "row": 1},
    )
    assert [(c["stated"], c["found"], c["ok"]) for c in shown["checks"]] == [(12, 12, True), (0.5, None, None)]
