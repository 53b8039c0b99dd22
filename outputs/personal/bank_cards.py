"""Numbers of bank cards (ISO/IEC 7812: issuer, account, Luhn digit) and of accounts that the text calls so."""

from __future__ import annotations

import re
from functools import cache

from corpus.terms import alternatives, terms
from outputs.personal.context import announced, is_of_something
from outputs.personal.entity import Entity

_NUMBER = re.compile(r"(?<![\d.\-A-Za-z])\d(?:[ \-]?\d){12,21}(?![\d]|[.\-]\d)")
_HIDDEN = re.compile(r"(?<![\dA-Za-z])[3-6]\d{3,5}[ ]?(?:[*xX×]{2,4}[ ]?){1,4}\d{3,4}(?![\dA-Za-z*])")
_BLANKS = re.compile(r"[ \-]")
_REACH = 12
_LENGTHS = range(13, 20)
_UNIONPAY = range(16, 20)
_IN_FOURS = re.compile(r"\d{4}(?:([ \-])\d{4})(?:\1\d{4}){1,2}(?:\1\d{1,4})?\Z")
_OF_FOURS = re.compile(r"[3-6]")


def bank_cards(plain: str) -> tuple[Entity, ...]:
    """The card numbers of a folded text.

    Known by the word before it, or by its issuer, or groups of four, together with the right Luhn digit.
    """
    found = list[Entity]()
    for match in _NUMBER.finditer(plain):
        number = _BLANKS.sub("", match[0])
        if len(number) not in _LENGTHS or len(set(number)) == 1 or is_of_something(plain, *match.span()):
            continue
        if announced(plain, match.start(), "bank_card", _REACH) or _is_card(match[0], number):
            found.append(Entity(*match.span(), "bank_card"))
    for match in _HIDDEN.finditer(plain):
        if match[0].startswith("62") or announced(plain, match.start(), "bank_card", _REACH):
            found.append(Entity(*match.span(), "bank_card"))
    return tuple(sorted(found))


def _is_card(written: str, number: str) -> bool:
    known = bool(_issuers().match(number)) and len(number) in _UNIONPAY
    grouped = bool(_IN_FOURS.match(written) and _OF_FOURS.match(number))
    return (known or grouped) and luhn_holds(number)


def luhn_holds(number: str) -> bool:
    """Whether the last digit is the one that Luhn's sum asks for (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0


@cache
def _issuers() -> re.Pattern[str]:
    return re.compile(alternatives(terms("personal")["bank_card"]["prefixes"]))
