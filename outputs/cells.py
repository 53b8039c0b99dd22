"""A task in the words of a table's cells, by column key (``forms.toml``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from corpus.body_names import is_collective
from corpus.directory import UNCLEAR
from corpus.records import Candidate, Matter, Source, Task, Verdict
from outputs.assignment import COLLECTIVE, UNDECIDED, roles
from outputs.decided import awaits_review, decided_units, is_for_nobody, moved, overruled, tags
from outputs.forms import confidence
from outputs.safe_text import for_xml

_MARKS = "①②③④⑤⑥⑦⑧⑨"
_SURE, _A_CHANCE = 0.8, 0.1
_UNIT_KEYS = ("lead", "responsible", "supporting", "person", "proposed", "reason")
_QUOTED = 20
"""Characters by which a part of a comment is known again."""
_BROKEN_DATE = re.compile(r"(?<=[年月\d至—-])\n(?=\d)|\n(?=[年月日前底内起至止—-]|[之以]前)")


@lru_cache(maxsize=65_536)  # each form of a batch has the same texts again
def clean(text: str | None) -> str:
    """A cell's text: no characters that XML forbids, tabs as spaces, ``\\n`` between paragraphs, no empty paragraph."""
    if not text:
        return ""
    parts = for_xml(text).replace("\t", " ").split("\n")
    return "\n".join(p.strip() for p in parts if p.strip())


def one_line(text: str | None) -> str:
    """A cell's text in one line: a break inside a date goes, any other parts two statements (立即整改；长期坚持)."""
    return _BROKEN_DATE.sub("", clean(text)).replace("\n", "；")


def shown_name(file: str) -> str:
    """A file's name without its folders, whichever system wrote the path; what lies in a mail with the mail's name."""
    path = PurePosixPath(file.replace("\\", "/"))
    in_mail = path.parent.suffix.lower() in {".eml", ".msg"}
    return f"{path.parent.name}/{path.name}" if in_mail else path.name


NO_MARKS: Mapping[str, str] = {}


def file_marks(tasks: Sequence[Task]) -> Mapping[str, str]:
    """①②… for the files the tasks come from, to save room on paper; none where there are more files than marks."""
    files = list(dict.fromkeys(s.file for t in tasks for s in (t.source, *t.other_sources)))
    return dict(zip(files, _MARKS, strict=False)) if len(files) <= len(_MARKS) else NO_MARKS


def place(source: Source, marks: Mapping[str, str] = NO_MARKS) -> str:
    """Where something stands, as a clerk would say it: ``意见.xlsx，表“2022”，第5行``."""
    mark = marks.get(source.file, "")
    parts = [] if mark else [shown_name(source.file)]
    if source.sheet:
        parts.append(f"表“{source.sheet}”")
    if source.pages:
        first, last = min(source.pages), max(source.pages)
        parts.append(f"第{first}页" if first == last else f"第{first}—{last}页")
    if source.table and not source.sheet:
        parts.append(f"表{source.table}")
    if source.row:
        parts.append(f"第{source.row}行")
    elif source.paragraph and not source.table:
        parts.append(f"第{source.paragraph}段")
    return clean(mark + ("" if mark else "，").join(parts))


def due_text(deadline: str | None, due: date | None) -> str:
    """The document's own words, and the date they were read as where the words do not already say it."""
    said = clean(deadline)
    if due is None:
        return said
    bare = re.sub(r"\s", "", said)
    if re.search(rf"{due.year}[年./-]0?{due.month}[月./-]0?{due.day}(?!\d)", bare):
        return said
    return f"{said}\n{due.isoformat()}" if said else due.isoformat()


def notice_named(task: Task) -> str:
    """The notice that a task came in: ``《关于……的通知》（×绩发〔2026〕3号）``; empty where it has neither."""
    title, number = clean(task.notice_title).replace("\n", ""), clean(task.notice_number)
    return (f"《{title}》" if title else "") + (f"（{number}）" if number and title else number)


def groups(tasks: Sequence[Task]) -> Mapping[str, tuple[int, ...]]:
    """Positions (from 1) of the tasks of each group of near-duplicates; groups of one are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, task in enumerate(tasks, 1):
        if task.group:
            found[task.group].append(position)
    return {g: tuple(p) for g, p in found.items() if len(p) > 1}


def worth_saying(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The first candidate, and up to two more that have a chance where the first is not sure."""
    first = candidates[:1]
    sure = bool(first) and first[0].score >= _SURE
    return first if sure else (*first, *(c for c in candidates[1:3] if c.score >= _A_CHANCE))


def _proposal(candidate: Candidate) -> str:
    if candidate.function == UNCLEAR:
        return UNDECIDED
    return f"{candidate.department}（{confidence(candidate.score)}）"


