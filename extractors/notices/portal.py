"""What a portal's page says of a document in its own block of data (索引号, 发文机关, 成文日期), and its furniture."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus.records import Grid
from corpus.terms import terms
from extractors.clean import squeezed, visible
from extractors.names.organisations import split_organisations
from extractors.notices.document_number import DocumentNumber, number_alone
from extractors.notices.lines import Line
from extractors.notices.signed_day import day_in
from extractors.notices.titles import kind_of

_SEARCHED = 40
"""Lines: the block stands above the document."""
_LISTED = 120
"""Lines among which a second document of a list is sought."""
_LONGEST_FURNITURE = 30
_BREADCRUMB = re.compile(
    r"(?:当前|您的|您现在的?|所在|现在)的?位置|首页\s*(?:>|»|›|/|－|-)|^\S{1,12}(?:\s*[>»›]\s*\S{1,12}){2,}"
)
_PAGE_TIME = re.compile(
    r"^[\[【(（]?(?:(?:发布|发表|更新|公开)?(?:时间|日期)[:：])?(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?[T\s]*\d{1,2}:\d{2}"
)


@dataclass(frozen=True, slots=True)
class Portal:
    """The block's values, None or empty where it has none. ``publisher`` is who put the page up, not who issued.

    A mail's head is such a block, too; ``sent`` is its day, which counts where the text itself bears none.
    """

    number: DocumentNumber | None = None
    date: date | None = None
    issuers: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    title: str | None = None
    sent: datetime.date | None = None


@cache
def _keys() -> tuple[Mapping[str, str], re.Pattern[str]]:
    meaning = {key: name for name, keys in terms("notices")["portal"].items() for key in keys}
    spaced = (r"\s*".join(map(re.escape, key)) for key in sorted(meaning, key=len, reverse=True))
    key = f"(?:{'|'.join(spaced)})"
    boxed = rf"[\[【]\s*(?P<boxed>{key})\s*[\]】]\s*[:：]?"
    return meaning, re.compile(rf"(?:^|(?<=[\s;；|]))(?:{boxed}|[(（]?\s*(?P<key>{key})\s*[)）]?\s*[:：])")


@cache
def _number_keys() -> list[str]:
    return sorted(terms("notices")["portal"]["number"], key=len, reverse=True)


def portal(lines: Sequence[Line], grids: Sequence[Grid]) -> Portal:
    """The values of the block above the document, from its lines and from tables of keys and values.

    A single key is not a block: only 来源 is taken from one, and a title that ends like one.
    """
    values: dict[str, str] = {}
    keys = 0
    for name, value in (*_from_lines(lines[:_SEARCHED]), *_from_grids(grids)):
        keys += 1
        if value:
            values.setdefault(name, value)
    media = tuple(terms("notices")["media"]["endings"])
    publisher = tuple(n for n in split_organisations(values.get("publisher", "")) if not n.endswith(media))
    if keys < 2:
        title = squeezed(values.get("title", ""))
        return Portal(publisher=publisher, title=title if kind_of(title) else None)
    return Portal(
        number_alone(values.get("number", "")),
        day_in(values.get("date", "")),
        split_organisations(values.get("issuers", "").replace(";", " ").replace("；", " ")),
        publisher,
        squeezed(values["title"]) if "title" in values else None,
        day_in(values.get("sent", "")),
    )


def lists_documents(lines: Sequence[Line]) -> bool:
    """Whether two different numbers stand behind their keys: what a search found, and no block of one document."""
    found = (number_alone(value) for name, value in _from_lines(lines[:_LISTED]) if name == "number")
    return len({number.text for number in found if number}) > 1


def labelled_number(line: Line) -> DocumentNumber | None:
    """The number of a line that is its key and the number (文号：青教发〔2020〕3号), for pages without a block.

    The colon may be missing where the page sets the key in bold type.
    """
    meaning, pattern = _keys()
    text = line.text.strip()
    if match := pattern.match(text):
        return number_alone(text[match.end() :]) if meaning[_key(match)] == "number" else None
    bare = next((line.bare[len(key) :] for key in _number_keys() if line.bare.startswith(key)), "")
    return number_alone(bare)


def is_furniture(line: Line) -> bool:
    """Whether a line belongs to the page and not to the document: navigation, page time, source, the block's keys,
    the site's name."""
    if line.bare.endswith(tuple(terms("notices")["head"]["sites"])) and len(line.bare) <= _LONGEST_FURNITURE:
        return True
    if _keys()[1].match(line.text.strip()) or _BREADCRUMB.search(line.text.strip()):
        return True
    if _PAGE_TIME.match(re.sub(r"\s+", " ", line.text.strip())):
        return True
    words = [w for w in re.split(r"[\s|/:：\[\]【】()（）]+", line.text) if w]
    furniture = terms("notices")["head"]["furniture"]
    if not words or len(line.bare) > _LONGEST_FURNITURE:
        return False
    # 大 中 小 sets the size of letters; 大 气 污 染 is a title, spaced out.
    return all(word in furniture for word in words) or (len(words[0]) > 1 and words[0] in furniture)


def _from_lines(lines: Sequence[Line]) -> Iterable[tuple[str, str]]:
    meaning, pattern = _keys()
    for position, line in enumerate(lines):
        text = line.text.strip()
        found = list(pattern.finditer(text))
        if not found or (found[0].start() > 0 and not is_furniture(line)):
            continue
        for match, following in zip(found, [*found[1:], None], strict=True):
            value = text[match.end() : following.start() if following else len(text)].strip(" \t|;；[]【】")
            if not value and following is None and position + 1 < len(lines):
                below = lines[position + 1].text.strip()
                value = "" if pattern.match(below) else below
            yield meaning[_key(match)], value


def _from_grids(grids: Sequence[Grid]) -> Iterable[tuple[str, str]]:
    meaning, pattern = _keys()
    for grid in grids[:3]:
        for row in grid.cells:
            for position, cell in enumerate(row):
                text = visible(cell).strip()
                key = squeezed(text).rstrip(":：")
                match = pattern.match(text)
                if key in meaning and position + 1 < len(row):
                    beside = visible(row[position + 1]).strip()
                    yield meaning[key], "" if squeezed(beside) in meaning else beside
                elif match:
                    yield meaning[_key(match)], text[match.end() :].strip()


def _key(match: re.Match[str]) -> str:
    return squeezed(match["boxed"] or match["key"])
