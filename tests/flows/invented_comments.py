"""Comments of an invented town, enough for a small model, and how a table of them is written."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from corpus.comments import LabelledComment

PLACES = ("东门", "西街", "河口", "新村", "城北", "老圩")
TROUBLES = {
    "小学的饭菜又贵又难吃": ("教育", "教育文体", "教育"),
    "中学宿舍没有热水": ("教育", "教育文体", "教育"),
    "公交车等了四十分钟不来": ("交通运输", "交通运输", "交通"),
    "末班客车收得太早": ("交通运输", "交通运输", "交通"),
    "流动摊贩把路占满了": ("城市管理与市容", "城乡建设", "城管"),
    "垃圾桶三天没人清": ("城市管理与市容", "城乡建设", "城管"),
    "夜里有人打架闹事": ("交通秩序与社会治安", "政法", "公安"),
    "路口红灯没人守": ("交通秩序与社会治安", "政法", "公安"),
}
SHIPPED = tuple(
    LabelledComment(f"{place}{trouble}", domain, petition_class, (function,), "建设性", "立行立改")
    for trouble, (domain, petition_class, function) in TROUBLES.items()
    for place in PLACES
)
PARKING = tuple(f"{place}人行道上停满了车" for place in PLACES)
PAVEMENT = tuple(f"{place}人行道上停了一排车，走不过去" for place in PLACES)
"""Other words for the same matter."""


def table(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """The rows as CSV; returns ``path``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def given_to(path: Path, *portions: tuple[Sequence[str], str]) -> Path:
    """A table of comments and the function that each portion went to."""
    return table(path, ("text", "职能"), [(text, function) for texts, function in portions for text in texts])


def tagged(path: Path) -> list[dict[str, str]]:
    """The rows that ``minyi tag`` wrote, by column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
