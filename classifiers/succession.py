"""A new model takes the place of the old one only if it is not worse on decisions that neither has learnt from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from classifiers.model import HEADS, Tagger, trace
from classifiers.training import Training, labels_of


@dataclass(frozen=True, slots=True)
class Contest:
    """How many labels both models were asked for, and how many each of them had right."""

    asked: int
    old: int
    new: int

    @property
    def new_is_not_worse(self) -> bool:
        """Also where there was nothing to ask: then nobody can say that it is."""
        return self.new >= self.old


def contest(training: Training, old: Tagger, heads: Collection[str] = HEADS) -> Contest:
    """Asks both models for the labels of the training's rows that are new to the old one.

    The old model answers directly, the new one as its layers did while the row was left out: neither has seen it.
    Only those of ``heads`` are asked for that both have.
    """
    unseen = [i for i, row in enumerate(training.rows) if trace(row.text) not in old.learnt]
    answers = old.answers([training.rows[i].text for i in unseen], [training.rows[i].title or "" for i in unseen])
    asked = old_right = new_right = 0
    for head, proposals in training.proposals.items():
        if head not in heads:
            continue
        given: Mapping[int, str] = dict(zip(unseen, answers.get(head, []), strict=False))
        for i in given.keys() & proposals.keys():
            truth = labels_of(training.rows[i], head)[0]
            asked += 1
            old_right += given[i] == truth
            new_right += proposals[i] == truth
    return Contest(asked, old_right, new_right)
