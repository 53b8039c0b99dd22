"""An address on the web (公示网址) as evidence: a small text file that is kept by its hash as every other."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

from corpus.closing_rules import other_kind, rules
from corpus.records import Step
from review.closing.evidence import Paper
from review.refusals import RefusedError

_LONGEST = 2_000
_ENDING = "网址"
"""Kinds of evidence that are addresses end so."""


def address_kind(step: Step) -> str | None:
    """The kind of evidence of this step that is an address, None where it has none."""
    return next((kind for kind in rules()[step].kinds if kind.endswith(_ENDING)), None)


def address_paper(step: Step, address: str, note: str = "") -> Paper:
    """What is to be attached for an address. Raises ``RefusedError`` if it cannot be one."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        raise RefusedError("evidence-address") from None
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or len(address) > _LONGEST
        or not address.isprintable()
    ):
        raise RefusedError("evidence-address")
    kind = address_kind(step) or other_kind()
    return Paper(step, kind, f"{_ENDING}（{parts.netloc}）.txt", io.BytesIO(f"{address}\n".encode()), note)
