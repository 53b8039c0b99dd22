"""Which files of the output folder are ours and as we wrote them (``.minyi-outputs.json``), so that no edit is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

from corpus.messages import MinyiError
from corpus.records import Problem
from outputs.batch import Written
from outputs.writing import write_error, write_whole

NAME = ".minyi-outputs.json"
_FORMAT = 1
_MOST_NAMES = 100
"""Where that many names are taken by files of a person, or none can be read, the draft is not laid down."""


@dataclass(frozen=True, slots=True)
class _Placement:
    """Where a draft goes: ``name`` (None when the person's file was made from this very draft), past ``kept`` files."""

    name: str | None
    data: bytes
    there: bool
    kept: tuple[str, ...]


def settle(folder: Path, drafts: Mapping[str, bytes]) -> Written:
    """Write the drafts (by path below ``folder``, parted by /) and remove those of a former run that are no more.

    A file that is not as minyi wrote it is a person's: it stays, and the new draft goes beside it as ``… (新稿)``,
    unless it is the very draft that the person has edited. Raises ``MinyiError`` where the folder cannot be written;
    a single file that cannot is a problem in the result.

    The manifest is written before the files, with the hashes to come, and after them: a run that was killed between
    finds its own files again.
    """
    before = _load(folder)
    problems: list[Problem] = []
    placements: list[_Placement] = []
    ours: dict[str, list[str]] = {}
    for name, data in drafts.items():
        try:
            placements.append(_placement(folder, name, data, before))
        except MinyiError as error:
            problems.append(error.problem)
            ours[name] = before.get(name, [])
    coming = {p.name: [*before.get(p.name, ()), _hash(p.data)] for p in placements if p.name}
    _save(folder, {**before, **coming})
    ours |= {name: before[name] for p in placements for name in p.kept if name in before}
    written: list[Path] = []
    unchanged: list[Path] = []
    removed: list[Path] = []
    kept = [folder / name for p in placements for name in p.kept]
    for placement in placements:
        if placement.name is None:
            continue
        path, ours[placement.name] = folder / placement.name, [_hash(placement.data)]
        try:
            if placement.there:
                unchanged.append(path)
            else:
                write_whole(path, placement.data)
                written.append(path)
        except MinyiError as error:
            problems.append(error.problem)
            ours[placement.name] = coming[placement.name]
    for name in sorted(before.keys() - ours.keys()):
        try:
            became = _retired(folder / name, before[name])
            if became is not None:
                (removed if became else kept).append(folder / name)
        except MinyiError as error:
            problems.append(error.problem)
            ours[name] = before[name]
    _save(folder, ours)
    return Written(tuple(written), tuple(unchanged), tuple(kept), tuple(removed), tuple(problems))


def are_there(folder: Path) -> bool:
    """Whether every file of the manifest exists, and there is one at all."""
    files = _load(folder)
    return bool(files) and all((folder / name).is_file() for name in files)


def _retired(path: Path, ours: list[str]) -> bool | None:
    """Remove a draft that is no longer made: True when it is gone, False for a person's file, None if there is none."""
    there = _hash_of(path)
    if there not in ours:
        return None if there is None else False
    try:
        path.unlink()
    except OSError as error:
        raise write_error(path, error) from error
    return True


def _placement(folder: Path, name: str, data: bytes, before: Mapping[str, list[str]]) -> _Placement:
    """The first of the draft's names that no person's file holds."""
    new = _hash(data)
    kept: list[str] = []
    for candidate in _names(name):
        there, ours = _hash_of(folder / candidate), before.get(candidate, [])
        if there is None or there == new or there in ours:
            return _Placement(candidate, data, there == new, tuple(kept))
        kept.append(candidate)
        if new in ours:
            break
    return _Placement(None, data, False, tuple(kept))


def _names(name: str) -> Iterator[str]:
    """The name itself, then ``清单 (新稿).docx``, ``清单 (新稿2).docx`` … beside it."""
    path = PurePosixPath(name)
    marks = chain(("", " (新稿)"), (f" (新稿{n})" for n in range(2, _MOST_NAMES)))
    return (str(path.with_name(f"{path.stem}{mark}{path.suffix}")) for mark in marks)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hash_of(path: Path) -> str | None:
    """The hash of the file, None where there is none. ``MinyiError`` where what is there cannot be read."""
    try:
        return _hash(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise write_error(path, error) from error


def _load(folder: Path) -> dict[str, list[str]]:
    """Hashes by name; nothing where there is no manifest or it is not one of ours (all files are a person's then)."""
    try:
        data = json.loads((folder / NAME).read_text("utf-8"))
        files = data["files"] if data["format"] == _FORMAT else {}
        return {str(n): [str(h) for h in hs] for n, hs in files.items() if _below(str(n))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _below(name: str) -> bool:
    """Whether the name stays in the folder: a manifest somebody else wrote may not remove other files."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _save(folder: Path, files: Mapping[str, list[str]]) -> None:
    known = {name: list(dict.fromkeys(hashes)) for name, hashes in sorted(files.items()) if hashes}
    text = json.dumps({"format": _FORMAT, "files": known}, ensure_ascii=False, indent=1)
    write_whole(folder / NAME, text.encode("utf-8"))
