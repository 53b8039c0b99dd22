"""份号, 密级, 紧急程度 and 签发人 above the title; all texts are invented."""

import pytest

from extractors.notices.lines import lines_of
from extractors.notices.margin import margin
from extractors.notices.margin_marks import is_margin, marks
from tests.extractors.documents import document, grid


def read(*parts):
    return margin(lines_of(document(*parts)))


def signers(*parts):
    return [signer.text for signer in read(*parts).signers]


def test_six_digits_alone_are_the_copy_number():
    found = read("000012", "澜江市教育局文件")
    assert found.copy_number is not None
    assert found.copy_number.text == "000012"


def test_a_year_and_month_alone_are_no_copy_number():
    assert read("202106").copy_number is None


@pytest.mark.parametrize(
    ("line", "classification"),
    [
        ("秘密★1年", "秘密★1年"),
        ("机 密★20年", "机密★20年"),
        ("绝密★长期", "绝密★长期"),
        ("密级：机密", "机密"),
        ("机密", "机密"),
        ("秘密★", "秘密★"),
    ],
)
def test_the_classification_is_read_in_its_own_words_with_its_term(line, classification):
    found = read(line).classification
    assert found is not None
    assert found.text == classification


@pytest.mark.parametrize(
    ("line", "urgency"),
    [
        ("特 急", "特急"),
        ("加急", "加急"),
        ("紧急程度：加急", "加急"),
        ("【特急】", "特急"),
        ("等级：特提·明电      澜府办发电〔2021〕5号", "特提"),
        ("平急", "平急"),
    ],
)
def test_the_urgency_is_read_with_and_without_its_key(line, urgency):
    found = read(line).urgency
    assert found is not None
    assert found.text == urgency


def test_copy_number_classification_and_urgency_may_stand_on_one_line():
    found = marks("000003  机密★1年   特急")
    assert found is not None
    assert (found.copy_number, found.classification, found.urgency) == ("000003", "机密★1年", "特急")


@pytest.mark.parametrize("line", ["关于特急件办理的通知", "特急通知", "普通", "密级：公开", "1234567"])
def test_other_lines_bear_no_mark(line):
    assert marks(line) is None
    assert not is_margin(line)


def test_a_signer_beside_the_number_is_read():
    assert signers("澜教报〔2021〕2号      签发人：王某某") == ["王某某"]


def test_a_name_of_two_characters_loses_the_space_that_stretches_it():
    assert signers("签发人：李  某") == ["李某"]


def test_the_signers_of_a_joint_request_stand_on_lines_of_their_own():
    lines = ("签发人：王某某", "            李 某", "澜教报〔2021〕2号      张某某", "澜江市教育局文件")
    assert signers(*lines) == ["王某某", "李某", "张某某"]


def test_two_signers_on_one_line_are_two():
    assert signers("签发人：王某  李某某") == ["王某", "李某某"]


def test_who_signed_in_passing_is_no_signer():
    assert signers("签发人：王某   会签人：李某") == ["王某"]


def test_a_form_without_a_name_has_no_signer():
    assert signers("签发人：", "关于拨付经费的请示") == []


def test_a_red_head_set_as_a_table_gives_all_of_the_margin():
    rows = [["000007", "000007"], ["机密★1年", "特急"], ["澜财报〔2021〕9号", "签发人：王一  李 二"]]
    found = read(grid(rows, table=1), "澜江市财政局关于拨付经费的请示")
    assert found.copy_number is not None
    assert found.classification is not None
    assert found.urgency is not None
    assert [signer.text for signer in found.signers] == ["王一", "李二"]
    assert found.signers[1].sources[0].column == 2


def test_a_document_without_a_margin_has_none():
    found = read("澜江市教育局关于放假的通知", "各学校：")
    assert (found.copy_number, found.classification, found.urgency, found.signers) == (None, None, None, ())
