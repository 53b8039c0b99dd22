"""The tables of facts behind the samples, from ``data/``."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``data/NAME.csv`` by column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def goals() -> list[list[str]]:
    """整改目标表: nine cells a row, paragraphs of a cell on lines of their own."""
    listed: list[dict[str, Any]] = tomllib.loads((DATA / "goals.toml").read_text("utf-8"))["goal"]
    words = {row["number"]: row["text"] for row in rows("comments")}
    return [
        [
            str(at),
            goal["number"],
            words[goal["number"]],
            "建设性\n意见建议",
            goal["goal"],
            "\n".join(goal["measures"]),
            "\n".join(goal["limit"]),
            "\n".join(goal["responsible"]),
            goal["person"],
        ]
        for at, goal in enumerate(listed, start=1)
    ]
