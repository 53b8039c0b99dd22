"""What a notice says of itself and asks for: head and foot, deadlines, outline, renamings."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from corpus.records.documents import Source


@dataclass(frozen=True, slots=True)
class Citation:
    """A document number of another notice, with that notice's title where the text ties the two."""

    number: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """One entry of the annex list (附件说明), and where the annex itself begins if it came along.

    ``number`` is the entry's own, None where it has none; ``source`` is the entry's place, ``body`` the annex's.
    """

    title: str
    source: Source
    number: int | None = None
    body: Source | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """联系人 and 联系电话 of a notice, as they stand; either may be missing."""

    source: Source
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field of the notice stands; ``item`` counts the entries of a list from 0.

    A field over several lines (a title) has a place for each.
    """

    field: str
    source: Source
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """The head, the foot and the imprint of an official document (GB/T 9704-2012).

    Beyond the names of the standard: ``remarks`` are the 附注 in brackets under the date, ``publicity`` is how far it
    may be made public (公开, 依申请公开, 不予公开), ``enclosed_title`` the title of the document that this sends out,
    ``printed_on`` the imprint's day, which is never the date of signing.
    """

    kind: str | None = None
    issuers: tuple[str, ...] = ()
    number: str | None = None
    number_raw: str | None = None
    date: datetime.date | None = None
    title: str | None = None
    addressees: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    cited: tuple[Citation, ...] = ()
    enclosed_title: str | None = None
    copy_number: str | None = None
    classification: str | None = None
    urgency: str | None = None
    signers: tuple[str, ...] = ()
    publicity: str | None = None
    remarks: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    copied_to: tuple[str, ...] = ()
    printed_by: str | None = None
    printed_on: datetime.date | None = None
    annex_entries: tuple[Annex, ...] = ()
    places: tuple[FieldPlace, ...] = ()


class DeadlineKind(StrEnum):
    """By a day, within a range, relative to an event, standing (立即, 长期), or to be announced (另行通知)."""

    BY = "by"
    RANGE = "range"
    RELATIVE = "relative"
    STANDING = "standing"
    UNDATED = "undated"


class CountUnit(StrEnum):
    """What a time limit is counted in: 工作日, 日, 小时, 周, 个月."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Counted:
    """A time limit that is counted: so many units from (or, ``ahead``, before) an event; the event as it is written."""

    number: int
    unit: CountUnit
    event: str | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who has to do what by when, in the words of the document (``quote``) and as dates.

    ``year_inferred`` says that the year is not in the quote but was taken from the notice; ``counted`` is how a
    relative one is counted, and its ``end`` is then worked out where the day of the event is known.
    """

    quote: str
    kind: DeadlineKind
    source: Source
    start: datetime.date | None = None
    end: datetime.date | None = None
    actor: str | None = None
    action: str | None = None
    recipient: str | None = None
    year_inferred: bool = False
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading of the outline: level 1 (一、) to 4 (（1）).

    ``written`` is its number as it stands, ``number`` as it should be (``4、`` between 三、 and 五、 is 四、); ``text``
    is the heading without it.
    """

    level: int
    number: str
    written: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Renaming:
    """A bracket that tells a body's former name: 市工信局（原市工信委）. A proposal, until a person accepts it."""

    name: str
    former: str
    quote: str
    source: Source


class DoubtKind(StrEnum):
    """What recognition spoils: 幽灵行, 粘连单元格, 断词, 乱码."""

    GHOST_ROW = "ghost_row"
    GLUED_CELL = "glued_cell"
    BROKEN_WORD = "broken_word"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the text looks spoilt by recognition. ``confidence`` (0 to 1) that it is right as it stands."""

    kind: DoubtKind
    quote: str
    confidence: float
    source: Source
