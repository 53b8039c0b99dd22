"""Who may read ``/metrics``: a program of this machine, or whoever knows the token. For all others it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import Office, office

TOKEN = "河堤修好以后再说-7f3a"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    names = frozenset({"review.example"})
    with office(f"sqlite:///{folder / 'minyi.db'}", metrics_token=TOKEN, hosts=names) as made:
        yield made


def status(served: Office, address: str, headers: Any = None) -> int:
    answer = served.client(client=(address, 5000)).get("/metrics", headers=headers or {})
    assert ("minyi_items" in answer.text) == (answer.status_code == 200)
    return int(answer.status_code)


def bearer(token: str) -> dict[str, bytes]:
    return {"Authorization": f"Bearer {token}".encode()}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_may_read(served: Office, address: str) -> None:
    assert status(served, address) == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.20", "2001:db8::7", "nobody"])
def test_another_machine_may_not(served: Office, address: str) -> None:
    assert status(served, address) == 404


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"])
def test_a_proxy_on_this_machine_is_not_this_machine(served: Office, name: str) -> None:
    assert status(served, "127.0.0.1", {name: "127.0.0.1"}) == 404


def test_with_https_there_is_a_proxy_whatever_it_says(tmp_path: Path) -> None:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", metrics_token=TOKEN, secure=True) as served:
        assert status(served, "127.0.0.1") == 404
        assert status(served, "127.0.0.1", bearer(TOKEN)) == 200


def test_who_knows_the_token_may_read_from_anywhere(served: Office) -> None:
    assert status(served, "10.0.0.7", bearer(TOKEN)) == 200
    assert status(served, "10.0.0.7", {"X-Forwarded-For": "10.0.0.9", **bearer(TOKEN)}) == 200


@pytest.mark.parametrize("token", ["", "河堤", TOKEN + "x", TOKEN[:-1], "\x7f"])
def test_who_guesses_may_not(served: Office, token: str) -> None:
    assert status(served, "10.0.0.7", bearer(token)) == 404
    assert status(served, "10.0.0.7", {"Authorization": TOKEN.encode()}) == 404


def test_without_a_token_in_the_settings_no_token_is_right(tmp_path: Path) -> None:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as served:
        assert status(served, "10.0.0.7", bearer("")) == 404
        assert status(served, "127.0.0.1") == 200


def test_by_a_foreign_name_nobody_reads(served: Office) -> None:
    assert status(served, "127.0.0.1", {"Host": "elsewhere.example"}) == 421


def test_who_may_not_is_told_no_more_than_of_any_other_address(served: Office) -> None:
    client = served.client(client=("10.0.0.7", 5000))
    here, nowhere = client.get("/metrics"), client.get("/nowhere")
    assert (here.status_code, here.text) == (nowhere.status_code, nowhere.text)
