"""Nothing in a template runs, reads a file, reaches out or blows up; nothing in a citizen's text becomes a formula."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from invented_batch import MADE_ON, comment_tasks
from own_templates import excel, excel_of, part_of, texts, with_part, word

from corpus.messages import MinyiError
from outputs.own.excel import excel_problems, filled_excel
from outputs.own.word import filled_word, word_problems

ATTACKS = (
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{{ 批次.__class__ }}",
    "{{ 批次['__class__'] }}",
    "{{ 批次|attr('__class__') }}",
    "{{ 批次.format(批次) }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ range(99999999)|length }}",
    "{{ '长' * 999999999 }}",
    "{{ 9**9**9 }}",
    "{{ lipsum() }}",
    "{% set 甲 = 批次 %}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as 甲 %}",
    "{% from 'a' import b %}",
    "{% extends '/etc/passwd' %}",
    "{% macro 甲() %}{% endmacro %}",
    "{% for 行 in 任务 recursive %}{{ loop(任务) }}{% endfor %}",
    "{% for 行 in 任务 %}{{ 行.items() }}{% endfor %}",
    "{% for 行 in 任务 %}{{ 行.__class__ }}{% endfor %}",
    "{% for 行 in 任务 %}{{ loop.__class__ }}{% endfor %}",
    "{% for 行 in 任务|map(attribute='__class__') %}{% endfor %}",
    "{% for 行 in [1, 2] %}{% endfor %}",
    "{{ " + "(" * 3000 + "批次" + ")" * 3000 + " }}",
)
HIDDEN = '<w:t hidden="{{ ().__class__ }}">'
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_expression_that_is_no_field_is_a_mistake_and_is_never_run(attack: str) -> None:
    data = word("标题", attack)
    assert [p.where[:3] for p in word_problems(data)][:1] == ["第2段"]
    with pytest.raises(MinyiError):
        filled_word(data, texts(), MADE_ON)


@pytest.mark.parametrize("attack", ATTACKS)
def test_so_it_is_in_a_cell_of_a_workbook(attack: str) -> None:
    assert excel_problems(excel({"A1": attack}))


def test_a_tag_outside_any_paragraphs_text_is_refused_as_well() -> None:
    data = word("标题")
    hidden = re.sub(rb"<w:t>", HIDDEN.encode(), part_of(data, "word/document.xml"), count=1)
    data = with_part(data, "word/document.xml", hidden)
    assert word_problems(data) == ()
    with pytest.raises(MinyiError) as refused:
        filled_word(data, texts(), MADE_ON)
    assert refused.value.problem.code == "template-unsafe"


@pytest.mark.parametrize(
    ("made", "look", "part"),
    [(word, word_problems, "word/document.xml"), (excel, excel_problems, "xl/worksheets/sheet1.xml")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused(
    made: Callable[..., bytes], look: Callable[[bytes], object], part: str, encoding: str
) -> None:
    data = made("标题") if made is word else made({"A1": "标题"})
    with pytest.raises(MinyiError) as refused:
        look(with_part(data, part, BOMB.decode().encode(encoding)))
    assert refused.value.problem.code == "template-doctype"


def relations(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Target="{target}" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://bilder.example/a.png"),
        ("oleObject", "file:///C:/a.xlsx"),
        ("attachedTemplate", "https://vorlagen.example/a.dotm"),
        ("attachedTemplate", "\\\\fremd\\a.dotm"),
    ],
)
def test_what_would_be_fetched_at_opening_is_refused(kind: str, target: str) -> None:
    with pytest.raises(MinyiError) as refused:
        word_problems(with_part(word("标题"), "word/_rels/settings.xml.rels", relations(kind, target)))
    assert dict(refused.value.problem.args) == {"target": target}


@pytest.mark.parametrize(
    "disguised",
    [
        relations("image", "http://bilder.example/a.png").replace(b'"External"', b'"Ext&#101;rnal"'),
        relations("image", "http://bilder.example/a.png").replace(b"TargetMode=", b"TargetMode\n= "),
        b"\xff\xfe" + relations("image", "http://bilder.example/a.png").decode().encode("utf-16-le"),
    ],
)
def test_a_link_is_seen_however_its_xml_is_written(disguised: bytes) -> None:
    with pytest.raises(MinyiError) as refused:
        word_problems(with_part(word("标题"), "word/_rels/settings.xml.rels", disguised))
    assert refused.value.problem.code == "template-outside-file"


def test_links_that_are_no_xml_are_refused() -> None:
    with pytest.raises(MinyiError) as refused:
        word_problems(with_part(word("标题"), "word/_rels/settings.xml.rels", b"<Relationships"))
    assert refused.value.problem.code == "template-damaged"


@pytest.mark.parametrize(
    ("kind", "target"),
    [("hyperlink", "http://www.example.cn/"), ("attachedTemplate", "file:///C:/Users/a/Normal.dotm")],
)
def test_plain_links_and_the_clerks_own_word_template_are_left_alone(kind: str, target: str) -> None:
    assert word_problems(with_part(word("标题"), "word/_rels/settings.xml.rels", relations(kind, target))) == ()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99])
def test_what_is_no_such_file_or_has_a_password_is_told(data: bytes) -> None:
    for look in (word_problems, excel_problems):
        with pytest.raises(MinyiError) as refused:
            look(data)
        assert refused.value.problem.code == "template-no-package"


def test_a_workbook_named_docx_is_told() -> None:
    with pytest.raises(MinyiError) as refused:
        word_problems(excel({"A1": "标题"}))
    assert refused.value.problem.code == "template-no-package"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://a.example")', "+1", "-2", "@SUM(A1)", "#N/A", "1.5E3"])
def test_the_text_of_a_comment_is_never_a_formula_nor_a_number(text: str) -> None:
    tasks = [replace(comment_tasks(1)[0], text=text), replace(comment_tasks(1)[0], text=f"第二条{text}")]
    data = filled_excel(excel({"A1": "{{ 行.意见建议原文 }}", "B1": "{{ 行.问题编号 }}"}), texts(tasks), MADE_ON)
    page = excel_of(data).worksheets[0]
    assert (page["A1"].value, page["A1"].data_type, page["A1"].number_format) == (text, "s", "@")
    assert (page["A2"].value, page["A2"].data_type) == (f"第二条{text}", "s")
    assert (page["B1"].value, page["B1"].data_type) == ("120230070900001", "s")
    assert b"<f>" not in part_of(data, "xl/worksheets/sheet1.xml")


def test_a_comment_that_looks_like_a_field_is_not_filled() -> None:
    tasks = [replace(comment_tasks(1)[0], text=text) for text in ("{{ 批次 }}", "{{ 行.问题编号 }}")]
    page = excel_of(excel({"A1": "{{ 行.意见建议原文 }}", "A2": "{{ 任务.意见建议原文 }}"}), texts(tasks)).worksheets[0]
    assert [page.cell(row, 1).value for row in range(1, 5)] == ["{{ 批次 }}", "{{ 行.问题编号 }}"] * 2


def test_a_workbook_with_shapes_is_refused_for_they_would_be_lost() -> None:
    drawing = b'<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor><xdr:sp macro=""/></xdr:twoCellAnchor></xdr:wsDr>'
    with pytest.raises(MinyiError) as refused:
        excel_problems(with_part(excel({"A1": "标题"}), "xl/drawings/drawing1.xml", drawing))
    assert refused.value.problem.code == "template-shapes"


@pytest.mark.parametrize("many", ["{{" * 300_000, "{% " * 300_000, "{{ 甲 " * 300_000])
def test_braces_without_end_take_no_time(many: str) -> None:
    began = time.perf_counter()
    assert [p.code for p in word_problems(word(many))] == ["template-broken"]
    assert [p.code for p in excel_problems(excel({"A1": many[:30_000]}))] == ["template-broken"]
    assert time.perf_counter() - began < 3
