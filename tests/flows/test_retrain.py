"""``minyi retrain``: what reviewers decided becomes the office's model, which proposes anew for what is open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from filelock import FileLock
from invented_comments import PARKING, PAVEMENT, SHIPPED

from classifiers.storage import stored_version
from classifiers.succession import Contest
from corpus.database import open_database
from corpus.messages import MinyiError
from corpus.review_schema import items
from corpus.workspace import Workspace
from flows.cli import LazyGroup
from flows.engines.loop import in_turn
from flows.models import shipped_version
from flows.proposing import Proposing
from flows.rescoring import rescore
from flows.retraining import Ending, Retraining, retrain
from flows.steps import unwatched
from flows.training_process import background_retraining
from review import people
from review.access import Role
from review.items import standing
from review.learning import dissents, model_record
from review.ledger import Reviewing

pytestmark = pytest.mark.usefixtures("small_shipped")

HERE = Path(__file__).resolve().parent
POLICE, CITY, SCHOOLS = "公安局", "城市管理局", "教育局"


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def run(workspace: Path, texts: Sequence[str], name: str = "一季度") -> None:
    """A batch of these comments, tagged and in the review."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "问题编号", "意见建议内容"])
    for number, text in enumerate(texts, 1):
        page.append([str(number), f"1202607100000{number:02d}", text])
    file = workspace.parent / f"{name}.xlsx"
    book.save(file)
    done = minyi("run", file, "--workspace", workspace, "--no-prefect")
    assert done.exit_code == 0, done.output


