import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from invented_batch import batch, comment_tasks

from corpus.messages import MinyiError
from corpus.records import Status, Task
from outputs import manifest
from outputs.drafts import write_drafts
from outputs.manifest import NAME, settle
from outputs.writing import write_whole


def names(paths, out):
    return {p.relative_to(out).as_posix() for p in paths}


def test_all_promised_drafts_are_written(tmp_path):
    found = names(write_drafts(batch(), tmp_path).written, tmp_path)
    assert {"整改任务清单.docx", "整改任务清单.xlsx", "时限表.xlsx", "时限.ics", "核对.xlsx", "批次报告.html"} <= found
    assert {"任务分解表/县公安局.docx", "任务分解表/县公安局.xlsx", "任务分解表/待人工确定.docx"} <= found
    assert not list(tmp_path.rglob("*.part"))


def test_of_files_that_could_not_be_read_no_paper_says_that_there_is_nothing_to_be_done(tmp_path):
    failed = [e for e in batch().extractions if e.status is Status.FAILED]
    unread = replace(batch(), extractions=tuple(failed), tasks=(), comments_in=0, merged_groups=0)
    found = names(write_drafts(unread, tmp_path).written, tmp_path)
    assert "批次报告.html" in found
    assert found.isdisjoint({"通知稿.docx", "公示稿.docx"})
    some = replace(unread, extractions=batch().extractions)
    assert {"通知稿.docx", "公示稿.docx"} <= names(write_drafts(some, tmp_path).written, tmp_path)


def test_the_same_batch_again_changes_nothing(tmp_path):
    first = write_drafts(batch(), tmp_path)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in first.written}
    again = write_drafts(batch(), tmp_path)
    assert (again.written, again.kept, again.removed, again.problems) == ((), (), (), ())
    assert set(again.unchanged) == set(first.written)
    assert before == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in first.written}


def test_an_edited_draft_is_kept_and_the_new_one_lies_beside_it(tmp_path):
    write_drafts(batch(), tmp_path)
    edited = tmp_path / "任务分解表/教育局（建议）.docx"
    edited.write_bytes(b"edited by a clerk")
    changed = replace(batch(), tasks=(*batch().tasks, comment_tasks(2)[1]), comments_in=36)
    result = write_drafts(changed, tmp_path)
    assert names(result.kept, tmp_path) == {"任务分解表/教育局（建议）.docx"}
    assert edited.read_bytes() == b"edited by a clerk"
    assert "任务分解表/教育局（建议） (新稿).docx" in names(result.written, tmp_path)


def test_an_edited_draft_of_the_same_batch_is_kept_and_nothing_is_laid_beside_it(tmp_path):
    settle(tmp_path, {"甲.docx": b"draft"})
    (tmp_path / "甲.docx").write_bytes(b"edited")
    result = settle(tmp_path, {"甲.docx": b"draft"})
    assert (result.kept, result.written) == ((tmp_path / "甲.docx",), ())
    assert sorted(p.name for p in tmp_path.iterdir()) == [NAME, "甲.docx"]


def test_a_new_draft_that_was_edited_too_is_kept_as_well(tmp_path):
    settle(tmp_path, {"甲.docx": b"1"})
    for edited, draft in (("甲.docx", b"2"), ("甲 (新稿).docx", b"3")):
        (tmp_path / edited).write_bytes(b"edited")
        result = settle(tmp_path, {"甲.docx": draft})
    assert [p.name for p in result.kept] == ["甲.docx", "甲 (新稿).docx"]
    assert (tmp_path / "甲 (新稿2).docx").read_bytes() == b"3"


def test_a_file_that_was_there_before_us_is_not_overwritten(tmp_path):
    (tmp_path / "甲.docx").write_bytes(b"somebody's")
    result = settle(tmp_path, {"甲.docx": b"draft"})
    assert (tmp_path / "甲.docx").read_bytes() == b"somebody's"
    assert [p.name for p in result.written] == ["甲 (新稿).docx"]


