"""Closing items by the JSON interface, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from served import WATER, Office, office

JPEG = b"\xff\xd8\xff\xe0 a photograph"


@pytest.fixture
def served(any_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(any_url, tmp_path / "originals") as made:
        body = {"seen": 0, "verdict": {"lead": WATER, "domain": "水利与饮水", "kind": "建设性"}}
        assert made.client("lead").post(f"/api/v1/items/{made.own}/decision", json=body).status_code == 200
        yield made


def attach(client: TestClient, item: int, **more: str) -> Any:
    form = {"step": "rectify", "kind": "整改后照片"} | more
    return client.post(f"/api/v1/items/{item}/closing/evidence", data=form, files={"file": ("后.jpg", JPEG)})


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_step_is_taken_with_its_evidence(served: Office) -> None:
    client, address = served.client("water"), f"/api/v1/items/{served.own}/closing"
    step = {"step": "rectify", "on": "2026-03-02", "note": "已砌好"}
    assert refusal(client.post(f"{address}/step", json=step)) == (422, "closing-missing")
    made = attach(client, served.own)
    assert (made.status_code, made.json()["new"], made.json()["remark"]) == (201, True, "")
    assert attach(client, served.own).json()["new"] is False
    closing = client.post(f"{address}/step", json=step).json()
    assert (closing["next"], closing["closed"]) == ("verify", False)
    assert [(one["step"], one["on"], one["note"]) for one in closing["steps"]] == [("rectify", "2026-03-02", "已砌好")]
    assert closing["missing"][0] == {
        "step": "verify",
        "taken": False,
        "evidence": [["核查记录", "核查照片", "回访记录"]],
    }
    assert refusal(client.post(f"{address}/step", json=step)) == (409, "closing-done")
    assert refusal(client.post(f"{address}/step", json=step | {"step": "close"})) == (403, "closing-role")
    found = client.get(address).json()
    assert [one["deed"] for one in found["happenings"]] == ["attach", "take"]
    assert client.get(f"{address}/evidence/{found['evidence'][0]['id']}").content == JPEG


@pytest.mark.parametrize(
    "body",
    [
        {"step": "rectify"},
        {"step": "整改", "on": "2026-03-02"},
        {"step": "rectify", "on": "2026-02-30"},
        {"step": "rectify", "on": 20260302},
        {"step": "rectify", "on": "2026-03-02", "by": "x"},
        {"step": "rectify", "on": "2026-03-02", "note": "长" * 2001},
    ],
)
def test_a_body_that_says_something_else_is_refused(served: Office, body: dict[str, Any]) -> None:
    answer = served.client("lead").post(f"/api/v1/items/{served.own}/closing/step", json=body)
    assert refusal(answer) == (422, "request-invalid")


def test_a_form_that_says_something_else_is_refused(served: Office) -> None:
    client, address = served.client("lead"), f"/api/v1/items/{served.own}/closing/evidence"
    assert refusal(attach(client, served.own, step="验收")) == (422, "evidence-form")
    assert refusal(attach(client, served.own, kind="公示网址")) == (422, "evidence-kind")
    assert refusal(attach(client, served.own, other="x")) == (422, "evidence-form")
    assert refusal(client.post(address, data={"step": "rectify", "kind": "整改后照片"})) == (422, "evidence-form")
    two = [("file", ("一.jpg", JPEG)), ("file", ("二.jpg", JPEG))]
    assert refusal(client.post(address, data={"step": "rectify", "kind": "整改后照片"}, files=two)) == (
        422,
        "evidence-form",
    )


def test_a_lead_takes_back_and_withdraws(served: Office) -> None:
    lead, address = served.client("lead"), f"/api/v1/items/{served.own}/closing"
    number = attach(served.client("water"), served.own).json()["evidence"]["id"]
    lead.post(f"{address}/step", json={"step": "rectify", "on": "2026-03-02"})
    why = {"why": "拍错了路段"}
    assert refusal(lead.post(f"{address}/evidence/{number}/withdraw", json=why)) == (422, "evidence-needed")
    assert refusal(served.client("reviewer").post(f"{address}/back", json=why | {"step": "rectify"}))[0] == 403
    assert lead.post(f"{address}/back", json=why | {"step": "rectify"}).json()["steps"] == []
    assert lead.post(f"{address}/evidence/{number}/withdraw", json=why).json()["evidence"] == []
    assert refusal(lead.post(f"{address}/evidence/{number}/withdraw", json=why)) == (409, "evidence-withdrawn")


def test_the_ledger_of_a_batch_is_taken_page_by_page(served: Office) -> None:
    lead, address = served.client("lead"), f"/api/v1/batches/{served.batch}/closing"
    for key in ("n2", "n3"):
        body = {"seen": 0, "verdict": {"lead": WATER, "domain": "水利与饮水", "kind": "建设性"}}
        lead.post(f"/api/v1/items/{served.ids[key]}/decision", json=body)
    attach(lead, served.own)
    lead.post(f"/api/v1/items/{served.own}/closing/step", json={"step": "rectify", "on": "2026-03-02"})
    first = lead.get(address, params={"size": 2}).json()
    assert [one["position"] for one in first["rows"]] == [1, 2]
    assert (first["in_all"], first["after"]) == (3, 2)
    assert (first["counts"]["next"]["rectify"], first["counts"]["next"]["verify"]) == (2, 1)
    assert first["counts"]["undecided"] == 3
    [rest] = lead.get(address, params={"after": 2}).json()["rows"]
    assert (rest["number"], rest["lead"], rest["closing"]["steps"]) == ("0003", WATER, [])
    assert lead.get(address, params={"standing": "verify"}).json()["in_all"] == 1
    assert refusal(lead.get(address, params={"standing": "x"})) == (422, "request-invalid")


def test_what_a_department_may_not_see_is_not_there(served: Office) -> None:
    client, address = served.client("water"), f"/api/v1/items/{served.foreign}/closing"
    assert refusal(client.get(address)) == (404, "item-unknown")
    assert refusal(attach(client, served.foreign)) == (404, "item-unknown")
    assert refusal(client.get(f"{address}/evidence/1")) == (404, "item-unknown")
    assert refusal(client.get(f"/api/v1/batches/{served.foreign_batch}/closing")) == (404, "batch-unknown")
