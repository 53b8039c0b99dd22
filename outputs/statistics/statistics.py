"""All figures of a batch, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Task
from outputs.attention import classified, secrecy_line
from outputs.balance import balance
from outputs.batch import Batch
from outputs.deadlines.agenda import agenda
from outputs.frame import Frame
from outputs.statistics import compared, counts, decisions, due
from outputs.statistics.tables import Section, words
from outputs.statistics.values import leads


@dataclass(frozen=True, slots=True)
class Statistics:
    """The report: ``lines`` stand below its title."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of this key. ``StopIteration`` for an unknown one."""
        return next(one for one in self.sections if one.key == key)


def statistics(batch: Batch) -> Statistics:
    """The figures of a batch; ``batch.tasks`` are in the order of the task list, whose rows the lists name."""
    now, before = batch.tasks, batch.last_year
    all_leads = leads((*now, *before), batch.registry)
    led, last_led = all_leads[: len(now)], all_leads[len(now) :]
    led_before = {task.key: name for task, name in zip(before, last_led, strict=True)}
    days = agenda([(e, d) for e in batch.extractions for d in e.deadlines], now, batch.made_on)
    sections = (
        counts.flow(balance(batch), now),
        counts.domains(now),
        counts.units(now, led),
        counts.places(now),
        counts.sources(now),
        counts.kinds(now),
        counts.merged(now),
        counts.years(now),
        compared.compared(now, before, led, last_led),
        compared.returned(now, batch.returned, led, led_before, batch.closings, alike=batch.returned_alike),
        decisions.sureness(now, batch.registry),
        decisions.decided(now, batch.registry),
        due.deductions(now, led),
        due.due(now, led, batch.closings, days, batch.made_on),
    )
    secret = secrecy_line(degree for _, degree in classified(batch.extractions))
    lines = (*secret, *_of_year(now), Frame(batch.made_on).made_line, words("rounding"))
    return Statistics(words("title"), lines, tuple(one for one in sections if one.said or one.tables))


def _of_year(tasks: Sequence[Task]) -> tuple[str, ...]:
    years = Counter(task.year for task in tasks if task.year)
    return (f"所属年度：{years.most_common(1)[0][0]}年",) if years else ()
