"""The disk is full in the middle: that is said, and with room again the next run goes on to the same end."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from disturbed import Done, Strike, batch_job, run, table_job, tagged

from corpus.messages import MinyiError, PassingError

_LARGE = 256
"""MB."""
_SAID = ("store-failed", "write-denied")


class Disk:
    """A disk of its own, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        made = ["mount", "-t", "tmpfs", "-o", f"size={_LARGE}m", "tmpfs", str(folder)]
        if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(made, check=False).returncode:
            pytest.skip("no disk of a few megabytes: only root may mount one")

    def fill(self) -> None:
        """Leaves two pages of memory beside what is there."""
        self._resize(f"{shutil.disk_usage(self.folder).used // 1024 + 8}k")

    def enlarge(self) -> None:
        self._resize(f"{_LARGE}m")

    def remove(self) -> None:
        # Not lazily: a job that is over has nothing open on it, once what it raised is forgotten.
        gc.collect()
        subprocess.run(["umount", self.folder], check=True)

    def _resize(self, size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", self.folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    yield made
    made.remove()


def fails_and_goes_on(disk: Disk, strike: Strike, work: Callable[[Any], Any], job: Any) -> str:
    """What is said when the disk is full in the middle; then there is room, and the work is done again."""
    with strike.awaited() as struck, pytest.raises(MinyiError) as told:
        work(job)
    assert struck == [strike.at]
    assert not isinstance(told.value, PassingError)
    disk.enlarge()
    work(job)
    return told.value.problem.code


def test_a_table_goes_on_when_there_is_room_again(disk: Disk, undisturbed_table: Done) -> None:
    full = Strike("INSERT INTO table_part", 3, disk.fill)
    assert fails_and_goes_on(disk, full, tagged, table_job(disk.folder)) in _SAID
    assert Done.at(disk.folder) == undisturbed_table


@pytest.mark.parametrize("statement", ["INSERT INTO original", "INSERT INTO comment", "INSERT INTO item_search"])
def test_a_batch_goes_on_when_there_is_room_again(disk: Disk, statement: str, undisturbed_batch: Done) -> None:
    full = Strike(statement, 1, disk.fill)
    assert fails_and_goes_on(disk, full, run, batch_job(disk.folder)) in _SAID
    assert Done.at(disk.folder) == undisturbed_batch


def test_a_new_workspace_is_made_when_there_is_room_again(disk: Disk, undisturbed_table: Done) -> None:
    full = Strike("CREATE TABLE", 5, disk.fill)
    assert fails_and_goes_on(disk, full, tagged, table_job(disk.folder)) == "store-unusable"
    assert Done.at(disk.folder) == undisturbed_table