def test_tables_of_departments_that_have_no_task_any_more_are_removed_unless_edited(tmp_path):
    settle(tmp_path, {"表/甲.docx": b"1", "表/乙.docx": b"2"})
    (tmp_path / "表/乙.docx").write_bytes(b"edited")
    (tmp_path / "表/丙.docx").write_bytes(b"never ours")
    result = settle(tmp_path, {})
    assert (names(result.removed, tmp_path), names(result.kept, tmp_path)) == ({"表/甲.docx"}, {"表/乙.docx"})
    assert sorted(p.name for p in (tmp_path / "表").iterdir()) == sorted(["丙.docx", "乙.docx"])


def test_a_run_that_was_killed_knows_its_own_files(tmp_path, monkeypatch):
    settle(tmp_path, {"甲.docx": b"old", "乙.docx": b"old"})

    def killed(path: Path, data: bytes) -> None:
        if path.name == "乙.docx":
            raise KeyboardInterrupt
        write_whole(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            settle(tmp_path, {"甲.docx": b"new", "乙.docx": b"new"})
    result = settle(tmp_path, {"甲.docx": b"newer", "乙.docx": b"newer"})
    assert (len(result.written), result.kept) == (2, ())


def test_an_edit_is_still_known_after_a_run_that_was_killed(tmp_path, monkeypatch):
    settle(tmp_path, {"甲.docx": b"old", "乙.docx": b"old"})
    (tmp_path / "甲.docx").write_bytes(b"edited")

    def killed(path: Path, data: bytes) -> None:
        if path.suffix == ".docx":
            raise KeyboardInterrupt
        write_whole(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            settle(tmp_path, {"甲.docx": b"new", "乙.docx": b"new"})
    result = settle(tmp_path, {"甲.docx": b"new", "乙.docx": b"new"})
    assert [p.name for p in result.kept] == ["甲.docx"]
    assert (tmp_path / "甲 (新稿).docx").read_bytes() == b"new"


def test_a_foreign_manifest_cannot_remove_files_elsewhere(tmp_path):
    out, other = tmp_path / "out", tmp_path / "other.txt"
    other.write_bytes(b"1")
    known = {"../other.txt": ["6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"]}
    out.mkdir()
    (out / NAME).write_text(json.dumps({"format": 1, "files": known}), "utf-8")
    settle(out, {})
    assert other.exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 9, "files": {}}', '{"format": 1, "files": []}'])
def test_a_damaged_manifest_makes_every_file_a_persons(tmp_path, text):
    settle(tmp_path, {"甲.docx": b"1"})
    (tmp_path / NAME).write_text(text, "utf-8")
    assert [p.name for p in settle(tmp_path, {"甲.docx": b"2"}).written] == ["甲 (新稿).docx"]


def test_a_file_that_is_open_elsewhere_is_a_problem_and_the_others_are_written(tmp_path, monkeypatch):
    replace_file = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == "甲.xlsx":
            raise PermissionError(13, "Permission denied")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    result = settle(tmp_path, {"甲.xlsx": b"1", "乙.xlsx": b"2"})
    assert [p.name for p in result.written] == ["乙.xlsx"]
    assert [p.code for p in result.problems] == ["draft-denied"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([NAME, "乙.xlsx"])


def test_a_folder_that_cannot_be_written_is_one_error_with_its_mend(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(MinyiError) as raised:
        write_drafts(batch(), tmp_path / "file" / "out")
    assert raised.value.problem.code == "draft-failed"


def test_a_folder_in_the_place_of_a_draft_is_a_problem(tmp_path):
    (tmp_path / "甲.docx").mkdir()
    result = settle(tmp_path, {"甲.docx": b"1", "乙.docx": b"2"})
    assert [p.code for p in result.problems] == ["draft-failed"]
    assert [p.name for p in result.written] == ["乙.docx"]


def test_a_broken_write_leaves_the_former_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "甲.docx"
    write_whole(path, b"former")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MinyiError) as raised:
        write_whole(path, b"new")
    assert raised.value.problem.code == "draft-failed"
    assert path.read_bytes() == b"former"
    assert [p.name for p in tmp_path.iterdir()] == ["甲.docx"]


def test_a_department_whose_name_is_a_path_stays_in_the_folder(tmp_path):
    odd = Task("群众意见建议", "路灯不亮。", comment_tasks(1)[0].source, given_lead="../../外面")
    write_drafts(replace(batch(), tasks=(odd,)), tmp_path / "out")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]
    assert len(list((tmp_path / "out/任务分解表").iterdir())) == 2
