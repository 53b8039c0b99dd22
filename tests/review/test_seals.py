"""Reporting a batch: what is kept of it, that nothing is changed behind it, and how it is opened again."""

from __future__ import annotations

import datetime
import gzip
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from made_items import (
    ROAD,
    ROADS,
    SCHOOLS,
    contradictions,
    counted,
    desk,
    entries,
    filled,
    key_of,
    opened,
    published,
    task,
    tasks,
)

from corpus.records import Act
from corpus.review_schema import acts, items, seals
from review import ledger
from review.access import Role
from review.batches import batch_of
from review.filters import Filter
from review.items import item
from review.ledger import Change, Reviewing
from review.refusals import NotAllowedError, NotFoundError, RefusedError, SealedError
from review.seals import differences, lines, reopen, seal, seals_of, verify

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(), domain="教育")
WHY = "二号路口的单位写错了"


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    """Three comments."""
    with opened(any_url) as engine:
        filled(engine, tasks(3))
        yield engine
        assert contradictions(engine) == []


def accept_all(who: Reviewing) -> None:
    who.bulk(1, Filter(), Change(), 3)


def kept(engine: sa.Engine, version: int = 1) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(engine, 1, version)]


def test_what_was_reported_is_kept_item_by_item_and_its_hash_is_that_of_the_lines(
    lead: Reviewing, zhang: Reviewing
) -> None:
    zhang.decide(key_of(lead.engine, 1), 0, SCHOOL)
    zhang.bulk(1, Filter(), Change(), 2)
    made = seal(lead.engine, lead.person, 1)
    written = b"".join(lines(lead.engine, 1, 1))
    assert made.sha256 == sha256(written).hexdigest()
    assert (made.version, made.rows, made.by) == (1, 3, "zhao同志")
    first, second, _ = kept(lead.engine)
    decided_at = item(lead.engine, lead.person, key_of(lead.engine, 1)).decided_at
    assert decided_at is not None
    assert first == {
        "key": "k1",
        "number": "Q1-0001",
        "text": "第1号路口路面坑洼，请修补。",
        "state": "decided",
        "seq": 1,
        "verdict": {
            "lead": "市教育局",
            "supporting": [],
            "domain": "教育",
            "kind": "建设性",
            "disposition": "分步整改",
            "note": "",
        },
        "decided_by": {"login": "zhang", "name": "zhang同志"},
        "decided_at": decided_at.isoformat(),
        "source": {"file": "意见.xlsx", "sha256": "a" * 64, "sheet": "Sheet1", "table": 1, "row": 1},
    }
    assert second["verdict"]["lead"] == "市交通运输局"


def test_each_line_is_canonical_json(lead: Reviewing) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    for line in lines(lead.engine, 1, 1):
        again = json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert line == again.encode() + b"\n"


def test_the_packed_snapshot_has_no_time_of_packing(lead: Reviewing) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    with lead.engine.connect() as connection:
        packed = bytes(connection.scalar(sa.select(seals.c.snapshot)) or b"")
    assert packed[4:8] == b"\0\0\0\0"
    assert gzip.decompress(packed) == b"".join(lines(lead.engine, 1, 1))


def test_a_sealed_batch_is_changed_by_nobody_and_sealed_once(lead: Reviewing, zhang: Reviewing) -> None:
    accept_all(zhang)
    seal(lead.engine, lead.person, 1)
    for refused in (
        lambda: zhang.decide(key_of(lead.engine, 1), 1, SCHOOL),
        lambda: lead.decide(key_of(lead.engine, 1), 1, SCHOOL),
        lambda: zhang.undo(1),
        lambda: seal(lead.engine, lead.person, 1),
    ):
        with pytest.raises(SealedError):
            refused()
    assert batch_of(lead.engine, lead.person, 1).sealed


def test_while_something_is_undecided_it_is_reported_only_on_purpose_and_for_a_reason(lead: Reviewing) -> None:
    with pytest.raises(RefusedError) as told:
        seal(lead.engine, lead.person, 1)
    assert (told.value.problem.code, told.value.problem.args) == ("seal-undecided", (("count", "3"),))
    with pytest.raises(RefusedError, match="理由"):
        seal(lead.engine, lead.person, 1, force=True, why="急")
    assert counted(lead.engine) == (0, 0)
    made = seal(lead.engine, lead.person, 1, force=True, why="省里今天就要")
    assert "其中 3 条未定" in made.why
    assert "省里今天就要" in made.why
    assert {line["state"] for line in kept(lead.engine)} == {"open"}


