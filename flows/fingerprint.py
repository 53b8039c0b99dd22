"""What the drafts of a batch depend on, as one hash: where it has not changed, they need not be written again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from flows.intake import Incoming, Intake
from outputs.own.template import Template


def fingerprint(intake: Intake, versions: Sequence[str], templates: Iterable[Template]) -> str:
    """Of the files with their names, what was passed over, the versions of all that works on them, and the office's
    templates."""
    parts = [*versions]
    parts += [f"{template.name}\t{hashlib.sha256(template.data).hexdigest()}" for template in templates]
    for file in intake.order:
        name = file.shown_as if isinstance(file, Incoming) else file.file
        parts.append(f"{name}\t{file.sha256}")
    parts += [name for name, _ in intake.skipped]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def beside(known: str, last_year: str) -> str:
    """The fingerprint with what the drafts say of the year before."""
    return hashlib.sha256(f"{known}\n{last_year}".encode()).hexdigest() if last_year else known
