"""The pages of leads and administrators: what their forms do, what they refuse, and who sees the ledger."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from served import PASSWORD, SCHOOLS, WATER, Office, office

from corpus.records import Verdict
from review.filters import Filter
from review.items import count, item
from review.ledger import Change, Reviewing
from review.people import by_login
from review.rounds import set_double
from review.seals import seal, seals_of, verify

FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    """On SQLite: what lies under the pages is tested on both databases elsewhere."""
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as opened:
        yield opened


@pytest.fixture
def lead(place: Office) -> TestClient:
    return place.client("lead")


@pytest.fixture
def admin(place: Office) -> TestClient:
    return place.client("admin")


def desk(place: Office, login: str) -> Reviewing:
    return Reviewing(place.engine, place.people[login])


def decide(place: Office, login: str, key: str, lead: str, why: str = "", note: str = "") -> None:
    who = desk(place, login)
    one = item(place.engine, who.person, place.ids[key])
    verdict = Verdict(lead, (), one.standing.domain or "教育", "建设性", one.standing.disposition, note)
    who.decide(one.id, one.seq, verdict, why=why)


def said(answer: Response) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def at(place: Office, rest: str) -> str:
    return f"/batches/{place.batch}/{rest}"


def test_a_lead_assigns_what_was_counted_first(place: Office, lead: TestClient) -> None:
    asked = lead.get(at(place, "lead/assign?state=open&assigned=nobody&domain="))
    assert "6 条" in said(asked)
    form = {"query": "state=open&assigned=nobody", "expected": "6", "why": ""}
    both = [str(place.people[one].id) for one in ("reviewer", "second")]
    done = lead.post(at(place, "lead/assign"), data={**form, "among": both})
    assert (done.status_code, done.headers["location"]) == (303, at(place, "lead?done=assigned"))
    page = said(lead.get(done.headers["location"]))
    assert "已分派。" in page
    assert "张敏 reviewer 3 0 3" in page
    assert "李强 second 3 0 3" in page


def test_if_the_number_has_changed_the_form_says_so_with_the_new_one(place: Office, lead: TestClient) -> None:
    decide(place, "reviewer", "n1", WATER)
    form = {"query": "state=open", "expected": "6", "among": str(place.people["second"].id)}
    refused = lead.post(at(place, "lead/assign"), data=form)
    assert refused.status_code == 409
    assert "已由 6 条变为 5 条" in said(refused)
    assert "分派这 5 条" in said(refused)


@pytest.mark.parametrize("form", [{}, {"back": "1", "among": "1"}])
def test_nobody_or_two_things_at_once_are_refused_at_the_form(
    place: Office, lead: TestClient, form: dict[str, str]
) -> None:
    refused = lead.post(at(place, "lead/assign"), data={"query": "state=open", "expected": "6", **form})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert count(place.engine, place.people["lead"], place.batch, Filter(assigned="nobody")) == 6


def test_double_review_is_switched_by_a_form(place: Office, lead: TestClient) -> None:
    assert lead.post(at(place, "lead/double"), data={"on": "1"}).status_code == 303
    assert "双人复核 已开启" in said(lead.get(at(place, "lead")))
    again = lead.post(at(place, "lead/double"), data={"on": "1"})
    assert (again.status_code, "双人复核已经是这样" in said(again)) == (422, True)


def test_the_agreement_is_shown_in_the_page_and_alone(place: Office, lead: TestClient) -> None:
    assert "还没有由两人各自核定的事项" in said(lead.get(at(place, "lead/agreement"), headers={"HX-Request": "true"}))
    set_double(place.engine, place.people["lead"], place.batch, True)
    for key, second in (("n3", SCHOOLS), ("n4", SCHOOLS), ("n5", WATER)):
        decide(place, "reviewer", key, SCHOOLS)
        decide(place, "second", key, second)
    alone = lead.get(at(place, "lead/agreement"))
    # Two of three the same; the first always says one thing, so that is what chance gives, too.
    assert "牵头单位 3 66% 0.00" in said(alone)
    assert "张敏 与 李强（三项都相同） 3 66% 0.00" in said(alone)
    assert "裁定分歧 1 条" in said(lead.get(at(place, "lead")))


def test_a_report_wants_a_confirmation_and_a_reason_for_what_is_undecided(place: Office, lead: TestClient) -> None:
    tried = (
        ({}, "没有勾选确认"),
        ({"confirmed": "1"}, "还有 6 条未定"),
        ({"confirmed": "1", "force": "1", "why": "急"}, "请写明理由"),
    )
    for form, words in tried:
        refused = lead.post(at(place, "lead/seal"), data=form)
        assert (refused.status_code, words in said(refused)) == (422, True)
    assert seals_of(place.engine, place.batch) == ()
    done = lead.post(at(place, "lead/seal"), data={"confirmed": "1", "force": "1", "why": "今天截止"})
    assert done.headers["location"] == at(place, "lead?done=sealed")
    assert "已报送" in said(lead.get(done.headers["location"]))


def test_what_was_reported_is_loaded_checked_and_compared(place: Office, lead: TestClient) -> None:
    Reviewing(place.engine, place.people["lead"]).bulk(place.batch, Filter(), Change(lead=SCHOOLS, domain="教育"), 6)
    lead.post(at(place, "lead/seal"), data={"confirmed": "1"})
    kept = seals_of(place.engine, place.batch)[0]
    loaded = lead.get(at(place, "seals/1.jsonl"))
    assert sha256(loaded.content).hexdigest() == kept.sha256
    assert "attachment" in loaded.headers["content-disposition"]
    assert "✓ 与报送时一致" in said(lead.get(at(place, "seals/1/check"), headers={"HX-Request": "true"}))
    opened = lead.post(at(place, "lead/reopen"), data={"confirmed": "1", "why": "第一条单位写错"})
    assert opened.headers["location"] == at(place, "lead?done=reopened")
    assert "启封理由：第一条单位写错" in said(lead.get(at(place, "lead")))
    decide(place, "lead", "n1", WATER)
    lead.post(at(place, "lead/seal"), data={"confirmed": "1"})
    differences = said(lead.get(at(place, "seals/2/differences")))
    assert "共 1 条不同" in differences
    assert f"0001 东河河堤塌了一段，请尽快修好 牵头单位 {SCHOOLS} → {WATER}" in differences
    assert verify(place.engine, place.batch, 2)


@pytest.mark.parametrize(
    ("form", "words"),
    [({"why": "第一条单位写错"}, "没有勾选确认"), ({"confirmed": "1", "why": "错"}, "请写明理由")],
)
def test_opening_again_wants_a_confirmation_and_a_reason(
    place: Office, lead: TestClient, form: dict[str, str], words: str
) -> None:
    seal(place.engine, place.people["lead"], place.batch, force=True, why="今天截止")
    refused = lead.post(at(place, "lead/reopen"), data=form)
    assert (refused.status_code, words in said(refused)) == (422, True)


def test_versions_that_are_not_there_are_not_found(place: Office, lead: TestClient) -> None:
    for rest in ("seals/1.jsonl", "seals/1/check", "seals/1/differences", "seals/99999999999999999999/check"):
        assert lead.get(at(place, rest)).status_code == 404


@pytest.mark.parametrize("login", ["reader", "reviewer", "water"])
def test_the_leads_pages_are_a_leads(place: Office, login: str) -> None:
    client = place.client(login)
    for rest in ("lead", "lead/assign", "lead/agreement", "seals/1.jsonl", "seals/1/check", "seals/1/differences"):
        assert client.get(at(place, rest)).status_code == 403
    for rest in ("lead/assign", "lead/double", "lead/seal", "lead/reopen"):
        form = {"confirmed": "1", "why": "不是组长", "on": "1", "expected": "6"}
        assert client.post(at(place, rest), data=form).status_code == 403


def test_a_form_without_the_sessions_token_does_nothing(place: Office, lead: TestClient) -> None:
    page = lead.get(at(place, "lead"))
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token is not None
    del lead.headers["X-CSRF-Token"]
    form = {"confirmed": "1", "force": "1", "why": "今天截止"}
    assert lead.post(at(place, "lead/seal"), data=form).status_code == 403
    assert lead.post(at(place, "lead/seal"), data={**form, "csrf": token[1]}).status_code == 303


def test_the_ledger_tells_who_changed_what_and_why_the_last_first(place: Office) -> None:
    decide(place, "reviewer", "n1", WATER)
    decide(place, "second", "n1", SCHOOLS, why="河堤在学校里")
    page = said(place.client("reader").get(at(place, "ledger")))
    assert f"李强 改定 № 2 理由 河堤在学校里 0001 已定 牵头单位 {WATER} → {SCHOOLS}" in page
    assert page.index("№ 2") < page.index("№ 1")


def test_the_ledger_of_one_person_and_of_one_kind(place: Office) -> None:
    decide(place, "reviewer", "n1", SCHOOLS)
    decide(place, "second", "n2", SCHOOLS)
    seal(place.engine, place.people["lead"], place.batch, force=True, why="今天截止")
    client = place.client("reader")
    assert re.findall(r"№ (\d+)", said(client.get(at(place, "ledger?by=second")))) == ["2"]
    assert re.findall(r"№ (\d+)", said(client.get(at(place, "ledger?how=seal")))) == ["3"]
    assert re.findall(r"№ (\d+)", said(client.get(at(place, "ledger?before=3")))) == ["2", "1"]
    assert client.get(at(place, "ledger?how=nothing")).status_code == 422


def test_a_large_deed_shows_some_items_and_all_of_them_alone(place: Office) -> None:
    desk(place, "lead").bulk(place.batch, Filter(), Change(lead=WATER, domain="教育"), 6)
    client = place.client("reader")
    assert "全部 6 条" in said(client.get(at(place, "ledger")))
    alone = client.get(at(place, "ledger/1"))
    assert re.findall(r">(000\d)</a>", alone.text) == ["0001", "0002", "0003", "0004", "0005", "0006"]
    assert client.get(at(place, "ledger/7")).status_code == 404
    assert client.get(f"/batches/{place.foreign_batch}/ledger/1").status_code == 404


def test_a_department_does_not_see_the_ledger(place: Office) -> None:
    client = place.client("water")
    decide(place, "reviewer", "n1", WATER)
    for rest in ("ledger", "ledger/1", "ledger.csv", "ledger.jsonl"):
        assert client.get(at(place, rest)).status_code == 403


def test_a_first_verdict_is_withheld_until_the_second_has_spoken(place: Office) -> None:
    set_double(place.engine, place.people["lead"], place.batch, True)
    decide(place, "reviewer", "n4", WATER, why="食堂靠河")
    for login in ("second", "lead", "reader"):
        client = place.client(login)
        for rest in ("ledger", "ledger/2", "ledger.csv", "ledger.jsonl"):
            text = client.get(at(place, rest)).text
            assert WATER not in text
            assert "食堂靠河" not in text
    assert WATER in place.client("reviewer").get(at(place, "ledger")).text
    decide(place, "second", "n4", WATER)
    assert WATER in place.client("reader").get(at(place, "ledger.csv")).text


def test_the_whole_ledger_as_a_table_has_no_formula_in_it(place: Office) -> None:
    decide(place, "reviewer", "n1", WATER, why=FORMULA, note=FORMULA)
    set_double(place.engine, place.people["lead"], place.batch, True, "重要批次")
    loaded = place.client("reader").get(at(place, "ledger.csv"))
    assert loaded.content.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(StringIO(loaded.content.decode("utf-8-sig")))
    row = dict(zip(head, first, strict=True))
    assert (row["姓名"], row["操作"], row["问题编号"], row["现牵头单位"]) == ("张敏", "改定", "0001", WATER)
    assert (row["现备注"], row["理由"]) == (f"'{FORMULA}", f"'{FORMULA}")
    assert (second[3], second[-2]) == ("双人复核", "开启；重要批次")


def test_the_whole_ledger_as_lines_has_every_entry_in_order(place: Office) -> None:
    decide(place, "reviewer", "n1", SCHOOLS, note=FORMULA)
    desk(place, "reviewer").undo(place.batch)
    desk(place, "lead").bulk(place.batch, Filter(), Change(lead=WATER, domain="教育"), 6)
    loaded = place.client("reader").get(at(place, "ledger.jsonl")).text.splitlines()
    records = [json.loads(line) for line in loaded]
    assert [(one["act"], one["how"], one["item"]) for one in records] == [
        (1, "change", place.ids["n1"]),
        (2, "undo", place.ids["n1"]),
        *((3, "bulk", place.ids[f"n{n}"]) for n in range(1, 7)),
    ]
    assert records[0]["after"]["note"] == FORMULA
    assert (records[1]["undoes"], records[1]["after"]["lead"]) == (1, WATER)


def test_an_administrator_makes_an_account_with_which_one_can_log_in(place: Office, admin: TestClient) -> None:
    form = {"login": "Chen.Lan", "name": "陈兰", "role": "reviewer", "unit": "", "password": PASSWORD}
    assert admin.post("/people", data=form).headers["location"] == "/people?done=added"
    assert "chen.lan 陈兰 审核 在用" in said(admin.get("/people?done=added"))
    assert place.client("chen.lan").get("/account").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"login": "reviewer"}, "已有账号"),
        ({"password": "short"}, "至少"),
        ({"role": "department"}, "须写明单位"),
        ({"name": " "}, "姓名不能为空"),
    ],
)
def test_what_cannot_be_an_account_is_refused_at_the_form_which_keeps_what_was_typed(
    admin: TestClient, change: dict[str, str], words: str
) -> None:
    form = {"login": "chen", "name": "陈兰", "role": "reviewer", "unit": "", "password": PASSWORD} | change
    refused = admin.post("/people", data=form)
    assert (refused.status_code, words in said(refused)) == (422, True)
    assert f'value="{form["login"]}"' in refused.text
    assert form["password"] not in refused.text


def test_role_and_unit_are_changed_and_count_from_the_next_request_on(place: Office, admin: TestClient) -> None:
    client, key = place.client("second"), place.people["second"].id
    assert client.get(at(place, "lead")).status_code == 403
    changed = admin.post(f"/people/{key}", data={"name": "李强", "role": "lead", "unit": ""})
    assert changed.headers["location"] == f"/people/{key}?done=changed"
    assert client.get(at(place, "lead")).status_code == 200


def test_an_account_is_closed_when_that_is_confirmed_and_opened_again(place: Office, admin: TestClient) -> None:
    client, key = place.client("second"), place.people["second"].id
    refused = admin.post(f"/people/{key}/active", data={"active": "0"})
    assert (refused.status_code, client.get("/account").status_code) == (422, 200)
    assert admin.post(f"/people/{key}/active", data={"active": "0", "confirmed": "1"}).status_code == 303
    assert client.get("/account").headers["location"] == "/login"
    assert admin.post(f"/people/{key}/active", data={"active": "1"}).status_code == 303
    assert place.client("second").get("/account").status_code == 200


def test_nobody_shuts_the_own_door(place: Office, admin: TestClient) -> None:
    key = place.people["admin"].id
    for rest, form in (("active", {"active": "0", "confirmed": "1"}), ("", {"name": "赵刚", "role": "reader"})):
        refused = admin.post(f"/people/{key}/{rest}".rstrip("/"), data=form)
        assert (refused.status_code, "自己的账号" in said(refused)) == (422, True)
    assert by_login(place.engine, "admin") == place.people["admin"]


def test_a_new_password_ends_the_sessions_of_the_old_one(place: Office, admin: TestClient) -> None:
    client, key = place.client("second"), place.people["second"].id
    assert admin.post(f"/people/{key}/password", data={"password": "短"}).status_code == 422
    done = admin.post(f"/people/{key}/password", data={"password": "另一个够长的新密码呢"})
    assert done.headers["location"] == f"/people/{key}?done=password"
    assert client.get("/account").headers["location"] == "/login"


@pytest.mark.parametrize("login", ["reader", "reviewer", "lead", "water"])
def test_accounts_are_an_administrators(place: Office, login: str) -> None:
    client, key = place.client(login), place.people["second"].id
    assert client.get("/people").status_code == 403
    assert client.get(f"/people/{key}").status_code == 403
    for rest in ("", f"/{key}", f"/{key}/password", f"/{key}/active"):
        form = {"role": "admin", "name": "我", "password": "另一个够长的新密码呢", "active": "0", "confirmed": "1"}
        assert client.post(f"/people{rest}", data=form).status_code == 403
    assert by_login(place.engine, "second") == place.people["second"]


def test_an_account_that_is_not_there_is_not_found(admin: TestClient) -> None:
    for key in (999, 99999999999999999999):
        assert admin.get(f"/people/{key}").status_code == 404
        assert admin.post(f"/people/{key}", data={"name": "谁", "role": "reader"}).status_code == 404
        assert admin.post(f"/people/{key}/password", data={"password": "另一个够长的新密码呢"}).status_code == 404
        assert admin.post(f"/people/{key}/active", data={"active": "1"}).status_code == 404


def test_ones_own_password_takes_the_old_one(place: Office) -> None:
    client, other = place.client("reader"), place.client("reader")
    new = "再也不用旧的密码"
    tried = (
        ({"old": PASSWORD, "new": new, "again": new + "了"}, "两次输入的新密码不同"),
        ({"old": "不是这个密码吧", "new": new * 2, "again": new * 2}, "密码"),
    )
    for form, words in tried:
        refused = client.post("/account", data=form)
        assert (refused.status_code, words in said(refused)) == (422, True)
    done = client.post("/account", data={"old": PASSWORD, "new": new * 2, "again": new * 2})
    assert done.headers["location"] == "/account?done=password"
    assert client.get("/account?done=password").status_code == 200
    assert other.get("/account").headers["location"] == "/login"


def test_names_and_reasons_are_shown_as_text(place: Office, admin: TestClient) -> None:
    form = {"login": "evil", "name": "<script>alert(1)</script>", "role": "reviewer", "password": PASSWORD}
    admin.post("/people", data={**form, "unit": ""})
    decide(place, "reviewer", "n1", SCHOOLS, why="<img src=x onerror=alert(1)>", note="\u202e<b>x</b>")
    for address in ("/people", at(place, "ledger"), at(place, "lead/assign")):
        page = admin.get(address).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "\u202e" not in page
