"""What the overview and its workbook say for columns, for what is empty, and for bands."""

from __future__ import annotations

from collections.abc import Mapping

from review.figures.crosstab import Head
from review.filters import NOT_SAID
from review.web.wording import SURENESS

AXES: Mapping[str, str] = {
    "domain": "领域",
    "lead": "牵头单位",
    "place": "地方",
    "year": "年度",
    "kind": "类型",
    "disposition": "处置性质",
    "origin": "来源",
    "month": "月份",
    "score": "把握",
}
UNSAID: Mapping[str, str] = {
    "domain": "未分领域",
    "lead": "未定单位",
    "place": "未提及地方",
    "year": "年度不明",
    "kind": "未分类型",
    "disposition": "未定处置",
}
DUE: Mapping[str, str] = {
    "overdue": "已逾期",
    "week": "7日内",
    "month": "30日内",
    "later": "30日以后",
    "none": "无期限",
}
GROUPS: Mapping[str, str] = {"open": "均未定", "partly": "部分已定", "decided": "均已定"}


def named(axis: str, value: str) -> str:
    """A value of a column as it is read: 2025年, 未定单位."""
    if value == NOT_SAID:
        return UNSAID.get(axis, NOT_SAID)
    if axis == "year":
        return f"{value}年"
    return SURENESS.get(value, value) if axis == "score" else value


def headed(axis: str, head: Head) -> str:
    """The head of a row or column: a value, or 其余12项."""
    return f"其余{head.many}项" if head.value is None else named(axis, head.value)


def remaining(days: int | None) -> str:
    """How many days are left, in words: 还有5天, 今天到期, 已过3天."""
    if days is None:
        return "未定日期"
    if days == 0:
        return "今天到期"
    return f"还有{days}天" if days > 0 else f"已过{-days}天"
