from invented_batch import deduction_tasks, source

from corpus.records import Candidate, Task
from outputs.assignment import UNDECIDED, by_department, in_order, roles, units


def task(**fields: object) -> Task:
    return Task("群众意见建议", "路灯不亮。", source(2), **fields)


def test_several_units_of_a_cell_are_parted_and_lose_their_former_names():
    assert units("经开区管委、城市管理监督局（原市政局）") == ("经开区管委", "城市管理监督局")


def test_a_mark_inside_brackets_does_not_part_units():
    assert units("各县（市、区）人民政府") == ("各县（市、区）人民政府",)


def test_brackets_that_are_no_former_name_stay():
    assert units("县委政法委（综治办）") == ("县委政法委（综治办）",)


def test_a_line_break_inside_a_name_is_mended_and_one_between_names_parts_them():
    assert units("自然资源和\n建设局") == ("自然资源和建设局",)
    assert units("统战部\n工商局") == ("统战部", "工商局")


def test_a_cell_that_says_nothing_names_no_unit():
    assert units("—") == units(None) == units(" / ") == ()


def test_the_rest_of_a_name_that_was_cut_off_names_no_unit():
    assert units("局") == ()
    assert units("委、市医保局") == ("市医保局",)


def test_lead_and_responsible_unit_both_get_the_task():
    given = task(given_lead="县发改局", given_responsible="县林业局、县水利局")
    assert roles(given) == (("县发改局", "牵头"), ("县林业局", "责任"), ("县水利局", "责任"))


def test_a_unit_in_both_columns_gets_the_task_once():
    both = task(given_lead="县林业局", given_responsible="县林业局")
    assert [(s.role) for d in by_department([both]) for s in d.shares] == ["牵头、责任"]


def test_the_documents_word_goes_before_the_proposal():
    given = task(given_responsible="县林业局", candidates=(Candidate("水利局", "水利", 0.99),))
    assert roles(given) == (("县林业局", "责任"),)


def test_without_a_word_of_the_document_the_first_proposal_decides_even_when_doubtful():
    doubtful = task(candidates=(Candidate("水利局", "水利", 0.3),), needs_review=True)
    assert roles(doubtful) == (("水利局", "建议"),)


def test_an_unknown_function_or_no_proposal_waits_for_a_person():
    unknown = task(candidates=(Candidate("不明", "不明", 0.4),))
    assert roles(unknown) == roles(task()) == ((UNDECIDED, UNDECIDED),)


def test_what_waits_for_a_person_comes_last():
    tables = by_department([task(), task(candidates=(Candidate("水利局", "水利", 0.9),))])
    assert [d.department for d in tables] == ["水利局", UNDECIDED]


def test_a_name_with_and_without_its_level_is_one_department():
    with_level = task(given_lead="市城市管理监督局（原市政局）")
    without = task(given_lead="城市管理监督局（原市政局）")
    tables = by_department([without, with_level])
    assert [(d.department, [s.position for s in d.shares]) for d in tables] == [("市城市管理监督局", [1, 2])]


def test_departments_of_two_levels_are_two_departments():
    tables = by_department([task(given_lead="市林业局"), task(given_lead="县林业局"), task(given_lead="林业局")])
    assert [d.department for d in tables] == ["市林业局", "县林业局", "林业局"]


def test_a_proposal_goes_to_the_office_of_the_only_level_in_use():
    given = task(given_lead="县教育局")
    proposed = task(candidates=(Candidate("教育局", "教育", 0.9),))
    (department,) = by_department([given, proposed])
    assert (department.department, [s.role for s in department.shares]) == ("县教育局", ["牵头", "建议"])


def test_in_a_batch_of_two_levels_a_proposal_goes_to_neither():
    tasks = [
        task(given_lead="县教育局"),
        task(given_lead="市林业局"),
        task(candidates=(Candidate("教育局", "教育", 0.9),)),
    ]
    tables = by_department(tasks)
    assert [(d.department, d.file_name) for d in tables][2] == ("教育局", "教育局（建议）")
    assert [d.only_proposed for d in tables] == [False, False, True]


def test_a_matter_that_begins_like_a_level_is_none():
    tables = by_department(
        [task(given_lead=n) for n in ("市场监督管理局", "场监督管理局", "市政局", "县教育局", "教育局")]
    )
    assert [d.department for d in tables] == ["市场监督管理局", "场监督管理局", "市政局", "县教育局"]


def test_deductions_stand_before_comments_and_the_documents_word_before_proposals():
    proposed, given = task(candidates=(Candidate("水利局", "水利", 0.9),)), task(given_lead="县林业局")
    deduction = deduction_tasks()[0]
    assert in_order([proposed, given, deduction]) == (deduction, given, proposed)


def test_every_task_of_a_table_of_deductions_gets_a_table():
    names = [d.department for d in by_department(deduction_tasks())]
    assert names == [
        "县住建局",
        "县发改局",
        "各县（市、区）人民政府",
        "县政府办",
        "县生态环境局",
        "经开区管委",
        "城市管理监督局",
    ]


def test_file_names_are_safe_and_unlike_each_other():
    odd = [task(given_lead=name) for name in ("甲/乙:局", "甲／乙：局", "ABC局", "abc局", "长" * 90 + "局", "..")]
    names = [d.file_name for d in by_department(odd)]
    assert names[:4] == ["甲／乙：局", "甲／乙：局（2）", "ABC局", "abc局（2）"]
    assert len({n.casefold() for n in names}) == 6
    assert all(len(n.encode()) < 230 and not set(n) & set('/\\:*?"<>|') and n.strip(". ") == n for n in names)
