"""内件标题: the title of the plan, the rules or the report that a notice sends out and carries below its signature."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed
from extractors.notices.lines import Line, Placed, placed
from extractors.notices.titles import kind_of
from extractors.notices.titles_below import folded, near, title_runs, without_bracket

_NAMED = re.compile(r"《(.+)》")
_ANNEX = re.compile(r"附[件表]")
_BRACKETS = re.compile(r"[（(][^（）()]{1,12}[)）]")
_SENTENCE_END = tuple("。；：，、;:,")


def enclosed_title(
    lines: Sequence[Line], after_signature: int | None, title: str | None, listed: Collection[int] = ()
) -> Placed | None:
    """The title under which the document begins anew, as it is written there; None where it carries no other.

    It is the one that the notice's own title names (关于印发《…》的通知), alone on its lines, or, where the notice
    sends something out, what stands right below the signature and ends with the name of a kind of document.
    ``listed`` are the indexes of the lines of the annex list, which only names it.
    """
    if title is None or not _sends().search(title):
        return None
    runs = [run for run in title_runs(lines) if not _ANNEX.match(lines[run.first].bare) and not run.touches(listed)]
    names = [folded(name) for name in _names(title)]
    for same in (str.__eq__, near):
        for name in names:
            for run in runs:
                if same(run.folded, name):
                    return _title(lines, run.first, run.end)
    for run in runs:
        held = lines[run.first : run.end]
        if run.first == after_signature and kind_of("".join(line.bare for line in held)):
            if held[-1].bare.endswith(_SENTENCE_END):
                return None
            behind = run.end < len(lines) and _BRACKETS.fullmatch(lines[run.end].bare)
            return _title(lines, run.first, run.end + 1 if behind else run.end)
    return None


def _names(title: str) -> Iterator[str]:
    """What a title sends out, with and without （试行） behind it."""
    for pattern in (_NAMED, _unmarked()):
        if found := pattern.search(title):
            yield found[1]
            yield without_bracket(found[1])


def _title(lines: Sequence[Line], first: int, end: int) -> Placed:
    held = lines[first:end]
    return placed(held, squeezed("".join(line.text for line in held)))


@cache
def _sends() -> re.Pattern[str]:
    return re.compile(alternatives(terms("notices")["title"]["sends"]))


@cache
def _unmarked() -> re.Pattern[str]:
    """What a title sends out without 《》: 关于印发工作方案的通知."""
    sent_by = alternatives(terms("notices")["title"]["sent_by"])
    return re.compile(f"(?:{_sends().pattern})(?P<name>.+?)的(?:{sent_by})$")
