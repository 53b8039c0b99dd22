"""The workspace: a folder with the originals, the database, the models and the outputs of one office."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus import settings
from corpus.evidence_files import EvidenceFiles
from corpus.files import write_whole
from corpus.messages import MinyiError
from corpus.settings import Settings, settings_of

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
        return self.folder / "originals"

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
    def belongings(self) -> frozenset[Path]:
        """What minyi keeps in the folder, beside which a person may keep files of their own."""
        database = (self.folder / f"{_DATABASE}{suffix}" for suffix in ("", "-wal", "-shm", "-journal"))
        folders = (self.originals, self.outputs, self.folder / "prefect", self.evidence.folder, self.inbox, self.logs)
        offices = (self.directory, self.forms, self.templates, self.model, self.settings_file)
        return frozenset((*folders, *database, *offices, self.lock, self.training_lock, self.training_log))

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

    def original(self, sha256: str) -> Path:
        """Where the bytes with this hash lie."""
        return self.originals / sha256[:2] / sha256

    def keep_original(self, sha256: str, data: bytes) -> None:
        """Keeps a copy of a file by its content, anew if it is damaged. Raises ``MinyiError`` if it cannot."""
        place = self.original(sha256)
        try:
            if place.is_file() and place.read_bytes() == data:
                return
            write_whole(place, data)
        except OSError as error:
            raise MinyiError("write-denied", where=str(place), reason=error.strerror or str(error)) from error
