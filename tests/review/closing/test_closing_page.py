"""The pages of closing: what each person is shown, what a form does, and how files come in and go out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from served import SCHOOLS, WATER, Office, office, text_of

from corpus.records import Step, Verdict
from review.closing.standing import closing_of
from review.ledger import Reviewing
from review.web import headers

JPEG = b"\xff\xd8\xff\xe0 a photograph"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    """Items 1 and 2 are decided for the water department, 3 for the schools."""
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", tmp_path / "originals") as made:
        desk = Reviewing(made.engine, made.people["lead"])
        for key, unit in (("n1", WATER), ("n2", WATER), ("n3", SCHOOLS)):
            desk.decide(made.ids[key], 0, Verdict(unit, (), "水利与饮水", "建设性"))
        yield made


def attach(client: TestClient, item: int, step: str = "rectify", kind: str = "整改后照片", **more: Any) -> Response:
    sent = {"files": {"file": ("后.jpg", JPEG)}} | more
    return client.post(f"/items/{item}/closing/evidence", data={"step": step, "kind": kind}, headers=SCRIPT, **sent)


def take(client: TestClient, item: int, step: str = "rectify", on: str = "2026-03-02") -> Response:
    return client.post(f"/items/{item}/closing/step", data={"step": step, "on": on, "note": ""}, headers=SCRIPT)


def test_a_department_does_its_part_and_sees_what_is_next(here: Office) -> None:
    client = here.client("water")
    refused = take(client, here.own)
    assert (refused.status_code, text_of(refused.text)[:14]) == (422, "还不能办理“整改”，所缺：整")
    added = attach(client, here.own)
    assert (added.status_code, "已添加“后.jpg”。" in added.text) == (200, True)
    done = text_of(take(client, here.own).text)
    assert "下一步：核查" in done
    assert "整改 2026-03-02 水利局联络员" in done
    assert "登记“核查”" not in done
    assert take(client, here.own, "verify").status_code == 403


def test_each_role_has_the_buttons_of_what_it_may_do(here: Office) -> None:
    def buttons(login: str) -> set[str]:
        page = here.client(login).get(f"/items/{here.own}/closing").text
        words = ("登记“整改”", "添加佐证", "撤回这一步")
        return {word for word in words if word in page}

    assert buttons("reader") == set()
    assert buttons("water") == buttons("reviewer") == buttons("lead") == {"登记“整改”", "添加佐证"}
    attach(here.client("lead"), here.own)
    take(here.client("lead"), here.own)
    assert buttons("water") == {"添加佐证"}
    assert buttons("lead") == {"添加佐证", "撤回这一步"}


def test_a_form_without_scripts_comes_back_to_the_page(here: Office) -> None:
    client = here.client("lead")
    client.headers.pop("X-CSRF-Token")
    token = client.get(f"/items/{here.own}/closing").text.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": token, "step": "rectify", "kind": "整改后照片"}
    answer = client.post(f"/items/{here.own}/closing/evidence", data=form, files={"file": ("后.jpg", JPEG)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/items/{here.own}/closing")
    assert "后.jpg" in client.get(f"/items/{here.own}/closing").text
    assert client.post(f"/items/{here.own}/closing/evidence", data=form | {"csrf": "x"}).status_code == 403


def test_several_files_and_an_address_come_in_one_form(here: Office) -> None:
    client = here.client("lead")
    form = {"step": "publicise", "kind": "公示截图", "address": "https://www.city.example/gs.html"}
    files = [("file", ("一.png", b"\x89PNG\r\n\x1a\n")), ("file", ("空.png", b""))]
    answer = client.post(f"/items/{here.own}/closing/evidence", data=form, files=files, headers=SCRIPT)
    said = text_of(answer.text)
    assert "已添加“一.png”。 已添加“网址（www.city.example）.txt”。 空.png：文件为空（0 字节）" in said
    kinds = [(one.kind, one.step) for one in closing_of(here.engine, here.own).evidence]
    assert kinds == [("公示截图", Step.PUBLICISE), ("公示网址", Step.PUBLICISE)]


def test_a_form_with_nothing_in_it_is_refused(here: Office) -> None:
    client = here.client("lead")
    assert attach(client, here.own, files={}).status_code == 422
    assert attach(client, here.own, files={"file": ("空.png", b"")}).status_code == 422
    assert attach(client, here.own, "验收").status_code == 422
    assert closing_of(here.engine, here.own).evidence == ()


def test_a_file_goes_out_to_be_kept_and_is_never_shown(here: Office) -> None:
    client = here.client("lead")
    page = b"<html><script>alert(1)</script></html>"
    attach(client, here.own, files={"file": ("../现场\u202e.html", page)})
    answer = here.client("water").get(f"/items/{here.own}/closing/evidence/1")
    assert (answer.status_code, answer.content) == (200, page)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''%E7%8E%B0%E5%9C%BA.html"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_of_a_foreign_item_is_not_there(here: Office) -> None:
    attach(here.client("lead"), here.foreign)
    client = here.client("water")
    for item in (here.foreign, here.own):
        assert client.get(f"/items/{item}/closing/evidence/1").status_code == 404
    assert client.get(f"/items/{here.foreign}/closing").status_code == 404
    assert attach(client, here.foreign).status_code == 404
    assert take(client, here.foreign).status_code == 404


def test_a_damaged_file_is_said_to_be_one(here: Office, tmp_path: Path) -> None:
    attach(here.client("lead"), here.own)
    [kept] = [one for one in (tmp_path / "佐证").rglob("*") if one.is_file()]
    kept.write_bytes(b"else")
    answer = here.client("lead").get(f"/items/{here.own}/closing/evidence/1")
    assert (answer.status_code, "佐证文件已损坏或被改动" in answer.text) == (422, True)


def test_too_much_is_refused_before_it_is_read(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headers, "LARGEST_FILE", 3_000_000)
    client = here.client("lead")
    assert attach(client, here.own, files={"file": ("后.jpg", b"x" * 3_000_000)}).status_code == 413
    assert attach(client, here.own, files={"file": ("后.jpg", b"x" * 2_500_000)}).status_code == 200


def test_evidence_is_withdrawn_and_a_step_taken_back_on_the_page(here: Office) -> None:
    lead, reviewer = here.client("lead"), here.client("reviewer")
    attach(lead, here.own)
    take(lead, here.own)
    withdrawal = f"/items/{here.own}/closing/evidence/1/withdraw"
    assert lead.post(withdrawal, data={"why": "拍错了路段"}).status_code == 422
    back = {"step": "rectify", "why": "还没有做完"}
    assert reviewer.post(f"/items/{here.own}/closing/back", data=back).status_code == 403
    assert "下一步：整改" in text_of(lead.post(f"/items/{here.own}/closing/back", data=back, headers=SCRIPT).text)
    assert reviewer.post(withdrawal, data={"why": "拍错了路段"}).status_code == 403
    assert "后.jpg" not in lead.post(withdrawal, data={"why": "拍错了路段"}, headers=SCRIPT).text
    told = text_of(lead.get(f"/items/{here.own}/closing").text)
    for words in (
        "添加“整改”的佐证：后.jpg",
        "办理“整改”（2026-03-02）",
        "撤回“整改”理由：还没有做完",
        "撤下“整改”的佐证",
    ):
        assert words in told


def test_an_undecided_item_says_what_comes_first(here: Office) -> None:
    page = here.client("lead").get(f"/items/{here.ids['n4']}/closing").text
    assert "还没有核定，核定之后才能办理" in page
    assert 'id="closing"' not in page
    assert 'id="closing"' not in here.client("lead").get(f"/items/{here.ids['n4']}").text


def test_the_item_beside_the_list_has_the_section(here: Office) -> None:
    assert 'id="closing"' in here.client("water").get(f"/items/{here.own}").text


def test_the_ledger_of_a_batch_says_where_everything_stands(here: Office) -> None:
    attach(here.client("lead"), here.own)
    take(here.client("lead"), here.own)
    told = text_of(here.client("reader").get(f"/batches/{here.batch}/closing").text)
    assert "已定3" in told
    assert "待整改2 待核查1" in told
    assert "另有 3 条未核定" in told
    only = here.client("water").get(f"/batches/{here.batch}/closing", params={"standing": "verify"}).text
    assert "核查（缺佐证：核查记录、核查照片或回访记录）" in only
    assert "南河水闸" not in only


def test_a_note_with_markup_stays_a_note(here: Office) -> None:
    attach(here.client("lead"), here.own, files={"file": ("<b>后.jpg", JPEG)})
    form = {"step": "rectify", "on": "2026-03-02", "note": "<script>alert(1)</script>"}
    here.client("lead").post(f"/items/{here.own}/closing/step", data=form)
    for address in (f"/items/{here.own}/closing", f"/items/{here.own}"):
        page = here.client("lead").get(address).text
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "&lt;b&gt;后.jpg" in page
