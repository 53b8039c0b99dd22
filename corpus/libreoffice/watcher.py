"""A program watched by a process of its own: ``watcher.py SECONDS MEMORY FILE PROGRAM ARGUMENT...``.

It starts the program in a process group, within bounds (bytes of memory and of each file that it writes), and ends the
whole group when the program has ended, when the time is over (exit code ``OVERDUE``), or when its own standard input
closes: whoever asked for the conversion has then ended, however that was, and the folder it worked in is removed.

It runs without the environment's packages, to start in a few hundredths of a second: standard library alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

OVERDUE = 124

_leaving = threading.Lock()
"""Taken once, by whichever thread ends this process: the other one waits, so that the folder is removed whole."""


def main(arguments: list[str]) -> int:
    """The program's exit code, or ``OVERDUE``."""
    seconds, memory, file = map(int, arguments[:3])
    _bound(memory, file)
    null = subprocess.DEVNULL
    program = subprocess.Popen(arguments[3:], stdin=null, stdout=null, stderr=null, start_new_session=True)
    threading.Thread(target=_end_with_the_parent, args=(program,), daemon=True).start()
    try:
        code = program.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        code = OVERDUE
    _end(program)
    _leaving.acquire()
    return code


def _bound(memory: int, file: int) -> None:
    try:
        import resource  # noqa: PLC0415  (POSIX)
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, file), (resource.RLIMIT_CORE, 0)):
        allowed = resource.getrlimit(kind)[1]
        bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (bound, bound))


def _end(program: subprocess.Popen[bytes]) -> None:
    """The whole group: what the program started goes with it."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(program.pid)], capture_output=True, check=False)
        return
    with suppress(ProcessLookupError, PermissionError):  # gone already (macOS has two answers for that)
        os.killpg(program.pid, signal.SIGKILL)


def _end_with_the_parent(program: subprocess.Popen[bytes]) -> None:
    sys.stdin.buffer.read()
    _leaving.acquire()
    _end(program)
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]) & 0xFF)
