"""A warm command line: one process has imported what ``minyi extract`` needs, and a copy of it runs each command.

To start Python, import the readers and import spaCy takes over a second of a processor, twice a command: in the process
of the command and in the one that reads. Some two hundred bad files would pay five minutes for it. ``warm.py`` pays
once. It does not start any thread, and forks for every command it is told on its standard input:

- the copy has the working folder, the standard streams and the arguments of a new process, and runs the module
  ``flows`` as ``python -m flows`` does. ``wait4`` tells the largest memory among it and all that it started.
- the process that reads is one that ``multiprocessing`` spawns, with all that makes it one: its own pipes and no other
  file, the work and the limits pickled, the bound of its memory. Only its interpreter was not started for it: before
  the command begins, copies of the process are set aside (``_Understudy``), and each takes the part of one new
  interpreter. When there is none left, as after lost workers, one is started.

Copies have the pages of the process that they were copied from counted as theirs, but for those of files, which are
added. A new process has imported the same modules once it has read a notice: the bounds of memory mean what they mean
without this, and allow rather less.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import runpy
import socket
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from multiprocessing import util
from pathlib import Path
from typing import Any

_SET_ASIDE = 2
"""Copies for the processes that read: a command on a folder starts one a processor, and most of us have two or more."""
_OUT_OF_THE_WAY = 500
"""Above it lie received files until they get the numbers that they shall have."""
_MOST_FILES = 16
_NOTICE = "关于报送材料的通知\n\n各县（区）绩效办：\n请于2031年5月8日前报送。\n"
_THREADS = "OPENBLAS_NUM_THREADS"
"""With more than one, NumPy starts them when it is imported."""
Spawn = Callable[[Any, Sequence[Any], Sequence[int]], int]


class _Understudy:
    """A copy of this process that waits to be the new interpreter for which ``multiprocessing`` asks."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._ours.close()
            _play(theirs)
        theirs.close()

    def enter(self, arguments: list[str], files: Sequence[int]) -> int:
        """Begins with these arguments of a Python and these files under their own numbers. Its process number."""
        told = json.dumps([arguments, [*files]]).encode()
        self._ours.sendmsg([told], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", files))])
        self._ours.close()
        return self.pid

    def leave(self) -> None:
        """Hears that it will not be anything."""
        self._ours.close()


def _play(theirs: socket.socket) -> None:
    """In the copy: waits for a part, and does what ``python -c CODE ARGUMENT...`` does in a new process."""
    told, received, _, _ = socket.recv_fds(theirs, 1 << 16, _MOST_FILES)
    if not told:
        os._exit(0)
    arguments, numbers = json.loads(told)
    high = [fcntl.fcntl(file, fcntl.F_DUPFD, _OUT_OF_THE_WAY) for file in received]
    os.closerange(3, _OUT_OF_THE_WAY)
    for file, number in zip(high, numbers, strict=True):
        os.dup2(file, number)
        os.close(file)
    at = arguments.index("-c")
    sys.argv = ["-c", *arguments[at + 2 :]]
    exec(arguments[at + 1], {"__name__": "__main__"})
    sys.exit()


def _spawning(understudies: list[_Understudy], start: Spawn) -> Spawn:
    """What ``multiprocessing`` calls for a new interpreter. That which keeps its books (``resource_tracker``) is a real
    one, as it imports next to nothing."""

    def spawn(path: Any, arguments: Sequence[Any], files: Sequence[int]) -> int:
        command = [os.fsdecode(one) for one in arguments]
        if "--multiprocessing-fork" in command and understudies:
            return understudies.pop().enter(command, files)
        return start(path, arguments, files)

    return spawn


def _leave(understudies: list[_Understudy]) -> None:
    """All are told before any is waited for: each has a copy of the lines to those before it."""
    for one in understudies:
        one.leave()
    for one in understudies:
        os.waitpid(one.pid, 0)


def _command(arguments: list[str], folder: str, said: str) -> None:
    """In the copy: the command, from a new process's beginning to its end."""
    os.chdir(folder)
    for number, file, mode in ((0, os.devnull, os.O_RDONLY), (1, said, os.O_WRONLY | os.O_CREAT)):
        opened = os.open(file, mode)
        os.dup2(opened, number)
        os.close(opened)
    os.dup2(1, 2)
    understudies = [_Understudy() for _ in range(_SET_ASIDE)]
    atexit.register(_leave, understudies)
    util.spawnv_passfds = _spawning(understudies, util.spawnv_passfds)  # type: ignore[attr-defined]
    sys.argv = ["flows", *arguments]
    runpy.run_module("flows", run_name="__main__", alter_sys=True)


def _warm_up() -> None:
    """Imports what the command does and what a worker does that reads a notice, by reading one."""
    import pebble  # noqa: F401, PLC0415 - what only the process itself needs, not who imports this module

    import flows.cli.extract  # noqa: F401, PLC0415
    from extractors.contract import as_json  # noqa: PLC0415
    from extractors.extract import read_and_extract  # noqa: PLC0415
    from extractors.limits import DEFAULT  # noqa: PLC0415

    os.environ[_THREADS] = "1"
    extraction, _ = read_and_extract(_NOTICE.encode, "通知.txt", DEFAULT)
    del os.environ[_THREADS]
    assert as_json(extraction)["status"] == "ok"
    assert len([*Path("/proc/self/task").iterdir()]) == 1
    assert sys.getfilesystemencoding() == "utf-8"
    gc.freeze()


def _megabytes_of_files() -> float:
    """Of this process's memory, what are pages of files: of them a copy has only those that it uses."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("RssFile:"))) / 1024


def serve() -> None:
    """Runs the commands of standard input one after the other, a line each, and says of each how it went."""
    commands, answers = os.fdopen(os.dup(0), "r", encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    _warm_up()
    files = _megabytes_of_files()
    while line := commands.readline():
        begun = time.monotonic()
        pid = os.fork()
        if pid == 0:
            break
        _, status, used = os.wait4(pid, 0)
        seconds = time.monotonic() - begun
        code, megabytes = os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024 + files
        print(json.dumps({"code": code, "seconds": seconds, "megabytes": megabytes}), file=answers, flush=True)
    else:
        return
    asked = json.loads(line)
    commands.close()
    answers.close()
    _command(asked["arguments"], asked["folder"], asked["said"])


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    serve()
