"""Dask's workers: results in order, a killed worker, a scheduler by its address, and the same batch on every engine."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from distributed import LocalCluster
from engine_steps import KilledOnce, refused, squared, worked_on_by
from invented_comments import PARKING, SHIPPED

from classifiers.storage import save
from classifiers.training import train_alone
from corpus import schema
from corpus.messages import MinyiError, PassingError
from corpus.review_schema import items
from corpus.store import Store
from corpus.workspace import Workspace
from flows import models
from flows.batch import Job, run_batch
from flows.engines import dask_cluster
from flows.engines.choice import engine_of
from flows.engines.dask_cluster import Dask
from flows.engines.here import Here
from flows.engines.loop import on
from flows.engines.processes import Processes
from flows.job_events import Timed
from flows.proposing import Proposing
from flows.reproposing import propose_anew
from flows.steps import Engine, unwatched
from flows.tagging_step import Model, TagTexts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


QUIETLY: dict[str, Any] = {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.CRITICAL}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Dask]:
    """Two workers of this machine."""
    with dask_cluster.local(2) as engine:
        yield engine


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a scheduler with two workers that somebody else has started."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", **QUIETLY) as theirs:
        yield theirs.scheduler_address


def test_results_come_in_order_from_the_workers(cluster: Dask) -> None:
    each = on(cluster)
    assert (cluster.name, cluster.workers) == ("dask:2", 2)
    assert list(each("square", squared, range(9))) == [0, 1, 4, 9, 16, 25, 36, 49, 64]
    assert os.getpid() not in set(each("who", worked_on_by, range(9)))


def test_what_a_step_says_comes_back_whole(cluster: Dask) -> None:
    with pytest.raises(MinyiError) as said:
        list(on(cluster)("refuse", refused, ["来文/一.docx"]))
    assert (said.value.problem.code, said.value.problem.where) == ("read-denied", "来文/一.docx")
    assert not isinstance(said.value, PassingError)


def test_a_killed_worker_loses_and_doubles_nothing(cluster: Dask, tmp_path: Path) -> None:
    before = set(cluster.everywhere(os.getpid).values())
    results = list(on(cluster)("kill", KilledOnce(tmp_path, fatal=5), range(12)))
    assert results == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]
    assert len([*tmp_path.glob("done-*")]) == 12
    cluster._client.wait_for_workers(2, timeout=30)
    after = set(cluster.everywhere(os.getpid).values())
    assert (len(after), len(after & before)) == (2, 1)


def test_a_chunk_that_kills_every_worker_is_given_up(cluster: Dask) -> None:
    pending = cluster.submit(os._exit, 1)
    with pytest.raises(PassingError) as said:
        pending.result()
    assert said.value.problem.code == "worker-lost"
    cluster._client.wait_for_workers(2, timeout=30)


def test_what_a_step_is_about_does_not_get_into_a_workers_log() -> None:
    step = TagTexts("postgresql://minyi:geheim@db/minyi", Model(None, meaning=True, version="0123456789ab"), 0.8, "")
    packed = dask_cluster._Packed(pickle.dumps((step, [("key", "东门路灯不亮", "")])))
    assert "geheim" not in repr(packed) + repr(step)
    assert "geheim" in step.database_url


def test_a_scheduler_is_found_by_its_address(address: str) -> None:
    with engine_of(f"dask={address}") as engine:
        assert (engine.name, engine.workers) == (f"dask={address}", 2)
        assert list(on(engine)("square", squared, range(5))) == [0, 1, 4, 9, 16]


def test_a_worker_of_another_version_is_named(cluster: Dask) -> None:
    ours = dask_cluster.facts()
    newer = replace(ours, versions=ours.versions.replace("minyi ", "minyi 9."))
    with pytest.raises(MinyiError) as said:
        dask_cluster.check_workers(cluster, newer)
    assert said.value.problem.code == "engine-worker-differs"
    assert dict(said.value.problem.args)["worker"].startswith("tls://127.0.0.1:")
    assert newer.versions in str(said.value)
    assert ours.versions in str(said.value)


def test_a_scheduler_that_is_not_there_is_named_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "ANSWER_SECONDS", 1)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        where = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(MinyiError) as said, engine_of(f"dask={where}"):
            pass
    assert said.value.problem.code == "engine-unreachable"
    assert where in str(said.value)


def test_a_scheduler_without_workers_says_how_to_start_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "ANSWER_SECONDS", 3)
    with (
        LocalCluster(n_workers=0, **QUIETLY) as empty,
        pytest.raises(MinyiError) as said,
        engine_of(f"dask={empty.scheduler_address}"),
    ):
        pass
    assert said.value.problem.code == "engine-no-workers"
    assert f"dask worker {empty.scheduler_address}" in str(said.value)


@pytest.fixture
def arrived(tmp_path: Path) -> Path:
    """A folder with a table of comments and a letter."""
    folder = tmp_path / "来文"
    folder.mkdir()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "问题编号", "意见建议内容"])
    for number, text in enumerate((*PARKING, "西街路灯不亮，请尽快修好"), 1):
        page.append([str(number), f"1202607100000{number:02d}", text])
    book.save(folder / "意见.xlsx")
    (folder / "通知.txt").write_text(
        "关于做好整改工作的通知\n\n各有关单位：\n请于2026年7月5日前将整改方案报市绩效办。\n", "utf-8"
    )
    return folder


@pytest.fixture
def office_models(small_shipped: None, tmp_path: Path) -> tuple[Path, Path]:  # noqa: ARG001
    """Two models of an office in their folders: of all invented comments, and of most of them."""
    for name, rows in (("模型一", SHIPPED), ("模型二", SHIPPED[:-1])):
        for meaning in (True, False):
            save(train_alone(rows, meaning=meaning, cache_dir=models.cache_folder()), tmp_path / name)
    return tmp_path / "模型一", tmp_path / "模型二"


def kept(workspace: Workspace) -> dict[str, list[Any]]:
    """What a batch and a new model left in the database, but the times."""
    with closing(Store(workspace.database_url)) as store, store.engine.connect() as connection:
        return {
            "extractions": [*connection.execute(sa.select(schema.extractions).order_by("sha256"))],
            "comments": [*connection.execute(sa.select(schema.comments).order_by("key"))],
            "suggestions": [*connection.execute(sa.select(schema.suggestions).order_by("text_key", "model_version"))],
            "fingerprints": [*connection.scalars(sa.select(schema.runs.c.fingerprint))],
            "items": [
                *connection.execute(
                    sa.select(items.c.text, items.c.record, items.c.domain, items.c.lead).order_by("id")
                )
            ],
        }


def test_a_batch_ends_the_same_on_every_engine(
    cluster: Dask, arrived: Path, office_models: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By the wording alone: every process would else load the sentence encoder.
    monkeypatch.setattr(models, "THOROUGH", 0)
    first, second = office_models
    found, rescored = {}, {}
    with Processes(2) as processes:
        engines: tuple[Engine, ...] = (Here(), processes, cluster)
        for engine in engines:
            workspace = Workspace.open(tmp_path / "w")
            run_batch(Job((arrived,), workspace, workspace.outputs, proposing=Proposing(first)), on(engine))
            with closing(Store(workspace.database_url)) as store:
                rescored[engine.name] = propose_anew(store, Proposing(second), on(engine), unwatched)
            found[engine.name] = kept(workspace)
            shutil.rmtree(workspace.folder)
    here = found["here"]
    # Seven texts, for each of which both models spoke.
    assert [len(here[name]) for name in ("extractions", "comments", "suggestions", "fingerprints")] == [2, 7, 14, 1]
    assert rescored == {"here": 7, "processes:2": 7, "dask:2": 7}
    assert found["processes:2"] == here
    assert found["dask:2"] == here


def test_a_chunk_goes_by_the_name_of_its_step_on_dasks_page(cluster: Dask) -> None:
    handed = cluster.submit(Timed(TagTexts("sqlite://", Model(None, meaning=False, version=""), 0.8, "")), ())
    assert str(handed.future.key).startswith("TagTexts-")
    handed.future.cancel()  # type: ignore[no-untyped-call]


def test_a_worker_with_another_model_says_so(cluster: Dask, office_models: tuple[Path, Path]) -> None:
    other = Model(office_models[0], meaning=True, version="0123456789ab")
    step = TagTexts("sqlite://", other, 0.8, "")
    with pytest.raises(MinyiError) as said:
        list(on(cluster)("tag", step, [(("key", "路灯不亮", ""),)]))
    assert said.value.problem.code == "engine-model-differs"
    assert "0123456789ab" in str(said.value)
