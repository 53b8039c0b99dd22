"""Who has to act, where the sentence with the time does not say it: a bracket or a label, or what stands above.

A sentence without a subject goes on with the one before it; a list goes on with its lead-in; a step is for whoever the
paragraph below its heading speaks of. Where these name several, nobody is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from corpus.terms import alternatives, terms
from extractors.deadlines.actors import begins_with_a_party, subjects
from extractors.deadlines.clauses import bracketed, clauses, phrase, sentences, shielded, without_number
from extractors.names.parties import parties

_SENTENCES_BACK = 3
_LONGEST_HEADING = 12


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = terms("obligations")["actors"]
    return words


def named_behind(text: str) -> str | None:
    """Who a bracket or a label behind the task names: （责任单位：县住建局）, （县民政局牵头，各镇配合）."""
    for start, end in bracketed(text):
        if name := charged_with(text[start + 1 : end - 1]):
            return name
    return labelled(text)


def charged_with(text: str) -> str | None:
    """Who answers for the task, in the words of a bracket."""
    if name := labelled(text):
        return name
    leads = alternatives(_words()["leads"])
    for clause in re.split(r"[，,；;]", shielded(text)):
        at = shielded(text).index(clause)
        part = text[at : at + len(clause)]
        first = next(iter(parties(part)), None)
        if first and part[: first.start] in ("由", "") and re.fullmatch(leads, part[first.end :]):
            return first.name
    return None


def labelled(text: str) -> str | None:
    """The value of the label 责任单位 (牵头单位 …) in a line or a sentence of labels."""
    shown = shielded(text)
    for label in _words()["labels"]:
        mark = re.search(rf"(?<![\u3400-\u9fff]){label}(?:[：:]|为|是)", shown)
        if mark:
            stop = re.compile(r"[；;。\n]|[，,](?=[\u3400-\u9fff]{2,8}[：:])").search(shown, mark.end())
            return phrase(text[mark.end() : stop.start() if stop else len(text)])
    return None


def turns_to_readers(sentence: str) -> bool:
    """Whether the sentence asks those whom the notice is addressed to (请于 …)."""
    return any(clause.lstrip("并且").startswith(tuple(_words()["readers"])) for clause in clauses(sentence))


def subject_before(earlier: str) -> str | None:
    """The subject that a sentence without one goes on with: that of the sentence before it in the same paragraph.

    Sentences that name no one are passed over. None where the nearest one speaks of several, one after the other,
    or begins with a party that nothing is asked of.
    """
    for whole in reversed(_full_sentences(earlier)[-_SENTENCES_BACK:]):
        found = list(dict.fromkeys(p.name for p in subjects(whole)))
        if len(found) == 1:
            return found[0]
        if found or begins_with_a_party(whole) or turns_to_readers(whole):
            return None
    return None


def _full_sentences(text: str) -> list[str]:
    """What stands between two 。 — its parts (；) side by side, so that two subjects in it are seen."""
    shown = shielded(text)
    found, at = [], 0
    for mark in [*re.finditer(r"[。！？!?\n]", shown), None]:
        piece = without_number(text[at : mark.start() if mark else len(text)])
        if piece:
            found.append("，".join(sentences(piece)))
        at = mark.end() if mark else at
    return found


def heading_subject(paragraphs: Sequence[str]) -> str | None:
    """Who the heading or the lead-in (各单位要做好以下工作：) above a paragraph speaks of; ``paragraphs`` nearest last.

    The lines of a list between the two are passed over. The salutation (各县区，市直各部门：) is no lead-in: whom a
    notice is addressed to is its own field.
    """
    for text in _above_the_list(paragraphs):
        bare = without_number(text)
        if bare.endswith(("：", ":")):
            found = list(dict.fromkeys(p.name for p in subjects(bare)))
            is_salutation = bare == re.sub(r"\s", "", text) and found == [bare[:-1]]
            return found[0] if len(found) == 1 and not is_salutation else None
        named = parties(bare)
        if len(named) == 1 and named[0].name == bare.rstrip("。"):
            return named[0].name
        return None
    return None


def _above_the_list(paragraphs: Sequence[str]) -> Iterator[str]:
    for text in reversed(paragraphs):
        bare = without_number(text)
        is_item = bare != re.sub(r"\s", "", text) and bare.endswith(("；", ";", "。"))
        if not is_item or [p.name for p in parties(bare)] == [bare.rstrip("。")]:
            yield text


def following_subject(paragraph: str) -> str | None:
    """Who acts in the first sentence of a paragraph, or in the second where the first is its heading."""
    told = sentences(paragraph)
    at = 1 if len(told) > 1 and len(told[0]) <= _LONGEST_HEADING and not subjects(told[0]) else 0
    found = subjects(told[at]) if told else []
    return found[0].name if found else None
