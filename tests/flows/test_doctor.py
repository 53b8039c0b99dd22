"""doctor: optional programs are named with the command that installs them, required parts decide the exit code."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus import programs
from flows.cli import LazyGroup


def doctor() -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), ["doctor"], env={"COLUMNS": "80"})


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No program on the path, no LibreOffice where it usually is."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("MINYI_SOFFICE", str(tmp_path / "nothing"))


@pytest.mark.usefixtures("bare_machine")
def test_without_libreoffice_the_machine_is_fit_and_the_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    result = doctor()
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if line.startswith("没有 LibreOffice"))
    assert "DOC WPS RTF ODT" in line
    assert line.endswith("brew install --cask libreoffice")


@pytest.mark.usefixtures("bare_machine")
def test_without_libreoffice_the_other_formats_are_read() -> None:
    rows = doctor().stdout.splitlines()
    assert next(row for row in rows if "DOCX" in row).startswith("✓")
    assert next(row for row in rows if "DOC WPS" in row).startswith("✗")


def test_libreoffice_is_found_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a script is no program on Windows")
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\necho 'LibreOffice 24.2.7.2 420(Build:2)'\n", "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("MINYI_SOFFICE", str(script))
    row = next(row for row in doctor().stdout.splitlines() if "LibreOffice" in row)
    assert row.startswith("✓")
    assert "24.2.7.2" in row


def test_a_missing_python_part_is_named_with_its_command_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    there = metadata.version

    def version(name: str) -> str:
        if name == "olefile":
            raise metadata.PackageNotFoundError(name)
        return there(name)

    monkeypatch.setattr(metadata, "version", version)
    result = doctor()
    assert result.exit_code == 1
    assert "python -m pip install" in result.stderr
    assert "olefile" in result.stderr


def test_a_recognition_package_without_its_model_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cli.doctor._OCR_MODELS", ("no-such-model.onnx",))
    result = doctor()
    assert result.exit_code == 1
    assert "rapidocr" in result.stderr


def test_no_row_is_wider_than_a_terminal() -> None:
    rows = [line for line in doctor().stdout.splitlines() if line.startswith(("✓", "✗"))]
    assert rows
    assert all(sum(2 if ord(letter) > 0x2E7F else 1 for letter in row) <= 80 for row in rows)


@pytest.mark.parametrize(
    ("system", "command"),
    [("darwin", "brew install --cask libreoffice"), ("win32", "winget install TheDocumentFoundation.LibreOffice")],
)
def test_the_command_is_the_systems_own(monkeypatch: pytest.MonkeyPatch, system: str, command: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert programs.how_to_install("libreoffice") == command


def test_where_no_installer_is_known_the_website_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(programs, "_THEIR_PLACE", str(tmp_path))
    assert programs.how_to_install("libreoffice") == "从 LibreOffice 官方网站下载"
