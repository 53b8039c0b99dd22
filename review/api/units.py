"""Finding a unit of the office's directory by name, pinyin or initials."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from corpus.directory import Directory
from review.api import shapes
from review.api.documented import refusals
from review.refusals import NotAllowedError
from review.units import LONGEST_QUERY, Found, UnitSearch
from review.web.context import Asking, Given

router = APIRouter(tags=["单位"])
_searches: dict[str, UnitSearch] = {}
"""By the directory's version: a server has one directory, and its pinyin is worked out once."""


@router.get("/units", summary="查单位", response_model=list[shapes.Unit], responses=refusals(403))
def find(
    person: Asking,
    settings: Given,
    q: Annotated[str, Query(description="名称、别名、拼音或首字母", max_length=LONGEST_QUERY)] = "",
) -> tuple[Found, ...]:
    """本单位部门目录中的单位，最像的在前。"""
    if not person.sees_all:
        raise NotAllowedError("units-office-only")
    return _search(settings.directory).find(q)


def _search(directory: Directory) -> UnitSearch:
    if directory.version not in _searches:
        _searches[directory.version] = UnitSearch.of(directory)
    return _searches[directory.version]
