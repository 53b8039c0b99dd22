"""What a person wants removed though no rule found it."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.records import FILED, Task
from outputs.cells import clean, one_line
from outputs.public.finding import Finding, key_of

_BESIDE = 12


def occurrences(task: Task, words: str, replacement: str, kind: str = "name") -> tuple[Finding, ...]:
    """Every place of these words in what citizens and units wrote of a task, as its cells have it; none where they do
    not stand there."""
    return tuple(
        Finding(
            text_key=key_of(text),
            start=at,
            end=at + len(words),
            kind=kind,
            words=words,
            replacement=replacement,
            before=text[max(0, at - _BESIDE) : at],
            after=text[at + len(words) : at + len(words) + _BESIDE],
            number=task.number or task.indicator or "",
            heading="",
        )
        for text in dict.fromkeys(filter(None, _texts(task)))
        for at in _places(text, words)
    )


def _texts(task: Task) -> Iterator[str]:
    told = (task.number, task.text, task.indicator, task.reason, task.goal, task.measures, task.given_person)
    yield from map(clean, told)
    yield from (clean(getattr(task.filing, name)) for name in FILED)
    yield from map(one_line, (task.given_lead, task.given_responsible, task.deadline))


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while words and at >= 0:
        yield at
        at = text.find(words, at + len(words))
