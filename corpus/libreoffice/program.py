"""LibreOffice on this machine: where it is, and which version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "MINYI_SOFFICE"
"""Environment variable that names the program where it lies in none of the usual places."""

_NAMES = ("soffice", "libreoffice")
_PLACES = {
    "linux": ("/usr/bin", "/usr/local/bin", "/usr/lib/libreoffice/program", "/opt/libreoffice*/program"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS", "~/Applications/LibreOffice.app/Contents/MacOS"),
    "win32": ("C:/Program Files/LibreOffice/program", "C:/Program Files (x86)/LibreOffice/program"),
}
_CONFINED = ("/snap/", "/var/lib/snapd/", "/flatpak/")
"""Sandboxed editions: they cannot see a temporary folder of ours, and fail without a word."""
_VERSION = re.compile(r"\d+(?:\.\d+)+")


def program() -> Path | None:
    """The program, or None. What ``MINYI_SOFFICE`` names counts alone, even where nothing is there."""
    named = os.environ.get(VARIABLE)
    if named:
        path = Path(named)
        return path if path.is_file() else None
    return next((path for path in _candidates() if not any(part in str(path) for part in _CONFINED)), None)


def version(path: Path) -> str | None:
    """The version as the program gives it (``7.4.7.2``); None where it does not answer within seconds."""
    try:
        answer = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(answer.stdout.decode("utf-8", "replace"))
    return found[0] if found else None


def _candidates() -> Iterator[Path]:
    """The program wherever it may be: on the path, then in the usual places, the newest version first."""
    yield from _in_folder(None)
    for place in _PLACES.get(sys.platform, _PLACES["linux"]):
        pattern = Path(place).expanduser()
        for folder in sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))), reverse=True):
            yield from _in_folder(str(folder))


def _in_folder(folder: str | None) -> Iterator[Path]:
    yield from (Path(path) for name in _NAMES if (path := shutil.which(name, path=folder)))
