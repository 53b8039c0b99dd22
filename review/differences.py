"""What two verdicts differ in, in the field's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.records import Verdict

FIELDS: Mapping[str, str] = {
    "lead": "牵头单位",
    "supporting": "配合单位",
    "domain": "领域",
    "kind": "意见建议类型",
    "disposition": "处置性质",
    "note": "备注",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same, by its name and word; values are as they are read, empty where there is none."""

    field: str
    word: str
    before: str
    after: str


def differences(before: Verdict, after: Verdict) -> tuple[Difference, ...]:
    """The fields in which the second verdict is not the first one."""
    return tuple(
        Difference(field, word, said(before, field), said(after, field))
        for field, word in FIELDS.items()
        if getattr(before, field) != getattr(after, field)
    )


def said(verdict: Verdict, field: str) -> str:
    """A field of a verdict as it is read."""
    value = getattr(verdict, field)
    return "、".join(value) if isinstance(value, tuple) else value or ""
