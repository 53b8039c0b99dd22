"""The tables of the real notices against their right answers, from text and from Word."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import docx
import pytest

from extractors.readers import read

SEEDS = Path(os.environ.get("MINYI_SHARED") or Path(__file__).parents[3] / "shared") / "seeds"

pytestmark = pytest.mark.skipif(not (SEEDS / "gold.json").exists(), reason="the seed notices are not on this machine")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("pattern", ["{key}_*.txt", "rendered/{key}_a.docx"])
@pytest.mark.parametrize("key", ["000", "001"])
def test_every_cell_of_the_table_is_read(key: str, pattern: str):
    gold = json.loads((SEEDS / "gold.json").read_text("utf-8"))[key]["tables"][0]
    (path,) = SEEDS.glob(pattern.format(key=key))
    (grid,) = read(path).grids
    header, *rows = [[squeezed(cell) for cell in row] for row in grid.cells]
    assert header == [squeezed(name) for name in gold["header"]]
    data = [row for row in rows if row != header]
    assert data == [[squeezed(str(row[name])) for name in gold["header"]] for row in gold["rows"]]


def test_a_table_of_row_lines_over_six_pages_is_one():
    (path,) = SEEDS.glob("004_*.txt")
    first, second = read(path).grids
    pages = first.cells.count(first.cells[0])
    assert (pages, len(first.cells) - pages, len(first.cells[0])) == (6, 161, 6)
    assert (len(second.cells) - 1, second.cells[0][:4]) == (14, ("类型", "指标内容", "指标要求", "权重"))


def test_a_table_of_192_rows_has_the_cells_that_another_reader_finds():
    path = SEEDS.parent / "eval/documents/anjian_docx/表格.docx"
    if not path.exists():
        pytest.skip("the evaluation documents are not on this machine")
    (grid,) = read(path).grids
    (table,) = docx.Document(str(path)).tables
    expected = [[squeezed(cell.text) for cell in row.cells] for row in table.rows]
    assert (len(expected), len(expected[0])) == (192, 7)
    assert [[squeezed(cell) for cell in row] for row in grid.cells] == expected
