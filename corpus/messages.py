"""Every text that minyi says to a person, in Chinese and in English, by key (``data/messages.toml``)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from corpus.records import Problem
from corpus.terms import terms


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("corpus").joinpath("data/messages.toml").read_text("utf-8"))


def language() -> str:
    """``zh`` unless the environment's ``MINYI_LANG`` says ``en``."""
    return "en" if os.environ.get("MINYI_LANG", "").lower().startswith("en") else "zh"


def text(key: str, /, **args: object) -> str:
    """The message of this key in the user's language, its ``{names}`` filled in. ``KeyError`` for an unknown key."""
    return _filled(key, language(), args)


def describe(problem: Problem) -> str:
    """A problem as one line: what happened and the mend (its place is kept apart)."""
    return text(problem.code, **dict(problem.args))


def describe_in_chinese(problem: Problem) -> str:
    """The same for a draft, which is in Chinese whoever made it."""
    return _filled(problem.code, "zh", dict(problem.args))


def _filled(key: str, said_in: str, args: Mapping[str, object]) -> str:
    """The system speaks English to everybody: what it said comes into a Chinese message in Chinese."""
    if said_in == "zh":
        words = terms("system_words")
        args = {name: words.get(value, value) if isinstance(value, str) else value for name, value in args.items()}
    return _catalogue()[key][said_in].format(**args)


def defect(where: str, error: Exception) -> Problem:
    """A defect of ours (``read-defect``), named by its type; the first line of its text helps who mends it."""
    said = str(error).partition("\n")[0][:120]
    reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return Problem(where, "read-defect", (("reason", reason),))


class MinyiError(Exception):
    """Something a person can mend: bad input or a bad call. Never raised for a defect of ours."""

    def __init__(self, key: str, /, where: str = "", **args: object) -> None:
        self.problem = Problem(where, key, tuple((k, str(v)) for k, v in args.items()))
        super().__init__(describe(self.problem))

    def __reduce__(self) -> tuple[object, ...]:
        """It comes back whole from another process; an exception is else made anew of its text alone."""
        return _made_again, (type(self), self.problem), self.__dict__


def _made_again(kind: type[MinyiError], problem: Problem) -> MinyiError:
    return kind(problem.code, problem.where, **dict(problem.args))


class UnreadableError(MinyiError):
    """A file that cannot be read at all."""


class PassingError(MinyiError):
    """What may pass by itself: a connection that broke, a server that starts anew, a worker that was killed.

    Whoever does the work (``corpus.retries``) tries it again for a while, and only then lets a person know.
    """
