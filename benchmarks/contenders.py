"""``python -m benchmarks.contenders NAME FILE [CORES]``: reads a file once in a process of its own and prints, as JSON,
the seconds, the highest memory in MB, and the rows of all tables with white space taken out (of OCR: the lines). The
file is a PDF; for jieba it is a CSV of comments, whose words it cuts.

Imports are not timed: a batch pays them once. The memory is the process's own (``VmHWM``): what a parent used before
the start is not in it, as it would be in ``ru_maxrss``.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

Rows = list[list[str]]


def minyi(path: Path) -> Rows:
    from extractors.readers import read_bytes  # noqa: PLC0415

    document = read_bytes(path.read_bytes(), path.name)
    return [[_bare(cell) for cell in row] for grid in document.grids for row in grid.cells]


def pdfplumber(path: Path) -> Rows:
    """Text and tables of every page. A merged cell is None in all of its rows but the first: filled in from above."""
    from pdfplumber import open as opened  # noqa: PLC0415

    rows: Rows = []
    with opened(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            for table in page.extract_tables():
                for row in table:
                    above = rows[-1] if rows else [""] * len(row)
                    rows.append([_bare(cell) if cell is not None else above[at] for at, cell in enumerate(row)])
    return rows


def markitdown(path: Path) -> Rows:
    """Text alone is compared with nothing: its tables are lines of Markdown."""
    from markitdown import MarkItDown  # noqa: PLC0415

    MarkItDown().convert(str(path))
    return []


def ocr(path: Path) -> Rows:
    """Every page as a picture of 200 dpi, recognised; the words of each page."""
    import pypdfium2  # noqa: PLC0415

    from extractors.limits import DEFAULT  # noqa: PLC0415
    from extractors.printed.ink import PageInk  # noqa: PLC0415
    from extractors.readers.pdf.pictures import page_image  # noqa: PLC0415
    from extractors.scans.pages import recognised  # noqa: PLC0415

    data = path.read_bytes()
    pdf = pypdfium2.PdfDocument(data)
    images = [page_image(data, pdf, index, DEFAULT) for index in range(len(pdf))]
    pdf.close()
    found = recognised(images, DEFAULT)
    return [["".join(char.text for char in ink.chars)] for ink in found if isinstance(ink, PageInk)]


def jieba(path: Path) -> Rows:
    """The words are compared with nothing."""
    from jieba import lcut  # noqa: PLC0415

    with path.open(newline="", encoding="utf-8") as file:
        for (text,) in csv.reader(file):
            lcut(text)
    return []


_WARM_UP = {
    "minyi": ("extractors.readers.pdf.body", "pdfplumber.table"),
    "pdfplumber": ("pdfplumber",),
    "markitdown": ("markitdown",),
    "ocr": ("extractors.scans.pages", "rapidocr"),
    "jieba": ("jieba",),
}
CONTENDERS: dict[str, Callable[[Path], Rows]] = {
    "minyi": minyi,
    "pdfplumber": pdfplumber,
    "markitdown": markitdown,
    "ocr": ocr,
    "jieba": jieba,
}


def _bare(cell: str) -> str:
    return re.sub(r"\s+", "", cell)


def _peak() -> float:
    """MB of memory that this process held at most."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s*(\d+)", status)[0]) / 1024


def main(name: str, file: str, cores: str = "") -> None:
    if cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(cores)])
    for module in _WARM_UP[name]:
        __import__(module)
    if name == "minyi":
        from extractors.readers import reader_of  # noqa: PLC0415

        reader_of(b"%PDF-", "")  # imports the registry's readers
    if name == "jieba":
        sys.modules["jieba"].initialize()  # reads its dictionary
    start = time.perf_counter()
    rows = CONTENDERS[name](Path(file))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak": _peak(), "rows": rows}))


if __name__ == "__main__":
    main(*sys.argv[1:])
