"""Lines of a page that belong to the portal and not to the document: by their words, and by where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from corpus.terms import alternatives, terms
from extractors.readers.html.keys import key_pattern
from extractors.readers.html.lines import PageLine, PageTable

_LINKED = 0.8
_MOSTLY_LINKED = 0.5
_LONGEST_WORDS = 40
_LONGEST_HEADING = 12
_LONGEST_FOOT = 200
_MOST_FOOT_LINES = 12
_SENTENCES = 2
_SENTENCE = re.compile("[。；，]")
_PARTS = re.compile(r"[\s|/\\>＞»›:：\[\]【】()（）«<《》·、,，;；+-]+")
_CRUMBS = re.compile(r"(?:[>＞»›]|&gt;|/|\\|-)")
_NO_WORDS = re.compile(r"[\s\W_]+")
_ATTACHED = re.compile(r"(?:相关|文件|资料)?附\s*[件表]")

Part = PageLine | PageTable


def without_furniture(
    parts: Sequence[Part], within: Callable[[int], bool], before: Callable[[int], bool]
) -> list[Part]:
    """The parts of the document. ``within`` and ``before`` say where an element stands from the one that holds it.

    Lines are taken out that say nothing but what portals say (打印本页), that lead to other pages from outside the
    document, headings of such lists with their links, breadcrumbs, and the site's foot.
    """
    kept: list[Part] = []
    listed = attached = False
    for part in parts:
        if isinstance(part, PageTable):
            listed = attached = False
            kept.append(part)
            continue
        attached = _ATTACHED.match(part.text) is not None or (attached and part.linked >= _LINKED)
        is_link = part.linked >= _LINKED and not part.heading and not attached
        listed = _is_related(part) or (listed and is_link)
        outside = not within(part.at)
        if (
            listed
            or (not attached and _is_buttons(part.text, outside))
            or _is_position(part)
            or _leads_to_neighbour(part)
        ):
            continue
        if outside and (is_link or _NO_WORDS.fullmatch(part.text) or _tells_the_time(part.text)):
            continue
        kept.append(_trimmed(part))
    return _without_foot(kept, within, before)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(terms("html")["lines"][kind])


@cache
def _words_outside() -> frozenset[str]:
    return _words("words") | _words("buttons") | frozenset(terms("notices")["head"]["furniture"])


def _is_buttons(text: str, outside: bool) -> bool:
    """打印本页 | 关闭窗口, 字体：大 中 小. Key words without their value (发布时间：) are not.

    Outside the document more words count (正文, 下载), which in it might be a heading.
    """
    if len(text) > _LONGEST_WORDS or (text.endswith(("：", ":")) and len(text) > 3):
        return False
    words = [word for word in _PARTS.split(text) if word]
    known = _words_outside() if outside else _words("words") | _words("buttons")
    if not words or not all(word in known for word in words):
        return False
    return any(len(word) > 1 for word in words) or len(words) == 3


def _is_related(line: PageLine) -> bool:
    """相关阅读 above links, or before them on its line."""
    if line.linked >= _MOSTLY_LINKED and re.split("[:：]", line.text)[0].strip() in _words("related"):
        return True
    bare = re.sub(r"[\s:：>＞»【】\[\]|]|更多|MORE|more", "", line.text)
    return len(bare) <= _LONGEST_HEADING and bare in _words("related")


@cache
def _position() -> re.Pattern[str]:
    words = alternatives(list(terms("html")["lines"]["positions"]))
    return re.compile(rf"[\[【]?(?:{words})(?:是)?[\]】]?\s*(?:[:：>＞»]|$)")


def _is_position(line: PageLine) -> bool:
    """当前位置：首页 > 政务公开; without these words, links that signs of a path part."""
    if _position().match(line.text):
        return "。" not in line.text
    home = re.match(r"(?:网站)?首\s*页\s*(?:[>＞»›/\\-]|&gt;)", line.text)
    return home is not None and "。" not in line.text and (line.linked > 0 or len(_CRUMBS.findall(line.text)) > 1)


@cache
def _neighbour() -> re.Pattern[str]:
    return re.compile(rf"[\[【]?(?:{alternatives(list(terms('html')['lines']['neighbours']))})(?:[\]】:：\s]|$)")


def _tells_the_time(text: str) -> bool:
    return text.startswith(tuple(terms("html")["lines"]["clock"])) and "。" not in text


def _leads_to_neighbour(line: PageLine) -> bool:
    return (
        _neighbour().match(line.text) is not None and "。" not in line.text and (line.linked > 0 or len(line.text) < 60)
    )


@cache
def _buttons_behind() -> re.Pattern[str]:
    word = rf"[\[【(（]?\s*(?:{alternatives(list(terms('html')['lines']['buttons']))})\s*[\]】)）]?"
    return re.compile(rf"(?<=[\s\]】|])\s*(?:{word}[\s:：|/+-]*)+$")


def _trimmed(line: PageLine) -> PageLine:
    """A line of the page's data without the buttons behind it."""
    if not key_pattern().search(line.text) or "。" in line.text or len(line.text) > _LONGEST_FOOT:
        return line
    text = _buttons_behind().sub("", line.text).rstrip(" |[【\u00a0\u3000")
    return line if text == line.text or not text else replace(line, text=text)


def _without_foot(parts: list[Part], within: Callable[[int], bool], before: Callable[[int], bool]) -> list[Part]:
    """Without the site's foot: its sure lines, and those beside them that elsewhere might be the document's.

    In the document itself only its last lines can be the foot, and none that is a sentence.
    """
    gone: set[int] = set()
    for at, part in enumerate(parts):
        if not isinstance(part, PageLine) or not _may_be_foot(part, before) or not _sure().search(part.text):
            continue
        last = at >= len(parts) - _MOST_FOOT_LINES and not _SENTENCE.search(part.text)
        if last or not within(part.at):
            gone.add(at)
    for at in tuple(gone):
        for step in (-1, 1):
            beside = at + step
            while 0 <= beside < len(parts) and beside not in gone and _is_beside(parts[beside], before):
                gone.add(beside)
                beside += step
    return [part for at, part in enumerate(parts) if at not in gone]


@cache
def _sure() -> re.Pattern[str]:
    return re.compile("|".join(terms("html")["foot"]["sure"]), re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(alternatives(list(terms("html")["foot"]["beside"])))


def _may_be_foot(line: PageLine, before: Callable[[int], bool]) -> bool:
    return len(line.text) <= _LONGEST_FOOT and line.text.count("。") < _SENTENCES and not before(line.at)


def _is_beside(part: Part, before: Callable[[int], bool]) -> bool:
    if not isinstance(part, PageLine) or not _may_be_foot(part, before):
        return False
    return part.linked >= _LINKED or _beside().match(part.text) is not None
