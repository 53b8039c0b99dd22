"""OFD files that have no end, lie over themselves or lead out of themselves."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import built_ofd
from bombs import LAUGHS
from hostile import DAMAGED, GOOD, PASSWORD, Kind, attacked, file, params


def deep_ofd(depth: int) -> bytes:
    inside = "<ofd:PageBlock>" * depth + "</ofd:PageBlock>" * depth
    return built_ofd.ofd_of([good_ofd().add(inside)])


def good_ofd() -> built_ofd.Page:
    return built_ofd.Page().lines(40, GOOD, "各单位：", "请于7月5日前报送。")


def ofd_with(changed: dict[str, str]) -> bytes:
    return built_ofd.ofd_of([good_ofd()], changed=changed)


def circular_templates() -> bytes:
    """A page and a template that both lie over the template itself."""
    under = '<ofd:Template TemplateID="10"/>' * 50
    page = built_ofd.content("".join(good_ofd().objects), before=under)
    template = built_ofd.content("".join(built_ofd.Page().lines(80, "底图").objects), before=under)
    return built_ofd.ofd_of(
        [good_ofd()],
        [built_ofd.Page()],
        changed={"Doc_0/Pages/Page_0/Content.xml": page, "Doc_0/Tpls/Tpl_0/Content.xml": template},
    )


KINDS = (
    Kind(
        "ofd: blocks within each other, 100,000 deep",
        file("通知.ofd", lambda _: deep_ofd(100_000)),
        "failed",
        ("第1页", "无法读取（结构层层嵌套"),
    ),
    Kind(
        "ofd: templates that lie over themselves", file("通知.ofd", lambda _: circular_templates()), "ok", (), (GOOD,)
    ),
    Kind(
        "ofd: locations that lead out of the file",
        file(
            "通知.ofd",
            lambda place: ofd_with(
                {"OFD.xml": built_ofd.ofd_xml("../../../../../../" + str(place.secret), "Doc_0/Document.xml")}
            ),
        ),
        "partial",
        ("机密",),
        (GOOD,),
    ),
    Kind(
        "ofd: a billion laughs",
        file("通知.ofd", lambda _: ofd_with({"OFD.xml": LAUGHS + "<OFD>&k;</OFD>"})),
        "failed",
        (DAMAGED,),
        never=("哈哈",),
    ),
    Kind(
        "ofd: 50,000 pages that are one",
        file(
            "通知.ofd",
            lambda _: ofd_with({"Doc_0/Document.xml": re.sub(r"Page_\d+", "Page_0", built_ofd.document(50_000))}),
        ),
        "partial",
        ("页",),
        options=("--limit", "pdf_pages=100"),
    ),
    Kind(
        "ofd: a stroke of a million points",
        file(
            "通知.ofd", lambda _: built_ofd.ofd_of([good_ofd().path((0, 0, 200, 200), "M 0 0 " + "L 9 9 " * 1_000_000)])
        ),
        "partial",
        ("多得异常",),
        (GOOD,),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "ofd: two million steps between characters",
        file(
            "通知.ofd",
            lambda _: built_ofd.ofd_of(
                [
                    good_ofd().add(
                        '<ofd:TextObject ID="9" Boundary="0 0 9 9" Font="3" Size="4">'
                        '<ofd:TextCode X="0" Y="4" DeltaX="g 2000000000 1">甲乙'
                        "</ofd:TextCode></ofd:TextObject>"
                    )
                ]
            ),
        ),
        "ok",
        (),
        (GOOD,),
    ),
    Kind("ofd: encrypted", file("通知.ofd", lambda _: ofd_with({"Encryptions.xml": "<a/>"})), "failed", (PASSWORD,)),
    Kind("ofd: cut", file("通知.ofd", lambda _: built_ofd.ofd_of([good_ofd()])[:-300]), "failed", (DAMAGED, "OFD")),
)


@params(*KINDS)
def test_a_hostile_ofd_gives_its_message_within_its_bounds(kind: Kind, tmp_path: Path, listener: socket.socket) -> None:
    attacked(kind, tmp_path, listener)
