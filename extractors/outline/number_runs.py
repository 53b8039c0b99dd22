"""Which numbers count on from each other, and what a slip of the pen among them was meant to be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from extractors.outline.heading_numbers import Form

Numbered = tuple[Form, int]
"""What is numbered, as its form and count; None among them is where an annex begins and all numbers start again."""


@dataclass(slots=True)
class _Open:
    """The runs that may go on, and those that an outer number has ended, the last one of each form."""

    going: dict[Form, list[int]] = field(default_factory=dict)
    ended: dict[Form, list[int]] = field(default_factory=dict)

    def end_within(self, form: Form) -> None:
        """An outer number ends what is numbered within it; articles of a law count on through its chapters."""
        for inner in [inner for inner in self.going if inner > form and inner is not Form.ARTICLE]:
            self.ended[inner] = self.going.pop(inner)


def runs(numbers: Sequence[Numbered | None]) -> list[list[int]]:
    """The indexes of ``numbers`` by the list that they belong to, in the order of the lists' beginnings.

    A 1 begins a list. Any other number goes on with the open list of its form, whether it fits or not; where an outer
    heading has ended that list, only if it counts on (1 to 38 through all chapters), one number lost or said twice.
    """
    found: list[list[int]] = []
    now = _Open()
    for at, number in enumerate(numbers):
        if number is None:
            now = _Open()
            continue
        form, value = number
        now.end_within(form)
        run = now.going.get(form)
        if run is not None and value == 1 and not _is_slip(numbers, run, at):
            run = None
        elif run is None and value > 1:
            past = now.ended.get(form)
            run = past if past and _counts_on(_value(numbers, past[-1]), value) else None
        if run is None:
            run = []
            found.append(run)
        run.append(at)
        now.going[form] = run
    return found


def meant(values: Sequence[int]) -> list[int]:
    """The counts of one list as they should be: where the numbers around one leave room for just one, it is that."""
    right = list(values)
    for at in range(len(right) - 1):
        before = right[at - 1] if at else 0
        if right[at + 1] == before + 2:
            right[at] = before + 1
    return right


def out_of_place(numbers: Sequence[Numbered | None], short: Collection[int] = ()) -> dict[int, Form]:
    """Numbers in another form than their list's, with that form: ``4、`` between 三、 and 五、 is 四、.

    Only where it alone fills the one gap, and counts on from nothing and to nothing in the form that it is written in.
    Behind the last number of a list it must also be ``short`` (the indexes of lines that can only be headings).
    """
    lists = runs(numbers)
    alone = {run[0] for run in lists if len(run) == 1}
    gaps = [gap for run in lists for gap in zip(run, [*run[1:], None], strict=True)]
    found: dict[int, Form] = {}
    for before, after in sorted(gaps, key=lambda gap: gap[1] is None):
        missing = _value(numbers, before) + 1
        if after is not None and _value(numbers, after) != missing + 1:
            continue
        among = _range_behind(numbers, before) if after is None else range(before + 1, after)
        fitting = [at for at in among if at in alone and _value(numbers, at) == missing]
        if len(fitting) == 1 and (after is not None or (missing > 2 and fitting[0] in short)):
            found.setdefault(fitting[0], _form(numbers, before))
    return found


def _range_behind(numbers: Sequence[Numbered | None], last: int) -> range:
    """The indexes behind a list's last number that lie within the list still."""
    form = _form(numbers, last)
    ends = (at for at in range(last + 1, len(numbers)) if (number := numbers[at]) is None or number[0] <= form)
    return range(last + 1, next(ends, len(numbers)))


def _counts_on(last: int, value: int) -> bool:
    return value - last in (1, 2) or value == last > 2


def _is_slip(numbers: Sequence[Numbered | None], run: Sequence[int], at: int) -> bool:
    """一、 一、 三、: the second is no new list."""
    if len(run) > 1 or _value(numbers, run[0]) != 1:
        return False
    behind = _range_behind(numbers, at).stop
    return behind < len(numbers) and numbers[behind] == (_form(numbers, at), 3)


def _form(numbers: Sequence[Numbered | None], at: int) -> Form:
    number = numbers[at]
    assert number is not None
    return number[0]


def _value(numbers: Sequence[Numbered | None], at: int) -> int:
    number = numbers[at]
    assert number is not None
    return number[1]
