"""What minyi writes, minyi reads: every table of every paper comes back from DOCX, XLSX and PDF, cell by cell.

Of DOCX and XLSX headings and cells are compared as they were written. A PDF knows no paragraphs and breaks lines where
a column ends, so of it they are compared without any white space; how many tables, columns and rows there are must be
the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest
from invented_batch import LONG, MADE_ON, batch, comment_tasks, deduction_tasks, goal_tasks, notice_extraction

from corpus.libreoffice.conversion import Bounds, Original, Target, converted
from corpus.libreoffice.program import program
from corpus.records import Comment, Extraction, Filing, Task
from extractors.extract import extract_bytes
from outputs.assignment import in_order
from outputs.batch import Batch
from outputs.cells import groups
from outputs.checks import checks
from outputs.cycle.tables import TABLES
from outputs.deadlines.conflicts import conflict_rows
from outputs.deadlines.schedule import dated, schedule
from outputs.forms import Pair, Sheet
from outputs.frame import Frame
from outputs.public.listing import listing
from outputs.public.removing import findings
from outputs.word.layout import lay_out
from outputs.word.paper import document, sheet_paper
from outputs.workbook import workbook

BOUNDS = Bounds(600, 600, 4 * 1024**3, 10**9, 10**9)
PLAIN = goal_tasks()[0]


def hard_tasks() -> Iterator[Task]:
    """Rows that a table may lose or change on its way to paper and back."""
    said = (
        {"text": (LONG * 20)[:5000], "goal": LONG * 3},
        {"text": "第一段说路。\n第二段说灯。\n第三段说车。", "measures": "1. 排查；\n2. 更换；\n3、验收。"},
        {"text": "1.修路\n2.修灯\n（1）先东后西\n①再南北", "kind": "其他", "goal": None, "measures": None},
        {"text": "没有人管。", "goal": None, "measures": None, "deadline": None, "due": None, "given_person": None},
        {"text": "=1+1 开头", "goal": "=SUM(A1:A9)", "measures": "-先做\n+后做", "given_person": "@某"},
        {"text": "名字中间有空格。", "given_person": "叶  俊、李　明", "given_responsible": "县　生态环境局"},
        {"text": "日期断了行。", "deadline": "2024年\n12月31日", "due": None},
        {"text": "有|竖线|和\t制表\t符　全角　空格 半角  两个——破折号", "goal": "a|b|c", "measures": "甲\t乙"},
        {"text": "一页放不下。", "measures": "\n".join(f"{i}.第{i}项措施要落实。" for i in range(1, 91))},
        {"text": "合计", "goal": "小计"},
        {"text": "同上", "goal": "同上", "given_person": "同上"},
        {"text": "<w:t>&amp; & < > \" '", "goal": "𠮷家店的表 e\u0301"},
        {"text": "—", "goal": "/", "measures": "无", "number": "1"},
        {"text": "6", "goal": "6"},
        {"text": "序号", "goal": "整改目标", "measures": "整改措施", "number": "问题编号"},
        {"text": "没有编号。", "number": None},
        {
            "text": "已有结果。",
            "filing": Filing("验收单", "周某", "李某 2012345", None, None, "修好3处", "网站", "满意", "图"),
        },
    )
    for at, words in enumerate(said):
        yield replace(PLAIN, **{"number": f"1202300709{at + 5000:05d}", **words})  # type: ignore[arg-type]


def hard() -> Batch:
    """Comments that are proposed, those of a table of goals, deductions, and the hard ones."""
    lost = replace(deduction_tasks()[0], reason=LONG, given_lead="县　发改局", points="0.50")
    return replace(batch(), tasks=(*comment_tasks(8), *goal_tasks(), *deduction_tasks(), lost, *hard_tasks()))


def long() -> Batch:
    """More rows than a table of a paper has: it goes on in others."""
    told = ((n, f"第{n}个路口没有红绿灯，希望加装。") for n in range(1, 251))
    return replace(batch(), tasks=tuple(replace(PLAIN, text=text, number=f"1202300709{n:05d}") for n, text in told))


def papers(whole: Batch) -> Iterator[tuple[str, Pair]]:
    """Every table of a batch, with its path."""
    tasks = in_order(whole.tasks)
    frame = Frame(MADE_ON, similar=groups(tasks))
    for maker in TABLES.values():
        yield from maker(tasks, frame)
    positions = {id(task): at for at, task in enumerate(tasks, 1)}
    deadlines = [(e, d) for e in whole.extractions for d in e.deadlines]
    conflicts = conflict_rows(whole.extractions, dated(deadlines, tasks), positions, whole.registry)
    for path, sheet in (
        ("时限表", schedule(deadlines, tasks, frame, conflicts)),
        ("核对", checks(whole.extractions, frame)),
        ("脱敏核对", listing(findings([pair.screen for _, pair in TABLES["goals"](told_names(), frame)]), {}, frame)),
    ):
        yield path, Pair(sheet, sheet)


def told_names() -> tuple[Task, ...]:
    return tuple(replace(PLAIN, text=f"我的电话是1380013{n:04d}，\n请回电。") for n in range(1, 4))


class Shown(NamedTuple):
    """A table as it is written: its caption (None for that of the whole paper), headings and rows."""

    caption: str | None
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def on_paper(sheet: Sheet) -> list[Shown]:
    """With the columns that the layout folded into others."""
    return [
        Shown(
            re.sub(r"^[一二三四五]、", "", table.heading) or None,
            tuple(column.heading for column in table.columns),
            tuple(tuple("\n".join(cell) for cell in row.cells) for row in table.rows),
        )
        for table in lay_out(sheet).tables
    ]


def on_screen(sheet: Sheet) -> list[Shown]:
    return [Shown(sheet.title, tuple(c.heading for c in table.columns), table.rows) for table in sheet.tables]


def read(found: Extraction, like: Sequence[Shown]) -> list[Shown]:
    """The tables that were read, without the captions that the paper does not print."""
    captions = [shown.caption for shown in like] + [None] * len(found.tables)
    return [
        Shown(table.caption if caption is not None else None, table.header, table.rows)
        for caption, table in zip(captions, found.tables, strict=False)
    ]


def without_space(tables: Iterable[Shown]) -> list[Shown]:
    def bare(text: str) -> str:
        return "".join(text.split())

    return [
        Shown(
            None if caption is None else bare(caption),
            tuple(map(bare, headings)),
            tuple(tuple(map(bare, row)) for row in rows),
        )
        for caption, headings, rows in tables
    ]


@pytest.mark.parametrize("whole", [hard, long], ids=["hard", "long"])
def test_the_cells_of_every_table_come_back_from_word_and_excel(whole: Batch) -> None:
    forms = set()
    for path, pair in papers(whole()):  # type: ignore[operator]
        forms.add(pair.screen.form.key)
        paper, screen = on_paper(pair.paper), on_screen(pair.screen)
        assert paper, path
        back = extract_bytes(document(sheet_paper(pair.paper), MADE_ON), f"{path}.docx")
        assert read(back, paper) == paper, path
        back = extract_bytes(workbook(pair.screen, MADE_ON), f"{path}.xlsx")
        assert read(back, screen) == screen, path
    expected = {*TABLES, "schedule", "checks", "removals"} - (set() if whole is hard else {"explanations", "county"})  # type: ignore[comparison-overlap]
    assert forms == expected


@cache
def printed() -> dict[str, tuple[Sheet, bytes]]:
    """Of each form the paper with the most rows, of both batches, printed in one start of LibreOffice."""
    largest: dict[str, tuple[int, Sheet]] = {}
    for name, whole in (("hard", hard()), ("long", long())):
        for _, pair in papers(whole):
            rows = sum(len(table.rows) for table in pair.paper.tables)
            key = f"{pair.paper.form.key} {name}"
            if rows > largest.get(key, (0, pair.paper))[0]:
                largest[key] = rows, pair.paper
    wanted = {key: sheet for key, (_, sheet) in largest.items() if key.endswith("hard") or key.startswith("measures")}
    files = [Original(document(sheet_paper(sheet), MADE_ON), "docx") for sheet in wanted.values()]
    results = converted(files, Target("pdf"), BOUNDS).results
    return {key: (wanted[key], data or b"") for key, data in zip(wanted, results, strict=True)}


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)")
def test_the_cells_of_every_table_come_back_from_print() -> None:
    """Neither the watermark nor a page number is in any of them."""
    assert len(printed()) == len(TABLES) + 4
    for key, (sheet, data) in printed().items():
        paper = on_paper(sheet)
        back = extract_bytes(data, f"{sheet.title}.pdf")
        assert without_space(read(back, paper)) == without_space(paper), key
        pages = [page for table in back.tables for page in table.source.pages]
        assert pages == sorted(pages)
        if "long" in key:
            assert (len(back.tables), len(back.tables[0].rows)) == (1, 250)
            assert len(pages) > 9


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def plan(of: Comment | Task) -> tuple[str, ...]:
    """What stands in the columns of a plan: goal, measures, deadline, person, without white space."""
    deadline = of.given_deadline if isinstance(of, Comment) else of.deadline
    return tuple(map(squeezed, (of.goal, of.measures, deadline, of.given_person)))


NOT_MEANT = {"合计", "同上"}
"""A row that says so adds up others, or says what the one above it says."""
FORMS = ("task_list", "department", "county", "goals", "measures", "explanations", "completion", "ledger", "five_haves")


@pytest.mark.parametrize("form", FORMS)
def test_the_comments_that_are_found_in_a_workbook_are_the_tasks_that_were_written(form: str) -> None:
    tasks = {task.number: task for task in hard().tasks if task.origin == "群众意见建议"}
    for path, pair in TABLES[form](in_order(hard().tasks), Frame(MADE_ON)):
        rows = [row for table in pair.screen.tables if "text" in {c.key for c in table.columns} for row in table.rows]
        found = extract_bytes(workbook(pair.screen, MADE_ON), f"{path}.xlsx").comments
        assert len(found) == sum("合计" not in row for row in rows), path
        for comment in found:
            task = tasks[comment.number]
            assert squeezed(comment.text) == squeezed(task.text)
            if form in {"task_list", "department", "goals"} and task.text not in NOT_MEANT:
                assert comment.given_kind == task.kind
                assert plan(comment) == plan(task)
            if form == "measures":
                filed = task.filing
                assert (comment.filing.standard, comment.filing.contact) == (filed.standard, filed.contact)
            if form == "completion":
                filed = task.filing
                assert (comment.filing.result, comment.filing.evidence) == (filed.result, filed.evidence)


@pytest.mark.parametrize("form", FORMS)
def test_the_comments_that_are_found_in_a_paper_are_the_tasks_that_were_written(form: str) -> None:
    tasks = {task.number: task for task in hard().tasks if task.origin == "群众意见建议"}
    for path, pair in TABLES[form](in_order(hard().tasks), Frame(MADE_ON)):
        rows = [row for table in pair.paper.tables if "text" in {c.key for c in table.columns} for row in table.rows]
        found = extract_bytes(document(sheet_paper(pair.paper), MADE_ON), f"{path}.docx").comments
        assert len(found) == sum("合计" not in row for row in rows), path
        assert all(squeezed(comment.text) == squeezed(tasks[comment.number].text) for comment in found)
        assert all(comment.survey_source is None for comment in found)
        if form in {"task_list", "department", "goals"}:
            meant = [comment for comment in found if tasks[comment.number].text not in NOT_MEANT]
            assert [plan(comment) for comment in meant] == [plan(tasks[comment.number]) for comment in meant]
            assert [comment.given_kind for comment in meant] == [tasks[comment.number].kind for comment in meant]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("form", ["goals", "completion", "task_list", "department", "county"])
def test_the_deductions_that_are_found_are_the_tasks_that_were_written(form: str, suffix: str) -> None:
    lost = [task for task in hard().tasks if task.origin == "指标扣分"]
    tasks = {(t.indicator, t.reason): (t.points, t.given_lead or "", t.given_responsible or "") for t in lost}
    for path, pair in TABLES[form](in_order(hard().tasks), Frame(MADE_ON)):
        parts = [table for table in pair.screen.tables if "指标" in table.part.tab]
        made = document(sheet_paper(pair.paper), MADE_ON) if suffix == "docx" else workbook(pair.screen, MADE_ON)
        found = extract_bytes(made, f"{path}.{suffix}").deductions
        assert len(found) == sum(len(table.rows) for table in parts), path
        assert all((d.points, d.lead, d.responsible) == tasks[d.indicator, d.reason] for d in found), path


def test_the_paper_of_a_form_is_no_notice_though_it_names_one() -> None:
    """Else two forms that came back would count as one notice, of which only one has deductions."""
    assert notice_extraction().notice is not None
    for path, pair in papers(hard()):
        found = extract_bytes(document(sheet_paper(pair.paper), MADE_ON), f"{path}.docx").notice
        assert found is None or (found.number, found.date) == (None, None), path
