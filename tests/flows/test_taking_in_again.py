"""What a job does when the place of the originals or the database does not answer while files are taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.messages import PassingError
from corpus.storage.originals import Originals
from corpus.store import Store
from corpus.workspace import Workspace
from flows.batch import BatchRun, Job

ATTEMPTS = 3


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Two files, and a patience of three attempts."""
    monkeypatch.setattr("corpus.retries.WAITS", (0.0,) * (ATTEMPTS - 1))
    arrived = tmp_path / "三月来文"
    arrived.mkdir()
    for name in ("通知.txt", "补充.txt"):
        (arrived / name).write_text(f"{name}：请于2026年5月8日前报送。\n", "utf-8")
    workspace = Workspace.open(tmp_path / "w")
    return Job((arrived,), workspace, workspace.outputs)


@pytest.mark.parametrize(("kept_by", "keep"), [(Originals, "keep"), (Store, "keep_original")])
def test_a_place_that_is_gone_for_good_is_asked_as_often_as_was_said_and_no_more(
    job: Job, monkeypatch: pytest.MonkeyPatch, kept_by: type, keep: str
) -> None:
    asked: list[object] = []

    def away(*arguments: object) -> None:
        asked.append(arguments)
        raise PassingError("storage-lost", where="s3://minyi", reason="ConnectionError")

    monkeypatch.setattr(kept_by, keep, away)
    with pytest.raises(PassingError), BatchRun(job) as run:
        run.take_in()
    assert len(asked) == ATTEMPTS


def test_a_place_that_comes_back_is_asked_again_for_the_file_that_it_lost_and_for_no_other(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    keep = Store.keep_original

    def stumbling(store: Store, sha256: str, size: int, name: str) -> None:
        asked.append(name)
        if len(asked) == 2:
            raise PassingError("store-lost", where="database", reason="closed")
        keep(store, sha256, size, name)

    monkeypatch.setattr(Store, "keep_original", stumbling)
    with BatchRun(job) as run:
        assert run.take_in() is None
    assert len(asked) == 3
    assert asked[0] != asked[1] == asked[2]
