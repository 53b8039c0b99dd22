"""A small batch of invented comments and deductions whose numbers can be counted by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from corpus.records import Deadline, Extraction, Notice, Source, Status, Task
from outputs.batch import Batch
from outputs.cautions import cautions
from outputs.forms import Forms, shipped_forms
from outputs.frame import Frame
from outputs.word.paper import Paper, Text

DAY = date(2024, 5, 20)
AT = Source("来文/通知.docx", "e" * 64, paragraph=3)
NOTICE = Notice(
    kind="通知",
    number="岚绩发〔2024〕6号",
    date=date(2024, 5, 6),
    title="岚山市绩效办关于做好《整改方案》落实工作的通知",
)


def comment(number: int, *, kind: str = "建设性", domain: str = "教育", unit: str = "县教育局", **more: object) -> Task:
    task = Task("群众意见建议", f"第{number}条意见，电话13900000000。", AT, number=f"1202300709{number:05d}")
    return replace(task, kind=kind, domain=domain, given_responsible=unit, key=str(number), **more)  # type: ignore[arg-type]


def deduction(points: str, lead: str) -> Task:
    return Task("指标扣分", "指标：理由", AT, indicator="指标", reason="理由", points=points, given_lead=lead)


TASKS = (
    comment(1),
    comment(2, kind="其他", group="g"),
    comment(3, domain="交通运输", unit="白石镇人民政府", group="g"),
    comment(4, domain="交通运输", unit="县交通运输局"),
    comment(5, domain="交通运输", unit="各有关单位"),
    deduction("0.75", "县住建局"),
    deduction("1.5", "县住建局"),
)


def batch(tasks: tuple[Task, ...] = TASKS, deadlines: tuple[Deadline, ...] = (), notice: Notice = NOTICE) -> Batch:
    found = Extraction("来文/通知.docx", "e" * 64, "docx", Status.OK, notice=notice, deadlines=deadlines)
    return Batch((found,), tasks, (), None, {}, DAY, comments_in=7, merged_groups=1)


def frame(of: Batch, office: Mapping[str, str] | None = None) -> Frame:
    forms = Forms(shipped_forms().by_key, {**shipped_forms().office, **(office or {})})
    return Frame(DAY, known=cautions(of.extractions), forms=forms)


def texts(paper: Paper) -> list[Text]:
    return [block for block in paper.leaves[0].blocks if isinstance(block, Text)]


def said(paper: Paper) -> str:
    return "\n".join(text.text for text in texts(paper))


def of_style(paper: Paper, style: str) -> list[str]:
    return [text.text for text in texts(paper) if text.style == style]
