"""The command line's surface: help, language, exit codes, documented commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner

from flows.cli import COMMANDS, LazyGroup

ROOT = Path(__file__).resolve().parent.parent.parent


def modules_loaded_by(code: str) -> set[str]:
    listing = f"import sys; {code}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    return {line.split(".")[0] for line in done.stdout.splitlines()}


def test_help_imports_nothing_heavy() -> None:
    loaded = modules_loaded_by(
        "import flows.cli as cli; cli.LazyGroup('minyi').main(['--help'], standalone_mode=False)"
    )
    assert (
        loaded & {"prefect", "pandas", "sklearn", "spacy", "jieba", "numpy", "sqlalchemy", "pdfplumber", "lxml"}
        == set()
    )


@pytest.mark.parametrize("command", ["extract", "tag"])
def test_extract_and_tag_do_not_pay_for_prefect(command: str) -> None:
    assert "prefect" not in modules_loaded_by(
        f"import flows.cli.{command}, flows.models, flows.rows, extractors.extract"
    )


def test_a_run_does_not_pay_for_the_page() -> None:
    loaded = modules_loaded_by("import flows.batch, flows.cli.run")
    assert loaded & {"fastapi", "starlette", "jinja2", "uvicorn", "argon2", "sklearn", "prefect"} == set()


def test_what_goes_out_and_comes_back_does_not_pay_for_the_models() -> None:
    exchange = ", ".join(f"review.exchange.{name}" for name in ("exporting", "importing", "reading", "summary"))
    loaded = modules_loaded_by(f"import flows.cli.export, flows.cli.import_back, flows.office, {exchange}")
    assert loaded & {"fastapi", "starlette", "sklearn", "scipy", "numpy", "pandas", "prefect"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_commands_help_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(LazyGroup("minyi"), [name, "--help"])
    assert result.exit_code == 0
    assert f"minyi {name}" in result.output.replace("Usage", "", 1)
    assert "例：" in result.output


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_is_in_the_readme(name: str, readme: str) -> None:
    assert f"minyi {name}" in (ROOT / readme).read_text("utf-8")


def test_the_compiled_catalogue_is_that_of_its_source() -> None:
    folder = ROOT / "flows" / "locale" / "zh_CN" / "LC_MESSAGES"
    assert polib.pofile(str(folder / "messages.po")).to_binary() == (folder / "messages.mo").read_bytes()
