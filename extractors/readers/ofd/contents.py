"""What makes up an OFD page: its own part, its templates, its resources (GB/T 33190-2016, 7.7)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.messages import text
from corpus.records import Problem
from extractors.limits import Limits
from extractors.printed.pages import page_name
from extractors.readers.ofd.document import OfdDocument, Resources, Size, existing, page_size, part_failed, resources
from extractors.readers.ofd.ink import OfdPage, ofd_page
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.ofd.values import Matrix, child, children, words
from extractors.readers.xml_parts import BROKEN

_A4 = (210.0, 297.0)
_KEPT = 2
"""Templates that are kept for the next page: most pages use one, and a large one takes a second to parse."""

PlacedPart = tuple[str | None, Matrix]
"""An image as the name of its part (None: it is missing) and its place on the page."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The contents of a page or template, with its size in mm where it says one."""

    contents: Sequence[etree._Element]
    size: Size | None
    held: Resources
    problems: Sequence[Problem]
    templates: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PageContents:
    """Reads pages of one file, one after the other."""

    package: OfdPackage
    limits: Limits
    _templates: OrderedDict[str, _Sheet] = field(default_factory=OrderedDict)

    def page(
        self, document: OfdDocument, location: str, number: int
    ) -> tuple[OfdPage, list[PlacedPart], list[Problem]]:
        """The page at this location as it is printed, its images, and which of its parts cannot be read.

        Raises one of ``BROKEN`` where the page itself cannot.
        """
        own = self._sheet(existing(self.package, location, document.part))
        problems = list(own.problems)
        sheets = [own]
        for identity in own.templates:
            place = document.templates.get(identity, "")
            try:
                sheets.append(self._template(existing(self.package, place, document.part)))
            except BROKEN as error:
                problems.append(part_failed(place or f"TemplateID={identity}", error))
        held = document.resources
        for sheet in reversed(sheets):
            held = sheet.held.within(held)
        size = next((sheet.size for sheet in sheets if sheet.size), None) or document.size or _A4
        contents = [content for sheet in sheets for content in sheet.contents]
        drawn = ofd_page(number, size, contents, held, self.limits)
        problems += [
            part_failed(f"ResourceID={identity}", text("ofd-part-missing", part="CompositeGraphicUnit"))
            for identity in sorted(drawn.missing)
        ]
        images = [(held.images.get(image.resource), image.matrix) for image in drawn.images]
        return drawn, images, [Problem(page_name(number), problem.code, problem.args) for problem in problems]

    def _template(self, part: str) -> _Sheet:
        sheet = self._templates.pop(part, None) or self._sheet(part)
        self._templates[part] = sheet
        if len(self._templates) > _KEPT:
            self._templates.popitem(last=False)
        return sheet

    def _sheet(self, part: str) -> _Sheet:
        root = self.package.xml(part)
        held, problems = resources(self.package, map(words, children(root, "PageRes")), part)
        return _Sheet(
            list(children(root, "Content")),
            page_size(child(root, "Area")),
            held,
            problems,
            [used.get("TemplateID", "") for used in children(root, "Template")],
        )
