"""Drafts that go to a shared folder or a bucket: what arrives there, what goes, and what a kill on the way leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from object_store import SECRET, new_bucket

from corpus.messages import MinyiError
from corpus.storage.place import Place
from corpus.workspace import Workspace
from flows import run_record
from flows.cli import LazyGroup
from flows.delivery import JOURNAL, OWNER, Delivered, deliver, delivered
from outputs.manifest import NAME, settle

BATCH = "三月来文"
FIRST = {
    "整改任务清单.docx": b"list 1",
    "任务分解表/市水利局.docx": b"water 1",
    "任务分解表/市教育局.docx": b"school 1",
}
SECOND = {"整改任务清单.docx": b"list 2", "任务分解表/市水利局.docx": b"water 1", "时限.ics": b"days 2"}


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return Place.of(str(tmp_path / "共享"))
    return new_bucket(request.getfixturevalue("object_store"))


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    return Place.of(str(tmp_path / "共享"))


def made(out: Path, drafts: dict[str, bytes]) -> Path:
    """A folder of drafts as a run leaves it."""
    settle(out, drafts)
    (out / run_record.NAME).write_text(f'{{"files": [{len(drafts)}]}}')
    return out


def there(place: Place) -> dict[str, bytes]:
    """What a reader finds of the batch, without our lists."""
    target = place.below(BATCH)
    return {name: target.read(name) for name in target.names() if name not in (NAME, JOURNAL, OWNER)}


def listed(place: Place) -> dict[str, list[str]]:
    files: dict[str, list[str]] = json.loads(place.below(BATCH).read(NAME))["files"]
    return files


def hashes(drafts: dict[str, bytes]) -> dict[str, list[str]]:
    return {name: [hashlib.sha256(data).hexdigest()] for name, data in drafts.items()}


def counts(done: Delivered) -> tuple[int, int, int, int]:
    return done.written, done.unchanged, done.removed, done.kept


def test_drafts_arrive_with_their_record_and_a_list_of_them(place: Place, tmp_path: Path) -> None:
    done = deliver(made(tmp_path / "o", FIRST), place, BATCH)
    assert there(place) == FIRST | {"run.json": b'{"files": [3]}'}
    assert listed(place) == hashes(there(place))
    assert (done.where, counts(done)) == (f"{place.url}/{BATCH}", (4, 0, 0, 0))


def test_what_is_there_is_not_sent_again(place: Place, tmp_path: Path) -> None:
    out = made(tmp_path / "o", FIRST)
    deliver(out, place, BATCH)
    assert counts(deliver(out, place, BATCH)) == (0, 4, 0, 0)


def test_the_next_run_replaces_adds_and_removes(place: Place, tmp_path: Path) -> None:
    deliver(made(tmp_path / "o", FIRST), place, BATCH)
    assert counts(deliver(made(tmp_path / "o", SECOND), place, BATCH)) == (2, 2, 1, 0)
    assert there(place) == SECOND | {"run.json": b'{"files": [3]}'}
    assert listed(place) == hashes(there(place))


def test_what_was_lost_there_is_put_again(folder: Place, tmp_path: Path) -> None:
    out = made(tmp_path / "o", FIRST)
    deliver(out, folder, BATCH)
    folder.below(BATCH).remove("整改任务清单.docx")
    assert counts(deliver(out, folder, BATCH)) == (1, 3, 0, 0)
    assert there(folder)["整改任务清单.docx"] == b"list 1"


def test_what_somebody_changed_there_is_neither_replaced_nor_removed(folder: Place, tmp_path: Path) -> None:
    deliver(made(tmp_path / "o", FIRST), folder, BATCH)
    for name in ("整改任务清单.docx", "任务分解表/市教育局.docx"):
        folder.below(BATCH).write_whole(name, b"by hand")
    out = made(tmp_path / "o", SECOND)
    assert counts(deliver(out, folder, BATCH)) == (1, 2, 0, 2)
    theirs = {"整改任务清单.docx": b"by hand", "任务分解表/市教育局.docx": b"by hand"}
    assert there(folder) == SECOND | {"run.json": b'{"files": [3]}'} | theirs
    assert listed(folder).keys() == {"任务分解表/市水利局.docx", "时限.ics", "run.json"}
    assert counts(deliver(out, folder, BATCH)) == (0, 3, 0, 1)


def test_a_file_of_somebody_elses_is_not_taken_for_a_draft(folder: Place, tmp_path: Path) -> None:
    folder.below(BATCH).write_whole("整改任务清单.docx", b"theirs")
    done = deliver(made(tmp_path / "o", FIRST), folder, BATCH)
    assert (there(folder)["整改任务清单.docx"], done.kept) == (b"theirs", 1)


def test_a_draft_that_a_person_works_on_stays_here_and_the_delivered_one_there(folder: Place, tmp_path: Path) -> None:
    out = made(tmp_path / "o", FIRST)
    deliver(out, folder, BATCH)
    (out / "整改任务清单.docx").write_bytes(b"half a correction")
    deliver(made(out, FIRST | {"时限.ics": b"days"}), folder, BATCH)
    assert there(folder)["整改任务清单.docx"] == b"list 1"
    assert listed(folder) == hashes(there(folder))


class KilledError(Exception):
    """As if the process had ended here."""


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The number of writes and removals after which the process dies; none while it is empty."""
    left: list[int] = []
    for name in ("write_whole", "remove"):
        real = getattr(Place, name)

        def counted(place: Place, *given: object, real: object = real) -> None:
            if left:
                left[0] -= 1
                if left[0] < 0:
                    raise KilledError
            assert callable(real)
            real(place, *given)

        monkeypatch.setattr(Place, name, counted)
    yield left
    left.clear()


