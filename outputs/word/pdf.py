"""The DOCX drafts as PDF beside them, by LibreOffice where it is installed."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from corpus.libreoffice.conversion import Bounds, NoLibreOfficeError, NoTurnError, Original, Target, converted
from corpus.messages import MinyiError
from corpus.programs import how_to_install, name
from corpus.records import Problem
from outputs.batch import Written
from outputs.manifest import Print, settle_prints, to_print

_PDF = Target("pdf")
_AT_ONCE = 100
"""Files in one start of LibreOffice: more make the command line long, and win nothing."""
_START_SECONDS, _SECONDS_A_MEGABYTE = 60, 60
"""Time for one start, and for each megabyte of XML: a long table of 2,000 rows (4 MB) takes half a minute."""
_TURN_SECONDS = 900
_MEGABYTE = 1024 * 1024
_MEMORY, _LARGEST = 4096 * _MEGABYTE, 500 * _MEGABYTE


def write_pdfs(folder: Path) -> Written:
    """Make the PDF of every DOCX of the folder that stands as minyi wrote it, unless it was made already.

    A PDF that a person has changed stays. A file that does not come out is a problem in the result. Where none can be
    made, raises ``MinyiError`` (``pdf-needs-program``, ``pdf-no-turn``, ``pdf-failed``); the drafts are there.
    """
    wanted = to_print(folder)
    made: dict[Print, bytes] = {}
    failed: list[Print] = []
    for at in range(0, len(wanted), _AT_ONCE):
        pending: Sequence[Print] = wanted[at : at + _AT_ONCE]
        while pending:
            first, results = pending[0], _printed(pending)
            done = {draft: data for draft, data in zip(pending, results, strict=True) if _is_whole(data)}
            made |= {draft: data for draft, data in done.items() if data is not None}
            pending = [draft for draft in pending if draft not in done]
            if pending and pending[0] is first:  # it breaks LibreOffice, which then ends: the others go without it
                failed.append(first)
                pending = pending[1:]
    written = settle_prints(folder, made)
    problems = (Problem(str(folder / one.name), "pdf-not-made") for one in failed)
    return Written(written.written, kept=written.kept, problems=(*written.problems, *problems))


def _printed(drafts: Sequence[Print]) -> tuple[bytes | None, ...]:
    megabytes = sum(map(_inflated, drafts)) / _MEGABYTE
    seconds = round(_START_SECONDS + _SECONDS_A_MEGABYTE * megabytes)
    bounds = Bounds(seconds, _TURN_SECONDS, _MEMORY, _LARGEST, _LARGEST)
    try:
        return converted([Original(draft.data, "docx") for draft in drafts], _PDF, bounds).results
    except NoLibreOfficeError:
        program, install = name("libreoffice"), how_to_install("libreoffice")
        raise MinyiError("pdf-needs-program", program=program, install=install) from None
    except NoTurnError:
        raise MinyiError("pdf-no-turn") from None
    except OSError as error:
        raise MinyiError("pdf-failed", reason=error.strerror or type(error).__name__) from None


def _inflated(draft: Print) -> int:
    with zipfile.ZipFile(BytesIO(draft.data)) as package:
        return sum(part.file_size for part in package.infolist())


def _is_whole(data: bytes | None) -> bool:
    """Whether it is a PDF to its end: LibreOffice may have ended while it wrote."""
    return data is not None and data.startswith(b"%PDF-") and b"%%EOF" in data[-64:]
