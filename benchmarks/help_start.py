"""How long ``minyi --help`` takes beside a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
import time

_RUNS = 5


def main() -> None:
    bare = best_of([sys.executable, "-c", "pass"])
    shown = best_of([sys.executable, "-c", "from flows.cli import main; main(['--help'])"])
    print(f"help: minyi --help {shown:.2f} s, a bare interpreter {bare:.2f} s (best of {_RUNS})")


def best_of(command: list[str]) -> float:
    """The fewest seconds of some runs of a command."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)
