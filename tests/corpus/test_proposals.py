"""Renamings that documents propose: kept once, decided by a person, and only then applied."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from corpus import review_schema
from corpus.database import alembic_config
from corpus.messages import MinyiError
from corpus.proposals import Proposal, Reading, RenamingState, decided, registry_of, waiting
from corpus.records import Extraction, Notice, Renaming, Source, Status
from corpus.store import Store

SHA, OTHER = "ab" * 32, "cd" * 32
DAY = datetime.date(2026, 3, 2)


def extraction(*pairs: tuple[str, str], sha256: str = SHA, file: str = "通知.docx") -> Extraction:
    source = Source(file, sha256, table=1, row=3, column=4, span=(0, 9))
    renamings = tuple(Renaming(name, former, f"{name}（原{former}）", source) for name, former in pairs)
    return Extraction(file, sha256, "docx", Status.OK, notice=Notice(date=DAY), renamings=renamings)


def proposal(
    number: int, name: str, former: str, decision: RenamingState = RenamingState.PROPOSED, year: int = 2026
) -> Proposal:
    reading = Reading(f"{name}（原{former}）", Source("通知.docx", SHA), datetime.date(year, 3, 2))
    return Proposal(number, name, former, decision, (reading,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'minyi.db'}")) as store:
        yield store


def test_a_proposal_knows_where_it_was_read_and_in_what_words(store: Store) -> None:
    store.keep_renamings([extraction(("市蚕业中心", "市蚕业办"))])
    [found] = store.renaming_proposals()
    assert (found.number, found.name, found.former, found.decision) == (
        1,
        "市蚕业中心",
        "市蚕业办",
        RenamingState.PROPOSED,
    )
    [reading] = found.readings
    assert (reading.quote, reading.on) == ("市蚕业中心（原市蚕业办）", DAY)
    assert (reading.source.file, reading.source.row, reading.source.span) == ("通知.docx", 3, (0, 9))


def test_the_same_renaming_in_two_files_is_one_proposal_read_twice(store: Store) -> None:
    pair = ("市蚕业中心", "市蚕业办")
    for _ in range(2):
        store.keep_renamings([extraction(pair), extraction(pair, sha256=OTHER, file="函.docx")])
    [found] = store.renaming_proposals()
    assert [reading.source.file for reading in found.readings] == ["通知.docx", "函.docx"]


def test_reading_a_proposal_again_changes_neither_its_number_nor_the_decision(store: Store) -> None:
    store.keep_renamings([extraction(("市蚕业中心", "市蚕业办"))])
    store.decide_renamings({1: RenamingState.REJECTED})
    store.keep_renamings([extraction(("市丝绸局", "市丝绸办"), ("市蚕业中心", "市蚕业办"))])
    assert {p.former: (p.number, p.decision) for p in store.renaming_proposals()} == {
        "市蚕业办": (1, RenamingState.REJECTED),
        "市丝绸办": (2, RenamingState.PROPOSED),
    }


def test_a_later_decision_takes_the_place_of_an_earlier_one(store: Store) -> None:
    store.keep_renamings([extraction(("市蚕业中心", "市蚕业办"))])
    for decision in (RenamingState.ACCEPTED, RenamingState.REJECTED):
        store.decide_renamings({1: decision})
    assert registry_of(store.renaming_proposals()).accepted == ()


def test_a_store_of_the_first_version_gets_its_tables_and_keeps_what_it_has(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'minyi.db'}"
    with closing(Store(url)) as store:
        store.keep_drafts_fingerprint("/out", "f")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0001")
    engine.dispose()
    with closing(Store(url)) as store:
        assert (store.renaming_proposals(), store.drafts_fingerprint("/out")) == ((), "f")


def test_the_tables_that_the_steps_make_are_those_of_the_schema(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'minyi.db'}")) as store:
        made = sa.inspect(store._engine)
        for table in review_schema.metadata.sorted_tables:
            assert {c["name"]: c["nullable"] for c in made.get_columns(table.name)} == {
                c.name: c.nullable for c in table.columns
            }


def test_what_the_registry_knows_already_waits_for_nobody() -> None:
    known, news = proposal(1, "市工信局", "市工信委"), proposal(2, "市大数据和行政审批局", "市行政审批局")
    assert waiting([known, news]) == (news,)


def test_a_document_that_tells_what_the_registry_confirms_joins_the_offices_of_its_workspace() -> None:
    told = proposal(1, "市市场监管局", "市工商局", year=2019)
    day = datetime.date(2019, 6, 1)
    assert waiting([told]) == ()
    assert registry_of([told]).canonical("市工商局", day) == "市场监督管理局"
    assert registry_of([]).canonical("市工商局", day) == "工商行政管理局"


def test_what_the_registry_confirms_may_be_rejected() -> None:
    rejected = proposal(1, "市市场监管局", "市工商局", RenamingState.REJECTED, year=2019)
    assert registry_of([rejected]).accepted == ()


def test_a_renaming_other_than_the_registrys_waits_for_a_person() -> None:
    other = proposal(1, "市林业局", "市农业局")
    assert waiting([other]) == (other,)


def test_a_pair_that_was_accepted_in_other_words_is_no_news() -> None:
    accepted = proposal(1, "市城市管理监督局", "市政局", RenamingState.ACCEPTED)
    assert waiting([accepted, proposal(2, "城市管理监督局", "市市政局")]) == ()


def test_only_accepted_proposals_join_the_registry() -> None:
    proposals = [
        proposal(1, "市蚕业中心", "市蚕业办", RenamingState.ACCEPTED),
        proposal(2, "市丝绸局", "市丝绸办"),
        proposal(3, "市桑园站", "市桑园办", RenamingState.REJECTED),
    ]
    assert registry_of(proposals).accepted == (("市蚕业中心", "市蚕业办"),)


@pytest.mark.parametrize(
    ("accepted", "rejected", "said"), [([9], [], "9"), ([], [9], "9"), ([1], [1], "既要接受又要否决")]
)
def test_a_decision_on_an_unknown_number_or_two_on_one_are_refused(
    accepted: list[int], rejected: list[int], said: str
) -> None:
    with pytest.raises(MinyiError, match=said):
        decided([proposal(1, "市蚕业中心", "市蚕业办")], accepted, rejected)


def test_a_number_that_is_given_twice_is_one_decision() -> None:
    proposals = [proposal(1, "市蚕业中心", "市蚕业办")]
    assert decided(proposals, [1, 1], []) == {1: RenamingState.ACCEPTED}


def test_a_renaming_that_contradicts_an_accepted_one_is_refused_until_that_is_rejected() -> None:
    proposals = [
        proposal(1, "市蚕业中心", "市蚕业办", RenamingState.ACCEPTED),
        proposal(2, "市丝绸局", "市蚕业办"),
    ]
    with pytest.raises(MinyiError, match="抵触"):
        decided(proposals, [2], [])
    assert decided(proposals, [2], [1]) == {1: RenamingState.REJECTED, 2: RenamingState.ACCEPTED}
