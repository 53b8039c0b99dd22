"""How many pages of plain text a second are read and extracted on one core, once the program has started.

The pages are the notices of the sample batch as text, each copy about another place, so that nothing comes from a
cache. A page is 22 lines of 28 characters (GB/T 9704-2012, 5.2.2). Every figure is the best of three fresh processes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus.records import Block, Grid
from extractors.checks.checks import each_check
from extractors.deadlines.deadlines import deadlines
from extractors.extract import extract
from extractors.notices.notice import notice
from extractors.outline.outline import outline
from extractors.readers import read_bytes
from extractors.tables.comments import comments, deductions
from extractors.tables.tables import tables

_PAGE = 22 * 28
_ROUNDS = 3
_COPIES = 60
_SAMPLES = Path(__file__).parents[1] / "samples" / "batch"
_FIRST = "青云白江金石南平安永泰长丰清和文昌明德兴东西临海山"
_LAST = "州川河阳原城陵宁溪湖"
_WRITTEN = "澜江|云岭"
"""The places of the sample batch."""


def main() -> None:
    found = [json.loads(_alone()) for _ in range(_ROUNDS)]
    best = max(found, key=lambda one: float(one["pages"]) / float(one["seconds"]["all"]))
    seconds = best["seconds"]
    print(
        f"extracting: {best['pages'] / seconds['all']:.0f} pages of plain text a second on one core "
        f"({best['files']} notices, {best['pages']:.0f} pages); ten times as long a text takes "
        f"{best['long']:.2f} times as long a page"
    )
    parts = ", ".join(f"{name} {took / seconds['all']:.0%}" for name, took in seconds.items() if name != "all")
    print(f"extracting: of this {parts}")


def _alone() -> bytes:
    return subprocess.run([sys.executable, "-m", "benchmarks.extracting"], check=True, capture_output=True).stdout


def _measured() -> dict[str, Any]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = list(_texts())
    warm, *rest = texts
    _extracted(warm)
    seconds = {"all": _took(lambda: [_extracted(text) for text in rest])}
    documents = [read_bytes(text.encode(), "通知.txt") for text in rest]
    seconds["reading"] = _took(lambda: [read_bytes(text.encode(), "通知.txt") for text in rest])
    seconds["tables"] = _took(lambda: [tables(document) for document in documents])
    seconds["notice"] = _took(lambda: [notice(document) for document in documents])
    seconds["outline"] = _took(lambda: [outline(document) for document in documents])
    known = [(document, notice(document), tables(document)) for document in documents]
    seconds["deadlines"] = _took(lambda: [deadlines(*one) for one in known])
    whole = [(*one, comments(one[2]), deductions(one[2]), deadlines(*one), outline(one[0])) for one in known]
    seconds["checks"] = _took(lambda: [list(check()) for one in whole for check in each_check(*one)])
    short, long = "\n".join(rest[:4]), "\n".join(rest[:40])
    each = _took(lambda: _extracted(short)) / len(short), _took(lambda: _extracted(long)) / len(long)
    pages = sum(map(len, rest)) / _PAGE
    return {"files": len(rest), "pages": pages, "seconds": seconds, "long": each[1] / each[0]}


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _extracted(text: str) -> object:
    return extract(read_bytes(text.encode(), "通知.txt"))


def _texts() -> Iterator[str]:
    """Each notice of the sample batch as text, again and again, about another place each time."""
    names = sorted(path for path in _SAMPLES.iterdir() if path.suffix in {".docx", ".pdf", ".txt"})
    written = ["\n".join(map(_text, read_bytes(path.read_bytes(), path.name).blocks)) for path in names]
    for copy in range(_COPIES):
        place = _FIRST[copy % len(_FIRST)] + _LAST[copy % len(_LAST)]
        yield from (re.sub(_WRITTEN, place, text) for text in written)


def _text(block: Block) -> str:
    """A block as a line, or a table as lines parted by tabs."""
    if isinstance(block, Grid):
        return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in block.cells)
    return f"{block.label or ''}{block.text}"


if __name__ == "__main__":
    json.dump(_measured(), sys.stdout)
