"""核对: what the notices say against what was counted."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Check, Extraction
from outputs.attention import classified, secrecy_line
from outputs.cells import clean, one_line, place, shown_name
from outputs.forms import Sheet, fill, word
from outputs.frame import Frame

_ANNEX = "annex_present"
_WORST_FIRST = ((False, False), (None, False), (None, True), (True, False))
"""Whether a check holds, and whether it is an annex that may be sent another way."""


def verdict(check: Check) -> str:
    """相符, 不符, or 待核 where it cannot be decided; 未随文 for an annex that may be sent another way."""
    if check.ok is None and check.rule == _ANNEX:
        return word("verdict", "absent")
    return word("verdict", {True: "true", False: "false", None: "none"}[check.ok])


def mend(rule: str) -> str:
    """What a person does about a check of this rule; nothing where no word is known for it."""
    said = word("check_mend", rule)
    return said if said != rule else ""


def in_order(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, Check], ...]:
    """All checks, those that do not hold first, then those that cannot be decided, annexes that did not come last."""
    pairs = [(e, c) for e in extractions for c in e.checks]
    return tuple(sorted(pairs, key=lambda p: _WORST_FIRST.index((p[1].ok, p[1].ok is None and p[1].rule == _ANNEX))))


def check_cells(extraction: Extraction, check: Check) -> dict[str, str]:
    """The cells of one check, by column key; the file stands for a notice without a title."""
    title = clean(extraction.notice.title if extraction.notice else None).replace("\n", "")
    return {
        "notice": title or shown_name(extraction.file),
        "rule": word("check_rule", check.rule),
        "quote": one_line(check.quote),
        "stated": "随文" if check.rule == _ANNEX else clean(check.stated),
        "found": clean(check.found),
        "verdict": verdict(check),
        "note": clean(check.note),
        "mend": "" if check.ok else mend(check.rule),
        "source": place(check.source),
    }


def checks(extractions: Sequence[Extraction], frame: Frame) -> Sheet:
    """核对 as a sheet; when there is no check, its one line says so."""
    rows = [{"row": str(n), **check_cells(e, c)} for n, (e, c) in enumerate(in_order(extractions), 1)]
    made = f"{frame.made_line}　　共{len(rows)}项"
    secret = secrecy_line(degree for _, degree in classified([e for e in extractions if e.checks]))
    return fill(frame.forms.form("checks"), {"checks": rows}, (*secret, made))
