"""Two people at one batch: one in the page, one in a workbook. Nothing is overwritten in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from exchange_batch import (
    account,
    by_number,
    differences,
    entries,
    imported,
    planned,
    publish_batch,
    set_cells,
    task,
)

from corpus.records import Candidate, State, Verdict
from corpus.review_schema import batches, items
from review.access import Person, Role
from review.batches import Batch
from review.exchange.importing import carry_out, file_wins
from review.ledger import Reviewing
from review.refusals import ConflictError, NotAllowedError, RefusedError, SealedError

PROPOSED = Verdict("市交通运输局", ("市城市管理局",), "交通运输", "建设性", "立行立改")


def first(engine: sa.Engine, batch: Batch) -> int:
    return by_number(engine, batch)["120260310700001"]


def test_another_cell_of_the_same_item_is_no_conflict(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    Reviewing(engine, li).decide(first(engine, batch), 0, Verdict("市水利局", (), "交通运输", "建设性", "立行立改"))
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "备注"): "已电话核实"}))
    assert plan.contested == ()
    imported(engine, zhang, plan)
    assert differences(entries(engine, batch)[-1]) == {"note": ("", "已电话核实")}
    assert entries(engine, batch)[-1].after.lead == "市水利局"


def test_the_same_cell_changed_to_the_same_says_nothing(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    Reviewing(engine, li).decide(first(engine, batch), 0, Verdict("市水利局", ("市城市管理局",), "交通运输", "建设性"))
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "牵头单位"): "市水利局"}))
    assert (plan.proposed, plan.contested, plan.unchanged) == ((), (), 10)


def contested(engine: sa.Engine, li: Person, batch: Batch, path: Path) -> None:
    """李 has said 水利局 and a note since the export, 张 has 教育局 and a domain in the file."""
    Reviewing(engine, li).decide(
        first(engine, batch), 0, Verdict("市水利局", ("市城市管理局",), "交通运输", "建设性", "立行立改", "看过现场")
    )
    set_cells(path, {(2, "牵头单位"): "市教育局", (2, "领域"): "教育", (3, "领域"): "教育"})


def test_a_conflict_shows_both_values_and_who_decided_when(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    contested(engine, li, batch, path)
    plan = planned(engine, zhang, batch, path)
    assert (plan.changed_cells, plan.conflicts, len(plan.proposed)) == (2, 1, 1)
    [row] = plan.contested
    [conflict] = row.conflicts
    assert (conflict.field, conflict.base, conflict.file, conflict.now) == (
        "lead",
        "市交通运输局",
        "市教育局",
        "市水利局",
    )
    assert row.decider == "li"
    assert row.at is not None


def test_what_stands_is_kept_where_that_is_chosen(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    contested(engine, li, batch, path)
    imported(engine, zhang, planned(engine, zhang, batch, path))
    after = {entry.item: entry.after for entry in entries(engine, batch)}[first(engine, batch)]
    assert (after.lead, after.domain, after.note) == ("市水利局", "教育", "看过现场")


def test_the_file_wins_where_that_is_chosen(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    contested(engine, li, batch, path)
    imported(engine, zhang, planned(engine, zhang, batch, path), override=True)
    after = {entry.item: entry.after for entry in entries(engine, batch)}[first(engine, batch)]
    assert (after.lead, after.domain, after.note) == ("市教育局", "教育", "看过现场")


def test_whoever_accepts_what_has_been_changed_is_in_conflict(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    Reviewing(engine, li).decide(first(engine, batch), 0, Verdict("市水利局", ("市城市管理局",), "交通运输", "建设性"))
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "核定"): "是"}))
    [row] = plan.contested
    assert {one.field: (one.file, one.now) for one in row.conflicts} == {
        "lead": ("市交通运输局", "市水利局"),
        "disposition": ("立行立改", ""),
    }


def test_what_was_seen_is_decided_even_if_the_proposal_is_another_one_by_now(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    newer = (Candidate("市水利局", "水利", 0.9),)
    publish_batch(engine, task(1, candidates=newer, supporting=()), *(task(at) for at in range(2, 11)))
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "核定"): "是"}))
    assert plan.contested == ()
    imported(engine, zhang, plan)
    assert entries(engine, batch)[-1].after == PROPOSED


def test_whoever_decides_while_the_plan_is_looked_at_is_not_overwritten(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "领域"): "教育", (3, "领域"): "教育"}))
    Reviewing(engine, li).decide(first(engine, batch), 0, PROPOSED)
    with pytest.raises(ConflictError) as refused:
        imported(engine, zhang, plan)
    assert refused.value.problem.code == "import-changed-since"
    assert [entry.person for entry in entries(engine, batch)] == ["li"]


def test_the_same_request_is_written_once(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "领域"): "教育"}))
    for _ in range(2):
        carry_out(Reviewing(engine, zhang), plan, file_wins(plan), request="upload-1")
    assert len(entries(engine, batch)) == 1


def test_an_import_can_be_undone(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    imported(engine, zhang, planned(engine, zhang, batch, set_cells(path, {(2, "领域"): "教育", (3, "核定"): "是"})))
    Reviewing(engine, zhang).undo(batch.id)
    with engine.connect() as connection:
        assert set(connection.scalars(sa.select(items.c.state))) == {State.OPEN.value}


def test_a_row_of_somebody_elses_part_is_an_error(
    engine: sa.Engine, zhang: Person, li: Person, batch: Batch, path: Path
) -> None:
    with engine.begin() as connection:
        one = items.c.id == first(engine, batch)
        connection.execute(sa.update(items).where(one).values(assigned_to=li.id))
    set_cells(path, {(2, "领域"): "教育", (3, "领域"): "教育"})
    plan = planned(engine, zhang, batch, path)
    assert [(one.place, one.problem.code) for one in plan.troubles] == [("第2行", "decision-assigned")]
    with pytest.raises(RefusedError):
        imported(engine, zhang, plan)
    assert entries(engine, batch) == ()
    assert planned(engine, li, batch, path).troubles == ()


def test_a_sealed_batch_takes_nothing_in(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(batches).values(sealed=True))
    with pytest.raises(SealedError):
        planned(engine, zhang, batch, path)


@pytest.mark.parametrize("role", [Role.READER, Role.DEPARTMENT])
def test_whoever_may_not_decide_may_not_import(engine: sa.Engine, batch: Batch, path: Path, role: Role) -> None:
    somebody = account(engine, "wang", role, "市水利局" if role is Role.DEPARTMENT else None)
    with pytest.raises(NotAllowedError):
        planned(engine, somebody, batch, path)


@pytest.fixture
def double(engine: sa.Engine, batch: Batch) -> Batch:
    with engine.begin() as connection:
        connection.execute(sa.update(batches).values(double=True))
    return batch


def test_the_second_of_two_reviewers_does_not_see_the_first_verdict(
    engine: sa.Engine, zhang: Person, li: Person, double: Batch, path: Path
) -> None:
    Reviewing(engine, li).decide(first(engine, double), 0, Verdict("市水利局", (), "教育", "建设性"))
    plan = planned(engine, zhang, double, set_cells(path, {(2, "牵头单位"): "市教育局"}))
    assert plan.contested == ()
    imported(engine, zhang, plan)
    assert entries(engine, double)[-1].state is State.DISPUTED


def test_ones_own_first_verdict_is_not_given_twice(engine: sa.Engine, zhang: Person, double: Batch, path: Path) -> None:
    set_cells(path, {(2, "牵头单位"): "市教育局"})
    imported(engine, zhang, planned(engine, zhang, double, path))
    assert entries(engine, double)[-1].state is State.ONCE
    again = planned(engine, zhang, double, path)
    assert (again.proposed, again.contested) == ((), ())
