"""The figures: of which items they are, that they add up, and what the ledger says of the suggestions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from made_items import ROADS, SCHOOLS, WATER, as_seen, deduction, desk, filled, in_place, key_of, opened, somebody, task

from corpus.records import Candidate, Deadline, DeadlineKind, Source, Verdict
from corpus.review_schema import acts, decisions, items
from review.access import Person, Role
from review.figures import kept
from review.figures.efforts import Rate
from review.figures.figures import Asked, Figures, figures
from review.figures.kept import recent_figures
from review.figures.tables import crosses, tables
from review.filters import NOT_SAID, Filter
from review.items import count
from review.ledger import Reviewing
from review.publishing import publish
from review.refusals import NotFoundError, RefusedError

TODAY = datetime.date(2026, 3, 10)
BRIDGE, CLEAR = "桥头镇", "清水乡"


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2026, month, number)


def of_schools(place: int, **changes: Any) -> Any:
    made = {"domain": "教育", "candidates": (Candidate(SCHOOLS, "教育", 0.9),), "supporting": ()}
    return task(place, f"第{place}小学食堂的饭菜是凉的", **(made | changes))


MADE = (
    in_place(of_schools(1, year=2024, due=day(3, 1), group="g1"), BRIDGE),
    of_schools(2, year=2024, group="g1"),
    in_place(of_schools(3, due=day(3, 10), group="g2", kind="其他", disposition=None), BRIDGE),
    in_place(task(4, due=day(3, 17), group="g2"), BRIDGE),
    in_place(task(5, due=day(3, 18)), CLEAR),
    replace(deduction(6, WATER), due=day(4, 10)),
)
"""Three of the schools, two of the roads, a deduction of the water office; the first two will be decided."""
_NOTICE = Source("通知.docx", "0" * 64)
TERMS = (
    Deadline("另行通知", DeadlineKind.UNDATED, _NOTICE, actor="市绩效办", action="通知时间"),
    Deadline("3月20日前", DeadlineKind.BY, _NOTICE, end=day(3, 20), actor="各单位", recipient="市绩效办"),
    Deadline("3月5日前", DeadlineKind.BY, _NOTICE, end=day(3, 5), actor="各单位", action="认领"),
)


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        filled(engine, [*MADE, task(7, "这条后来撤了")])
        publish(engine, "一季度意见建议", MADE, TERMS, "m1")
        li = desk(engine, "li")
        for place in (1, 2):
            seen = as_seen(li, place)
            li.decide(seen.id, seen.seq, seen.standing)
        yield engine


@pytest.fixture
def wang(office: sa.Engine) -> Person:
    return somebody(office, "wang", Role.READER)


def told(engine: sa.Engine, person: Person, **asked: str) -> Figures:
    return figures(engine, person, 1, Asked(**asked), TODAY)


def test_who_gets_how_much_of_what_and_from_where(office: sa.Engine, wang: Person) -> None:
    of = told(office, wang).of
    assert of["domain,lead"] == {("教育", SCHOOLS): 3, ("交通运输", ROADS): 2, (NOT_SAID, WATER): 1}
    assert of["domain,place"] == {
        ("教育", BRIDGE): 2,
        ("教育", NOT_SAID): 1,
        ("交通运输", BRIDGE): 1,
        ("交通运输", CLEAR): 1,
        (NOT_SAID, NOT_SAID): 1,
    }
    assert of["lead,year"] == {(SCHOOLS, "2024"): 2, (SCHOOLS, "2025"): 1, (ROADS, "2025"): 2, (WATER, NOT_SAID): 1}


def test_a_decision_moves_an_item_to_the_department_that_was_decided(office: sa.Engine, wang: Person) -> None:
    zhao = desk(office, "zhao")
    seen = as_seen(zhao, 4)
    zhao.decide(seen.id, seen.seq, replace(seen.standing, lead=WATER, supporting=()))
    assert told(office, wang).of["domain,lead"][("交通运输", WATER)] == 1


def test_every_cross_table_adds_up_to_the_number_of_items(office: sa.Engine, wang: Person) -> None:
    for state, expected in {"all": 6, "decided": 2, "open": 4, "once": 0}.items():
        found = told(office, wang, state=state)
        assert found.total == count(office, wang, 1, Filter(state=state)) == expected
        for top in (None, 0, 1):
            assert {table.total for table in crosses(found, top_rows=top, top_columns=top)} <= {expected}


def test_the_list_behind_a_cell_has_as_many_items_as_the_cell_says(office: sa.Engine, wang: Person) -> None:
    for asked in ({}, {"state": "open", "year": "2025"}, {"kind": "建设性", "state": "decided"}):
        found = told(office, wang, **asked)
        for table in crosses(found):
            for row, line in zip(table.rows, table.cells, strict=True):
                for column, number in zip(table.columns, line, strict=True):
                    cell = {table.down: row.value or "", table.across: column.value or ""}
                    assert count(office, wang, 1, found.asked.filter(**cell)) == number, cell


def test_a_table_of_places_is_left_out_where_no_text_names_one(office: sa.Engine, wang: Person) -> None:
    def places(**asked: str) -> int:
        return sum("place" in (one.down, one.across) for one in crosses(told(office, wang, **asked)))

    assert places(year="2024") == 3
    assert places(origin="指标扣分") == 0


def test_what_is_withdrawn_is_in_no_figure(office: sa.Engine, wang: Person) -> None:
    found = told(office, wang)
    assert found.in_all == 6
    assert found.of["batch_id,state"] == {("1", "decided"): 2, ("1", "open"): 4}


def test_the_state_goes_for_the_cross_tables_and_not_for_the_progress(office: sa.Engine, wang: Person) -> None:
    found = told(office, wang, state="decided")
    assert found.of["domain,lead"] == {("教育", SCHOOLS): 2}
    assert tables(found)["leads"].rows == (
        (SCHOOLS, 2, 1, 3, pytest.approx(2 / 3)),
        (ROADS, 0, 2, 2, 0.0),
        (WATER, 0, 1, 1, 0.0),
        ("合计", 2, 4, 6, pytest.approx(1 / 3)),
    )


def test_year_origin_and_kind_narrow_everything(office: sa.Engine, wang: Person) -> None:
    for asked, number in (
        ({"year": "2024"}, 2),
        ({"year": NOT_SAID}, 1),
        ({"origin": "指标扣分"}, 1),
        ({"kind": "其他"}, 1),
        ({"year": "1999"}, 0),
    ):
        found = told(office, wang, **asked)
        assert (found.total, found.in_all, sum(found.of["lead,due,state"].values())) == (number, number, number)
        assert found.of["year"] == {("2024",): 2, ("2025",): 3, (NOT_SAID,): 1}, "every year can still be chosen"


def test_by_when_the_departments_are_to_act(office: sa.Engine, wang: Person) -> None:
    """The 10th is the day: it is not past; 7 days end on the 17th, 30 on the 9th of April."""
    assert told(office, wang).of["lead,due,state"] == {
        (SCHOOLS, "overdue", "decided"): 1,
        (SCHOOLS, "none", "decided"): 1,
        (SCHOOLS, "week", "open"): 1,
        (ROADS, "week", "open"): 1,
        (ROADS, "month", "open"): 1,
        (WATER, "later", "open"): 1,
    }


def test_the_table_of_due_days_tells_the_decided_from_the_others(office: sa.Engine, wang: Person) -> None:
    rows = tables(told(office, wang))["due"].rows
    assert rows[0] == (SCHOOLS, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 3)
    assert rows[-1] == ("合计", 1, 0, 0, 2, 0, 1, 0, 1, 1, 0, 6)


def test_groups_are_counted_with_their_members(office: sa.Engine, wang: Person) -> None:
    assert tables(told(office, wang))["groups"].rows == (("均未定", 1, 2), ("均已定", 1, 2))


def test_the_deadlines_of_the_documents_are_in_the_order_of_their_days(office: sa.Engine, wang: Person) -> None:
    found = told(office, wang).terms
    assert [(one.quote, one.days(TODAY)) for one in found] == [("3月5日前", -5), ("3月20日前", 10), ("另行通知", None)]


def test_all_batches_together_and_each_with_its_progress(office: sa.Engine, wang: Person) -> None:
    filled(office, [of_schools(1, year=2026)], "二季度意见建议")
    found = figures(office, wang, None, Asked(), TODAY)
    assert found.in_all == 7
    assert found.of["domain,year"][("教育", "2026")] == 1
    assert {row[:4] for row in tables(found)["batches"].rows} == {
        ("二季度意见建议", 0, 1, 1),
        ("一季度意见建议", 2, 4, 6),
        ("合计", 2, 5, 7),
    }


def test_a_department_has_the_figures_of_its_own_items_alone(office: sa.Engine) -> None:
    water = somebody(office, "water", Role.DEPARTMENT, WATER)
    found = told(office, water)
    assert found.of["domain,lead"] == {(NOT_SAID, WATER): 1}
    assert (found.effort, found.hits, found.terms) == (None, None, ())
    assert found.of["origin"] == {("指标扣分",): 1}


def test_a_department_knows_no_batch_in_which_it_has_nothing(office: sa.Engine) -> None:
    stranger = somebody(office, "forest", Role.DEPARTMENT, "市林业局")
    with pytest.raises(NotFoundError):
        told(office, stranger)
    assert figures(office, stranger, None, Asked(), TODAY).in_all == 0


def test_a_value_that_cannot_be_one_is_refused(office: sa.Engine, wang: Person) -> None:
    for asked in ({"state": "gone"}, {"state": "x"}, {"year": "zwei"}, {"kind": "\0"}):
        with pytest.raises(RefusedError):
            told(office, wang, **asked)


def entry(engine: sa.Engine, person: Person, place: int, at: datetime.datetime, **more: Any) -> int:
    """A decision written as it would have been at another time."""
    done = {"hit": True, "suggested_lead": SCHOOLS, "how": "accept", "undoes": None} | more
    verdict = '{"lead": null}'
    with engine.begin() as connection:
        made = connection.execute(
            sa.insert(acts).values(
                batch_id=1, person_id=person.id, how=done["how"], at=at, why="", batch_version=1, undoes=done["undoes"]
            )
        )
        [act] = made.inserted_primary_key or (0,)
        key = connection.scalar(sa.select(items.c.id).where(items.c.position == place, items.c.state != "gone"))
        seq = connection.scalar(sa.select(sa.func.count()).where(decisions.c.item_id == key)) or 0
        row = {"act_id": act, "item_id": key, "seq": seq + 1, "before": verdict, "before_state": "open"}
        said = {"after": verdict, "state": "decided", "suggested_lead": done["suggested_lead"], "hit": done["hit"]}
        connection.execute(sa.insert(decisions).values(**row, **said))
    return int(act)


def utc(day_: int, hour: int, month: int = 3) -> datetime.datetime:
    return datetime.datetime(2026, month, day_, hour, tzinfo=datetime.UTC)


@pytest.fixture
def ledger(any_url: str) -> Iterator[sa.Engine]:
    """Zhao decides three (one of them the day before), Qian two, one of which is taken back."""
    with opened(any_url) as engine:
        filled(engine, MADE)
        zhao, qian = somebody(engine, "zhao"), somebody(engine, "qian")
        entry(engine, zhao, 1, utc(9, 15))
        entry(engine, zhao, 2, utc(9, 16), hit=False)
        entry(engine, zhao, 4, utc(10, 2), suggested_lead=ROADS, hit=False)
        entry(engine, qian, 5, utc(27, 3, month=2), suggested_lead=ROADS)
        undone = entry(engine, qian, 3, utc(10, 3))
        entry(engine, qian, 3, utc(10, 4), how="undo", undoes=undone, hit=None)
        yield engine


def test_a_day_begins_at_midnight_in_china(ledger: sa.Engine) -> None:
    """15:00 UTC on the 9th is 23:00 there, 16:00 is the 10th."""
    effort = told(ledger, somebody(ledger, "wang", Role.READER)).effort
    assert effort is not None
    assert [(one.login, one.today, one.in_all) for one in effort.reviewers] == [("zhao", 2, 3), ("qian", 0, 1)]
    assert (len(effort.days), effort.days[-1]) == (30, (TODAY, 2))
    assert [(when, number) for when, number in effort.days[:-1] if number] == [(day(2, 27), 1), (day(3, 9), 1)]


def test_how_often_the_first_suggestion_was_right(ledger: sa.Engine) -> None:
    hits = told(ledger, somebody(ledger, "wang", Role.READER)).hits
    assert hits is not None
    assert hits.overall == Rate(2, 4)
    assert hits.by["month"] == {"2026-02": Rate(1, 1), "2026-03": Rate(1, 3)}
    assert hits.by["lead"] == {ROADS: Rate(1, 2), SCHOOLS: Rate(1, 2)}
    assert hits.by["domain"] == {"交通运输": Rate(1, 2), "教育": Rate(1, 2)}
    assert hits.by["score"] == {"high": Rate(1, 2), "middle": Rate(1, 2)}, "0.9 of the schools, 0.7 of the roads"


def test_the_rate_of_a_year_is_of_the_items_of_that_year(ledger: sa.Engine) -> None:
    found = told(ledger, somebody(ledger, "wang", Role.READER), year="2024")
    assert found.hits is not None
    assert found.effort is not None
    assert (found.hits.overall, sum(one.in_all for one in found.effort.reviewers)) == (Rate(1, 2), 2)


def test_what_a_reviewer_accepts_through_the_ledger_is_a_hit(office: sa.Engine, wang: Person) -> None:
    li = Reviewing(office, somebody(office, "sun"))
    li.decide(key_of(office, 4), 0, Verdict(WATER, (), "交通运输", "建设性"))
    found = told(office, wang)
    assert found.hits is not None
    assert found.hits.overall == Rate(2, 3)


def test_what_was_accepted_in_bulk_was_not_looked_at_and_is_no_hit(ledger: sa.Engine) -> None:
    entry(ledger, somebody(ledger, "zhou"), 6, utc(10, 5), how="bulk")
    hits = told(ledger, somebody(ledger, "wang", Role.READER)).hits
    assert hits is not None
    assert hits.overall == Rate(2, 4)


def test_where_nothing_was_decided_there_is_no_rate() -> None:
    assert Rate(0, 0).share == 0


def test_figures_are_counted_once_for_a_while(office: sa.Engine, wang: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(kept, "monotonic", lambda: now)
    first = recent_figures(office, wang, 1, Asked(), TODAY)
    filled(office, [*MADE, task(8, "新来的一条")])
    assert recent_figures(office, somebody(office, "xu"), 1, Asked(), TODAY) is first
    now += kept.SECONDS
    assert recent_figures(office, wang, 1, Asked(), TODAY)[1].in_all == 7


def test_kept_figures_are_not_shown_to_another_department(office: sa.Engine, wang: Person) -> None:
    water, roads = somebody(office, "w", Role.DEPARTMENT, WATER), somebody(office, "r", Role.DEPARTMENT, SCHOOLS)
    assert recent_figures(office, wang, 1, Asked(), TODAY)[1].in_all == 6
    assert recent_figures(office, water, 1, Asked(), TODAY)[1].in_all == 1
    assert recent_figures(office, roads, 1, Asked(), TODAY)[1].in_all == 2
