"""Sessions, cookies, headers, sizes, names: what holds for every answer, whatever is asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from served import PASSWORD, SECRET, Office, office

from corpus.review_schema import sessions
from review import items, people
from review.web.headers import LARGEST, LARGEST_FILE

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", tmp_path) as made:
        yield made


def is_let_in(client: Any) -> bool:
    page, api = client.get("/account"), client.get("/api/v1/session")
    assert (page.status_code, api.status_code) in {(200, 200), (303, 401)}
    return bool(api.status_code == 200)


def form_login(client: Any, login: str, password: str) -> Any:
    return client.post("/login", data={"login": login, "password": password})


def test_a_session_that_was_ended_lets_nobody_in_who_kept_its_cookie(served: Office) -> None:
    client, thief = served.client("reviewer"), served.client()
    thief.cookies.set("minyi", client.cookies["minyi"])
    assert is_let_in(thief)
    client.post("/logout")
    assert "minyi" not in client.cookies
    assert not is_let_in(thief)


def test_another_password_ends_the_other_sessions_and_a_reset_ends_all(served: Office) -> None:
    here, there = served.client("reviewer"), served.client("reviewer")
    new = "桥修好了以后再去修河堤"
    assert here.post("/account", data={"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert (is_let_in(here), is_let_in(there)) == (True, False)
    people.set_password(served.engine, served.people["reviewer"].id, PASSWORD)
    assert not is_let_in(here)


def test_a_closed_account_is_out_at_once(served: Office) -> None:
    client = served.client("reviewer")
    people.deactivate(served.engine, served.people["reviewer"].id)
    assert not is_let_in(client)
    assert form_login(served.client(), "reviewer", PASSWORD).status_code == 401


def test_another_role_counts_from_the_next_request_on(served: Office) -> None:
    client = served.client("lead")
    people.change(served.engine, served.people["lead"].id, role=served.people["reader"].role)
    assert client.get(f"/batches/{served.batch}/lead").status_code == 403


def test_what_the_database_has_of_a_session_is_no_cookie(served: Office) -> None:
    client, thief = served.client("admin"), served.client()
    with served.engine.connect() as connection:
        kept = connection.execute(sa.select(sessions)).mappings().one()
    assert client.cookies["minyi"] not in map(str, kept.values())
    thief.cookies.set("minyi", kept["token"])
    assert not is_let_in(thief)


def test_each_login_has_a_session_of_its_own(served: Office) -> None:
    client = served.client()
    client.cookies.set("minyi", "chosen-by-somebody-else")
    form_login(client, "reviewer", PASSWORD)
    one = client.cookies.get("minyi", domain="localhost.local") or client.cookies.get("minyi", domain="")
    other = served.client("reviewer").cookies["minyi"]
    assert one != other
    assert "chosen-by-somebody-else" not in (one, other)


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_for_no_script_no_other_site_and_with_https_for_no_open_line(tmp_path: Path, https: bool) -> None:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", secure=https) as served:
        by_form = form_login(served.client(), "reader", PASSWORD)
        by_api = served.client().post("/api/v1/session", json={"login": "reader", "password": PASSWORD})
    for answer in (by_form, by_api):
        name, *flags = answer.headers["set-cookie"].split("; ")
        assert re.fullmatch(r"minyi=[\w-]{43}", name)
        assert {flag.lower() for flag in flags} >= {"httponly", "samesite=strict", "path=/"}
        assert not any(flag.lower().startswith("domain") for flag in flags)
        assert ("Secure" in flags) == https
        assert ("strict-transport-security" in answer.headers) == https


def test_headers_go_with_every_answer(served: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client, nobody = served.client("reader"), served.client()
    answers = [
        nobody.get("/login"),
        nobody.get("/"),
        nobody.get("/api/v1/session"),
        nobody.get("/static/review.css"),
        nobody.get("/static/none.css"),
        nobody.get("/none"),
        nobody.put("/login"),
        form_login(nobody, "reader", "falsch"),
        client.get(f"/batches/{served.batch}", follow_redirects=True),
        client.get("/api/v1/items/x"),
        client.post("/logout", headers={"X-CSRF-Token": "x"}),
        nobody.post("/login", content=b"", headers={"Content-Length": str(LARGEST + 1)}),
        nobody.get("/login", headers={"Host": ""}),
    ]
    monkeypatch.setattr(items, "item", lambda *_: 1 / 0)
    answers.append(client.get(f"/api/v1/items/{served.own}"))
    assert answers[-1].status_code == 500
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.url
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
        assert (answer.headers.get("cache-control") == "no-store") == (not answer.url.path.startswith("/static/"))


def test_the_policy_lets_in_nothing_but_our_own_files(served: Office) -> None:
    policy = served.client().get("/login").headers["content-security-policy"]
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"] == allowed["style-src"] == "'self'"
    assert allowed["frame-ancestors"] == allowed["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert "*" not in policy


def test_no_template_needs_what_the_policy_forbids() -> None:
    for template in files("review.web").joinpath("templates").iterdir():
        source = template.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", source), template.name
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|\|\s*safe\b", source), template.name
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", source), template.name


def test_a_defect_shows_nothing_of_itself(served: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"{SECRET} at line 12")

    client = served.client("reader")
    monkeypatch.setattr(items, "item", broken)
    for address in (f"/api/v1/items/{served.own}", f"/items/{served.own}"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert "程序出错" in answer.text
        assert not re.search(f"{SECRET}|Traceback|RuntimeError|line 12", answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/..%5capp.py",
        "/static/review.css%00.txt",
        "/static/",
        "/static/%ff",
    ],
)
def test_no_file_but_the_pages_own_is_given_out(served: Office, path: str) -> None:
    answer = served.client().get(path)
    assert answer.status_code in (303, 404, 405)
    assert "def create_app" not in answer.text


@pytest.mark.parametrize("place", ["-1", "1", "../../minyi.db", "99999999999999999999", "0"])
def test_no_file_is_given_out_that_the_item_did_not_come_from(served: Office, place: str) -> None:
    answer = served.client("reader").get(f"/items/{served.own}/original", params={"place": place})
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize(
    ("path", "kind"), [("/login", "application/x-www-form-urlencoded"), ("/api/v1/session", "json")]
)
def test_what_is_too_large_is_not_taken_in(served: Office, path: str, kind: str) -> None:
    client = served.client()
    said = client.post(path, content=b"x", headers={"Content-Length": str(LARGEST + 1), "Content-Type": kind})
    assert said.status_code == 413


def test_a_file_may_be_larger_where_files_are_brought(served: Office) -> None:
    client, path = served.client("reviewer"), f"/batches/{served.batch}/exchange/import"
    large = {"Content-Length": str(LARGEST + 1)}
    assert client.post(path, content=b"x", headers=large).status_code != 413
    assert client.post(path, content=b"x", headers={"Content-Length": str(LARGEST_FILE + 1)}).status_code == 413
    assert client.post("/logout", content=b"x", headers=large).status_code == 413


def test_what_comes_without_a_length_is_cut_off(served: Office) -> None:
    pieces, answers = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": b"a=" + b"x" * 1_000_000, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    names = {"host": "localhost", "content-type": "application/x-www-form-urlencoded", "transfer-encoding": "chunked"}
    scope = {"type": "http", "method": "POST", "path": "/login", "raw_path": b"/login", "query_string": b""}
    scope |= {"headers": [(name.encode(), value.encode()) for name, value in names.items()], "scheme": "http"}
    with suppress(Exception):
        asyncio.run(served.app({**scope, "http_version": "1.1", "client": ("127.0.0.1", 1)}, receive, send))
    assert pieces <= LARGEST // 1_000_000 + 2
    assert all(message.get("status", 400) >= 400 for message in answers)


def test_after_five_wrong_passwords_the_right_one_waits_on_page_and_interface_together(served: Office) -> None:
    client = served.client()
    for _ in range(2):
        assert form_login(client, "reader", "猜出来的一个密码").status_code == 401
    for _ in range(3):
        wrong = {"login": "READER", "password": "猜出来的一个密码"}
        assert client.post("/api/v1/session", json=wrong).status_code == 401
    assert form_login(client, "reader", PASSWORD).status_code == 429
    right = client.post("/api/v1/session", json={"login": "reader", "password": PASSWORD})
    assert (right.status_code, right.json()["code"]) == (429, "login-too-many")
    assert form_login(client, "reviewer", PASSWORD).status_code == 303


def test_a_wrong_login_and_a_wrong_password_look_the_same(served: Office) -> None:
    unknown = form_login(served.client(), "reader2", "猜出来的一个密码")
    wrong = form_login(served.client(), "reader", "猜出来的一个密码")
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.text.replace("reader2", "reader") == wrong.text


def test_nobody_is_sent_to_another_site(served: Office) -> None:
    for address in (
        "//evil.example",
        "/login?next=//evil.example",
        "/%2f%2fevil.example/..",
        "/batches?next=http://evil",
    ):
        answer = served.client("reader").get(address)
        assert "evil" not in answer.headers.get("location", "")


@pytest.mark.parametrize(
    ("host", "let_in"),
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("10.3.2.1", True),
        ("[::1]:8000", True),
        ("review.city.example", True),
        ("REVIEW.city.example:443", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("review.city.example.evil", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_only_by_its_own_names_does_the_server_answer(tmp_path: Path, host: str, let_in: bool) -> None:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", hosts=frozenset({"Review.city.example"})) as served:
        answer = served.client().get("/login", headers={"Host": host})
    assert answer.status_code == (200 if let_in else 421)


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://review.city.example"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://10.3.2.1"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_form_of_another_site_logs_nobody_in(tmp_path: Path, headers: dict[str, str], let_in: bool) -> None:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", hosts=frozenset({"review.city.example"})) as served:
        form = {"login": "reader", "password": PASSWORD}
        answer = served.client().post("/login", data=form, headers=headers)
        reading = served.client().get("/login", headers=headers)
    assert (answer.status_code, reading.status_code) == (303 if let_in else 403, 200)
    assert ("set-cookie" in answer.headers) == let_in


def test_a_json_login_must_say_that_it_is_json(served: Office) -> None:
    """Else a form of another site could send it without asking first."""
    body = f'{{"login": "reader", "password": "{PASSWORD}"}}'.encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = served.client().post("/api/v1/session", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 422
