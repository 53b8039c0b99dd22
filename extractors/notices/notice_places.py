"""The places of all fields of a notice, each looked for where the field is read from."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Document, FieldPlace
from extractors.notices.lines import Line, Placed, placed, sources_of
from extractors.notices.notice_parts import Core, Rest
from extractors.notices.places import field_places, first_of, on_page, page_day, signed_day


def places_of(document: Document, core: Core, rest: Rest) -> tuple[FieldPlace, ...]:
    """Every place that is known, the fields with one value first; a field that stands nowhere as it is has none."""
    margin, imprint = rest.margin, rest.imprint
    return field_places(
        {
            "number": _number(document, core),
            "title": _title(document, core),
            "date": _date(document, core),
            "enclosed_title": rest.enclosed,
            "copy_number": margin.copy_number,
            "classification": margin.classification,
            "urgency": margin.urgency,
            "publicity": rest.publicity,
            "printed_by": imprint.printed_by,
            "printed_on": imprint.day,
        },
        {
            "issuers": [_issuer(document, core, name) for name in core.issuers],
            "addressees": _addressees(core),
            "signatories": [Placed(name, sources_of(_signature(core), name)) for name in core.signatories],
            "annexes": [entry.name for entry in rest.entries],
            "cited": [Placed(one.citation.number, (one.source,)) for one in rest.cited],
            "signers": margin.signers,
            "remarks": rest.remarks,
            "contacts": [Placed(one.name or one.phone or "", one.sources) for one in rest.contacts],
            "copied_to": imprint.copied_to,
        },
    )


def _number(document: Document, core: Core) -> Placed | None:
    if core.number is None:
        return None
    raw, top = core.number.raw, core.top
    own = [core.lines[top.number_line]] if top.number_line is not None else ()
    found = first_of([own, *([line] for line in core.lines[: top.body])], raw)
    return found if found.sources else on_page(core.lines, document.grids, raw)


def _title(document: Document, core: Core) -> Placed | None:
    if core.title is None:
        return None
    found = first_of([_title_lines(core)], core.title)
    return found if found.sources else on_page(core.lines, document.grids, core.title)


def _date(document: Document, core: Core) -> Placed | None:
    bottom, top = core.bottom, core.top
    if core.day_from == "signature" and bottom.signed_at is not None:
        return signed_day(core.text[bottom.signed_at])
    if core.day_from == "imprint":
        return core.mark.day
    if core.day_from == "head":
        return placed(core.lines[top.day.first : top.day.end], top.day.written)
    return page_day(core.lines, document.grids, core.date) if core.date else None


def _issuer(document: Document, core: Core, name: str) -> Placed:
    """In the title, else in the red head, the signature, the portal's block."""
    red = [core.lines[at] for at in core.top.red_lines]
    found = first_of([_title_lines(core), red, _signature(core)], name)
    return found if found.sources else on_page(core.lines, document.grids, name)


def _addressees(core: Core) -> list[Placed]:
    first, end = core.top.addressed or (0, 0)
    return [Placed(group, sources_of(core.lines[first:end], group)) for group in core.top.addressees]


def _title_lines(core: Core) -> Sequence[Line]:
    return [core.lines[at] for at in core.top.title_at]


def _signature(core: Core) -> Sequence[Line]:
    if not core.bottom.signatories and core.top.signatories:
        return core.lines[core.top.day.first : core.top.day.end]
    return core.text[core.bottom.start : core.bottom.end]
