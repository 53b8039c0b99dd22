"""From extractions and suggestions to tasks: what the document says goes before what is proposed."""

from __future__ import annotations

import datetime
from dataclasses import replace

from corpus.records import (
    Candidate,
    Comment,
    Deadline,
    DeadlineKind,
    Deduction,
    Extraction,
    Filing,
    Matter,
    Notice,
    Source,
    Status,
    Suggestion,
    Table,
    TableKind,
)
from corpus.store import text_key
from corpus.tasks import filled_in, tasks_of

TEXT = "石桥码头的堆场一刮风就满街煤灰"


def source(file: str = "一.docx", row: int = 1) -> Source:
    return Source(file, file * 2, table=1, row=row)


def extraction(file: str = "一.docx", *comments: Comment, **fields: object) -> Extraction:
    return Extraction(file, file * 2, "docx", Status.OK, comments=comments, **fields)  # type: ignore[arg-type]


def suggestion(**changes: object) -> Suggestion:
    fields: dict[str, object] = {
        "domain": "生态环境",
        "domain_score": 0.9,
        "petition_class": "环境保护",
        "kind": "建设性",
        "kind_score": 0.8,
        "disposition": "立行立改",
        "candidates": (Candidate("生态环境局", "生态环境", 0.8, "煤灰"),),
        "needs_review": True,
        "model_version": "m",
    }
    return Suggestion(**(fields | changes))  # type: ignore[arg-type]


def test_a_comment_carries_its_suggestion() -> None:
    [task] = tasks_of([extraction("一.docx", Comment(TEXT, source()))], {text_key(TEXT): suggestion()}, {})
    assert (task.domain, task.kind, task.candidates[0].department) == ("生态环境", "建设性", "生态环境局")
    assert task.needs_review


def test_what_was_not_surely_recognised_is_for_a_person_to_look_at() -> None:
    given = Comment(TEXT, source(), given_responsible="自然资源和建设局", doubtful=True)
    lost = Deduction("工业投资", "增速低于目标", "2.4", "", "市工信局", source(row=2), doubtful=True)
    comment, deduction = tasks_of([extraction("一.pdf", given, deductions=(lost,))], {text_key(TEXT): suggestion()}, {})
    assert (comment.doubtful, comment.needs_review) == (deduction.doubtful, deduction.needs_review) == (True, True)


def test_the_documents_own_word_goes_before_the_suggestion() -> None:
    given = Comment(TEXT, source(), given_kind="其他", given_responsible="自然资源和建设局")
    [task] = tasks_of([extraction("一.docx", given)], {text_key(TEXT): suggestion()}, {})
    assert (task.kind, task.given_responsible, task.needs_review) == ("其他", "自然资源和建设局", False)
    assert task.candidates, "the proposal stays to be seen beside it"


def test_the_rows_deadline_gives_the_day() -> None:
    day = datetime.date(2026, 12, 31)
    comment = Comment(TEXT, source(row=2), given_deadline="2026年\n12月31日")
    deadline = Deadline("2026年\n12月31日", DeadlineKind.BY, source(row=2), end=day)
    [task] = tasks_of([extraction("一.docx", comment, deadlines=(deadline,))], {}, {})
    assert (task.deadline, task.due) == ("2026年\n12月31日", day)


def test_the_same_number_and_text_in_two_files_is_one_task_with_two_sources() -> None:
    first = Comment(TEXT, source("一.docx"), "120250010100001")
    again = Comment(TEXT, source("二.xlsx", 7), "120250010100001")
    [task] = tasks_of([extraction("一.docx", first), extraction("二.xlsx", again)], {}, {})
    assert (task.source.file, [s.file for s in task.other_sources]) == ("一.docx", ["二.xlsx"])


def test_the_same_words_without_a_number_in_two_notices_are_two_tasks() -> None:
    files = [extraction(name, Comment("没有", source(name))) for name in ("一.docx", "二.docx")]
    assert len(tasks_of(files, {}, {})) == 2


def test_another_edition_of_a_notice_adds_no_task_for_the_same_words() -> None:
    best = extraction("一.docx", Comment(TEXT, source("一.docx")))
    twin = extraction("一.pdf", Comment(TEXT.replace("的", " 的"), source("一.pdf")), edition_of="一.docx")
    [task] = tasks_of([best, twin], {}, {})
    assert [s.file for s in task.other_sources] == ["一.pdf"]


def test_a_comment_that_only_the_other_edition_has_is_not_lost() -> None:
    best = extraction("一.docx", Comment(TEXT, source("一.docx")))
    twin = extraction("一.pdf", Comment("渡口没有灯", source("一.pdf")), edition_of="一.docx")
    assert [task.text for task in tasks_of([best, twin], {}, {})] == [TEXT, "渡口没有灯"]


def test_a_deduction_is_a_task_of_whom_the_table_names() -> None:
    deduction = Deduction("地下管廊", "资料不全，被扣0.5分。", "0.5", "", "市住建局（原市住建委）", source())
    notice = Notice(number="澜绩发〔2026〕3号", title="关于整改的通知")
    [task] = tasks_of([extraction("一.docx", deductions=(deduction,), notice=notice)], {}, {})
    assert (task.origin, task.text, task.points) == ("指标扣分", "地下管廊：资料不全，被扣0.5分。", "0.5")
    assert (task.indicator, task.reason) == ("地下管廊", "资料不全，被扣0.5分。")
    assert (task.given_lead, task.given_responsible) == (None, "市住建局（原市住建委）")
    assert (task.needs_review, task.notice_number) == (False, "澜绩发〔2026〕3号")


