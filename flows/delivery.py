"""Drafts go where the office's settings want them, beside the folder where they were made: a shared folder, a bucket.

Whoever reads there sees a manifest (``outputs.manifest.NAME``) only of files that lie there. For that, content goes
first and the manifest last, and what is no more is removed after it. What may have been put there is noted before it
is (``JOURNAL``), so that a delivery that was killed finds its own files again, and nobody else's is touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.messages import MinyiError
from corpus.retries import persistent
from corpus.storage.place import Place
from corpus.workspace import Workspace
from flows import run_record
from outputs.manifest import NAME, standing
from outputs.writing import write_error

JOURNAL = ".minyi-delivery.json"
OWNER = ".minyi-owner"
"""Whose folder it is: a hash of the workspace's."""
_FORMAT = 1
_Hashes = dict[str, list[str]]
"""Hashes by the name of a file."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many files were put there, were there already, were removed, and were left as somebody has changed them.

    ``where`` is the address of the batch, without a password.
    """

    where: str
    written: int
    unchanged: int
    removed: int
    kept: int


def delivered(workspace: Workspace, out: Path, batch: str) -> Delivered | None:
    """The drafts of a batch delivered as the workspace's settings want it; None where they name no place for outputs.

    What may pass is tried again. Raises ``MinyiError`` as ``deliver`` does, and where another workspace delivers a
    batch of this name there: each would take the other's drafts for its own that are no more.
    """
    place = workspace.delivered
    if place is None:
        return None
    persistent(partial(_claim, place.below(_folder(batch)), workspace))
    return persistent(partial(deliver, out, place, batch))


def outputs_of(workspace: Workspace, batch: str) -> Place:
    """Where what is made of a batch goes at once: where the settings want outputs, else among the workspace's.

    What may pass is tried again. Raises ``MinyiError`` as ``delivered`` does.
    """
    place = workspace.delivered
    if place is None:
        return Place.of(str(workspace.outputs / _folder(batch)))
    target = place.below(_folder(batch))
    persistent(partial(_claim, target, workspace))
    return target


def deliver(out: Path, place: Place, batch: str) -> Delivered:
    """Copies what is new or changed in the folder of drafts to ``batch`` at the place; drafts that are no more go.

    Only what stands as minyi wrote it leaves the machine, and what somebody has changed there stays as it is. May be
    called again at any time, and after it was killed: it puts what is missing. Raises ``MinyiError`` as ``Place`` does,
    and where a draft cannot be read.
    """
    target = place.below(_folder(batch))
    plan = _planned(out, target)
    if plan.is_done:
        return Delivered(target.shown, 0, len(plan.same), 0, len(plan.kept))
    noted = {name: [*plan.known.get(name, ()), sha256] for name, sha256 in plan.put.items()}
    _save(target, JOURNAL, plan.known | noted)
    put = {name for name, sha256 in sorted(plan.put.items()) if _put(out, target, name, sha256)}
    listing = {name: hashes for name, hashes in plan.listing.items() if name in put or name not in plan.put}
    _save(target, NAME, listing)
    removed = {name for name in plan.gone if _hash_at(target, name) in plan.known[name]}
    for name in removed:
        target.remove(name)
    _save(target, JOURNAL, {name: plan.known.get(name, []) for name in plan.kept} | listing)
    kept = len(plan.kept) + len(plan.gone - removed)
    return Delivered(target.shown, len(put), len(plan.same), len(removed), kept)


def _claim(target: Place, workspace: Workspace) -> None:
    """A workspace goes by its folder, which is the same on all machines that work on it, and another for a copy."""
    owner = _hash(str(workspace.folder).encode()).encode()
    if not target.write_first(OWNER, owner) and target.read(OWNER) != owner:
        raise MinyiError("delivery-other", where=f"{target.shown}/{OWNER}")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be ``put`` (with its hash), is the ``same`` there, was changed there by somebody (``kept``) or is
    ``gone`` from the drafts; what is ``known`` as ours there; the manifest as it is (``listed``) and is to be.
    """

    put: Mapping[str, str]
    same: frozenset[str]
    kept: frozenset[str]
    gone: frozenset[str]
    known: _Hashes
    listed: _Hashes
    listing: _Hashes

    @property
    def is_done(self) -> bool:
        return not self.put and not self.gone and self.listed == self.listing


def _planned(out: Path, target: Place) -> _Plan:
    drafts = standing(out)
    wanted = {name: sha256 for name, sha256 in drafts.items() if sha256 is not None} | _record(out)
    there = frozenset(target.names())
    listed = _load(target, NAME, there)
    known = {
        name: [*hashes, *listed.get(name, ())] for name, hashes in (listed | _load(target, JOURNAL, there)).items()
    }
    put: dict[str, str] = {}
    same: set[str] = set()
    for name, sha256 in wanted.items():
        # What the manifest lists is not read again: a place may hold hundreds of files.
        found = (sha256 if listed.get(name) == [sha256] else _hash_at(target, name)) if name in there else None
        if found == sha256:
            same.add(name)
        elif found is None or found in known.get(name, ()):
            put[name] = sha256
    # A draft that a person works on is not delivered; what was delivered of it before stays.
    with_persons = {name for name, sha256 in drafts.items() if sha256 is None and name in listed and name in there}
    return _Plan(
        put=put,
        same=frozenset(same),
        kept=frozenset(wanted.keys() - put.keys() - same),
        gone=frozenset(name for name in known if name in there and name not in wanted and name not in drafts),
        known=known,
        listed=listed,
        listing={name: [wanted[name]] for name in (*put, *same)} | {name: listed[name] for name in with_persons},
    )


def _put(out: Path, target: Place, name: str, sha256: str) -> bool:
    """Copies the file if it is still what it was when the delivery was planned."""
    try:
        data = (out / name).read_bytes()
    except OSError as error:
        raise write_error(out / name, error) from error
    if _hash(data) != sha256:
        return False
    target.write_whole(name, data)
    return True


def _record(out: Path) -> dict[str, str]:
    """``run.json``, which is ours and in no manifest."""
    try:
        return {run_record.NAME: _hash((out / run_record.NAME).read_bytes())}
    except FileNotFoundError:
        return {}


def _load(target: Place, name: str, there: Collection[str]) -> _Hashes:
    """What a list at the place says; nothing where there is none, or one that is not ours."""
    if name not in there:
        return {}
    try:
        data = json.loads(target.read(name))
        files = data["files"] if data["format"] == _FORMAT else {}
        return {str(file): [str(one) for one in hashes] for file, hashes in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _save(target: Place, name: str, files: _Hashes) -> None:
    known = {file: list(dict.fromkeys(hashes)) for file, hashes in sorted(files.items()) if hashes}
    data = json.dumps({"format": _FORMAT, "files": known}, ensure_ascii=False, indent=1)
    target.write_whole(name, data.encode())


def _hash_at(target: Place, name: str) -> str:
    return _hash(target.read(name))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _folder(batch: str) -> str:
    """The batch's name as that of one folder."""
    name = batch.replace("/", "／").replace("\\", "＼").strip()
    return f"_{name}" if not name.strip(".") else name
