"""Every form of a batch: of nothing, of one task, of three hundred departments, of very long texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath

from invented_batch import LONG, MADE_ON, batch, deduction_tasks, goal_tasks

from corpus.records import Task
from outputs.cycle.tables import TABLES
from outputs.drafts import drafts
from outputs.frame import Frame
from outputs.word.layout import LANDSCAPE, lay_out

WHOLE_BATCH = {"整改任务清单", "整改目标表", "整改完成情况一览表", "销号管理台账", "五个有核对表"}
[TASK, _] = goal_tasks()


def folders(*tasks: Task) -> Counter[str]:
    paths = [path for maker in TABLES.values() for path, _ in maker(tasks, Frame(MADE_ON))]
    assert len({path.casefold() for path in paths}) == len(paths)
    return Counter(PurePosixPath(path).parent.name for path in paths)


def test_an_empty_batch_has_the_forms_of_the_whole_batch_and_none_of_a_department() -> None:
    made = drafts(replace(batch(), tasks=(), extractions=(), skipped=()))
    assert {PurePosixPath(name).stem for name in made} >= WHOLE_BATCH
    in_folders = {name for name in made if "/" in name}
    assert in_folders == set()


def test_a_batch_of_one_has_each_form_once() -> None:
    assert folders(TASK) == {"": 5, "任务分解表": 1, "建设性意见建议整改措施表": 1, "整改完成情况一览表": 1}
    other = replace(TASK, kind="其他")
    assert folders(other) == {"": 5, "任务分解表": 1, "其它意见建议情况说明表": 1, "整改完成情况一览表": 1}


def test_each_of_three_hundred_departments_has_its_own() -> None:
    tasks = [replace(TASK, given_responsible=f"澜江市第{n}试验区管理局", number=str(n)) for n in range(300)]
    assert folders(*tasks) == {"": 5, "任务分解表": 300, "建设性意见建议整改措施表": 300, "整改完成情况一览表": 300}


def test_texts_of_5000_characters_and_names_of_80_fit_on_a_page_on_its_side() -> None:
    text, name = (LONG * 20)[:5000], "中国（澜江）自由贸易试验区" + "东埠片区" * 15 + "管理委员会办公室"
    task = replace(TASK, text=text, goal=text, measures=text, given_lead=name, given_responsible=f"{name}二处")
    lost = replace(deduction_tasks()[0], reason=text, given_lead=name, goal=text)
    for maker in TABLES.values():
        for _, pair in maker((task, replace(task, kind="其他"), lost), Frame(MADE_ON)):
            layout = lay_out(pair.paper)
            assert layout.page == LANDSCAPE
            assert all(row.tall for table in layout.tables for row in table.rows)
            assert all(abs(sum(c.width for c in table.columns) - 225) < 0.1 for table in layout.tables)
