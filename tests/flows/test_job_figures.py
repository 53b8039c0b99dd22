"""A job in figures: what failed is named with its reason, what was stated stands against what was counted."""

from __future__ import annotations

from corpus.records import Check, Extraction, Source, Status
from flows.figures import MOST, figures_of, is_whole, rows_of

COUNTS = {"comments_in": 5, "comments_out": 4, "comments_repeated": 1, "deductions": 2, "needs_review": 3}


def record(*statuses: str) -> dict[str, object]:
    files = [
        {
            "file": f"{number}.pdf",
            "status": status,
            "errors": [{"where": "", "message": "已损坏"}] if status == "failed" else [],
        }
        for number, status in enumerate(statuses, 1)
    ]
    return {"files": files, "skipped": [], "seconds": {"read": 0.5, "write": 1.25}, **COUNTS}


def test_claims_that_do_not_hold_stand_beside_what_was_counted() -> None:
    place = Source("通知.docx", "0" * 64)
    claims = (
        Check("stated_total", "共收集意见547条", place, "547", "546", ok=False),
        Check("stated_total", "共3类", place, "3", "3", ok=True),
        Check("stated_total", "约有九成", place, "90%", None, ok=None),
    )
    figures = figures_of(record("ok"), [Extraction("通知.docx", "0" * 64, "docx", Status.OK, checks=claims)])
    assert figures["stated"] == [("通知.docx", "共收集意见547条", "547", "546")]
    assert (figures["differing"], figures["rows"], figures["out"], figures["repeated"]) == (1, 5, 4, 1)
    assert {"项目": "文中说的 ≠ 清点的", "数": "547 ≠ 546", "说明": "通知.docx：共收集意见547条"} in rows_of(figures)


def test_a_file_that_failed_is_told_with_its_reason_and_the_batch_is_not_whole() -> None:
    figures = figures_of(record("ok", "failed"), [])
    assert figures["failures"] == [("2.pdf", "已损坏")]
    assert {"项目": "未能读取", "数": "", "说明": "2.pdf：已损坏"} in rows_of(figures)
    assert (is_whole(record("ok", "failed")), is_whole(record("ok", "partial"))) == (False, True)


def test_seconds_have_a_row_for_each_stage() -> None:
    shown = {row["项目"]: row["数"] for row in rows_of(figures_of(record("ok"), []))}
    assert (shown["用时（秒）：读入"], shown["用时（秒）：写草稿"]) == (0.5, 1.25)


def test_a_folder_of_broken_files_does_not_fill_the_log() -> None:
    figures = figures_of(record(*["failed"] * (MOST + 50)), [])
    assert (figures["failed"], len(figures["failures"])) == (MOST + 50, MOST)


def test_how_a_training_ended_is_said_in_words() -> None:
    assert rows_of({"ending": "not-promoted"}) == [{"项目": "结果", "数": "新模型不如原模型，没有换用", "说明": ""}]
