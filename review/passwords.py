"""Passwords: what may be one, and how it is kept (argon2id) and compared."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from review.refusals import RefusedError

LEAST, MOST = 10, 1_000
"""Characters: a longer one is none, for folding takes time that grows with its square."""
_HASHER = PasswordHasher()
"""The library's own parameters; it raises them with the years, and ``outdated`` says whose hash has older ones."""
_TURNS = threading.BoundedSemaphore(4)
"""A hash takes 64 MB: a flood of attempts waits here instead of filling the memory."""


def checked(login: str, password: str) -> str:
    """The password, if it may be one: ten characters at least, and not the login (NIST SP 800-63B, 3.1.1.2, asks for
    length and no mixture of kinds), at most a thousand. Raises ``RefusedError``."""
    if len(password) < LEAST:
        raise RefusedError("password-short", least=LEAST)
    if len(password) > MOST:
        raise RefusedError("password-long", most=MOST)
    if unicodedata.normalize("NFKC", password).casefold() == login:
        raise RefusedError("password-is-login")
    return password


def hashed(password: str) -> str:
    """What is kept of it."""
    with _TURNS:
        return _HASHER.hash(_bytes(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password of this hash. None, where there is no such account, costs as much time as a hash."""
    nobodys = _nobodys()
    possible = kept is not None and len(password) <= MOST
    with _TURNS:
        try:
            return _HASHER.verify(kept or nobodys, _bytes(password[:MOST])) and possible
        except VerifyMismatchError:
            return False


def outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than those in use, and should be made anew."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    """The hash that an unknown login is compared with."""
    return hashed("no account has this hash")


def _bytes(password: str) -> bytes:
    """The same characters typed on another keyboard (full width, composed) are the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
