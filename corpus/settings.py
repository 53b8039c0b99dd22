"""How an office wants minyi to work: ``设置.toml`` in the workspace, and the environment, which goes before it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from corpus.messages import MinyiError

NAME = "设置.toml"
HERE = "here"
_FROM_ENVIRONMENT = ("database", "originals", "outputs", "engine", "inbox", "metrics_token")
"""Settings that a variable may give: ``MINYI_DATABASE`` for ``database``, and so on."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is not set is empty or has the value that suits one machine.

    ``database``: a URL; empty for SQLite in the workspace. ``originals`` and ``outputs``: URLs of fsspec's
    (``s3://bucket/folder``); empty for folders of the workspace. ``storage``: options that fsspec wants for them.
    ``engine``: where the work is done (``flows.engines``). ``inbox``: the folder that is watched; empty for the
    workspace's own. ``libreoffice`` and ``ocr``: how many portions of such files are read at once, over all machines.
    ``nightly``: when the nightly job runs, five fields of cron, Beijing time. ``metrics_token``: what a Prometheus on
    another machine has to show.
    """

    database: str = ""
    originals: str = ""
    outputs: str = ""
    storage: Mapping[str, Any] = field(default_factory=dict)
    engine: str = HERE
    inbox: str = ""
    libreoffice: int = 1
    ocr: int = 1
    nightly: str = "30 1 * * *"
    metrics_token: str = ""


def settings_of(folder: Path) -> Settings:
    """The settings that hold in this workspace. Raises ``MinyiError`` if the file has a mistake."""
    found = _of_file(folder / NAME)
    for name in _FROM_ENVIRONMENT:
        if value := os.environ.get(f"MINYI_{name.upper()}"):
            found[name] = value
    return Settings(**found)


def _of_file(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise MinyiError("read-denied", where=str(file)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MinyiError("settings-syntax", where=str(file), reason=error) from error
    kinds = {one.name: _KINDS[str(one.type)] for one in fields(Settings)}
    for name, value in found.items():
        if name not in kinds:
            raise MinyiError("settings-unknown", where=str(file), name=name, known=", ".join(kinds))
        # True is an int for Python, and no number of anything.
        if not isinstance(value, kinds[name]) or isinstance(value, bool):
            raise MinyiError("settings-kind", where=str(file), name=name, value=value)
        if isinstance(value, int) and value < 1:
            raise MinyiError("settings-few", where=str(file), name=name, value=value)
    return found


_KINDS: Mapping[str, type] = {"str": str, "int": int, "Mapping[str, Any]": dict}
