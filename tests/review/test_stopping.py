"""Where a person stopped in a batch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from made_items import filled, key_of, opened, somebody, tasks

from review.stopping import LONGEST_QUERY, StoppingPlace, keep, last_place, place_in


@pytest.fixture
def engine(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine


def test_the_last_place_in_each_batch_is_known_of_each_person(engine: sa.Engine) -> None:
    first, second = filled(engine, tasks(3)), filled(engine, tasks(2), name="二季度意见建议")
    zhang, li = somebody(engine, "zhang"), somebody(engine, "li")
    keep(engine, zhang, StoppingPlace(first, "state=open", key_of(engine, 3)))
    keep(engine, zhang, StoppingPlace(second, "state=all", None))
    keep(engine, zhang, StoppingPlace(first, "kind=x", 1))
    assert place_in(engine, zhang, first) == StoppingPlace(first, "kind=x", 1)
    assert place_in(engine, zhang, second) == StoppingPlace(second, "state=all", None)
    assert last_place(engine, zhang) == StoppingPlace(first, "kind=x", 1)
    assert place_in(engine, li, first) is None
    assert last_place(engine, li) is None


def test_a_query_that_no_page_sends_is_not_kept(engine: sa.Engine) -> None:
    batch, zhang = filled(engine, tasks(1)), somebody(engine, "zhang")
    keep(engine, zhang, StoppingPlace(batch, "q=" + "x" * LONGEST_QUERY, None))
    assert place_in(engine, zhang, batch) is None
