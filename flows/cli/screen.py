"""What a person sees in the terminal while a command works: progress on stderr, and one clear line a problem."""

from __future__ import annotations

from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from corpus.messages import text


class StageBars:
    """A bar a stage, as the flow reports it; nothing at all where stderr is not a terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(
            SpinnerColumn(), *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self._bars: dict[str, TaskID] = {}

    def __enter__(self) -> StageBars:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def wait(self, what: str) -> None:
        """A line for something that takes a while and has no measure; it goes when the first stage begins."""
        self._bars["wait"] = self._progress.add_task(what, total=None)

    def __call__(self, stage: str, done: int, total: int) -> None:
        self._show(stage, done, total)

    def step(self, stage: str, done: int) -> None:
        """The same for a stage whose number of things is not known before its end."""
        self._show(stage, done, None)

    def say(self, line: str) -> None:
        """A line on stderr, above the bars."""
        if self._progress.disable:
            click.echo(line, err=True)
        else:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _show(self, stage: str, done: int, total: int | None) -> None:
        if "wait" in self._bars:
            self._progress.remove_task(self._bars.pop("wait"))
        if stage not in self._bars:
            self._bars[stage] = self._progress.add_task(text(f"stage-{stage}"), total=total)
        self._progress.update(self._bars[stage], completed=done, total=total)


def problem_line(file: str, where: str, message: str) -> str:
    """One line: the file, the place in it, what happened and the mend."""
    place = f" {where}" if where and where != file else ""
    return f"{file}{place}：{message}"