@pytest.mark.parametrize("after", range(7))
def test_a_delivery_that_was_killed_never_lists_what_is_not_there(
    folder: Place, tmp_path: Path, dying: list[int], after: int
) -> None:
    # Six steps: the note, two drafts, the manifest, the removal, the note; run.json is the same.
    deliver(made(tmp_path / "o", FIRST), folder, BATCH)
    out = made(tmp_path / "o", SECOND)
    dying.append(after)
    if after < 6:
        with pytest.raises(KilledError):
            deliver(out, folder, BATCH)
    else:
        deliver(out, folder, BATCH)
    dying.clear()
    assert listed(folder).keys() <= there(folder).keys()
    deliver(out, folder, BATCH)
    assert there(folder) == SECOND | {"run.json": b'{"files": [3]}'}
    assert listed(folder) == hashes(there(folder))


@pytest.mark.parametrize("after", range(6))
def test_other_drafts_than_those_of_a_killed_delivery_find_only_what_is_ours(
    folder: Place, tmp_path: Path, dying: list[int], after: int
) -> None:
    deliver(made(tmp_path / "o", FIRST), folder, BATCH)
    out = made(tmp_path / "o", SECOND)
    dying.append(after)
    with pytest.raises(KilledError):
        deliver(out, folder, BATCH)
    dying.clear()
    third = {"整改任务清单.docx": b"list 3"}
    assert deliver(made(out, third), folder, BATCH).kept == 0
    assert there(folder) == third | {"run.json": b'{"files": [1]}'}


@pytest.mark.parametrize(("batch", "folder_of"), [("三月/来文", "三月／来文"), ("..", "_.."), ("a\\b", "a＼b")])
def test_a_batch_of_any_name_has_one_folder(folder: Place, tmp_path: Path, batch: str, folder_of: str) -> None:
    done = deliver(made(tmp_path / "o", {"run.docx": b"x"}), folder, batch)
    assert done.where == f"{folder.url}/{folder_of}"
    assert {name.rpartition("/")[0] for name in folder.names()} == {folder_of}


def test_nothing_is_delivered_where_the_settings_name_no_place(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "w")
    assert delivered(workspace, made(tmp_path / "o", FIRST), BATCH) is None
    workspace.settings_file.write_text('outputs = "../共享"\n')
    done = delivered(workspace, tmp_path / "o", BATCH)
    assert done is not None
    assert done.written == 4


