"""One row of a file against how it was exported and how it stands now: nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.records import Problem, State
from corpus.unit_cells import units
from review.exchange.current import Standing
from review.exchange.exports import Base
from review.exchange.plan import Conflict, Proposed, Trouble, with_cells
from review.exchange.rows import FIELDS, HEADINGS, cells_of, same
from review.exchange.sent import Sent
from review.exchange.words import Words
from review.filters import is_storable
from review.proposals import LONGEST_UNIT
from review.verdicts import LONGEST_NOTE, is_headless


@dataclass(slots=True)
class Merging:
    """Compares rows one by one; gathers what is wrong with them, and the units that nobody knows."""

    words: Words
    troubles: list[Trouble] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)

    def merged(self, sent: Sent, base: Base | None, now: Standing) -> Proposed | None:
        """What the row makes of its item, None where it says nothing or is wrong.

        Without a base (the row is known by its number alone) an empty cell says nothing, and what somebody has decided
        is only changed as a conflict is. While nobody has said anything since the export, what was seen is decided,
        even if the proposal is another one by now.
        """
        stands = cells_of(now.stands)
        was = base.cells if base else stands
        edited = {
            name: cell
            for name in FIELDS
            if (cell := sent.cells.get(name)) is not None and not same(name, cell, was[name]) and (base or cell)
        }
        accepts = bool(sent.accepted) and not (base and base.accepted)
        if not edited and (not accepts or (base is None and now.state is State.DECIDED)):
            return None
        changed = self._understood(sent, edited, stands)
        if changed is None:
            return None
        seen = changed if base is None else {**was, **changed}
        if (now.row.seq == base.seq) if base else now.state is not State.DECIDED:
            differing = {name: cell for name, cell in seen.items() if not same(name, cell, stands[name])}
            counted = tuple(name for name in differing if name in changed)
            return self._proposed(sent, now, differing, counted, (), accepts=True)
        meant = seen if accepts else changed
        differing = {name: cell for name, cell in meant.items() if not same(name, cell, stands[name])}
        free = {} if base is None else {n: c for n, c in differing.items() if same(n, was[n], stands[n])}
        conflicts = tuple(
            Conflict(name, base.cells[name] if base else None, cell, stands[name])
            for name, cell in differing.items()
            if name not in free
        )
        undecided = now.state is not State.DECIDED and not now.own
        if not free and not conflicts and not undecided:
            return None
        return self._proposed(sent, now, free, tuple(free), conflicts, accepts=undecided)

    def _proposed(
        self,
        sent: Sent,
        now: Standing,
        cells: Mapping[str, str],
        counted: tuple[str, ...],
        conflicts: tuple[Conflict, ...],
        *,
        accepts: bool,
    ) -> Proposed | None:
        verdict = with_cells(now.stands, cells)
        whole = with_cells(verdict, {one.field: one.file for one in conflicts})
        if is_headless(whole):
            self._wrong(sent, "lead", "import-no-lead")
            return None
        row = now.row
        return Proposed(
            item=row.id,
            seq=row.seq,
            number=row.number or "",
            place=sent.place,
            stands=now.stands,
            verdict=verdict,
            cells=counted,
            accepts=accepts,
            conflicts=conflicts,
            decider=now.decider if conflicts else None,
            at=now.at if conflicts else None,
        )

    def _understood(self, sent: Sent, changed: Mapping[str, str], stands: Mapping[str, str]) -> dict[str, str] | None:
        """The changed cells in the words of the batch; None, and the troubles, where a cell cannot be one."""
        found: dict[str, str] = {}
        before = len(self.troubles)
        for name, cell in changed.items():
            if name in ("lead", "supporting"):
                found[name] = "、".join(self._units(sent, name, cell))
            elif name == "note":
                found[name] = cell
                if len(cell) > LONGEST_NOTE:
                    self._wrong(sent, name, "decision-note-long", longest=LONGEST_NOTE)
                if not is_storable(cell):
                    self._wrong(sent, name, "decision-note-signs")
            else:
                found[name] = cell
                if cell and cell != stands[name] and cell not in self.words.of(name):
                    there = "、".join(self.words.of(name))
                    self._wrong(sent, name, "import-word", word=cell[:40], words=there)
        return found if len(self.troubles) == before else None

    def _units(self, sent: Sent, name: str, cell: str) -> Iterator[str]:
        named = units(cell)
        if cell and not named:
            self._wrong(sent, name, "decision-unit-name", name=cell[:40])
        if name == "lead" and len(named) > 1:
            self._wrong(sent, name, "import-leads", units="、".join(named)[:100])
        for unit in named:
            if len(unit) > LONGEST_UNIT or not unit.isprintable():
                self._wrong(sent, name, "decision-unit-name", name=unit[:40])
                continue
            known = self.words.called(unit)
            if known is None:
                self.unknown.setdefault(unit, []).append(f"{sent.place}，{HEADINGS[name]}")
            yield known or unit

    def _wrong(self, sent: Sent, column: str, code: str, /, **args: object) -> None:
        said = tuple((key, str(value)) for key, value in args.items())
        self.troubles.append(Trouble(sent.place, HEADINGS[column], Problem(sent.place, code, said)))
