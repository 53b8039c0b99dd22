"""Whether there is room for a workbook: a crafted one must neither fill the memory nor end the process.

calamine makes room for all of a sheet's rectangle, and writes a shared text out for each cell that has it. It takes
XML in every way of writing, and some that is none; so what it will do is found out with a real parser.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from corpus.messages import UnreadableError

_MOST_BYTES = 1_500_000_000
"""Of all parts, inflated: a batch of 100,000 comments has a tenth of that."""
_MOST_LETTERS = 500_000_000
"""Of the shared texts, counted once for each cell."""
_CHUNK = 1_000_000
_PACKAGES = (".xlsx", ".xlsm")
_DIGITS = 20
_CELLS = b"sheetData"
"""Without this no part has cells, whatever it is called."""
_OTHERS = frozenset(("workbook.bin", "content.xml"))
"""What makes a package an XLSB or ODS, which calamine would read, too, and nobody has looked at here."""
_PLACE = re.compile("([A-Za-z]{1,3})0*([0-9]{1,7})")
_VALUES = frozenset(("v", "is"))
"""What a cell has in it if it is filled: offices paint whole columns, and calamine leaves such cells out."""
DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ExpatError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
)
"""What ``has_room`` raises for what is no workbook, or a damaged one."""


def has_room(data: bytes, most_cells: int) -> bool:
    """Whether a workbook (XLSX) can be read. Every part is looked at: a sheet may have any name and ending.

    ``most_cells`` is how many cells the rectangles of all sheets may have together.

    Raises what ``DAMAGED`` says.
    """
    inflated = cells = 0
    texts = _Texts()
    with zipfile.ZipFile(BytesIO(data)) as package:
        for about in package.infolist():
            if about.filename.replace("\\", "/").rpartition("/")[2].lower() in _OTHERS:
                raise zipfile.BadZipFile("XLSB / ODS")
            about.file_size = _MOST_BYTES  # read to its end: what the directory says of its size may be less
            part = _Part(texts)
            with package.open(about) as file:
                while chunk := file.read(_CHUNK):
                    inflated += len(chunk)
                    part.read(chunk)
                    if inflated > _MOST_BYTES or cells + part.cells > most_cells:
                        return False
                part.end()
            cells += part.cells
    return texts.letters <= _MOST_LETTERS


def check_room(path: Path, most_cells: int) -> None:
    """Refuses a workbook on disk that calamine would not have room for, before calamine opens it.

    Only a package is looked into: the bounds of an XLS are its format's, and one with a password is no package. Raises
    ``UnreadableError``, ``BadZipFile`` for a damaged one, and ``OSError``.
    """
    data = path.read_bytes()
    if path.suffix.lower() not in _PACKAGES or not zipfile.is_zipfile(BytesIO(data)):
        return
    try:
        room = has_room(data, most_cells)
    except DAMAGED as error:
        raise zipfile.BadZipFile(str(error)) from None
    if not room:
        raise UnreadableError("workbook-far-cells", where=str(path), limit=f"{most_cells:,}")


@dataclass(slots=True)
class _Texts:
    """How long the shared texts are, and how many cells have each. Of several tables the longest text counts."""

    lengths: list[int] = field(default_factory=list)
    used: Counter[int] = field(default_factory=Counter)

    @property
    def letters(self) -> int:
        return sum(self.lengths[at] * number for at, number in self.used.items() if at < len(self.lengths))


class _Part:
    """A part, read some at a time: down to where its filled cells reach, and what they have in them.

    Raises ``ExpatError`` for cells in what is no XML, of which calamine would still read some.
    """

    def __init__(self, texts: _Texts) -> None:
        self._texts = texts
        self._rows = self._columns = 0
        self._row = self._column = 0
        self._text, self._length = -1, 0
        self._is_shared = False
        self._index: str | None = None
        self._end = b""
        self._has_cells = False
        self._broken: ExpatError | None = None
        self._parser = ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    @property
    def cells(self) -> int:
        """Cells of the rectangle that calamine makes room for."""
        return self._rows * self._columns

    def read(self, chunk: bytes) -> None:
        """The next bytes of the part."""
        self._has_cells = self._has_cells or _CELLS in self._end + chunk
        self._end = chunk[-len(_CELLS) :]
        self._parse(chunk)

    def end(self) -> None:
        """There are no more."""
        self._parse(b"", last=True)
        self._count()

    def _parse(self, chunk: bytes, *, last: bool = False) -> None:
        if self._broken is None:
            try:
                self._parser.Parse(chunk, last)
            except ExpatError as error:
                self._broken = error
        if self._broken is not None and self._has_cells:
            raise self._broken

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if self._parser.CharacterDataHandler is not None:
            self._count()
        if name == "c":
            self._place(attributes.get("r"))
            self._is_shared = attributes.get("t") == "s"
        elif name in _VALUES:
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)
            if self._is_shared:
                self._index = ""
                self._parser.CharacterDataHandler = self._letters
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < _DIGITS else self._row + 1
            self._column = 0
        elif name == "si":
            self._text, self._length = self._text + 1, 0
            self._parser.CharacterDataHandler = self._letters

    def _place(self, place: str | None) -> None:
        """A cell that does not say where it stands is the next one of its row."""
        if place is None:
            self._column += 1
            return
        found = _PLACE.fullmatch(place)
        if found is None:
            raise ExpatError(f"r={place[:20]!r}")
        self._column, self._row = _column(found[1]), int(found[2])

    def _letters(self, said: str) -> None:
        if self._index is not None:
            self._index += said[:_DIGITS]
        elif self._text >= 0:
            self._length += len(said)

    def _count(self) -> None:
        """What was said since the last tag: which text a cell has, or more of a text."""
        if self._index is not None:
            number = self._index.strip()
            if number.isdecimal() and len(number) < _DIGITS:
                self._texts.used[int(number)] += 1
            self._index = None
            self._parser.CharacterDataHandler = None  # every call costs, and most cells have texts of their own
        elif self._text >= 0:
            lengths = self._texts.lengths
            if self._text == len(lengths):
                lengths.append(0)
            lengths[self._text] = max(lengths[self._text], self._length)


def _refuse_doctype(*_: object) -> None:
    raise ExpatError("DOCTYPE")


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