def test_two_workspaces_do_not_take_each_others_drafts_away(folder: Place, tmp_path: Path) -> None:
    offices = [Workspace.open(tmp_path / name) for name in ("甲办", "乙办")]
    for office in offices:
        office.settings_file.write_text(f'outputs = "{folder.url}"\n')
    assert delivered(offices[0], made(tmp_path / "o", FIRST), BATCH) is not None
    before = there(folder)
    with pytest.raises(MinyiError) as told:
        delivered(offices[1], made(tmp_path / "p", SECOND), BATCH)
    assert told.value.problem.code == "delivery-other"
    assert there(folder) == before
    assert delivered(offices[1], tmp_path / "p", "四月来文") is not None
    assert delivered(offices[0], made(tmp_path / "o", SECOND), BATCH) is not None


def test_a_list_there_that_is_not_ours_makes_nothing_ours(folder: Place, tmp_path: Path) -> None:
    for content in (b"not JSON", b'{"format": 9, "files": {"a": ["b"]}}', b'{"format": 1, "files": [1]}'):
        folder.below(BATCH).write_whole(NAME, content)
        folder.below(BATCH).write_whole("整改任务清单.docx", b"theirs")
        assert deliver(made(tmp_path / "o", FIRST), folder, BATCH).kept == 1


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), ["run", *map(str, arguments), "--no-prefect"])


def settings(bucket: Place, outputs: str) -> str:
    """What an office writes into its settings for originals in this bucket, and outputs at that address."""
    options = json.loads(bucket._options)
    named = "\n".join(f'{name} = "{options[name]}"' for name in ("key", "secret", "endpoint_url"))
    places = f'originals = "{bucket.url}/originals"\noutputs = "{outputs}"\n'
    return f'{places}[storage]\n{named}\nclient_kwargs = {{region_name = "cn-north-1"}}\n'


@pytest.mark.usefixtures("small_shipped")
def test_a_batch_is_read_from_a_bucket_and_delivered_to_it(object_store: str, tmp_path: Path) -> None:
    bucket = new_bucket(object_store)
    workspace = Workspace.open(tmp_path / "w")
    workspace.settings_file.write_text(settings(bucket, f"{bucket.url}/outputs"))
    letter = tmp_path / "来文" / "意见.csv"
    letter.parent.mkdir()
    letter.write_text("序号,意见内容\n1,滨河路的路灯不亮，晚上看不清路\n2,河堤上没有栏杆，孩子容易落水\n", "utf-8")
    done = run(letter, "--workspace", workspace.folder, "--batch", BATCH)
    assert done.exit_code == 0, done.output
    sha256 = hashlib.sha256(letter.read_bytes()).hexdigest()
    assert bucket.below("originals").names() == (f"{sha256[:2]}/{sha256}",)
    assert not workspace.originals.exists()
    outputs = bucket.below("outputs")
    here = {
        path.relative_to(workspace.outputs).as_posix(): path.read_bytes()
        for path in workspace.outputs.rglob("*")
        if path.is_file() and path.name != NAME
    }
    assert len(here) > 5
    assert there(outputs) == here
    assert f"已送到 {outputs.url}/{BATCH}：新写 {len(here)} 个" in done.output
    assert SECRET not in done.output
    outputs.below(BATCH).remove("整改任务清单.docx")
    again = run(letter, "--workspace", workspace.folder, "--batch", BATCH)
    assert again.exit_code == 0, again.output
    assert there(outputs).keys() == here.keys()


@pytest.mark.parametrize("outputs", ["s3://nobodys-drafts/minyi", "ftp://10.0.0.1/drafts"])
def test_a_place_that_cannot_be_written_is_said_before_anything_is_read(
    object_store: str, tmp_path: Path, outputs: str
) -> None:
    bucket = new_bucket(object_store)
    workspace = Workspace.open(tmp_path / "w")
    workspace.settings_file.write_text(settings(bucket, outputs))
    letter = tmp_path / "意见.csv"
    letter.write_text("序号,意见内容\n1,路灯不亮\n", "utf-8")
    done = run(letter, "--workspace", workspace.folder)
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code in ("storage-missing", "storage-scheme")
    assert bucket.names() == ()
