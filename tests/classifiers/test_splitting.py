from __future__ import annotations

from collections.abc import Sequence

from classifiers.model import Tagger
from classifiers.splitting import with_matters
from corpus.records import Candidate, Suggestion

SCHOOL, BUS = "一、小学食堂的饭菜又贵又难吃。", "二、末班公交收得太早，等公交要四十分钟。"


def proposal(function: str, score: float = 0.9) -> Suggestion:
    candidates = (Candidate(f"{function}局", function, score),) if function else ()
    return Suggestion("领域", 0.9, "", "建设性", 0.9, None, candidates, False, "0")


def split(text: str, *parts: tuple[str, float]) -> list[tuple[str, str]]:
    """The matters as (words, function), where the parts of the text are proposed to these functions."""

    def propose(asked: Sequence[str]) -> list[Suggestion]:
        assert len(asked) == len(parts)
        return [proposal(*part) for part in parts]

    (found,) = with_matters([text], [proposal("全文")], propose)
    assert found.candidates[0].function == "全文"
    return [(text[m.start : m.end], m.candidates[0].function) for m in found.matters]


def test_two_matters_for_two_departments() -> None:
    assert split(SCHOOL + BUS, ("教育", 0.9), ("交通", 0.9)) == [(SCHOOL, "教育"), (BUS, "交通")]


def test_a_person_is_to_say_whether_two_matters_are_to_be_parted() -> None:
    def found(second: str) -> Suggestion:
        parts = [proposal("教育"), proposal(second)]
        return with_matters([SCHOOL + BUS], [proposal("教育")], lambda _: parts)[0]

    assert found("交通").needs_review
    assert not found("教育").needs_review


def test_one_matter_told_in_two_points_stays_one() -> None:
    assert split(SCHOOL + BUS, ("交通", 0.9), ("交通", 0.9)) == []


def test_a_point_that_could_be_anybodys_goes_with_the_one_before_it() -> None:
    unsure = "三、这样的事情不是一回两回了。"
    text = SCHOOL + unsure + BUS
    assert split(text, ("教育", 0.9), ("公安", 0.3), ("交通", 0.9)) == [(SCHOOL + unsure, "教育"), (BUS, "交通")]


def test_thanks_and_nothing_more_is_no_matter_however_sure() -> None:
    assert split(SCHOOL + "二、其他方面没有什么意见了。", ("教育", 0.9), ("不明", 0.99)) == []


def test_unsure_words_before_the_first_matter_are_in_none() -> None:
    first = "第一点说说我的一些看法吧，"
    text = first + SCHOOL + BUS
    assert split(text, ("信访", 0.2), ("教育", 0.9), ("交通", 0.9)) == [(SCHOOL, "教育"), (BUS, "交通")]


def test_neighbours_for_one_department_are_one_matter_and_later_ones_another() -> None:
    more = "三、学校操场的跑道起皮了很久。"
    text = SCHOOL + BUS + more
    assert split(text, ("教育", 0.9), ("交通", 0.9), ("教育", 0.9)) == [
        (SCHOOL, "教育"),
        (BUS, "交通"),
        (more, "教育"),
    ]


def test_where_departments_are_not_proposed_nothing_is_split() -> None:
    assert split(SCHOOL + BUS, ("", 0.9), ("", 0.9)) == []


def test_the_parts_of_all_texts_are_asked_for_at_once_and_each_gets_its_own() -> None:
    texts = ["公交来得太少了", SCHOOL + BUS, BUS + SCHOOL]
    asked: list[Sequence[str]] = []

    def propose(parts: Sequence[str]) -> list[Suggestion]:
        asked.append(parts)
        return [proposal("教育" if "食堂" in part else "交通") for part in parts]

    alone, one, other = with_matters(texts, [proposal("全文")] * 3, propose)
    assert asked == [[SCHOOL, BUS, BUS, SCHOOL]]
    assert alone.matters == ()
    assert [m.candidates[0].function for m in one.matters] == ["教育", "交通"]
    assert [m.candidates[0].function for m in other.matters] == ["交通", "教育"]


def test_nothing_is_asked_where_no_text_has_points() -> None:
    assert with_matters(["公交来得太少了"], [proposal("交通")], lambda _: 1 / 0) == [proposal("交通")]  # type: ignore[arg-type,return-value]


def test_places_are_those_of_the_raw_text_whatever_the_title_and_the_white_space(shipped_fast: Tagger) -> None:
    text = f"  {SCHOOL}\n\n　{BUS} "
    (found,) = shipped_fast.tag([text], ["来信"])
    assert [(text[m.start : m.end], m.candidates[0].function) for m in found.matters] == [
        (SCHOOL, "教育"),
        (BUS, "交通"),
    ]


def test_each_matter_has_the_domain_and_the_reason_of_its_own_part(shipped_fast: Tagger) -> None:
    (found,) = shipped_fast.tag([SCHOOL + BUS])
    school, bus = found.matters
    assert (school.domain, bus.domain) == ("教育", "交通运输")
    assert all(word in SCHOOL for word in school.candidates[0].reason.split("、"))
    assert all(word in BUS for word in bus.candidates[0].reason.split("、"))
