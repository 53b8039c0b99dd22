"""A program that ends with the process that started it: ``python -m flows.up.child_process MODULE ARGUMENT...``.

Standard input is a pipe whose other end is with the parent. It closes when the parent ends, however it ends, and then
this process is killed with all its group: the parent made a session of its own for it.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _end_with_the_parent(pipe: int) -> None:
    while os.read(pipe, 1024):
        pass
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Runs the module that is named as ``python -m`` does."""
    # The program gets an empty input: whoever it starts in turn must not hold our end of the pipe.
    pipe = os.dup(0)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123  (a device, and no file)
        os.dup2(nothing.fileno(), 0)
    threading.Thread(target=_end_with_the_parent, args=(pipe,), daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
