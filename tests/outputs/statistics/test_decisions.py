"""How sure minyi was, and what people changed."""

from __future__ import annotations

from statistics_made import batch_of, comment, decided, deduction

from corpus.records import Task
from outputs.statistics.statistics import statistics
from outputs.statistics.tables import Figures


def tables(section: str, *tasks: Task) -> dict[str, Figures]:
    return {one.key: one for one in statistics(batch_of(*tasks)).section(section).tables}


def test_scores_are_counted_in_the_bands_that_the_drafts_name() -> None:
    sureness = tables(
        "sureness",
        comment("a", score=0.95),
        comment("b", score=0.8),
        comment("c", score=0.79, needs_review=True),
        comment("d", score=0.2, needs_review=True),
        comment("e", candidates=(), needs_review=True),
    )["sureness"]
    assert sureness.column("name") == ("把握大（0.8以上）", "把握中（0.5至0.8）", "把握小（0.5以下）", "没有建议")
    assert sureness.column("count") == ("2", "1", "1", "1")
    assert sureness.summed("review") == "3"


def test_proposals_are_held_against_what_was_decided() -> None:
    section = statistics(
        batch_of(
            decided(comment("a", score=0.9), "县住建局"),
            decided(comment("b", score=0.7), "县交通局"),
            comment("c", score=0.9),
        )
    ).section("sureness")
    assert section.tables[0].column("accepted") == ("1", "0", "0")
    # 0.9 and 0.7 make 1.6 that are expected to be right.
    assert section.said[1] == "已核定的2条，首选单位按把握预计对1.6条，实际核定为首选1条（50.0%）。"


def test_what_was_accepted_and_what_was_changed_make_what_was_decided() -> None:
    found = tables(
        "decided",
        decided(comment("a"), "县住建局"),
        decided(comment("b"), "县交通局"),
        decided(comment("c"), "县交通局", "教育", "其他"),
        comment("d"),
    )
    assert found["decided"].column("count") == ("1", "2")
    assert found["decided"].summed("count") == "3"
    assert dict(zip(found["changes"].column("name"), found["changes"].column("count"), strict=True)) == {
        "改牵头单位": "2",
        "改领域": "1",
        "改意见建议类型": "1",
        "改处置性质": "0",
    }


def test_the_units_that_were_corrected_most_stand_first_and_the_others_together() -> None:
    units = tables(
        "decided",
        decided(comment("a", lead="县水利局"), "县农业农村局"),
        decided(comment("b", lead="县水利局"), "县农业农村局"),
        decided(comment("c", lead="县水利局"), "县水利局"),
        decided(comment("d", lead="县教育局"), "县民政局"),
        decided(comment("e", lead="县司法局"), "县司法局"),
    )["changed_units"]
    assert units.rows == (
        ("县水利局", "3", "2", "66.7%", "县农业农村局（2）"),
        ("县教育局", "1", "1", "100.0%", "县民政局（1）"),
        ("没有改动的1个", "1", "0", "0.0%", ""),
    )
    assert units.total == ("合计", "5", "3", "60.0%", "")


def test_a_fuller_name_of_the_same_office_is_no_change() -> None:
    found = tables("decided", decided(comment("a", lead="教育局", given_lead="县教育局"), "县教育局"))
    assert found["decided"].column("count") == ("1", "0")
    assert "changed_units" not in found


def test_the_documents_own_word_is_what_was_changed_where_it_has_one() -> None:
    units = tables("decided", decided(deduction("a", "1", None, "县教育局"), "县民政局", None, None))["changed_units"]
    assert units.rows[0][0] == "县教育局"


def test_that_nobody_is_to_act_is_no_change_where_nobody_was_found() -> None:
    nobody = comment("a", candidates=(), domain="无明确指向")
    assert tables("decided", decided(nobody, None, "无明确指向"))["decided"].column("count") == ("1", "0")


def test_before_anybody_decided_that_is_all_there_is_to_say() -> None:
    section = statistics(batch_of(comment("a"))).section("decided")
    assert (section.said, section.tables) == (("还没有任务经人工核定。",), ())
