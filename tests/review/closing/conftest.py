"""The office in which tasks are closed, on both databases, and the day that it is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bureau import TODAY, Bureau
from made_items import ROAD, ROADS, desk, filled, key_of, opened, somebody, tasks

from corpus.evidence_files import EvidenceFiles
from review.access import Role
from review.closing import steps


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "today", lambda: TODAY)
    monkeypatch.setattr("review.closing.sheet.today", lambda: TODAY)


@pytest.fixture
def bureau(any_url: str, tmp_path: Path) -> Iterator[Bureau]:
    with opened(any_url) as engine:
        batch = filled(engine, tasks(4))
        zhang = desk(engine, "zhang")
        for place in (1, 2, 3):
            zhang.decide(key_of(engine, place), 0, ROAD)
        yield Bureau(
            engine,
            EvidenceFiles(tmp_path / "佐证"),
            batch,
            key_of(engine, 1),
            key_of(engine, 4),
            zhang.person,
            somebody(engine, "zhao", Role.LEAD),
            somebody(engine, "zhou", Role.READER),
            somebody(engine, "jtj", Role.DEPARTMENT, ROADS),
            somebody(engine, "jyj", Role.DEPARTMENT, "市教育局"),
        )
