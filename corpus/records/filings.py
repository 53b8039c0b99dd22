"""What the responsible unit fills in of a task (填报), beside goal, measures, deadline and person in charge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filing:
    """The words of a filled-in form; None where nothing was filled in.

    ``standard``: 整改标准 or 成果形式 (what result can be checked). ``leader``: 分管领导. ``contact``: 联络员.
    ``cause``, ``explanation``: 原因分析, 情况说明 (of 其他类). ``result``: 完成情况及成效. ``publicity``: 公示情况.
    ``satisfaction``: 群众满意度. ``evidence``: what is named as 佐证材料.
    """

    standard: str | None = None
    leader: str | None = None
    contact: str | None = None
    cause: str | None = None
    explanation: str | None = None
    result: str | None = None
    publicity: str | None = None
    satisfaction: str | None = None
    evidence: str | None = None


NOT_FILED = Filing()
FILED = ("standard", "leader", "contact", "cause", "explanation", "result", "publicity", "satisfaction", "evidence")
"""The fields of ``Filing``, which are meanings of columns (``data/headers.toml``) by the same names."""
