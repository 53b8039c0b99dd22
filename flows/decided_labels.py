"""What an office has decided, in labels that its model can learn: the functions of units, and the petition class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from classifiers.features import letter
from classifiers.model import DISPOSITION, DOMAIN, FUNCTION, KIND, PETITION, Tagger
from corpus.comments import LabelledComment
from corpus.directory import Directory
from flows.named_units import settled


def learnable(rows: Sequence[LabelledComment], base: Tagger, directory: Directory) -> list[LabelledComment]:
    """The rows, whose functions are names of units, with labels of ``base``; another label is none.

    An office has words of its own (a domain of its table, a unit that is not in its directory); the comment's other
    labels count all the same. The petition class, which nobody decides, is the one that ``base`` holds likeliest
    among those that go with the domain: else a domain that was corrected would be outvoted by the old one's class.
    """
    named = settled(rows, directory)
    known = [
        replace(
            row,
            domain=_known(row.domain, DOMAIN, base),
            functions=tuple(one for one in row.functions if _known(one, FUNCTION, base)),
            kind=_known(row.kind, KIND, base),
            disposition=_known(row.disposition, DISPOSITION, base),
        )
        for row in named
    ]
    return list(_with_class(known, base))


def _known(label: str | None, head: str, base: Tagger) -> str | None:
    return label if head in base.heads and label in base.heads[head].classes else None


def _with_class(rows: Sequence[LabelledComment], base: Tagger) -> Iterator[LabelledComment]:
    going_with: Mapping[str, set[str]] = {}
    if PETITION in base.heads:
        going_with = {name: {c for d, c in base.pairs if d == name} for name in base.heads[DOMAIN].classes}
    asked = [at for at, row in enumerate(rows) if going_with.get(row.domain or "")]
    ranked: dict[int, list[str]] = {}
    if asked:
        texts = [letter(rows[at].title, rows[at].text) for at in asked]
        scores = base.scores(texts, [(rows[at].title or "").strip() for at in asked])[PETITION]
        names = base.heads[PETITION].classes
        ranked = {at: [names[c] for c in order] for at, order in zip(asked, (-scores).argsort(axis=1), strict=True)}
    for at, row in enumerate(rows):
        classes = (name for name in ranked.get(at, ()) if name in going_with[row.domain or ""])
        yield replace(row, petition_class=next(classes, None))
