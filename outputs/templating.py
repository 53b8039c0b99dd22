"""The Jinja2 templates of this room: HTML and Office XML, everything escaped, and plain texts (.txt), nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from outputs.safe_text import without_controls

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """One environment for all templates. A name that is not given is an error, never an empty string."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (slow, and not always needed)

    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters["twips"] = twips
    made.filters["points"] = points
    return made


def twips(millimetres: float) -> int:
    """Word's unit of length: a twentieth of a point."""
    return round(millimetres / 25.4 * 1440)


def points(millimetres: float) -> str:
    """A length in points, as VML has it."""
    return f"{millimetres / 25.4 * 72:.2f}"


def render(template: str, **values: object) -> str:
    """The template (a path below ``templates/``) with its values filled in; in XML without what XML forbids."""
    made = environment().get_template(template).render(**values)
    return without_controls(made) if template.endswith(".xml") else made
