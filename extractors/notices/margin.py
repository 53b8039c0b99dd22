"""The margin above the title: 份号, 密级, 紧急程度 and 签发人 (GB/T 9704-2012, 7.2.1 to 7.2.3 and 7.2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.terms import terms
from extractors.names.organisations import is_organisation
from extractors.notices.document_number import number_alone
from extractors.notices.lines import Line, Placed, placed
from extractors.notices.margin_marks import marks

_SIGNERS = re.compile(r"签\s*发\s*人\s*[:：]?\s*(?P<names>.*)$")
_ROLE = re.compile(r"会\s*签|核\s*稿|拟\s*稿|审\s*核|[（(]")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,12}")
_LONGEST_PLAIN_NAME = 4
"""Characters; longer names have the dot of a foreign or a minority's name."""
_STRETCHED = 3
"""Characters alone that make one name; of an even number each two do."""
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands above the title, in the document's own words; None and empty where it has none."""

    copy_number: Placed | None = None
    classification: Placed | None = None
    urgency: Placed | None = None
    signers: tuple[Placed, ...] = ()


def margin(lines: Sequence[Line]) -> Margin:
    """The marks on the lines of the head (its title's lines left out): the first of each kind, and all signers."""
    copy = level = urgency = None
    for line in lines:
        if found := marks(line.text):
            copy = copy or (placed([line], found.copy_number) if found.copy_number else None)
            level = level or (placed([line], found.classification) if found.classification else None)
            urgency = urgency or (placed([line], found.urgency) if found.urgency else None)
    return Margin(copy, level, urgency, _signers(lines))


def _signers(lines: Sequence[Line]) -> tuple[Placed, ...]:
    """Names behind 签发人, and those below that go on with them: joint documents have a line for each (7.2.6)."""
    for at, line in enumerate(lines):
        label = _SIGNERS.search(line.text)
        if label is None:
            continue
        found = [placed([line], name) for name in _names(_ROLE.split(label["names"])[0])]
        for below in lines[at + 1 : at + _MOST_LINES]:
            names = _names(_beside_number(below.text))
            if not names or _ROLE.search(below.text):
                break
            found.extend(placed([below], name) for name in names)
        return tuple(found)
    return ()


def _beside_number(text: str) -> str:
    """The rest of a line that begins with the number: the last signer stands beside it."""
    pieces = re.split(r" {2,}", text.strip())
    return "  ".join(pieces[1:]) if number_alone(pieces[0]) else text


def _names(text: str) -> tuple[str, ...]:
    """The persons that a text names and nothing else; 张 三 is one name, stretched, and so is 欧 阳 某."""
    words = [word for word in re.split(r"[\s、，,；;]+", text) if word]
    names: list[str] = []
    for stretched, run in groupby(words, key=lambda word: len(word) == 1):
        signs = list(run)
        size = len(signs) if len(signs) == _STRETCHED else 2
        names.extend("".join(signs[at : at + size]) for at in range(0, len(signs), size) if stretched)
        names.extend(sign for sign in signs if not stretched)
    return tuple(names) if all(map(_is_name, names)) else ()


def _is_name(word: str) -> bool:
    if not _NAME.fullmatch(word) or (len(word) > _LONGEST_PLAIN_NAME and "·" not in word):
        return False
    return not is_organisation(word) and word not in terms("notices")["kinds"] and not word.endswith("文件")
