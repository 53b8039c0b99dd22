"""The refusals of the interface as its schema declares them: every status with which a route may answer."""

from __future__ import annotations

from typing import Any

from review.api.shapes import Conflict, Refusal

_WORDS = {
    400: "请求体不是可读的 JSON",
    401: "没有登录，或会话已结束",
    403: "无权这样做，或缺少 X-CSRF-Token",
    404: "没有这个事物，或无权看到",
    409: "别人先改了，没有写入",
    413: "请求过大",
    422: "请求中有无法理解或不成立的内容",
    423: "批次已报送，不得修改",
    429: "尝试过多，请稍后再试",
    503: "数据库暂不可用，请稍后再试",
}
Answers = dict[int | str, dict[str, Any]]


def refusals(*statuses: int) -> Answers:
    """The answers of a route, with those that every route may give."""
    all_of_them = sorted({401, 422, 503, *statuses})
    return {
        status: {"model": Conflict if status == 409 else Refusal, "description": _WORDS[status]}
        for status in all_of_them
    }


READING = refusals(404)
CHANGING = refusals(400, 403, 404, 409, 413, 423)
