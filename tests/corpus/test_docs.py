"""``docs/records.md`` names everything that the commands write: what is added in code is added there too."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from corpus.directory_file import SHEETS
from corpus.job_log import JobState
from corpus.records import (
    Annex,
    Aside,
    AsideKind,
    Check,
    Citation,
    Comment,
    Contact,
    Counted,
    CountUnit,
    Deadline,
    DeadlineKind,
    Deduction,
    Doubt,
    DoubtKind,
    Extraction,
    FieldPlace,
    Heading,
    Indicator,
    Notice,
    Problem,
    Renaming,
    Source,
    Status,
    Table,
    TableKind,
)
from corpus.taxonomy import departments, domains
from corpus.terms import terms
from extractors.checks.annexes import ANNEX_LIST, ANNEX_MENTION, ANNEX_PRESENT, ANNEX_UNLISTED
from extractors.checks.announced import ANNOUNCED_COUNT
from extractors.checks.arithmetic import DIFFERENCE
from extractors.checks.columns import COLUMN_TOTAL
from extractors.checks.counts import CONSTRUCTIVE_COUNT, PARTS_SUM, STATED_TOTAL
from extractors.checks.dates import DATES_AGREE, WEEKDAY
from extractors.checks.deadlines import DEADLINE_ORDER
from extractors.checks.numbering import NUMBERING
from extractors.checks.places import PLACE_MISMATCH
from extractors.checks.points import DEDUCTION_POINTS, DEDUCTION_TOTAL
from extractors.checks.rows import NUMBER_FORM, REPEATED_NUMBER, SEQUENCE
from extractors.checks.shares import SHARES
from extractors.contract import as_json
from extractors.limits import DEFAULT, MEGABYTE
from flows.batch import Kind
from flows.bulk.columns import ADDED as TAG_COLUMNS
from flows.figures import figures_of
from flows.run_record import record_of
from outputs.batch import Batch

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
RECORDS = (DOCS / "records.md").read_text("utf-8")
PLACE = Source("通知.pdf", "ab" * 32, (1,), "表", 1, 1, 1, column=1, span=(0, 2))


def section(heading: str) -> str:
    """The part of records.md under a heading, up to the next one of its level or above."""
    level = heading.split(" ", 1)[0]
    found = re.search(rf"^{re.escape(heading)}.*?$(.*?)(?=^#{{1,{len(level)}}} |\Z)", RECORDS, re.DOTALL | re.MULTILINE)
    assert found, heading
    return found.group(1)


def named(part: str) -> set[str]:
    """What stands as `code` in the tables and sentences of a part, examples set aside."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", part, flags=re.DOTALL)))


