"""Files that are handed in as evidence: those that are named, and a folder of them by 问题编号 and step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from corpus.closing_rules import kind_of, rules
from corpus.evidence_files import EvidenceFiles
from corpus.messages import MinyiError
from corpus.records import Step
from review.access import Person
from review.closing.addresses import address_paper
from review.closing.evidence import Attached, Paper, attach

_NOBODYS = frozenset({"thumbs.db", "desktop.ini"})
"""What systems leave in folders; so are names that begin with a dot or with ``~$``."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """What a file's place says: whose it is, for which step, and of which kind (None: its name tells)."""

    number: str
    step: Step
    kind: str | None


def attach_all(
    engine: sa.Engine,
    files: EvidenceFiles,
    person: Person,
    key: int,
    step: Step,
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    url: str | None = None,
    note: str = "",
) -> Iterator[Attached]:
    """Attaches the files, each of the kind that is given or that its name tells, and an address. Raises ``MinyiError``
    at the first that is refused; those before it stay."""
    for path in paths:
        try:
            stream = path.open("rb")
        except OSError as error:
            raise MinyiError("read-io", str(path), reason=error.strerror or error) from error
        with stream:
            paper = Paper(step, kind or kind_of(step, path.name), path.name, stream, note)
            yield attach(engine, files, person, key, paper)
    if url is not None:
        yield attach(engine, files, person, key, address_paper(step, url, note))


def folder_files(folder: Path) -> Mapping[Path, InFolder | MinyiError]:
    """Every file ``编号/步骤/文件`` or ``编号/步骤/种类/文件`` below the folder, in order, or why it is none.

    A link is none: a folder that somebody sent could make this machine's own files evidence, for all to read.
    """
    found = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    named = (path for path in found if not _is_nobodys(path.relative_to(folder)))
    return {path: _linked() if path.is_symlink() else _in_folder(path.relative_to(folder)) for path in named}


def _linked() -> MinyiError:
    return MinyiError("close-folder-link")


def _is_nobodys(path: Path) -> bool:
    return path.name.lower() in _NOBODYS or any(part.startswith((".", "~$")) for part in path.parts)


def _in_folder(path: Path) -> InFolder | MinyiError:
    words = {rule.word: rule.step for rule in rules().values()}
    match path.parts:
        case (number, word, _) if word in words:
            return InFolder(number, words[word], None)
        case (number, word, kind, _) if word in words:
            return InFolder(number, words[word], kind)
    return MinyiError("close-folder-place", steps="、".join(words))
