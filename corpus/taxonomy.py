"""Domains of comments and functions of departments, from ``data/domains.toml`` and ``data/departments.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.registry import holders

CONSTRUCTIVE, OTHER = "建设性", "其他"
KINDS = (CONSTRUCTIVE, OTHER)
DISPOSITIONS = ("立行立改", "分步整改", "吸纳采纳", "帮扶解决", "宣传解释", "疏导化解", "引导纠正", "无明确指向")


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain: its class in the petition scheme (None for 无明确指向) and its usual functions, lead first."""

    code: str
    key: str
    petition_class: str | None
    functions: tuple[str, ...]
    belongs: str
    seems: str


@dataclass(frozen=True, slots=True)
class Department:
    """The department that usually holds a function, and the names of all bodies that do, in use and former ones."""

    function: str
    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def _records(name: str, key: str) -> list[dict[str, object]]:
    table = tomllib.loads(files("corpus").joinpath(f"data/{name}.toml").read_text("utf-8"))
    rows: list[dict[str, object]] = table[key]
    return rows


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, Sequence) else ()


@cache
def domains() -> Mapping[str, Domain]:
    """All domains by key, in the order of their codes."""
    return {
        str(r["key"]): Domain(
            str(r["code"]),
            str(r["key"]),
            str(r["class"]) or None,
            _strings(r["functions"]),
            str(r["belongs"]),
            str(r["seems"]),
        )
        for r in _records("domains", "domain")
    }


@cache
def departments() -> Mapping[str, Department]:
    """The directory by function key; the names are those of the registry of organisations."""
    return {
        str(r["function"]): _department(str(r["function"]), str(r["name"]))
        for r in _records("departments", "department")
    }


def _department(function: str, name: str) -> Department:
    names = [(other, body.until is None) for body in holders(function) for other in body.names if other != name]
    return Department(
        function, name, tuple(n for n, in_use in names if in_use), tuple(n for n, in_use in names if not in_use)
    )
