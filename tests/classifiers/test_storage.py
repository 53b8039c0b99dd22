from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from classifiers import storage
from classifiers.model import Tagger
from classifiers.training import model_version
from corpus.comments import LabelledComment
from corpus.messages import MinyiError

TEXTS = ["医院挂号排队太久", "小区电梯坏了没人修", "无"]


@pytest.fixture(scope="module")
def folder(small_tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model") / "kept"
    storage.save(small_tagger, made)
    return made


def test_a_loaded_tagger_says_what_the_saved_one_said(small_tagger: Tagger, folder: Path) -> None:
    loaded = storage.load(folder)
    assert loaded.version == small_tagger.version
    assert loaded.tag(TEXTS) == small_tagger.tag(TEXTS)


def test_nothing_but_the_model_is_left_in_the_folder(folder: Path) -> None:
    assert [p.name for p in folder.iterdir()] == [storage.FILE]


def test_saving_again_replaces_the_model(small_tagger: Tagger, folder: Path) -> None:
    storage.save(small_tagger, folder)
    assert storage.load(folder).version == small_tagger.version


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(MinyiError, match="没有模型"):
        storage.load(tmp_path)


def test_a_damaged_model_is_told(folder: Path, tmp_path: Path) -> None:
    content = (folder / storage.FILE).read_bytes()
    for damaged in (b"", b"not a model", content[: len(content) // 2]):
        (tmp_path / storage.FILE).write_bytes(damaged)
        with pytest.raises(MinyiError, match="已损坏"):
            storage.load(tmp_path)


def test_a_model_of_another_version_is_told(folder: Path, tmp_path: Path) -> None:
    with np.load(folder / storage.FILE) as stored:
        arrays = dict(stored)
    head = json.loads(arrays["head"].tobytes()) | {"made_with": "minyi-model 0"}
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    np.savez(tmp_path / storage.FILE, **arrays)
    with pytest.raises(MinyiError, match="其他版本"):
        storage.load(tmp_path)


def test_a_model_with_pickled_objects_is_not_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / storage.FILE, head=np.array([{"format": 1}], dtype=object))
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path)


def test_a_place_that_cannot_be_written_is_told(small_tagger: Tagger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(MinyiError, match="无法写入"):
        storage.save(small_tagger, tmp_path / "file")


def test_the_shipped_model_is_trained_once_and_then_loaded(
    small_tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "train_shipped", lambda _cache: small_tagger)
    first = storage.default_tagger(tmp_path)
    storage._default_tagger.cache_clear()
    monkeypatch.setattr(storage, "train_shipped", lambda _cache: pytest.fail("trained again"))
    again = storage.default_tagger(tmp_path)
    storage._default_tagger.cache_clear()
    assert again.tag(TEXTS) == first.tag(TEXTS)


def test_a_cache_that_cannot_be_written_does_not_stop_the_tagger(
    small_tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("in the way", "utf-8")
    monkeypatch.setattr(storage, "train_shipped", lambda _cache: small_tagger)
    assert storage.default_tagger(tmp_path / "cache").tag(TEXTS) == small_tagger.tag(TEXTS)
    storage._default_tagger.cache_clear()


def test_the_version_changes_with_the_rows() -> None:
    one = [LabelledComment("路灯不亮", domain="城市管理与市容")]
    other = [LabelledComment("路灯不亮", domain="住房与城乡建设")]
    assert model_version(one) == model_version(list(one))
    assert model_version(one) != model_version(other)


def test_a_saved_model_can_be_read_by_other_users_as_any_file(folder: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    assert (folder / storage.FILE).stat().st_mode & 0o777 == 0o666 & ~mask
