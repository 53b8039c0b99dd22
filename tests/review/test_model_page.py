"""The page of the model: figures for whoever sees all, the list of odd decisions and the button for a lead."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from served import SCHOOLS, WATER, Office, office

from corpus.records import Verdict
from review.learning import dissents, model_record
from review.learning.dissents import Found
from review.learning.model_record import Trained
from review.ledger import Reviewing

STARTED: list[str] = []


def start() -> None:
    STARTED.append("training")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Office]:
    STARTED.clear()
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", retrain=start, retrain_after=10) as town:
        yield town


@pytest.fixture
def odd(town: Office) -> Found:
    """A comment about the schools that went to the water department, unlike two others."""
    item = town.ids["n4"]
    Reviewing(town.engine, town.people["reviewer"]).decide(item, 0, Verdict(WATER, kind="建设性"))
    found = Found(item, 1, {"lead": SCHOOLS}, 6, (town.ids["n5"], town.ids["n6"]))
    dissents.keep(town.engine, [found])
    return found


def trained(version: str, at: int, *, promoted: bool) -> Trained:
    moment = datetime.datetime(2026, 3, at, 2, 5, tzinfo=datetime.UTC)
    return Trained(moment, version, 321, 0, 54, 45, 47, promoted, 88)


def test_before_any_training_the_shipped_model_speaks(town: Office) -> None:
    page = town.client("reader").get("/model").text
    assert "软件自带" in page
    assert "还没有训练过" in page


def test_which_model_speaks_since_when_and_what_it_learnt_from(town: Office) -> None:
    model_record.keep(town.engine, trained("0123456789ab", 4, promoted=True))
    model_record.keep(town.engine, replace(trained("ba9876543210", 5, promoted=False), asked=0))
    page = town.client("reader").get("/model").text
    assert '<dd class="code">0123456789ab</dd>' in page
    assert "<dd>2026-03-04 10:05</dd>" in page
    assert "<dd>321</dd>" in page
    assert "未换用" in page
    assert "无可比较" in page


def test_how_often_the_first_suggestion_was_right(town: Office, odd: Found) -> None:
    Reviewing(town.engine, town.people["reviewer"]).decide(town.ids["n5"], 0, Verdict(SCHOOLS, kind="建设性"))
    page = town.client("reviewer").get("/model").text
    assert '50%<small class="muted"> 1/2</small>' in page
    assert odd.seq == 1


def test_how_many_corrections_there_are_until_the_next_training(town: Office, odd: Found) -> None:
    page = town.client("reviewer").get("/model").text
    assert "<dt>上次训练后的更正</dt><dd>1</dd>" in page
    assert "<dt>距自动训练还差</dt><dd>9</dd>" in page
    assert odd.item


def test_a_lead_sees_the_odd_decision_with_links_to_it_and_to_its_like(town: Office, odd: Found) -> None:
    page = town.client("lead").get("/model").text
    assert f"定为 <strong>{WATER}</strong>，相近的 6 条定为 <strong>{SCHOOLS}</strong>" in page
    for item in (odd.item, *odd.neighbours):
        assert f'href="/batches/{town.batch}?state=all&amp;ids={item}"' in page


@pytest.mark.parametrize("login", ["reader", "reviewer"])
def test_nobody_else_sees_whose_decision_stands_alone(town: Office, odd: Found, login: str) -> None:
    page = town.client(login).get("/model").text
    assert "与相近意见不同的决定" not in page
    assert "现在训练" not in page
    assert town.client(login).post("/model/train").status_code == 403
    assert town.client(login).post(f"/model/dissents/{odd.item}/1/dismiss").status_code == 403
    assert STARTED == []
    assert len(dissents.waiting(town.engine)) == 1


def test_a_department_account_sees_no_figures_of_the_batch(town: Office) -> None:
    assert town.client("water").get("/model").status_code == 403


def test_a_lead_starts_a_training(town: Office) -> None:
    lead = town.client("lead")
    answer = lead.post("/model/train")
    assert (answer.status_code, answer.headers["location"]) == (303, "/model?done=started")
    assert STARTED == ["training"]
    assert "训练已在后台开始" in lead.get("/model?done=started").text


def test_a_server_that_cannot_train_says_so(tmp_path: Path) -> None:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as town:
        lead = town.client("lead")
        assert "现在训练" not in lead.get("/model").text
        answer = lead.post("/model/train")
        assert answer.status_code == 422
        assert "minyi retrain" in answer.text


def test_a_lead_says_that_a_decision_is_right(town: Office, odd: Found) -> None:
    lead = town.client("lead")
    answer = lead.post(f"/model/dissents/{odd.item}/{odd.seq}/dismiss")
    assert (answer.status_code, answer.headers["location"]) == (303, "/model?done=dismissed#dissents")
    assert "不是问题</button>" not in lead.get("/model").text
    assert lead.post(f"/model/dissents/{odd.item}/9/dismiss").status_code == 404


def test_the_script_takes_the_line_away_by_itself(town: Office, odd: Found) -> None:
    answer = town.client("lead").post(f"/model/dissents/{odd.item}/1/dismiss", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (200, "")


def test_without_the_token_of_the_page_nothing_is_done(town: Office, odd: Found) -> None:
    lead = town.client("lead")
    del lead.headers["X-CSRF-Token"]
    assert lead.post("/model/train").status_code == 403
    assert lead.post(f"/model/dissents/{odd.item}/1/dismiss").status_code == 403
    assert STARTED == []
