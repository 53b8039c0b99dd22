"""Runs a command and prints its exit code, seconds and memory: ``measuring.py SAID ARGUMENT...``.

A process of its own, because the system counts into a command's memory that of the process which started it, and a
test's may be large. The memory is in MB, of the largest process among the command and all that it started. Standard
output and standard error of the command go into the file SAID.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    begun = time.monotonic()
    with Path(sys.argv[1]).open("wb") as said:
        code = subprocess.call(sys.argv[2:], stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=os.environ)
    seconds = time.monotonic() - begun
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    json.dump({"code": code, "seconds": seconds, "megabytes": megabytes}, sys.stdout)
