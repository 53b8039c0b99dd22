"""机构更名: where a text or a table says that a body had another name before (``renamings.toml``).

市工信局（原市工信委）, 市工信局（由市工信委更名）, 市工信委更名为市工信局. A short name (以下简称), a second name
(市委政法委（综治办）) and a person's former post are none. Both names stand as the document writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from corpus.body_names import taken_apart
from corpus.records import Document, Renaming, Table
from corpus.terms import alternatives, terms
from extractors.names.names_at import Spaceless, level_at, may_be_body, name_after, name_before, spaceless
from extractors.names.organisations import NameAt
from extractors.spans import without_spaces

_PART = re.compile(r"[，；。]")
_DAY = r"(?:[于在]?\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)"


def renamings(document: Document, tables: Sequence[Table]) -> tuple[Renaming, ...]:
    """Every renaming that the document tells, once for each pair of bodies, where it is told first."""
    texts = [(paragraph.text, paragraph.source) for paragraph in document.paragraphs]
    texts += [
        (cell, replace(source, column=column))
        for table in tables
        for row, source in zip(table.rows, table.row_sources, strict=True)
        for column, cell in enumerate(row, 1)
    ]
    told = [spaceless(text, source) for text, source in texts if _sign().search(text)]
    if not told:
        return ()
    whole = "\n".join(without_spaces(text) for text, _ in texts)
    found: list[Renaming] = []
    by_offices: dict[tuple[str, str], list[Renaming]] = {}
    for renaming in (r for text in told for r in (*_in_brackets(text, whole), *_in_sentences(text, whole))):
        alike = by_offices.setdefault((taken_apart(renaming.name).office, taken_apart(renaming.former).office), [])
        if not any(_same_pair(renaming, known) for known in alike):
            alike.append(renaming)
            found.append(renaming)
    return tuple(found)


def _in_brackets(text: Spaceless, whole: str) -> Iterator[Renaming]:
    for bracket in _bracket().finditer(text.even):
        inside = next(group for group in ("former", "present", "by") if bracket[group] is not None)
        for other in _bodies(text.bare[bracket.start(inside) : bracket.end(inside)]):
            own = name_before(text, bracket.start(), other)
            own = _own(own, other, text, whole) if own else None
            if own is not None and own.name != other:
                pair = (other, own.name) if inside == "present" else (own.name, other)
                yield Renaming(*pair, *text.quote(own.start, bracket.end()))


def _in_sentences(text: Spaceless, whole: str) -> Iterator[Renaming]:
    not_done = tuple(terms("renamings")["not_done"])
    for verb in _verb().finditer(text.even):
        name = name_after(text, verb.end())
        former = name_before(text, verb.start(), name.name) if name else None
        if former is None or name is None or former.name == name.name:
            continue
        former = _own(former, name.name, text, whole)
        if not _begun(text, former).endswith(not_done) and not verb.group().startswith(not_done):
            yield Renaming(name.name, former.name, *text.quote(former.start, name.end))


def _begun(text: Spaceless, former: NameAt) -> str:
    """What stands before a name, without the 将 or 把 that makes it an object."""
    return text.bare[: former.start].removesuffix("将").removesuffix("把")


def _bodies(inside: str) -> Iterator[str]:
    """The bodies in a bracket: one, or several that were joined, parted by 、; nothing if it says anything else."""
    words = terms("renamings")
    names = _PART.split(inside, maxsplit=1)[0].split("、")
    sites, verbs = tuple(words["sites"]), tuple(words["not_names"])
    if all(may_be_body(name) and not name.endswith(sites) for name in names) and not inside.startswith(verbs):
        yield from names


def _own(stated: NameAt, other: str, text: Spaceless, whole: str) -> NameAt:
    """The name from its level on, as the other begins, if what stands before it is no place that the text names again.

    In a sentence nothing parts a verb from a name: of 统筹市工信局（原市工信委） only 市工信局 is the name.
    """
    parts, like = taken_apart(stated.name), taken_apart(other)
    if text.source.row is not None or like.place or not like.level or stated.name.startswith(like.level):
        return stated
    at = level_at(stated.name, like.level)
    place = parts.place or ("" if at is None else stated.name[: at + len(like.level)])
    start = len(place) - len(like.level)
    rest = stated.name[start:]
    if not place.endswith(like.level) or whole.count(place) > 1 or taken_apart(rest).level != like.level:
        return stated
    return replace(stated, name=rest, start=stated.start + start)


def _same_pair(one: Renaming, other: Renaming) -> bool:
    """Whether the same two bodies are meant, the level said or not (城市管理监督局, 市城市管理监督局)."""
    names = [(one.name, other.name), (one.former, other.former)]
    parts = [(taken_apart(mine), taken_apart(yours)) for mine, yours in names]
    return all(a.office == b.office and (a.may_be_of(b) or b.may_be_of(a)) for a, b in parts)


@cache
def _bracket() -> re.Pattern[str]:
    words = terms("renamings")
    former, present, begins, ends = (alternatives(words[key]) for key in ("former", "present", "begins", "ends"))
    said = "[^（）]{2,80}"
    return re.compile(
        rf"（{_DAY}?(?:(?:{former})：?(?P<former>{said})|(?:{present})：?(?P<present>{said})"
        rf"|(?:{begins})(?P<by>{said}?){_DAY}?(?:{ends}))）"
    )


@cache
def _verb() -> re.Pattern[str]:
    words = terms("renamings")
    loose = f"(?:{alternatives([*words['adverbs'], *words['not_done']])}|{_DAY})"
    return re.compile(rf"{loose}*(?:{alternatives(words['verbs'])})")


@cache
def _sign() -> re.Pattern[str]:
    """How a renaming may begin in a text with its spaces: most texts are spared being looked at sign by sign."""
    words = terms("renamings")
    openings = {word[0] for key in ("former", "present", "begins") for word in words[key]}
    verbs = "|".join(r"\s*".join(verb) for verb in words["verbs"])
    return re.compile(rf"[（(]\s*[{''.join(sorted(openings))}\d]|{verbs}")
