"""The head and foot of an official document as a ``Notice``."""

from __future__ import annotations

from corpus.records import Document, Notice
from extractors.annexes import annexes
from extractors.citations import citations
from extractors.clean import clean
from extractors.document_number import number_alone
from extractors.foot import foot
from extractors.head import head, joined_title, kind_of
from extractors.issuers import issuers, title_issuers, without_letterhead
from extractors.lines import head_lines, lines_of
from extractors.portal import portal


def notice(document: Document) -> Notice | None:
    """What the document says of itself (GB/T 9704-2012, 7.2 to 7.4); None where it is no notice at all.

    A document that another one carries (the plan after the signature) does not count for title, number and date.
    """
    lines = lines_of(document)
    page = portal(lines, document.grids)
    top = head(lines)
    title = page.title if page.title and kind_of(page.title) else top.title or page.title
    bottom = foot(lines[top.body :], " ".join((title or "", *top.title_lines)))
    title_lines = without_letterhead(top.title_lines, bottom.signatories)
    if title == top.title:
        title = joined_title(title_lines)
    kind = kind_of(title) if title else None
    # Some offices keep the red head and the number in the head of the first page. A title there is a running head.
    above = head_lines(document)
    number = top.number or page.number or next(filter(None, (number_alone(line.text) for line in above)), None)
    if not (kind or number or top.addressees or (title and bottom.signatories)):
        return None
    named = title_issuers(title_lines)
    return Notice(
        kind=kind,
        issuers=page.issuers
        or issuers(named, bottom.signatories, top.red_head or head(above).red_head, page.publisher),
        number=number.text if number else None,
        number_raw=clean(number.raw) if number else None,
        date=page.date or bottom.date or top.adopted or page.sent,
        title=title,
        addressees=top.addressees,
        signatories=bottom.signatories,
        annexes=annexes(lines[top.body :]),
        cited=citations(_texts(document), number.text if number else None),
    )


def _texts(document: Document) -> list[str]:
    """The paragraphs as one text (a title and its number may stand on two lines), and each cell once."""
    cells = dict.fromkeys(cell for grid in document.grids for row in grid.cells for cell in row)
    running = "\n".join(clean(paragraph.text) for paragraph in document.paragraphs)
    return [running, *map(clean, cells)]