def keys(value: Any) -> Iterator[str]:
    """Every key of a JSON value, however deep."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def extraction() -> Extraction:
    return Extraction(
        "通知.pdf",
        PLACE.sha256,
        "pdf",
        Status.PARTIAL,
        problems=(Problem("通知.pdf", "read-empty"),),
        notice=Notice(
            cited=(Citation("澜绩发〔2026〕1号"),),
            contacts=(Contact(PLACE),),
            annex_entries=(Annex("任务分解表", PLACE, body=PLACE),),
            places=(FieldPlace("number", PLACE),),
        ),
        deadlines=(Deadline("立即", DeadlineKind.STANDING, PLACE, counted=Counted(5, CountUnit.DAY)),),
        tables=(Table(None, TableKind.OTHER, (), (), (), PLACE),),
        comments=(Comment("路灯不亮", PLACE),),
        deductions=(Deduction("", "", "", "", "", PLACE),),
        checks=(Check(NUMBERING, "三、", PLACE),),
        asides=(Aside(AsideKind.FOOTNOTE, "含街道"),),
        outline=(Heading(1, "一、", "一、", "总体要求", PLACE),),
        indicators=(Indicator("空气质量", PLACE),),
        renamings=(Renaming("市工信局", "市工信委", "市工信局（原市工信委）", PLACE),),
        doubts=(Doubt(DoubtKind.GARBLED, "→ >1 A", 0.1, PLACE),),
    )


def test_every_domain_has_its_row_with_class_and_functions() -> None:
    rows = [
        f"| {d.code} | {d.key} | {d.petition_class or '(empty)'} | {' '.join(d.functions)} |"
        for d in domains().values()
    ]
    assert [row for row in rows if row not in section("## Domains").splitlines()] == []


def test_every_function_has_its_row_with_the_default_department() -> None:
    rows = [f"| {d.function} | {d.name} |" for d in departments().values()]
    assert [row for row in rows if row not in section("## Function keys").splitlines()] == []


def test_every_column_of_an_offices_directory_is_explained_under_its_sheet() -> None:
    shown = section("## The office's directory: `目录.xlsx`")
    columns = [(terms("directory")[k]["sheet"], c["heading"]) for k in SHEETS for c in terms("directory")[k]["columns"]]
    assert [pair for pair in columns if "| {} | `{}` |".format(*pair) not in shown] == []


def test_every_check_rule_is_explained_under_its_chinese_name() -> None:
    rules = terms("forms")["words"]["check_rule"]
    shown = section("### `checks`")
    assert [rule for rule, name in rules.items() if f"| `{rule}` | {name} |" not in shown] == []


def test_the_forms_have_a_name_for_every_check_rule() -> None:
    rules = {
        STATED_TOTAL,
        PARTS_SUM,
        CONSTRUCTIVE_COUNT,
        DEDUCTION_POINTS,
        DEDUCTION_TOTAL,
        DIFFERENCE,
        COLUMN_TOTAL,
        SHARES,
        WEEKDAY,
        DATES_AGREE,
        DEADLINE_ORDER,
        PLACE_MISMATCH,
        ANNEX_PRESENT,
        ANNEX_LIST,
        ANNEX_UNLISTED,
        ANNEX_MENTION,
        NUMBERING,
        ANNOUNCED_COUNT,
        SEQUENCE,
        REPEATED_NUMBER,
        NUMBER_FORM,
    }
    assert rules == set(terms("forms")["words"]["check_rule"])


def test_every_appended_column_is_explained() -> None:
    assert set(TAG_COLUMNS) - named(section("## `minyi tag`")) == set()


def test_every_field_of_an_extraction_is_explained() -> None:
    assert set(keys(as_json(extraction()))) - named(section("## `minyi extract`")) == set()


def test_every_field_of_a_run_is_explained() -> None:
    batch = Batch((extraction(),), (), (("照片.jpg", "图片"),), None, {}, datetime.date(2026, 4, 16), 0, 0)
    record = record_of(batch, {"read": 0.1, "extract": 0.2, "tag": 0.3, "write": 0.4})
    written = {*record, *keys(record["skipped"]), *record["seconds"], *record["files"][0]}
    assert written - named(section("## `minyi run`")) == set()
    figures = {*figures_of(record, (extraction(),)), *record["seconds"], *map(str, (*Kind, *JobState))}
    assert figures - named(section("## The job log")) == set()


@pytest.mark.parametrize("codes", [Status, DeadlineKind, CountUnit, TableKind, AsideKind, DoubtKind])
def test_every_code_has_its_row(codes: type[StrEnum]) -> None:
    shown = section("## `minyi extract`")
    assert [code.value for code in codes if f"| `{code.value}` |" not in shown] == []


def test_every_limit_has_its_row_with_its_default() -> None:
    formats = (DOCS / "formats.md").read_text("utf-8")
    shown = {
        name: f"{size // MEGABYTE} MB" if name.endswith("bytes") else f"{size:,}"
        for name, size in asdict(DEFAULT).items()
    }
    assert [name for name, size in shown.items() if f"| `{name}` | {size} |" not in formats] == []


def test_every_format_that_can_be_read_stands_in_its_table() -> None:
    formats = (DOCS / "formats.md").read_text("utf-8").split("\n## ")[0]
    entries = tomllib.loads((ROOT / "corpus/data/formats.toml").read_text("utf-8"))["format"]
    suffixes = {suffix for entry in entries for suffix in entry["suffixes"].split()}
    assert {suffix for suffix in suffixes if not re.search(rf"\b{suffix}\b", formats)} == set()
