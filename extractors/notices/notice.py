"""The head, the foot and the imprint of an official document as a ``Notice``."""

from __future__ import annotations

from corpus.records import Annex, Contact, Document, Notice
from extractors.clean import clean
from extractors.notices.lines import Placed
from extractors.notices.notice_parts import core, rest
from extractors.notices.notice_places import places_of
from extractors.notices.titles import kind_of


def notice(document: Document) -> Notice | None:
    """What the document says of itself (GB/T 9704-2012, 7.2 to 7.4); None where it is no notice at all.

    A field that the document lacks is None or empty. ``date`` is the day of signing; the day of the imprint stands in
    for it only where the text bears no other, and is ``printed_on`` in any case.
    """
    known = core(document)
    if not known.is_notice:
        return None
    more = rest(document, known)
    margin, imprint = more.margin, more.imprint
    return Notice(
        kind=kind_of(known.title) if known.title else None,
        issuers=known.issuers,
        number=known.number.text if known.number else None,
        number_raw=clean(known.number.raw) if known.number else None,
        date=known.date,
        title=known.title,
        addressees=known.top.addressees,
        signatories=known.signatories,
        annexes=tuple(entry.name.text for entry in more.entries),
        cited=tuple(one.citation for one in more.cited),
        enclosed_title=_text(more.enclosed),
        copy_number=_text(margin.copy_number),
        classification=_text(margin.classification),
        urgency=_text(margin.urgency),
        signers=tuple(signer.text for signer in margin.signers),
        publicity=_text(more.publicity),
        remarks=tuple(remark.text for remark in more.remarks),
        contacts=tuple(Contact(one.sources[0], one.name, one.phone) for one in more.contacts),
        copied_to=tuple(group.text for group in imprint.copied_to),
        printed_by=_text(imprint.printed_by),
        printed_on=imprint.printed_on,
        annex_entries=tuple(
            Annex(entry.name.text, entry.name.sources[0], entry.number, body)
            for entry, body in zip(more.entries, more.bodies, strict=True)
        ),
        places=places_of(document, known, more),
    )


def _text(value: Placed | None) -> str | None:
    return value.text if value else None
