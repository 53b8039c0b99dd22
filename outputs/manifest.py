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
class Print:
    """The PDF to be made of a draft: the name of the DOCX, its content as written, and the hash of that."""

    name: str
    data: bytes
    of: str


@dataclass(frozen=True, slots=True)
class _Manifest:
    """Hashes of our files by their name, and of each PDF that we made the name and the hash of its DOCX."""

    files: dict[str, list[str]]
    prints: dict[str, tuple[str, str]]


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
    known = _load(folder)
    before = known.files
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
    _save(folder, _Manifest({**before, **coming}, known.prints))
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
    prints = {pdf: (name, of) for pdf, (name, of) in known.prints.items() if of in ours.get(name, ())}
    ours |= {pdf: before[pdf] for pdf in prints if pdf in before}
    for name in sorted(before.keys() - ours.keys()):
        try:
            became = _retired(folder / name, before[name])
            if became is not None:
                (removed if became else kept).append(folder / name)
        except MinyiError as error:
            problems.append(error.problem)
            ours[name] = before[name]
    _save(folder, _Manifest(ours, prints))
    return Written(tuple(written), tuple(unchanged), tuple(kept), tuple(removed), tuple(problems))


def are_there(folder: Path) -> bool:
    """Whether every draft of the manifest exists, and there is one at all. PDFs are not drafts."""
    known = _load(folder)
    files = known.files.keys() - known.prints.keys()
    return bool(files) and all((folder / name).is_file() for name in files)


def standing(folder: Path) -> dict[str, str | None]:
    """Every file of the manifest that is there, drafts and PDFs, by its path below the folder parted by ``/``.

    With its hash where it stands as minyi wrote it, None where a person has changed it. Raises ``MinyiError``.
    """
    hashes = {name: (_hash_of(folder / name), ours) for name, ours in _load(folder).files.items()}
    return {name: there if there in ours else None for name, (there, ours) in hashes.items() if there is not None}


def to_print(folder: Path) -> tuple[Print, ...]:
    """Every DOCX that stands as minyi wrote it and whose PDF was not made of it, or is gone. Raises ``MinyiError``."""
    known, wanted = _load(folder), []
    for name in sorted(known.files):
        path = folder / name
        if path.suffix != ".docx" or not path.is_file():
            continue
        data = path.read_bytes()
        of = _hash(data)
        there = any(made == (name, of) and (folder / pdf).is_file() for pdf, made in known.prints.items())
        if of in known.files[name] and not there:
            wanted.append(Print(name, data, of))
    return tuple(wanted)


def settle_prints(folder: Path, made: Mapping[Print, bytes]) -> Written:
    """Lay the PDFs beside their drafts. A PDF that is not as minyi wrote it stays, the new one goes beside it."""
    known = _load(folder)
    problems: list[Problem] = []
    written: list[Path] = []
    kept: list[Path] = []
    for draft, data in made.items():
        try:
            own = {pdf: known.files.get(pdf, []) for pdf, (name, _) in known.prints.items() if name == draft.name}
            placement = _placement(folder, str(PurePosixPath(draft.name).with_suffix(".pdf")), data, own)
            kept += [folder / name for name in placement.kept]
            if placement.name is None:
                continue
            known.files[placement.name] = [*known.files.get(placement.name, ()), _hash(data)]
            known.prints[placement.name] = (draft.name, draft.of)
            _save(folder, known)
            write_whole(folder / placement.name, data)
            known.files[placement.name] = [_hash(data)]
            written.append(folder / placement.name)
        except MinyiError as error:
            problems.append(error.problem)
    _save(folder, known)
    return Written(tuple(written), kept=tuple(kept), problems=tuple(problems))


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


def _load(folder: Path) -> _Manifest:
    """What we know; nothing where there is no manifest or it is not one of ours (all files are a person's then)."""
    try:
        data = json.loads((folder / NAME).read_text("utf-8"))
        files = data["files"] if data["format"] == _FORMAT else {}
        known = {str(n): [str(h) for h in hs] for n, hs in files.items() if _below(str(n))}
        prints = {str(n): (str(name), str(of)) for n, (name, of) in data.get("prints", {}).items()}
        return _Manifest(known, {n: made for n, made in prints.items() if n in known})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Manifest({}, {})


def _below(name: str) -> bool:
    """Whether the name stays in the folder: a manifest somebody else wrote may not remove other files."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _save(folder: Path, manifest: _Manifest) -> None:
    known = {name: list(dict.fromkeys(hashes)) for name, hashes in sorted(manifest.files.items()) if hashes}
    prints = {name: made for name, made in sorted(manifest.prints.items()) if name in known}
    data = {"format": _FORMAT, "files": known, **({"prints": prints} if prints else {})}
    write_whole(folder / NAME, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))
