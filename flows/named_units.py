"""What a clerk writes as the responsible unit, a function or the name of a unit of the office, as function keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.comments import LabelledComment
from corpus.directory import TERRITORIAL, UNCLEAR, Directory, shipped_directory
from corpus.registry import SHIPPED
from corpus.taxonomy import departments

_BETWEEN = re.compile("[;；、]")


def several(cell: str) -> tuple[str, ...]:
    """The words of a cell, parted by ``;``, ``；`` or ``、``, the lead's first."""
    return tuple(word.strip() for word in _BETWEEN.split(cell) if word.strip())


def functions_of(word: str, directory: Directory) -> tuple[str, ...]:
    """The functions that a word may mean: itself if it is one, else those of the unit of this name; none if unknown.

    By the former name of an office's unit only what the usual body of that name does is meant, where the unit holds it.
    Whoever answers for a place has 属地.
    """
    if word in departments():
        return (word,)
    if word == departments()[UNCLEAR].name:
        return (UNCLEAR,)
    if word == departments()[TERRITORIAL].name or any(word == place.unit for place in directory.places):
        return (TERRITORIAL,)
    own, usual = directory.unit(word), shipped_directory().unit(word)
    body = SHIPPED.resolve(word)
    usually = usual.functions if usual else body.functions if body else ()
    if own is None:
        return usually
    meant = tuple(function for function in own.functions if function in usually)
    return own.functions if own.name == word else meant or own.functions or usually


def likeliest(functions: Sequence[str], ranked: Sequence[str]) -> str:
    """Of the functions that one unit holds the one that stands first in ``ranked``, else the first."""
    return next((function for function in ranked if function in functions), functions[0])


def settled(comments: Sequence[LabelledComment], directory: Directory) -> list[LabelledComment]:
    """The comments with functions in the place of units' names; a word that is neither stays.

    Of a unit that holds several functions the one is meant that the shipped model holds likeliest for the text.
    """
    meant = [[functions_of(word, directory) or (word,) for word in comment.functions] for comment in comments]
    several_held = [at for at, words in enumerate(meant) if any(len(functions) > 1 for functions in words)]
    ranked = dict(zip(several_held, _ranked([comments[at] for at in several_held]), strict=True))
    return [
        replace(comment, functions=tuple(dict.fromkeys(likeliest(f, ranked.get(at, ())) for f in words)))
        for at, (comment, words) in enumerate(zip(comments, meant, strict=True))
    ]


def _ranked(comments: Sequence[LabelledComment]) -> list[list[str]]:
    """All functions, the likeliest for each comment first."""
    if not comments:
        return []
    from classifiers.features import letter  # noqa: PLC0415  (slow to import)
    from flows.models import shipped_tagger  # noqa: PLC0415

    tagger = shipped_tagger(meaning=True)
    classes = tagger.heads["function"].classes
    texts = [letter(comment.title, comment.text) for comment in comments]
    scores = tagger.scores(texts, [(comment.title or "").strip() for comment in comments])["function"]
    return [[classes[at] for at in order] for order in (-scores).argsort(axis=1)]
