"""The elements of a large XML text one after the other, each freed when it was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree


def elements(content: bytes, ends: frozenset[str], starts: frozenset[str]) -> Iterator[tuple[str, etree._Element]]:
    """``start`` or ``end`` and the element, for these tags; what ended is emptied afterwards.

    Raises ``XMLSyntaxError``, and ``ValueError`` for a DOCTYPE: entities stay unresolved and would hide text.
    """
    events = etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        tag=[*ends, *starts],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        if event == "start" and element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
            raise ValueError("DOCTYPE")
        if event == "start" and element.tag in starts:
            yield "start", element
        elif event == "end" and element.tag in ends:
            yield "end", element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
