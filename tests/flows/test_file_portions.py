"""A batch cut into portions: scans and old documents apart from what is read fast."""

from __future__ import annotations

from flows.intake import Incoming
from flows.portions import Limited, portions


def named(*names: str, size: int = 10) -> list[Incoming]:
    return [Incoming(name, name, size) for name in names]


def cut(files: list[Incoming]) -> list[tuple[str, list[str]]]:
    return [(portion.limit, [file.shown_as for file in portion.files]) for portion in portions(files)]


def test_scans_and_old_documents_go_apart_and_behind_the_others() -> None:
    files = named("批次/扫描.JPG", "批次/通知.docx", "批次/旧文.doc", "来件.zip/函.wps", "批次/表.xlsx", "无后缀")
    assert cut(files) == [
        ("", ["批次/通知.docx", "批次/表.xlsx", "无后缀"]),
        ("ocr", ["批次/扫描.JPG"]),
        ("libreoffice", ["批次/旧文.doc", "来件.zip/函.wps"]),
    ]


def test_a_portion_holds_32_files_or_four_megabytes() -> None:
    assert [len(some.files) for some in portions(named(*map(str, range(70))))] == [32, 32, 6]
    assert [len(some.files) for some in portions(named("a", "b", "c", size=2_000_000))] == [2, 1]


def test_a_portion_tells_its_limit_to_whoever_schedules_it() -> None:
    [portion] = portions(named("扫描.png"))
    assert isinstance(portion, Limited)
    assert not isinstance(("a", "b"), Limited)
