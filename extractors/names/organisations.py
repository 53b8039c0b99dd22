"""Names of public bodies, known by their endings (``organisations.toml``): in running text, and as a whole line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed, visible

LONGEST_NAME = 40
"""Characters: the longest names (a joint committee's office) stay under this."""
_SHORT = 5
"""Characters: 各科室, 各镇街 are bodies though no ending is known."""
_PROXY = re.compile(r"[（(]\s*(?:代|代章|章|盖章|印章)\s*[)）]$")
_NAME = re.compile(r"[\u3400-\u9fff·“”A-Za-z\d]+(?:[（(][\u3400-\u9fff、·]{1,20}[)）][\u3400-\u9fff·]*)*")
_PIECE = re.compile(r"[\u3400-\u9fff·]+(?:[（(][\u3400-\u9fff、·]{1,12}[)）][\u3400-\u9fff·]+)*")
_PLACE = re.compile(r"[\u3400-\u9fff]{2,3}?[省市县区州]")
_DAY = re.compile(r"\d[年月日]")
_SENTENCE = re.compile(r"[，。；：！？、,;:!?《》]")


@dataclass(frozen=True, slots=True)
class NameAt:
    """A body's name in a text: ``text[start:end]``. ``collective`` says that several are meant (各有关单位)."""

    name: str
    start: int
    end: int
    collective: bool = False


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    words = terms("organisations")
    single = words["single_suffixes"]
    suffix = f"(?:{alternatives(words['suffixes'])}|{alternatives(single)})"
    collective = f"(?:{alternatives(words['collective']['suffixes'])})"
    prefix = f"(?:{alternatives(words['collective']['prefixes'])})"
    return {
        "suffix": re.compile(suffix),
        "end": re.compile(f"(?:{suffix}|(?<=..)(?:{alternatives(words['signing'])}))$"),
        "collective": re.compile(f"{prefix}|.*{collective}$"),
        "last": re.compile(f"(?:{suffix}|{collective})$"),
        "any": re.compile(f"{suffix}|{collective}"),
        "boundary": re.compile(alternatives(words["boundaries"])),
        "joint": re.compile(f"(?<=.)(?:{alternatives(words['joints']['words'])})"),
    }


def without_proxy(name: str) -> str:
    """A signature's name without （代） or （盖章）."""
    return _PROXY.sub("", name)


def is_organisation(text: str) -> bool:
    """Whether the whole text, spaces aside, is the name of one body that can issue (某某市绩效办（代）).

    False for sentences and for bodies meant together (各有关单位).
    """
    name = without_proxy(squeezed(text))
    if not 2 <= len(name) <= LONGEST_NAME or not _NAME.fullmatch(name) or _DAY.search(name):
        return False
    grammar = _grammar()
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", name)
    if bare.startswith(tuple(terms("organisations")["openers"])):
        return False
    if grammar["collective"].match(name) or grammar["boundary"].search(bare):
        return False
    return grammar["end"].search(bare) is not None


def is_addressed(text: str) -> bool:
    """Whether a text names a body or bodies meant together (各乡镇人民政府, 市直有关单位) and says nothing else."""
    name = squeezed(text)
    grammar = _grammar()
    if is_organisation(name):
        return True
    if not _NAME.fullmatch(name) or grammar["boundary"].search(name) or not grammar["collective"].match(name):
        return False
    return len(name) <= _SHORT or grammar["last"].search(name) is not None


def one_body(first: str, second: str) -> bool:
    """Whether two lines are one name: the second is an inner part (办公室) or a branch, no body without the first."""
    if second in terms("organisations")["inner"]:
        return True
    return first.startswith(("中国", "国家")) and second.endswith(("监管局", "监管分局")) and "中国" not in second


def split_organisations(line: str) -> tuple[str, ...]:
    """The bodies that a line names and nothing else, apart by spaces, 、 or 和; empty where it says anything more.

    "国 务 院" is one body, spaced out; "海关总署 国家移民局" are two.
    """
    return tuple(name for whole in _parted(visible(line).strip()) for name in _glued(whole))


def _glued(name: str) -> tuple[str, ...]:
    """Bodies of one place, each written with it and without anything between them (a print drops narrow spaces)."""
    place = _PLACE.match(name)
    again = name.find(place[0], place.end()) if place else -1
    if again > 0 and is_organisation(name[:again]) and is_organisation(name[again:]):
        return (*_joined_by_and(name[:again]), *_glued(name[again:]))
    return _joined_by_and(name)


def _joined_by_and(name: str) -> tuple[str, ...]:
    """Two bodies of one place with 和 between them; 和 stands inside many a name (住房和城乡建设局)."""
    for joint in re.finditer("[和与]", name):
        first, second = name[: joint.start()], name[joint.end() :]
        if first[:2] == second[:2] and is_organisation(first) and is_organisation(second):
            return first, second
    return (name,)


def _parted(text: str) -> tuple[str, ...]:
    parts = [p for p in re.split(r"\s+|[、，,](?![^（(]*[)）])", text) if p]
    if len(parts) > 1 and all(is_organisation(part) for part in parts):
        return tuple(squeezed(part) for part in parts)
    wide = [p for p in re.split(r"\s{2,}|[、，,](?![^（(]*[)）])", text) if p]
    if len(wide) > 1 and all(is_organisation(part) for part in wide):
        return tuple(squeezed(part) for part in wide)
    return (squeezed(text),) if is_organisation(text) and not _SENTENCE.search(text) else ()


@lru_cache(maxsize=256)  # actor, action and recipient are looked for in the same sentence
def organisations_in(text: str) -> tuple[NameAt, ...]:
    """Every name of a body in running text, left to right, without overlaps; collective ones too.

    A name begins after punctuation, a preposition or a verb of the office (由, 报, 会同), and ends at its last ending.
    """
    grammar = _grammar()
    found: list[NameAt] = []
    for piece in _PIECE.finditer(text):
        at = piece.start()
        for cut in [*grammar["boundary"].finditer(text, piece.start(), piece.end()), None]:
            stop = cut.start() if cut else piece.end()
            found.extend(_names(text, at, stop))
            at = cut.end() if cut else stop
    return tuple(found)


def _names(text: str, start: int, stop: int) -> list[NameAt]:
    grammar = _grammar()
    names: list[NameAt] = []
    ends = [m.end() for m in grammar["any"].finditer(text, start, stop)]
    for position, end in enumerate(ends):
        following = ends[position + 1] if position + 1 < len(ends) else None
        joint = grammar["joint"].match(text, end, stop)
        if following is not None and not joint and following - end <= LONGEST_NAME // 2:
            continue  # the name goes on: 市政府 办公室
        if text[start - 1 : start + 1] in ("（原", "(原"):
            start += 1
        name = text[start:end]
        if len(name) >= 2:
            names.append(NameAt(name, start, end, collective=grammar["collective"].match(name) is not None))
        start = joint.end() if joint else end
    return names
