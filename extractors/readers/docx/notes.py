"""What a Word file holds beside text, said to the person: comments, pictures, objects, links, macros, hidden words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.records import Problem
from extractors.readers.docx.names import w
from extractors.readers.docx.parts import Parts

_EMBEDDED = {
    "image": "note-images",
    "oleObject": "note-objects",
    "package": "note-objects",
    "chart": "note-charts",
    "chartEx": "note-charts",
}
"""Kinds of relations, and the note on what was embedded so."""
_LINKED = frozenset({*_EMBEDDED, "header", "footer", "video", "audio"})
_MACROS = "vbaProject.bin"


def remarks(parts: Parts, shown_as: str, hidden: int, pictures_read: bool) -> Iterator[Problem]:
    """The notes on one file; ``hidden`` is how many pieces of hidden text were left out.

    ``pictures_read``: the pictures were the pages, and are no part that was passed over.
    """
    comments = parts.related("comments")
    count = 0 if comments is None else sum(1 for _ in comments.iterchildren(w("comment")))
    if count:
        yield Problem(shown_as, "note-comments", (("count", str(count)),))
    owners = [parts.main, *(link.target for link in parts.relations(parts.main) if not link.external)]
    links = {
        (link.kind, link.target, link.external) for owner in dict.fromkeys(owners) for link in parts.relations(owner)
    }
    embedded = Counter(_EMBEDDED[kind] for kind, _, external in links if kind in _EMBEDDED and not external)
    for note in dict.fromkeys(_EMBEDDED.values()):
        if embedded[note] and not (pictures_read and note == "note-images"):
            yield Problem(shown_as, note, (("count", str(embedded[note])),))
    if linked := sum(kind in _LINKED and external for kind, _, external in links):
        yield Problem(shown_as, "note-linked", (("count", str(linked)),))
    if hidden:
        yield Problem(shown_as, "note-hidden-text", (("count", str(hidden)),))
    if any(name.endswith(_MACROS) for name in parts.package.names()):
        yield Problem(shown_as, "note-macros")
