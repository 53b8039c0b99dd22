"""Every address of the server, whoever added it: nobody gets in without a session, a token, the role, and the right to
see what is asked for.

The tables below name what is allowed. A new address is in none of them and therefore has to be refused, or be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from served import PASSWORD, SECRET, WATER, Office, office

from corpus import papers_schema
from corpus import review_schema as schema
from review.web.app import create_app
from review.web.settings import Settings

READING = {"GET", "HEAD"}
WITHOUT_A_SESSION = {("GET", "/login"), ("POST", "/login"), ("POST", "/api/v1/session")}
FOR_A_PROMETHEUS = {("GET", "/metrics")}
"""No session leads to it: who asks is this machine or knows the token (``test_metrics_access``)."""
FOR_EVERYBODY = {
    ("POST", "/logout"),
    ("POST", "/account"),
    ("DELETE", "/api/v1/session"),
    ("POST", "/batches/{batch_id}/place"),
}
"""What changes nothing but one's own matters."""
DECIDING = {
    ("POST", "/items/{key}/decide"),
    ("POST", "/batches/{batch_id}/undo"),
    ("POST", "/batches/{batch_id}/bulk"),
    ("POST", "/batches/{key}/exchange/import"),
    ("POST", "/batches/{key}/exchange/{token}"),
    ("POST", "/batches/{batch_id}/removals"),
    ("POST", "/batches/{batch_id}/removals/all"),
    ("POST", "/batches/{batch_id}/removals/more"),
    ("POST", "/api/v1/items/{item}/decision"),
    ("POST", "/api/v1/batches/{batch}/bulk"),
    ("POST", "/api/v1/batches/{batch}/undo"),
}
CLOSING = {
    ("POST", "/items/{key}/closing/step"),
    ("POST", "/items/{key}/closing/evidence"),
    ("POST", "/items/{key}/closing/evidence/{number}/withdraw"),
    ("POST", "/api/v1/items/{item}/closing/step"),
    ("POST", "/api/v1/items/{item}/closing/evidence"),
    ("POST", "/api/v1/items/{item}/closing/evidence/{evidence_id}/withdraw"),
}
"""A reviewer does it, and a department its part of its own items; whether somebody attached what is to be withdrawn is
found out before the person is refused."""
EXPORTING = {("POST", "/batches/{key}/exchange/export")}
"""Whoever sees all may take it along."""
FOR_ADMINISTRATORS = re.compile(r"(/api/v1)?/people\b")
FOR_LEADS = re.compile(r".*/(lead|seals/\{version\}|shares|assignment|double|seal|reopen|train|dissents)\b")
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/api/v1/session"): {"json": {"login": "reader", "password": "猜出来的一个密码"}},
    ("POST", "/api/v1/items/{item}/decision"): {"json": {"seen": 0, "verdict": {"lead": WATER}}},
    ("POST", "/api/v1/batches/{batch}/bulk"): {"json": {"filter": {"state": "all"}, "change": {}, "expected": 6}},
    ("POST", "/api/v1/batches/{batch}/undo"): {"json": {}},
    ("POST", "/api/v1/batches/{batch}/assignment"): {"json": {"filter": {}, "among": [], "expected": 6}},
    ("PUT", "/api/v1/batches/{batch}/double"): {"json": {"on": True}},
    ("POST", "/api/v1/batches/{batch}/seal"): {"json": {"force": True, "why": "先报已收到的"}},
    ("POST", "/api/v1/batches/{batch}/reopen"): {"json": {"why": "上级退回补正"}},
    ("POST", "/api/v1/people"): {"json": {"login": "x", "name": "某", "role": "admin", "password": PASSWORD}},
    ("PATCH", "/api/v1/people/{person}"): {"json": {"role": "admin"}},
    ("PUT", "/api/v1/people/{person}/password"): {"json": {"password": PASSWORD}},
    ("POST", "/api/v1/items/{item}/closing/step"): {"json": {"step": "verify", "on": "2026-03-02"}},
    ("POST", "/api/v1/items/{item}/closing/back"): {"json": {"step": "rectify", "why": "还没有做完"}},
    ("POST", "/api/v1/items/{item}/closing/evidence"): {
        "data": {"step": "verify", "kind": "核查记录"},
        "files": {"file": ("核查记录.docx", b"PK\x03\x04")},
    },
    ("POST", "/api/v1/items/{item}/closing/evidence/{evidence_id}/withdraw"): {"json": {"why": "拍错了路段"}},
    ("POST", "/items/{key}/closing/step"): {"data": {"step": "verify", "on": "2026-03-02"}},
    ("POST", "/items/{key}/closing/back"): {"data": {"step": "rectify", "why": "还没有做完"}},
    ("POST", "/items/{key}/closing/evidence"): {
        "data": {"step": "verify", "kind": "核查记录"},
        "files": {"file": ("核查记录.docx", b"PK\x03\x04")},
    },
    ("POST", "/items/{key}/closing/evidence/{number}/withdraw"): {"data": {"why": "拍错了路段"}},
    ("POST", "/items/{key}/decide"): {"data": {"seen": "0", "lead": WATER}},
    ("POST", "/batches/{batch_id}/bulk"): {"data": {"expected": "6"}, "params": {"state": "all"}},
    ("POST", "/batches/{batch_id}/removals"): {
        "data": {"text_key": "0" * 64, "start": "0", "end": "2", "removed": "true", "replacement": "×"}
    },
    ("POST", "/batches/{batch_id}/removals/all"): {"data": {"expected": "0"}},
    ("POST", "/batches/{batch_id}/removals/more"): {"data": {"number": "A1", "words": "路灯"}},
    ("POST", "/batches/{batch_id}/lead/assign"): {"data": {"expected": "6", "back": "true"}},
    ("POST", "/batches/{batch_id}/lead/double"): {"data": {"on": "true"}},
    ("POST", "/batches/{batch_id}/lead/seal"): {"data": {"confirmed": "1", "force": "1", "why": "先报已收到的"}},
    ("POST", "/batches/{batch_id}/lead/reopen"): {"data": {"confirmed": "1", "why": "上级退回补正"}},
    ("POST", "/batches/{key}/exchange/export"): {"data": {"how": "csv"}},
    ("POST", "/people"): {"data": {"login": "x", "name": "某", "role": "admin", "password": PASSWORD}},
    ("POST", "/people/{key}"): {"data": {"name": "某", "role": "admin"}},
    ("POST", "/people/{key}/password"): {"data": {"password": PASSWORD}},
    ("POST", "/people/{key}/active"): {"data": {"active": "false"}},
}
"""What would be done if it were allowed; without it an address might refuse an empty form and not the person."""


