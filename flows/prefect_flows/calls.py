"""What a flow is called with, strings and numbers, made into a job of the core."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from corpus.messages import MinyiError
from corpus.storage.place import Place
from corpus.workspace import Workspace, writable_folder
from extractors.limits import limits_of
from flows.batch import Job, Kind
from flows.bulk.job import TableJob
from flows.delivery import outputs_of
from flows.engines.choice import check_reach
from flows.office import directory_of, forms_of, model_of, templates_of
from flows.proposing import Proposing
from flows.retraining import Retraining
from outputs.file_names import file_names

_FILE_URL = "file://"
PATIENCE = 4 * 3600.0
"""Seconds for which a flow waits where another job holds the workspace: a night has several, a person may run one."""


@dataclass(frozen=True, slots=True)
class Call:
    """A flow's parameters. What is empty is as in the environment (``MINYI_WORKSPACE``, ``MINYI_DIRECTORY``, …), in the
    workspace and in its settings, in this order; ``out`` is then the workspace's outputs."""

    workspace: str = ""
    paths: tuple[str, ...] = ()
    batch: str = ""
    out: str = ""
    engine: str = ""
    public: bool = False

    @property
    def place(self) -> Workspace:
        """The workspace. Raises ``MinyiError`` where none is named or the folder is not there: a flow makes none."""
        named = self.workspace or os.environ.get("MINYI_WORKSPACE")
        if not named:
            raise MinyiError("flow-no-workspace")
        if not Path(named).is_dir():
            raise MinyiError("flow-workspace-missing", where=named)
        return Workspace.open(Path(named))

    @property
    def runs_on(self) -> str:
        """The engine's setting. Raises ``MinyiError`` where its workers cannot have this workspace's database."""
        setting = self.engine or self.place.settings.engine
        check_reach(setting, self.place.database_url)
        return setting

    def job(self, kind: Kind) -> Job:
        """The job on a batch. Raises ``MinyiError`` as ``place`` and ``flows.office`` do, and where a path is missing:
        what is mistyped would else be an empty batch."""
        place = self.place
        paths = tuple(map(path_of, self.paths))
        if missing := [path for path in paths if not path.exists()] or ([] if paths else [Path()]):
            raise MinyiError("read-missing", where=str(missing[0]))
        return Job(
            paths,
            place,
            writable_folder(Path(self.out) if self.out else place.outputs),
            self.batch,
            limits_of(os.environ.get("MINYI_LIMITS", "").split()),
            self.proposing,
            forms_of(_named("MINYI_FORMS"), place),
            templates_of(place),
            self.public,
            kind,
            self.runs_on,
            PATIENCE,
        )

    def table(self) -> TableJob:
        """The job on a table that is too large for a batch. Raises ``MinyiError`` as ``place`` and ``flows.office`` do,
        and for anything but one path: a second table would be passed over without a word."""
        place = self.place
        if len(self.paths) != 1:
            raise MinyiError("flow-one-table", where=self.out, count=len(self.paths))
        return self._table(Place.of(self.out, place.settings.storage, place.folder), "")

    def whole_table(self) -> TableJob:
        """The job on the one file of the batch as a large table, beside what other outputs the batch may have. Raises
        ``MinyiError`` as ``place`` and ``flows.office`` do, and where another workspace has outputs of this batch."""
        return self._table(outputs_of(self.place, self.batch), file_names([(self.batch, "")], "table")[0])

    def _table(self, out: Place, named: str) -> TableJob:
        place = self.place
        model, directory = model_of(_named("MINYI_MODEL"), place), _named("MINYI_DIRECTORY")
        return TableJob(
            path_of(self.paths[0]),
            out,
            model=model,
            directory=directory,
            workspace=place,
            batch=self.batch,
            named=named,
        )

    @property
    def proposing(self) -> Proposing:
        """Whose word counts in this workspace."""
        place = self.place
        return Proposing(model_of(_named("MINYI_MODEL"), place), directory_of(_named("MINYI_DIRECTORY"), place))

    def retraining(self, least: int) -> Retraining:
        """The training on the workspace's decisions."""
        place = self.place
        directory = directory_of(_named("MINYI_DIRECTORY"), place)
        return Retraining(place, directory, least=least, engine=self.runs_on, patience=PATIENCE)


def parameter_of(path: Path) -> str:
    """A path as a flow's parameter, which is text: a name in bytes that are none goes as a ``file:`` URL."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.absolute().as_uri()
    return str(path)


def path_of(parameter: str) -> Path:
    """The path that a flow's parameter names."""
    if parameter.startswith(_FILE_URL):
        return Path(os.fsdecode(unquote_to_bytes(parameter.removeprefix(_FILE_URL))))
    return Path(parameter)


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None
