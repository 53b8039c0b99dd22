"""A small tagger of every twelfth shipped comment, trained once for all tests of the room."""

from __future__ import annotations

import pytest

from classifiers.model import Tagger
from classifiers.training import Training, train
from corpus.comments import shipped


@pytest.fixture(scope="session")
def small_training() -> Training:
    return train(shipped()[::12], only=True)


@pytest.fixture(scope="session")
def small_tagger(small_training: Training) -> Tagger:
    return small_training.tagger