def _matters(task: Task) -> list[str]:
    """Each part of the comment that is for another department than the first candidate, with that department."""
    first = task.candidates[0].department if task.candidates else ""
    others = (m for m in task.matters if m.candidates[0].department != first)
    return [
        f"其中“{_beginning(task.text, m)}”：{_proposal(m.candidates[0])}"
        for m in others
        if m.candidates[0].function != UNCLEAR
    ]


def _beginning(text: str, matter: Matter) -> str:
    words = one_line(text[matter.start : matter.end])
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


def _remark(
    task: Task, position: int, similar: Mapping[str, tuple[int, ...]], marks: Mapping[str, str], list_name: str
) -> str:
    remarks = ["待核"] if awaits_review(task) else []
    if task.verdict is not None:
        remarks += _of_verdict(task, task.verdict)
    if task.doubtful:
        remarks.append("识别存疑，请对照原件")
    if several := [name for name, _ in roles(task) if is_collective(name)]:
        remarks.append(f"{'、'.join(map(clean, several))}为{COLLECTIVE}，须分解到具体单位")
    others = [str(p) for p in similar.get(task.group or "", ()) if p != position]
    if others:
        more = f"等{len(others)}项" if len(others) > 5 else "项"
        remarks.append(f"与{list_name}第{'、'.join(others[:5])}{more}相似")
    if task.other_sources:
        places = "；".join(place(s, marks) for s in task.other_sources[:3])
        more = "等" if len(task.other_sources) > 3 else ""
        remarks.append(f"同一意见另见{places}{more}")
    return "\n".join(remarks)


def _of_verdict(task: Task, verdict: Verdict) -> list[str]:
    """What a person noted, that nobody is to act, and what the document says otherwise."""
    listed = "，".join(f"{heading}“{one_line(words)}”" for heading, words in overruled(task))
    said = (
        clean(verdict.note),
        "经核定不分办" if is_for_nobody(task) else "",
        f"来文原列：{listed}" if listed else "",
    )
    return [remark for remark in said if remark]


def _unit_cells(task: Task, *, propose: bool) -> dict[str, str | None]:
    """Who is to act: as a person decided, else the document's own word; the units that are proposed beside it."""
    if task.verdict is not None:
        lead, helping = decided_units(task.verdict)
        person = None if moved(task) else task.given_person
        return {"lead": "、".join(lead), "supporting": "、".join(helping), "person": person}
    cells = {"lead": task.given_lead, "responsible": task.given_responsible, "person": task.given_person}
    if not propose:
        return cells
    candidates = worth_saying(task.candidates)
    known = candidates and candidates[0].function != UNCLEAR
    return cells | {
        "proposed": "\n".join((*map(_proposal, candidates), *_matters(task))),
        "supporting": "、".join(task.supporting),
        "reason": candidates[0].reason if known else "",
    }


def task_cells(
    task: Task,
    position: int,
    similar: Mapping[str, tuple[int, ...]],
    *,
    propose: bool = True,
    list_name: str = "",
    marks: Mapping[str, str] = NO_MARKS,
    notes: Sequence[str] = (),
) -> dict[str, str]:
    """The cells of one task. ``position`` is its row in the task list, ``similar`` comes from ``groups``.

    With ``propose`` false the departments that the classifiers name are left out (the document's own word decides), and
    so they are where a person has decided.
    With ``marks`` a file is called by its mark, and the heading of the table says which file and notice that is.
    ``notes`` are further remarks (``Frame.notes``).
    """
    said = tags(task)
    no_unit: dict[str, str | None] = dict.fromkeys(_UNIT_KEYS)
    cells = no_unit | {
        "row": str(position),
        "number": task.number,
        "text": task.text,
        "origin": task.origin,
        "domain": said.domain,
        "kind": said.kind,
        "disposition": said.disposition,
        "territory": "\n".join(map(str, task.territory)),
        "leader": task.filing.leader,
        "contact": task.filing.contact,
        "goal": task.goal,
        "measures": task.measures,
        "points": task.points,
        "indicator": task.indicator or ("" if task.reason else task.text),
        "deduction_reason": task.reason,
    }
    texts = {key: clean(value) for key, value in (cells | _unit_cells(task, propose=propose)).items()}
    texts["deadline"] = due_text(task.deadline, task.due)
    number = f"（{clean(task.notice_number)}）" if task.notice_number and not marks else ""
    texts["source"] = place(task.source, marks) + number
    remark = _remark(task, position, similar, marks, list_name)
    texts["remark"] = "\n".join(filter(None, (remark, *notes)))
    return texts
