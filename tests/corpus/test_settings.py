"""How an office sets minyi: a file in the workspace, and the environment before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.messages import MinyiError
from corpus.settings import NAME, Settings, settings_of
from corpus.workspace import Workspace


def written(folder: Path, content: str) -> Path:
    (folder / NAME).write_text(content, "utf-8")
    return folder


def test_without_a_file_all_is_as_it_suits_one_machine(tmp_path: Path) -> None:
    assert settings_of(tmp_path) == Settings()


def test_what_the_file_says_holds(tmp_path: Path) -> None:
    content = 'engine = "dask:2"\noriginals = "s3://minyi/yuanjian"\nlibreoffice = 2\n[storage]\nkey = "a"\n'
    found = settings_of(written(tmp_path, content))
    assert (found.engine, found.originals, found.libreoffice, found.storage) == (
        "dask:2",
        "s3://minyi/yuanjian",
        2,
        {"key": "a"},
    )


def test_a_file_that_the_editor_of_windows_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes('\ufeffengine = "processes"\r\n'.encode())
    assert settings_of(tmp_path).engine == "processes"


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_ENGINE", "processes:3")
    assert settings_of(written(tmp_path, 'engine = "here"\n')).engine == "processes:3"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('engin = "here"\n', "settings-unknown"),
        ("engine = here\n", "settings-syntax"),
        ("engine = 2\n", "settings-kind"),
        ('ocr = "2"\n', "settings-kind"),
        ("ocr = true\n", "settings-kind"),
        ("ocr = 0\n", "settings-few"),
    ],
)
def test_a_mistake_names_the_file(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(MinyiError) as refused:
        settings_of(written(tmp_path, content))
    assert refused.value.problem.code == code
    assert refused.value.problem.where == str(tmp_path / NAME)


def test_a_workspace_takes_its_database_from_the_settings_unless_one_is_named(tmp_path: Path) -> None:
    written(tmp_path, 'database = "postgresql+psycopg://db/minyi"\n')
    assert Workspace.open(tmp_path).database_url == "postgresql+psycopg://db/minyi"
    assert Workspace.found(tmp_path, None, "user-no-workspace").database_url == "postgresql+psycopg://db/minyi"
    assert Workspace.open(tmp_path, "sqlite:///other.db").database_url == "sqlite:///other.db"


def test_the_inbox_is_in_the_workspace_unless_another_is_set(tmp_path: Path) -> None:
    assert Workspace.open(tmp_path).inbox == tmp_path / "收件箱"
    written(tmp_path, 'inbox = "/srv/shoujian"\n')
    assert Workspace.open(tmp_path).inbox == Path("/srv/shoujian")