@cache
def routes() -> tuple[tuple[str, str], ...]:
    app = create_app(sa.create_engine("sqlite://"), Settings())
    found = [(method, str(one.path)) for one in iter_route_contexts(app.routes) for method in one.methods or ()]
    return tuple(sorted(found))


def unsafe() -> list[tuple[str, str]]:
    return [(method, path) for method, path in routes() if method not in READING]


def reading() -> list[tuple[str, str]]:
    return [(method, path) for method, path in routes() if method in READING]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all: whatever is tried here must leave it as it is."""
    folder = tmp_path_factory.mktemp("office")
    with office(f"sqlite:///{folder / 'minyi.db'}", folder) as made:
        # A browser of each, logged in once: every attempt would count against the limit.
        object.__setattr__(made, "clients", {login: made.client(login) for login in made.people})
        yield made


def client_of(served: Office, login: str) -> TestClient:
    client: TestClient = served.clients[login]  # type: ignore[attr-defined]
    return client


def filled(served: Office, path: str, *, foreign: bool = False, missing: bool = False) -> str:
    """The address with its numbers. ``foreign``: of what is not the water department's; ``missing``: of nothing."""
    batch, item = (served.foreign_batch, served.foreign) if foreign else (served.batch, served.own)
    numbers = {
        "batch": 999 if missing else batch,
        "item": 999 if missing else item,
        "key": 999 if missing else item,
        "token": "A" * 43,
        "person": served.people["second"].id,
        "column": "lead",
        "name": "lead",
    }
    path = path.replace("/batches/{key}", "/batches/{batch}").replace("/people/{key}", "/people/{person}")
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda part: str(numbers.get(part[1].removesuffix("_id"), 1)), path)


