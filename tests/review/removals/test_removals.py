"""A removal is confirmed by a person who decides, the last word counts, and nothing is ever changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
import sqlalchemy as sa
from made_items import BATCH, deduction, desk
from openpyxl.worksheet.worksheet import Worksheet

from corpus.messages import MinyiError
from corpus.papers_schema import removals
from corpus.review_schema import batches
from outputs.frame import Frame
from outputs.public.finding import Finding, key_of
from outputs.public.listing import listing
from outputs.workbook import workbook
from review.access import Role
from review.publishing import publish
from review.refusals import NotAllowedError, NotFoundError, RefusedError
from review.removals.found import found_in, keep_findings, waiting
from review.removals.returned import said_in
from review.removals.rulings import Said, number_of_rulings, rule, rulings_of
from review.removals.tasks import numbered

TEXT = "我叫吴桂芳，电话13877654321"
NAME = Finding(key_of(TEXT), 2, 5, "name", "吴桂芳", "吴某", "我叫", "，电话1387765432", "Q1-0001", "整改内容")
PHONE = replace(NAME, start=8, end=19, kind="mobile", words="13877654321", replacement="［电话已隐去］")


MADE_ON = datetime.date(2026, 3, 2)


def batch_of(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(batches.c.id)) or 0)


@pytest.fixture
def filled_office(office: sa.Engine) -> sa.Engine:
    keep_findings(office, BATCH, [NAME, PHONE])
    return office


def test_a_run_replaces_what_the_one_before_found(filled_office: sa.Engine) -> None:
    zhang, batch = desk(filled_office, "zhang").person, batch_of(filled_office)
    assert found_in(filled_office, zhang, batch) == (NAME, PHONE)
    keep_findings(filled_office, BATCH, [PHONE])
    assert found_in(filled_office, zhang, batch) == (PHONE,)


def test_the_last_word_counts_and_the_first_stays_in_the_ledger(filled_office: sa.Engine) -> None:
    zhang, batch = desk(filled_office, "zhang").person, batch_of(filled_office)
    assert number_of_rulings(filled_office) == 0
    assert rule(filled_office, zhang, [Said(NAME, True, "吴某"), Said(PHONE, True, "（略）")]) == 2
    assert waiting(filled_office, zhang, batch) == ()
    assert rule(filled_office, zhang, [Said(NAME, False, "")]) == 1
    assert rule(filled_office, zhang, [Said(NAME, False, "")]) == 0
    assert rulings_of(filled_office)[NAME.place].removed is False
    with filled_office.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(removals)) == 3
    with pytest.raises(Exception, match="append-only"), filled_office.begin() as connection:
        connection.execute(sa.delete(removals))


def test_who_only_reads_confirms_nothing_and_a_department_does_not_see_it(filled_office: sa.Engine) -> None:
    batch = batch_of(filled_office)
    with pytest.raises(NotAllowedError):
        rule(filled_office, desk(filled_office, "liu", Role.READER).person, [Said(NAME, True, "吴某")])
    with pytest.raises(NotAllowedError):
        found_in(filled_office, desk(filled_office, "slj", Role.DEPARTMENT).person, batch)
    with pytest.raises(NotFoundError):
        found_in(filled_office, desk(filled_office, "zhang").person, batch + 1)


@pytest.mark.parametrize("instead", ["还是吴桂芳", "长" * 201, "两\n行", "坏\x00字"])
def test_what_stands_instead_shows_nothing_of_it(filled_office: sa.Engine, instead: str) -> None:
    with pytest.raises(RefusedError):
        rule(filled_office, desk(filled_office, "zhang").person, [Said(NAME, True, instead)])
    assert number_of_rulings(filled_office) == 0


def listed(said: dict[int, tuple[str, str]], *more: tuple[str, str, str]) -> bytes:
    """The workbook as it comes back: the word and what stands instead by row (from 1), and rows that were added."""
    book = openpyxl.load_workbook(BytesIO(workbook(listing([NAME, PHONE], {}, Frame(MADE_ON)), MADE_ON)))
    page = book["脱敏核对"]
    head = next(row for row in page.iter_rows() if row[0].value == "序号")
    at = {cell.value: cell.column for cell in head}
    for row, (word, instead) in said.items():
        page.cell(head[0].row + row, at["处理"]).value = word
        page.cell(head[0].row + row, at["改为"]).value = instead
    for row, (number, words, instead) in enumerate(more, head[0].row + 3):
        for heading, value in (("问题编号", number), ("内容", words), ("改为", instead), ("处理", "删除")):
            page.cell(row, at[heading]).value = value
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


def test_the_workbook_comes_back_with_a_word_on_each() -> None:
    data = listed({1: ("保留", "吴某"), 2: ("删除", "（电话略）")})
    assert said_in(data, "表.xlsx", [NAME, PHONE], lambda _: ()) == (
        Said(NAME, False, ""),
        Said(PHONE, True, "（电话略）"),
    )
    assert said_in(listed({}), "表.xlsx", [NAME, PHONE], lambda _: ()) == ()


def test_a_row_that_was_added_removes_its_words_from_the_task(filled_office: sa.Engine) -> None:
    def of(number: str) -> tuple[object, ...]:
        return numbered(filled_office, batch_of(filled_office), number)

    [one] = said_in(listed({}, ("Q1-0001", "1号路口", "")), "表.xlsx", [NAME, PHONE], of)  # type: ignore[arg-type]
    assert (one.finding.words, one.finding.start, one.replacement, one.by_hand) == ("1号路口", 1, "［已隐去］", True)
    with pytest.raises(MinyiError, match="没有"):
        said_in(listed({}, ("Q1-0001", "没有的话", "")), "表.xlsx", [NAME], of)  # type: ignore[arg-type]


def test_a_deduction_which_has_no_number_is_meant_by_its_indicator(office: sa.Engine) -> None:
    lost = replace(deduction(1, "市水利局"), key="d1", indicator="河湖长制", reason="阿芳反映巡河不足")
    publish(office, "二季度扣分", [lost], (), None)
    with office.connect() as connection:
        batch = int(connection.scalar(sa.select(batches.c.id).where(batches.c.name == "二季度扣分")) or 0)
    assert [task.reason for task in numbered(office, batch, "河湖长制")] == ["阿芳反映巡河不足"]
    assert numbered(office, batch, "别的") == numbered(office, batch, "") == ()


@pytest.mark.parametrize("word", ["删", "确认", "是"])
def test_a_word_that_there_is_not_is_named_with_its_row(word: str) -> None:
    with pytest.raises(MinyiError) as caught:
        said_in(listed({2: (word, "")}), "表.xlsx", [NAME, PHONE], lambda _: ())
    assert caught.value.problem.where.startswith("表.xlsx 脱敏核对 ")


def changed(change: Callable[[Worksheet, dict[str, int], int], None]) -> bytes:
    """The list, both places of which are to go, with a change: to its sheet, by column, from its first row."""
    book = openpyxl.load_workbook(BytesIO(listed({1: ("删除", "吴某"), 2: ("删除", "略")})))
    page = book["脱敏核对"]
    head = next(row for row in page.iter_rows() if row[0].value == "序号")
    change(page, {str(cell.value): cell.column for cell in head}, head[0].row + 1)
    memory = BytesIO()
    book.save(memory)
    return memory.getvalue()


def test_a_list_of_which_one_column_was_sorted_rules_on_nothing() -> None:
    """What was said of a name would else be said of a telephone."""

    def sort(page: Worksheet, at: dict[str, int], row: int) -> None:
        one, other = page.cell(row, at["核对码"]), page.cell(row + 1, at["核对码"])
        one.value, other.value = other.value, one.value

    with pytest.raises(MinyiError, match="只排序了部分栏"):
        said_in(changed(sort), "表.xlsx", [NAME, PHONE], lambda _: ())


def test_two_rows_that_contradict_each_other_are_refused() -> None:
    def copy(page: Worksheet, at: dict[str, int], row: int) -> None:
        for column in at.values():
            page.cell(row + 2, column).value = page.cell(row, column).value
        page.cell(row + 2, at["处理"]).value = "保留"

    with pytest.raises(MinyiError, match="有两行"):
        said_in(changed(copy), "表.xlsx", [NAME, PHONE], lambda _: ())


def test_a_list_of_another_run_is_refused() -> None:
    with pytest.raises(MinyiError, match="核对码"):
        said_in(listed({1: ("删除", "吴某")}), "表.xlsx", [PHONE], lambda _: ())
