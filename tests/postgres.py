"""A PostgreSQL cluster of the tests' own, from Debian's packages, and a new database in it for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOM = 1 << 30
"""Bytes: several clusters may run at a time, of some hundred megabytes each."""


def binaries() -> Path | None:
    """Where initdb and pg_ctl lie, None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _in_memory() -> Path | None:
    """A folder of the system that is kept in memory, where there is one with room: some hundred databases are made and
    dropped, for each of which a disk is written to a thousand times."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM else None


@dataclass(frozen=True)
class Server:
    """A running server, which a test may treat badly. ``url`` is that of its first database."""

    url: str
    command: Callable[..., None]

    def restart(self) -> None:
        """As after a power cut: no connection ends well, and the server recovers from its log."""
        self.command("-m", "immediate", "-w", "restart")

    def stop(self) -> None:
        """The same, and it does not come back before ``start``."""
        self.command("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        self.command("-w", "start")


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a running cluster's first database, without TCP; skips the test, saying why, where there is none."""
    with server() as running:
        yield running.url


@contextmanager
def server() -> Iterator[Server]:
    """The same with the means to stop it and start it."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg")
    with tempfile.TemporaryDirectory(dir=_in_memory()) as name:
        folder = Path(name)
        as_user: list[str] = []
        if os.geteuid() == 0:
            if shutil.which("runuser") is None:
                pytest.skip("PostgreSQL does not run as root, and there is no runuser")
            shutil.chown(folder, "postgres", "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]
        data = folder / "data"
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_wal_size=64MB"

        def run(program: str, *arguments: str | Path) -> None:
            command = [*as_user, programs / program, "-D", data, *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

        def control(*arguments: str) -> None:
            run("pg_ctl", "-l", folder / "log", "-o", options, *arguments)

        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8")
        control("-w", "start")
        try:
            yield Server(f"postgresql+psycopg://postgres@/postgres?host={folder}", control)
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