def test_a_deduction_is_of_the_year_that_its_table_or_the_notice_names_and_not_of_the_notices_day() -> None:
    def year(caption: str | None, title: str) -> int | None:
        deduction = Deduction("地下管廊", "扣0.5分。", "0.5", "", "市住建局", source())
        table = Table(caption, TableKind.DEDUCTIONS, (), (), (), source())
        notice = Notice(title=title, date=datetime.date(2026, 3, 2))
        [task] = tasks_of([extraction("一.docx", deductions=(deduction,), tables=(table,), notice=notice)], {}, {})
        return task.year

    assert year("青溪县2025年度绩效考评扣分明细表", "关于整改的通知") == 2025
    assert year(None, "关于2024年度考评结果的通报") == 2024
    assert year("2024年度与2025年度扣分对照", "关于整改的通知") == 2026


def test_a_row_of_a_form_that_came_back_is_counted_as_filled_in_and_other_repeats_are_not() -> None:
    first = Comment(TEXT, source("一.docx"), "120250090900001")
    again = replace(first, source=source("二.docx"))
    form = replace(first, source=source("三.xlsx"), goal="整治堆场")
    columns = ("text", "goal")
    table = Table(None, TableKind.RECTIFICATION, columns, columns, (), source("三.xlsx"))
    files = [
        extraction("一.docx", first, notice=Notice("通知", ())),
        extraction("二.docx", again, notice=Notice("通知", ())),
        extraction("三.xlsx", form, tables=(table,)),
    ]
    tasks = tasks_of(files, {}, {})
    assert [(len(task.other_sources), len(task.filled_from)) for task in tasks] == [(1, 1)]
    assert filled_in(tasks) == 1


def test_a_deduction_without_any_department_needs_a_person() -> None:
    [task] = tasks_of([extraction("一.docx", deductions=(Deduction("武装", "扣1分", "1", "", "", source()),))], {}, {})
    assert task.needs_review


def test_a_matters_characters_are_those_of_the_tasks_text_which_begins_with_the_title() -> None:
    letter = Comment("路灯不亮。饭菜难吃。", source(), title="两件事")
    found = suggestion(matters=(Matter(0, 5, "城市管理与市容", ()), Matter(5, 10, "教育", ())))
    [task] = tasks_of([extraction("一.docx", letter)], {text_key(letter.text, letter.title): found}, {})
    assert [task.text[m.start : m.end] for m in task.matters] == ["路灯不亮。", "饭菜难吃。"]


def test_a_form_that_came_back_filled_in_completes_the_task_and_overrules_nothing() -> None:
    sent = Comment(TEXT, source(), "120250090900007", given_person="方小满")
    back = Comment(
        TEXT,
        source("二.docx"),
        "120250090900007",
        given_person="别人",
        goal="堆场全部覆盖",
        given_deadline="2026年9月底前",
        filing=Filing(result="已覆盖四处", evidence="照片3张"),
    )
    day = datetime.date(2026, 9, 30)
    due = Deadline("2026年9月底前", DeadlineKind.BY, source("二.docx"), end=day)
    [task] = tasks_of([extraction("一.docx", sent), extraction("二.docx", back, deadlines=(due,))], {}, {})
    assert (task.given_person, task.goal, task.deadline, task.due) == ("方小满", "堆场全部覆盖", "2026年9月底前", day)
    assert task.filing == Filing(result="已覆盖四处", evidence="照片3张")
    assert [s.file for s in task.other_sources] == ["二.docx"]


def test_a_deduction_that_came_back_filled_in_is_the_same_task_but_two_like_rows_of_a_table_are_two() -> None:
    lost = Deduction("工业投资", "增速低于目标", "2.4", "", "市工信局", source())
    twin = Deduction("工业投资", "增速低于目标", "2.4", "", "市发改委", source(row=2))
    back = Deduction("工业投资", "增速低于目标", "2.4", "", "市工信局", source("二.docx"), goal="投资增长8%")
    files = [extraction("一.docx", deductions=(lost, twin)), extraction("二.docx", deductions=(back,))]
    first, second = tasks_of(files, {}, {})
    assert (first.goal, first.given_responsible, len(first.other_sources)) == ("投资增长8%", "市工信局", 1)
    assert (second.goal, second.given_responsible, second.other_sources) == (None, "市发改委", ())


def test_white_space_and_a_title_that_stands_apart_make_no_other_comment_of_one_with_a_number() -> None:
    letter = Comment("路灯不亮。\n\n晚上很黑。", source(), "120250090900008", title="路灯")
    back = Comment("路灯\n路灯不亮。\n晚上很黑。", source("二.docx"), "120250090900008", goal="修好")
    other = Comment("路灯不亮了。", source("二.docx"), "120250090900008")
    tasks = tasks_of([extraction("一.docx", letter), extraction("二.docx", back, other)], {}, {})
    assert [(task.text, task.goal) for task in tasks] == [
        ("路灯\n路灯不亮。\n\n晚上很黑。", "修好"),
        ("路灯不亮了。", None),
    ]
