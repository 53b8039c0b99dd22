"""The password of the Prefect server that ``minyi up`` starts, as ``user:password``.

Whoever may ask that server may have it run any program as the account of minyi. The machine's other accounts reach it,
too, so it never is without one: Prefect's own variables name it, else the workspace has one that its owner alone reads.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from corpus.workspace import Workspace

SERVER_VARIABLE, CLIENT_VARIABLE = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
_BYTES = 24


def password_file(place: Workspace) -> Path:
    """Where the office's own is kept; it may not be there."""
    return place.folder / "prefect" / "password"


def kept_password(place: Workspace) -> str | None:
    """The office's own, None where none was made or this account may not read it."""
    try:
        return password_file(place).read_text("ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def server_password(place: Workspace) -> str:
    """What a server of this office is to ask for; made at the first start. Raises ``OSError``."""
    if there := os.environ.get(SERVER_VARIABLE) or kept_password(place):
        return there
    password = f"minyi:{secrets.token_urlsafe(_BYTES)}"
    path = password_file(place)
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    # Nobody else may read it at any moment, whatever the account's umask.
    with open(part, "x", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        out.write(f"{password}\n")
    part.replace(path)
    return password


def client_password(place: Workspace) -> str | None:
    """What to answer a server of this office with, None where nothing names one."""
    return os.environ.get(CLIENT_VARIABLE) or os.environ.get(SERVER_VARIABLE) or kept_password(place)
