"""Why something is not done. Each is a ``MinyiError`` (a message with its mend) and has its own answer on the web."""

from __future__ import annotations

from corpus.messages import MinyiError


class RefusedError(MinyiError):
    """What was asked for makes no sense as it stands (an unknown unit, nobody named)."""

    status = 422


class NotLoggedInError(RefusedError):
    """Nobody is logged in, or no longer."""

    status = 401


class NotAllowedError(RefusedError):
    """This person may not do that."""

    status = 403


class NotFoundError(RefusedError):
    """There is no such thing, or none that this person may see: the two are not told apart."""

    status = 404


class ConflictError(RefusedError):
    """Somebody else was quicker. ``item`` is the item to look at again, 0 where it is the whole filter."""

    status = 409

    def __init__(self, key: str, /, where: str = "", *, item: int = 0, **args: object) -> None:
        super().__init__(key, where, **args)
        self.item = item


class SealedError(RefusedError):
    """The batch was reported upward: nothing is changed until a lead opens it again."""

    status = 423


class TooManyError(RefusedError):
    """Too many attempts; later again."""

    status = 429
