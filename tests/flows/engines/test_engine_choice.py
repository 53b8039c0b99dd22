"""Which engine a setting means, and what is said where it means none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.messages import MinyiError
from flows.cli import LazyGroup
from flows.engines.choice import Choice, check_reach, choice_of, engine_of
from flows.engines.here import Here
from flows.engines.processes import Processes

EVERY_PROCESSOR = os.cpu_count()


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        ("here", Choice("here")),
        (" here ", Choice("here")),
        ("processes", Choice("processes", EVERY_PROCESSOR or 1)),
        ("processes:3", Choice("processes", 3)),
        ("dask", Choice("dask", EVERY_PROCESSOR or 1)),
        ("dask:12", Choice("dask", 12)),
        ("dask=tcp://10.1.2.3:8786", Choice("dask", 1, "tcp://10.1.2.3:8786")),
        ("dask=tls://jixiao-1:8786", Choice("dask", 1, "tls://jixiao-1:8786")),
    ],
)
def test_a_setting_says_where_the_work_is_done(setting: str, meant: Choice) -> None:
    assert choice_of(setting) == meant


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "ray",
        "here:2",
        "processes:0",
        "processes:-1",
        "processes:两",
        "processes:２",
        "dask:",
        "dask=",
        "dask=host:8786",
    ],
)
def test_what_is_no_engine_is_named_with_those_that_there_are(setting: str) -> None:
    with pytest.raises(MinyiError) as said, engine_of(setting):
        pass
    assert said.value.problem.code == "engine-unknown"
    assert f"“{setting}”" in str(said.value)
    assert all(word in str(said.value) for word in ("here", "processes:N", "dask:N", "dask=tcp://"))


def test_here_and_processes_are_what_they_are_called() -> None:
    with engine_of("here") as here, engine_of("processes:3") as processes:
        assert isinstance(here, Here)
        assert isinstance(processes, Processes)
        assert (here.name, here.workers, processes.name, processes.workers) == ("here", 1, "processes:3", 3)


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "flows.engines.dask_cluster", raising=False)
    monkeypatch.delattr("flows.engines.dask_cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MinyiError) as said, engine_of("dask:2"):
        pass
    assert said.value.problem.code == "engine-package"
    assert "pip install '.[dask]'" in str(said.value)


def test_workers_on_other_machines_do_not_share_a_file_of_this_one() -> None:
    with pytest.raises(MinyiError) as said:
        check_reach("dask=tcp://10.1.2.3:8786", "sqlite:////srv/minyi.db")
    assert said.value.problem.code == "engine-needs-postgresql"
    check_reach("dask=tcp://10.1.2.3:8786", "postgresql://10.1.2.4/minyi")
    check_reach("dask:2", "sqlite:////srv/minyi.db")


def test_a_run_is_refused_before_it_keeps_anything(tmp_path: Path) -> None:
    letter = tmp_path / "来信.txt"
    letter.write_text("东门路灯不亮。", "utf-8")
    asked = ["run", str(letter), "--workspace", str(tmp_path / "w"), "--engine", "processes:0", "--no-prefect"]
    done = CliRunner().invoke(LazyGroup("minyi"), asked)
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "engine-unknown"
    assert not (tmp_path / "w" / "originals").exists()


def test_the_settings_of_the_workspace_name_the_engine(tmp_path: Path) -> None:
    letter = tmp_path / "来信.txt"
    letter.write_text("东门路灯不亮。", "utf-8")
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "设置.toml").write_text('engine = "超级计算机"', "utf-8")
    done = CliRunner().invoke(LazyGroup("minyi"), ["run", str(letter), "--workspace", str(tmp_path / "w")])
    assert isinstance(done.exception, MinyiError)
    assert "超级计算机" in str(done.exception)
