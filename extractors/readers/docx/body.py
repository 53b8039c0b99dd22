"""A Word file from its bytes to a Document: body, what stands outside it, and what a person should know of it."""

from __future__ import annotations

from functools import partial

from corpus.records import Document, Problem, Source
from extractors.limits import Limits
from extractors.readers.docx.asides import heads_and_feet, notes
from extractors.readers.docx.fields import PAGE_NUMBERS
from extractors.readers.docx.notes import remarks
from extractors.readers.docx.numbering import Numbering
from extractors.readers.docx.parts import Parts
from extractors.readers.docx.scans import recognised_pictures
from extractors.readers.docx.story import Story
from extractors.readers.docx.styles import Styles


def read_document(data: bytes, shown_as: str, sha256: str, file_format: str, limits: Limits) -> Document:
    """All blocks, asides, and as problems the parts that could not be read and the notes.

    Where there is no text, the blocks are what the pictures show.
    Raises ``read-damaged``, ``read-too-deep``, ``read-password``, ``read-too-large``.
    """
    parts = Parts(data, shown_as, limits)
    styles = Styles(parts.related("styles"))
    numbers = parts.related("numbering")
    story_of = partial(Story, parts, styles=styles, source=Source(shown_as, sha256), limits=limits)
    body = story_of(parts.main, numbering=Numbering(numbers, styles))
    blocks = tuple(body.blocks(parts.body))
    apart = partial(story_of, numbering=Numbering(numbers, styles))
    asides = (
        *heads_and_feet(parts, partial(apart, without=PAGE_NUMBERS)),
        *notes(parts, apart, body.texts.notes),
    )
    scanned: tuple[Problem, ...] = ()
    if not blocks:
        blocks, scanned = recognised_pictures(parts, shown_as, sha256, limits)
    said = tuple(remarks(parts, shown_as, body.texts.hidden, pictures_read=bool(scanned and blocks)))
    return Document(shown_as, sha256, file_format, blocks, (*parts.problems, *scanned, *said), asides)
