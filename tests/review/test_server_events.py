"""What the review server says of itself in the log: logins that failed, answers that failed or were slow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import PASSWORD, SECRET, Office, office

from corpus.events import LOGGER
from review import items
from review.web import measured


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as made:
        yield made


def said(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The facts of each event of the server, with its name and level."""
    ours = [record for record in caplog.records if record.name == LOGGER]
    return [{"event": one.getMessage(), "level": one.levelname, **vars(one)["facts"]} for one in ours]


def test_a_wrong_password_tells_whose_account_and_from_where(served: Office, caplog: pytest.LogCaptureFixture) -> None:
    client = served.client(client=("10.0.0.7", 5000))
    client.post("/login", data={"login": "Reviewer", "password": "猜出来的一个密码"})
    assert said(caplog) == [
        {
            "event": "login-failed",
            "level": "WARNING",
            "login": "reviewer",
            "address": "10.0.0.7",
            "code": "login-wrong",
        }
    ]


def test_a_login_that_nobody_has_may_be_a_password_and_is_not_told(
    served: Office, caplog: pytest.LogCaptureFixture
) -> None:
    served.client().post("/api/v1/session", json={"login": PASSWORD, "password": "reviewer"})
    served.client().post("/api/v1/session", json={"login": "hunter2", "password": "reviewer"})
    assert [one["login"] for one in said(caplog)] == [None, None]
    assert "hunter2" not in json.dumps(said(caplog))


def test_too_many_attempts_are_told_as_such(served: Office, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(6):
        served.client().post("/login", data={"login": "reader", "password": "猜出来的一个密码"})
    assert [one["code"] for one in said(caplog)] == ["login-wrong"] * 5 + ["login-too-many"]


def test_who_is_told_of_a_defect_has_the_number_under_which_the_log_has_it(
    served: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(items, "item", broken)
    answer = served.client("reader").get(f"/api/v1/items/{served.own}")
    [line] = said(caplog)
    assert answer.status_code == 500
    assert answer.json()["reference"] == line["reference"]
    assert line["reference"] in answer.json()["message"]
    assert (line["event"], line["level"], line["status"]) == ("request-failed", "ERROR", 500)
    assert (line["route"], line["method"]) == ("/api/v1/items/{item}", "GET")
    assert (line["code"], line["message"]) == ("defect", "ValueError")
    assert line["trace"][-1].endswith(" broken")
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_a_database_that_is_away_is_told_with_its_code(served: Office, caplog: pytest.LogCaptureFixture) -> None:
    client = served.client("reader")
    with served.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE item RENAME TO gone")
    assert client.get(f"/api/v1/items/{served.own}").status_code == 503
    [line] = said(caplog)
    assert (line["event"], line["status"], line["code"]) == ("request-failed", 503, "store-failed")


def test_an_answer_that_people_wait_for_is_told_by_its_template(
    served: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = served.client("reader")
    client.get(f"/batches/{served.batch}", params={"q": "张敏"})
    assert said(caplog) == []
    monkeypatch.setattr(measured, "SLOW", 0.0)
    client.get(f"/batches/{served.batch}", params={"q": "张敏"})
    [line] = said(caplog)
    assert (line["event"], line["level"], line["route"]) == ("slow-request", "WARNING", "/batches/{batch_id}")
    assert "张敏" not in str(line)
