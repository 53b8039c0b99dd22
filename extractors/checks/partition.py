"""Whether the parts behind a total divide it, or what is said with them tells that they need not make it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from corpus.terms import alternatives, terms

_FIGURE = "[\\d一二三四五六七八九十百]"
_SHARE = re.compile(r"占[^，；。\d]{0,6}(\d+(?:\.\d+)?)\s*%")
_WHOLE, _ROUNDING = Decimal(100), Decimal(1)


def is_open(total: str, parts: str) -> bool:
    """Whether the parts of a total may miss it: some have no figure (其余正在核实), overlap (另有10户重复) or are rough
    (约9亿元). ``total`` is the clause of the total, ``parts`` what is said behind it.

    Parts whose own shares of the total (占80%，…占30%) do not make the whole were never meant to.
    """
    shares = [Decimal(share) for share in _SHARE.findall(parts)]
    overlap = len(shares) > 1 and abs(sum(shares) - _WHOLE) > _ROUNDING
    return overlap or any(_open().search(text) for text in (total, parts))


def before_next_base(parts: str) -> str:
    """The parts up to one that is divided itself: 50个，占25%；50个示范村中省级10个."""
    base = _base().search(parts)
    return parts[: base.start()] if base else parts


@cache
def _open() -> re.Pattern[str]:
    words = terms("claims")["partition"]
    left_out, overlap, rough, around = (alternatives(words[key]) for key in ("left_out", "overlap", "rough", "around"))
    return re.compile(
        rf"(?:{left_out})(?![^，；。]*{_FIGURE})|{overlap}|(?:{rough})\s*{_FIGURE}|\d\s*[余多]|{around}|等(?=[，；。）]|$)"
    )


@cache
def _base() -> re.Pattern[str]:
    words = terms("claims")
    no_place = "|".join(words["partition"]["no_place"])
    return re.compile(rf"\d+(?:\.\d+)?\s*(?:{alternatives(words['units'])})[^\d，；。、]{{0,8}}中(?!{no_place})")
