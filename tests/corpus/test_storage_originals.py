"""Originals by their hash, in a folder and in a bucket: kept once, anew if damaged, copied to where they are read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from object_store import new_bucket

from corpus.messages import MinyiError
from corpus.storage.originals import Originals
from corpus.storage.place import Place
from corpus.workspace import Workspace

LETTER = "关于转办群众意见的函".encode()
SHA = hashlib.sha256(LETTER).hexdigest()
NAME = f"{SHA[:2]}/{SHA}"


@pytest.fixture(params=["folder", "memory", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Originals:
    cache = tmp_path / "原件缓存"
    if request.param == "folder":
        return Originals(Place.of(str(tmp_path / "originals")), cache)
    if request.param == "memory":
        return Originals(Place.of(f"memory://{tmp_path.name}"), cache)
    return Originals(new_bucket(request.getfixturevalue("object_store")), cache)


@pytest.fixture
def bucket(object_store: str, tmp_path: Path) -> Originals:
    return Originals(new_bucket(object_store), tmp_path / "原件缓存")


def elsewhere(kept: Originals, tmp_path: Path) -> Originals:
    """The same originals for a machine that has no copy of any."""
    return Originals(kept.place, tmp_path / "another machine")


def test_an_original_is_read_as_it_arrived_on_every_machine(kept: Originals, tmp_path: Path) -> None:
    kept.keep(SHA, LETTER)
    kept.keep(SHA, LETTER)
    assert kept.place.names() == (NAME,)
    for here in (kept, elsewhere(kept, tmp_path)):
        assert (here.read(SHA), here.path(SHA).read_bytes()) == (LETTER, LETTER)


@pytest.mark.parametrize("damage", [b"x", LETTER[::-1], LETTER + b"x"], ids=["short", "of the same length", "long"])
def test_a_damaged_original_is_kept_anew(kept: Originals, tmp_path: Path, damage: bytes) -> None:
    kept.keep(SHA, LETTER)
    kept.place.write_whole(NAME, damage)
    with pytest.raises(MinyiError) as raised:
        kept.read(SHA)
    assert raised.value.problem.code == "storage-damaged"
    kept.keep(SHA, LETTER)
    assert elsewhere(kept, tmp_path).read(SHA) == LETTER


def test_a_whole_original_is_not_sent_again(bucket: Originals) -> None:
    bucket.keep(SHA, LETTER)
    facts = bucket.place.facts(NAME)
    assert facts is not None
    filesystem = bucket.place.filesystem()
    filesystem.call_s3(
        "put_object_tagging",
        Bucket=facts["name"].partition("/")[0],
        Key=facts["name"].partition("/")[2],
        Tagging={"TagSet": [{"Key": "seen", "Value": "1"}]},
    )
    bucket.keep(SHA, LETTER)
    assert filesystem.get_tags(facts["name"]) == {"seen": "1"}


def test_a_damaged_copy_is_fetched_anew(bucket: Originals) -> None:
    bucket.keep(SHA, LETTER)
    (bucket.cache / NAME).write_bytes(LETTER[::-1])
    assert bucket.path(SHA).read_bytes() == LETTER


def test_a_damaged_original_of_a_bucket_is_handed_to_nobody(bucket: Originals) -> None:
    bucket.place.write_whole(NAME, LETTER[::-1])
    with pytest.raises(MinyiError, match="原件已损坏"):
        bucket.path(SHA)
    assert not (bucket.cache / NAME).exists()


def test_an_original_that_never_arrived_is_not_found(kept: Originals) -> None:
    assert kept.found("0" * 64) is None
    kept.keep(SHA, LETTER)
    path = kept.found(SHA)
    assert path is not None
    assert path.read_bytes() == LETTER


def test_copies_that_were_of_no_use_for_longest_are_forgotten_first(bucket: Originals) -> None:
    letters = {hashlib.sha256(one).hexdigest(): one for one in (b"a" * 10, b"b" * 10, b"c" * 10)}
    first, second, third = letters
    for age, (sha256, data) in enumerate(letters.items()):
        bucket.keep(sha256, data)
        os.utime(bucket.cache / sha256[:2] / sha256, (1000 + age, 1000 + age))
    bucket.path(first)
    bucket.forget_copies(most=20)
    there = {path.name for path in bucket.cache.rglob("*") if path.is_file()}
    assert there == {first, third}
    assert bucket.path(second).read_bytes() == b"b" * 10


def test_a_folder_of_originals_is_no_cache_and_nothing_of_it_is_forgotten(tmp_path: Path) -> None:
    kept = Originals(Place.of(str(tmp_path)), tmp_path)
    kept.keep(SHA, LETTER)
    kept.forget_copies(most=0)
    assert kept.read(SHA) == LETTER


def test_a_workspace_keeps_its_originals_where_the_settings_say(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    assert workspace.kept.path(SHA) == tmp_path / "originals" / SHA[:2] / SHA
    workspace.settings_file.write_text('originals = "../网盘/原件"\n')
    workspace.kept.keep(SHA, LETTER)
    assert (tmp_path.parent / "网盘" / "原件" / NAME).read_bytes() == LETTER
    assert not (tmp_path / "originals").exists()
