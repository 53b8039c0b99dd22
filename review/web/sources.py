"""The notice or the row that an item came from, and the file itself as it arrived."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from outputs.cells import shown_name
from review import items
from review.access import Person
from review.origins import origin_of
from review.refusals import NotAllowedError, NotFoundError
from review.web.context import Asking, Engine, Given
from review.web.pages import fragment

router = APIRouter(include_in_schema=False)

_SHA256 = re.compile("[0-9a-f]{64}")


@router.get("/items/{key}/source")
def show(request: Request, engine: Engine, person: Asking, settings: Given, key: int) -> Response:
    """The row with those beside it, and links to the files."""
    _office_only(person)
    item = items.item(engine, person, key)
    there = settings.originals is not None
    return fragment(request, "source.html", item=item, origin=origin_of(engine, item.task), originals=there)


@router.get("/items/{key}/original")
def original(engine: Engine, person: Asking, settings: Given, key: int, place: int = 0) -> Response:
    """The file, to be kept and not shown: its content is not ours. ``place`` counts where the item arrived."""
    _office_only(person)
    task = items.item(engine, person, key).task
    sources = (task.source, *task.other_sources, *task.filled_from)
    if not 0 <= place < len(sources) or settings.originals is None:
        raise NotFoundError("original-missing")
    sha256 = sources[place].sha256
    file = settings.originals.found(sha256) if _SHA256.fullmatch(sha256) else None
    if file is None:
        raise NotFoundError("original-missing")
    name = shown_name(sources[place].file).rpartition("/")[2]
    return FileResponse(file, media_type="application/octet-stream", filename=name)


def _office_only(person: Person) -> None:
    """A file has the rows of all units."""
    if not person.sees_all:
        raise NotAllowedError("source-office-only")