@contextmanager
def database(workspace: Path) -> Iterator[sa.Engine]:
    engine = open_database(Workspace.open(workspace).database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def decide(workspace: Path, leads: dict[str, str], domain: str | None = None) -> None:
    """A lead decides the comments of these texts for these units, and of this domain if one is given."""
    with database(workspace) as engine:
        try:
            person = people.by_login(engine, "zhang")
        except MinyiError:
            person = people.add(engine, "zhang", "张敏", Role.LEAD, "修路修桥修水管要抓紧")
        with engine.connect() as connection:
            rows = connection.execute(sa.select(items).where(items.c.text.in_(leads))).all()
        for row in rows:
            stood = standing(row)
            verdict = replace(stood, lead=leads[row.text], supporting=(), domain=domain or stood.domain)
            Reviewing(engine, person).decide(row.id, row.seq, verdict)


def stands(workspace: Path, text: str) -> Any:
    with database(workspace) as engine, engine.connect() as connection:
        return connection.execute(sa.select(items).where(items.c.text == text)).one()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, small_cache: Path) -> Path:
    """Cars on pavements, in two wordings, of which the first were given to the police."""
    folder = tmp_path_factory.mktemp("prepared") / "w"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("classifiers.training.shipped", lambda: SHIPPED)
        patch.setenv("MINYI_CACHE", str(small_cache))
        run(folder, (*PARKING, *PAVEMENT))
        decide(folder, dict.fromkeys(PARKING, POLICE))
    return folder


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that."""
    shutil.copytree(prepared, tmp_path / "w")
    return tmp_path / "w"


def trained(workspace: Path, *more: str) -> Result:
    done = minyi("retrain", "--workspace", workspace, "--no-prefect", "--least", "6", *more)
    assert done.exit_code == 0, done.output
    return done


def test_what_was_decided_is_proposed_for_what_is_open(workspace: Path) -> None:
    before = stands(workspace, PARKING[0])
    done = trained(workspace)
    assert "用 6 条已定意见训练" in done.stderr
    assert "已换用新模型" in done.stderr
    assert "已按新模型重新建议未定的意见 6 条" in done.stderr
    model = stored_version(workspace / "模型", meaning=True)
    for text in PAVEMENT:
        row = stands(workspace, text)
        assert (row.lead, row.model_version, row.state, row.seq) == (POLICE, model, "open", 0)
    assert stands(workspace, PARKING[0]) == before


def test_a_domain_that_was_corrected_is_proposed_from_then_on(workspace: Path) -> None:
    domain = "交通秩序与社会治安"
    assert stands(workspace, PAVEMENT[0]).domain != domain
    decide(workspace, dict.fromkeys(PARKING, POLICE), domain)
    trained(workspace)
    assert {stands(workspace, text).domain for text in PAVEMENT} == {domain}


def test_the_training_is_on_record(workspace: Path) -> None:
    trained(workspace)
    with database(workspace) as engine:
        one = model_record.speaking(engine)
        assert one is not None
        assert (one.version, one.decisions, one.last_decision) == (
            stored_version(workspace / "模型", meaning=True),
            6,
            6,
        )
        assert (one.promoted, one.rescored) == (True, 6)
        assert one.new_right >= one.old_right
        assert model_record.corrections_since_training(engine) == 0


def test_the_next_run_has_the_new_suggestions_already(workspace: Path) -> None:
    trained(workspace)
    how = Proposing(workspace / "模型")
    with database(workspace) as engine, engine.connect() as connection:
        kept = sa.text("SELECT count(*) FROM suggestion WHERE model_version = :version")
        assert connection.scalar(kept, {"version": how.version(meaning=True)}) == 6


def test_with_nothing_new_nothing_is_trained(workspace: Path) -> None:
    trained(workspace)
    model = (workspace / "模型" / "thorough.npz").stat()
    assert "上次训练以后没有新的决定" in trained(workspace).stderr
    assert (workspace / "模型" / "thorough.npz").stat() == model
    with database(workspace) as engine:
        assert len(model_record.past(engine)) == 1


def test_a_model_that_was_taken_away_is_trained_again(workspace: Path) -> None:
    trained(workspace)
    (workspace / "模型" / "thorough.npz").unlink()
    assert "用 6 条已定意见训练" in trained(workspace).stderr


def test_too_few_decisions_are_said_and_are_no_fault(workspace: Path) -> None:
    done = minyi("retrain", "--workspace", workspace, "--no-prefect")
    assert done.exit_code == 0
    assert "已定的不同意见只有 6 条，不到 20 条" in done.stderr
    assert not (workspace / "模型").exists()


def test_a_worse_model_is_refused_and_leaves_everything_open_as_it_was(workspace: Path) -> None:
    trained(workspace)
    model = stored_version(workspace / "模型", meaning=True)
    decide(workspace, {PARKING[at]: SCHOOLS for at in range(6)} | {PAVEMENT[0]: POLICE})
    done = trained(workspace)
    assert "没有换用" in done.stderr
    assert stored_version(workspace / "模型", meaning=True) == model
    assert stands(workspace, PAVEMENT[1]).model_version == model
    with database(workspace) as engine:
        assert [one.promoted for one in model_record.past(engine)] == [False, True]
    assert "上次训练以后没有新的决定" in trained(workspace).stderr

    assert "已换用新模型" in trained(workspace, "--replace").stderr
    assert stands(workspace, PAVEMENT[1]).model_version == stored_version(workspace / "模型", meaning=True) != model


def test_where_the_first_model_is_refused_the_shipped_one_goes_on(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.learning.contest", lambda *_: Contest(24, 20, 19))
    done = trained(workspace)
    assert "现用模型对 20 个，新模型只对 19 个。没有换用" in done.stderr
    assert stands(workspace, PAVEMENT[0]).model_version == shipped_version(meaning=True)
    run(workspace, PAVEMENT, "二季度")


def test_a_unit_and_a_domain_that_minyi_does_not_know_spoil_nothing(workspace: Path) -> None:
    decide(workspace, {PAVEMENT[0]: "第九专班"})
    done = trained(workspace)
    assert "用 7 条已定意见训练" in done.stderr
    assert stands(workspace, PAVEMENT[1]).lead == POLICE


def test_one_decision_against_many_like_it_is_shown_to_the_lead(workspace: Path) -> None:
    decide(workspace, {PARKING[0]: SCHOOLS})
    done = trained(workspace)
    assert "有 1 项决定与许多相近意见的决定不同" in done.stderr
    with database(workspace) as engine:
        [one] = dissents.waiting(engine)
        assert (one.found.usual, one.found.agreeing, one.lead) == ({"lead": POLICE}, 5, SCHOOLS)
        assert len(one.neighbours) == 5


def test_two_trainings_never_run_at_once(workspace: Path) -> None:
    with FileLock(Workspace.open(workspace).training_lock):
        done = minyi("retrain", "--workspace", workspace, "--no-prefect", "--least", "6")
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "retrain-busy"


def test_a_mistyped_workspace_is_named_and_not_made(tmp_path: Path) -> None:
    done = minyi("retrain", "--workspace", tmp_path / "nowhere", "--no-prefect")
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "retrain-no-workspace"
    assert not (tmp_path / "nowhere").exists()


def test_what_is_decided_while_the_model_is_trained_stays(workspace: Path) -> None:
    def meanwhile(name: str, step: Any, chunks: Any) -> Any:  # noqa: ARG001
        decide(workspace, {PAVEMENT[0]: CITY})
        return map(step, chunks)

    done = retrain(Retraining(Workspace.open(workspace), least=6), meanwhile)
    assert (done.ending, done.rescored) == (Ending.TRAINED, 5)
    row = stands(workspace, PAVEMENT[0])
    assert (row.lead, row.state, row.seq) == (CITY, "decided", 1)


def test_a_killed_training_is_done_again_by_the_next_call(workspace: Path) -> None:
    def killed(name: str, step: Any, chunks: Any) -> Any:  # noqa: ARG001
        raise KeyboardInterrupt

    job = Retraining(Workspace.open(workspace), least=6)
    with pytest.raises(KeyboardInterrupt):
        retrain(job, killed)
    done = retrain(job)
    assert (done.ending, done.rescored, done.figures["ending"]) == (Ending.TRAINED, 6, "promoted")
    assert stands(workspace, PAVEMENT[0]).lead == POLICE


def test_what_a_training_has_proposed_anew_is_not_proposed_once_more(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Workspace.open(workspace)
    assert retrain(Retraining(place, least=6)).rescored == 6

    def no_more(*_: object) -> int:
        raise AssertionError

    how = Proposing(place.model)
    with monkeypatch.context() as patch:
        patch.setattr("flows.rescoring.propose_anew", no_more)
        assert rescore(place, how, in_turn, unwatched, "here") == 0
        # The next training has nothing to learn from, and is no reason either.
        assert retrain(Retraining(place, least=6)).ending is Ending.NOTHING_NEW
        assert rescore(place, how, in_turn, unwatched, "here") == 0
    # Without that model there is another word on all of them.
    assert rescore(place, Proposing(), in_turn, unwatched, "here") == 6


_AS_A_FLOW = """
import sys
import classifiers.training
from invented_comments import SHIPPED
classifiers.training.shipped = lambda: SHIPPED
from flows.cli import main
main(sys.argv[1:])
"""


def test_as_a_prefect_flow_it_does_the_same_without_noise(workspace: Path, small_cache: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {
        "MINYI_CACHE": str(small_cache),
        "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parent.parent))),
    }
    command = [sys.executable, "-c", _AS_A_FLOW, "retrain", "--workspace", str(workspace), "--least", "6"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "用 6 条已定意见训练" in done.stderr
    assert done.stderr.splitlines()[-1] == "已按新模型重新建议未定的意见 6 条。"
    assert {stands(workspace, text).lead for text in PAVEMENT} == {POLICE}


def test_the_server_starts_a_training_and_does_not_wait_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Child:
        """A process that works until it is told that it has ended."""

        ended: int | None = None

        def __init__(self, command: list[str], **more: Any) -> None:
            started.append(command)
            assert more["start_new_session"]
            assert more["env"]["MINYI_DATABASE"] == "postgresql+psycopg://office:secret@host/db"

        def poll(self) -> int | None:
            return Child.ended

    monkeypatch.setattr("flows.training_process.subprocess.Popen", Child)
    start = background_retraining(tmp_path / "w", "postgresql+psycopg://office:secret@host/db", tmp_path / "目录.xlsx")
    start()
    start()
    assert len(started) == 1
    assert "secret" not in " ".join(started[0])
    assert started[0][-2:] == ["--directory", str(tmp_path / "目录.xlsx")]
    Child.ended = 0
    start()
    assert len(started) == 2


def test_a_training_in_the_background_speaks_into_the_log(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path / "w")
    open_database(place.database_url).dispose()
    background_retraining(place.folder, None, None)()
    for _ in range(1200):
        if place.training_log.exists() and "没有训练" in place.training_log.read_text("utf-8"):
            break
        time.sleep(0.1)
    assert "已定的不同意见只有 0 条" in place.training_log.read_text("utf-8")
