"""The registry of organisations: which body a name means, and which names are one body's.

What the registry does not know it does not guess: such a name stands for itself. Former names count by the year of the
document that says them; renamings that documents propose count once a person has accepted them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from corpus.bodies import Body, BodyKind, bodies, bodies_by_name
from corpus.body_names import is_collective, taken_apart
from corpus.terms import terms

_YEARS = (date.min.year, date.max.year)
"""Before and after all that has become of any body."""


@dataclass(frozen=True)
class Registry:
    """The shipped bodies, and the renamings that one office has accepted, as pairs of (name, former name)."""

    accepted: tuple[tuple[str, str], ...] = ()

    def resolve(self, name: str, on: date | None = None) -> Body | None:
        """The body that a document of this day means; None for a name that is unknown or may mean two.

        With several bodies meant together it is a body of the kind COLLECTIVE, which nobody has expanded.
        """
        parts = taken_apart(name)
        found = bodies_by_name().get(parts.office, ()) if parts.known else ()
        if not found and is_collective(name):
            return Body(parts.office, BodyKind.COLLECTIVE)
        if len(found) > 1 and parts.of_party:
            found = tuple(body for body in found if body.kind is BodyKind.PARTY)
        if len(found) > 1 and on:
            found = tuple(body for body in found if body.in_use(on.year))
        return found[0] if len(found) == 1 else None

    def canonical(self, name: str, on: date | None = None, as_of: date | None = None) -> str:
        """One key for all names of a body, without place and level: 市人社局 is 人力资源和社会保障局.

        It is the body's present name or, of one that the registry does not know, the name without its level. ``on`` is
        the day of the document that says it, ``as_of`` (the same where None) the day on which it is asked who that is.
        An office that was joined with others is told from them up to the last year in which it had its own name, and
        where no day is known.
        """
        *_, last = self._path(self.own_name(name, on), (as_of or on or date.min).year)
        return last

    def own_name(self, name: str, on: date | None = None) -> str:
        """The same for the body as it was when it had this name, whatever it has become."""
        body = self.resolve(name, on)
        return body.name if body else taken_apart(name).office

    def confirms(self, name: str, former: str) -> bool:
        """Whether the former name's body has, as far as the registry knows, become the other one at any time."""
        return self.own_name(name) in self._path(self.own_name(former), date.max.year)

    def contradicted_by(self, name: str, former: str) -> str | None:
        """The body by which the other accepted renamings forbid this one; None where it agrees with them.

        A former name can have one present name only, and no body can come after itself.
        """
        was, now = self.own_name(former), self.own_name(name)
        if self._renamed.get(was, now) != now:
            return self._renamed[was]
        joined = Registry((*self.accepted, (name, former)))
        ends = (joined._after(path[-1], year) in path for year in _YEARS for path in (tuple(joined._path(was, year)),))
        return now if any(ends) else None

    @cached_property
    def version(self) -> str:
        """What names mean: it differs where the shipped bodies or the accepted renamings do."""
        return hashlib.sha256(repr((terms("bodies"), sorted(self.accepted))).encode()).hexdigest()[:16]

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """What bodies have become, as accepted."""
        pairs = ((self.own_name(former), self.own_name(name)) for name, former in self.accepted)
        return {was: now for was, now in pairs if was != now}

    def _path(self, key: str, year: int) -> Iterator[str]:
        """The key, and those of what the body has become by a year, one after the other."""
        passed = {key}
        yield key
        while (following := self._after(key, year)) and following not in passed:
            passed.add(following)
            yield following
            key = following

    def _after(self, key: str, year: int) -> str | None:
        """What the body has become by a year, as accepted or else as shipped; None where it is the same."""
        if (accepted := self._renamed.get(key)) or (body := bodies().get(key)) is None:
            return accepted
        return body.renamed or (body.merged if body.until and year > body.until else None)


SHIPPED = Registry()
"""The bodies as they come, without any renaming that an office has accepted."""
