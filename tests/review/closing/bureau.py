"""An office of four comments, three of them decided, with people of every role who close them."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.evidence_files import EvidenceFiles
from corpus.papers_schema import closing_steps, evidence
from corpus.records import Closing, Step
from review.access import Person
from review.closing import steps
from review.closing.evidence import Attached, Paper, attach

TODAY = datetime.date(2026, 11, 26)
JPEG = b"\xff\xd8\xff\xe0 a photograph"
USUAL = {
    Step.RECTIFY: ("整改后照片", "后.jpg"),
    Step.VERIFY: ("核查记录", "核查记录.docx"),
    Step.PUBLICISE: ("公示截图", "公示截图.png"),
    Step.FILE: ("备案回执", "回执.pdf"),
    Step.DISCLOSE: ("公开截图", "公开截图.png"),
}
"""Evidence that is enough for each step that wants some."""


def day(number: int) -> datetime.date:
    """A day of November 2026."""
    return datetime.date(2026, 11, number)


@dataclass(frozen=True)
class Bureau:
    """``key`` is an item that 市交通运输局 leads, ``open`` one that nobody has decided; ``roads`` is that unit's
    account."""

    engine: sa.Engine
    files: EvidenceFiles
    batch: int
    key: int
    open: int
    reviewer: Person
    lead: Person
    reader: Person
    roads: Person
    schools: Person

    def attach(
        self, person: Person, step: Step, kind: str = "", name: str = "", data: bytes = JPEG, key: int = 0
    ) -> Attached:
        """Attaches what is usual for the step, or what is named."""
        usual_kind, usual_name = USUAL.get(step, ("", ""))
        paper = Paper(step, kind or usual_kind, name or usual_name, io.BytesIO(data))
        return attach(self.engine, self.files, person, key or self.key, paper)

    def take(self, person: Person, step: Step, on: datetime.date, key: int = 0) -> Closing:
        """Takes a step."""
        return steps.take(self.engine, person, key or self.key, step, on, files=self.files)

    def come_to(self, step: Step, key: int = 0) -> None:
        """Takes all steps up to this one and this one, each on the day of November that is its place, with evidence."""
        for place, one in enumerate(Step, 1):
            if one in USUAL:
                self.attach(self.lead, one, key=key)
            self.take(self.lead, one, day(place), key)
            if one is step:
                return

    def rows(self) -> tuple[int, int]:
        """How many rows of steps and of evidence there are."""
        with self.engine.connect() as connection:
            found = [
                connection.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in (closing_steps, evidence)
            ]
        return found[0], found[1]
