"""A Word file that holds nothing but pictures of pages: scans that somebody pasted into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.messages import UnreadableError
from corpus.records import Block, Problem
from extractors.limits import Limits
from extractors.readers.docx.parts import Parts

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_OLD = "{urn:schemas-microsoft-com:vml}imagedata"


def recognised_pictures(
    parts: Parts, shown_as: str, sha256: str, limits: Limits
) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of the body's pictures, each of which counts as a page, and what could not be recognised.

    Nothing where there are no pictures, and no blocks where there is no text in them.
    """
    names = list(dict.fromkeys(_pictures(parts)))
    if not names:
        return (), ()
    from extractors.readers.image.frames import frames  # noqa: PLC0415 - with OpenCV's arrays, only for pictures
    from extractors.scans.blocks import blocks_with_scans  # noqa: PLC0415
    from extractors.scans.pages import PageImage  # noqa: PLC0415

    images: list[PageImage] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found = frames(parts.package.content(name), name, limits)
        except KeyError:
            problems.append(Problem(name, "read-part-failed", (("part", name), ("reason", "KeyError"))))
        except UnreadableError as error:
            problems.append(error.problem)
        else:
            problems += found.problems
            images += [replace(image, number=len(images) + at) for at, image in enumerate(found.images, 1)]
    blocks, more = blocks_with_scans((), images, shown_as, sha256, limits)
    return blocks, (*problems, *more)


def _pictures(parts: Parts) -> Iterator[str]:
    """The parts of the pictures in the body, in order."""
    for element in parts.body.iter(_DRAWN, _OLD):
        link = element.get(f"{_EMBED}embed") or element.get(f"{_EMBED}id") or ""
        found = parts.linked(parts.main, link)
        if found is not None and found.kind == "image" and not found.external:
            yield found.target
