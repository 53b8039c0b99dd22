"""What all tests share: the sample batch, a model cache of the session's own, and the user's language."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_batch() -> Path:
    """The folder with the sample batch that ships in the repository."""
    return ROOT / "samples" / "batch"


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Where the shipped model is kept between tests and runs, so that it is trained once."""
    return Path(os.environ.get("MINYI_CACHE") or ROOT / "build" / "cache")


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch, model_cache: Path) -> None:
    """Messages are compared in Chinese, whatever the language of the machine."""
    monkeypatch.delenv("MINYI_LANG", raising=False)
    monkeypatch.setenv("MINYI_CACHE", str(model_cache))
