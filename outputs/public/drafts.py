"""The public version of a batch: the papers that an office publishes, without what citizens told of themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby

from outputs.batch import Batch
from outputs.cycle.tables import TABLES
from outputs.file_names import file_names
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.papers.batch_figures import BatchFigures, batch_figures
from outputs.papers.public_statement import public_statement
from outputs.public.finding import Rulings
from outputs.public.listing import listing
from outputs.public.public_drafts import FOLDER, LIST, PublicDrafts
from outputs.public.removing import Place, cleaner, findings, unconfirmed, without
from outputs.public.version import public_sheets, publishable
from outputs.table_files import is_for_word, table_files
from outputs.word.paper import document
from outputs.workbook import workbook

STATEMENT = "公示稿.docx"
_BESIDE = "（本表行数较多，另附电子表格。）"
_FILE_NAME, _NAMELESS = "文件名", "单位"


def public_drafts(batch: Batch, frame: Frame, rulings: Rulings) -> PublicDrafts:
    """The list of removals while one waits; once a person has spoken of each, the papers of the public version.

    They have only tasks whose unit a person or a document has named, and the columns that an office makes public. The
    statement (公示稿) brings the tables of the whole batch as its annexes.
    """
    sheets, figures = dict(_sheets(batch, frame)), batch_figures(batch, frame)
    found = findings(sheets.values(), _beside_the_tables(figures, sheets))
    waiting = unconfirmed(found, rulings)
    if waiting:
        return PublicDrafts(
            {LIST: workbook(listing(found, rulings, frame), batch.made_on)}, found=found, unconfirmed=waiting
        )
    files: dict[str, bytes] = {}
    clean = cleaner(rulings)
    names = _names(sheets, clean)
    cleaned = {names[path]: without(sheet, rulings) for path, sheet in sheets.items()}
    for path, sheet in cleaned.items():
        files |= table_files(f"{FOLDER}/{path}", sheet, sheet, batch.made_on)
    annexes = [_annex(sheet) for path, sheet in cleaned.items() if "/" not in path and sheet.tables]
    files[f"{FOLDER}/{STATEMENT}"] = document(
        public_statement(batch, frame, annexes, _cleaned(figures, clean)), batch.made_on
    )
    too_long = tuple(f"{FOLDER}/{path}" for path, sheet in cleaned.items() if not is_for_word(sheet))
    return PublicDrafts(files, too_long, found)


def _annex(sheet: Sheet) -> Sheet:
    """The table as an annex of the statement; one that is too long for Word is a workbook beside it."""
    if is_for_word(sheet):
        return sheet
    return replace(sheet, form=replace(sheet.form, empty=_BESIDE), tables=())


def _beside_the_tables(figures: BatchFigures, paths: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """What documents and units put into the statement and into names of files."""
    yield figures.cited, Place("", STATEMENT, names_stay=False)
    for text in (figures.kinds, figures.domains, *figures.public_units):
        yield text, Place("", STATEMENT, names_stay=True)
    for path in paths:
        yield path.rpartition("/")[2], Place("", _FILE_NAME, names_stay=True)


def _cleaned(figures: BatchFigures, clean: Callable[[str, bool], str]) -> BatchFigures:
    return replace(
        figures,
        cited=clean(figures.cited, False),
        kinds=clean(figures.kinds, True),
        domains=clean(figures.domains, True),
        public_units=tuple(clean(unit, True) for unit in figures.public_units),
    )


def _names(paths: Iterable[str], clean: Callable[[str, bool], str]) -> Mapping[str, str]:
    """The paths without what goes; what a person put in its place makes no folder, and no two files one."""
    known: dict[str, str] = {}
    for folder, group in groupby(sorted(paths), lambda path: path.rpartition("/")[0]):
        own = list(group)
        names = file_names(((clean(path.rpartition("/")[2], True), "") for path in own), _NAMELESS)
        known |= {path: f"{folder}/{name}" if folder else name for path, name in zip(own, names, strict=True)}
    return known


def _sheets(batch: Batch, frame: Frame) -> Iterator[tuple[str, Sheet]]:
    public = (maker for key, maker in TABLES.items() if frame.forms.form(key).public)
    yield from public_sheets(chain.from_iterable(maker(publishable(batch.tasks), frame) for maker in public))
