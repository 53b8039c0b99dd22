"""The drafts as LibreOffice prints them: no text is cut, and the header row stands on every page of a table."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from invented_batch import batch

from corpus.records import Grid
from extractors.readers import read
from outputs.drafts import drafts

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)")


WHOLE = ("整改任务清单.docx", "整改任务清单.xlsx", "整改完成情况一览表.docx", "销号管理台账.docx")
"""Drafts that have every task."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The task list as DOCX and as XLSX, two forms, and the schedule, printed to PDF by one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("printed")
    made = drafts(batch())
    sources = {}
    for number, name in enumerate((*WHOLE, "时限表.xlsx")):
        sources[name] = (folder / str(number)).with_suffix(Path(name).suffix)
        sources[name].write_bytes(made[name])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command += map(str, sources.values())
    subprocess.run(command, check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {name: source.with_suffix(".pdf") for name, source in sources.items()}


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize("name", WHOLE)
def test_every_task_is_on_paper_to_its_last_character(printed: dict[str, Path], name: str) -> None:
    cells = {
        squeezed(cell)
        for block in read(printed[name]).blocks
        if isinstance(block, Grid)
        for row in block.cells
        for cell in row
    }
    on_paper = "\n".join(cells)
    missing = [t for task in batch().tasks for t in (task.reason or task.text,) if squeezed(t) not in on_paper]
    assert missing == []
    numbers = [task.number for task in batch().tasks if task.number]
    assert [number for number in numbers if number not in on_paper] == []


@pytest.mark.parametrize("name", WHOLE)
def test_the_header_row_is_on_every_page(printed: dict[str, Path], name: str) -> None:
    texts = pages(printed[name])
    assert len(texts) > 1, "too short a table to see it"
    assert [number for number, text in enumerate(texts, 1) if "序号" not in squeezed(text)] == []


def test_every_page_is_marked_as_a_draft(printed: dict[str, Path]) -> None:
    assert all("草稿" in text for text in pages(printed["时限表.xlsx"]))