def test_the_act_names_the_hash_where_nobody_can_change_it(lead: Reviewing) -> None:
    accept_all(lead)
    made = seal(lead.engine, lead.person, 1)
    with lead.engine.connect() as connection:
        act = connection.execute(sa.select(acts).where(acts.c.how == Act.SEAL.value)).one()
    assert made.sha256 in act.why
    assert (act.person_id, act.batch_version) == (lead.person.id, 1)


def test_who_does_not_lead_neither_seals_nor_opens(lead: Reviewing, zhang: Reviewing) -> None:
    accept_all(zhang)
    with pytest.raises(NotAllowedError):
        seal(zhang.engine, zhang.person, 1)
    seal(lead.engine, lead.person, 1)
    with pytest.raises(NotAllowedError):
        reopen(zhang.engine, zhang.person, 1, WHY)


def test_a_batch_that_is_not_there_is_not_sealed(lead: Reviewing) -> None:
    with pytest.raises(NotFoundError):
        seal(lead.engine, lead.person, 2)


def test_a_changed_or_damaged_snapshot_is_found(lead: Reviewing) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    assert verify(lead.engine, 1, 1)
    forged = [line.replace("市交通运输局".encode(), "市水利局".encode()) for line in lines(lead.engine, 1, 1)]
    for snapshot in (gzip.compress(b"".join(forged)), b"not packed at all"):
        with lead.engine.begin() as connection:
            connection.execute(sa.update(seals).values(snapshot=snapshot))
        assert not verify(lead.engine, 1, 1)


def test_a_forged_hash_beside_a_forged_snapshot_is_found_by_the_ledger(lead: Reviewing) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    forged = b'{"key":"k1"}\n'
    with lead.engine.begin() as connection:
        values = {"snapshot": gzip.compress(forged), "sha256": sha256(forged).hexdigest()}
        connection.execute(sa.update(seals).values(**values))
    assert not verify(lead.engine, 1, 1)


def test_a_version_that_was_never_reported_is_not_found(lead: Reviewing) -> None:
    for asked in (lambda: verify(lead.engine, 1, 1), lambda: lines(lead.engine, 1, 1)):
        with pytest.raises(NotFoundError):
            asked()


def test_opened_again_it_is_the_next_version_and_a_lead_corrects_it_for_that_reason(
    lead: Reviewing, zhang: Reviewing
) -> None:
    accept_all(zhang)
    seal(lead.engine, lead.person, 1)
    assert reopen(lead.engine, lead.person, 1, f"  {WHY}\n") == 2
    batch = batch_of(lead.engine, lead.person, 1)
    assert (batch.sealed, batch.version, batch.reopened_why) == (False, 2, WHY)
    with pytest.raises(SealedError):
        zhang.decide(key_of(lead.engine, 2), 1, SCHOOL)
    lead.decide(key_of(lead.engine, 2), 1, SCHOOL)
    entry = entries(lead.engine, 2)[-1]
    assert (entry.why, entry.batch_version) == (WHY, 2)


def test_a_bulk_change_that_was_begun_before_the_report_does_not_go_on_after_it(
    lead: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def portions(keys: Sequence[int], _most: int) -> Iterator[Sequence[int]]:
        """One item, then the report and the opening again, then the rest."""
        yield keys[:1]
        seal(lead.engine, lead.person, 1, force=True, why="到点就报")
        reopen(lead.engine, lead.person, 1, WHY)
        yield keys[1:]

    monkeypatch.setattr(ledger, "portions", portions)
    with pytest.raises(SealedError):
        lead.bulk(1, Filter(), Change(), 3)
    states = [item(lead.engine, lead.person, key_of(lead.engine, place)).state.value for place in (1, 2, 3)]
    assert states == ["decided", "open", "open"]


def test_nobody_takes_back_what_was_done_before_the_report(lead: Reviewing) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    reopen(lead.engine, lead.person, 1, WHY)
    with pytest.raises(RefusedError) as told:
        lead.undo(1)
    assert told.value.problem.code == "undo-nothing"


@pytest.mark.parametrize("why", ["", "  ", "错了", "改 一"])
def test_it_is_not_opened_without_a_reason(lead: Reviewing, why: str) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    with pytest.raises(RefusedError) as told:
        reopen(lead.engine, lead.person, 1, why)
    assert told.value.problem.code == "why-short"
    assert batch_of(lead.engine, lead.person, 1).sealed


def test_what_is_not_sealed_is_not_opened(lead: Reviewing) -> None:
    with pytest.raises(RefusedError) as told:
        reopen(lead.engine, lead.person, 1, WHY)
    assert told.value.problem.code == "reopen-open"


def test_sealed_again_both_versions_are_kept_and_their_differences_are_told(lead: Reviewing) -> None:
    accept_all(lead)
    first = seal(lead.engine, lead.person, 1)
    reopen(lead.engine, lead.person, 1, WHY)
    lead.decide(key_of(lead.engine, 2), 1, SCHOOL)
    second = seal(lead.engine, lead.person, 1)
    assert [(one.version, one.sha256) for one in seals_of(lead.engine, 1)] == [(2, second.sha256), (1, first.sha256)]
    assert verify(lead.engine, 1, 1)
    assert verify(lead.engine, 1, 2)
    [one] = differences(lead.engine, 1, 1, 2)
    assert (one.key, one.number) == ("k2", "Q1-0002")
    assert one.before is not None
    assert one.after is not None
    assert (one.before["verdict"]["lead"], one.after["verdict"]["lead"]) == ("市交通运输局", "市教育局")


def test_what_came_and_went_between_two_reports_is_a_difference(lead: Reviewing) -> None:
    seal(lead.engine, lead.person, 1, force=True, why="先报一稿")
    reopen(lead.engine, lead.person, 1, "补充来文")
    published(lead.engine, [*tasks(2), task(9)])
    seal(lead.engine, lead.person, 1, force=True, why="再报一稿")
    found = {one.key: (one.before is None, one.after is None) for one in differences(lead.engine, 1, 1, 2)}
    assert found == {"k9": (True, False), "k3": (False, True)}


def test_a_run_leaves_a_sealed_batch_as_it_was_reported(lead: Reviewing) -> None:
    accept_all(lead)
    seal(lead.engine, lead.person, 1)
    published(lead.engine, [*tasks(3), task(9)])
    with lead.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(items)) == 3


