"""联系人 and 联系电话 of a notice; all persons and numbers are invented."""

import pytest

from extractors.notices.contacts import contacts
from extractors.notices.lines import lines_of
from tests.extractors.documents import document


def read(*lines):
    return [(one.name, one.phone) for one in contacts(lines_of(document(*lines)))]


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("联系人：王某，联系电话：0770-5551234。", "王某", "0770-5551234"),
        ("（联系人：王 某，电话：5551234）", "王某", "5551234"),
        ("联系人及电话：王某某 13900001234", "王某某", "13900001234"),
        ("请报市绩效办（联系人王某，电话5551234）。", "王某", "5551234"),
        ("联系人：综合科 王某；电话：（0770）5551234转8012", "王某", "（0770）5551234转8012"),
        ("联 系 人：欧阳某   电　话：０７７０－５５５１２３４", "欧阳某", "０７７０－５５５１２３４"),
        ("（联系人：澜江市绩效办王某 5551234）", "王某", "5551234"),
        ("联系人：王某某（科长），13900001234", "王某某", "13900001234"),
        ("联系方式：王某，13900001234", "王某", "13900001234"),
        ("联系人：王某，邮箱：wang@example.cn，联系电话：5551234", "王某", "5551234"),
        ("咨询电话：12345", None, "12345"),
        ("联系人：王某，联系电话：0000-0000000", "王某", "0000-0000000"),
        ("联系人：王某，特此通知。", "王某", None),
        ("联系人：王某（办公楼124室）", "王某", None),
    ],
)
def test_a_contact_is_read_as_it_stands(text, name, phone):
    assert read(text) == [(name, phone)]


def test_numbers_that_commas_part_stay_as_they_stand():
    assert read("联系人：王某，电话：0770-5551234、13900001234") == [("王某", "0770-5551234、13900001234")]


def test_two_numbers_with_keys_of_their_own_are_both_kept():
    assert read("联系人：王某，电话：5551234，手机：13900001234") == [("王某", "5551234、13900001234")]


def test_two_names_before_one_number_are_one_contact():
    assert read("联系人：王某、李某    联系电话：5551234") == [("王某、李某", "5551234")]


def test_a_name_after_a_number_begins_the_next_contact():
    assert read("联系人：王某 5551234，李某某 5551235") == [("王某", "5551234"), ("李某某", "5551235")]


def test_a_list_of_contacts_goes_on_over_lines_without_the_key_for_persons():
    lines = ("联系人：王某某（规划科），联系电话：5551234；", "李 某（综合科），联系电话：5551235。")
    assert read(*lines) == [("王某某", "5551234"), ("李某", "5551235")]


def test_name_and_number_on_two_lines_are_one_contact():
    assert read("联系人：王某", "联系电话：5551234") == [("王某", "5551234")]


@pytest.mark.parametrize(
    "text",
    [
        "请明确一名联系人，并于5月10日前报送。联系电话要保持畅通。",
        "联系人：        联系电话：",
        "举报电话：5551234",
        "群众联系电话：13900001234",
        "反映人联系方式：13900001234",
        "通过电话12340访问群众3000人次。",
        "联系人姓名、职务和电话填入附件。",
        "联系人：详见附件",
        "联系人：×××",
        "传真：0770-5551234",
        "来信人：王某，联系电话：13900001234，反映路灯不亮。",
        "王某某（投诉人），电话：13900001234。",
        "居民王某（电话13900001234）反映小区停水。",
    ],
)
def test_a_mention_a_blank_and_a_citizens_number_are_no_contact(text):
    assert read(text) == []


def test_the_fax_beside_the_telephone_is_not_taken():
    assert read("咨询电话：0770-5551234，传真：0770-5551235") == [(None, "0770-5551234")]


def test_a_date_after_a_name_is_no_number():
    assert read("联系人：王某，请于2021年5月10日前报送。") == [("王某", None)]


def test_the_place_runs_from_the_name_to_the_number():
    text = "请报市绩效办（联系人：王 某，电话：5551234）。"
    (found,) = contacts(lines_of(document(text)))
    assert [text[slice(*source.span)] for source in found.sources] == ["王 某，电话：5551234"]


def test_who_is_named_once_more_without_a_number_is_no_second_contact():
    assert read("联系人：王某，电话：5551234。", "（联系人：王某）") == [("王某", "5551234")]
