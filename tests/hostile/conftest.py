"""The builders of good files stand beside the readers' own tests; here they are made into bad ones."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "extractors"))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port on which nobody may knock: what a document links to is there, and would be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
