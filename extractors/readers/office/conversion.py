"""Other word processors' files turned into DOCX by LibreOffice: alone, bounded, and cut off from everything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.messages import UnreadableError
from corpus.programs import how_to_install, name
from extractors.limits import Limits
from extractors.readers.office import conversion_process
from extractors.readers.office.libreoffice import program

_NOWHERE = "http://127.0.0.1:9"
"""A proxy that is not there: the discard port, on which nothing listens."""
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMFILES", "COMSPEC")
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
_TARGET = "docx:MS Word 2007 XML"


@dataclass(frozen=True, slots=True)
class Original:
    """A file to convert. ``suffix`` is its real kind (``doc``), by which LibreOffice opens it."""

    data: bytes
    suffix: str


def docx_of(original: Original, shown_as: str, limits: Limits) -> bytes:
    """The file as DOCX. Waits until no other conversion of this user is running.

    Raises ``read-needs-program``, ``read-not-converted``, ``read-conversion-slow`` (over ``conversion_seconds``),
    ``read-timeout`` (others took all the time there is) and ``read-io``.
    """
    found, overdue = _run((original,), shown_as, limits)
    if found[0] is not None:
        return found[0]
    if overdue:
        raise UnreadableError("read-conversion-slow", where=shown_as, seconds=limits.conversion_seconds)
    raise UnreadableError("read-not-converted", where=shown_as)


def docx_of_many(originals: Sequence[Original], limits: Limits) -> list[bytes | None]:
    """The same for many in one start of the program, within the time of one. None for each that did not come out.

    LibreOffice ends with the first file that breaks it: those behind it are None too. Raises as ``docx_of`` does.
    """
    return _run(originals, "", limits)[0]


def _run(originals: Sequence[Original], shown_as: str, limits: Limits) -> tuple[list[bytes | None], bool]:
    """What came out of each, and whether the time was over."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  (imports asyncio; most files need no conversion)

    office = program()
    if office is None:
        raise UnreadableError(
            "read-needs-program", where=shown_as, program=name("libreoffice"), install=how_to_install("libreoffice")
        )
    try:
        shared = _shared_folder()
        with FileLock(shared / "lock", timeout=limits.seconds):
            for left in shared.glob("tmp*"):
                shutil.rmtree(left, ignore_errors=True)  # of a conversion that was killed with its watcher
            with tempfile.TemporaryDirectory(prefix="tmp", dir=shared, ignore_cleanup_errors=True) as folder:
                return _converted(office, originals, Path(folder), limits)
    except Timeout:
        raise UnreadableError("read-timeout", where=shown_as, seconds=limits.seconds) from None
    except OSError as error:
        raise UnreadableError("read-io", where=shown_as, reason=error.strerror or error) from None


def _converted(
    office: Path, originals: Sequence[Original], folder: Path, limits: Limits
) -> tuple[list[bytes | None], bool]:
    """The profile is new each time: nothing of one document is there when the next one is opened."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(files("extractors.readers.office").joinpath("data/libreoffice.xcu").read_bytes())
    inputs = [folder / f"{number}.{original.suffix}" for number, original in enumerate(originals)]
    for path, original in zip(inputs, originals, strict=True):
        path.write_bytes(original.data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    outputs = folder / "out"
    command = [office, profile, *_OPTIONS, "--convert-to", _TARGET, "--outdir", outputs, *inputs]
    code = _watched([str(part) for part in command], folder, limits)
    return [_output(outputs / f"{path.stem}.docx", limits) for path in inputs], code == conversion_process.OVERDUE


def _watched(command: list[str], folder: Path, limits: Limits) -> int:
    bounds = map(str, (limits.conversion_seconds, limits.memory_bytes, limits.inflated_bytes))
    watcher = subprocess.Popen(
        [sys.executable, "-I", "-S", conversion_process.__file__, *bounds, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,  # an interrupt from the keyboard is ours; the watcher ends with its standard input
    )
    with watcher:
        return watcher.wait()


def _environment(folder: Path) -> dict[str, str]:
    """No home, no session, no network: what LibreOffice needs to start and nothing else."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    places = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"), str(folder))
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), _NOWHERE)
    return {**kept, **places, **proxies, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _output(path: Path, limits: Limits) -> bytes | None:
    """The DOCX, if it is there and whole: LibreOffice may have ended while it wrote."""
    if not path.is_file() or path.stat().st_size > limits.file_bytes or not zipfile.is_zipfile(path):
        return None
    return path.read_bytes()


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
