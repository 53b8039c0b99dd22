"""``minyi personal``: lines in, the same lines with personal data out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.messages import MinyiError
from flows.cli import LazyGroup


def personal(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), ["personal", *map(str, arguments)])


def written(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), "utf-8")
    return path


def test_each_line_comes_back_in_order_with_what_was_found(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in.jsonl", {"id": 7, "text": "回电13907712468"}, {"text": "座机0771-5621234", "n": None}
    )
    done = personal(source, tmp_path / "neu" / "out.jsonl")
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in (tmp_path / "neu" / "out.jsonl").read_text("utf-8").splitlines()]
    assert lines == [
        {"id": 7, "text": "回电13907712468", "entities": [{"start": 2, "end": 13, "type": "mobile"}]},
        {
            "text": "座机0771-5621234",
            "n": None,
            "entities": [{"start": 2, "end": 14, "type": "phone"}, {"start": 2, "end": 14, "type": "mobile"}],
        },
    ]


def test_a_bad_line_is_named_and_kept_and_the_others_are_done(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    bad = [
        b"not json",
        b'{"words": "x"}',
        b"[1]",
        b'"text"',
        b"\xff\xfe",
        b"[" * 5000,
        b'{"text": 5}',
        b'{"text": "x", "n": 1e999}',
    ]
    source.write_bytes(b"\n".join([b'{"text": "QQ345670981"}', *bad, b"", b'{"text": ""}']))
    done = personal(source, tmp_path / "out.jsonl")
    assert done.exit_code == 1
    lines = (tmp_path / "out.jsonl").read_bytes().split(b"\n")
    assert json.loads(lines[0])["entities"] == [{"start": 2, "end": 11, "type": "QQ"}]
    assert lines[1:10] == [*bad, b""]
    assert json.loads(lines[10]) == {"text": "", "entities": []}
    assert [f"第 {number} 行" in done.output for number in range(1, 12)] == [False, *[True] * 8, False, False]


def test_a_mark_of_byte_order_and_half_a_pair_do_no_harm(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes('﻿{"text": "回电13907712468"}\n{"text": "\\ud83d 回电13907712468"}\n'.encode())
    done = personal(source, tmp_path / "out.jsonl")
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["entities"][0]["start"] for line in lines] == [2, 4]


def test_more_lines_than_are_read_together_stay_in_order(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", *({"n": number, "text": "好"} for number in range(200)))
    assert personal(source, tmp_path / "out.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["n"] for line in lines] == list(range(200))


def test_the_result_is_not_written_onto_its_input(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", {"text": "好"})
    assert personal(source, source).exit_code == 2
    assert json.loads(source.read_text("utf-8")) == {"text": "好"}


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    done = personal(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "read-missing"
    assert not (tmp_path / "out.jsonl").exists()


def test_a_failed_run_leaves_the_former_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path / "in.jsonl", {"text": "好"})
    (tmp_path / "out.jsonl").write_text("former", "utf-8")

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.personal.entities_of_all", fail)
    assert personal(source, tmp_path / "out.jsonl").exit_code == 1
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "former"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
