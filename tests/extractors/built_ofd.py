"""OFD files built by the tests: Chinese text at given places, ruled tables, images (GB/T 33190-2016). No library.

Coordinates are millimetres from the page's upper left corner; ``y`` is the baseline. ``ofd_of`` gives the file,
``ofd_parts`` its parts by name, for tests that change or remove one; ``zipped`` of ``office_parts`` packs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from office_parts import zipped
from typeset import typeset, width

A4 = (210.0, 297.0)
LEFT, RIGHT = 28.0, 186.0
"""Margins that hold 28 characters of 三号 (GB/T 9704-2012, 5.2)."""
EM = 16 * 25.4 / 72
"""三号, 16 points."""
SMALL = 10 * 25.4 / 72
"""10 points, the type of tables."""
NAMESPACE = "http://www.ofdspec.org/2016"


@dataclass
class Page:
    size: tuple[float, float] = A4
    objects: list[str] = field(default_factory=list)
    images: list[bytes] = field(default_factory=list)

    def add(self, xml: str) -> Page:
        """Any object as it is written."""
        self.objects.append(xml)
        return self

    def text(self, x: float, y: float, words: str, em: float = EM, more: str = "", colour: str = "") -> Page:
        """``words`` from ``x`` on, letters half as wide as ideographs; ``more`` are further attributes."""
        steps = " ".join(f"{width(char) * em:.4f}" for char in words[:-1])
        code = f'<ofd:TextCode X="0" Y="{em:.4f}"{f" DeltaX={quoteattr(steps)}" if steps else ""}>{escape(words)}'
        boundary = f"{x:.4f} {y - em:.4f} {width(words) * em:.4f} {1.3 * em:.4f}"
        return self.add(
            f'<ofd:TextObject ID="{self._identity()}" Boundary="{boundary}" Font="3" Size="{em:.4f}" {more}>{colour}'
            f"{code}</ofd:TextCode></ofd:TextObject>"
        )

    def lines(self, y: float, *words: str, pitch: float = 10.0, x: float = LEFT, em: float = EM) -> Page:
        """Lines one under the other; a line that begins with two wide spaces is indented by two characters."""
        for place in typeset(words, x, y, pitch, em):
            self.text(*place, em)
        return self

    def centred(self, y: float, words: str, em: float = EM) -> Page:
        return self.text((LEFT + RIGHT - width(words) * em) / 2, y, words, em)

    def path(self, box: tuple[float, float, float, float], data: str, more: str = "") -> Page:
        """A path in a boundary (x, y, width, height), its data in the boundary's coordinates."""
        boundary = " ".join(f"{n:.4f}" for n in box)
        return self.add(
            f'<ofd:PathObject ID="{self._identity()}" Boundary="{boundary}" LineWidth="0.2" {more}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        return self.path((x0, y0, x1 - x0, y1 - y0), f"M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}")

    def image(self, x0: float, top: float, x1: float, bottom: float, picture: bytes = b"") -> Page:
        """A picture (its file's bytes) that fills this box."""
        self.images.append(picture)
        across, down = x1 - x0, bottom - top
        return self.add(
            f'<ofd:ImageObject ID="{self._identity()}" Boundary="{x0:g} {top:g} {across:g} {down:g}" '
            f'CTM="{across:g} 0 0 {down:g} 0 0" ResourceID="@{len(self.images)}"/>'
        )

    def table(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        cells: Mapping[tuple[int, int], str],
        em: float = SMALL,
    ) -> Page:
        """All rulings between ``xs`` and ``ys``, and each cell's lines (by row and column, parted by ``|``)."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self.cells(xs, ys, cells, em)

    def cells(
        self, xs: Sequence[float], ys: Sequence[float], cells: Mapping[tuple[int, int], str], em: float = SMALL
    ) -> Page:
        for (row, column), words in cells.items():
            for i, line in enumerate(words.split("|")):
                self.text(xs[column] + 1.8, ys[row] + 1.8 + em * (1 + 1.3 * i), line, em)
        return self

    def _identity(self) -> int:
        return 1000 + len(self.objects)


def ofd_of(
    pages: Sequence[Page], templates: Sequence[Page] = (), resources: str = "", changed: Mapping[str, str] | None = None
) -> bytes:
    """The file. Every page lies over all ``templates``; ``resources`` is added to its resource file; ``changed`` are
    parts that differ from what ``ofd_parts`` gives, or are there besides."""
    return zipped({**ofd_parts(pages, templates, resources), **(changed or {})})


def ofd_parts(pages: Sequence[Page], templates: Sequence[Page] = (), resources: str = "") -> dict[str, str | bytes]:
    """``OFD.xml``, ``Doc_0/Document.xml``, ``Doc_0/PublicRes.xml``, ``Doc_0/Pages/Page_0/Content.xml`` …"""
    parts: dict[str, str | bytes] = {}
    media: list[str] = []
    under = "".join(f'<ofd:Template TemplateID="{i}" ZOrder="Background"/>' for i in range(10, 10 + len(templates)))
    for kind, sheets, more in (("Tpl", templates, ""), ("Page", pages, under)):
        for i, page in enumerate(sheets):
            body = "".join(page.objects)
            for n, picture in enumerate(page.images, start=1):
                name, identity = f"{kind}_{i}_{n}.png", f"{kind}{i}{n}"
                parts[f"Doc_0/Res/{name}"] = picture
                media.append(_medium(identity, name))
                body = body.replace(f'ResourceID="@{n}"', f'ResourceID="{identity}"')
            parts[f"Doc_0/{kind}s/{kind}_{i}/Content.xml"] = content(body, page.size, more)
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="仿宋"/></ofd:Fonts>'
    parts["Doc_0/PublicRes.xml"] = _xml(
        "Res", f"{fonts}<ofd:MultiMedias>{''.join(media)}</ofd:MultiMedias>{resources}", ' BaseLoc="Res"'
    )
    parts["Doc_0/Document.xml"] = document(len(pages), len(templates))
    parts["OFD.xml"] = ofd_xml("Doc_0/Document.xml")
    return parts


def ofd_xml(*roots: str) -> str:
    """The entry part, with a document at each of these locations."""
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{i:032x}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot>"
        "</ofd:DocBody>"
        for i, root in enumerate(roots, start=1)
    )
    return _xml("OFD", bodies, ' Version="1.0" DocType="OFD"')


def document(pages: int, templates: int = 0, more: str = "") -> str:
    """The part that lists so many pages and templates; ``more`` comes after them."""
    listed = "".join(f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(pages))
    under = "".join(f'<ofd:TemplatePage ID="{10 + i}" BaseLoc="Tpls/Tpl_{i}/Content.xml"/>' for i in range(templates))
    common = (
        "<ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {A4[0]:g} {A4[1]:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{under}"
    )
    return _xml("Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{more}")


def content(objects: str, size: tuple[float, float] = A4, before: str = "") -> str:
    """The part of a page with one layer."""
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {size[0]:g} {size[1]:g}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Content><ofd:Layer ID="99" Type="Body">{objects}</ofd:Layer></ofd:Content>'
    return _xml("Page", f"{area}{before}{layer}")


def _medium(identity: str, name: str) -> str:
    return f'<ofd:MultiMedia ID="{identity}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'


def _xml(name: str, inside: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{NAMESPACE}"{attributes}>{inside}</ofd:{name}>'
    )
