from datetime import date

from invented_batch import deduction_tasks, source

from corpus.records import Candidate, Task
from corpus.registry import Registry
from corpus.unit_cells import units
from outputs.assignment import UNDECIDED, by_department, in_order, roles


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


def departments(*names, year=None, registry=None):
    """The departments of tasks that name one lead each, in notices of a year."""
    tasks = [task(given_lead=n, notice_date=date(year, 6, 1) if year else None) for n in names]
    return by_department(tasks, registry or Registry())


def test_short_and_full_names_are_one_department_called_as_the_documents_most_often_do():
    (department,) = departments("市人社局", "市人力资源和社会保障局", "市人社局")
    assert (department.department, department.also) == ("市人社局", ("市人力资源和社会保障局",))
    assert [s.position for s in department.shares] == [1, 2, 3]


def test_a_proposal_in_full_goes_to_the_office_that_the_documents_name_in_short():
    proposed = task(candidates=(Candidate("发展和改革局", "发改", 0.9),))
    assert [d.department for d in by_department([task(given_lead="市发改委"), proposed])] == ["市发改委"]


def test_a_former_name_is_the_present_department():
    earlier = task(given_lead="市环保局", notice_date=date(2018, 6, 1))
    later = task(given_lead="市生态环境局", notice_date=date(2024, 6, 1))
    (department,) = by_department([earlier, earlier, later])
    assert (department.department, department.also) == ("市生态环境局", ("市环保局",))


def test_an_office_that_the_documents_call_by_a_former_name_is_called_as_its_directory_does():
    registry = Registry((("县自然资源和建设局", "住房和城乡建设局"),))
    proposed = task(candidates=(Candidate("县自然资源和建设局", "住建", 0.9),))
    (department,) = by_department([task(given_lead="县住房和城乡建设局"), proposed], registry)
    assert (department.department, department.also) == ("县自然资源和建设局", ("县住房和城乡建设局",))


def test_offices_that_were_joined_later_are_apart_in_a_notice_of_their_time():
    assert [d.department for d in departments("市工商局", "市质监局", year=2018)] == ["市工商局", "市质监局"]


def test_tasks_of_an_old_notice_go_to_the_office_that_a_newer_one_of_the_batch_knows():
    old = [task(given_lead=n, notice_date=date(2018, 6, 1)) for n in ("市工商局", "市质监局")]
    new = task(given_lead="市市场监管局", notice_date=date(2024, 6, 1))
    assert [d.department for d in by_department([*old, new])] == ["市市场监管局"]


def test_without_a_day_nothing_is_joined():
    assert len(departments("市工商局", "市市场监管局")) == 2


def test_a_renaming_counts_once_it_is_accepted():
    names = ("市政局", "城市管理监督局")
    assert len(departments(*names)) == 2
    assert [d.department for d in departments(*names, registry=Registry(((names[1], names[0]),)))] == [names[1]]


def test_the_same_office_of_two_places_is_two_departments():
    names = [d.department for d in departments("澜江市教育局", "青山市教育局", "市教育局", "澜江市教育局")]
    assert names == ["澜江市教育局", "青山市教育局", "市教育局"]


def test_a_name_with_and_without_its_place_is_one_department_where_one_place_is_in_use():
    (department,) = departments("市教育局", "澜江市教育局", "教育局", "市教育局")
    assert (department.department, department.also) == ("市教育局", ())


def test_a_provinces_office_is_not_the_citys():
    assert [d.department for d in departments("公安厅", "市公安局")] == ["公安厅", "市公安局"]


def test_a_commission_without_its_level_is_not_the_countys_bureau():
    assert [d.department for d in departments("发改委", "县发改局")] == ["发改委", "县发改局"]


def test_the_government_of_a_district_makes_no_second_level_for_proposals():
    tasks = [
        task(given_lead="市教育局"),
        task(given_lead="青山区人民政府"),
        task(candidates=(Candidate("教育局", "教育", 0.9),)),
    ]
    assert [d.department for d in by_department(tasks)] == ["市教育局", "青山区人民政府"]


def test_bodies_meant_together_are_marked_and_not_expanded():
    found = departments("各县（市、区）人民政府", "各县(市、区)人民政府", "青山区人民政府")
    assert [(d.department, d.collective, len(d.shares)) for d in found] == [
        ("各县（市、区）人民政府", True, 2),
        ("青山区人民政府", False, 1),
    ]


def test_a_collective_name_of_two_halves_is_one():
    assert units("市直、驻市各单位") == ("市直、驻市各单位",)
    assert units("县林业局、县直各单位") == ("县林业局", "县直各单位")


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


def test_what_cannot_be_seen_is_no_part_of_a_units_name() -> None:
    assert units("县\u200b城管\x01局、县教\ufeff育局\ufffe") == ("县城管局", "县教育局")
