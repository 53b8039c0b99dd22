"""Web pages that nest or span without end, and what a browser would fetch or run."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from pathlib import Path

from hostile import GOOD, Build, Kind, Place, attacked, file, params

HEAD = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{GOOD}</title></head><body><h1>{GOOD}</h1>"


def html(*pieces: str) -> Build:
    return file("通知.html", lambda _: (HEAD, *pieces, "</body></html>"))


def calling_page(place: Place) -> Iterable[str]:
    """All that a browser would fetch or run."""
    to, secret = place.address, place.secret.as_uri()
    yield (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><base href='{to}/'><title>{GOOD}</title>"
        f"<meta http-equiv='refresh' content='0; url={to}/refresh'><link rel=stylesheet href='{to}/css'>"
        f"<style>@import url({to}/import); body {{ background: url({to}/back) }}</style><script src='{to}/js'></script>"
        f"</head><body onload=\"location='{to}'\"><h1>{GOOD}</h1><img src='{to}/img'><iframe src='{secret}'></iframe>"
        f"<object data='{to}/o'></object><embed src='{to}/e'><video src='{to}/v'></video>"
        f"<svg><image href='{to}/s'/></svg>"
        f"<form action='{to}/f'><input autofocus></form><script>fetch('{to}/x')</script>"
        f"<p>各单位：</p><p>请报送材料。</p></body></html>"
    )


def calling_mhtml(place: Place) -> Iterable[str]:
    yield (
        f"MIME-Version: 1.0\nSubject: x\nContent-Location: {place.address}/top\n"
        'Content-Type: multipart/related; boundary="b"\n\n'
        f"--b\nContent-Type: text/html; charset=utf-8\nContent-Location: {place.address}/top\n\n"
    )
    yield from calling_page(place)
    yield (
        f"\n--b\nContent-Type: message/external-body; access-type=URL; URL={place.address}/external\n\n"
        f"Content-Type: image/png\n\n--b--\n"
    )


def calling_svg(place: Place) -> Iterable[str]:
    yield (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{place.secret.as_uri()}">]>'
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{place.address}/i"/><text>&x;</text></svg>'
    )


KINDS = (
    Kind(
        "html: 100,000 boxes within each other",
        html("<div>" * 100_000 + "<p>各单位：</p>" + "</div>" * 100_000),
        "partial",
        ("嵌套过深",),
        ("各单位",),
        seconds=60,
        megabytes=1000,
    ),
    Kind(
        "html: 20,000 lists within each other",
        html("<ul><li>" * 20_000, "<p>各单位：</p>"),
        "partial",
        ("嵌套过深",),
        seconds=60,
        megabytes=1000,
    ),
    Kind(
        "html: 500 tables within each other",
        html("<table><tr><td>" * 500, "<p>各单位：</p>"),
        "ok",
        (),
        (GOOD,),
        seconds=60,
        megabytes=1000,
    ),
    Kind(
        "html: an attribute of 10 MB",
        html(f"<p style='{'a:b;' * 2_600_000}'>各单位：</p>"),
        "ok",
        (),
        ("各单位",),
        seconds=60,
        megabytes=1000,
    ),
    Kind(
        "html: cells over two billion rows and columns",
        html(
            "<table><tr><td rowspan=2000000000 colspan=2000000000>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
            * 30
        ),
        "ok",
        (),
        (GOOD,),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "html: 1,000 rows of cells over 1,000 columns each",
        html("<table>", "<tr>" + "<td colspan=1000>甲</td>" * 100 + "</tr>", "<tr><td>乙</td></tr>" * 1000, "</table>"),
        "ok",
        (),
        (GOOD,),
        seconds=60,
        megabytes=2000,
        options=(),
    ),
    Kind(
        "html: more tags than allowed",
        html("<table>", "<tr><td>甲</td><td>乙</td></tr>" * 20_000, "</table>"),
        "partial",
        ("标签过多",),
        options=("--limit", "html_tags=100000"),
        seconds=60,
        megabytes=1000,
    ),
    Kind(
        "html: 100 MB",
        file("通知.html", lambda _: (HEAD, *(f"<p>{'甲' * 30_000}</p>" for _ in range(1200)))),
        "failed",
        ("文件过大",),
    ),
    Kind("html: entities without end", html("&" * 3_000_000), "ok", (), (GOOD,), seconds=60, megabytes=1000),
    Kind("html: a comment that does not end", html("<!--" * 500_000), "ok", (), (GOOD,)),
    Kind("html: everything that a browser fetches or runs", file("通知.html", calling_page), "ok", (), (GOOD,)),
    Kind("mhtml: everything that a browser fetches or runs", file("通知.mht", calling_mhtml), "ok", (), (GOOD,)),
    Kind(
        "mhtml: 3,000 parts within each other",
        file(
            "通知.mht",
            lambda _: (
                "MIME-Version: 1.0\n",
                *(f'Content-Type: multipart/related; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)),
            ),
        ),
        "failed",
        ("层层嵌套",),
    ),
    Kind("svg: an entity and a picture elsewhere", file("图.svg", calling_svg), "failed", ("图.svg",)),
)


@params(*KINDS)
def test_a_hostile_page_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
