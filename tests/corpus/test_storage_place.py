"""Files by name in a folder, in memory and in a bucket: the same rules at each."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from object_store import SECRET, new_bucket, options

from corpus.messages import MinyiError
from corpus.storage.place import Place

NAME = "三月来文/整改任务清单 (新稿).docx"


@pytest.fixture(params=["folder", "memory", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return Place.of(str(tmp_path / "共享"))
    if request.param == "memory":
        return Place.of(f"memory://{tmp_path.name}")
    return new_bucket(request.getfixturevalue("object_store"))


def test_what_was_written_is_read_and_counted(place: Place) -> None:
    place.write_whole(NAME, "任务".encode())
    assert (place.read(NAME), place.size(NAME), place.exists(NAME)) == ("任务".encode(), 6, True)


def test_a_file_is_replaced_by_the_next_of_its_name(place: Place) -> None:
    place.write_whole("run.json", b"first, and longer")
    place.write_whole("run.json", b"second")
    assert (place.read("run.json"), place.names()) == (b"second", ("run.json",))


def test_names_are_those_below_a_folder_in_order(place: Place) -> None:
    for name in ("乙/2", "甲/1", "甲/丙/3", "甲乙"):
        place.write_whole(name, b"x")
    assert place.names() == ("乙/2", "甲/1", "甲/丙/3", "甲乙")
    assert place.names("甲") == ("甲/1", "甲/丙/3")
    assert place.names("丁") == ()
    assert place.below("甲").names() == ("1", "丙/3")


def test_a_file_that_is_not_there_is_missed_by_its_address(place: Place) -> None:
    assert (place.size("甲"), place.exists("甲"), place.names()) == (None, False, ())
    with pytest.raises(MinyiError) as raised:
        place.read("甲")
    assert raised.value.problem.code == "storage-missing"
    assert raised.value.problem.where == f"{place.url}/甲"


def test_a_folder_of_that_name_is_no_file(place: Place) -> None:
    place.write_whole("甲/1", b"x")
    assert not place.exists("甲")


def test_a_removed_file_is_gone_and_may_be_removed_again(place: Place) -> None:
    place.write_whole("甲", b"x")
    place.remove("甲")
    place.remove("甲")
    assert place.names() == ()


def test_a_large_file_is_there_when_its_block_ends(place: Place) -> None:
    with place.whole("表/part-0.parquet") as out:
        out.write(b"one ")
        assert not place.exists("表/part-0.parquet")
        out.write(b"two")
    assert place.read("表/part-0.parquet") == b"one two"


def test_an_error_in_the_middle_leaves_the_former_file(place: Place) -> None:
    place.write_whole("part-0.parquet", b"former")

    def writes_half() -> None:
        with place.whole("part-0.parquet") as out:
            out.write(b"half of the")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        writes_half()
    assert (place.read("part-0.parquet"), place.names()) == (b"former", ("part-0.parquet",))


def test_a_file_is_fetched_whole(place: Place, tmp_path: Path) -> None:
    place.write_whole(NAME, b"content")
    place.fetch(NAME, tmp_path / "新" / "copy")
    assert (tmp_path / "新" / "copy").read_bytes() == b"content"


def test_a_file_that_is_not_there_leaves_nothing_when_it_is_fetched(place: Place, tmp_path: Path) -> None:
    with pytest.raises(MinyiError, match="存储中没有"):
        place.fetch("甲", tmp_path / "新" / "copy")
    assert [*tmp_path.glob("新/*")] == []


def test_a_place_that_can_be_written_is_found_as_it_was(place: Place) -> None:
    place.check()
    assert place.names() == ()


@pytest.mark.parametrize("name", ["../甲", "甲/../../乙", "/etc/hosts", ""])
def test_a_name_leads_nowhere_else(place: Place, name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a file"):
        place.write_whole(name, b"x")


def test_a_place_travels_with_its_secret_and_shows_it_to_nobody() -> None:
    place = Place.of("s3://jixiao/minyi", options("http://127.0.0.1:9"))
    there = pickle.loads(pickle.dumps(place))
    assert there == place != Place.of("s3://jixiao/minyi")
    assert there.filesystem().secret == SECRET
    assert SECRET not in repr(place)


def test_a_folder_of_the_settings_lies_in_the_workspace_unless_it_begins_at_the_root(tmp_path: Path) -> None:
    assert Place.of("草稿", base=tmp_path).folder == tmp_path / "草稿"
    assert Place.of("file:///srv/草稿", base=tmp_path).folder == Path("/srv/草稿")
    assert Place.of("s3://jixiao", base=tmp_path).folder is None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "草稿").write_text("a file")
    with pytest.raises(MinyiError, match="无法写入") as raised:
        Place.of(str(tmp_path / "草稿")).check()
    assert str(tmp_path / "草稿") in raised.value.problem.where
