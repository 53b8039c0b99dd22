"""The password of the Prefect server that ``minyi up`` starts, as ``user:password``.

Whoever may ask that server may have it run any program as the account of minyi. The machine's other accounts reach it,
too, so it never is without one: Prefect's own variables name it, else the workspace has one that its owner alone reads.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path

from corpus.messages import MinyiError
from corpus.workspace import Workspace

SERVER_VARIABLE, CLIENT_VARIABLE = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
_BYTES = 24
_LONGEST = 1000
_PASSWORD = re.compile(rb"([!-9;-~]+:[ -~]*[!-~])\s*")
# Never through a link, and no FIFO may hold us up.
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def password_file(place: Workspace) -> Path:
    """Where the office's own is kept; it may not be there."""
    return place.folder / "prefect" / "password"


def kept_password(place: Workspace) -> str | None:
    """The office's own, None where none was made, where this account may not read it or somebody else may."""
    try:
        return _kept(password_file(place))
    except (OSError, MinyiError):
        return None


def server_password(place: Workspace) -> str:
    """What a server of this office is to ask for; made at the first start.

    Raises ``MinyiError``: ``prefect-password-odd`` where what lies there may be another's, ``prefect-password-shown``
    where the folder's disk keeps no rights, ``write-denied``.
    """
    path = password_file(place)
    try:
        return os.environ.get(SERVER_VARIABLE) or _kept(path) or _make(path)
    except OSError as error:
        where = error.filename or str(path)
        raise MinyiError("write-denied", where=where, reason=error.strerror or str(error)) from None


def client_password(place: Workspace) -> str | None:
    """What to answer a server of this office with, None where nothing names one."""
    return os.environ.get(CLIENT_VARIABLE) or own_password(place)


def own_password(place: Workspace) -> str | None:
    """The same where Prefect's variable for clients is meant for another server."""
    return os.environ.get(SERVER_VARIABLE) or kept_password(place)


def new_password() -> str:
    """One that nobody guesses."""
    return f"minyi:{secrets.token_urlsafe(_BYTES)}"


def _kept(path: Path) -> str | None:
    """What the file says, None where there is none or nothing in it. Raises ``MinyiError`` where it is not this
    account's alone or no password, for anybody may have laid it there, and ``OSError``."""
    odd = MinyiError("prefect-password-odd", where=str(path))
    try:
        file = os.open(path, _READING)
    except FileNotFoundError:
        return None
    except OSError:
        raise odd from None
    try:
        if not _is_ours_alone(os.fstat(file)):
            raise odd
        content = os.read(file, _LONGEST + 1)
    finally:
        os.close(file)
    if not content:
        return None  # the machine went down before it was on the disk
    found = _PASSWORD.fullmatch(content)
    if not found or len(content) > _LONGEST:
        raise odd
    return found[1].decode("ascii")


def _is_ours_alone(file: os.stat_result) -> bool:
    if not stat.S_ISREG(file.st_mode):
        return False
    return os.name != "posix" or (file.st_uid == os.geteuid() and not file.st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _make(path: Path) -> str:
    """Raises ``OSError``, and ``MinyiError`` where others could read it."""
    password = new_password()
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    # Nobody else may read it at any moment, whatever the account's umask.
    with open(part, "x", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        shown = not _is_ours_alone(os.fstat(out.fileno()))
        if not shown:
            out.write(f"{password}\n")
            out.flush()
            os.fsync(out.fileno())
    if shown:
        part.unlink()
        raise MinyiError("prefect-password-shown", where=str(path), variable=SERVER_VARIABLE)
    part.replace(path)
    return password
