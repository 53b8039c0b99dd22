"""Who is named in a sentence of duty."""

import pytest

from extractors.names.parties import parties


def names(text: str) -> list[str]:
    return [party.name for party in parties(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("各镇（街道）、县直各单位要自查", ["各镇（街道）、县直各单位"]),
        ("由县住建局牵头、各镇配合", ["县住建局", "各镇"]),
        ("县绩效办要督促各镇人民政府整改", ["县绩效办", "各镇人民政府"]),
        ("报望川县督考办备案", ["望川县督考办"]),
        ("报送我办综合科", ["我办综合科"]),
        ("石桥镇、平湖乡要整改", ["石桥镇、平湖乡"]),
        ("教育、民政等部门要整改", ["教育、民政等部门"]),
        ("报县委组织部、县财政局", ["县委组织部、县财政局"]),
        ("各乡镇党委、政府要部署", ["各乡镇党委、政府"]),
        ("各单位联络员请报名", ["各单位联络员"]),
    ],
)
def test_a_name_is_read_whole_and_no_further(text: str, named: list[str]) -> None:
    assert names(text) == named


@pytest.mark.parametrize("text", ["动员部署要到位", "报县绩效管理系统", "老旧小区要改造", "上传至指定邮箱"])
def test_things_are_nobody(text: str) -> None:
    assert names(text) == []


def test_whoever_receives_a_paper_by_name_is_told_from_his_office() -> None:
    assert names("报县绩效办李婷处") == ["县绩效办"]
