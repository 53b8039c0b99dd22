"""The server of the load run: ``minyi review`` in a process of its own, killed and started again at will."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

_START = 60.0


class Server:
    """``minyi review`` on a free port of 127.0.0.1, over a database that has accounts."""

    def __init__(self, workspace: Path, url: str) -> None:
        command = [sys.executable, "-m", "flows", "review", "--workspace", str(workspace), "--database", url]
        self._process = subprocess.Popen(
            [*command, "--port", "0", "--retrain-after", "0"], stderr=subprocess.PIPE, text=True
        )
        self._said: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self._started = time.monotonic()
        self.address = self._await_address()
        self._busy = self._processor_seconds()
        self._since = time.monotonic()

    def kill(self) -> None:
        """As a power cut or an administrator's ``kill -9`` ends it: nothing is finished."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """As Ctrl+C ends it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self._reading.join(5)

    def processor_share(self) -> float:
        """Of one processor, since this was asked last."""
        busy, now = self._processor_seconds(), time.monotonic()
        share = (busy - self._busy) / (now - self._since)
        self._busy, self._since = busy, now
        return share

    def complaints(self) -> list[str]:
        """What the server said besides its address: a defect leaves a trace here."""
        return [line for line in self._said if not re.search(r"http://\S+|minyi review", line)]

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line.rstrip())

    def _await_address(self) -> str:
        while time.monotonic() < self._started + _START and self._process.poll() is None:
            for line in [*self._said]:
                if found := re.search(r"http://[^\s/]+", line):
                    return found[0]
            time.sleep(0.05)
        self._process.kill()
        raise RuntimeError("the server did not start: " + " / ".join(self._said))

    def _processor_seconds(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
