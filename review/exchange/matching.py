"""Which item a row of a file is about: by its key, else by 问题编号 where that is one item's alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.records import Problem
from review.exchange.current import Current, Standing
from review.exchange.exports import Base, Bases
from review.exchange.plan import Trouble
from review.exchange.rows import HEADINGS, NUMBER, Key
from review.exchange.sent import Sent, has_lost_digits

_OF_THE_NUMBER = frozenset(
    ("import-number-differs", "import-number-twice", "import-number-unknown", "import-digits-lost", "import-no-number")
)


@dataclass(frozen=True, slots=True)
class Matched:
    """A row with its item as it was exported (None where the row is known by its number) and as it stands now."""

    sent: Sent
    base: Base | None
    now: Standing


@dataclass(slots=True)
class Matching:
    """Finds the items row by row, each once; gathers what is wrong, and counts what is worth a note."""

    there: Current
    known: Bases
    troubles: list[Trouble]
    repeated: int = 0
    _seen: dict[int, Sent] = field(default_factory=dict)
    _by_number: int = 0
    _digits: int = 0

    def found(self, sent: Sent, key: Key | None) -> Matched | None:
        """The row with its item; None where it has none (a trouble) or is the same as a row before."""
        try:
            found = self._found(sent, key)
            first = self._seen.setdefault(found.now.row.id, sent)
            if first is sent:
                self._by_number += found.base is None
                return found
            if (first.cells, first.accepted) != (sent.cells, sent.accepted):
                raise _NoItem("import-twice", first=first.place)
            self.repeated += 1
        except _NoItem as error:
            column = HEADINGS[NUMBER] if error.code in _OF_THE_NUMBER else ""
            self.troubles.append(Trouble(sent.place, column, Problem(sent.place, error.code, error.said)))
        return None

    def notes(self) -> tuple[Problem, ...]:
        """What is worth saying of the rows together."""
        counts = {
            "import-by-number": self._by_number,
            "import-digits": self._digits,
            "import-same-twice": self.repeated,
        }
        return tuple(Problem("", code, (("count", str(count)),)) for code, count in counts.items() if count)

    def _found(self, sent: Sent, key: Key | None) -> Matched:
        base = self.known.get((key.export, key.mark), {}).get(key.item) if key else None
        now = self.there.by_id.get(key.item) if key and base else None
        if now is None:
            return Matched(sent, None, self._of_number(sent))
        if sent.number and now.row.number and sent.number != now.row.number:
            if not has_lost_digits(sent.number):
                raise _NoItem("import-number-differs", number=sent.number[:40])
            self._digits += 1
        return Matched(sent, base, now)

    def _of_number(self, sent: Sent) -> Standing:
        if not sent.number:
            raise _NoItem("import-row-unknown" if sent.key else "import-no-number")
        number = sent.number[:40]
        item = self.there.by_number.get(sent.number, 0)
        if item is None:
            raise _NoItem("import-number-twice", number=number)
        if not item:
            raise _NoItem("import-digits-lost" if has_lost_digits(number) else "import-number-unknown", number=number)
        return self.there.by_id[item]


class _NoItem(Exception):  # noqa: N818  (no error of the program: a row that is about nothing)
    def __init__(self, code: str, /, **args: str) -> None:
        super().__init__(code)
        self.code = code
        self.said = tuple(args.items())
