"""What a container holds, as tests look at it: name by name, content or the code of what went wrong."""

from __future__ import annotations

from corpus.messages import UnreadableError
from corpus.records import Problem
from extractors.containers import Budget, container_of, contents
from extractors.limits import DEFAULT, Limits


def opened(data: bytes, name: str = "材料", limits: Limits = DEFAULT) -> dict[str, str]:
    """Each member's content as text, or the code why it has none; under "" what is wrong with the whole."""
    container = container_of(data, name, limits)
    assert container is not None
    found: dict[str, str] = {}
    for member in contents(container, data, name, Budget.of(limits)):
        if isinstance(member, Problem):
            found[""] = member.code
        elif member.skipped is not None:
            found[member.name] = member.skipped.code
        else:
            try:
                found[member.name] = member.data().decode("utf-8", "replace")
            except UnreadableError as error:
                found[member.name] = (
                    error.problem.code if error.problem.where == member.shown_as else error.problem.where
                )
    return found
