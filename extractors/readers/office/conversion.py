"""Other word processors' files turned into DOCX by LibreOffice, within the limits of an arrival."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from corpus.libreoffice.conversion import (
    Bounds,
    Converted,
    NoLibreOfficeError,
    NoTurnError,
    Original,
    Target,
    converted,
)
from corpus.messages import UnreadableError
from corpus.programs import how_to_install, name
from extractors.limits import Limits

_TARGET = Target("docx", "MS Word 2007 XML")


def docx_of(original: Original, shown_as: str, limits: Limits) -> bytes:
    """The file as DOCX. Waits until no other conversion of this user is running.

    Raises ``read-needs-program``, ``read-not-converted``, ``read-conversion-slow`` (over ``conversion_seconds``),
    ``read-timeout`` (others took all the time there is) and ``read-io``.
    """
    found = _run((original,), shown_as, limits)
    result = _whole(found.results[0])
    if result is not None:
        return result
    if found.overdue:
        raise UnreadableError("read-conversion-slow", where=shown_as, seconds=limits.conversion_seconds)
    raise UnreadableError("read-not-converted", where=shown_as)


def docx_of_many(originals: Sequence[Original], limits: Limits) -> list[bytes | None]:
    """The same for many in one start of the program, within the time of one. None for each that did not come out.

    Raises as ``docx_of`` does.
    """
    return [_whole(result) for result in _run(originals, "", limits).results]


def _run(originals: Sequence[Original], shown_as: str, limits: Limits) -> Converted:
    bounds = Bounds(
        limits.conversion_seconds, limits.seconds, limits.memory_bytes, limits.inflated_bytes, limits.file_bytes
    )
    try:
        return converted(originals, _TARGET, bounds)
    except NoLibreOfficeError:
        raise UnreadableError(
            "read-needs-program", where=shown_as, program=name("libreoffice"), install=how_to_install("libreoffice")
        ) from None
    except NoTurnError:
        raise UnreadableError("read-timeout", where=shown_as, seconds=limits.seconds) from None
    except OSError as error:
        raise UnreadableError("read-io", where=shown_as, reason=error.strerror or error) from None


def _whole(result: bytes | None) -> bytes | None:
    """The DOCX, if it is whole: LibreOffice may have ended while it wrote."""
    return result if result is not None and zipfile.is_zipfile(BytesIO(result)) else None
