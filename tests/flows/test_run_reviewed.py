"""``minyi run``, a person decides, ``minyi run`` again: the drafts follow the decisions, and nothing is double."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from corpus.closing_rules import rules
from corpus.database import open_database
from corpus.records import Step, Verdict
from corpus.review_schema import batches, decisions, items, people
from corpus.workspace import Workspace
from flows.batch import Job
from flows.cli import LazyGroup
from outputs.batch import Batch, Written
from outputs.drafts import write_drafts
from review.access import Person, Role
from review.closing.evidence import Paper, attach
from review.closing.steps import take
from review.items import item
from review.ledger import Reviewing
from review.seals import reopen, seal

NOTICE = """青河县绩效考评领导小组办公室关于群众意见建议整改的通知

各有关单位：
    请按附表整改。

青河县绩效考评领导小组办公室
2026年3月2日
"""
COMMENTS = (
    ("A1", "新村小学门口没有斑马线，孩子过马路危险。"),
    ("A2", "县医院挂号排队太久，希望增加窗口。"),
    ("A3", "石桥路的路灯有十几盏不亮，晚上看不清。"),
)


@dataclass(frozen=True)
class Office:
    """A folder with incoming files and a workspace beside it."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "w"

    @property
    def outputs(self) -> Path:
        return self.workspace / "outputs"

    def comes(self, *comments: tuple[str, str], file: str = "意见.csv") -> None:
        """The incoming table has these comments, and these alone."""
        rows = ["问题编号,意见建议", *(f"{number},{text}" for number, text in comments)]
        (self.folder / "来文").mkdir(exist_ok=True)
        (self.folder / "来文" / "通知.txt").write_text(NOTICE, "utf-8")
        (self.folder / "来文" / file).write_text("\n".join(rows), "utf-8")

    def run(self) -> Result:
        command = ["run", self.folder / "来文", "--workspace", self.workspace, "--no-prefect"]
        done = CliRunner().invoke(LazyGroup("minyi"), list(map(str, command)))
        assert done.exit_code == 0, done.output
        return done

    @contextmanager
    def opened(self) -> Iterator[sa.Engine]:
        engine = open_database(f"sqlite:///{self.workspace / 'minyi.db'}")
        yield engine
        engine.dispose()

    def decide(self, number: str, lead: str, role: Role = Role.LEAD) -> None:
        """Somebody gives the comment of this number to a unit."""
        with self.opened() as engine:
            who = somebody(engine, role)
            with engine.connect() as connection:
                key = connection.scalar(sa.select(items.c.id).where(items.c.number == number)) or 0
            one = item(engine, who, key)
            verdict = Verdict(lead, ("县公安局",), one.standing.domain, one.standing.kind, one.standing.disposition)
            Reviewing(engine, who).decide(key, one.seq, verdict)

    def close(self, number: str, step: Step) -> None:
        """A lead takes a step of closing, with a file of evidence."""
        with self.opened() as engine:
            lead, files = somebody(engine, Role.LEAD), Workspace.open(self.workspace).evidence
            with engine.connect() as connection:
                key = connection.scalar(sa.select(items.c.id).where(items.c.number == number)) or 0
            paper = Paper(step, rules()[step].wants[0][0], "后.jpg", io.BytesIO(b"\xff\xd8\xff"))
            attach(engine, files, lead, key, paper)
            take(engine, lead, key, step, date(2026, 3, 20))

    def states(self) -> dict[str, str]:
        """State by number."""
        with self.opened() as engine, engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(sa.select(items.c.number, items.c.state))}

    def given_to(self, unit: str) -> set[str]:
        """The numbers of the comments whose row in a workbook of the drafts names this unit."""
        found = set()
        for path in sorted(self.outputs.rglob("*.xlsx")):
            for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True):
                found |= {number for number, _ in COMMENTS if number in row and unit in map(str, row)}
        return found


def somebody(engine: sa.Engine, role: Role) -> Person:
    with engine.begin() as connection:
        login = f"{role}{connection.scalar(sa.select(sa.func.count()).select_from(people))}"
        values = {"login": login, "name": "钱明", "role": role.value, "password": "-", "active": True}
        made = connection.execute(sa.insert(people).values(**values, created=datetime.now(UTC)))
        [number] = made.inserted_primary_key or (0,)
    return Person(number, login, "钱明", role)


@pytest.fixture
def office(tmp_path: Path, small_shipped: None) -> Office:  # noqa: ARG001
    made = Office(tmp_path)
    made.comes(*COMMENTS)
    made.run()
    return made


def test_every_comment_of_a_run_waits_for_a_reviewer_once(office: Office) -> None:
    assert office.states() == dict.fromkeys(("A1", "A2", "A3"), "open")
    office.run()
    (office.outputs / "run.json").unlink()
    office.run()
    assert office.states() == dict.fromkeys(("A1", "A2", "A3"), "open")
    with office.opened() as engine, engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(items)) == 3
        assert list(connection.scalars(sa.select(batches.c.name))) == ["来文"]


