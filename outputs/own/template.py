"""A template of the office as a file, what is wrong in it, and whether it is filled once or for each unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from corpus.messages import MinyiError, UnreadableError
from corpus.records import Problem
from corpus.terms import terms
from outputs.own.excel import excel_lists, excel_problems, filled_excel
from outputs.own.fields import Filling
from outputs.own.packages import LARGEST
from outputs.own.word import filled_word, word_lists, word_problems


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done with the templates of a suffix: mistakes found, the lists that it goes through, filled."""

    problems: Callable[[bytes], tuple[Problem, ...]]
    lists: Callable[[bytes], frozenset[str]]
    filled: Callable[[bytes, Filling, date], bytes]


KINDS = {
    ".docx": Kind(word_problems, word_lists, filled_word),
    ".xlsx": Kind(excel_problems, excel_lists, filled_excel),
}
DEPARTMENT, COUNTY = "department", "county"
_PLACEHOLDER = re.compile(r"[{｛]\s*([^{}｛｝]*?)\s*[}｝]")


@dataclass(frozen=True, slots=True)
class Template:
    """``name`` is the file's, with its suffix; ``data`` its bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def each(self) -> str:
        """``department`` or ``county`` where one document is made for each, else empty. Raises ``MinyiError``."""
        words = terms("template_fields")["names"]
        found = _PLACEHOLDER.findall(self.name)
        kinds = {kind for kind in (DEPARTMENT, COUNTY) if any(word in words[kind] for word in found)}
        known = {*words[DEPARTMENT], *words[COUNTY]}
        unknown = [word for word in found if word not in known]
        if unknown or len(kinds) > 1:
            raise MinyiError("template-file-name", word=f"{{{unknown[0]}}}" if unknown else self.name)
        return next(iter(kinds), "")

    def file_name(self, unit: str) -> str:
        """The document's name, with the unit in the place of ``{部门}`` or ``{县区}``."""
        return _PLACEHOLDER.sub(lambda _: unit, self.name)


def templates_in(folder: Path) -> tuple[Template, ...]:
    """The templates in a folder, by name; none where there is no folder. Raises ``MinyiError`` if it cannot be read.

    Hidden files and those that Office keeps open (``~$…``) are none.
    """
    if not folder.is_dir():
        return ()
    files = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
    return tuple(template_at(path) for path in files)


def template_at(path: Path) -> Template:
    """The template in this file. Raises ``MinyiError`` where it cannot be read."""
    where = str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError("template-too-large", where=where, limit=LARGEST // 1_000_000)
        return Template(path.name, path.read_bytes())
    except FileNotFoundError:
        raise UnreadableError("read-missing", where=where) from None
    except PermissionError:
        raise UnreadableError("read-denied", where=where) from None
    except OSError as error:
        raise UnreadableError("read-io", where=where, reason=error.strerror or str(error)) from None


def problems_of(template: Template) -> tuple[Problem, ...]:
    """Every mistake in the template, its place behind the file's name."""
    return tuple(_told(template))


def _told(template: Template) -> Iterator[Problem]:
    try:
        if template.suffix not in KINDS:
            raise MinyiError("template-suffix")
        template.each()
        for problem in KINDS[template.suffix].problems(template.data):
            yield replace(problem, where=f"{template.name} {problem.where}")
    except MinyiError as error:
        yield replace(error.problem, where=template.name)