def ask(
    client: TestClient, served: Office, method: str, path: str, *, foreign: bool = False, **more: Any
) -> tuple[int, str]:
    """What comes of it: the answer's number and its text."""
    body = BODIES.get((method, path), {})
    answer = client.request(method, filled(served, path, foreign=foreign), **{**body, **more})
    return answer.status_code, answer.text


def kept(served: Office) -> list[Any]:
    """All that must not have changed: the ledger, how everything stands, and the accounts."""
    tables = (schema.acts, schema.decisions, schema.items, schema.batches, schema.seals, schema.people)
    tables += (papers_schema.closing_steps, papers_schema.evidence)
    with served.engine.connect() as connection:
        return [connection.execute(sa.select(table).order_by(*table.primary_key)).all() for table in tables]


def test_every_address_is_there() -> None:
    assert {("POST", "/api/v1/items/{item}/decision"), ("GET", "/batches/{batch_id}")} <= {*routes()}
    assert {*BODIES} <= {*routes()}
    assert {*routes()} >= FOR_EVERYBODY | WITHOUT_A_SESSION | FOR_A_PROMETHEUS | DECIDING | CLOSING | EXPORTING


@pytest.mark.parametrize(("method", "path"), sorted({*routes()} - WITHOUT_A_SESSION - FOR_A_PROMETHEUS))
def test_nobody_gets_in_without_a_session(served: Office, method: str, path: str) -> None:
    before, client = kept(served), served.client()
    for token in (None, "A" * 43, "", "\x7f'; --"):
        headers = {} if token is None else {"Cookie": f"minyi={token}"}
        answer = client.request(method, re.sub(r"\{\w+\}", "1", path), headers=headers)
        if path.startswith("/api/"):
            assert (answer.status_code, answer.json()["code"]) == (401, "login-needed")
        else:
            assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert kept(served) == before


@pytest.mark.parametrize(("method", "path"), sorted({*unsafe()} - WITHOUT_A_SESSION))
def test_nothing_is_changed_without_the_token_of_the_session(served: Office, method: str, path: str) -> None:
    before, client = kept(served), served.client()
    client.cookies = client_of(served, "admin").cookies
    for token in (None, "", "A" * 43, "错", client_of(served, "lead").headers["X-CSRF-Token"]):
        # As bytes: a header has no letters beyond Latin-1, and whoever attacks does not care.
        headers = {} if token is None else {"X-CSRF-Token": token.encode()}
        assert ask(client, served, method, path, headers=headers)[0] == 403
    assert kept(served) == before


@pytest.mark.parametrize(("method", "path"), sorted({*unsafe()} - WITHOUT_A_SESSION - FOR_EVERYBODY))
def test_who_only_reads_changes_nothing(served: Office, method: str, path: str) -> None:
    before = kept(served)
    # What was read in and waits to be confirmed is there for whoever brought it alone.
    refused = 404 if "{token}" in path else 403
    # Nor is there evidence that a department has attached.
    gone = 404 if path.endswith("/withdraw") else 403
    assert ask(client_of(served, "water"), served, method, path)[0] == gone
    if (method, path) not in EXPORTING:
        assert ask(client_of(served, "reader"), served, method, path)[0] == refused
    assert kept(served) == before


@pytest.mark.parametrize(
    ("method", "path"), sorted({*unsafe()} - WITHOUT_A_SESSION - FOR_EVERYBODY - DECIDING - CLOSING - EXPORTING)
)
def test_a_reviewer_decides_and_does_nothing_else(served: Office, method: str, path: str) -> None:
    before = kept(served)
    status, body = ask(client_of(served, "reviewer"), served, method, path)
    assert (status, kept(served)) == (403, before), body


@pytest.mark.parametrize(("method", "path"), [one for one in routes() if FOR_LEADS.match(one[1])])
def test_what_is_a_leads_is_not_even_shown_to_others(served: Office, method: str, path: str) -> None:
    for login in ("reader", "reviewer", "water"):
        assert ask(client_of(served, login), served, method, path)[0] == 403


@pytest.mark.parametrize(("method", "path"), [one for one in routes() if FOR_ADMINISTRATORS.match(one[1])])
def test_accounts_are_an_administrators(served: Office, method: str, path: str) -> None:
    before = kept(served)
    for login in ("reader", "reviewer", "lead", "water"):
        assert ask(client_of(served, login), served, method, path)[0] == 403
    assert kept(served) == before


