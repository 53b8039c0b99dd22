"""Files turned into another format by LibreOffice: alone, bounded, and cut off from everything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.libreoffice import watcher
from corpus.libreoffice.program import program

_NOWHERE = "http://127.0.0.1:9"
"""A proxy that is not there: the discard port, on which nothing listens."""
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMFILES", "COMSPEC")
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")


@dataclass(frozen=True, slots=True)
class Original:
    """A file to convert. ``suffix`` is its real kind (``doc``), by which LibreOffice opens it."""

    data: bytes
    suffix: str


@dataclass(frozen=True, slots=True)
class Target:
    """What becomes of it: the suffix, with LibreOffice's filter where there are several (``docx:MS Word 2007 XML``)."""

    suffix: str
    filter: str = ""

    @property
    def option(self) -> str:
        """As the command line has it."""
        return f"{self.suffix}:{self.filter}" if self.filter else self.suffix


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one start of the program. ``turn_seconds`` is how long to wait until other conversions have ended.

    ``written_bytes`` bounds every file that it writes, ``result_bytes`` what is taken as a result.
    """

    seconds: int
    turn_seconds: int
    memory_bytes: int
    written_bytes: int
    result_bytes: int


class NoLibreOfficeError(Exception):
    """There is none on this machine."""


class NoTurnError(Exception):
    """Others took all the time there is."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of each file, None where nothing did; ``overdue`` when the time was over.

    LibreOffice ends with the first file that breaks it: those behind it are None too.
    """

    results: tuple[bytes | None, ...]
    overdue: bool


def converted(originals: Sequence[Original], target: Target, bounds: Bounds) -> Converted:
    """All of them in one start of the program, with a profile of its own. No other conversion of this user runs then.

    Raises ``NoLibreOfficeError``, ``NoTurnError`` and ``OSError``.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (imports asyncio; most runs need no conversion)

    office = program()
    if office is None:
        raise NoLibreOfficeError
    shared = _shared_folder()
    try:
        with FileLock(shared / "lock", timeout=bounds.turn_seconds):
            for left in shared.glob("tmp*"):
                shutil.rmtree(left, ignore_errors=True)  # of a conversion that was killed with its watcher
            with tempfile.TemporaryDirectory(prefix="tmp", dir=shared, ignore_cleanup_errors=True) as folder:
                return _converted(office, originals, target, Path(folder), bounds)
    except Timeout:
        raise NoTurnError from None


def _converted(office: Path, originals: Sequence[Original], target: Target, folder: Path, bounds: Bounds) -> Converted:
    """The profile is new each time: nothing of one document is there when the next one is opened."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(files("corpus.libreoffice").joinpath("data/settings.xcu").read_bytes())
    inputs = [folder / f"{number}.{original.suffix}" for number, original in enumerate(originals)]
    for path, original in zip(inputs, originals, strict=True):
        path.write_bytes(original.data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    outputs = folder / "out"
    command = [office, profile, *_OPTIONS, "--convert-to", target.option, "--outdir", outputs, *inputs]
    code = _watched([str(part) for part in command], folder, bounds)
    results = tuple(_output(outputs / f"{path.stem}.{target.suffix}", bounds) for path in inputs)
    return Converted(results, code == watcher.OVERDUE)


def _watched(command: list[str], folder: Path, bounds: Bounds) -> int:
    limits = map(str, (bounds.seconds, bounds.memory_bytes, bounds.written_bytes))
    watching = subprocess.Popen(
        [sys.executable, "-I", "-S", watcher.__file__, *limits, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,  # an interrupt from the keyboard is ours; the watcher ends with its standard input
    )
    with watching:
        return watching.wait()


def _environment(folder: Path) -> dict[str, str]:
    """No home, no session, no network: what LibreOffice needs to start and nothing else."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    places = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"), str(folder))
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), _NOWHERE)
    return {**kept, **places, **proxies, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _output(path: Path, bounds: Bounds) -> bytes | None:
    return path.read_bytes() if path.is_file() and path.stat().st_size <= bounds.result_bytes else None


def _shared_folder() -> Path:
    """Where conversions of this user take turns: a private folder among the temporary ones.

    Raises ``PermissionError`` where somebody else made it.
    """
    owner = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"minyi-conversion-{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if hasattr(os, "getuid") and (about.st_uid != owner or not folder.is_dir() or folder.is_symlink()):
        raise PermissionError(13, os.strerror(13), str(folder))
    return folder
