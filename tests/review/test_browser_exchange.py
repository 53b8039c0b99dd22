"""The workbook's round trip as people make it: a download in the browser, an edit, an upload, a look, a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from browsing import decide, go_to_batch, log_in, press, serving, window
from busy_office import COMMENTS, POLICE, WATER, Busy, comments
from playwright.sync_api import Browser, Page, expect

from corpus.records import Act, Verdict
from review.proposals import proposal_of

PROPOSED: dict[str, Verdict] = {task.number or "": proposal_of(task) for task in comments()}
FIRST, SECOND, THIRD, FOURTH = (f"2026030{place:04d}" for place in (40, 41, 42, 43))


def to_exchange(page: Page, address: str, office: Busy, login: str = "zhang") -> None:
    log_in(page, address, login)
    go_to_batch(page, address, office.batch)
    page.click("text=导出导入")
    expect(page.get_by_role("heading", name="导出导入")).to_be_visible()


def download(page: Page, folder: Path, how: str = "xlsx") -> Path:
    """The file that a button gives, under the name that it goes by."""
    with page.expect_download() as coming:
        page.click(f"#export button[value={how}]")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def edit(path: Path, cells: Mapping[tuple[str, str], str]) -> None:
    """Writes into cells, each known by the comment's number and the heading: text, as whoever types into a cell of text
    writes it."""
    book = openpyxl.load_workbook(path)
    sheet = book["核定表"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, columns["问题编号"]).value: row for row in range(2, sheet.max_row + 1)}
    for (number, heading), value in cells.items():
        cell = sheet.cell(rows[number], columns[heading])
        cell.value, cell.data_type = value, "s"
    book.save(path)


def upload(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)
    expect(page.locator("#chosen")).to_have_text(path.name)
    page.click("#import button.primary")


def summed_up(page: Page) -> dict[str, str]:
    figures = page.locator("#summary .figures > div").all()
    return {one.locator("dt").inner_text(): one.locator("dd").inner_text() for one in figures}


def test_what_was_edited_in_the_workbook_is_what_the_ledger_has(
    browser: Browser, any_busy: Busy, tmp_path: Path
) -> None:
    """Five cells of three comments, and one comment accepted as it stands."""
    office = any_busy
    with serving(office.app) as server, window(browser) as (_, page):
        to_exchange(page, server.address, office)
        path = download(page, tmp_path)
        edit(
            path,
            {
                (FIRST, "牵头单位"): WATER,
                (FIRST, "备注"): "=1+1 不是公式",
                (SECOND, "领域"): "教育",
                (SECOND, "意见建议类型"): "其他",
                (THIRD, "处置性质"): "宣传解释",
                (FOURTH, "核定"): "是",
            },
        )
        upload(page, path)
        expect(page.get_by_role("heading", name="导入核对")).to_be_visible()
        found = summed_up(page)
        assert (found["读到"], found["改动"], found["改动条目"]) == (f"{COMMENTS} 行", "5 处", "3 条")
        assert (found["按原样采纳"], found["未改"]) == ("1 条", f"{COMMENTS - 4} 条")
        assert (found["冲突"], found["错误"]) == ("0 处", "0 处")
        expect(page.locator("#changes")).to_contain_text("=1+1 不是公式")
        assert office.entries() == ()
        page.click("text=确认写入")
        expect(page.get_by_role("status")).to_contain_text("4")
        page.go_back()
        page.click("text=确认写入")
        expect(page.get_by_role("status")).to_be_visible()
        page.click("text=看台账")
        expect(page.locator(".deeds > li")).to_have_count(1)
        expect(page.locator(".deeds .deed-head .badge")).to_have_text("导入")
    assert {office.numbers[entry.item]: (entry.how, entry.after) for entry in office.entries()} == {
        FIRST: (Act.IMPORT, replace(PROPOSED[FIRST], lead=WATER, note="=1+1 不是公式")),
        SECOND: (Act.IMPORT, replace(PROPOSED[SECOND], domain="教育", kind="其他")),
        THIRD: (Act.IMPORT, replace(PROPOSED[THIRD], disposition="宣传解释")),
        FOURTH: (Act.IMPORT, PROPOSED[FOURTH]),
    }
    assert len(office.entries()) == 4


def test_who_decided_meanwhile_is_shown_and_stays_unless_one_says_otherwise(
    browser: Browser, busy: Busy, tmp_path: Path
) -> None:
    """Two comments were decided after the file went out; for one of them the file's word is taken."""
    one, other = busy.ids[FIRST], busy.ids[SECOND]
    with serving(busy.app) as server, window(browser) as (_, page), window(browser) as (_, li):
        to_exchange(page, server.address, busy)
        path = download(page, tmp_path)
        edit(path, {(FIRST, "牵头单位"): WATER, (SECOND, "牵头单位"): WATER})
        log_in(li, server.address, "li")
        go_to_batch(li, server.address, busy.batch, f"state=open&ids={one},{other}")
        decide(li, "3")
        press(li, "3")
        expect(li.locator("#decided")).to_have_text("2")
        theirs = {entry.item: entry.after for entry in busy.entries()}
        upload(page, path)
        expect(page.locator("#conflicts")).to_contain_text("李强")
        assert summed_up(page)["冲突"] == "2 处"
        page.check(f"input[name='c-{one}-lead'][value=file]")
        page.click("text=按所选写入")
        expect(page.get_by_role("status")).to_be_visible()
    later = [entry for entry in busy.entries() if entry.how is Act.IMPORT]
    assert [(entry.item, entry.before, entry.after.lead) for entry in later] == [(one, theirs[one], WATER)]


def test_a_word_that_nobody_knows_and_a_file_that_is_none_change_nothing(
    browser: Browser, busy: Busy, tmp_path: Path
) -> None:
    with serving(busy.app) as server, window(browser) as (_, page):
        to_exchange(page, server.address, busy)
        path = download(page, tmp_path)
        edit(path, {(FIRST, "领域"): "天上的事", (SECOND, "牵头单位"): POLICE})
        upload(page, path)
        expect(page.locator("#troubles")).to_contain_text("天上的事")
        expect(page.locator("text=确认写入")).to_have_count(0)
        page.click("text=返回重新上传")
        letter = tmp_path / "来信.xlsx"
        letter.write_text("这不是表格", "utf-8")
        upload(page, letter)
        expect(page.get_by_role("alert")).to_be_visible()
    assert busy.entries() == ()


@pytest.mark.parametrize("how", ["csv", "jsonl", "label-studio", "doccano"])
def test_every_other_format_goes_out_and_comes_back_unchanged(
    browser: Browser, busy: Busy, tmp_path: Path, how: str
) -> None:
    with serving(busy.app) as server, window(browser) as (_, page):
        to_exchange(page, server.address, busy)
        path = download(page, tmp_path, how)
        upload(page, path)
        expect(page.get_by_role("heading", name="导入核对")).to_be_visible()
        assert summed_up(page)["改动"] == "0 处"
    assert busy.entries() == ()
