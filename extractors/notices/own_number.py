"""The number that a head bears for its own document, and not for one that is cited there (GB/T 9704-2012, 7.2.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.terms import terms
from extractors.clean import squeezed
from extractors.notices.document_number import DocumentNumber, bracketed_number, is_serial_only, number_alone
from extractors.notices.line_kinds import begins_text, is_registry_code, is_telegraphic, is_text
from extractors.notices.lines import Line
from extractors.notices.margin_marks import is_margin
from extractors.notices.portal import labelled_number
from extractors.notices.titles import kind_of

_GAP = re.compile(r"\s{2,}")
_CODELESS = re.compile(r"[〔\[［【﹝]((?:19|20)\d{2})[〕\]］】﹞]第?(\d{1,4})号")
_BOXED = re.compile(r"[\[［【](?P<number>[^\[\]［］【】]{2,20}[〔（(][^\[\]［］【】]+号)[\]］】]\s*(?P<rest>.+)")
"""青教发〔2020〕3号 in a box before the title, as lists of a portal show it."""


def numbers_apart(lines: Sequence[Line]) -> tuple[tuple[Line, ...], dict[int, DocumentNumber]]:
    """The lines of a head without a number that shares one with the title or the red head, and these numbers."""
    without, found = [*lines], {}
    for at, line in enumerate(lines):
        if is_text(line):
            break
        text = line.text.strip()
        first, _, behind = text.partition(" ")
        before, _, last = text.rpartition(" ")
        boxed = _BOXED.fullmatch(text)
        apart = [(boxed["number"], boxed["rest"])] if boxed else []
        for word, rest in (*apart, (first, behind.strip()), (last, before.strip())):
            number = number_alone(word)
            if number and not is_serial_only(number) and (kind_of(rest) or rest.endswith("文件")):
                without[at] = replace(line, text=rest, bare=squeezed(rest))
                found[at] = number
    return tuple(without), found


def own_number(lines: Sequence[Line], at: int, above: Sequence[int]) -> DocumentNumber | None:
    """The number that is all of a line, its label and the marks beside it aside.

    None for one that stands inside a sentence or that the title goes on behind, and for a serial (第12号) under
    anything but a decree: ``above`` are the indexes of the title-like lines right over it.
    """
    line = lines[at]
    found = number_alone(line.text) or labelled_number(line) or _beside_marks(line) or _without_code(lines, at, above)
    if found is None or _goes_on(lines, at):
        return None
    if above and begins_text(lines[above[-1]].bare) and kind_of(lines[above[-1]].bare) is None:
        return None
    if is_serial_only(found) and above and kind_of(lines[above[-1]].bare) not in terms("notices")["head"]["decrees"]:
        return None
    return found


def is_list(found: Sequence[tuple[DocumentNumber, int]]) -> bool:
    """Whether these numbers, each with its line, are those of other documents that a head lists.

    Joint issuers' are on one line or on lines right below one another, each with its own code; 第52号 is 市政府令第52号
    once more.
    """
    for (first, above), (second, below) in pairwise(found):
        same = first.text.endswith(second.text) or second.text.endswith(first.text)
        of_one_body = first.text.partition("〔")[0] == second.text.partition("〔")[0]
        if not same and (below - above > 1 or of_one_body):
            return True
    return False


def own_bracketed_number(lines: Sequence[Line], at: int) -> DocumentNumber | None:
    """The number in brackets that is all of a line, unless the title goes on behind it (… 的通知)."""
    found = bracketed_number(lines[at].text)
    return None if found is None or _goes_on(lines, at) else found


def _beside_marks(line: Line) -> DocumentNumber | None:
    """The number on a line of marks: behind 特急, beside a registry's code, on a telegram's line (等级 特急), or the
    first of two where each of the joint issuers counts the document."""
    pieces = _GAP.split(line.text.strip())
    numbers = [number for piece in pieces if (number := number_alone(piece))]
    marks = sum(is_margin(piece) or is_registry_code(piece) for piece in pieces)
    if len(pieces) < 2 or not (len(numbers) + marks == len(pieces) or is_telegraphic(line)):
        return None
    return numbers[0] if numbers else None


def _without_code(lines: Sequence[Line], at: int, above: Sequence[int]) -> DocumentNumber | None:
    """Year and serial alone (〔2022〕15号), right below the heading of minutes or of a bulletin that counts so."""
    found = _CODELESS.fullmatch(lines[at].bare)
    if found is None or kind_of("".join(lines[i].bare for i in above)) is None:
        return None
    return DocumentNumber(f"〔{found[1]}〕{int(found[2])}号", lines[at].text.strip(), 0, len(lines[at].text))


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether the next line says that the number on this one is cited (… 文件精神, … 的通知)."""
    if at + 1 == len(lines) or is_telegraphic(lines[at + 1]):
        return False
    return lines[at + 1].bare.startswith(tuple(terms("notices")["head"]["behind_citations"]))
