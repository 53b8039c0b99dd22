"""A worksheet that is built cell by cell, for formats that are read from their XML."""

from __future__ import annotations

from extractors.limits import Limits
from extractors.readers.sheets.long_numbers import LongNumbers
from extractors.readers.sheets.sheet import Merge, Sheet, check_size


class SparseSheet:
    """Takes the filled cells of one sheet; rows and columns from 0.

    ``before`` is how many cells the sheets before it have: all together may have no more than ``sheet_cells``. Raises
    ``read-sheet-too-large`` and ``read-sheet-merges``.
    """

    def __init__(self, name: str, shown_as: str, limits: Limits, before: int = 0) -> None:
        self.name = name
        self.hidden = False
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.uncalculated = 0
        self.numbers = LongNumbers()
        self._shown_as = shown_as
        self._limits = limits
        self._before = before
        self._cells: dict[int, dict[int, str]] = {}
        self._merges: list[Merge] = []
        self._height = 0
        self._width = 0

    @property
    def size(self) -> int:
        """The cells of this sheet and of those before it."""
        return self._before + self._height * self._width

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """A filled cell, or a rectangle of cells that all say the same (ODF writes one and how often it repeats)."""
        self._height = max(self._height, row + rows)
        self._width = max(self._width, column + columns)
        check_size(self._height, self._width, self._before, len(self._merges), self._shown_as, self.name, self._limits)
        for at in range(row, row + rows):
            cells = self._cells.setdefault(at, {})
            for other in range(column, column + columns):
                cells[other] = text

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """A merged cell that spans so many rows and columns."""
        self._merges.append(((row, column), (row + rows - 1, column + columns - 1)))
        check_size(0, 0, 0, len(self._merges), self._shown_as, self.name, self._limits)

    def sheet(self) -> Sheet:
        """The whole sheet."""
        rows = [[""] * self._width for _ in range(self._height)]
        for at, cells in self._cells.items():
            for column, text in cells.items():
                rows[at][column] = text
        return Sheet(
            name=self.name,
            rows=rows,
            merges=self._merges,
            hidden=self.hidden,
            hidden_rows=self.hidden_rows,
            hidden_columns=self.hidden_columns,
            uncalculated=self.uncalculated,
            numbers=self.numbers,
        )
