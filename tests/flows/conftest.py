"""A small model in the place of the shipped one, for what does not depend on how much a model knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_comments import SHIPPED


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small model is kept between tests."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def small_shipped(in_chinese: None, monkeypatch: pytest.MonkeyPatch, small_cache: Path) -> None:  # noqa: ARG001
    """As if forty-eight invented comments were the shipped ones, in this process."""
    monkeypatch.setattr("classifiers.training.shipped", lambda: SHIPPED)
    monkeypatch.setenv("MINYI_CACHE", str(small_cache))
