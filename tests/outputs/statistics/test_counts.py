"""What is counted: every table adds up to the batch."""

from __future__ import annotations

from dataclasses import replace

from invented_batch import batch
from statistics_made import TODAY, batch_of, comment, decided, deduction

from corpus.records import Source, Task, Territory
from outputs.statistics.statistics import Statistics, statistics
from outputs.statistics.tables import Figures


def table(report: Statistics, section: str, key: str) -> Figures:
    return next(one for one in report.section(section).tables if one.key == key)


def numbers(figures: Figures, key: str) -> dict[str, str]:
    return dict(zip(figures.column("name"), figures.column(key), strict=True))


def test_547_comments_of_which_9_are_like_others_are_538_matters() -> None:
    # Nine pairs: 18 comments in 9 groups, 529 alone.
    tasks = [comment(f"k{n}", group=f"g{n % 9}" if n < 18 else f"alone{n}") for n in range(547)]
    section = statistics(batch_of(*tasks)).section("flow")
    assert "收到意见547条，去重后547条，归并后538条，归并率1.6%。" in section.said
    (flow,) = section.tables
    assert flow.column("count") == ("547", "547", "538")


def test_a_comment_that_came_twice_is_taken_off_before_merging() -> None:
    again = (Source("又一份.xlsx", "b" * 64, row=3),)
    report = statistics(batch_of(comment("a", other_sources=again), comment("b")))
    (flow,) = report.section("flow").tables
    assert flow.rows[1] == ("去重后", "2", "1", "33.3%")
    assert flow.rows[2] == ("归并后", "2", "0", "0.0%")


def test_a_difference_between_what_came_and_what_is_listed_is_said() -> None:
    report = statistics(batch_of(comment("a"), comments_in=3))
    assert any("相差2条" in line for line in report.section("flow").said)


def test_each_domain_has_its_kinds_and_those_without_one_come_last() -> None:
    tasks = (
        comment("a", domain=None),
        comment("b", domain=None),
        comment("c", kind="其他"),
        comment("d"),
        comment("e", domain="教育", kind=None),
    )
    domains = table(statistics(batch_of(*tasks)), "domains", "domains")
    assert domains.column("name") == ("城市管理", "教育", "未分领域")
    assert domains.rows[0][1:] == ("1", "1", "", "2", "40.0%")
    assert domains.total == ("合计", "3", "1", "1", "5", "100.0%")


def test_what_a_person_decided_is_counted_and_not_what_was_proposed() -> None:
    report = statistics(batch_of(decided(comment("a"), "县教育局", "教育")))
    assert table(report, "domains", "domains").column("name") == ("教育",)
    assert table(report, "units", "units").column("name") == ("县教育局",)


def test_a_task_counts_for_its_first_unit_alone() -> None:
    tasks = (
        deduction("a", "1", "县发改局、县财政局", "县教育局"),
        deduction("b", "2", None, "县教育局"),
        comment("c"),
        decided(comment("d"), None, "无明确指向"),
    )
    units = table(statistics(batch_of(*tasks)), "units", "units")
    assert numbers(units, "count") == {"县发改局": "1", "县教育局": "1", "县住建局": "1", "经核定不分办": "1"}
    assert numbers(units, "proposed") == {"县发改局": "", "县教育局": "", "县住建局": "1", "经核定不分办": ""}
    assert units.summed("count") == "4"


def test_names_of_one_office_are_one_row() -> None:
    tasks = (deduction("a", "1", "县教育局"), comment("b", lead="教育局"), comment("c", lead="教育局"))
    units = table(statistics(batch_of(*tasks)), "units", "units")
    assert units.rows == (("县教育局", "1", "2", "3", "100.0%"),)


def test_places_are_counted_by_the_smallest_and_by_what_they_lie_in() -> None:
    bridge = (Territory("桥头镇", "桥头镇人民政府"), Territory("青河县", ""))
    mill = (Territory("磨坊乡", ""), Territory("青河县", ""))
    tasks = (comment("a", territory=bridge), comment("b", territory=bridge), comment("c", territory=mill), comment("d"))
    report = statistics(batch_of(*tasks))
    assert numbers(table(report, "places", "places"), "count") == {"桥头镇": "2", "磨坊乡": "1", "未提及所列地方": "1"}
    assert numbers(table(report, "places", "counties"), "count") == {"青河县": "3", "未提及所列地方": "1"}


def test_sources_are_those_that_the_files_name() -> None:
    tasks = (comment("a", survey_source="城乡居民"), comment("b", survey_source="党代表"), comment("c"))
    sources = table(statistics(batch_of(*tasks)), "sources", "sources")
    assert numbers(sources, "share") == {"城乡居民": "33.4%", "党代表": "33.3%", "未注明来源": "33.3%"}
    assert statistics(batch_of(comment("a"))).section("sources").tables == ()


def test_groups_are_told_by_their_size() -> None:
    tasks = [comment(f"k{n}", group="g" if n < 3 else f"alone{n}", text="路灯不亮" + "。" * n) for n in range(5)]
    section = statistics(batch_of(*tasks)).section("merged")
    by_size, largest = section.tables
    assert by_size.rows == (("1条（没有相近的）", "2", "2", "40.0%"), ("3条", "1", "3", "60.0%"))
    assert by_size.total == ("合计", "3", "5", "100.0%")
    assert largest.rows[0][0] == "1、2、3"


def test_every_table_that_adds_up_adds_up_to_the_batch() -> None:
    made = batch()
    report = statistics(replace(made, tasks=tuple(replace(task, key=f"k{n}") for n, task in enumerate(made.tasks))))
    comments = sum(task.origin == "群众意见建议" for task in made.tasks)
    whole = {"units": len(made.tasks), "years": len(made.tasks), "due": len(made.tasks)}
    told = [one for section in report.sections for one in section.tables if one.total and one.key != "deductions"]
    assert {one.key for one in told} >= {
        "domains",
        "units",
        "kinds",
        "dispositions",
        "merged",
        "years",
        "sureness",
        "due",
    }
    for one in told:
        assert one.summed("count") == str(whole.get(one.key, comments)), one.key
        assert sum(int(number or 0) for number in one.column("count")) == int(one.summed("count")), one.key


def test_a_chart_shows_the_figures_of_its_table() -> None:
    made = batch()
    for section in statistics(made).sections:
        for one in section.tables:
            if one.chart and one.chart.stacked and one.key not in ("flow", "due", "changes"):
                counts = sum(sum(series.values) for series in one.chart.series)
                key = "points" if one.key == "deductions" else "count"
                assert f"{counts:g}" == one.summed(key), one.key


def test_a_batch_of_nothing_has_a_report() -> None:
    report = statistics(batch_of())
    assert report.title == "统计报告"
    assert all(not section.tables for section in report.sections)


def test_the_day_of_the_report_is_said() -> None:
    assert f"制表日期：{TODAY.year}年{TODAY.month}月{TODAY.day}日" in statistics(batch_of(comment("a"))).lines


def test_a_long_list_of_units_is_whole_in_the_table_and_short_in_the_chart() -> None:
    tasks: list[Task] = [deduction(f"k{n}", "1", f"县第{n}中学") for n in range(40)]
    units = table(statistics(batch_of(*tasks)), "units", "units")
    assert len(units.rows) == 40
    assert units.chart is not None
    assert units.chart.categories[-1] == "其余28项"
    assert sum(units.chart.series[0].values) == 40
