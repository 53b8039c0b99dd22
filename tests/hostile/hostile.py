"""Bad files on the command line: what is said of each, in how many seconds, with how much memory, and what must not be.

A ``Kind`` is one bad file with the message that it must give. ``attacked`` builds it, has ``minyi extract`` read it in
a process of its own, and checks what holds for all of them: the bounds, one clear line a problem, no file written
anywhere, nothing fetched, nothing of another file in what comes out.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import pytest

SECRET = "此处为本机的其他文件，任何来文不得读到"
"""What stands in a file of this machine to which hostile files point."""
GOOD = "关于开展整改工作的通知"
"""What stands beside the bad part where a file has a good part, too."""
NOTICE = f"{GOOD}\n各单位：\n请于2031年7月5日前报送。\n"
DAMAGED, PASSWORD, TOO_LARGE, TOO_DEEP = "已损坏或不完整", "有密码保护", "文件过大", "层层嵌套"
"""Words of the messages that many bad files give."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OURS = ("Traceback", "程序缺陷", "Warning", "warning:", "Error:")
_MEASURING, _WARM = (Path(__file__).with_name(name) for name in ("measuring.py", "warm.py"))
_NOT_PASSED_ON = frozenset(("MINYI_LANG", "COVERAGE_PROCESS_CONFIG"))
"""What a command must not find in its environment: a language, and the coverage of the tests, whose tracer would count
into the seconds and the memory that are measured."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bad file is built, and what it may point to: a server that listens, a file with a secret."""

    folder: Path
    address: str
    secret: Path


Build = Callable[[Place], Path]
Pieces = bytes | Iterable[bytes | str]
"""A file's content, whole or piece by piece."""


def file(name: str, content: Callable[[Place], Pieces]) -> Build:
    """Builds a file of this name."""

    def build(place: Place) -> Path:
        path = place.folder / name
        found = content(place)
        with path.open("wb") as out:
            for piece in [found] if isinstance(found, bytes) else found:
                out.write(piece.encode() if isinstance(piece, str) else piece)
        return path

    return build


@dataclass(frozen=True, slots=True)
class Kind:
    """One bad file: how it is built, and what ``minyi`` must find (``status``), say (``words``) and keep (``kept``).

    A ``status`` is that of all files in it, several are those of each. ``seconds`` and ``megabytes`` are bounds of the
    whole command on a busy machine with two processors, several times of what it takes on an idle one.
    """

    what: str
    build: Build
    status: str | tuple[str, ...]
    words: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    seconds: float = 20
    megabytes: int = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command gave: exit code, the lines of its standard error, the records, seconds, and the memory in MB of
    the largest process among it and all that it started."""

    code: int
    said: tuple[str, ...]
    found: tuple[dict[str, Any], ...]
    seconds: float
    megabytes: float


def params(*kinds: Kind) -> pytest.MarkDecorator:
    """A test for each of the kinds, called by what it is."""
    return pytest.mark.parametrize("kind", kinds, ids=[kind.what for kind in kinds])


def measured(path: Path, *options: str, cold: bool = False) -> Measured:
    """``minyi extract`` on the path in an empty working folder, as the user's language is by default.

    ``cold`` starts the command as a user does, in a new process with the environment of the test. Else it is a copy of
    one that has imported what it needs (``warm``), where the system can do that.
    """
    with tempfile.TemporaryDirectory() as room:
        out, said, cwd = Path(room, "found.jsonl"), Path(room, "said"), Path(room, "cwd")
        cwd.mkdir()
        run = _started if cold or sys.platform != "linux" else _copied
        done = run(["extract", os.fspath(path), "--out", os.fspath(out), *options], said, cwd)
        assert list(cwd.iterdir()) == []
        found = out.read_text("utf-8").splitlines() if out.exists() else []
        lines = tuple(said.read_text("utf-8").split("\n"))
        return Measured(said=lines, found=tuple(map(json.loads, found)), **done)


def _started(arguments: list[str], said: Path, cwd: Path) -> dict[str, Any]:
    command = [sys.executable, "-I", "-S", _MEASURING, said, sys.executable, "-m", "flows", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=cwd, env=_environment(), check=True)
    return json.loads(done.stdout)


def _copied(arguments: list[str], said: Path, cwd: Path) -> dict[str, Any]:
    commands, answers = _warm()
    print(json.dumps({"arguments": arguments, "said": str(said), "folder": str(cwd)}), file=commands, flush=True)
    return json.loads(answers.readline())


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}


@cache
def _warm() -> tuple[IO[str], IO[str]]:
    """Started by the first that needs it; ends with the process of the tests, when nobody can tell it anything more."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8", "env": _environment()}
    warm = subprocess.Popen([sys.executable, _WARM], cwd=Path(__file__).parents[2], **pipes)
    assert warm.stdin
    assert warm.stdout
    atexit.register(warm.communicate)
    return warm.stdin, warm.stdout


def attacked(kind: Kind, folder: Path, listener: socket.socket, cold: bool = False) -> Measured:
    """Builds the file, reads it (``cold`` as in ``measured``), and checks all that must hold."""
    inbox = folder / "来文"
    inbox.mkdir()
    secret = folder / "机密.txt"
    secret.write_text(SECRET, "utf-8")
    path = kind.build(Place(inbox, f"http://127.0.0.1:{listener.getsockname()[1]}", secret))
    before = _tree(folder)
    done = measured(path, *kind.options, cold=cold)
    _record(kind, done)
    said = "\n".join(done.said)
    statuses = (kind.status,) * max(1, len(done.found)) if isinstance(kind.status, str) else kind.status
    shown = json.dumps(done.found, ensure_ascii=False)
    assert tuple(found["status"] for found in done.found) == statuses, said[:2000] or shown[:2000]
    assert done.code == (1 if "failed" in statuses else 0)
    assert [word for word in kind.words if word not in said] == [], said[:2000]
    assert [word for word in kind.kept if word not in shown] == [], shown[:2000]
    assert [word for word in (SECRET, "root:x:0", *kind.never) if word in shown or word in said] == []
    assert [word for word in _OURS if word in said] == [], said[:2000]
    assert _CONTROL.search(said) is None, said
    assert _tree(folder) == before
    assert not _was_called(listener)
    assert done.seconds <= kind.seconds
    assert done.megabytes <= kind.megabytes
    return done


def _tree(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def _was_called(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True


def _record(kind: Kind, done: Measured) -> None:
    """A line a kind for the table of figures, where ``MINYI_HOSTILE_FIGURES`` names a file for it."""
    if figures := os.environ.get("MINYI_HOSTILE_FIGURES"):
        said = " / ".join(line for line in done.said if line)[:300]
        statuses = " ".join(found["status"] for found in done.found[:3])
        row = (kind.what, statuses, said, f"{done.seconds:.1f}", f"{done.megabytes:.0f}")
        with Path(figures).open("a", encoding="utf-8") as file:
            file.write("\t".join(row) + "\n")
