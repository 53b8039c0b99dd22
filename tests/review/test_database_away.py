"""The page while the PostgreSQL server is started anew: it says so, and the next request works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from postgres import Server, server
from served import Office, office


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def here(own_server: Server) -> Iterator[Office]:
    with office(own_server.url) as made:
        yield made


def test_a_request_while_the_database_is_away_is_answered_clearly_and_the_next_one_works(
    here: Office, own_server: Server
) -> None:
    browser = here.client("reviewer")
    address = f"/batches/{here.batch}"
    assert browser.get(address).status_code == 200
    own_server.stop()
    try:
        page, listed = browser.get(address), browser.get("/api/v1/batches")
        login = here.client().post("/login", data={"login": "reviewer", "password": "-"})
    finally:
        own_server.start()
    assert (page.status_code, listed.status_code, login.status_code) == (503, 503, 503)
    assert "数据库暂时连不上" in page.text
    assert listed.json()["code"] == "store-lost"
    assert {answer.headers["Retry-After"] for answer in (page, listed, login)} == {"5"}
    assert browser.get(address).status_code == 200


def test_a_restart_between_two_requests_is_noticed_by_nobody(here: Office, own_server: Server) -> None:
    browsers = [here.client(login) for login in ("reviewer", "second", "lead")]
    own_server.restart()
    assert [one.get(f"/batches/{here.batch}").status_code for one in browsers] == [200, 200, 200]
