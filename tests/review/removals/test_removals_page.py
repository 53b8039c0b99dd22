"""The page of removals: a word on each, one after the other or all of a kind, and what no rule has found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from served import Office, office, text_of
from test_removals import NAME, PHONE

from outputs.public.finding import key_of
from review.removals.found import keep_findings, waiting
from review.removals.rulings import rulings_of

HOSTILE = replace(NAME, text_key=key_of("x"), words="<b>坏", before="</mark><script>")
FORM = {"text_key": NAME.text_key, "start": NAME.start, "end": NAME.end}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", tmp_path) as made:
        keep_findings(made.engine, "三月来文", [NAME, PHONE, HOSTILE])
        yield made


def left(served: Office) -> list[str]:
    return [one.words for one in waiting(served.engine, served.people["reviewer"], served.batch)]


def test_each_place_is_shown_with_its_context_and_nothing_of_it_is_carried_out(served: Office) -> None:
    answer = served.client("reader").get(f"/batches/{served.batch}/removals")
    assert "我叫吴桂芳，电话138776543" in text_of(answer.text)
    assert "<script>" not in answer.text.split("<main")[1]
    assert "<button" not in answer.text.split("<tbody")[1].split("</tbody")[0]


def test_a_word_on_one_place_answers_with_its_line(served: Office) -> None:
    client = served.client("reviewer")
    address = f"/batches/{served.batch}/removals"
    gone = client.post(address, data={**FORM, "removed": "true", "replacement": "吴某"})
    assert (gone.status_code, 'class="said"' in gone.text) == (200, True)
    assert left(served) == ["13877654321", "<b>坏"]
    stays = client.post(address, data={**FORM, "removed": "false", "replacement": "吴某"})
    assert stays.status_code == 200
    ruling = rulings_of(served.engine)[NAME.place]
    assert (ruling.removed, ruling.replacement) == (False, "")


def test_what_was_not_found_and_what_still_shows_it_are_refused(served: Office) -> None:
    client = served.client("reviewer")
    address = f"/batches/{served.batch}/removals"
    assert client.post(address, data={**FORM, "end": 99, "removed": "true"}).status_code == 404
    assert client.post(address, data={**FORM, "removed": "true", "replacement": "吴桂芳们"}).status_code == 422
    assert client.post(f"/batches/{served.foreign_batch}/removals", data={**FORM, "removed": "true"}).status_code == 404
    assert len(left(served)) == 3


def test_all_of_a_kind_go_if_their_number_is_still_the_one_that_was_shown(served: Office) -> None:
    client = served.client("lead")
    address = f"/batches/{served.batch}/removals/all"
    assert client.post(address, data={"kind": "mobile", "expected": 2}).status_code == 409
    assert client.post(address, data={"kind": "mobile", "expected": 1}).status_code == 303
    assert left(served) == ["吴桂芳", "<b>坏"]
    assert rulings_of(served.engine)[PHONE.place].replacement == "［电话已隐去］"


def test_what_no_rule_found_is_removed_from_the_task_of_its_number(served: Office) -> None:
    client = served.client("reviewer")
    address = f"/batches/{served.batch}/removals/more"
    assert client.post(address, data={"number": "0001", "words": "东河河堤"}).status_code == 303
    [ruling] = rulings_of(served.engine).values()
    assert (ruling.start, ruling.end, ruling.by_hand, ruling.replacement) == (0, 4, True, "［已隐去］")
    assert client.post(address, data={"number": "0001", "words": "别的话"}).status_code == 422


def test_a_department_is_not_told_what_citizens_wrote_to_others(served: Office) -> None:
    answer = served.client("water").get(f"/batches/{served.batch}/removals")
    assert (answer.status_code, "吴桂芳" in answer.text) == (403, False)
