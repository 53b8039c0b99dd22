"""The public version of a batch: the papers that an office publishes, without what citizens told of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from outputs.batch import Batch
from outputs.cycle.tables import TABLES
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.papers.public_statement import public_statement
from outputs.public.listing import listing
from outputs.public.public_drafts import LIST, PublicDrafts
from outputs.public.removing import Rulings, findings, unconfirmed, without
from outputs.public.version import public_sheets, publishable
from outputs.word.paper import document, sheet_paper
from outputs.workbook import workbook

FOLDER = "公开版"
STATEMENT = "公示稿.docx"


def public_drafts(batch: Batch, frame: Frame, rulings: Rulings) -> PublicDrafts:
    """The list of removals while one waits; once a person has spoken of each, the papers of the public version.

    They have only tasks whose unit a person or a document has named, and the columns that an office makes public. The
    statement (公示稿) brings the tables of the whole batch as its annexes.
    """
    sheets = dict(_sheets(batch, frame))
    found = findings(sheets.values())
    waiting = unconfirmed(found, rulings)
    if waiting:
        return PublicDrafts({LIST: workbook(listing(found, rulings, frame), batch.made_on)}, found, waiting)
    files: dict[str, bytes] = {}
    cleaned = {path: without(sheet, rulings) for path, sheet in sheets.items()}
    for path, sheet in cleaned.items():
        files[f"{FOLDER}/{path}.docx"] = document(sheet_paper(sheet), batch.made_on)
        files[f"{FOLDER}/{path}.xlsx"] = workbook(sheet, batch.made_on)
    annexes = [sheet for path, sheet in cleaned.items() if "/" not in path and sheet.tables]
    files[f"{FOLDER}/{STATEMENT}"] = document(public_statement(batch, frame, annexes), batch.made_on)
    return PublicDrafts(files, found)


def _sheets(batch: Batch, frame: Frame) -> Iterator[tuple[str, Sheet]]:
    public = (maker for key, maker in TABLES.items() if frame.forms.form(key).public)
    yield from public_sheets(chain.from_iterable(maker(publishable(batch.tasks), frame) for maker in public))
