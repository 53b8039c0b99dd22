"""The review page as it is answered: list, item, deciding, undoing, many at once, and where one stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx import Response
from made_items import ROADS, SCHOOLS, WATER, task, tasks
from served import Office, batch_with, office, text_of

from corpus.records import Decision, Matter
from corpus.records.tasks import Candidate
from corpus.review_schema import batches, items
from review.history import history

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", originals=tmp_path / "originals") as served:
        yield served


def decided(client: TestClient, key: int, seen: int = 0, **more: Any) -> Response:
    form = {"seen": seen, "lead": ROADS, "supporting": ["市公安局"], "domain": "交通运输", "kind": "建设性"}
    form |= {"disposition": "分步整改"}
    return client.post(f"/items/{key}/decide", data=form | more, headers=FRAGMENT)


def entries_of(here: Office, key: int) -> tuple[Decision, ...]:
    with here.engine.connect() as connection:
        return history(connection, key)


def change_batch(here: Office, batch: int, **values: Any) -> None:
    with here.engine.begin() as connection:
        connection.execute(sa.update(batches).where(batches.c.id == batch).values(**values))


# The way in


def test_the_list_of_batches_has_the_counts_by_state(here: Office) -> None:
    batch, keys = batch_with(here, tasks(4))
    client = here.client("reviewer")
    decided(client, keys[0])
    row = client.get("/batches").text.split(f'href="/batches/{batch}"')[1].split("</tr>")[0]
    assert re.findall(r'class="number">(\d+)<', row) == ["4", "3", "0", "0", "1"]


def test_a_sealed_batch_is_marked_in_the_list(here: Office) -> None:
    change_batch(here, here.batch, sealed=True)
    assert "已报送" in here.client("reader").get("/batches").text


def test_a_department_finds_its_batches_without_figures(here: Office) -> None:
    html = here.client("water").get("/batches").text
    assert f'href="/batches/{here.batch}"' in html
    assert f'href="/batches/{here.foreign_batch}"' not in html
    assert "待复核" not in html


def test_one_comes_back_to_where_one_stopped(here: Office) -> None:
    batch, keys = batch_with(here, tasks(3))
    client = here.client("reviewer")
    assert client.get("/").headers["location"] == "/batches"
    place = {"query": "state=all&kind=建设性&foreign=1", "item": keys[1]}
    assert client.post(f"/batches/{batch}/place", data=place).status_code == 204
    assert client.get("/").headers["location"] == f"/batches/{batch}"
    back = client.get(f"/batches/{batch}").headers["location"]
    assert back == f"/batches/{batch}?state=all&kind=%E5%BB%BA%E8%AE%BE%E6%80%A7&item={keys[1]}"
    assert f'id="item" class="item" data-id="{keys[1]}"' in client.get(back).text
    assert here.client("second").get(f"/batches/{batch}").status_code == 200


def test_deciding_notes_the_next_item_as_the_stopping_place(here: Office) -> None:
    batch, keys = batch_with(here, tasks(3))
    client = here.client("reviewer")
    decided(client, keys[0], next=keys[1], query="kind=建设性")
    back = client.get(f"/batches/{batch}").headers["location"]
    assert back.endswith(f"item={keys[1]}")


# The list


def test_the_list_goes_on_where_a_page_ends_and_every_item_comes_once(here: Office) -> None:
    batch, keys = batch_with(here, tasks(120))
    client = here.client("reader")
    html = client.get(f"/batches/{batch}?state=open").text
    found = re.findall(r'<li class="line" id="line-(\d+)"', html)
    while more := re.search(r'hx-get="([^"]+/lines[^"]+)"', html):
        html = client.get(more[1].replace("&amp;", "&")).text
        found += re.findall(r'<li class="line" id="line-(\d+)"', html)
    assert sorted(map(int, found)) == keys
    assert len(found) == 120


def test_a_list_opened_far_down_begins_there_and_leads_to_its_beginning(here: Office) -> None:
    batch, keys = batch_with(here, tasks(80))
    html = here.client("reader").get(f"/batches/{batch}?state=open&item={keys[70]}").text
    assert f'<li class="line" id="line-{keys[70]}"' in html
    assert f'<li class="line" id="line-{keys[0]}"' not in html
    assert f'href="/batches/{batch}?state=open">从头显示' in html


def test_the_filter_of_an_address_is_that_of_the_list(here: Office) -> None:
    batch, keys = batch_with(here, [*tasks(2), task(3, "学校食堂饭菜是凉的", kind="其他")])
    html = here.client("reader").get(f"/batches/{batch}?kind=其他&q=食堂").text
    assert re.findall(r'id="line-(\d+)"', html) == [str(keys[2])]
    assert 'value="食堂"' in html


def test_the_choices_of_a_filter_have_counts_and_keep_the_others(here: Office) -> None:
    batch, _ = batch_with(here, [*tasks(2), task(3, kind="其他"), task(4, domain=None)])
    html = here.client("reader").get(f"/batches/{batch}/choices/domain?kind=建设性").text
    assert text_of(html).split() == ["全部", "交通运输2", "（无）1"]
    assert "kind=%E5%BB%BA%E8%AE%BE%E6%80%A7" in html


@pytest.mark.parametrize("name", ["password", "record", "text", "unit"])
def test_there_are_no_choices_of_what_is_no_filter(here: Office, name: str) -> None:
    assert here.client("reader").get(f"/batches/{here.batch}/choices/{name}").status_code == 404


def test_an_unknown_value_of_a_filter_is_refused_in_words(here: Office) -> None:
    answer = here.client("reader").get(f"/batches/{here.batch}?score=sure")
    assert (answer.status_code, "没有“sure”这个值" in answer.text) == (422, True)


def test_an_empty_list_says_so(here: Office) -> None:
    html = here.client("reader").get(f"/batches/{here.batch}?state=decided").text
    assert "没有符合条件的事项" in html
    assert "没有可以显示的事项" in html


# The item


def test_texts_that_are_markup_or_turn_the_line_are_shown_as_text(here: Office) -> None:
    evil = '<script>alert(1)</script>=HYPERLINK("http://x","点")../../\u202e反 👨\u200d👩'
    batch, _ = batch_with(here, [task(1, evil, number='"><img src=x>')])
    html = here.client("reader").get(f"/batches/{batch}?state=open").text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "\u202e" not in html
    assert "👨\u200d👩" in html


def test_cues_are_marked_and_matters_are_parts(here: Office) -> None:
    text = "路面积水；食堂饭菜凉"
    matters = (
        Matter(0, 4, "交通运输", (Candidate(ROADS, "交通", 0.7, "路面"),)),
        Matter(5, 10, "教育", (Candidate(SCHOOLS, "教育", 0.6, "食堂"),)),
    )
    _, [key] = batch_with(here, [task(1, text, matters=matters)])
    html = here.client("reviewer").get(f"/items/{key}").text
    assert re.findall("<mark>(.*?)</mark>", html) == ["路面积水", "食堂"]
    assert "事项1：交通运输 · 市交通运输局" in text_of(html)
    assert "事项2：教育 · 市教育局" in text_of(html)


def test_doubt_is_said_to_lie_where_the_score_is_low(here: Office) -> None:
    _, [sure, unsure] = batch_with(here, [task(1), task(2, domain_score=0.3)])
    client = here.client("reviewer")
    # The first is sure of its domain (0.9) and kind (0.8), and not of the department (0.7).
    assert "疑点在牵头单位（把握中 70%）" in text_of(client.get(f"/items/{sure}").text)
    assert "疑点在领域（把握小 30%）、牵头单位（把握中 70%）" in text_of(client.get(f"/items/{unsure}").text)


def test_the_group_says_how_many_would_be_decided_together(here: Office) -> None:
    _, keys = batch_with(here, [task(n, group="g") for n in (1, 2, 3)])
    client = here.client("reviewer")
    assert "同组 3 条一并" in client.get(f"/items/{keys[0]}").text
    decided(client, keys[1])
    assert "同组 2 条一并" in client.get(f"/items/{keys[0]}").text
    answer = decided(client, keys[0], group="true").json()
    assert (answer["said"], sorted(answer["changed"])) == ("已定 2 条", [keys[0], keys[2]])


def test_the_history_says_who_changed_what_and_why(here: Office) -> None:
    _, [key] = batch_with(here, [task(1)])
    client = here.client("reviewer")
    decided(client, key, lead=WATER, why="积水归水利")
    html = text_of(client.get(f"/items/{key}").text)
    assert "改定 张敏" in html
    assert "待定 → 已定牵头单位：市交通运输局 → 市水利局" in html
    assert "理由：积水归水利" in html


def test_a_letter_of_100_kilobytes_is_shown_whole(here: Office) -> None:
    text = "路面坑洼，请修补。\n" * 10_000
    _, [key] = batch_with(here, [task(1, text)])
    html = here.client("reader").get(f"/items/{key}").text
    assert text_of(html).count("路面坑洼，请修补。") == 10_000
    assert html.count("<mark>路面</mark>") == 400


# Deciding


def test_a_decision_is_answered_with_the_next_item_the_line_and_the_progress(here: Office) -> None:
    _, keys = batch_with(here, tasks(3))
    answer = decided(here.client("reviewer"), keys[0], next=keys[1]).json()
    assert (answer["id"], answer["said"], answer["changed"]) == (keys[1], "已定", [keys[0]])
    assert f'data-id="{keys[1]}"' in answer["item"]
    assert 'data-state="decided"' in answer["lines"][str(keys[0])]
    assert '<b id="decided">1</b>' in answer["progress"]


def test_what_is_sent_again_counts_once(here: Office) -> None:
    _, keys = batch_with(here, tasks(2))
    client = here.client("reviewer")
    first, again = (decided(client, keys[0], request="r1", next=keys[1]) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert len(entries_of(here, keys[0])) == 1


def test_accepting_what_stands_is_told_from_changing_it(here: Office) -> None:
    _, keys = batch_with(here, tasks(2))
    client = here.client("reviewer")
    decided(client, keys[0])
    decided(client, keys[1], lead=WATER)
    assert [entries_of(here, key)[0].how for key in keys] == ["accept", "change"]


def test_whoever_comes_second_sees_the_difference_and_overwrites_nothing(here: Office) -> None:
    _, [key] = batch_with(here, [task(1)])
    decided(here.client("reviewer"), key, lead=WATER)
    second = here.client("second")
    answer = decided(second, key)
    assert answer.status_code == 409
    assert "张敏 已先行处理" in text_of(answer.text)
    assert "牵头单位市水利局市交通运输局" in text_of(answer.text)
    assert len(entries_of(here, key)) == 1
    seq = re.search(r'id="conflict" class="conflict" data-id="\d+" data-seq="(\d+)"', answer.text)
    assert seq is not None
    assert decided(second, key, seen=int(seq[1])).status_code == 200
    assert [one.person for one in entries_of(here, key)] == ["张敏", "李强"]


def test_two_reviewers_decide_unseen_and_a_lead_sees_both(here: Office) -> None:
    batch, [key] = batch_with(here, [task(1)])
    change_batch(here, batch, double=True)
    decided(here.client("reviewer"), key, lead=WATER)
    second = here.client("second")
    seen = second.get(f"/items/{key}").text
    assert "张敏" not in seen
    assert f'name="lead" id="lead" value="{ROADS}"' in seen
    # Opened before the first had decided: what came between must not be told, and is no conflict.
    assert decided(second, key, seen=0).status_code == 200
    assert 'class="verdicts"' not in second.get(f"/items/{key}").text
    both = here.client("lead").get(f"/items/{key}").text.split('class="verdicts"')[1].split("</div>")[0]
    assert [name in text_of(both) for name in ("张敏", "李强", WATER, ROADS)] == [True] * 4


def test_nobody_to_lead_is_refused_and_the_mend_is_said(here: Office) -> None:
    _, [key] = batch_with(here, [task(1)])
    answer = decided(here.client("reviewer"), key, lead="")
    assert (answer.status_code, 'class="refusal"' in answer.text) == (422, True)
    assert entries_of(here, key) == ()


def test_undoing_answers_with_the_item_as_it_was(here: Office) -> None:
    batch, keys = batch_with(here, tasks(2))
    client = here.client("reviewer")
    decided(client, keys[0], lead=WATER, next=keys[1])
    answer = client.post(f"/batches/{batch}/undo", data={"request": "u1"}).json()
    assert (answer["id"], answer["said"]) == (keys[0], "已撤销 1 条")
    assert f'name="lead" id="lead" value="{ROADS}"' in answer["item"]
    nothing = client.post(f"/batches/{batch}/undo", data={"request": "u2"}, headers=FRAGMENT)
    assert nothing.status_code == 422


def test_an_item_of_somebody_else_is_not_decided(here: Office) -> None:
    _, [key] = batch_with(here, [task(1)])
    with here.engine.begin() as connection:
        second = here.people["second"].id
        connection.execute(sa.update(items).where(items.c.id == key).values(assigned_to=second))
    assert decided(here.client("reviewer"), key).status_code == 403


# Many at once


def panel(client: TestClient, batch: int, query: str) -> dict[str, str]:
    html = client.get(f"/batches/{batch}/bulk?{query}").text
    return dict(re.findall(r'type="hidden" name="(expected|request)" value="([^"]+)"', html))


def test_a_bulk_change_shows_the_number_first_and_changes_that_many(here: Office) -> None:
    batch, _ = batch_with(here, [*tasks(3), task(4, kind="其他")])
    client = here.client("reviewer")
    form = panel(client, batch, "kind=建设性")
    assert form["expected"] == "3"
    html = client.post(f"/batches/{batch}/bulk?kind=建设性", data=form | {"lead": WATER, "why": "并案"}).text
    assert "已处理 3 条" in text_of(html)
    shown = client.get(f"/batches/{batch}?state=decided&lead={WATER}").text
    assert len(re.findall('<li class="line"', shown)) == 3


def test_a_number_that_is_no_longer_true_changes_nothing_and_is_shown_anew(here: Office) -> None:
    batch, keys = batch_with(here, tasks(3))
    client = here.client("reviewer")
    form = panel(client, batch, "state=open")
    decided(here.client("second"), keys[0])
    html = client.post(f"/batches/{batch}/bulk?state=open", data=form).text
    assert 'id="bulk-number">2<' in html
    assert 'class="refusal"' in html
    assert entries_of(here, keys[1]) == ()


def test_a_bulk_change_of_what_was_picked_says_what_it_left(here: Office) -> None:
    batch, keys = batch_with(here, tasks(3))
    client = here.client("reviewer")
    decided(client, keys[0])
    query = f"state=all&ids={keys[0]},{keys[1]}"
    html = client.post(f"/batches/{batch}/bulk?{query}", data=panel(client, batch, query)).text
    assert "已处理 1 条" in text_of(html)
    assert "已经核定 1 条" in text_of(html)


# Who may what


def test_a_sealed_batch_is_read_only_and_a_lead_is_shown_the_way(here: Office) -> None:
    batch, [key] = batch_with(here, [task(1)])
    change_batch(here, batch, sealed=True)
    for login, way in (("reviewer", False), ("lead", True)):
        html = here.client(login).get(f"/batches/{batch}?state=open").text
        assert "本批次已报送封存" in html
        assert 'class="plain" disabled' in html
        assert 'id="accept"' not in html
        assert (f'href="/batches/{batch}/lead">启封' in html) is way
    assert decided(here.client("lead"), key).status_code == 423


def test_a_batch_opened_again_is_the_leads(here: Office) -> None:
    batch, _ = batch_with(here, [task(1)])
    change_batch(here, batch, version=2)
    assert "只有组长可以修改" in here.client("reviewer").get(f"/batches/{batch}?state=open").text
    assert 'id="accept"' in here.client("lead").get(f"/batches/{batch}?state=open").text


def test_a_reader_sees_all_and_is_given_no_buttons(here: Office) -> None:
    html = here.client("reader").get(f"/batches/{here.batch}?state=open").text
    assert 'class="plain" disabled' in html
    for act in ('id="accept"', 'id="undo"', 'id="bulk-open"', 'class="pick"'):
        assert act not in html


def test_a_department_sees_its_own_items_and_nothing_of_how_they_came_about(here: Office) -> None:
    water = here.client("water")
    html = water.get(f"/batches/{here.batch}?state=all").text
    assert "东河河堤" in html
    assert "育才小学" not in html
    for hidden in ('id="candidates"', 'id="history"', 'id="decided"', "/model", "/ledger"):
        assert hidden not in html
    assert water.get(f"/items/{here.own}/source", headers=FRAGMENT).status_code == 403
    assert water.get(f"/items/{here.own}/original").status_code == 403
    assert water.get(f"/batches/{here.batch}/units?q=j").status_code == 403
    assert water.get(f"/items/{here.foreign}").status_code == 404


def test_units_are_found_by_pinyin_in_the_directory_and_in_the_batch(here: Office) -> None:
    client = here.client("reviewer")
    found = client.get(f"/batches/{here.batch}/units?q=shuiliju").json()
    assert {one["name"] for one in found} == {"水利局", "市水利局"}