@pytest.mark.parametrize(("method", "path"), [*routes()])
def test_a_department_never_reads_a_word_of_anothers(served: Office, method: str, path: str) -> None:
    if (method, path) in FOR_EVERYBODY | WITHOUT_A_SESSION:
        return
    before, client = kept(served), client_of(served, "water")
    for foreign in (False, True):
        for query in ({}, {"state": "all"}, {"q": SECRET[:4], "state": "all"}):
            status, body = ask(client, served, method, path, foreign=foreign, params=query)
            assert status < 500
            assert SECRET not in body
            assert "四月来文" not in body
    assert kept(served) == before


@pytest.mark.parametrize(("method", "path"), [one for one in reading() if re.search(r"\{(batch|item|key)", one[1])])
def test_what_a_department_may_not_see_is_not_there(served: Office, method: str, path: str) -> None:
    client = client_of(served, "water")
    status, body = ask(client, served, method, path, foreign=True)
    missing = client.request(method, filled(served, path, missing=True))
    assert status == missing.status_code
    assert body.replace(f"/{served.foreign_batch}", "/999") == missing.text


@pytest.mark.parametrize(("method", "path"), [one for one in routes() if "{" in one[1]])
def test_no_address_breaks_down_on_what_is_no_number(served: Office, method: str, path: str) -> None:
    before = kept(served)
    for value in ("0", "-1", "2147483648", "9" * 30, "%00", "x", "..%2f..%2fetc", "%F0%9F%98%80", "%ff"):
        address = re.sub(r"\{\w+\}", value, path)
        answer = client_of(served, "reader").request(method, address, **BODIES.get((method, path), {}))
        assert answer.status_code in (200, 303, 403, 404, 405, 422), value
    assert kept(served) == before


@pytest.mark.parametrize(("method", "path"), reading())
def test_no_address_breaks_down_on_a_strange_query(served: Office, method: str, path: str) -> None:
    names = (
        "state",
        "q",
        "year",
        "ids",
        "after",
        "item",
        "before",
        "by",
        "how",
        "lead",
        "place",
        "page",
        "size",
        "act",
    )
    client = client_of(served, "admin")
    plain = ask(client, served, method, path)
    for value in ("\0", "\ud83d", "9" * 40, "-1", "🙂\u202e", "%", "'\"<script>", "1," * 300, "nan,1", "1e999,1"):
        query = {name: value.encode("utf-8", "surrogatepass") for name in names}
        together = ask(client, served, method, path, params=query)
        # An address that gives what it gives without a query does not look at these names: they are not tried one by
        # one. Where it does, what is refused of one might hide what another does.
        apart = () if together == plain else [{name: query[name]} for name in names]
        for status, body in (together, *(ask(client, served, method, path, params=one) for one in apart)):
            assert status < 500, (value, body)
            assert "<script>" not in body


NO_BODIES = (
    ("application/json", b"{"),
    ("application/json", b"\xff\xfe"),
    ("application/json", b"[" * 100_000),
    ("application/x-www-form-urlencoded", b"seen=%00&lead=%FF&key=\xff&note=%ED%A0%80&csrf="),
    ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 2000)),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n'),
    ("multipart/form-data", b"--x--"),
    ("text/plain", b"seen=0"),
    ("\xff", b"\x00"),
)


@pytest.mark.parametrize(("method", "path"), unsafe())
def test_no_address_breaks_down_on_a_body_that_is_none(served: Office, method: str, path: str) -> None:
    client = served.client()
    # Whoever may do it and is let in by the token: what is refused is the body.
    client.cookies, token = client_of(served, "admin").cookies, client_of(served, "admin").headers["X-CSRF-Token"]
    if (method, path) in FOR_EVERYBODY:
        token = "wrong"  # else it would end the session that the others use
    for kind, content in NO_BODIES:
        headers = {"Content-Type": kind.encode("latin-1"), "X-CSRF-Token": token}
        answer = client.request(method, re.sub(r"\{\w+\}", "999", path), content=content, headers=headers)
        assert 400 <= answer.status_code < 500, (kind, content[:40], answer.text)
