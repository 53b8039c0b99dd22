"""Tables that another program recognised: shadows, glued cells, torn words and garbage are marked, not mended."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.records import Doubt, DoubtKind, Source, Table, TableKind
from extractors.tables.noise import GHOST, SOUND, STRAY, noise
from extractors.tables.plausibility import joins, stray_marks, word_share

PLACE = Source("框架.txt", "cd" * 32, table=1)
HEADER = ("一级指标", "二级指标", "具体指标", "考核单位")
CLEAN = [
    ("一、经济建设", "(一)工业", "工业增加值", "统计局"),
    ("", "", "工业投资", "工信局"),
    ("", "(二)农业", "粮食产量", "农业局"),
    ("", "", "农产品质量安全", "农业局"),
    ("", "(三)旅游", "旅游厕所建设", "旅发委"),
    ("二、社会建设", "(四)教育", "义务教育巩固率", "教育局"),
    ("", "(五)卫生", "重大疾病防控", "卫健委"),
    ("", "(六)就业", "城镇新增就业人数", "人社局"),
    ("", "(七)环保", "主要污染物减排", "环保局"),
]
SPOILT = [("", "† >2 B =‡", "", ""), ("", "", "", "Kf n ‡"), (", , ,", "", "", "")]
"""Marks that nobody writes: what tells that the table was recognised."""


def table(rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> Table:
    sources = tuple(Source("框架.txt", "cd" * 32, table=1, row=at) for at in range(1, len(rows) + 1))
    return Table(None, TableKind.INDICATORS, header, (None, None, "indicator", "lead"), tuple(rows), PLACE, sources)


def doubts(*rows: tuple[str, ...]) -> list[Doubt]:
    """The doubts about these rows, which stand below clean ones in a recognised table."""
    first = len(CLEAN) + 1
    found = noise([table([*CLEAN, *rows, *SPOILT])]).doubts
    return [doubt for doubt in found if first <= (doubt.source.row or 0) < first + len(rows)]


def test_a_clean_table_is_not_doubted() -> None:
    judged = noise([table(CLEAN)])
    assert judged.doubts == ()
    assert judged.tables[0].confidences is None


def test_odd_cells_of_a_table_that_nobody_recognised_are_left_alone() -> None:
    assert noise([table([*CLEAN, ("", "", "几口几", "扎利匠")])]).doubts == ()


def test_two_cells_with_stray_marks_are_no_proof_of_recognition() -> None:
    assert noise([table([*CLEAN, *SPOILT[:2]])]).doubts == ()


def test_clean_rows_of_a_recognised_table_are_not_doubted() -> None:
    assert doubts(("", "(四)民生", "城镇居民人均可支配收入", "人社厅"), ("", "", "平安建设(含综治)", "综治办")) == []


@pytest.mark.parametrize("name", ["扎利匠", "几口几", "母舌此舌", "1夕7么四口"])
def test_characters_that_make_no_words_are_garbled(name: str) -> None:
    (doubt,) = doubts(("", "(八)水利", "水利投资项目", name))
    assert (doubt.kind, doubt.quote, doubt.source.column) == (DoubtKind.GARBLED, name, 4)


@pytest.mark.parametrize("name", ["农办", "编办", "人社厅", "发改委", "机关事务局", "核验组", "澜江军分区", "相关单位"])
def test_short_names_of_bodies_are_not_garbled(name: str) -> None:
    assert doubts(("", "(八)水利", "水利投资项目", name)) == []


def test_latin_scraps_in_a_column_of_words_are_garbled() -> None:
    (doubt,) = doubts(("", "17.03 8 51/2", "高新技术企业数量", "科技局"))
    assert doubt.kind is DoubtKind.GARBLED


def test_a_number_or_a_dash_in_a_column_of_words_is_not_garbled() -> None:
    assert doubts(("", "", "空气质量优良率", "—"), ("", "30%", "河长制工作", "水利局")) == []


def test_a_word_torn_by_a_space_is_broken() -> None:
    (doubt,) = doubts(("", "(四)结构调 整", "服务业发展", "发改委"))
    assert doubt.kind is DoubtKind.BROKEN_WORD


def test_a_word_torn_over_two_rows_is_broken_in_both() -> None:
    found = doubts(("", "(四)创新驱", "科技成果转化", "科技厅"), ("", "动", "质量提升工作", "质监局"))
    assert [(doubt.kind, doubt.quote) for doubt in found] == [
        (DoubtKind.BROKEN_WORD, "(四)创新驱"),
        (DoubtKind.BROKEN_WORD, "动"),
    ]


def test_two_numbered_entries_in_one_cell_are_glued() -> None:
    (doubt,) = doubts(("", "(四)结构调整 (五)风险防范", "服务业发展", "发改委"))
    assert doubt.kind is DoubtKind.GLUED_CELL


def test_two_bodies_in_one_cell_are_glued() -> None:
    (doubt,) = doubts(("", "", "宗教工作", "统战部 工商局"))
    assert doubt.kind is DoubtKind.GLUED_CELL


def test_a_body_with_its_inner_part_is_one_name() -> None:
    assert doubts(("", "", "宗教工作", "市委 统战部")) == []


def test_a_row_whose_thing_is_no_words_is_a_ghost() -> None:
    ghost, *cells = doubts(("", "武装", "OF A NEW LIST", "政治工作局"))
    assert (ghost.kind, ghost.confidence, ghost.source.column) == (DoubtKind.GHOST_ROW, GHOST, None)
    assert [cell.source.column for cell in cells] == [3]


def test_a_column_of_codes_makes_no_ghosts() -> None:
    rows = [("", "", f"QX-{at}", "统计局") for at in range(8)]
    found = noise([table([*rows, ("", "†‡", "QX-9", "‡†"), ("", "†‡", "QX-10", "†‡")])]).doubts
    assert found
    assert all(doubt.kind is not DoubtKind.GHOST_ROW for doubt in found)


def test_a_row_that_begins_an_entry_is_no_ghost() -> None:
    kinds = {doubt.kind for doubt in doubts(("", "(四)武装工作", "OF A NEW LIST", "军分区"))}
    assert kinds == {DoubtKind.GARBLED}


def test_each_cell_of_a_judged_table_has_a_confidence_and_its_text_stays() -> None:
    judged = noise([table([*CLEAN, *SPOILT])]).tables[0]
    assert judged.rows == table([*CLEAN, *SPOILT]).rows
    assert judged.confidences is not None
    assert judged.confidences[0] == (SOUND,) * 4
    assert judged.confidences[1] == (None, None, SOUND, SOUND)
    assert judged.confidences[len(CLEAN)] == (None, STRAY, None, None)


def test_a_table_with_confidences_of_its_own_keeps_them() -> None:
    own = table(SPOILT)
    sure = tuple((0.9,) * 4 for _ in SPOILT)
    known = Table(own.caption, own.kind, own.header, own.columns, own.rows, own.source, own.row_sources, sure)
    assert noise([known]).tables == (known,)


@pytest.mark.parametrize(
    "cell",
    [
        "≥90%",
        "0.5mg/L",
        "2025-06-30",
        "1.5万元",
        "A4",
        "https://lanjiang.example/a?b=1",
        "√",
        "PM2.5",
        "（1）",
        "整改→核查",
        "—",
        "3/4",
        "C₆H₁₂O₆",
        "NH₃-N",
        "As³⁺",
        "COD<sub>Cr</sub>",
        "35μg/m³",
        "β射线法",
        "Q/45-A",
        "Müller GmbH",
        "L'Oréal S.A.",
        "株式会社ヤマト",
        "★★★",
        "※重点※",
    ],
)
def test_what_tables_hold_is_not_stray(cell: str) -> None:
    assert stray_marks(cell) == 0


def test_marks_that_nobody_writes_are_counted() -> None:
    assert stray_marks("<b>W</b>") == 3
    assert stray_marks(", , ,") == 3
    assert stray_marks("†‡") == 2


def test_the_share_of_words_counts_particles_half() -> None:
    assert word_share("工业投资") == 1
    assert word_share("工业和农业") == pytest.approx(4.5 / 5)
    assert word_share("扎利匠") == 0
    assert word_share("2.5") == 1


def test_two_pieces_join_where_a_word_goes_over_the_gap() -> None:
    assert joins("经济增", "长")
    assert not joins("经济", "增长")
    assert not joins("经济增", "(长)")
