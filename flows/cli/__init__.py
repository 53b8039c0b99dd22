"""The command line ``minyi``. Each command lives in a module of its own that is imported when it is called."""

from __future__ import annotations

import gettext
import os
import sys
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from corpus.events import Event, Level, facts_of, tell
from corpus.messages import MinyiError, language, text
from flows.cli.retrying import telling_retries

COMMANDS = (
    "run",
    "extract",
    "show",
    "tag",
    "personal",
    "train",
    "retrain",
    "evaluate",
    "organisations",
    "directory",
    "forms",
    "user",
    "review",
    "up",
    "status",
    "export",
    "import",
    "close",
    "public",
    "backup",
    "restore",
    "doctor",
)
_MODULES = {"import": "import_back"}
"""The modules of commands that are called by a word of Python's own."""
FAILED = 1


class LazyGroup(click.Group):
    """Knows its commands by name, and imports the one that is called: ``--help`` must not pay for any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"flows.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Says of a command that broke off why, while the log of its workspace is open."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            tell(Event.COMMAND_FAILED, Level.ERROR, command=ctx.invoked_subcommand, **facts_of(error))
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(text("cli-commands")):
            formatter.write_dl([(name, text(f"cli-{name}-short")) for name in COMMANDS])


def _speak_the_users_language() -> None:
    """Click's own words ("Usage", "Missing argument") come through gettext: point it at our catalogue."""
    gettext.bindtextdomain("messages", str(files("flows").joinpath("locale")))
    os.environ["LANGUAGE"] = "zh_CN" if language() == "zh" else "en"


def _begin_again_in_utf8() -> None:
    """Files have Chinese names: where the locale (``LANG=C``) lets Python name none, it is told to speak UTF-8."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | {"PYTHONUTF8": "1"})


def main(arguments: list[str] | None = None) -> None:
    """Runs the command and exits: 0 all done, 1 some input failed, 2 the call is wrong."""
    if arguments is None and os.name == "posix":
        _begin_again_in_utf8()
    _speak_the_users_language()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    group = LazyGroup("minyi", help=text("cli-help"), no_args_is_help=True)
    group = click.version_option(version("minyi"), "-V", "--version")(group)
    try:
        with telling_retries():
            group.main(arguments, prog_name="minyi")
    except MinyiError as error:
        where = f"{error.problem.where}：" if error.problem.where else ""
        click.echo(f"{where}{error}", err=True)
        sys.exit(FAILED)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        click.echo(where + text("system-failed", reason=error.strerror or error), err=True)
        sys.exit(FAILED)
    except Exception as error:
        click.echo(text("defect", reason=_one_line(error)), err=True)
        sys.exit(FAILED)


def _one_line(error: Exception) -> str:
    """What went wrong and where in minyi it did, for whoever mends it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}{place}"
