"""Tables that only set a letterhead or a signature, and those that look like one and hold data."""

from __future__ import annotations

import pytest
from documents import Rows, document, grid

from extractors.notices.lines import is_letterhead, lines_of


@pytest.mark.parametrize(
    "rows",
    [
        [["青山市财政局", "青山市教育局"], ["", "2031年3月2日"]],
        [["发电单位 青山市人民政府", "签批盖章 李某某"], ["等级 特急", "青政发电〔2031〕2号"]],
    ],
    ids=["signature", "telegram"],
)
def test_a_table_that_sets_signature_or_head_is_no_data(rows: Rows):
    assert is_letterhead(grid(rows))


@pytest.mark.parametrize(
    "rows",
    [
        [["青山市财政局", "2031年3月2日"], ["青山市教育局", "2031年3月9日"]],
        [["青山市财政局", "青山市教育局"], ["审计", "2031年3月2日"]],
        [["2031年3月2日"], ["2031年3月9日"]],
    ],
    ids=["a day for each", "a matter beside the day", "days alone"],
)
def test_names_and_days_in_another_order_are_data(rows: Rows):
    assert not is_letterhead(grid(rows))


def test_names_beside_each_other_over_a_day_are_read_as_lines():
    found = lines_of(document("特此通知。", [["青山市财政局", "青山市教育局"], ["", "2031年3月2日"]]))
    assert [line.bare for line in found] == ["特此通知。", "青山市财政局青山市教育局", "2031年3月2日"]


def test_a_number_beside_its_key_in_a_form_is_another_documents():
    form = [["标题", "关于夜市管理的通知", "文号", "青政发〔2025〕9号"], ["备注", "", "", ""]]
    assert [line.bare for line in lines_of(document("文件登记表", form))] == ["文件登记表"]
