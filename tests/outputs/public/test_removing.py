"""Nothing that a citizen told of themselves is published, and nothing is removed without a person's word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.records import Filing, Task, Verdict
from corpus.terms import terms
from outputs.forms import Column, Form, Part, Sheet, fill, shipped_forms
from outputs.public.by_hand import occurrences
from outputs.public.finding import Finding, Ruling, key_of
from outputs.public.removing import cut, findings, unconfirmed, without
from outputs.public.version import publishable

TOLD = "我叫吴桂芳，电话13877654321，巷口积水没人管。"
KEY = key_of(TOLD)
NAMED = "请联系负责人韦国强。"


def sheet(*rows: tuple[str, str, str]) -> Sheet:
    names = (("number", "问题编号"), ("text", "整改内容"), ("person", "负责人"))
    columns = tuple(Column(key, heading, 30, "left") for key, heading in names)
    part = Part("rows", "", "项", "表", "", columns, ())
    cells = [dict(zip(("number", "text", "person"), row, strict=True)) for row in rows]
    return fill(Form("form", "表", "无", placeholder=False, parts=(part,), public=True), {"rows": cells})


def said(one: Finding, *, removed: bool = True, instead: str = "×") -> dict[tuple[str, int, int], Ruling]:
    return {one.place: Ruling(*one.place, one.kind, removed, instead)}


def test_each_finding_says_where_it_stands_and_what_would_stand_instead() -> None:
    name, phone = findings([sheet(("120250090900001", TOLD, ""))])
    assert (name.words, name.kind, name.number, name.heading) == ("吴桂芳", "name", "120250090900001", "整改内容")
    assert (name.before, name.after) == ("我叫", "，电话138776543")
    assert phone.place == (KEY, 8, 19)
    assert "1387" not in phone.replacement


def test_a_text_that_stands_in_several_tables_is_asked_once_and_cleaned_in_all() -> None:
    first, second = sheet(("1", TOLD, "")), sheet(("7", TOLD, ""))
    found = findings([first, second])
    assert len(found) == 2
    rulings = said(found[0], instead="吴某") | said(found[1], instead="［电话已隐去］")
    for made in (first, second):
        [table] = without(made, rulings).tables
        assert table.rows[0][1] == "我叫吴某，电话［电话已隐去］，巷口积水没人管。"


def test_the_person_in_charge_stays() -> None:
    assert findings([sheet(("1", NAMED, "韦国强"))]) == ()
    assert without(sheet(("1", NAMED, "韦国强")), {}).tables[0].rows[0][2] == "韦国强"


def test_a_citizen_of_an_officials_name_in_another_row_is_a_citizen() -> None:
    found = findings([sheet(("1", NAMED, "吴桂芳"), ("2", TOLD, "韦国强"))])
    assert [(f.words, f.number) for f in found] == [("韦国强", "1"), ("吴桂芳", "2"), ("13877654321", "2")]


def columns(**cells: str) -> Sheet:
    made = tuple(Column(key, key, 30, "left") for key in cells)
    part = Part("rows", "", "项", "表", "", made, ())
    return fill(Form("form", "表", "无", placeholder=False, parts=(part,), public=True), {"rows": [cells]})


@pytest.mark.parametrize(
    "column",
    ["number", "lead", "responsible", "units", "territory", "person", "leader", "contact", "deadline", "satisfaction"],
)
def test_a_telephone_is_found_in_whichever_column_it_stands(column: str) -> None:
    made = columns(**{column: "韦国强13877654321"})
    phone = findings([made])[-1]
    assert (phone.words, phone.kind) == ("13877654321", "mobile")
    [table] = without(made, said(phone, instead="（略）")).tables
    assert table.rows == (("韦国强（略）",),)


def test_a_name_that_goes_elsewhere_stays_where_officials_stand() -> None:
    made = columns(result="吴桂芳", person="吴桂芳")
    name = Ruling(key_of("吴桂芳"), 0, 3, "name", removed=True, replacement="吴某")
    assert without(made, {name.place: name}).tables[0].rows == (("吴某", "吴桂芳"),)
    by_hand = replace(name, by_hand=True)
    assert without(made, {name.place: by_hand}).tables[0].rows == (("吴某", "吴某"),)


def test_a_name_of_which_nothing_would_be_hidden_is_not_asked_about() -> None:
    """李老师 is what the public version says of 李老师; asked about, it could not be confirmed."""
    assert [f.words for f in findings([sheet(("1", "请找李老师：13877654321", ""))])] == ["13877654321"]


@pytest.mark.parametrize(
    ("told", "instead"),
    [
        ("住幸福小区3栋2单元\n501室\n请解决", "幸福小区×栋×单元×室"),
        ("住" + "幸福小区3栋2单元501室" * 60, "［地址已隐去］"),
    ],
)
def test_what_is_proposed_instead_of_an_address_can_be_confirmed_as_it_is(told: str, instead: str) -> None:
    [address] = findings([sheet(("1", told, ""))])
    assert (address.kind, address.replacement) == ("address", instead)


def test_what_nobody_has_spoken_of_waits_and_what_shall_stay_does_not() -> None:
    name, phone = found = findings([sheet(("1", TOLD, ""))])
    assert unconfirmed(found, {}) == found
    assert unconfirmed(found, said(name, removed=False)) == (phone,)
    assert unconfirmed(found, said(name, removed=False) | said(phone)) == ()


def test_a_finding_inside_a_wider_removal_has_gone_with_it() -> None:
    found = findings([sheet(("1", TOLD, ""))])
    wide = Ruling(KEY, 0, 19, "name", removed=True, replacement="有群众", by_hand=True)
    assert unconfirmed(found, {wide.place: wide}) == ()
    [table] = without(sheet(("1", TOLD, "")), {wide.place: wide}).tables
    assert table.rows[0][1] == "有群众，巷口积水没人管。"


def test_of_removals_that_overlap_nothing_is_left() -> None:
    text = "幸福小区3栋501室"
    one, other = (Ruling("k", *at, "address", removed=True, replacement="×") for at in ((4, 8), (6, 10)))
    assert cut(text, [other, one]) == "幸福小区×"


def test_a_person_may_remove_what_no_rule_found_wherever_it_stands() -> None:
    task = Task(
        "群众意见建议",
        "阿芳家门口\n积水",
        source=None,
        number="7",
        filing=Filing(result="阿芳家和阿芳店前已修"),  # type: ignore[arg-type]
    )
    found = occurrences(task, "阿芳", "某户")
    assert [(f.text_key, f.start, f.end) for f in found] == [
        (key_of("阿芳家门口\n积水"), 0, 2),
        (key_of("阿芳家和阿芳店前已修"), 0, 2),
        (key_of("阿芳家和阿芳店前已修"), 4, 6),
    ]
    assert occurrences(task, "", "某户") == occurrences(task, "老李", "某户") == ()


def test_a_person_may_remove_words_from_the_cells_of_units_and_times_too() -> None:
    task = Task(
        "群众意见建议",
        "积水",
        source=None,  # type: ignore[arg-type]
        given_responsible="县住建局\n阿芳转",
        given_person="韦国强",
        deadline="8月底前，阿芳验收",
    )
    found = occurrences(task, "阿芳", "某户")
    assert [(f.text_key, f.start) for f in found] == [
        (key_of("县住建局；阿芳转"), 5),
        (key_of("8月底前，阿芳验收"), 5),
    ]


def test_a_task_whose_unit_only_the_program_names_is_not_published() -> None:
    given = Task("群众意见建议", "甲", source=None, given_lead="市水利局")  # type: ignore[arg-type]
    proposed = Task("群众意见建议", "乙", source=None)  # type: ignore[arg-type]
    decided = Task("群众意见建议", "丙", source=None, verdict=Verdict(lead="市水利局"))  # type: ignore[arg-type]
    assert publishable([proposed, given, decided]) == (given, decided)


def test_a_deduction_that_is_nobodys_yet_is_not_published() -> None:
    given = Task("指标扣分", "甲", source=None, given_responsible="市水利局")  # type: ignore[arg-type]
    nobodys = Task("指标扣分", "乙", source=None)  # type: ignore[arg-type]
    assert publishable([nobodys, given]) == (given,)


def test_the_columns_in_which_names_stay_are_columns_of_the_forms() -> None:
    columns = {c.key for form in shipped_forms().by_key.values() for part in form.parts for c in part.columns}
    assert {key for keys in terms("forms")["searched"].values() for key in keys} <= columns
