"""OFD reader: what cannot be read, what is said about it, and what it may cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from built_ofd import Page, content, document, ofd_of, ofd_parts, ofd_xml
from office_parts import zipped

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT
from extractors.readers import read_bytes
from extractors.readers.ofd import read

TEXT = Page().lines(40, "一、总体要求", "二、工作安排")
WORDS = ["一、总体要求", "二、工作安排"]
PAGE_1 = "Doc_0/Pages/Page_1/Content.xml"


def reading(data: bytes) -> Document:
    return read(data, "通知.ofd", "0" * 64, DEFAULT)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as raised:
        reading(data)
    assert raised.value.problem.where == "通知.ofd"
    return raised.value.problem.code


def told(document: Document) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in document.problems]


def without(name: str) -> bytes:
    parts = ofd_parts([TEXT, TEXT])
    del parts[name]
    return zipped(parts)


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.95])
def test_a_truncated_file_is_damaged(kept: float) -> None:
    data = ofd_of([TEXT] * 4)
    with pytest.raises(UnreadableError) as raised:
        read_bytes(data[: int(len(data) * kept)], "通知.ofd")
    assert raised.value.problem.code == "read-damaged"


@pytest.mark.parametrize("name", ["OFD.xml", "Doc_0/Document.xml"])
def test_a_file_without_its_document_is_damaged(name: str) -> None:
    assert refusal(without(name)) == "read-damaged"


def test_an_encrypted_file_asks_for_the_password_to_be_removed() -> None:
    data = zipped({"OFD.xml": ofd_xml("Doc_0/Document.xml"), "Encryptions.xml": "<x/>", "Doc_0/Document.xml": "\x01"})
    assert refusal(data) == "read-password"


def test_a_page_that_is_missing_does_not_take_the_others_with_it() -> None:
    found = reading(without(PAGE_1))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第2页", "read-page-failed")]
    assert dict(found.problems[0].args)["reason"] == "缺少 Pages/Page_1/Content.xml"


@pytest.mark.parametrize("broken", ["<ofd:Page", "", "\x00\x01", "<!DOCTYPE p [<!ENTITY a 'x'>]><p>&a;</p>"])
def test_a_page_that_is_broken_does_not_take_the_others_with_it(broken: str) -> None:
    found = reading(ofd_of([TEXT, TEXT], changed={PAGE_1: broken}))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第2页", "read-page-failed")]


def test_a_second_document_that_is_missing_is_reported() -> None:
    found = reading(ofd_of([TEXT], changed={"OFD.xml": ofd_xml("Doc_0/Document.xml", "Doc_1/Document.xml")}))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("", "read-part-failed")]


@pytest.mark.parametrize("changed", [{"Doc_0/PublicRes.xml": "<broken"}, {"Doc_0/Tpls/Tpl_0/Content.xml": "<broken"}])
def test_resources_and_templates_that_are_broken_are_reported(changed: dict[str, str]) -> None:
    found = reading(ofd_of([TEXT], [Page()], changed=changed))
    assert [p.text for p in found.paragraphs] == WORDS
    assert [problem.code for problem in found.problems] == ["read-part-failed"]


def test_a_list_of_attachments_that_is_broken_is_reported() -> None:
    listed = document(1, more="<ofd:Attachments>Attachments.xml</ofd:Attachments>")
    found = reading(ofd_of([TEXT], changed={"Doc_0/Document.xml": listed, "Doc_0/Attachments.xml": "<broken"}))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("", "read-part-failed")]


@pytest.mark.parametrize("entry", [ofd_xml(), "<broken", ofd_xml("")])
def test_an_entry_that_names_no_document_is_damaged(entry: str) -> None:
    assert refusal(ofd_of([TEXT], changed={"OFD.xml": entry})) == "read-damaged"


def test_pages_beyond_the_limit_are_reported() -> None:
    found = read(ofd_of([TEXT, TEXT, TEXT]), "通知.ofd", "0" * 64, replace(DEFAULT, pdf_pages=2))
    assert len(found.paragraphs) == 4
    assert told(found) == [("第3页", "read-too-many-pages")]


def test_text_beyond_the_limit_is_reported() -> None:
    found = read(ofd_of([TEXT, TEXT, TEXT]), "通知.ofd", "0" * 64, replace(DEFAULT, text_characters=15))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第2页", "read-too-long")]


def test_a_page_of_outlines_is_told_from_text() -> None:
    """Letters that were turned into shapes are neither text nor a picture that could be recognised."""
    outlines = Page()
    for n in range(70):
        outlines.path((28 + n, 40, 0.8, 5), "M 0 0 B 0 2 0.8 3 0.8 5 L 0 5 C", 'Stroke="false" Fill="true"')
    assert refusal(ofd_of([outlines, outlines])) == "read-outlines"
    found = reading(ofd_of([TEXT, outlines]))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第2页", "read-page-outlines")]


def test_a_page_whose_font_names_no_character_is_as_good_as_a_scan() -> None:
    assert refusal(ofd_of([Page().lines(40, "\ue000\ue001\ue002\ue003")])) == "read-outlines"


def test_an_empty_page_is_no_problem() -> None:
    found = reading(ofd_of([TEXT, Page()]))
    assert found.problems == ()


def test_malformed_numbers_lose_no_text() -> None:
    wrong = (
        '<ofd:TextObject Boundary="a b" CTM="1 0 nan" Size="inf" Font="3" HScale="-"><ofd:TextCode X="x" Y="1e999" '
        'DeltaX="g g 5 x">各有关单位</ofd:TextCode></ofd:TextObject>'
    )
    (found,) = reading(ofd_of([TEXT], changed={"Doc_0/Pages/Page_0/Content.xml": content(wrong)})).paragraphs
    assert sorted(found.text.replace(" ", "")) == sorted("各有关单位")


def test_text_that_a_matrix_makes_vanish_is_left_out() -> None:
    assert [
        p.text
        for p in reading(ofd_of([Page().lines(40, *WORDS).text(28, 90, "三", more='CTM="0 0 0 0 0 0"')])).paragraphs
    ] == WORDS


def test_a_step_repeated_a_billion_times_costs_nothing() -> None:
    many = (
        '<ofd:TextObject Boundary="28 40 100 8" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="999999999" '
        'GlyphCount="999999999"/><ofd:TextCode X="0" Y="6" DeltaX="g 999999999 5 g 999999999 5">各单位</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    found = reading(ofd_of([TEXT], changed={"Doc_0/Pages/Page_0/Content.xml": content(many)}))
    assert [p.text for p in found.paragraphs] == ["各单位"]


def unit(identity: int, inside: str) -> str:
    return f'<ofd:CompositeGraphicUnit ID="{identity}"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'


def use(identity: int) -> str:
    return f'<ofd:CompositeObject Boundary="0 0 210 297" ResourceID="{identity}"/>'


def test_composite_objects_that_hold_each_other_come_to_an_end() -> None:
    units = f"<ofd:CompositeGraphicUnits>{unit(50, use(51))}{unit(51, use(50))}</ofd:CompositeGraphicUnits>"
    page = Page().lines(40, "一、总体要求", "二、工作安排").add(use(50))
    found = reading(ofd_of([page], resources=units))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第1页", "read-page-overfull")]


def test_a_composite_object_that_is_nowhere_is_reported() -> None:
    found = reading(ofd_of([Page().lines(40, *WORDS).add(use(77))]))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第1页", "read-part-failed")]
    assert dict(found.problems[0].args)["part"] == "ResourceID=77"


def test_text_after_a_composite_object_without_end_is_read() -> None:
    units = f"<ofd:CompositeGraphicUnits>{unit(50, use(50))}</ofd:CompositeGraphicUnits>"
    found = reading(ofd_of([Page().add(use(50)).lines(40, *WORDS)], resources=units))
    assert [p.text for p in found.paragraphs] == WORDS


def test_characters_beyond_the_limit_of_a_page_are_reported() -> None:
    found = read(ofd_of([TEXT]), "通知.ofd", "0" * 64, replace(DEFAULT, page_characters=3))
    assert "".join(p.text for p in found.paragraphs).startswith("一、总")
    assert told(found) == [("第1页", "read-page-overfull")]


def test_composite_objects_that_multiply_come_to_an_end() -> None:
    """Ten levels of ten uses each would be ten billion objects."""
    levels = "".join(unit(50 + i, use(51 + i) * 10) for i in range(10)) + unit(60, "")
    units = f"<ofd:CompositeGraphicUnits>{levels}</ofd:CompositeGraphicUnits>"
    page = Page().lines(40, "一、总体要求", "二、工作安排").add(use(50))
    found = reading(ofd_of([page], resources=units))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第1页", "read-page-overfull")]


def test_a_page_of_too_much_data_is_not_loaded() -> None:
    found = reading(ofd_of([TEXT, TEXT], changed={PAGE_1: content(" " * 33 * 1024 * 1024)}))
    assert [p.text for p in found.paragraphs] == WORDS
    assert told(found) == [("第2页", "read-page-failed")]


def test_a_document_without_pages_has_no_blocks() -> None:
    found = reading(ofd_of([], changed={"Doc_0/Document.xml": document(0)}))
    assert (found.blocks, found.problems) == ((), ())
