"""Automatic numbering of a document: the label that is seen before a paragraph but is not in its text (17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.readers.docx.names import child, integer, is_on, value, w
from extractors.readers.docx.styles import Styles
from extractors.readers.list_numbers import shown

_PLACE = re.compile(r"%([1-9])")
_LAST_START = 32767
"""Where a list may begin at most in Word; a damaged number beyond it would be written as a text without end."""
_LONGEST_LABEL = 100
"""Characters of the pattern of a label."""


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    text: str
    start: int
    legal: bool
    never_restarts: bool


@dataclass(frozen=True, slots=True)
class _List:
    """One ``w:num``: what it counts with (lists with one ``abstract`` count on), its levels and own beginnings."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts the paragraphs of one document in reading order. Ask once for each paragraph."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self._linked: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._load(root)

    def label(self, properties: etree._Element | None) -> str | None:
        """The label of the paragraph with these properties; None without a list and for a bullet."""
        place = self._place(properties)
        if place is None:
            return None
        number, at = place
        found = self._lists[number]
        counts = self._counts.setdefault(found.abstract, {})
        if number not in self._begun:
            self._begun.add(number)
            for level, start in found.starts.items():
                counts[level] = start - 1
                self._reset(counts, found, level)
        counts[at] = counts.get(at, found.levels[at].start - 1) + 1
        self._reset(counts, found, at)
        return self._text(found, counts, at)

    @staticmethod
    def _reset(counts: dict[int, int], of: _List, at: int) -> None:
        for level in [one for one in counts if one > at]:
            if level not in of.levels or not of.levels[level].never_restarts:
                del counts[level]

    @staticmethod
    def _text(of: _List, counts: dict[int, int], at: int) -> str | None:
        level = of.levels[at]
        if level.number_format == "bullet":
            return None

        def place(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = of.levels.get(index, level)
            return shown(counts.get(index, other.start), "decimal" if level.legal else other.number_format)

        return _PLACE.sub(place, level.text).strip() or None

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        own = child(properties, "numPr")
        number, level = value(child(own, "numId")), value(child(own, "ilvl"))
        if number is None:
            by_style = self._styles.list_of(properties)
            if by_style is None:
                return None
            number, at = by_style
            style = self._styles.style_name(properties)
            if style is not None and self._linked.get(style, ("", 0))[0] == number:
                at = self._linked[style][1]
        else:
            at = 0
        at = integer(level, at)
        # List 0 takes a paragraph out of its style's list.
        return (number, at) if number in self._lists and at in self._lists[number].levels else None

    def _load(self, root: etree._Element) -> None:
        abstracts = {value(one, "abstractNumId") or "": one for one in root.iter(w("abstractNum"))}
        numbers = {value(one, "numId") or "": one for one in root.iter(w("num"))}
        for number, element in numbers.items():
            name = value(child(element, "abstractNumId")) or ""
            linked = value(child(abstracts.get(name), "numStyleLink"))
            if linked is not None:
                target = numbers.get(self._styles.number_of_style(linked) or "")
                name = value(child(target, "abstractNumId")) or name
            levels = _levels(abstracts.get(name))
            starts: dict[int, int] = {}
            for override in element.iter(w("lvlOverride")):
                at = integer(value(override, "ilvl"), 0)
                levels.update(_levels(override))
                start = value(child(override, "startOverride"))
                if start is not None:
                    starts[at] = _start(start, 1)
            self._lists[number] = _List(name, levels, starts)
            for level in () if name not in abstracts else abstracts[name].iter(w("lvl")):
                style = value(child(level, "pStyle"))
                if style is not None:
                    self._linked.setdefault(style, (number, integer(value(level, "ilvl"), 0)))


def _start(text: str | None, default: int) -> int:
    return min(integer(text, default), _LAST_START)


def _levels(parent: etree._Element | None) -> dict[int, _Level]:
    return {
        integer(value(level, "ilvl"), 0): _Level(
            number_format=value(child(level, "numFmt")) or "decimal",
            text=(value(child(level, "lvlText")) or "")[:_LONGEST_LABEL],
            start=_start(value(child(level, "start")), 0),
            legal=is_on(child(level, "isLgl")),
            never_restarts=value(child(level, "lvlRestart")) == "0",
        )
        for level in (() if parent is None else parent.iter(w("lvl")))
    }
