"""发文机关: who issued a document, weighed from its title, its signature and its red head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed, visible
from extractors.names.organisations import is_organisation, one_body, split_organisations, without_proxy

_KIND_AT_END = re.compile(r"(?:第[\d一二三四五六七八九十]{1,4}号)?(?:命令|令|公告|通告|公报)$")
_OFFICE = re.compile(r"(?:办公室|办公厅|综合处|综合科|政府办|委办|人大办|政协办|党政办|府办)$")


def title_issuers(title_lines: Sequence[str]) -> tuple[str, ...]:
    """The bodies with which a title begins (before 关于, 转发 …), apart by spaces, 、 or lines; empty if none."""
    whole_title = "\n".join(visible(line) for line in title_lines)
    for marker in _marker().finditer(whole_title):  # an issuer's name may hold such a word (对口支援办公室)
        if found := _bodies(whole_title[: marker.start()]):
            return found
    body = _KIND_AT_END.sub("", squeezed(whole_title))  # 青山市人民政府公告
    return (body,) if body != squeezed(whole_title) and is_organisation(body) else ()


def _bodies(before: str) -> tuple[str, ...]:
    """The bodies that the part of a title before its matter names, and nothing else."""
    lines = before.split("\n")
    if len(lines) == 1:
        return split_organisations(lines[0])
    whole = squeezed("".join(lines))
    parts = [split_organisations(line) for line in lines if line.strip()]
    if all(parts) and not (len(parts) == 2 and one_body(parts[0][-1], parts[1][0])):
        return tuple(name for part in parts for name in part)
    return split_organisations("".join(lines)) or ((whole,) if is_organisation(whole) else ())


def without_letterhead(title_lines: Sequence[str], signatories: Sequence[str]) -> tuple[str, ...]:
    """The title's lines without a name above them that did not sign: the site's or the letterhead's, not an issuer's.

    It takes an issuer in the lines below the name that did sign; else all lines are the title.
    """
    signed = {without_proxy(name) for name in signatories}
    lines = tuple(title_lines)
    named = split_organisations(lines[0]) if len(lines) > 1 and signed else ()
    if named and not signed & set(named):
        below = title_issuers(lines[1:])
        if below and set(below) <= signed:
            return lines[1:]
    return lines


def issuers(
    title: tuple[str, ...], signatories: tuple[str, ...], red_head: tuple[str, ...], publisher: tuple[str, ...]
) -> tuple[str, ...]:
    """The issuing bodies: those of the title, else of the red head, written as the signature writes them.

    A signature for another body (（代）, or the body's own office) does not change the issuer. Without title and red
    head it is who signed, and on a web page at last who published.
    """
    proxy = any(without_proxy(name) != name for name in signatories)
    signed = tuple(without_proxy(name) for name in signatories)
    stated = title or red_head
    if not stated:
        return signed or publisher
    if not signed or proxy:
        return stated
    # The red head may have the leading body alone, which signs first: names over its signature are the text's list.
    if not title and set(red_head) < set(signed) and signed[0] in red_head:
        return signed
    if "".join(signed) == "".join(stated):
        return signed
    if len(signed) == len(stated) and all(map(_same_body, signed, stated)):
        return signed
    return stated


def in_own_words(block: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """The issuers of a portal's block, as the document itself writes them where both name the same bodies."""
    same = len(block) == len(own) and all(map(_same_body, own, block))
    return own if same else block


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(alternatives(terms("notices")["title"]["markers"]))


def _same_body(signed: str, stated: str) -> bool:
    """Whether one name is a short form of the other (国家安全监管总局, 民航局) and neither the other's office.

    The short form of a branch begins with the place that the full one has inside (云岭银监局, 中国银监会云岭监管局).
    """
    if bool(_OFFICE.search(signed)) != bool(_OFFICE.search(stated)) or _is_inner_part(signed, stated):
        return False
    short, full = sorted((signed, stated), key=len)
    return _leaves_out(short, full) or (
        full.find(short[:2]) > 0 and _leaves_out(short[2:], full.replace(short[:2], "", 1))
    )


def _leaves_out(short: str, full: str) -> bool:
    rest = iter(full)
    return all(sign in rest for sign in short)


def _is_inner_part(signed: str, stated: str) -> bool:
    """Whether a part of a body signed with its own name alone (教务处 of 青山大学教务处)."""
    return stated.endswith(signed) and is_organisation(stated.removesuffix(signed))
