"""Every page as people see it, on a desk and on a phone: nothing cut or covered, all in Chinese."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browsing import DESK, PHONE, choose_unit, go_to_batch, log_in, press, served, settled, window
from busy_office import ACCOUNTS, Busy, comment, comments, fill, opened
from looking import faults, foreign_words, picture
from playwright.sync_api import Browser, Page, expect

from corpus.records import Candidate
from review import items
from review.filters import Filter
from review.ledger import Change, Reviewing
from review.publishing import publish
from review.rounds import set_double
from review.seals import reopen, seal

LONG_UNIT = "市卫生健康委员会（市中医药管理局、市疾病预防控制局、市老龄工作委员会办公室）"
LONG_NUMBER = "20260300009999000011112222333344445555"
SIZES = {"desk": DESK, "phone": PHONE}
KNOWN = frozenset({*ACCOUNTS, "m1", "m", "SHA-256"})
DISPUTED = "一月群众意见"
SEALED = "二月群众意见"


@dataclass(frozen=True)
class Place:
    """An office in the middle of its work, served; ``states`` are the cookies of those who have logged in."""

    office: Busy
    address: str
    states: dict[str, Any]
    workbook: Path
    disputed: int
    sealed: int


@pytest.fixture(scope="module")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Of the batch some are decided, changed, taken back; another has a dispute, a third was reported twice."""
    folder = tmp_path_factory.mktemp("layout")
    long = replace(
        comment(121),
        text="看病要跑三家医院" * 60,
        number=LONG_NUMBER,
        candidates=(Candidate(LONG_UNIT, "卫生", 0.3, "医院、看病、挂号、检查、排队、老人、社区"),) * 3,
        supporting=(f"{LONG_UNIT}二", f"{LONG_UNIT}三"),
        key="long",
    )
    url = f"sqlite:///{folder / 'minyi.db'}"
    fill(url, (*comments(), long))
    with opened(url) as office, served(office.app) as address:
        _work(office)
        with window(browser) as (_, page):
            log_in(page, address, "zhang")
            workbook = _workbook(page, address, office, folder)
        _decide(office, "li", office.batch, 4, note="现场看过")
        numbers = {batch.name: batch.id for batch in _batches(office)}
        yield Place(office, address, {}, workbook, numbers[DISPUTED], numbers[SEALED])


def _batches(office: Busy) -> Any:
    from review.batches import batches_of  # noqa: PLC0415

    return batches_of(office.engine, office.people["admin"])


def _decide(office: Busy, login: str, batch: int, at: int, lead: int = 0, **changes: Any) -> None:
    """Decides one item of a batch's list, with one of the proposed departments."""
    desk = Reviewing(office.engine, office.people[login])
    line = items.page(office.engine, desk.person, batch, Filter(state="all")).lines[at]
    seen = items.item(office.engine, desk.person, line.id)
    wanted = replace(seen.standing, lead=seen.task.candidates[lead].department, **changes)
    desk.decide(seen.id, seen.seq, wanted, why="来信写明了单位" if changes else "")


def _work(office: Busy) -> None:
    engine, lead = office.engine, office.people["lead"]
    for at in range(3):
        _decide(office, "zhang", office.batch, at, lead=at, note="请与街道联系" if at else "")
    zhang = Reviewing(engine, office.people["zhang"])
    zhang.undo(office.batch)
    health = Filter(domain="卫生健康")
    zhang.bulk(office.batch, health, Change(), items.count(engine, zhang.person, office.batch, health))
    for name in (DISPUTED, SEALED):
        publish(engine, name, [replace(comment(n), key=f"{name}{n}") for n in range(1, 13)], (), "m1")
    numbers = {batch.name: batch.id for batch in _batches(office)}
    set_double(engine, lead, numbers[DISPUTED], True)
    for login, place in (("zhang", 1), ("li", 2)):
        _decide(office, login, numbers[DISPUTED], 0, lead=place)
        _decide(office, login, numbers[DISPUTED], 1)
    sealed = numbers[SEALED]
    seal(engine, lead, sealed, force=True, why="市里要求今天先报")
    reopen(engine, lead, sealed, "两条单位有误，更正后重报")
    _decide(office, "lead", sealed, 0, lead=2)
    seal(engine, lead, sealed, force=True, why="更正后重新报送")


