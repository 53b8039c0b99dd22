"""The parts of a Word file that its reading needs: the body, styles, numbering, and whatever they refer to."""

from __future__ import annotations

from lxml import etree

from corpus.messages import UnreadableError
from corpus.records import Problem
from extractors.limits import Limits
from extractors.readers.docx.names import child
from extractors.readers.package import BROKEN, Package, Relation


class Parts:
    """One opened file. Raises ``read-damaged``, ``read-too-deep``, ``read-password`` and ``read-too-large``.

    ``problems`` gathers the parts that could not be read; the others are there.
    """

    def __init__(self, data: bytes, shown_as: str, limits: Limits) -> None:
        self.package = Package(data, shown_as, "docx", limits)
        self.main = self.package.main_part("word/document.xml")
        self.problems: list[Problem] = []
        self._relations: dict[str, tuple[Relation, ...]] = {}
        try:
            body = child(self.package.xml(self.main), "body")
        except BROKEN as error:
            raise self.package.damaged(error) from None
        if body is None:
            raise self.package.damaged(self.main)
        self.body = body

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What a part refers to."""
        if part not in self._relations:
            self._relations[part] = self.package.relations(part)
        return self._relations[part]

    def linked(self, part: str, link: str) -> Relation | None:
        """The relation of a part with this id."""
        return next((found for found in self.relations(part) if found.id == link), None)

    def related(self, kind: str) -> etree._Element | None:
        """The root of the main part's ``styles``, ``footnotes`` …; None where there is none or it is damaged."""
        name = self.package.related(self.main, kind)
        return None if name is None else self.root(name)

    def root(self, name: str) -> etree._Element | None:
        """The root of a part; None and a Problem where it is damaged or missing."""
        try:
            return self.package.xml(name)
        except BROKEN as error:
            self.failed(name, self.package.damaged(error))
            return None

    def failed(self, name: str, error: UnreadableError) -> None:
        """Keeps as a Problem that a part could not be read."""
        reason = dict(error.problem.args).get("reason")
        args = (("part", name), ("reason", reason)) if reason else ()
        self.problems.append(
            Problem(name, "read-part-failed" if reason else error.problem.code, args or error.problem.args)
        )
