from dataclasses import replace

from invented_batch import notice_extraction

from corpus.records import Doubt, DoubtKind, Notice, Renaming, Source
from corpus.registry import SHIPPED, Registry
from outputs.attention import Spoilt, classified, renamed, secrecy_line, spoilt

HERE = Source("来文/通知.docx", "c" * 64, table=1, row=2)
SILK = Renaming("县蚕业中心", "县蚕业办", "县蚕业中心（原县蚕业办）", HERE)
GREEN = Renaming("县生态环境局", "县环保局", "县生态环境局（原县环保局）", HERE)


def told(*found):
    return replace(notice_extraction(), renamings=found)


def test_a_document_with_a_degree_of_secrecy_is_named():
    secret = replace(notice_extraction(), notice=Notice(classification="机密★3年"))
    assert classified([notice_extraction(), secret]) == (("来文/通知.docx", "机密★3年"),)


def test_each_degree_is_said_once_and_none_where_there_is_none():
    assert secrecy_line(["秘密", "", "秘密", "机密★3年"]) == (
        "来文标有密级：秘密、机密★3年，本稿请按保密规定保管和传递。",
    )
    assert secrecy_line(["", ""]) == ()


def test_a_new_name_that_the_registry_does_not_know_stands_apart_and_first():
    lines = renamed([told(GREEN, SILK)], SHIPPED)
    assert [(line.former, line.is_one) for line in lines] == [("县蚕业办", False), ("县环保局", True)]


def test_an_accepted_new_name_is_one_office():
    (line,) = renamed([told(SILK)], Registry((("县蚕业中心", "县蚕业办"),)))
    assert line.is_one


def test_a_former_name_in_several_places_is_one_line_with_all_of_them():
    (line,) = renamed([told(SILK, replace(SILK, source=replace(HERE, row=5)))], SHIPPED)
    assert line.places == ("通知.docx，表1，第2行", "通知.docx，表1，第5行")


def test_the_text_that_is_most_surely_spoilt_stands_first():
    doubts = (
        Doubt(DoubtKind.GLUED_CELL, "县教育局县财政局", 0.4, HERE),
        Doubt(DoubtKind.GARBLED, "锟斤拷", 0.05, HERE),
    )
    assert spoilt([replace(notice_extraction(), doubts=doubts)]) == (
        Spoilt("疑为乱码", "锟斤拷", "0.05", "通知.docx，表1，第2行"),
        Spoilt("疑为粘连单元格", "县教育局县财政局", "0.40", "通知.docx，表1，第2行"),
    )
