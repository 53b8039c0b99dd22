"""The workspace: a folder with the originals, the database, the models and the outputs of one office."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus import settings
from corpus.evidence_files import EvidenceFiles
from corpus.messages import MinyiError
from corpus.settings import Settings, settings_of
from corpus.storage.originals import Originals
from corpus.storage.place import Place

_DATABASE = "minyi.db"


def writable_folder(folder: Path) -> Path:
    """The folder's absolute path; it is made if need be. Raises ``MinyiError`` if it cannot be written."""
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise MinyiError("write-denied", where=str(folder), reason=error.strerror or str(error)) from error
    return folder


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things lie in a workspace. ``database_url`` is SQLite in the folder unless another URL is given."""

    folder: Path
    database_url: str

    @classmethod
    def open(cls, folder: Path, database_url: str | None = None) -> Workspace:
        """The workspace in this folder, made if need be. Raises ``MinyiError`` if it cannot be written."""
        folder = writable_folder(folder)
        url = database_url or settings_of(folder).database
        return cls(folder, url or f"sqlite:///{folder / _DATABASE}")

    @classmethod
    def found(cls, folder: Path, database_url: str | None, missing: str) -> Workspace:
        """The workspace that is there: a mistyped path makes none. Raises ``MinyiError`` with the key ``missing``."""
        if not (database_url or (folder / _DATABASE).is_file() or (folder.is_dir() and settings_of(folder).database)):
            raise MinyiError(missing, where=str(folder))
        return cls.open(folder, database_url)

    @property
    def originals(self) -> Path:
        """The folder of the originals, unless the settings put them elsewhere (``kept``)."""
        return self.folder / "originals"

    @property
    def kept(self) -> Originals:
        """The originals where the settings put them. It travels; a worker asks it for what it reads."""
        wanted = self.settings
        place = Place.of(wanted.originals or str(self.originals), wanted.storage, self.folder)
        return Originals(place, self.copies)

    @property
    def copies(self) -> Path:
        """Copies of originals that lie in a bucket; whoever removes them loses nothing."""
        return self.folder / "原件缓存"

    @property
    def delivered(self) -> Place | None:
        """Where outputs go beside their folder, None where the settings name no place."""
        wanted = self.settings
        return Place.of(wanted.outputs, wanted.storage, self.folder) if wanted.outputs else None

    @property
    def outputs(self) -> Path:
        return self.folder / "outputs"

    @property
    def directory(self) -> Path:
        """Where an office may lay its own directory (``corpus.directory_file``)."""
        return self.folder / "目录.xlsx"

    @property
    def forms(self) -> Path:
        """Where an office may lay its own columns and names of the forms (``outputs.office_forms.forms_file``)."""
        return self.folder / "表式.xlsx"

    @property
    def templates(self) -> Path:
        """Where an office may lay forms of its own, DOCX and XLSX with fields (``outputs.own``)."""
        return self.folder / "模板"

    @property
    def model(self) -> Path:
        """Where an office may keep the model that it has trained (``minyi train --model``)."""
        return self.folder / "模型"

    @property
    def written(self) -> frozenset[Path]:
        """The folders that minyi writes into by itself: who took them for input would find something new for ever."""
        delivered = self.delivered
        elsewhere = (self.kept.place.folder, delivered.folder if delivered else None)
        folders = (self.originals, self.copies, self.outputs, self.evidence.folder, self.logs, self.spool)
        prefect = self.folder / "prefect"
        return frozenset((*folders, prefect, *(folder.resolve() for folder in elsewhere if folder)))

    @property
    def belongings(self) -> frozenset[Path]:
        """What minyi keeps in the folder, beside which a person may keep files of their own."""
        database = (self.folder / f"{_DATABASE}{suffix}" for suffix in ("", "-wal", "-shm", "-journal"))
        offices = (self.directory, self.forms, self.templates, self.model, self.settings_file, self.inbox)
        locks = (self.lock, self.training_lock, self.training_log)
        return frozenset((*self.written, *database, *offices, *locks))

    @property
    def evidence(self) -> EvidenceFiles:
        """What was attached to tasks (佐证材料), by content as the originals are."""
        return EvidenceFiles(self.folder / "佐证")

    @property
    def lock(self) -> Path:
        return self.folder / "minyi.lock"

    @property
    def training_lock(self) -> Path:
        """Held by whoever trains a model on the decisions; a run may go on meanwhile."""
        return self.folder / "retrain.lock"

    @property
    def training_log(self) -> Path:
        """What the trainings say that were started by themselves."""
        return self.folder / "retrain.log"

    @property
    def spool(self) -> Path:
        """Where rows of large tables wait to be taken into the database; whoever removes it costs a job its time."""
        return self.folder / "暂存"

    @property
    def settings_file(self) -> Path:
        """How the office wants minyi to work (``corpus.settings``)."""
        return self.folder / settings.NAME

    @property
    def settings(self) -> Settings:
        """What is set. Raises ``MinyiError`` if the file has a mistake."""
        return settings_of(self.folder)

    @property
    def inbox(self) -> Path:
        """The folder that is watched: each file or folder in it is a batch."""
        return Path(self.settings.inbox) if self.settings.inbox else self.folder / "收件箱"

    @property
    def logs(self) -> Path:
        """What happened, a file a day, a line of JSON for each event."""
        return self.folder / "日志"
