"""Which department gets which task: the document's own word first, then the proposal, else a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import Task

LEAD, RESPONSIBLE, PROPOSED = "牵头", "责任", "建议"
UNDECIDED = "待人工确定"
_UNKNOWN_FUNCTION = "不明"
_NOT_SAID = {"", "/", "-", "—", "——", "无", "空"}
_FORMER = re.compile(r"\s*[（(]原[^（）()]*[）)]")
_LEVEL = re.compile(r"^(?:自治区|省|市|县|区)(?=.{2,})")
_UNIT_ENDS = (*"局委办府部院会处队站区镇乡司厅所团校", "中心", "街道", "领导小组")
_OPEN, _CLOSE = "（(〔[【《", "）)〕]】》"
_LONGEST_NAME = 60
"""Characters in a file name: a Chinese one takes three of the 255 bytes that most systems allow."""
_UNSAFE = str.maketrans(
    {"/": "／", "\\": "＼", ":": "：", "*": "＊", "?": "？", '"': "”", "<": "〈", ">": "〉", "|": "｜"}
)


@dataclass(frozen=True, slots=True)
class Share:
    """A task in a department's table: its position in the task list (from 1) and the part the department has in it."""

    position: int
    task: Task
    role: str


@dataclass(frozen=True, slots=True)
class DepartmentTasks:
    """All tasks of one department. ``file_name`` is safe on every system and unlike that of any other department."""

    department: str
    file_name: str
    shares: tuple[Share, ...]


def units(text: str | None) -> tuple[str, ...]:
    """The units a cell names, each without its former name: ``经开区管委、市市政局（原市市容局）`` are two.

    A 、 inside brackets does not part units (各县（市、区）人民政府 is one). A line break or a space parts them only
    behind a word that a unit's name ends with, for a cell's text also breaks inside names.
    """
    pieces, depth = [""], 0
    for char in _FORMER.sub("", unicodedata.normalize("NFC", text or "")):
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        ends = char in "、；;，," or (char.isspace() and pieces[-1].endswith(_UNIT_ENDS))
        if ends and not depth:
            pieces.append("")
        elif not char.isspace():
            pieces[-1] += char
    return tuple(dict.fromkeys(p for p in pieces if p not in _NOT_SAID))


def roles(task: Task) -> tuple[tuple[str, str], ...]:
    """(department, role) of a task. Where the document fills one column only, that unit alone answers for the task."""
    lead, responsible = units(task.given_lead), units(task.given_responsible)
    if lead or responsible:
        found: dict[str, list[str]] = {}
        for names, role in ((lead, LEAD), (responsible, RESPONSIBLE)):
            for name in names:
                found.setdefault(name, []).append(role)
        return tuple((name, "、".join(parts)) for name, parts in found.items())
    if task.candidates and task.candidates[0].function != _UNKNOWN_FUNCTION:
        return (((units(task.candidates[0].department) or (UNDECIDED,))[0], PROPOSED),)
    return ((UNDECIDED, UNDECIDED),)


def is_given(task: Task) -> bool:
    """Whether the document itself says who is to act."""
    return bool(units(task.given_lead) or units(task.given_responsible))


def by_department(tasks: Sequence[Task]) -> tuple[DepartmentTasks, ...]:
    """The tasks of each department, in the order in which the departments come up; what nobody has been found for last.

    A name with and without its level (市生态环境局, 生态环境局) is one department as long as only one level is in use.
    """
    shares: dict[str, list[Share]] = {}
    for position, task in enumerate(tasks, 1):
        for name, role in roles(task):
            shares.setdefault(name, []).append(Share(position, task, role))
    merged: dict[str, list[Share]] = {}
    same = _one_level(shares)
    for name, own in shares.items():
        merged.setdefault(same.get(name, name), []).extend(own)
    order = sorted(merged, key=lambda n: (n == UNDECIDED, merged[n][0].position))
    names = _file_names(order)
    return tuple(DepartmentTasks(n, names[n], tuple(_once(sorted(merged[n], key=lambda s: s.position)))) for n in order)


def _one_level(names: Iterable[str]) -> dict[str, str]:
    """Names without their level → the only name in use that has one."""
    levels: dict[str, list[str]] = {}
    for name in names:
        if bare := _LEVEL.match(name):
            levels.setdefault(name[bare.end() :], []).append(name)
    return {bare: full[0] for bare, full in levels.items() if len(full) == 1}


def _once(shares: Sequence[Share]) -> Iterable[Share]:
    """One row a task, though both names of a department may stand in it."""
    parts: dict[int, list[Share]] = {}
    for share in shares:
        parts.setdefault(share.position, []).append(share)
    for position, own in parts.items():
        yield Share(position, own[0].task, "、".join(dict.fromkeys(r for s in own for r in s.role.split("、"))))


def _file_names(departments: Sequence[str]) -> dict[str, str]:
    taken: set[str] = set()
    names = {}
    for department in departments:
        safe = "".join(c for c in department.translate(_UNSAFE) if c.isprintable()).strip(". ")[:_LONGEST_NAME]
        name, number = safe or UNDECIDED, 2
        while name.casefold() in taken:
            name, number = f"{safe}（{number}）", number + 1
        taken.add(name.casefold())
        names[department] = name
    return names
