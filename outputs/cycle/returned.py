"""A matter that came back: what the year before had of it, in the words of a remark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.records import Closing, Task

_NAMED = 3
_QUOTED = 20
"""Characters by which a comment without a number is known again."""


def closed_said(closing: Closing | None) -> str:
    """已销号, 未销号, or 销号不详 where the workspace does not know."""
    if closing is None:
        return "销号不详"
    return "已销号" if closing.closed else "未销号"


def returned_notes(found: Sequence[Task], closings: Mapping[str, Closing]) -> tuple[str, ...]:
    """``上年度同类意见：120230070900012（上年已销号）``; nothing where there was none.

    Whether it was struck off is said where ``closings`` has it.
    """
    if not found:
        return ()
    named = "、".join(_named(task, closings.get(task.key)) for task in found[:_NAMED])
    more = f"等{len(found)}条" if len(found) > _NAMED else ""
    return (f"上年度同类意见：{named}{more}",)


def _named(task: Task, closing: Closing | None) -> str:
    words = "".join(task.text.split())
    quote = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip('，。；：、！？')}…"
    return (task.number or f"“{quote}”") + (f"（上年{closed_said(closing)}）" if closing else "")
