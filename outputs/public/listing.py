"""脱敏核对: every removal from the public version in a table, for a person to say of each whether it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outputs.forms import Sheet, fill, shipped_forms, word
from outputs.frame import Frame
from outputs.public.finding import Finding, Rulings

_PART = shipped_forms().part("removals")
HEADINGS: Mapping[str, str] = {column.key: column.heading for column in _PART.columns}
"""Of the columns by key. They are read when the workbook comes back, and no office renames them."""
GOES, STAYS = next(column.choices for column in _PART.columns if column.key == "ruling")

REPLACED_BY_HAND = "［已隐去］"


def listing(found: Sequence[Finding], rulings: Rulings, frame: Frame) -> Sheet:
    """The findings as a sheet, with what was said of each so far."""
    rows = [_row(at, finding, rulings) for at, finding in enumerate(found, 1)]
    waiting = sum(not row["ruling"] for row in rows)
    line = f"{frame.made_line}　　共{len(rows)}处，待确认{waiting}处"
    return fill(shipped_forms().form("removals"), {"removals": rows}, (line,))


def _row(at: int, finding: Finding, rulings: Rulings) -> dict[str, str]:
    ruling = rulings.get(finding.place)
    said = "" if ruling is None else GOES if ruling.removed else STAYS
    key, start, end = finding.place
    return {
        "row": str(at),
        "number": finding.number,
        "heading": finding.heading,
        "kind": word("personal", finding.kind),
        "words": finding.words,
        "context": f"{finding.before}【{finding.words}】{finding.after}",
        "replacement": ruling.replacement if ruling and ruling.removed else finding.replacement,
        "ruling": said,
        "key": f"{key}/{start}-{end}",
    }
