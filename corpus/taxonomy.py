"""Domains of comments and functions of departments, from ``data/domains.toml`` and ``data/departments.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.terms import terms

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
    """The department that usually holds a function; what else bodies are called is in ``corpus.bodies``.

    ``duties`` is what whoever holds the function answers for, ``cues`` are words of a text that point to it.
    """

    function: str
    name: str
    duties: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


@cache
def domains() -> Mapping[str, Domain]:
    """All domains by key, in the order of their codes."""
    return {
        row["key"]: Domain(
            row["code"], row["key"], row["class"] or None, tuple(row["functions"]), row["belongs"], row["seems"]
        )
        for row in terms("domains")["domain"]
    }


@cache
def departments() -> Mapping[str, Department]:
    """The directory by function key; the names are those of the registry of organisations."""
    return {
        row["function"]: Department(row["function"], row["name"], tuple(row["duties"]), tuple(row["cues"]))
        for row in terms("departments")["department"]
    }
