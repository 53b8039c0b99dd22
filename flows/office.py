"""Which directory, forms and model count: what a call names, else what lies in the workspace, else the shipped one."""

from __future__ import annotations

from pathlib import Path

from corpus.directory import Directory, shipped_directory
from corpus.workspace import Workspace
from flows import models
from outputs.forms import Forms, shipped_forms
from outputs.own.template import Template, templates_in


def directory_of(named: Path | None, workspace: Workspace | None = None) -> Directory:
    """The directory of the office. Raises ``MinyiError`` if the file that counts is missing or cannot be understood."""
    file = named or (workspace.directory if workspace and workspace.directory.exists() else None)
    if file is None:
        return shipped_directory()
    from corpus.directory_file import read_directory  # noqa: PLC0415  (most workspaces have none)

    return read_directory(file)


def forms_of(named: Path | None, workspace: Workspace | None = None) -> Forms:
    """The forms of the office. Raises ``MinyiError`` if the file that counts is missing or has a mistake."""
    file = named or (workspace.forms if workspace and workspace.forms.exists() else None)
    if file is None:
        return shipped_forms()
    from outputs.office_forms.forms_file import read_forms  # noqa: PLC0415  (most workspaces have none)

    return read_forms(file)


def templates_of(workspace: Workspace) -> tuple[Template, ...]:
    """The office's own templates. Raises ``MinyiError`` if one cannot be read."""
    return templates_in(workspace.templates)


def model_of(named: Path | None, workspace: Workspace) -> Path | None:
    """The folder of the office's model, None for the shipped one.

    Raises ``MinyiError`` if there is no usable model, with and without meaning, in the folder that counts.
    """
    folder = named or (workspace.model if _is_in_use(workspace.model) else None)
    if folder is not None:
        for meaning in (True, False):
            models.version_of(folder, meaning=meaning)
    return folder


def _is_in_use(folder: Path) -> bool:
    """Where all that was ever trained was refused, the folder has nothing but that, and the shipped model goes on."""
    return folder.exists() and (any(folder.glob("*.npz")) or not (folder / models.VERSIONS).is_dir())
