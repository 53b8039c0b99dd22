"""The names of the metrics, what each means, and its labels (``corpus/data/metrics.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Described:
    """A metric. ``kind`` is ``counter``, ``gauge`` or ``histogram``."""

    name: str
    help: str
    kind: str
    labels: tuple[str, ...]


@cache
def catalogue() -> Mapping[str, Described]:
    """All metrics of ours by name."""
    found = tomllib.loads(files("corpus").joinpath("data/metrics.toml").read_text("utf-8"))
    return {name: Described(name, one["help"], one["kind"], tuple(one["labels"])) for name, one in found.items()}
