"""Closing in a browser: a department and the office do their parts in turn, and nothing is cut or covered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESK, PHONE, log_in, served, window
from looking import faults, picture
from playwright.sync_api import Browser, Page, expect
from served import WATER, Office, office

from corpus.records import Verdict
from review.closing.standing import closing_of
from review.ledger import Reviewing

LONG = "东河河堤塌方段整改后现场照片（自桥头镇水文站至下游第三排涝口，含两岸）" * 3


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", tmp_path / "originals") as made:
        desk = Reviewing(made.engine, made.people["lead"])
        for key in ("n1", "n2"):
            desk.decide(made.ids[key], 0, Verdict(WATER, (), "水利与饮水", "建设性"))
        yield made


def beside_the_list(page: Page, address: str, here: Office) -> None:
    page.goto(f"{address}/batches/{here.batch}?state=all&item={here.own}")
    expect(page.locator("#closing")).to_be_visible()


def test_the_steps_go_from_the_department_to_the_office(here: Office, browser: Browser) -> None:
    picture_of = {"name": f"{LONG}.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a photograph"}
    with served(here.app) as address:
        with window(browser) as (_, page):
            log_in(page, address, "water")
            beside_the_list(page, address, here)
            first = page.locator("[data-step=rectify]")
            expect(first.get_by_role("button", name="登记“整改”")).to_be_disabled()
            first.locator("[name=file]").set_input_files([picture_of])
            first.get_by_role("button", name="添加", exact=True).click()
            expect(page.locator(".closing-said")).to_contain_text("已添加")
            expect(page.locator("[data-step=rectify] .step-files a")).to_have_text(picture_of["name"])
            large = page.locator("[data-step=rectify] [name=file]")
            large.evaluate("(one) => { one.dataset.largest = 10; one.closest('details').open = true }")
            large.set_input_files([picture_of])
            page.locator("[data-step=rectify]").get_by_role("button", name="添加", exact=True).click()
            expect(page.locator(".closing-said .refusal")).to_contain_text("没有收下")
            page.locator("[data-step=rectify] [name=note]").fill("已砌好，等待核查")
            page.get_by_role("button", name="登记“整改”").click()
            expect(page.locator(".closing-head")).to_contain_text("下一步：核查")
            assert page.locator("#item").get_attribute("data-changed") is None
            with page.expect_download() as kept:
                page.locator(".step-files a").first.click()
            assert kept.value.suggested_filename == picture_of["name"]
            assert faults(page) == []
        with window(browser) as (_, page):
            log_in(page, address, "reviewer")
            page.goto(f"{address}/batches/{here.batch}/closing")
            page.get_by_role("link", name="0001").click()
            page.wait_for_url("**/items/*/closing")  # with its scripts: before them a form answers with a page
            added = page.locator("[data-step=verify]")
            added.locator("[name=file]").set_input_files([{**picture_of, "name": "空.jpg", "buffer": b""}])
            added.get_by_role("button", name="添加", exact=True).click()
            expect(page.locator(".closing-said .refusal")).to_contain_text("文件为空")
            page.locator("[data-step=verify] [name=file]").set_input_files([picture_of])
            page.locator("[data-step=verify]").get_by_role("button", name="添加", exact=True).click()
            expect(page.locator("[data-step=verify] .step-files")).to_be_visible()
            page.get_by_role("button", name="登记“核查”").click()
            expect(page.locator(".closing-head")).to_contain_text("下一步：公示")
            added = page.locator("[data-step=publicise]")
            added.locator("[name=address]").fill("https://www.city.example/gs/2026/1.html")
            added.get_by_role("button", name="添加", exact=True).click()
            expect(page.locator("[data-step=publicise] .step-files a")).to_have_text("网址（www.city.example）.txt")
    closing = closing_of(here.engine, here.own)
    assert [(done.step, done.person) for done in closing.steps] == [("rectify", "水利局联络员"), ("verify", "张敏")]


@pytest.mark.parametrize(("size", "name"), [(DESK, "desk"), (PHONE, "phone")])
def test_nothing_is_cut_or_covered(here: Office, browser: Browser, size: dict[str, int], name: str) -> None:
    client = here.client("lead")
    form = {"step": "rectify", "kind": "整改后照片"}
    client.post(f"/items/{here.own}/closing/evidence", data=form, files={"file": (f"{LONG}.jpg", b"\xff\xd8\xff")})
    note = {"step": "rectify", "on": "2026-03-02", "note": "已砌好" * 60}
    client.post(f"/items/{here.own}/closing/step", data=note)
    with served(here.app) as address, window(browser, size) as (_, page):
        log_in(page, address, "lead")
        for place in (f"/batches/{here.batch}/closing", f"/items/{here.own}/closing"):
            page.goto(f"{address}{place}")
            for details in page.locator("main details").all():
                details.evaluate("(one) => { one.open = true }")
            picture(page, f"closing-{name}-{place.split('/')[1]}")
            assert faults(page) == []