def _workbook(page: Page, address: str, office: Busy, folder: Path) -> Path:
    """A workbook that changes one comment, is in conflict about another, and has a unit that nobody knows."""
    page.goto(f"{address}/batches/{office.batch}/exchange")
    with page.expect_download() as coming:
        page.click("#export button[value=xlsx]")
    path = Path(shutil.move(coming.value.path(), folder / "核定表.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["核定表"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 122):
        sheet.cell(row, columns["备注"]).value = "请到现场核实后再答复来信人，并把结果报送绩效办"
    sheet.cell(5, columns["牵头单位"]).value = "谁也不认识的单位办公室"
    book.save(path)
    return path


def _review(query: str = "state=open", *keys: str) -> Callable[[Page, Place], None]:
    def go(page: Page, place: Place) -> None:
        go_to_batch(page, place.address, place.office.batch, query)
        press(page, *keys)

    return go


def _open(page: Page, key: int) -> None:
    """Opens an item as a finger or a mouse does."""
    page.click(f"#line-{key} .line-text")
    expect(page.locator(f"#item-side:not([aria-busy]) #item[data-id='{key}']")).to_be_visible()


def _item(page: Page, place: Place) -> None:
    """The longest comment, opened as a phone opens it."""
    key = place.office.ids[LONG_NUMBER]
    go_to_batch(page, place.address, place.office.batch, f"state=open&item={key}")
    _open(page, key)


def _filters(page: Page, place: Place) -> None:
    go_to_batch(page, place.address, place.office.batch)
    press(page, "f")
    page.click("#filter-domain summary")
    expect(page.locator("#filter-domain .choices a").first).to_be_visible()


def _units(page: Page, place: Place) -> None:
    go_to_batch(page, place.address, place.office.batch)
    press(page, "/")
    page.keyboard.type("j")
    expect(page.locator("#units-found li").nth(3)).to_be_visible()


def _bulk(page: Page, place: Place) -> None:
    go_to_batch(page, place.address, place.office.batch, "state=open&domain=教育&place=桥头镇")
    press(page, "a")
    expect(page.locator("#bulk-confirm")).to_be_visible()


def _keys(page: Page, place: Place) -> None:
    go_to_batch(page, place.address, place.office.batch)
    press(page, "?")
    expect(page.locator("dialog#keys")).to_be_visible()


def _source(page: Page, place: Place) -> None:
    go_to_batch(page, place.address, place.office.batch)
    press(page, "o")
    expect(page.locator("#source tr.own")).to_be_visible()


def _conflict(page: Page, place: Place) -> None:
    """Somebody else has decided what lies open here."""
    key = items.page(place.office.engine, place.office.people["li"], place.office.batch, Filter()).lines[5].id
    go_to_batch(page, place.address, place.office.batch, f"state=all&item={key}")
    desk = Reviewing(place.office.engine, place.office.people["li"])
    seen = items.item(place.office.engine, desk.person, key)
    desk.decide(key, seen.seq, replace(seen.standing, lead=LONG_UNIT, note="请卫生健康部门先核实" * 5))
    press(page, "2")
    expect(page.locator("#conflict")).to_be_visible()


def _group(page: Page, place: Place) -> None:
    go_to_batch(page, place.address, place.office.batch, "state=open&similar=噪声")
    _open(page, int(page.locator(".line").first.get_attribute("data-id") or 0))
    expect(page.locator("#members")).to_be_visible()


def _path(path: str) -> Callable[[Page, Place], None]:
    def go(page: Page, place: Place) -> None:
        numbers = {"batch": place.office.batch, "disputed": place.disputed, "sealed": place.sealed}
        page.goto(place.address + path.format(**numbers))
        expect(page.locator("main")).to_be_visible()
        settled(page)

    return go


def _person(page: Page, place: Place) -> None:
    _path("/people")(page, place)
    page.click("table a >> nth=0")
    expect(page.locator("main h1")).to_be_visible()


def _plan(page: Page, place: Place) -> None:
    _path("/batches/{batch}/exchange")(page, place)
    page.set_input_files("#file", place.workbook)
    page.click("#import button.primary")
    expect(page.locator("#conflicts")).to_be_visible()
    expect(page.locator("#unknown")).to_be_visible()


PAGES: dict[str, tuple[str, Callable[[Page, Place], None]]] = {
    "login": ("", _path("/login")),
    "batches": ("zhang", _path("/batches")),
    "list": ("zhang", _review()),
    "list-of-all": ("zhang", _review("state=all")),
    "list-of-nothing": ("zhang", _review("state=open&q=没有这样的话")),
    "item": ("zhang", _item),
    "group": ("zhang", _group),
    "filters": ("zhang", _filters),
    "units": ("zhang", _units),
    "bulk": ("zhang", _bulk),
    "keys": ("zhang", _keys),
    "source": ("zhang", _source),
    "conflict": ("zhang", _conflict),
    "disputed": ("lead", _path("/batches/{disputed}?state=disputed")),
    "sealed": ("zhang", _path("/batches/{sealed}?state=all")),
    "lead": ("lead", _path("/batches/{batch}/lead")),
    "lead-double": ("lead", _path("/batches/{disputed}/lead")),
    "lead-sealed": ("lead", _path("/batches/{sealed}/lead")),
    "differences": ("lead", _path("/batches/{sealed}/seals/2/differences")),
    "assign": ("lead", _path("/batches/{batch}/lead/assign?state=open&assigned=nobody")),
    "ledger": ("zhang", _path("/batches/{batch}/ledger")),
    "exchange": ("zhang", _path("/batches/{batch}/exchange?state=open&domain=教育")),
    "plan": ("zhang", _plan),
    "overview": ("zhang", _path("/batches/{batch}/overview")),
    "overview-of-all": ("lead", _path("/overview")),
    "model": ("lead", _path("/model")),
    "people": ("admin", _path("/people")),
    "person": ("admin", _person),
    "account": ("zhang", _path("/account")),
    "interface": ("zhang", _path("/api/")),
    "department": ("water", _path("/batches/{batch}?state=all")),
    "not-found": ("zhang", _path("/batches/99999")),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_or_covered_and_all_is_chinese(browser: Browser, place: Place, name: str, size: str) -> None:
    """But for the page on the interface for programs, whose fields have the names that programs use."""
    login, go = PAGES[name]
    with window(browser, SIZES[size]) as (context, page):
        if login in place.states:
            context.add_cookies(place.states[login])
        elif login:
            log_in(page, place.address, login)
            place.states[login] = context.cookies()
        go(page, place)
        picture(page, f"{name}-{size}")
        assert faults(page) == []
        if name != "interface":
            assert foreign_words(page, KNOWN) == set()


def test_a_phone_shows_the_list_then_the_item_and_comes_back(browser: Browser, place: Place) -> None:
    with window(browser, PHONE) as (_, page):
        log_in(page, place.address, "zhang")
        go_to_batch(page, place.address, place.office.batch)
        expect(page.locator("#accept")).to_be_hidden()
        page.click(".line .line-text >> nth=1")
        expect(page.locator("#accept")).to_be_in_viewport()
        page.click("#lead-button")
        choose_unit(page, "slj", "水利局")
        expect(page.locator("#lead-button")).to_have_text("水利局")
        page.click("text=列表")
        expect(page.locator("#accept")).to_be_hidden()
        page.click(".line .line-text >> nth=0")
        expect(page.locator("#accept")).to_be_in_viewport()
