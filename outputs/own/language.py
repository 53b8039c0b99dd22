"""What may stand in the tags of a Word template: fields, a loop over a list of tasks, a condition. Nothing else.

The language is Jinja2's. What is allowed is a list of its syntax: nothing in a template can call, compute, include
or reach into an object; Jinja2's sandbox, without any function, is the second wall.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from outputs.own.fields import known

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

_FILTERS = frozenset({"length"})
_LOOP = frozenset({"index", "first", "last", "length"})
_PLAIN = (
    *("Template", "Output", "TemplateData", "Const", "If", "CondExpr"),
    *("And", "Or", "Not", "Compare", "Operand", "Concat"),
)
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a tag: a key of the messages and its arguments."""

    code: str
    args: tuple[tuple[str, str], ...] = ()


class RefusedError(Exception):
    """A template that may not be filled, found when it was about to be."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


def fault(code: str, **args: str) -> Fault:
    """The fault with these arguments."""
    return Fault(code, tuple(args.items()))


@cache
def environment() -> Environment:
    """The environment in which templates are filled: texts are escaped, what is not allowed is refused."""
    from jinja2 import StrictUndefined  # noqa: PLC0415  (slow, and only for a batch with templates)
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Fields(ImmutableSandboxedEnvironment):
        """Looks through every template before it becomes code, wherever in the file its tags stand."""

        def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
            for found in faults(source):
                raise RefusedError(found)
            return str(super()._generate(source, *args, **options))

    made = Fields(autoescape=True, undefined=StrictUndefined, loader=None, cache_size=0)
    made.globals.clear()
    for names in (made.filters, made.tests):
        for name in list(names):
            if name not in _FILTERS:
                del names[name]
    return made


def faults(tree: nodes.Node, loops: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Everything in the tree that is no field or not allowed; ``loops`` are the names of rows that stand around it."""
    kind = type(tree).__name__
    if kind == "For":
        yield from _loop_faults(tree, loops)
    elif kind == "Name":
        yield from _name_faults(str(getattr(tree, "name", "")), loops)
    elif kind == "Getattr":
        yield from _attribute_faults(tree, loops)
    elif kind == "Filter":
        yield from _filter_faults(tree, loops)
    elif kind in _PLAIN:
        for child in tree.iter_child_nodes():
            yield from faults(child, loops)
    else:
        yield fault("template-unsafe", what=kind)


def _loop_faults(tree: Any, loops: frozenset[str]) -> Iterator[Fault]:
    over, target = getattr(tree.iter, "name", ""), getattr(tree.target, "name", "")
    if loops:
        yield fault("template-nested")
    if not target or over not in known().lists:
        yield fault("template-list", word=over or type(tree.iter).__name__, known="、".join(known().lists))
    elif target in known().lists or target in known().batch:
        yield fault("template-row-name", word=target)
    if tree.recursive:
        yield fault("template-unsafe", what="recursive")
    inside = loops | {target}
    for child in (*tree.body, *([tree.test] if tree.test else ())):
        yield from faults(child, inside)
    for child in tree.else_:
        yield from faults(child, loops)


def _name_faults(name: str, loops: frozenset[str]) -> Iterator[Fault]:
    if name in known().lists or name in loops:
        row = next(iter(loops), "行")
        yield fault("template-list-alone", word=name, row=row)
    elif name not in known().batch:
        yield unknown_field(name, loops)


def unknown_field(name: str, loops: frozenset[str] = frozenset()) -> Fault:
    """The fault of a name that is no field, with the fields that are near to it."""
    if name in known().row:
        return fault("template-field-of-row", word=name, row=next(iter(loops), "行"))
    names = (*known().batch, *(f"{next(iter(loops), '行')}.{one}" for one in known().row))
    return fault("template-field", word=name, near="、".join(near(name, names)))


def unknown_row_field(name: str, row: str) -> Fault:
    """The same of a row."""
    found = near(name, known().row)
    return fault("template-field", word=f"{row}.{name}", near="、".join(f"{row}.{one}" for one in found))


def near(word: str, names: Any) -> list[str]:
    """The names most like the word, those that share a character with it where none is alike; the first ones else."""
    ordered = list(names)
    found = get_close_matches(word, ordered, n=_NEAR, cutoff=0.4)
    common = [n for n in ordered if set(word) & set(n.rpartition(".")[2])]
    return found or common[:_NEAR] or ordered[:_NEAR]


def _attribute_faults(tree: Any, loops: frozenset[str]) -> Iterator[Fault]:
    name = getattr(tree.node, "name", "")
    if name == "loop" and loops:
        if tree.attr not in _LOOP:
            yield fault("template-field", word=f"loop.{tree.attr}", near="、".join(f"loop.{n}" for n in sorted(_LOOP)))
    elif name not in loops:
        if name and tree.attr in known().row:
            yield fault("template-outside", word=f"{name}.{tree.attr}", row=name)
        else:
            yield fault("template-unsafe", what=f"{name}.{tree.attr}")
    elif tree.attr not in known().row:
        yield unknown_row_field(tree.attr, name)


def _filter_faults(tree: Any, loops: frozenset[str]) -> Iterator[Fault]:
    if tree.name not in _FILTERS or tree.args or tree.kwargs:
        yield fault("template-unsafe", what=f"|{tree.name}")
    elif getattr(tree.node, "name", "") not in known().lists:
        yield from faults(tree.node, loops)
