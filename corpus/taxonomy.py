"""Domains of comments and the directory of departments, from ``data/domains.toml`` and ``data/departments.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
    """The department that holds a function, its other names in use, and its names before the reforms."""

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
    """The directory by function key."""
    return {
        str(r["function"]): Department(
            str(r["function"]), str(r["name"]), _strings(r.get("aliases")), _strings(r.get("former"))
        )
        for r in _records("departments", "department")
    }


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """(name, function), longest name first, so that the most specific one wins."""
    pairs = [(n, d.function) for d in departments().values() for n in (d.name, *d.aliases, *d.former)]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


def function_of(organisation: str) -> str | None:
    """The function key of an organisation ("市工信局（原市工信委）" → 工信); None if it is not in the directory."""
    bare = re.sub(r"（原[^）]*）|\(原[^)]*\)", "", organisation)
    return next((function for name, function in _names() if name in bare), None)
