"""The taggers that learn from the invented comments alone, and the shipped one that reads no meaning."""

from __future__ import annotations

import pytest

from classifiers import storage
from classifiers.model import Tagger
from tests.classifiers.comments import ROWS, base_of


@pytest.fixture(scope="session")
def base() -> Tagger:
    """Learnt from the invented comments; reads no meaning."""
    return base_of(ROWS)


@pytest.fixture(scope="session")
def thorough() -> Tagger:
    """Learnt from the invented comments; reads the meaning, too."""
    return base_of(ROWS, meaning=True)


@pytest.fixture(scope="session")
def shipped_fast() -> Tagger:
    """The shipped tagger as it lies in the package, whether or not the comments were changed since."""
    return storage.load(storage.SHIPPED, meaning=False)
