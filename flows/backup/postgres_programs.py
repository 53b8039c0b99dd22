"""pg_dump and pg_restore: where they lie, and how they are called so that no password is seen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Any

import sqlalchemy as sa

from corpus.messages import MinyiError

_THEIR_PLACE = Path("/usr/lib/postgresql")
"""Debian keeps every version in a folder of its own."""
_SECRET = ("password", "sslpassword")
_AT_ONCE = 1 << 20
_VERSION = re.compile(r"\(PostgreSQL\)\s+(\d+)")


def program(name: str, least: int) -> tuple[Path, int]:
    """The program of this major version, else of the next later one that is there, and which version that is.

    An older one refuses a later server's database. Raises ``MinyiError`` if there is none.
    """
    there = [(version, path) for path in _candidates(name) if (version := _version(path)) >= least]
    if not there:
        raise MinyiError("backup-no-program", program=name, version=least)
    version, path = min(there, key=lambda one: one[0])
    return path, version


def call(
    path: Path, url: sa.URL, arguments: Sequence[str], *, source: Path | None = None, out: Path | None = None
) -> None:
    """Runs the program on the database; ``source`` is what it reads, ``out`` where its output goes.

    Both go through pipes of ours, so that the program ends when we are killed: half of a dump that ends is rolled back,
    and one that nobody reads is not written on. What stands on a command line everybody on the machine can read, so the
    password goes through the environment. Raises ``MinyiError`` with what the program said if it fails, ``OSError``.
    """
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415  (an extra of its own, and PostgreSQL's alone)

    _, wanted = url.get_dialect()().create_connect_args(url)
    secrets = {name: wanted.pop(name, None) for name in _SECRET}
    command = [str(path), "--no-password", f"--dbname={make_conninfo('', **wanted)}", *arguments]
    environment = os.environ | {"LC_ALL": "C"}
    if secrets["password"] is not None:
        environment["PGPASSWORD"] = str(secrets["password"])
    with tempfile.TemporaryFile() as said:
        pipes: dict[str, Any] = {
            "stdin": PIPE if source else DEVNULL,
            "stdout": PIPE if out else DEVNULL,
            "stderr": said,
        }
        with subprocess.Popen(command, env=environment, **pipes) as process:
            if source and process.stdin:
                _feed(source, process.stdin)
            if out and process.stdout:
                with out.open("xb") as file:
                    shutil.copyfileobj(process.stdout, file, _AT_ONCE)
        if process.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines() or [f"{path.name} {process.returncode}"]
            told = next((line for line in lines if "error:" in line), lines[-1])
            raise MinyiError("backup-program-failed", where=shown(url), program=path.name, reason=told[:300])


def shown(url: sa.URL | str) -> str:
    """The address for a reader, without its password."""
    return sa.make_url(url).difference_update_query(_SECRET).render_as_string(hide_password=True)


def _feed(source: Path, into: IO[bytes]) -> None:
    # Where it takes no more, it has failed, and says why.
    with suppress(BrokenPipeError), source.open("rb") as file, into:
        shutil.copyfileobj(file, into, _AT_ONCE)


def _candidates(name: str) -> Iterator[Path]:
    yield from sorted(_THEIR_PLACE.glob(f"*/bin/{name}"))
    if found := shutil.which(name):
        yield Path(found)


def _version(path: Path) -> int:
    """The major version; 0 if the program does not say, as Debian's wrapper does where no version is installed."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = _VERSION.search(done.stdout)
    return int(found[1]) if found else 0
