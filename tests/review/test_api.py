"""The JSON interface: what each address answers, and what it refuses, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from served import PASSWORD, SCHOOLS, SECRET, WATER, Office, office


@pytest.fixture
def served(any_url: str) -> Iterator[Office]:
    with office(any_url) as made:
        yield made


@pytest.fixture(scope="module")
def untouched(shared_url: str) -> Iterator[Office]:
    """One for all that is refused or only read: in the end nobody has decided anything in it."""
    with office(shared_url) as made:
        yield made
        counts = made.client("reader").get(f"/api/v1/batches/{made.batch}").json()["counts"]
        assert counts == {"open": 6, "once": 0, "disputed": 0, "decided": 0}


def verdict(lead: str | None, **more: Any) -> dict[str, Any]:
    return {"lead": lead, "supporting": [], "domain": "水利与饮水", "kind": "建设性", **more}


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_session_says_who_it_is_and_ends(served: Office) -> None:
    client = served.client("reviewer")
    person = {"id": served.people["reviewer"].id, "login": "reviewer", "name": "张敏", "role": "reviewer", "unit": None}
    assert client.get("/api/v1/session").json()["person"] == person
    assert client.delete("/api/v1/session").status_code == 204
    assert refusal(client.get("/api/v1/session")) == (401, "login-needed")


def test_a_wrong_password_is_a_refusal_with_its_mend(untouched: Office) -> None:
    answer = untouched.client().post("/api/v1/session", json={"login": "reviewer", "password": "不是这个密码吧"})
    assert refusal(answer) == (401, "login-wrong")
    assert "set-cookie" not in answer.headers


def test_a_batch_tells_how_far_it_is(untouched: Office) -> None:
    client = untouched.client("reader")
    assert [one["name"] for one in client.get("/api/v1/batches").json()] == ["四月来文", "三月来文"]
    found = client.get(f"/api/v1/batches/{untouched.batch}").json()
    assert found["counts"] == {"open": 6, "once": 0, "disputed": 0, "decided": 0}
    assert (found["progress"], found["version"], found["sealed"]) == (0.0, 1, False)


def test_a_department_is_told_of_its_own_items_alone(untouched: Office) -> None:
    client = untouched.client("water")
    assert [one["name"] for one in client.get("/api/v1/batches").json()] == ["三月来文"]
    assert client.get(f"/api/v1/batches/{untouched.batch}").json()["counts"]["open"] == 2
    lines = client.get(f"/api/v1/batches/{untouched.batch}/items").json()["lines"]
    assert {one["number"] for one in lines} == {"0001", "0002"}
    assert refusal(client.get(f"/api/v1/items/{untouched.foreign}")) == (404, "item-unknown")
    assert refusal(client.get(f"/api/v1/batches/{untouched.foreign_batch}/items")) == (404, "batch-unknown")
    assert refusal(client.get(f"/api/v1/batches/{untouched.batch}/ledger")) == (403, "ledger-role")


def test_the_list_is_taken_page_by_page(served: Office) -> None:
    client, address = served.client("reader"), f"/api/v1/batches/{served.batch}/items"
    seen: list[int] = []
    after: str | None = ""
    while after is not None:
        page = client.get(address, params={"size": 4, "after": after}).json()
        seen += [one["id"] for one in page["lines"]]
        after = page["after"]
    assert sorted(seen) == sorted(served.ids[f"n{n}"] for n in range(1, 7))


def test_a_filter_is_searched_counted_and_chosen_from(served: Office) -> None:
    client, address = served.client("reader"), f"/api/v1/batches/{served.batch}"
    assert client.get(f"{address}/count", params={"q": "红绿灯"}).json() == {"count": 2}
    assert client.get(f"{address}/count", params={"unit": WATER}).json() == {"count": 2}
    leads = client.get(f"{address}/choices/lead").json()
    assert leads == [{"value": SCHOOLS, "count": 4}, {"value": WATER, "count": 2}]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "closed"},
        {"statte": "open"},
        {"size": "201"},
        {"size": "0"},
        {"after": "1'; drop table item"},
        {"after": "0.5,99999999999"},
        {"q": "\0"},
        {"year": "二〇二六"},
        {"ids": "1,,2"},
        {"ids": "1,99999999999"},
    ],
)
def test_what_can_be_no_filter_is_refused(untouched: Office, query: dict[str, str]) -> None:
    answer = untouched.client("reader").get(f"/api/v1/batches/{untouched.batch}/items", params=query)
    assert refusal(answer) == (422, "request-invalid")


@pytest.mark.parametrize("number", ["0", "-1", "x", "2147483648", "99999999999999999999999"])
def test_what_can_be_no_number_is_refused(untouched: Office, number: str) -> None:
    assert untouched.client("reader").get(f"/api/v1/items/{number}").status_code == 422


def test_an_item_is_told_whole(served: Office) -> None:
    found = served.client("reader").get(f"/api/v1/items/{served.ids['n4']}").json()
    assert found["task"]["text"] == f"{SECRET}收费没有公示"
    assert found["task"]["source"]["row"] == 4
    assert [one["department"] for one in found["task"]["candidates"]] == [SCHOOLS, WATER]
    assert (found["proposal"]["lead"], found["state"], found["seq"]) == (SCHOOLS, "open", 0)


def test_a_decision_is_in_the_ledger_with_its_reason(served: Office) -> None:
    client, item = served.client("reviewer"), served.ids["n4"]
    body = {"seen": 0, "verdict": verdict(WATER, supporting=[WATER, SCHOOLS, SCHOOLS]), "why": "排水归水利"}
    done = client.post(f"/api/v1/items/{item}/decision", json=body).json()
    assert (done["items"], done["left"]) == ([item], {})
    [entry] = client.get(f"/api/v1/items/{item}/history").json()
    assert (entry["how"], entry["person"], entry["why"], entry["act"]) == ("change", "张敏", "排水归水利", done["act"])
    assert (entry["before"]["lead"], entry["after"]["lead"]) == (SCHOOLS, WATER)
    assert entry["after"]["supporting"] == [SCHOOLS]
    assert entry["at"].endswith("Z")
    assert client.get(f"/api/v1/batches/{served.batch}/ledger").json() == [entry]
    assert client.get(f"/api/v1/batches/{served.batch}/ledger", params={"after": entry["id"]}).json() == []


def test_the_second_of_two_reviewers_is_told_and_nothing_is_written(served: Office) -> None:
    first, second, item = served.client("reviewer"), served.client("second"), served.ids["n4"]
    first.post(f"/api/v1/items/{item}/decision", json={"seen": 0, "verdict": verdict(WATER)})
    answer = second.post(f"/api/v1/items/{item}/decision", json={"seen": 0, "verdict": verdict(SCHOOLS)})
    assert refusal(answer) == (409, "decision-conflict")
    assert answer.json()["item"] == item
    assert second.get(f"/api/v1/items/{item}").json()["standing"]["lead"] == WATER


def test_what_is_sent_twice_counts_once(served: Office) -> None:
    client, item = served.client("reviewer"), served.ids["n4"]
    body = {"seen": 0, "verdict": verdict(WATER), "request": "5e0c"}
    once = client.post(f"/api/v1/items/{item}/decision", json=body)
    again = client.post(f"/api/v1/items/{item}/decision", json=body)
    assert once.json() == again.json()
    assert len(client.get(f"/api/v1/items/{item}/history").json()) == 1


def test_near_duplicates_are_decided_together_and_undone_together(served: Office) -> None:
    client, pair = served.client("reviewer"), [served.ids["n5"], served.ids["n6"]]
    body = {"seen": 0, "verdict": verdict(SCHOOLS), "group": True}
    assert sorted(client.post(f"/api/v1/items/{pair[0]}/decision", json=body).json()["items"]) == pair
    undone = client.post(f"/api/v1/batches/{served.batch}/undo", json={}).json()
    assert sorted(undone["items"]) == pair
    assert refusal(client.post(f"/api/v1/batches/{served.batch}/undo", json={})) == (422, "undo-nothing")


def test_a_whole_filter_is_accepted_if_it_has_as_many_as_was_seen(served: Office) -> None:
    client, address = served.client("reviewer"), f"/api/v1/batches/{served.batch}/bulk"
    body = {"filter": {"lead": SCHOOLS}, "change": {"note": "已核"}, "expected": 3}
    assert refusal(client.post(address, json=body)) == (409, "bulk-count")
    done = client.post(address, json=body | {"expected": 4}).json()
    assert len(done["items"]) == 4
    assert client.get(f"/api/v1/batches/{served.batch}").json()["counts"]["decided"] == 4


@pytest.mark.parametrize(
    "body",
    [
        {"seen": 0},
        {"seen": "0", "verdict": {}},
        {"seen": True, "verdict": {}},
        {"seen": 0, "verdict": {"lead": "局\0"}},
        {"seen": 0, "verdict": {"leed": "局"}},
        {"seen": 0, "verdict": {"note": "长" * 2001}},
        {"seen": 0, "verdict": {}, "request": ""},
    ],
)
def test_a_body_that_says_something_else_is_refused(untouched: Office, body: dict[str, Any]) -> None:
    answer = untouched.client("reviewer").post(f"/api/v1/items/{untouched.own}/decision", json=body)
    assert refusal(answer) == (422, "request-invalid")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"\xff\xfe", b'{"seen": 0, "verdict": {"note": "\\ud800"}}', b'{"seen": NaN, "verdict": {}}']
)
def test_what_is_no_json_is_refused(untouched: Office, body: bytes) -> None:
    client, address = untouched.client("reviewer"), f"/api/v1/items/{untouched.own}/decision"
    answer = client.post(address, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json().keys() == {"code", "message"}


def test_a_lead_shares_out_seals_and_opens_again(served: Office) -> None:
    lead, reviewer, batch = served.client("lead"), served.client("reviewer"), f"/api/v1/batches/{served.batch}"
    among = [served.people["reviewer"].id, served.people["second"].id]
    body = {"filter": {}, "among": among, "expected": 6}
    assert lead.post(f"{batch}/assignment", json=body).json()["assigned"] == 6
    assert [one["assigned"] for one in lead.get(f"{batch}/shares").json()] == [3, 3]
    assert refusal(lead.post(f"{batch}/seal", json={})) == (422, "seal-undecided")
    sealed = lead.post(f"{batch}/seal", json={"force": True, "why": "先报已收到的"})
    assert sealed.status_code == 201, sealed.text
    assert sealed.json()["rows"] == 6
    assert [one["sha256"] for one in reviewer.get(f"{batch}/seals").json()] == [sealed.json()["sha256"]]
    decision = {"seen": 0, "verdict": verdict(WATER)}
    assert refusal(lead.post(f"/api/v1/items/{served.own}/decision", json=decision)) == (423, "batch-sealed")
    assert lead.post(f"{batch}/reopen", json={"why": "上级退回补正"}).json() == {"version": 2}
    assert refusal(reviewer.post(f"{batch}/reopen", json={"why": "上级退回补正"})) == (403, "lead-only")


def test_what_the_first_of_two_said_is_in_nobody_elses_ledger(served: Office) -> None:
    lead, item = served.client("lead"), served.ids["n4"]
    assert lead.put(f"/api/v1/batches/{served.batch}/double", json={"on": True}).status_code == 204
    body = {"seen": 0, "verdict": verdict(WATER)}
    served.client("reviewer").post(f"/api/v1/items/{item}/decision", json=body)
    for login, seen in (("reviewer", WATER), ("second", None)):
        [entry] = served.client(login).get(f"/api/v1/batches/{served.batch}/ledger").json()
        assert (entry["after"] or {}).get("lead") == seen


def test_an_administrator_makes_changes_and_closes_accounts(served: Office) -> None:
    admin = served.client("admin")
    new = {"login": "wu", "name": "吴静", "role": "reviewer", "password": PASSWORD}
    made = admin.post("/api/v1/people", json=new)
    assert (made.status_code, made.json()["role"]) == (201, "reviewer")
    assert refusal(admin.post("/api/v1/people", json=new)) == (422, "person-login-taken")
    client, address = served.client("wu"), f"/api/v1/people/{made.json()['id']}"
    assert admin.patch(address, json={"role": "reader"}).json()["role"] == "reader"
    assert client.get("/api/v1/session").json()["person"]["role"] == "reader"
    assert admin.put(f"{address}/password", json={"password": "桥修好了修河堤"}).status_code == 422
    assert admin.put(f"{address}/password", json={"password": "桥修好了以后再去修河堤"}).status_code == 204
    assert client.get("/api/v1/session").status_code == 401
    admin.patch(address, json={"active": False})
    assert [one["active"] for one in admin.get("/api/v1/people").json() if one["person"]["login"] == "wu"] == [False]
    assert refusal(admin.patch("/api/v1/people/999", json={"name": "某"})) == (404, "person-unknown")


def test_the_schema_is_for_whoever_is_logged_in(untouched: Office) -> None:
    assert refusal(untouched.client().get("/api/openapi.json")) == (401, "login-needed")
    found = untouched.client("water").get("/api/openapi.json").json()
    assert "/api/v1/items/{item}/decision" in found["paths"]
    assert "/login" not in found["paths"]


def test_every_operation_and_field_is_explained_in_chinese(untouched: Office) -> None:
    found = untouched.client("reader").get("/api/openapi.json").json()
    told = [one[key] for path in found["paths"].values() for one in path.values() for key in ("summary", "description")]
    told += [shape["description"] for shape in found["components"]["schemas"].values() if "properties" in shape]
    assert all(any("一" <= char <= "鿿" for char in words) for words in told)


def test_the_page_of_the_interface_names_every_address(untouched: Office) -> None:
    client = untouched.client("reader")
    page = client.get("/api/").text
    assert all(address in page for address in client.get("/api/openapi.json").json()["paths"])


def test_a_unit_is_found_by_its_initials(untouched: Office) -> None:
    found = untouched.client("reader").get("/api/v1/units", params={"q": "rsj"}).json()
    assert "人力资源和社会保障局" in found[0]["name"]
    assert refusal(untouched.client("water").get("/api/v1/units", params={"q": "rsj"})) == (403, "units-office-only")


def test_the_figures_of_the_overview_are_there_as_tables(served: Office) -> None:
    address = f"/api/v1/batches/{served.batch}/figures"
    found = served.client("reader").get(address).json()
    leads = next(one for one in found["tables"] if one["key"] == "leads")
    assert {row[0] for row in leads["rows"]} >= {SCHOOLS, WATER}
    assert SCHOOLS not in served.client("water").get(address).text
    assert served.client("water").get(address).json()["total"] == 2


def test_after_enough_corrections_a_training_is_started(any_url: str) -> None:
    started: list[str] = []
    with office(any_url, retrain=lambda: started.append("once"), retrain_after=1) as served:
        client, item = served.client("reviewer"), served.ids["n4"]
        client.post(f"/api/v1/items/{item}/decision", json={"seen": 0, "verdict": verdict(WATER)})
    assert started == ["once"]
