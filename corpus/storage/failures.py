"""What went wrong at a place elsewhere, in words: whether it may pass, and never with a password in it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from corpus.messages import MinyiError, PassingError
from corpus.storage.secrets import secrets_of

_BUSY = frozenset(
    (
        *(errno.EBUSY, errno.EAGAIN, errno.EIO, errno.ENETUNREACH, errno.EHOSTUNREACH),
        getattr(errno, "EREMOTEIO", errno.EIO),  # not every system has it
    )
)
"""What drivers make of a store's answers 500, 503 and SlowDown, and the system of a network that is away."""
_CONNECTION = frozenset(
    (
        *("ConnectionError", "HTTPClientError", "EndpointConnectionError", "ConnectionClosedError", "ClientOSError"),
        *("ClientConnectionError", "ServerDisconnectedError", "ClientPayloadError", "IncompleteReadError"),
        *("ResponseStreamingError", "ResponseParserError", "FSTimeoutError", "ProxyConnectionError"),
    )
)
"""Names of classes of botocore's, aiohttp's and fsspec's: a driver is not imported for an error of another's."""
_CREDENTIALS = frozenset(
    (
        *("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "TokenRetrievalError"),
        *("NoAuthTokenError", "UnauthorizedSSOTokenError", "ProfileNotFound"),
    )
)
_USER = re.compile("//[^/@]*@")


@contextmanager
def told(where: str, options: Mapping[str, Any]) -> Iterator[None]:
    """What the block raises of a file system's, as ``MinyiError`` (``PassingError`` where another attempt may do).

    ``where`` is the address for the reader; a user and password in it are left out, and so is every secret among the
    ``options`` from the driver's own words.
    """
    try:
        yield
    except MinyiError:
        raise
    except Exception as error:
        # Not chained: the driver's own text, which nobody has cleaned, would stand in every log above ours.
        raise failure(error, where, options) from None


def failure(error: Exception, where: str, options: Mapping[str, Any]) -> MinyiError:
    """The error for a person: ``storage-lost`` (may pass), ``-denied``, ``-missing``, ``-package`` or ``-failed``."""
    shown = without_user(where)
    reason = _cleaned(f"{type(error).__name__}: {error}".partition("\n")[0][:200], options)
    kinds = {one.__name__ for one in type(error).__mro__}
    if isinstance(error, ImportError):
        return MinyiError("storage-package", where=shown, reason=reason)
    if isinstance(error, PermissionError) or kinds & _CREDENTIALS:
        return MinyiError("storage-denied", where=shown)
    if isinstance(error, FileNotFoundError):
        return MinyiError("storage-missing", where=shown)
    if isinstance(error, TimeoutError) or kinds & _CONNECTION or getattr(error, "errno", None) in _BUSY:
        return PassingError("storage-lost", where=shown, reason=reason)
    return MinyiError("storage-failed", where=shown, reason=reason)


def without_user(url: str) -> str:
    """The address without the name and the password that may stand in it."""
    return _USER.sub("//", url)


def _cleaned(said: str, options: Mapping[str, Any]) -> str:
    for secret in secrets_of(options):
        said = said.replace(secret, "…")
    return _USER.sub("//", said)
