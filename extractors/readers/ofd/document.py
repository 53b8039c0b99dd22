"""The documents of an OFD file: their pages, templates, resources and attachments (GB/T 33190-2016, 7.4 to 7.9)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from corpus.messages import text
from corpus.records import Problem
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.ofd.values import child, children, name_of, numbers, words
from extractors.readers.xml_parts import BROKEN, said_plainly

Size = tuple[float, float]
"""Width and height in mm."""


@dataclass(slots=True)
class Resources:
    """What objects refer to by ID: names of fonts, locations of images as part names (None: the part is missing), and
    the contents of composite objects."""

    fonts: dict[str, str] = field(default_factory=dict)
    images: dict[str, str | None] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)

    def within(self, outer: Resources) -> Resources:
        """These, and behind them those of the document."""
        return Resources(
            {**outer.fonts, **self.fonts}, {**outer.images, **self.images}, {**outer.composites, **self.composites}
        )


@dataclass(frozen=True, slots=True)
class OfdDocument:
    """One document. ``pages`` are locations as ``part`` writes them, ``templates`` the same by ID."""

    part: str
    size: Size | None
    pages: tuple[str, ...]
    templates: Mapping[str, str]
    resources: Resources
    attachments: tuple[str, ...]
    problems: tuple[Problem, ...]


def documents(package: OfdPackage) -> tuple[list[OfdDocument], list[Problem]]:
    """The documents that OFD.xml names, and those that could not be opened.

    Raises ``read-damaged`` where there is none at all.
    """
    root = package.part("OFD.xml")
    if root is None:
        raise package.damaged(text("ofd-part-missing", part="OFD.xml"))
    try:
        locations = [words(child(body, "DocRoot")) for body in children(package.xml(root), "DocBody")]
    except BROKEN as error:
        raise package.damaged(error) from None
    found: list[OfdDocument] = []
    broken: list[tuple[str, Exception]] = []
    for location in locations:
        try:
            found.append(_document(package, location))
        except BROKEN as error:
            broken.append((location, error))
    if not found:
        raise package.damaged(broken[0][1] if broken else text("ofd-part-missing", part="DocBody"))
    return found, [part_failed(location, error) for location, error in broken]


def page_size(element: etree._Element | None) -> Size | None:
    """The paper of a page or document (its Area or CommonData's PageArea), None where it does not say."""
    box = numbers(words(child(element, "PhysicalBox")), 4)
    return (box[2], box[3]) if box and box[2] > 0 and box[3] > 0 else None


def resources(package: OfdPackage, locations: Iterable[str], beside: str) -> tuple[Resources, list[Problem]]:
    """What the resource files at these locations hold, and which of them cannot be read."""
    found = Resources()
    problems: list[Problem] = []
    for location in locations:
        try:
            part = existing(package, location, beside)
            _collect(package, package.xml(part), part, found)
        except BROKEN as error:
            problems.append(part_failed(location, error))
    return found, problems


def existing(package: OfdPackage, location: str, beside: str) -> str:
    """The name of the part. Raises ``ValueError`` with words for a person where it is missing."""
    part = package.part(location, beside)
    if part is None:
        raise ValueError(text("ofd-part-missing", part=location))
    return part


def part_failed(location: str, reason: object, where: str = "") -> Problem:
    """The Problem of a part that costs only what it holds."""
    return Problem(where, "read-part-failed", (("part", location), ("reason", said_plainly(reason))))


def _document(package: OfdPackage, location: str) -> OfdDocument:
    part = existing(package, location, "")
    root = package.xml(part)
    common = child(root, "CommonData")
    listed = [words(e) for e in (common if common is not None else ()) if name_of(e) in {"PublicRes", "DocumentRes"}]
    held, problems = resources(package, filter(None, listed), part)
    templates = children(common, "TemplatePage") if common is not None else ()
    pages = child(root, "Pages")
    attached = words(child(root, "Attachments"))
    return OfdDocument(
        part,
        page_size(child(common, "PageArea")),
        tuple(page.get("BaseLoc", "") for page in (children(pages, "Page") if pages is not None else ())),
        {template.get("ID", ""): template.get("BaseLoc", "") for template in templates},
        held,
        tuple(_attachments(package, attached, part, problems)) if attached else (),
        tuple(problems),
    )


def _collect(package: OfdPackage, root: etree._Element, part: str, found: Resources) -> None:
    """Fonts, images and composite objects of one resource file; its BaseLoc is the folder of its media."""
    folder = root.get("BaseLoc", "").replace("\\", "/")
    for item in (item for group in root for item in group):
        identity, kind = item.get("ID", ""), name_of(item)
        if kind == "Font":
            found.fonts[identity] = item.get("FontName", "")
        elif kind == "MultiMedia" and item.get("Type", "Image") == "Image":
            file = words(child(item, "MediaFile"))
            found.images[identity] = package.part(posixpath.join(folder, file), part) or package.part(file, part)
        elif kind == "CompositeGraphicUnit" and (content := child(item, "Content")) is not None:
            found.composites[identity] = content


def _attachments(package: OfdPackage, location: str, beside: str, problems: list[Problem]) -> Iterator[str]:
    """The names of the attached files."""
    try:
        root = package.xml(existing(package, location, beside))
    except BROKEN as error:
        problems.append(part_failed(location, error))
        return
    for attachment in children(root, "Attachment"):
        file = words(child(attachment, "FileLoc"))
        yield attachment.get("Name") or posixpath.basename(file.replace("\\", "/")) or file
