"""A document taken apart as the standard builds it: margin, head, text, annex list, signature, remarks, imprint."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Literal

from corpus.records import Document, Source
from extractors.names.organisations import without_proxy
from extractors.notices.above_text import grids_above, lines_above
from extractors.notices.annex_bodies import annex_bodies, first_body
from extractors.notices.annexes import Entry, annexes
from extractors.notices.citations import Cited, citations
from extractors.notices.contacts import PlacedContact, contacts
from extractors.notices.document_number import DocumentNumber, fuller, number_alone
from extractors.notices.enclosed import enclosed_title
from extractors.notices.foot import Foot, foot
from extractors.notices.head import Head, head, with_heading
from extractors.notices.imprint import Imprint, imprint, unsaid_imprint
from extractors.notices.issuers import in_own_words, issuers, title_issuers, without_letterhead
from extractors.notices.lines import Line, Placed, head_lines, lines_of
from extractors.notices.margin import Margin, margin
from extractors.notices.page_title import page_title
from extractors.notices.portal import Portal, lists_documents, portal
from extractors.notices.remarks import last_remarks, publicity, remarks
from extractors.notices.titles import joined_title, kind_of

DayFrom = Literal["block", "signature", "head", "imprint", "mail"]


@dataclass(frozen=True, slots=True)
class Core:
    """What tells whether a document is a notice at all. ``text`` are the lines below the head, where ``bottom`` and
    ``mark`` count their indexes; ``above`` are those that the file keeps in the heads of its pages."""

    lines: tuple[Line, ...]
    above: tuple[Line, ...]
    text: tuple[Line, ...]
    page: Portal
    top: Head
    bottom: Foot
    mark: Imprint
    title: str | None
    number: DocumentNumber | None
    issuers: tuple[str, ...]

    @property
    def day_from(self) -> DayFrom | None:
        """Where the day of signing is taken from: the first of these places that has one.

        A signature of the issuers goes before the portal's block, whose editors often fill in the day of publication;
        one of nobody or of others may be a carried document's, and the block goes before it.
        """
        signed = self.bottom.signed_at is not None and self.bottom.date is not None
        if signed and set(map(without_proxy, self.bottom.signatories)) & set(self.issuers):
            return "signature"
        found: tuple[tuple[DayFrom, bool], ...] = (
            ("block", self.page.date is not None),
            ("signature", signed),
            ("head", self.top.adopted is not None),
            ("imprint", self.bottom.date is not None),
            ("mail", self.page.sent is not None),
        )
        return next((place for place, has_one in found if has_one), None)

    @property
    def date(self) -> datetime.date | None:
        """The day of signing."""
        if self.day_from in ("signature", "imprint"):
            return self.bottom.date
        if self.day_from == "head":
            return self.top.adopted
        return self.page.date if self.day_from == "block" else self.page.sent

    @property
    def signatories(self) -> tuple[str, ...]:
        """Who signed below the text, else between title and text (communiqués, minutes)."""
        return self.bottom.signatories or self.top.signatories

    @property
    def is_notice(self) -> bool:
        """Whether there is a kind, a number, addressees, or a title and a signature."""
        kind = kind_of(self.title) if self.title else None
        return bool(kind or self.number or self.top.addressees or (self.title and self.signatories))


@dataclass(frozen=True, slots=True)
class Rest:
    """What else a notice says of itself."""

    margin: Margin
    imprint: Imprint
    entries: tuple[Entry, ...]
    bodies: tuple[Source | None, ...]
    remarks: tuple[Placed, ...]
    publicity: Placed | None
    enclosed: Placed | None
    cited: tuple[Cited, ...]
    contacts: tuple[PlacedContact, ...]


def core(document: Document) -> Core:
    """Title, number and issuers, weighed from all places that tell them.

    A document that another one carries (the plan after the signature) does not count for them.
    """
    lines = lines_of(document)
    page = Portal() if lists_documents(lines) else portal(lines_above(lines), grids_above(document))
    top = head(lines)
    title = page.title if page.title and kind_of(page.title) else top.title or page.title
    text = lines[top.body :]
    mark = imprint(text)
    bottom = foot(text, " ".join((title or "", *top.title_lines)), mark.start)
    if title is None and bottom.signatories and bottom.signed_at is not None:
        top = with_heading(top, lines)
        title = top.title
    signed = bottom.signatories or top.signatories
    title_lines = without_letterhead(top.title_lines, signed)
    if title == top.title:
        title = joined_title(title_lines)
    if title is None and (title := page_title(document)):
        title_lines = (title,)
    # Some offices keep the red head and the number in the head of the first page. A title there is a running head.
    above = head_lines(document)
    number = fuller(top.number, page.number) or next(filter(None, (number_alone(line.text) for line in above)), None)
    named = issuers(title_issuers(title_lines), signed, top.red_head or head(above).red_head, page.publisher)
    issued_by = in_own_words(page.issuers, named) if page.issuers else named
    return Core(lines, above, text, page, top, bottom, mark, title, number, issued_by)


def rest(document: Document, known: Core) -> Rest:
    """The other parts of a notice whose core is known."""
    text, bottom, mark = known.text, known.bottom, known.mark
    entries = annexes(text)
    bodies = annex_bodies(document, text, entries)
    listed = {at for entry in entries for at in range(entry.first, entry.last + 1)}
    signed = bottom.end if bottom.signatories else 0
    if _is_anothers(known):
        mark = Imprint()
    again = unsaid_imprint(text, bottom.end)
    notes, below = remarks(text, again.start + 2 if again and again.start is not None else bottom.end)
    if not notes and below in listed:  # the list below the signature: on pages of portals, and where it was forgotten
        notes, below = remarks(text, max(listed) + 1)
    if mark.start is None:
        mark = again or (unsaid_imprint(text, below) if notes else None) or mark
    notes = notes or last_remarks(text, len(text) if mark.start is None else mark.start)
    annexed = first_body(text, max(max(listed, default=-1) + 1, signed), bodies)
    return Rest(
        margin=_margin(known),
        imprint=mark,
        entries=entries,
        bodies=bodies,
        remarks=notes,
        publicity=publicity(notes, known.lines, document.grids),
        enclosed=enclosed_title(text, below if bottom.signatories else None, known.title, listed),
        cited=_cited(document, known),
        contacts=contacts(text[:annexed]),
    )


def _cited(document: Document, known: Core) -> tuple[Cited, ...]:
    """All citations, without the own number once more: its line may have a mark before it (特急·明电 …)."""
    own = known.number.text if known.number else None
    at = known.top.number_line
    blocks = {replace(part.source, span=None) for part in known.lines[at].parts} if at is not None else set()

    def is_own(one: Cited) -> bool:
        return own is not None and one.citation.number.endswith(own) and replace(one.source, span=None) in blocks

    return tuple(one for one in citations(document, own) if not is_own(one))


def _is_anothers(known: Core) -> bool:
    """Whether the imprint is that of a document that this one passes on: printed by another body, and too early."""
    printed, signed = known.mark.printed_on, known.bottom.date
    by = known.mark.printed_by.text if known.mark.printed_by else ""
    names = (*known.issuers, *(without_proxy(name) for name in known.signatories))
    early = printed is not None and signed is not None and printed < signed
    return early and bool(by) and not any(by.startswith(name) or name.startswith(by) for name in names)


def _margin(known: Core) -> Margin:
    """The margin above the title; else what the head of the first page has of it."""
    top = known.top
    end = top.addressed[0] if top.addressed else top.body
    left_out = {*top.title_at, *top.red_lines}
    found = margin([line for at, line in enumerate(known.lines[:end]) if at not in left_out])
    return found if found != Margin() else margin(known.above)
