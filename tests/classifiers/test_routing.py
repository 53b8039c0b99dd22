"""From functions to the units of an office: names, lead, support and territory."""

from __future__ import annotations

import time
from dataclasses import replace

from classifiers.routing import routed
from corpus.directory import Directory, Rule, Unit, shipped_directory
from corpus.records import Candidate, Matter, Suggestion, Territory
from corpus.territory import Place

USUAL = shipped_directory()


def suggestion(*candidates: Candidate) -> Suggestion:
    return Suggestion("城市管理与市容", 0.9, "城乡建设", "建设性", 0.9, None, candidates, False, "模型")


def of(function: str, score: float, reason: str = "词") -> Candidate:
    return Candidate(USUAL.names_by_function[function], function, score, reason)


def office(**fields: object) -> Directory:
    return replace(USUAL, **fields)


def leads(found: Suggestion) -> list[tuple[str, float]]:
    return [(c.department, round(c.score, 2)) for c in found.candidates]


def test_candidates_are_called_as_the_office_calls_them() -> None:
    renamed = Directory((Unit("城市管理监督局", ("城管",)),))
    found = routed(suggestion(of("城管", 0.7), of("公安", 0.2)), "有人占道卖菜", renamed)
    assert leads(found) == [("城市管理监督局", 0.7), ("公安局", 0.2)]


def test_functions_of_one_unit_are_one_candidate_and_their_chances_add_up() -> None:
    joined = Directory((Unit("自然资源和建设局", ("自然资源", "住建")),))
    found = routed(suggestion(of("公安", 0.4), of("住建", 0.3), of("自然资源", 0.2)), "没人管", joined)
    assert leads(found) == [("自然资源和建设局", 0.5), ("公安局", 0.4)]


def test_the_labels_of_a_model_of_ones_own_stay() -> None:
    found = routed(suggestion(Candidate("窗口三组", "窗口三组", 0.8, "词")), "没人管", USUAL)
    assert leads(found) == [("窗口三组", 0.8)]


def test_the_offices_line_moves_its_lead_to_the_front_with_the_score_that_it_displaces() -> None:
    own = office(rules=(Rule(("人行道", "停车"), "城管局", ("公安局",)),))
    found = routed(suggestion(of("公安", 0.6), of("住建", 0.3), of("城管", 0.1)), "人行道上停车", own)
    assert leads(found) == [("城市管理执法局", 0.6), ("公安局", 0.6), ("住房和城乡建设局", 0.3)]
    assert (found.candidates[0].function, found.candidates[0].reason) == ("城管", "本单位分工：人行道、停车")
    assert found.supporting == ("公安局",)


def test_a_lead_that_was_not_proposed_takes_the_first_place_and_the_last_candidate_goes() -> None:
    own = office(rules=(Rule(("夜市",), "商务局"),))
    found = routed(suggestion(of("城管", 0.6), of("公安", 0.3), of("住建", 0.1)), "夜市太乱", own)
    assert leads(found) == [("商务局", 0.6), ("城市管理执法局", 0.6), ("公安局", 0.3)]


def test_a_lead_without_a_function_keeps_that_of_the_matter() -> None:
    own = office(rules=(Rule(("夜市",), "夜市办"),))
    found = routed(suggestion(of("城管", 0.6)), "夜市太乱", own)
    assert (found.candidates[0].department, found.candidates[0].function) == ("夜市办", "城管")


def test_an_answer_without_a_matter_gets_the_offices_lead_where_its_words_are_there() -> None:
    own = office(rules=(Rule(("夜市",), "商务局"),))
    found = routed(suggestion(of("不明", 0.6)), "夜市", own)
    assert [c.function for c in found.candidates] == ["商务", "不明"]


def test_the_usual_division_says_who_supports_and_leaves_the_lead() -> None:
    found = routed(suggestion(of("公安", 0.8), of("教育", 0.7)), "人行道上停车", USUAL)
    assert found.candidates[0].department == "公安局"
    assert found.supporting == ("城市管理执法局", "住房和城乡建设局")