def test_the_same_batch_has_the_same_hash_in_both_databases(tmp_path: Path, postgres_url: str) -> None:
    found = set()
    for url in (f"sqlite:///{tmp_path / 'minyi.db'}", postgres_url):
        with opened(url) as engine:
            who = desk(engine, "zhao", Role.LEAD)
            filled(engine, [task(1, "路灯💡坏了\u202e，<b>请修</b>"), task(2)])
            found.add(seal(engine, who.person, 1, force=True, why="试报一次").sha256)
    assert len(found) == 1


def test_the_zone_of_the_database_does_not_count(postgres_url: str) -> None:
    with opened(postgres_url) as engine:
        filled(engine, tasks(1))
        who = desk(engine, "zhao", Role.LEAD)
        who.decide(key_of(engine, 1), 0, ROAD)
        made = [seal(engine, who.person, 1)]
        reopen(engine, who.person, 1, WHY)
    with opened(f"{postgres_url}&options=-c%20timezone%3DAsia%2FShanghai") as engine:
        made.append(seal(engine, who.person, 1))
        assert entries(engine, 1)[0].at.utcoffset() == datetime.timedelta(0)
    assert made[0].sha256 == made[1].sha256


def test_what_is_decided_while_it_is_sealed_is_in_the_snapshot_or_refused(any_url: str) -> None:
    with opened(any_url) as engine:
        filled(engine, tasks(30))
        who = desk(engine, "zhao", Role.LEAD)
        desks = [desk(engine, f"reviewer{n}") for n in range(5)]
        keys = [key_of(engine, place) for place in range(1, 31)]
        at_work = Barrier(6)

        def work(at: int) -> dict[int, int]:
            """Decides its own items again and again until the seal stops it: how often each was acknowledged."""
            done: dict[int, int] = dict.fromkeys(keys[at::5], 0)
            for turn in itertools.count():
                for key, seen in done.items():
                    try:
                        desks[at].decide(key, seen, (ROAD, SCHOOL)[turn % 2])
                    except SealedError:
                        return done
                    done[key] = seen + 1
                    time.sleep(0.002)  # SQLite lets whoever asks at the right moment go first; the seal has to get in
                if turn == 0:
                    at_work.wait(60)
            raise AssertionError

        with ThreadPoolExecutor(5) as threads:
            jobs = [threads.submit(work, at) for at in range(5)]
            at_work.wait(60)
            made = seal(engine, who.person, 1)
            acknowledged = {key: seen for job in jobs for key, seen in job.result().items()}
        # The first, third … verdict was ROAD, the second, fourth … SCHOOL.
        expected = [(seen, ROADS if seen % 2 else SCHOOLS) for _, seen in sorted(acknowledged.items())]
        assert [(line["seq"], line["verdict"]["lead"]) for line in kept(engine)] == expected
        assert (made.rows, verify(engine, 1, 1)) == (30, True)
        assert contradictions(engine) == []