def test_the_drafts_of_the_next_run_follow_the_decision(office: Office) -> None:
    before = {path.stem for path in office.outputs.rglob("*.docx")}
    office.decide("A3", "县蚕业中心")
    office.run()
    after = {path.stem for path in office.outputs.rglob("*.docx")}
    assert "县蚕业中心" in after - before
    assert office.given_to("县蚕业中心") == {"A3"}
    assert office.states() == {"A1": "open", "A2": "open", "A3": "decided"}


def test_the_drafts_of_the_next_run_follow_the_steps_of_closing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over: list[Batch] = []

    def watched(batch: Batch, out: Path) -> Written:
        handed_over.append(batch)
        return write_drafts(batch, out)

    monkeypatch.setattr("flows.batch.write_drafts", watched)
    office.decide("A3", "县蚕业中心")
    office.run()
    office.close("A3", Step.RECTIFY)
    office.run()
    office.run()
    assert [len(batch.closings) for batch in handed_over] == [0, 1]
    [task] = [one for one in handed_over[1].tasks if one.number == "A3"]
    assert [done.step for done in handed_over[1].closings[task.key].steps] == [Step.RECTIFY]


def test_a_decision_that_is_corrected_leaves_no_draft_of_the_first(office: Office) -> None:
    office.decide("A3", "县蚕业中心")
    office.run()
    office.decide("A3", "县桑园站")
    office.run()
    stems = {path.stem for path in office.outputs.rglob("*.docx")}
    assert "县桑园站" in stems
    assert "县蚕业中心" not in stems


def test_nothing_decided_nothing_is_written_anew(office: Office) -> None:
    drafts = {path: path.stat().st_mtime_ns for path in office.outputs.rglob("*.docx")}
    assert drafts
    office.run()
    assert {path: path.stat().st_mtime_ns for path in office.outputs.rglob("*.docx")} == drafts


def test_a_comment_that_is_not_in_the_files_any_more_is_withdrawn_unless_it_was_decided(office: Office) -> None:
    office.decide("A1", "县蚕业中心")
    office.comes(COMMENTS[2])
    office.run()
    assert office.states() == {"A1": "decided", "A2": "gone", "A3": "open"}
    assert "县蚕业中心" not in {path.stem for path in office.outputs.rglob("*.docx")}
    office.comes(*COMMENTS)
    office.run()
    assert office.states() == {"A1": "decided", "A2": "open", "A3": "open"}
    assert "县蚕业中心" in {path.stem for path in office.outputs.rglob("*.docx")}


def test_a_comment_that_comes_later_joins_the_batch(office: Office) -> None:
    office.decide("A3", "县蚕业中心")
    office.comes(*COMMENTS, ("A4", "河道里的垃圾没有人清。"))
    office.run()
    assert office.states() == {"A1": "open", "A2": "open", "A3": "decided", "A4": "open"}


def test_the_same_comment_in_a_second_file_is_no_second_item(office: Office) -> None:
    office.decide("A3", "县蚕业中心")
    office.comes(COMMENTS[2], file="补充.csv")
    office.run()
    assert office.states() == {"A1": "open", "A2": "open", "A3": "decided"}


def test_a_batch_that_was_reported_stays_as_it_was_reported(office: Office) -> None:
    office.decide("A3", "县蚕业中心")
    with office.opened() as engine:
        seal(engine, somebody(engine, Role.LEAD), 1, force=True, why="先行报送一稿")
    office.comes(*COMMENTS, ("A4", "河道里的垃圾没有人清。"))
    office.run()
    assert "A4" not in office.states()
    assert "县蚕业中心" in {path.stem for path in office.outputs.rglob("*.docx")}
    with office.opened() as engine, engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(decisions)) == 1


def test_what_came_while_a_batch_was_sealed_is_reviewed_when_it_is_opened_again(office: Office) -> None:
    with office.opened() as engine:
        lead = somebody(engine, Role.LEAD)
        seal(engine, lead, 1, force=True, why="先行报送一稿")
    office.comes(*COMMENTS, ("A4", "河道里的垃圾没有人清。"))
    office.run()
    assert "A4" not in office.states()
    with office.opened() as engine:
        reopen(engine, lead, 1, "补充来文一件")
    office.run()
    assert office.states()["A4"] == "open"


def test_a_folder_is_a_batch_by_its_whole_name(tmp_path: Path) -> None:
    march, april = tmp_path / "2026.03来文", tmp_path / "2026.04来文.docx"
    march.mkdir()
    april.write_bytes(b"")
    place = Workspace.open(tmp_path / "ws")
    assert Job((march,), place, tmp_path).batch == "2026.03来文"
    assert Job((april,), place, tmp_path).batch == "2026.04来文"