def test_the_usual_division_is_not_asked_where_the_first_candidate_has_no_part_in_it() -> None:
    found = routed(suggestion(of("民政", 0.8), of("教育", 0.1)), "人行道上停车", USUAL)
    assert found.supporting == ()


def test_a_second_candidate_with_half_the_score_supports() -> None:
    assert routed(suggestion(of("文旅", 0.6), of("体育", 0.3)), "球赛太少", USUAL).supporting == ("体育局",)
    assert routed(suggestion(of("文旅", 0.6), of("体育", 0.29)), "球赛太少", USUAL).supporting == ()


def test_nobody_supports_where_the_matter_is_not_known() -> None:
    assert routed(suggestion(of("不明", 0.5), of("体育", 0.4)), "没有", USUAL).supporting == ()
    assert routed(suggestion(of("体育", 0.5), of("不明", 0.4)), "没有", USUAL).supporting == ()


def test_the_unit_of_the_place_named_stands_for_the_local_government() -> None:
    places = (Place("桐溪镇", unit="桐溪镇人民政府"), Place("龙湾村", parent="桐溪镇"))
    found = routed(suggestion(of("属地", 0.6), of("公安", 0.1)), "龙湾村的公章找谁盖", office(places=places))
    assert found.candidates[0].department == "桐溪镇人民政府"
    assert found.territory == (Territory("龙湾村", "桐溪镇人民政府"), Territory("桐溪镇", "桐溪镇人民政府"))


def test_where_no_word_spoke_the_cues_of_the_function_do() -> None:
    found = routed(suggestion(of("公安", 0.6, reason="")), "派出所的民警态度好", USUAL)
    assert found.candidates[0].reason == "派出所、民警"


def test_a_text_without_candidates_has_its_territory_all_the_same() -> None:
    found = routed(suggestion(), "桐溪镇", office(places=(Place("桐溪镇", unit="甲"),)))
    assert (found.candidates, found.supporting, found.territory) == ((), (), (Territory("桐溪镇", "甲"),))


def two_matters() -> Suggestion:
    parts = (Matter(0, 8, "教育", (of("教育", 0.9),)), Matter(8, 16, "文化体育", (of("体育", 0.8),)))
    return replace(suggestion(of("教育", 0.6), of("体育", 0.3)), matters=parts)


def test_each_matter_goes_to_the_office_by_its_own_name() -> None:
    renamed = Directory((Unit("县教育局", ("教育",)), Unit("县文广体局", ("文旅", "体育"))))
    found = routed(two_matters(), "食堂的饭菜难吃。球场没有篮筐了。", renamed)
    assert [m.candidates[0].department for m in found.matters] == ["县教育局", "县文广体局"]


def test_matters_of_one_unit_need_no_parting() -> None:
    joined = Directory((Unit("县教体局", ("教育", "体育")),))
    assert routed(two_matters(), "食堂的饭菜难吃。球场没有篮筐了。", joined).matters == ()


def test_routing_again_changes_nothing() -> None:
    own = office(rules=(Rule(("人行道", "停车"), "城管局", ("公安局",)),), places=(Place("桐溪镇", unit="甲"),))
    text = "桐溪镇人行道上停车"
    once = routed(suggestion(of("公安", 0.6), of("城管", 0.1)), text, own)
    assert routed(once, text, own) == once


def test_a_thousand_texts_and_five_hundred_places_take_a_fraction_of_a_second() -> None:
    letters = "桐溪青坪龙湾石岭白沙金田枫林柏树"
    places = tuple(Place(f"{a}{b}{c}村", unit="甲") for a in letters for b in letters for c in "上下")[:500]
    own = office(places=places)
    found = suggestion(of("公安", 0.6), of("城管", 0.3))
    routed(found, "先读一次词表", own)
    start = time.process_time()
    for number in range(1_000):
        routed(found, f"第{number}号：桐坪上村门口人行道停车，垃圾没人清运，晚上噪音很大，请来看看", own)
    assert time.process_time() - start < 0.5
