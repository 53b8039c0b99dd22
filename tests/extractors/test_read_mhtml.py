"""Pages saved as one file: by browsers, by Word under the name .doc, by Excel with a page for each sheet."""

from __future__ import annotations

import base64
import quopri

import pytest
from web_pages import LINES, NEW_PORTAL, WORD

from corpus.messages import UnreadableError
from corpus.records import Document, Problem
from extractors.limits import DEFAULT
from extractors.readers import read_bytes
from extractors.readers.html import mhtml

FROM_BROWSER = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.invalid/a.html\r\n"
SUBJECT = "Subject: =?gb2312?B?zajWqg==?=\r\n"


def part(
    content: str, charset: str = "utf-8", encoding: str = "quoted-printable", kind: str = "text/html", **fields: str
) -> str:
    data = content.encode("gb18030" if charset == "gb2312" else charset)
    body = quopri.encodestring(data) if encoding == "quoted-printable" else base64.encodebytes(data)
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return (
        f'Content-Type: {kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n'
        + body.decode("ascii").replace("\n", "\r\n")
    )


def saved(*parts: str, head: str = "", related: str = "", end: bool = True) -> bytes:
    body = "".join(f"--_part_\r\n{content}\r\n" for content in parts)
    return (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="_part_"{related}\r\n\r\n'
        f"某浏览器保存的网页\r\n\r\n{body}{'--_part_--' if end else ''}\r\n"
    ).encode()


def read(data: bytes) -> Document:
    return mhtml.read(data, "通知.mht", "abc", DEFAULT)


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs]


@pytest.mark.parametrize("name", ["通知.mht", "通知.mhtml", "通知.doc", "通知"])
@pytest.mark.parametrize("head", ["", FROM_BROWSER + SUBJECT])
def test_a_saved_page_is_known_by_its_head_whatever_its_name(head: str, name: str):
    document = read_bytes(saved(part("<p>请照办。</p>"), head=head), name)
    assert (document.format, [q.text for q in document.paragraphs]) == ("mhtml", ["请照办。"])


@pytest.mark.parametrize("field", ["To: a@example.invalid", "Received: from x"])
def test_a_mail_is_no_saved_page(field: str):
    data = saved(part("<p>请照办。</p>"), head=f"From: b@example.invalid\r\n{field}\r\n")
    assert mhtml.score(data, "a.mht") is None


def test_a_text_about_content_types_is_no_saved_page():
    assert mhtml.score("说明\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n正文".encode(), "a.txt") is None


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_the_page_is_read_from_its_transfer_encoding(charset: str, encoding: str):
    page = NEW_PORTAL.replace('<meta charset="utf-8">', "")
    found = texts(saved(part(page, charset, encoding), part("body {}", kind="text/css"), head=FROM_BROWSER))
    assert [line for line in found if line in LINES] == LINES
    assert "网站地图" not in "".join(found)


def test_a_single_page_without_parts_is_read():
    assert texts(("MIME-Version: 1.0\r\n" + part("<html><p>请照办。</p></html>")).encode()) == ["请照办。"]


def test_a_word_document_saved_as_one_page_is_read():
    document = read(
        saved(part(WORD.replace("charset=unicode", "charset=gb2312"), "gb2312", Content_Location="file:///C:/x.htm"))
    )
    assert document.paragraphs[0].text == "云岭区关于做好河道保洁的通知"
    assert document.grids[0].cells == (("街道", "任务"), ("河东街道", "清淤\n打捞"))


def test_the_part_that_start_names_is_the_page():
    parts = part("<p>框架里的广告</p>", Content_ID="<b@x>"), part("<p>请照办。</p>", Content_ID="<a@x>")
    assert texts(saved(*parts, related='; start="<a@x>"')) == ["请照办。"]


def test_the_sheets_of_a_saved_workbook_are_read_one_after_another():
    sheets = [
        part(
            f"<p>表{n}</p><table border=1><tr><td>村<td>户<tr><td>{n}村<td>9</table>",
            Content_Location=f"x/sheet00{n}.htm",
        )
        for n in (1, 2)
    ]
    frame = part("<html><frameset><frame src='x/sheet001.htm'></frameset></html>")
    tabs = part("<table><tr><td><a href='sheet001.htm'>表1</a></table>", Content_Location="x/tabstrip.htm")
    document = read(saved(frame, tabs, *sheets))
    assert [(q.text, q.source.paragraph) for q in document.paragraphs] == [("表1", 1), ("表2", 2)]
    assert [(grid.cells[1], grid.source.table) for grid in document.grids] == [(("1村", "9"), 1), (("2村", "9"), 2)]


def test_a_frame_page_of_a_workbook_is_no_text_and_its_tab_strip_neither():
    frame = part(
        "<html><frameset><frame src='甲.files/sheet001.htm'><frame src='甲.files/tabstrip.htm'>"
        "<noframes><body><p>您的浏览器不支持框架。</p></body></noframes></frameset></html>",
        Content_Location="file:///C:/x/1.htm",
    )
    sheet = part(
        "<table><tr><td>村<td>户<tr><td>甲村<td>9</table>", Content_Location="file:///C:/x/1.files/sheet001.htm"
    )
    tabs = part("<p>表一</p>", Content_Location="file:///C:/x/1.files/tabstrip.htm")
    document = read(saved(frame, sheet, tabs))
    assert ([grid.cells for grid in document.grids], document.paragraphs) == ([(("村", "户"), ("甲村", "9"))], ())
    assert document.problems == ()


@pytest.mark.parametrize(
    ("frame", "fields"),
    [
        ("cid:f1@mhtml.blink", {"Content_ID": "<f1@mhtml.blink>"}),
        ("../zw/b%20c.htm#top", {"Content_Location": "http://example.invalid/zw/b c.htm"}),
    ],
)
def test_an_inner_frame_is_read_where_it_stands(frame: str, fields: dict[str, str]):
    main = part(
        f"<html><body><p>一、范围。</p><iframe src='{frame}'></iframe><p>三、时间。</p></body></html>",
        Content_Location="http://example.invalid/x/a.htm",
    )
    inner = part("<html><head><title>内页</title></head><body><p>二、任务。</p></body></html>", "gb2312", **fields)
    document = read(saved(main, inner))
    assert [q.text for q in document.paragraphs] == ["一、范围。", "二、任务。", "三、时间。"]
    assert document.problems == ()


def test_pages_that_show_one_another_come_to_an_end():
    main = part("<p>甲</p><iframe src='b.htm'></iframe>", Content_Location="http://example.invalid/a.htm")
    inner = part("<p>乙</p><iframe src='a.htm'></iframe>", Content_Location="http://example.invalid/b.htm")
    assert texts(saved(main, inner)) == ["甲", "乙"]


def test_a_file_without_its_end_is_said_to_be_cut():
    assert read(saved(part("<p>请照办。</p>"), end=False)).problems == (Problem("通知.mht", "read-cut-off"),)


def test_a_file_without_a_page_is_damaged():
    with pytest.raises(UnreadableError) as caught:
        read(saved(part("x", kind="image/png")))
    assert caught.value.problem.code == "read-damaged"
