"""A calendar (RFC 5545) of all-day events, each with a reminder a week and a day before its last day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from outputs.safe_text import for_xml

REMINDERS = (timedelta(days=7), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Event:
    """An all-day event from the first day to the last, both included."""

    first: date
    last: date
    summary: str
    description: str


def calendar(events: Iterable[Event], whose: str = "") -> bytes:
    """The events as an ICS file, the same bytes for the same events; an event that comes twice stands once.

    ``whose`` is the department whose calendar it is.

    UID and DTSTAMP come from the content, so a calendar that imports the file again changes nothing.
    """
    import icalendar  # noqa: PLC0415 (slow, and not always needed)

    book = icalendar.Calendar()
    book.add("prodid", "-//minyi//deadlines//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"整改时限（{for_xml(whose)}）" if whose else "整改时限")
    for uid, event in {_uid(e): e for e in map(_plain, events)}.items():
        entry = icalendar.Event()
        entry.add("uid", uid)
        entry.add("dtstamp", datetime.combine(event.first, time.min, UTC))
        entry.add("dtstart", event.first)
        entry.add("dtend", event.last + timedelta(days=1))
        entry.add("summary", event.summary)
        entry.add("description", event.description)
        entry.add("transp", "TRANSPARENT")
        for before in REMINDERS:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event.summary)
            # A range is reminded of before it ends, not before it begins.
            alarm.add("trigger", -before, parameters={"RELATED": "END"} if event.last > event.first else {})
            entry.add_component(alarm)
        book.add_component(entry)
    ics: bytes = book.to_ical()
    return ics


def _plain(event: Event) -> Event:
    """Its texts without control characters, which a calendar (RFC 5545, 3.1) holds no more than XML does."""
    return replace(event, summary=for_xml(event.summary), description=for_xml(event.description))


def _uid(event: Event) -> str:
    content = "\x1f".join((event.first.isoformat(), event.last.isoformat(), event.summary, event.description))
    return f"{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:32]}@minyi"
