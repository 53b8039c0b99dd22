import pytest

from extractors.names.organisations import is_organisation, organisations_in, split_organisations


@pytest.mark.parametrize(
    "name",
    [
        "国 务 院",
        "工业和信息化部",
        "青山市绩效考评领导小组办公室（代）",
        "中国（青海）自由贸易试验区管理委员会",
        "青山市委市政府督查和绩效考评办公室",
        "国家税务总局青山市税务局",
        "民航局",
        "太原市公安局",
    ],
)
def test_a_name_of_a_body_is_known_by_its_ending(name):
    assert is_organisation(name)


@pytest.mark.parametrize(
    "text", ["各有关单位", "特此通知", "请报市绩效办", "2019年6月12日", "主要局面", "整改任务清单"]
)
def test_what_is_no_single_body_is_not_taken_for_one(text):
    assert not is_organisation(text)


def test_bodies_on_one_line_are_parted_by_spaces_or_marks():
    assert split_organisations("青山市教育局        青山市财政局") == ("青山市教育局", "青山市财政局")
    assert split_organisations("青山市教育局、青山市财政局") == ("青山市教育局", "青山市财政局")


def test_a_spaced_out_name_is_one_body():
    assert split_organisations("国 务 院") == ("国务院",)


def names(text):
    return [span.name for span in organisations_in(text)]


def test_names_in_a_sentence_begin_after_the_verbs_of_the_office():
    assert names("由县督查办收齐报县效能建设领导小组议定后上报市督查办") == [
        "县督查办",
        "县效能建设领导小组",
        "市督查办",
    ]


def test_the_and_inside_a_name_does_not_part_it():
    assert names("市住房和城乡建设局与市财政局会同市发展和改革委员会负责") == [
        "市住房和城乡建设局",
        "市财政局",
        "市发展和改革委员会",
    ]


def test_a_former_name_in_brackets_is_a_name_of_its_own():
    assert names("市大数据和行政审批局（原市行政审批局）") == ["市大数据和行政审批局", "市行政审批局"]


def test_collective_bodies_are_marked():
    (span,) = organisations_in("各级各部门要高度重视")
    assert span.name == "各级各部门"
    assert span.collective


def test_all_regions_are_meant_together():
    assert [(span.name, span.collective) for span in organisations_in("各地区要抓好落实")] == [("各地区", True)]
