"""How fast and in how much memory a text PDF is read: minyi beside plain pdfplumber and markitdown, and OCR on top.

Every figure is the best of three fresh processes that read the same file, made by the benchmark itself. OCR: of two.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.report_pdf import HEADER, Report, report

_ROUNDS = 3
_PAGES = 50
_MANY = 500
_PICTURES = 6
_LEGIBLE = 0.5
"""Of fewer characters right than this part, the machine has no Chinese font to draw them with."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The fewest seconds and the least peak memory in MB of the rounds, and the rows of the tables."""

    seconds: float
    peak: float
    rows: tuple[tuple[str, ...], ...]


def main() -> None:
    made = report(_PAGES)
    with tempfile.TemporaryDirectory() as name:
        path, many = Path(name) / "report.pdf", Path(name) / "long.pdf"
        path.write_bytes(made.data)
        many.write_bytes(report(_MANY).data)
        found = _side_by_side(("minyi", "pdfplumber", "markitdown"), path)
        for contender, reading in found.items():
            ratio = reading.seconds / found["minyi"].seconds
            print(
                f"reading: {contender}: {_PAGES / reading.seconds:.0f} pages a second"
                f"{'' if contender == 'minyi' else f' (minyi {ratio:.1f} times as fast)'}, peak {reading.peak:.0f} MB"
            )
        print(f"reading: {_PAGES} pages, {_PAGES // 5} of them tables: {_same_tables(made, found)}")
        long = _best("minyi", many)
        peak = found["minyi"].peak
        print(
            f"reading: minyi at {_MANY} pages: {_MANY / long.seconds:.0f} pages a second, peak {long.peak:.0f} MB, "
            f"{long.peak / peak:.2f} times that of {_PAGES} pages"
        )
        print(f"reading: OCR at 200 dpi: {_recognition(Path(name))}")


def _recognition(folder: Path) -> str:
    """Seconds a page with one core and with all, and how much of the text came out right."""
    path = folder / "pictures.pdf"
    path.write_bytes(report(_PICTURES, embedded=False).data)
    all_cores = len(os.sched_getaffinity(0))
    both = _best("ocr", path, rounds=2)
    with pdfium.PdfDocument(path) as pdf:
        printed = Counter(char for page in pdf for char in page.get_textpage().get_text_range() if char.strip())
    found = Counter(char for row in both.rows for char in row[0] if char.strip())
    right = (printed & found).total() / printed.total()
    if right < _LEGIBLE:
        return "skipped, this machine has no Chinese font to draw the pages with (Debian: fonts-noto-cjk)"
    one = _best("ocr", path, rounds=2, cores=1)
    return (
        f"{one.seconds / _PICTURES:.1f} s a page with one core, {both.seconds / _PICTURES:.1f} s with {all_cores}, "
        f"peak {both.peak:.0f} MB, {right:.1%} of the characters"
    )


def _side_by_side(contenders: Sequence[str], path: Path) -> dict[str, _Reading]:
    """Each contender's best of the rounds. They take turns, so that a busy minute of the machine meets them all."""
    rounds = [{contender: _once(contender, path) for contender in contenders} for _ in range(_ROUNDS)]
    return {contender: _least([found[contender] for found in rounds]) for contender in contenders}


def _best(contender: str, path: Path, rounds: int = _ROUNDS, cores: int | None = None) -> _Reading:
    return _least([_once(contender, path, cores) for _ in range(rounds)])


def _least(found: Sequence[_Reading]) -> _Reading:
    return _Reading(min(one.seconds for one in found), min(one.peak for one in found), found[0].rows)


def _once(contender: str, path: Path, cores: int | None = None) -> _Reading:
    command = [sys.executable, "-m", "benchmarks.contenders", contender, str(path), *([str(cores)] if cores else [])]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return _Reading(found["seconds"], found["peak"], tuple(tuple(row) for row in found["rows"]))


def _same_tables(made: Report, found: dict[str, _Reading]) -> str:
    """Whether minyi and pdfplumber found the cells that were printed (a header again on each page is left out)."""
    rows = {name: [row for row in found[name].rows if row != HEADER] for name in ("minyi", "pdfplumber")}
    wrong = [name for name, got in rows.items() if got != list(made.rows)]
    cells = sum(map(len, made.rows))
    return f"tables wrong: {', '.join(wrong)}" if wrong else f"minyi and pdfplumber found the same {cells:,} cells"
