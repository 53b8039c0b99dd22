"""Workers of a process that was killed: none stays behind."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PARENT = """
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from corpus.worker_end import end_with_parent

with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
    print(pool.submit(str, "at work").result(), flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "at work\n"
        parent.kill()
        # The worker holds the other end of the pipe, too: this waits until it is gone.
        assert parent.communicate(timeout=10) == ("", None)
