"""Comments that would like to be more than text: on every page they are text, and in every file that goes out.

The window itself fails a test in which a script ran into an error, the content policy was broken, a dialog came up or
another machine was asked (``browsing.window``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from browsing import choose_unit, decide, go_to_batch, log_in, press, serving, shown, window
from busy_office import Busy, comment, fill, opened
from playwright.sync_api import Browser, Page, expect

from corpus.records import Candidate, Source, Territory

TITLED = "<script>document.title='x'</script>"
TEXTS = {
    "公式": '=HYPERLINK("http://evil.example/x","点我")',
    "脚本": f"{TITLED}路灯不亮",
    "图片": "<img src=http://evil.example/x.png onerror=document.title='x'>路面不平",
    "样式": "<style>body{display:none}</style><link rel=stylesheet href=//evil.example/a.css>",
    "表单": '"></textarea></form><form action=http://evil.example><input name=csrf>',
    "路径": "../../etc/passwd",
    "模板": "{{ 7*7 }}{% include '/etc/passwd' %}${7*7}",
    "表情": "👩‍👩‍👧 公园很好👍🏽，就是没有厕所🚻",
    "转向": "文件\u202excod.exe\u202c请打开\u2066甲\u2069",
    "隐形": "修\u200b路\ufeff吧\u00ad",
    "长文": "坑洼不平。" * 20_000,
    "命令": "'; DROP TABLE item; --",
}
UNSEEN = str.maketrans(dict.fromkeys("\u202e\u202c\u2066\u2069\u200b\ufeff\u00ad", "�"))
UNIT = "市\"河长\"<b>办</b>&amp;'局'"
FILE = "<img src=x onerror=document.title='x'>.xlsx"
NUMBERS = {number: f"={number}" for number in TEXTS}


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Busy]:
    """One comment for each text; its number is a formula, its file, its place and its departments are markup."""
    made = [
        replace(
            comment(place),
            text=text,
            number=NUMBERS[name],
            key=name,
            source=Source(FILE, "a" * 64, sheet=TITLED, table=1, row=place + 1),
            candidates=(Candidate(UNIT, "水利", 0.7, TITLED), Candidate("水利局", "水利", 0.2)),
            territory=(Territory(TITLED, UNIT),),
            supporting=(f"{UNIT}二",),
            notice_title=TITLED,
            group="相似" if name in ("脚本", "图片") else None,
        )
        for place, (name, text) in enumerate(TEXTS.items(), 1)
    ]
    url = f"sqlite:///{tmp_path / 'minyi.db'}"
    fill(url, made)
    with opened(url) as office:
        yield office


def check_text(page: Page) -> None:
    """Nothing of it became an element, and no script of it has run."""
    assert page.title() != "x"
    assert page.locator("main img, main style, main link, main script, [onerror]").count() == 0
    assert page.locator("form[action*='evil']").count() == 0
    assert page.evaluate("getComputedStyle(document.body).display") != "none"


def test_hostile_comments_are_text_in_the_list_the_item_and_the_source(browser: Browser, hostile: Busy) -> None:
    with serving(hostile.app) as server, window(browser) as (_, page):
        log_in(page, server.address, "zhang")
        go_to_batch(page, server.address, hostile.batch)
        for _ in TEXTS:
            name = hostile.numbers[shown(page)].removeprefix("=")
            wanted = TEXTS[name].translate(UNSEEN)
            assert page.locator("#text").text_content() == wanted
            line = page.locator(f"#line-{shown(page)}")
            assert (line.locator(".line-text").text_content() or "")[:30] == wanted[:30]
            expect(line.locator(".line-lead")).to_have_text(UNIT)
            expect(page.locator("#lead-button")).to_have_text(UNIT)
            expect(page.locator(".candidate-reason").first).to_contain_text(TITLED)
            press(page, "o")
            expect(page.locator("#source h2")).to_have_text(FILE)
            expect(page.locator("#source tr.own")).to_contain_text(wanted[:30])
            check_text(page)
            press(page, "Escape")
            expect(page.locator("#origin")).to_be_hidden()
            if name != hostile.numbers[int(page.locator(".line").last.get_attribute("data-id") or 0)][1:]:
                decide(page, "j")


def test_what_reviewers_type_and_decide_is_text_on_every_page_behind(browser: Browser, hostile: Busy) -> None:
    with serving(hostile.app) as server, window(browser) as (_, page):
        log_in(page, server.address, "lead")
        go_to_batch(page, server.address, hostile.batch)
        page.fill("#note", TEXTS["图片"])
        page.fill("#why", TITLED)
        press(page, "Escape")
        noted = shown(page)
        decide(page, "Enter")
        press(page, "s")
        page.keyboard.insert_text(TEXTS["公式"])
        expect(page.locator("#units-found [aria-selected=true]")).to_contain_text("目录中没有")
        press(page, "Enter")
        expect(page.locator("#supporting")).to_contain_text(TEXTS["公式"])
        decide(page, "Enter")
        page.goto(f"{server.address}/batches/{hostile.batch}?state=all&item={noted}")
        expect(page.locator("#note")).to_have_value(TEXTS["图片"])
        expect(page.locator("#history")).to_contain_text(TITLED)
        check_text(page)
        for part, seen in (
            ("ledger", TITLED),
            ("ledger", TEXTS["公式"]),
            ("overview", UNIT),
            ("lead", "分派"),
            ("exchange", "导出"),
        ):
            page.goto(f"{server.address}/batches/{hostile.batch}/{part}")
            expect(page.locator("main")).to_contain_text(seen)
            check_text(page)


def test_hostile_words_in_filters_bulk_and_conflict_are_text(browser: Browser, hostile: Busy) -> None:
    with serving(hostile.app) as server, window(browser) as (_, page), window(browser) as (_, other):
        log_in(page, server.address, "zhang")
        go_to_batch(page, server.address, hostile.batch)
        page.fill("#search", TITLED)
        press(page, "Enter")
        expect(page.locator(".line")).to_have_count(1)
        expect(page.locator("#search")).to_have_value(TITLED)
        for name, word in (("lead", UNIT), ("place", TITLED)):
            page.click(f"#filter-{name} summary")
            expect(page.locator(f"#filter-{name} .choices")).to_contain_text(word)
        page.locator("#filter-lead summary").press("Escape")
        press(page, "a")
        expect(page.locator("#bulk-body")).to_contain_text(f"查找“{TITLED}”")
        check_text(page)
        press(page, "Escape")
        page.click("#filter-unit")
        page.keyboard.insert_text("<b>没有的局</b>")
        expect(page.locator("#units-found")).to_contain_text("<b>没有的局</b>")
        press(page, "Escape")
        expect(page.locator("#list")).to_be_focused()

        log_in(other, server.address, "li")
        go_to_batch(other, server.address, hostile.batch, f"state=open&ids={shown(page)}")
        other.fill("#note", TEXTS["图片"])
        press(other, "Escape", "Enter")
        expect(other.locator("#decided")).to_have_text("1")
        press(page, "/")
        choose_unit(page, "slj", "水利局")
        press(page, "Enter")
        expect(page.locator("#conflict")).to_contain_text(TEXTS["图片"])
        expect(page.locator("#conflict")).to_contain_text(UNIT)
        check_text(page)


def test_what_goes_out_has_no_formula_and_comes_back_as_it_was(browser: Browser, hostile: Busy, tmp_path: Path) -> None:
    with serving(hostile.app) as server, window(browser) as (_, page):
        log_in(page, server.address, "zhang")
        page.goto(f"{server.address}/batches/{hostile.batch}/exchange")
        with page.expect_download() as coming:
            page.click("#export button[value=xlsx]")
        path = tmp_path / coming.value.suggested_filename
        coming.value.save_as(path)
        sheets = openpyxl.load_workbook(path).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert {*TEXTS.values()} - {cell.value for cell in cells} <= {TEXTS[name] for name in ("长文", "转向", "隐形")}
        page.set_input_files("#file", path)
        page.click("#import button.primary")
        expect(page.locator("#summary")).to_contain_text("改动")
        expect(page.locator("#summary .figures > div:has-text('改动') dd").first).to_have_text("0 处")
        check_text(page)
    assert hostile.entries() == ()
