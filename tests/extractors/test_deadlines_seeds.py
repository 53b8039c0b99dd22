"""The deadlines of the real notices against their right answers, from text, Word and PDF."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from extractors.extract import extract_file

SEEDS = Path(os.environ.get("MINYI_SHARED") or Path(__file__).parents[3] / "shared") / "seeds"

pytestmark = pytest.mark.skipif(not (SEEDS / "gold.json").exists(), reason="the seed notices are not on this machine")


def days(path: Path) -> list[tuple[str, str, str]]:
    found = extract_file(path).deadlines
    return [(d.kind.value, str(d.start or ""), str(d.end or "")) for d in found]


@pytest.mark.parametrize(
    "pattern",
    ["000_*.txt", "001_*.txt", "002_*.txt", "003_*.txt", "004_*.txt", "rendered/000_a.docx", "rendered/001_a.docx"],
)
def test_the_deadlines_of_a_notice_and_nothing_else(pattern: str) -> None:
    (path,) = SEEDS.glob(pattern)
    gold = json.loads((SEEDS / "gold.json").read_text("utf-8"))[path.name[:3]].get("deadlines") or []
    assert sorted(days(path)) == sorted((d["kind"], d["start"] or "", d["end"] or "") for d in gold)
