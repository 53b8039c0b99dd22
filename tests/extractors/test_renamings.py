"""Former names that a text or a table tells, and what only looks like one."""

from __future__ import annotations

import pytest
from documents import Rows, document

from corpus.records import Renaming
from extractors.extract import extract
from extractors.names.renamings import renamings
from extractors.tables.tables import tables


def told(*parts: str | Rows) -> list[Renaming]:
    notice = document(*parts)
    return list(renamings(notice, tables(notice)))


def pairs(*parts: str | Rows) -> list[tuple[str, str]]:
    return [(renaming.name, renaming.former) for renaming in told(*parts)]


@pytest.mark.parametrize(
    ("text", "name", "former"),
    [
        ("由市工信局（原市工信委）牵头办理。", "市工信局", "市工信委"),
        ("请市文化和旅游局(原市旅发委)汇总", "市文化和旅游局", "市旅发委"),
        ("县农业农村局（原名：县农业局）负责", "县农业农村局", "县农业局"),
        ("市数据局（由市大数据局更名而来）", "市数据局", "市大数据局"),
        ("原市环保局（现市生态环境局）移交的问题", "市生态环境局", "市环保局"),
        ("市应急管理局（以下简称“市应急局”）（原市安监局）", "市应急管理局", "市安监局"),
        ("2019年3月，市工信委正式更名为市工信局。", "市工信局", "市工信委"),
        ("将市环保局更名为“市生态环境局”。", "市生态环境局", "市环保局"),
        ("关于市经信委更名为市工信局的通知", "市工信局", "市经信委"),
        ("市房管局于2024年5月改名为市住房保障中心。", "市住房保障中心", "市房管局"),
        ("县教育局和县蚕业局（原县蚕桑局）", "县蚕业局", "县蚕桑局"),
        ("市工信委（2019年3月更名为市工信局）承办", "市工信局", "市工信委"),
        ("县水利局（前身为县水电局）", "县水利局", "县水电局"),
        ("市工信局（即原市工信委，下同）", "市工信局", "市工信委"),
        ("全市由市城市更新办（原市房改办）统筹", "市城市更新办", "市房改办"),
        ("由市蚕业办（原市蚕桑站）汇总", "市蚕业办", "市蚕桑站"),
        ("市蚕业办更名为市蚕业服务中心，报送地址不变。", "市蚕业服务中心", "市蚕业办"),
    ],
)
def test_a_former_name_is_told_in_brackets_or_by_a_verb(text: str, name: str, former: str) -> None:
    assert pairs(text) == [(name, former)]


@pytest.mark.parametrize(
    "text",
    [
        "市发改局（原则上每月一次）汇总",
        "报县档案局（原件）",
        "县委政法委（综治办）",
        "市农业农村局（以下简称“农业局”）",
        "市农业农村局（市乡村振兴局）",
        "王石桥（原市教育局副局长）",
        "王石桥（原市教育局）",
        "市教育局王石桥（原市环保局）",
        "青山区（原青山县）",
        "青山区政府（原青山县城关镇）",
        "市民服务中心（原市政府大院）",
        "市政务服务中心（原属市发改委）",
        "县水利局（原由县农业局管理）",
        "各县乡村振兴局（原扶贫办）",
        "拟将市工信委更名为市工信局。",
        "市工信委未更名为市工信局。",
        "道路更名为青山路，市民政局负责。",
        "市教育局（原市教育局）",
    ],
)
def test_what_only_looks_like_a_former_name_is_none(text: str) -> None:
    assert pairs(text) == []


def test_several_offices_that_were_joined_are_a_renaming_each() -> None:
    found = pairs("市市场监管局（原市工商局、市质监局）")
    assert found == [("市市场监管局", "市工商局"), ("市市场监管局", "市质监局")]


def test_a_verb_before_a_name_is_no_part_of_it_but_a_place_that_the_document_names_is() -> None:
    assert pairs("统筹推进市工信局（原市工信委）的整改") == [("市工信局", "市工信委")]
    assert pairs("统筹推进市城市更新中心（原市房改办）的整改") == [("市城市更新中心", "市房改办")]
    assert pairs("澜江市工信局（原市工信委）", "澜江市绩效办") == [("澜江市工信局", "市工信委")]


def test_a_place_that_begins_like_former_is_a_place() -> None:
    assert pairs("原平市教育局更名为原平市教育和体育局") == [("原平市教育和体育局", "原平市教育局")]


def test_a_cell_tells_them_too_and_names_row_column_and_characters() -> None:
    head = ["序号", "整改内容", "责任单位"]
    rows = [head, ["1", "补种", "县林业局"], ["2", "疏通", "经开区管委、城市管理监督局（原市市政局）"]]
    [renaming] = told(rows)
    assert (renaming.name, renaming.former, renaming.quote) == (
        "城市管理监督局",
        "市市政局",
        "城市管理监督局（原市市政局）",
    )
    assert (renaming.source.table, renaming.source.row, renaming.source.column) == (1, 2, 3)
    assert renaming.source.span == (6, 20)


def test_a_name_broken_over_the_lines_of_a_cell_is_whole_and_the_quote_is_as_it_stands() -> None:
    cell = "市大数据和\n行政审批局\n（原市行政\n审批局）"
    [renaming] = told([["序号", "责任单位"], ["1", cell]])
    assert (renaming.name, renaming.former, renaming.quote) == ("市大数据和行政审批局", "市行政审批局", cell)


def test_a_name_behind_another_on_the_line_above_stands_alone() -> None:
    assert pairs([["序号", "责任单位"], ["1", "县委宣传部\n县文旅局（原县旅游局）"]]) == [("县文旅局", "县旅游局")]


def test_spaces_of_a_converter_do_not_part_a_name() -> None:
    [renaming] = told("市 工信局（原市工信 委）。")
    assert (renaming.name, renaming.former) == ("市工信局", "市工信委")
    assert (renaming.quote, renaming.source.span) == ("市 工信局（原市工信 委）", (0, 13))


def test_a_pair_is_told_once_with_and_without_its_level() -> None:
    rows = [["序号", "责任单位"], ["1", "城市管理监督局（原市市政局）"], ["2", "市城市管理监督局（原市市政局）"]]
    assert pairs(rows) == [("城市管理监督局", "市市政局")]


def test_the_same_change_in_a_city_and_a_county_is_two() -> None:
    assert len(pairs("市教体局（原市教育局）、县教体局（原县教育局）")) == 2


def test_a_documents_renamings_are_part_of_what_is_extracted() -> None:
    extraction = extract(document("由市工信局（原市工信委）牵头办理。"))
    assert [(r.name, r.former) for r in extraction.renamings] == [("市工信局", "市工信委")]
