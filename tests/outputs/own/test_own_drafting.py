"""本单位表式: which documents a template becomes, and that a wrong one harms no other draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from invented_batch import MADE_ON, batch, comment_tasks, deduction_tasks, goal_tasks
from own_templates import LOOP, excel, word

from corpus.messages import MinyiError, describe
from corpus.records import Closing, Problem, Step, StepDone, Task, Territory
from outputs.drafts import drafts, write_drafts
from outputs.forms import shipped_forms
from outputs.frame import Frame
from outputs.own.drafting import own_forms
from outputs.own.fields import described, known
from outputs.own.starter import excel_starter, word_starter
from outputs.own.template import Template, problems_of, templates_in

pytestmark = pytest.mark.usefixtures("in_chinese")
UNIT = "{{ 部门 }}{{ 县区 }}：{{ 共计 }}"


def made_of(*templates: Template, tasks: Sequence[Task] | None = None) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    ones = (*goal_tasks(), *deduction_tasks()) if tasks is None else tasks
    return own_forms(templates, ones, Frame(MADE_ON), "2023年度社会评价")


def said(data: bytes) -> str:
    return docx.Document(BytesIO(data)).paragraphs[0].text


def test_a_plain_name_is_one_document_for_the_batch() -> None:
    made, problems = made_of(Template("措施表.docx", word(UNIT)))
    assert problems == ()
    assert {name: said(data) for name, data in made.items()} == {"本单位表式/措施表.docx": "：6"}


@pytest.mark.parametrize("word_for_it", ["{部门}", "｛部门｝", "{ 单位 }"])
def test_a_name_with_the_department_is_a_document_for_each(word_for_it: str) -> None:
    made, problems = made_of(Template(f"措施表（{word_for_it}）.docx", word(UNIT)))
    assert problems == ()
    found = {name.removeprefix("本单位表式/"): said(data) for name, data in made.items()}
    assert found["措施表（县住建局）.docx"] == "县住建局：1"
    # one comment and one deduction name it
    assert found["措施表（县生态环境局）.docx"] == "县生态环境局：2"


def test_a_name_with_the_county_is_a_document_for_each() -> None:
    tasks = [
        replace(comment_tasks(1)[0], territory=(Territory(place, ""),)) for place in ("青河县", "白石区", "青河县")
    ]
    made, _ = made_of(Template("{县区}措施表.docx", word(UNIT)), tasks=tasks)
    assert {name.removeprefix("本单位表式/"): said(data) for name, data in made.items()} == {
        "青河县措施表.docx": "青河县：2",
        "白石区措施表.docx": "白石区：1",
    }


def test_a_department_without_anything_in_the_lists_of_the_template_gets_no_document() -> None:
    rows = (("{%tr for 行 in 扣分事项 %}",), ("{{ 行.指标 }}",), ("{%tr endfor %}",))
    made, _ = made_of(Template("扣分-{部门}.docx", word(UNIT, rows=rows)), tasks=(*goal_tasks(), deduction_tasks()[0]))
    assert list(made) == ["本单位表式/扣分-县住建局.docx"]


@pytest.mark.parametrize("name", ["措施表-{乡镇}.docx", "{部门}{县区}.docx"])
def test_a_file_name_that_is_not_understood_is_told(name: str) -> None:
    (problem,) = problems_of(Template(name, word(UNIT)))
    assert problem.where == name
    assert "一个部门一份的写“{部门}”，一个县区一份的写“{县区}”" in describe(problem)


def test_a_wrong_template_is_told_and_the_others_are_filled() -> None:
    wrong = (Template("甲.docx", word("{{ 批次号 }}")), Template("乙.doc", b""), Template("丙.xlsx", b"PK"))
    made, problems = made_of(*wrong, Template("丁.docx", word(UNIT)))
    assert list(made) == ["本单位表式/丁.docx"]
    assert [(p.where, p.code) for p in problems] == [
        ("甲.docx 第1段“{{ 批次号 }}”", "template-field"),
        ("乙.doc", "template-suffix"),
        ("丙.xlsx", "template-no-package"),
    ]


def test_two_templates_cannot_make_documents_of_one_name() -> None:
    made, problems = made_of(Template("{部门}.docx", word(UNIT)), Template("县住建局.docx", word("另一份")))
    assert said(made["本单位表式/县住建局.docx"]) == "县住建局：1"
    assert [(p.where, p.code) for p in problems] == [("县住建局.docx", "template-same-name")]


def test_they_lie_among_the_drafts_and_a_mistake_is_among_the_problems(tmp_path: Path) -> None:
    templates = (Template("措施表.docx", word("{{ 批次 }}", rows=LOOP)), Template("错.xlsx", excel({"A1": "{{ 无 }}"})))
    given = replace(batch(), templates=templates, name="青河2023")
    written = write_drafts(given, tmp_path)
    assert [(p.where, p.code) for p in written.problems] == [("错.xlsx 表“表”A1格", "template-field")]
    book = docx.Document(str(tmp_path / "本单位表式/措施表.docx"))
    assert book.paragraphs[0].text == "青河2023"
    assert len(book.tables[0].rows) == len(given.tasks)
    assert drafts(given).keys() <= {p.relative_to(tmp_path).as_posix() for p in written.written}


def test_what_the_office_says_of_itself_is_a_field_and_the_issuer_signs_where_nobody_else_does() -> None:
    office = {**shipped_forms().office, "issuer": "青河县绩效办", "phone": "0000-123"}
    frame = Frame(MADE_ON, forms=replace(shipped_forms(), office=office))
    template = Template("函.docx", word("{{ 发文机关 }}，{{ 落款 }}，{{ 电话 }}，{{ 网站 }}"))
    made, _ = own_forms([template], (), frame, "")
    assert said(made["本单位表式/函.docx"]) == "青河县绩效办，青河县绩效办，0000-123，"


def test_how_far_a_task_is_closed_is_a_field_of_its_row() -> None:
    task = replace(goal_tasks()[0], key="k1")
    done = StepDone(Step.RECTIFY, date(2024, 6, 3), "方某某", datetime(2024, 6, 4, tzinfo=UTC))
    frame = Frame(MADE_ON, closings={"k1": Closing((done,))})
    template = Template("账.docx", word("", rows=(LOOP[0], ("{{ 行.整改 }}", "{{ 行.核查 }}"), LOOP[2])))
    made, problems = own_forms([template], [task], frame, "")
    assert problems == ()
    cells = docx.Document(BytesIO(made["本单位表式/账.docx"])).tables[0].rows[0].cells
    assert [cell.text for cell in cells] == ["2024年6月3日\n方某某", ""]


def test_every_heading_of_the_tables_of_tasks_is_a_field() -> None:
    for key in ("deductions", "decided", "given", "proposed", "goals", "measures", "explanations", "completion"):
        own = {c.key: "".join(filter(str.isidentifier, c.heading)) for c in shipped_forms().part(key).columns}
        there = {heading for heading in own.values() if heading in known().row}
        assert len(there) >= len(own) - 1, own.keys()  # 是否销号 is no cell of a task


def test_all_fields_can_be_written_in_one_template_of_either_kind() -> None:
    names = known()
    cells = [f"{{{{ 行.{name} }}}}" for name in names.row]
    lines = [f"{{{{ {name} }}}}" for name in names.batch]
    rows = ((LOOP[0][0],), *((cell,) for cell in cells), (LOOP[2][0],))
    assert problems_of(Template("全.docx", word(*lines, rows=rows))) == ()
    in_cells = {f"A{row}": field for row, field in enumerate([*lines, *cells], 1)}
    assert problems_of(Template("全.xlsx", excel(in_cells))) == ()
    assert len(list(described())) == len(lines) + len(names.lists) + len(cells)


def test_the_first_templates_are_clean_and_are_filled() -> None:
    templates = (Template("措施表.docx", word_starter()), Template("措施表-{部门}.xlsx", excel_starter()))
    assert [problems_of(one) for one in templates] == [(), ()]
    made, problems = made_of(*templates)
    assert problems == ()
    table = docx.Document(BytesIO(made["本单位表式/措施表.docx"])).tables[0]
    assert [[cell.text for cell in row.cells][1::6] for row in table.rows[1:]] == [
        ["120230070900901", "方某某"],
        ["120230070900902", ""],
    ]
    page = openpyxl.load_workbook(BytesIO(made["本单位表式/措施表-县公安局.xlsx"]))["整改措施表"]
    assert [page.cell(4, column).value for column in (1, 2, 7)] == ["1", "120230070900902", "长期坚持"]
    assert (word_starter(), excel_starter()) == (word_starter(), excel_starter())


def test_templates_of_a_folder_are_taken_by_name_without_what_office_keeps_open(tmp_path: Path) -> None:
    for name in ("乙.docx", "甲.xlsx", "~$乙.docx", ".藏.docx"):
        (tmp_path / name).write_bytes(b"a")
    (tmp_path / "夹.docx").mkdir()
    assert sorted(t.name for t in templates_in(tmp_path)) == sorted(["乙.docx", "甲.xlsx"])
    assert templates_in(tmp_path / "没有") == ()


def test_a_template_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "大.docx").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(MinyiError, match="20 MB"):
        templates_in(tmp_path)
