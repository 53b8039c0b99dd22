"""System programs that some formats need: their names, and how one gets them (``data/programs.toml``)."""

from __future__ import annotations

import shutil
import sys

from corpus.messages import text
from corpus.terms import terms

_INSTALLERS = {"darwin": ("brew",), "win32": ("winget",)}
_OTHER_INSTALLERS = ("apt-get", "dnf")
_THEIR_PLACE = "/usr/bin"
"""Looked at in its usual place: a short PATH (a service's) hides it, and the command is for a person's terminal."""


def name(program: str) -> str:
    """As a person knows it: ``LibreOffice``."""
    known: str = terms("programs")[program]["name"]
    return known


def how_to_install(program: str) -> str:
    """The command for this system; where its installer is not known, where to get the program from."""
    known: dict[str, str] = terms("programs")[program]
    system = sys.platform
    if system in _INSTALLERS:
        installers = [one for one in _INSTALLERS[system] if one in known]
    else:
        installers = [one for one in _OTHER_INSTALLERS if one in known and shutil.which(one, path=_THEIR_PLACE)]
    return known[installers[0]] if installers else text("install-elsewhere", program=known["name"])
