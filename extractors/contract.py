"""An extraction as the JSON object of ``minyi extract``: plain dicts, lists, text and numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from corpus.messages import describe
from corpus.records import (
    FILED,
    Annex,
    Aside,
    Check,
    Comment,
    Contact,
    Counted,
    Deadline,
    Deduction,
    Doubt,
    Extraction,
    FieldPlace,
    Filing,
    Heading,
    Indicator,
    Notice,
    Problem,
    Renaming,
    Source,
    Table,
)

Json = dict[str, Any]
_FIGURE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")
"""Up to 15 digits, which every reader of JSON keeps."""


def as_json(extraction: Extraction) -> Json:
    """One object a file. What the document does not have is ``None`` or an empty list."""
    return {
        "file": extraction.file,
        "sha256": extraction.sha256,
        "format": extraction.format,
        "status": extraction.status.value,
        "errors": [_error(problem) for problem in extraction.problems if not problem.is_note],
        "notes": [_error(problem) for problem in extraction.problems if problem.is_note],
        "notice": _notice(extraction.notice) if extraction.notice else None,
        "deadlines": [_deadline(deadline) for deadline in extraction.deadlines],
        "tables": [_table(table) for table in extraction.tables],
        "comments": [_comment(comment) for comment in extraction.comments],
        "deductions": [_deduction(deduction) for deduction in extraction.deductions],
        "checks": [_check(check) for check in extraction.checks],
        "indicators": [_indicator(indicator) for indicator in extraction.indicators],
        "outline": [_heading(heading) for heading in extraction.outline],
        "renamings": [_renaming(renaming) for renaming in extraction.renamings],
        "doubts": [_doubt(doubt) for doubt in extraction.doubts],
        "asides": [_aside(aside) for aside in extraction.asides],
    }


def _error(problem: Problem) -> Json:
    return {"where": problem.where, "message": describe(problem)}


def _notice(notice: Notice) -> Json:
    return {
        "kind": notice.kind,
        "issuers": list(notice.issuers),
        "number": notice.number,
        "number_raw": notice.number_raw,
        "date": _day(notice.date),
        "title": notice.title,
        "addressees": list(notice.addressees),
        "signatories": list(notice.signatories),
        "annexes": list(notice.annexes),
        "cited": [{"number": cited.number, "title": cited.title} for cited in notice.cited],
        "enclosed_title": notice.enclosed_title,
        "copy_number": notice.copy_number,
        "classification": notice.classification,
        "urgency": notice.urgency,
        "signers": list(notice.signers),
        "publicity": notice.publicity,
        "remarks": list(notice.remarks),
        "contacts": [_contact(contact) for contact in notice.contacts],
        "copied_to": list(notice.copied_to),
        "printed_by": notice.printed_by,
        "printed_on": _day(notice.printed_on),
        "annex_entries": [_annex(annex) for annex in notice.annex_entries],
        "places": [_place(place) for place in notice.places],
    }


def _contact(contact: Contact) -> Json:
    return {"name": contact.name, "phone": contact.phone, "source": _source(contact.source)}


def _annex(annex: Annex) -> Json:
    return {
        "title": annex.title,
        "number": annex.number,
        "source": _source(annex.source),
        "body": _source(annex.body) if annex.body else None,
    }


def _place(place: FieldPlace) -> Json:
    return {"field": place.field, "item": place.item, "source": _source(place.source)}


def _deadline(deadline: Deadline) -> Json:
    return {
        "quote": deadline.quote,
        "kind": deadline.kind.value,
        "start": _day(deadline.start),
        "end": _day(deadline.end),
        "actor": deadline.actor,
        "action": deadline.action,
        "recipient": deadline.recipient,
        "year_inferred": deadline.year_inferred,
        "counted": _counted(deadline.counted) if deadline.counted else None,
        "source": _source(deadline.source),
    }


def _counted(counted: Counted) -> Json:
    return {"number": counted.number, "unit": counted.unit.value, "event": counted.event, "ahead": counted.ahead}


def _table(table: Table) -> Json:
    return {
        "caption": table.caption,
        "kind": table.kind.value,
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
        "confidence": [list(row) for row in table.confidences] if table.confidences else None,
        "source": {**_source(table.source), "pages": list(table.source.pages)},
    }


def _comment(comment: Comment) -> Json:
    return {
        "number": comment.number,
        "text": comment.text,
        "title": comment.title,
        "kind": comment.given_kind,
        "domain": comment.given_domain,
        "year": comment.year,
        "survey_source": comment.survey_source,
        "place": comment.place,
        "lead": comment.given_lead,
        "responsible": comment.given_responsible,
        "person": comment.given_person,
        "deadline": comment.given_deadline,
        "goal": comment.goal,
        "measures": comment.measures,
        "filing": _filing(comment.filing),
        "doubtful": comment.doubtful,
        "source": _source(comment.source),
    }


def _filing(filing: Filing) -> Json:
    """What a unit filled in: only what it did."""
    return {name: said for name in FILED if (said := getattr(filing, name))}


def _deduction(deduction: Deduction) -> Json:
    return {
        "indicator": deduction.indicator,
        "reason": deduction.reason,
        "points": deduction.points,
        "lead": deduction.lead,
        "responsible": deduction.responsible,
        "person": deduction.person,
        "deadline": deduction.deadline,
        "goal": deduction.goal,
        "measures": deduction.measures,
        "filing": _filing(deduction.filing),
        "doubtful": deduction.doubtful,
        "source": _source(deduction.source),
    }


def _indicator(indicator: Indicator) -> Json:
    return {
        "name": indicator.name,
        "number": indicator.number,
        "path": list(indicator.path),
        "requirement": indicator.requirement,
        "weight": indicator.weight,
        "lead": indicator.lead,
        "doubtful": indicator.doubtful,
        "source": _source(indicator.source),
    }


def _heading(heading: Heading) -> Json:
    return {
        "level": heading.level,
        "number": heading.number,
        "written": heading.written,
        "text": heading.text,
        "source": _source(heading.source),
    }


def _renaming(renaming: Renaming) -> Json:
    return {
        "name": renaming.name,
        "former": renaming.former,
        "quote": renaming.quote,
        "source": _source(renaming.source),
    }


def _doubt(doubt: Doubt) -> Json:
    return {
        "kind": doubt.kind.value,
        "quote": doubt.quote,
        "confidence": doubt.confidence,
        "source": _source(doubt.source),
    }


def _check(check: Check) -> Json:
    return {
        "rule": check.rule,
        "stated": _number(check.stated),
        "found": _number(check.found),
        "ok": check.ok,
        "quote": check.quote,
        "note": check.note,
        "source": _source(check.source),
    }


def _source(source: Source) -> Json:
    """The places that the format has: the file and its digest stand once, above."""
    places: Json = {
        "page": source.pages[0] if source.pages else None,
        "sheet": source.sheet,
        "table": source.table,
        "row": source.row,
        "column": source.column,
        "paragraph": source.paragraph,
        "span": list(source.span) if source.span else None,
    }
    return {name: place for name, place in places.items() if place is not None}


def _aside(aside: Aside) -> Json:
    return {"kind": aside.kind.value, "text": aside.text}


def _number(text: str | None) -> str | int | float | None:
    """A figure as a number; all else as it stands, a number of a comment too that is damaged (007…, 1.2E+14)."""
    if text is None or not _FIGURE.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
