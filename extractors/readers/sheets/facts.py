"""What calamine does not tell of a worksheet, and what must be known before it may make room for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class SheetFacts:
    """``rows`` and ``columns`` span the filled cells; the others are from 0 and as in ``Sheet``.

    ``kinds`` has the cells whose number format changes what the number says (``cell_text.number_kind``).
    ``errors`` has what the cells show whose formula failed (#REF!), for which calamine gives nothing.
    ``merged`` has the merged cells where calamine does not tell them, ``merges`` how many there are.
    ``text`` is how many bytes the sheet's shared strings come to when each cell has its own.
    """

    rows: int = 0
    columns: int = 0
    merges: int = 0
    text: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    uncalculated: int = 0
    kinds: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def see(self, row: int, column: int) -> None:
        """Takes the place of a filled cell."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
"""How the binary formats number them ([MS-XLS] 2.5.10)."""
Styles = Mapping[int, int]
"""The kinds of cell formats by their index (``cellXfs``), those that have one."""
