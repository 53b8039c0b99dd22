"""The papers of a batch: seconds, memory and size of every form for 1,000 and 10,000 tasks, and of the public version.

``python -m benchmarks papers``. The comments are put together from sentences of the shipped ones; 60 departments and 12
counties are named, and two comments in three came back with what a unit filled in. Each figure is of a process of its
own; seconds of the processor are the steadier ones where others use the machine, too.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from benchmarks.made_comments import different
from corpus.comments import shipped
from corpus.records import Candidate, Filing, Source, Task
from outputs.batch import Batch

if TYPE_CHECKING:
    from outputs.public.finding import Rulings
    from outputs.public.public_drafts import PublicDrafts

_COUNTS = 1_000, 10_000
_MADE_ON = date(2026, 3, 2)
_DEPARTMENTS = tuple(f"澜江市第{n}管理局" for n in range(1, 61))
_PLACES = "青山", "白石", "东河", "西岭", "南浦", "北塘", "长桥", "平沙", "高坪", "大湾", "新田", "古渡"
_COUNTIES = tuple(f"{place}县人民政府" for place in _PLACES)
_PEOPLE = "王小河", "李小溪", "张小江", "陈小湖"


class _Part(TypedDict):
    form: str
    files: int
    seconds: float
    processor: float
    megabytes: float


class _Measured(TypedDict):
    parts: list[_Part]
    memory: float


def main() -> None:
    """Prints a table of the forms for the larger count, and a line a count."""
    forms = _asked("parts", _COUNTS[-1])
    print(f"forms of {_COUNTS[-1]:,} tasks: files, seconds (of the processor), MB")
    for part in forms["parts"]:
        print(f"  {_told(part)}")
    for count in _COUNTS:
        for what in ("drafts", "public", "both"):
            measured = _asked(what, count)
            [whole] = measured["parts"]
            print(f"{count:,} tasks, {_told(whole)}, peak of memory {measured['memory']:.0f} MB")


def _told(part: _Part) -> str:
    seconds = f"{part['seconds']:.1f} s ({part['processor']:.1f} s)"
    return f"{part['form']}: {part['files']} files, {seconds}, {part['megabytes']:.1f} MB"


def _asked(what: str, count: int) -> _Measured:
    command = [sys.executable, "-m", "benchmarks.papers", what, str(count)]
    found: _Measured = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def _batch(count: int) -> Batch:
    tasks = tuple(_tasks(count))
    return Batch((), tasks, (), None, {}, _MADE_ON, comments_in=count, merged_groups=0)


def _tasks(count: int) -> Iterator[Task]:
    """Every tenth one a deduction, every third comment without a unit, every second one of 其他."""
    chance = random.Random(count)
    for at, text in enumerate(different([comment.text for comment in shipped()], count, chance), 1):
        place = Source("来文/意见建议.xlsx", "a" * 64, sheet="意见建议", row=at + 1)
        lead, county, person = chance.choice(_DEPARTMENTS), chance.choice(_COUNTIES), chance.choice(_PEOPLE)
        task = Task(
            "群众意见建议", text, place, f"12025007{at:07d}", "城市管理", "建设性" if at % 2 else "其他", key=str(at)
        )
        if at % 10 == 0:
            lost = replace(task, origin="指标扣分", number=None, indicator=f"指标{at}", reason=text, points="0.5")
            yield replace(lost, given_lead=lead, given_responsible=county)
        elif at % 3 == 0:
            yield replace(task, candidates=(Candidate(lead, "城管", 0.9, "路灯"),), needs_review=at % 2 > 0)
        else:
            filing = Filing(standard="验收单", explanation=text if at % 2 == 0 else None, evidence="照片3张")
            yield replace(
                task,
                given_lead=lead,
                given_responsible=county,
                given_person=person,
                deadline="2026年11月20日前",
                due=date(2026, 11, 20),
                goal=f"11月底前办结{at}处。",
                measures="1.排查。\n2.整改。\n3.回访。",
                filing=filing,
            )


def _measured(what: str, count: int) -> _Measured:
    batch = _batch(count)
    made = {"drafts": _drafts, "parts": _parts, "public": _public, "both": _both}[what](batch)
    return {"parts": made, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _drafts(batch: Batch) -> list[_Part]:
    from outputs.drafts import drafts  # noqa: PLC0415  (what is loaded counts for its own process alone)

    return [_part("all drafts", lambda: drafts(batch))]


def _public(batch: Batch) -> list[_Part]:
    return [_part("public version", partial(_published, batch, _confirmed(batch)))]


def _both(batch: Batch) -> list[_Part]:
    """As a run makes them, one after the other."""
    from outputs.drafts import drafts  # noqa: PLC0415

    confirmed = _confirmed(batch)
    return [_part("all drafts and the public version", lambda: {**_published(batch, confirmed), **drafts(batch)})]


def _confirmed(batch: Batch) -> Rulings:
    """Every removal, as a person who agrees to all of them confirms it."""
    from outputs.public.finding import Finding, Ruling  # noqa: PLC0415

    def confirmed(one: Finding) -> Ruling:
        return Ruling(one.text_key, one.start, one.end, one.kind, removed=True, replacement=one.replacement)

    return {one.place: confirmed(one) for one in _made_public(batch, {}).found or ()}


def _published(batch: Batch, rulings: Rulings) -> Mapping[str, bytes]:
    return _made_public(batch, rulings).files


def _made_public(batch: Batch, rulings: Rulings) -> PublicDrafts:
    from outputs.assignment import in_order  # noqa: PLC0415
    from outputs.cells import groups  # noqa: PLC0415
    from outputs.frame import Frame  # noqa: PLC0415
    from outputs.public.drafts import public_drafts  # noqa: PLC0415

    batch = replace(batch, tasks=in_order(batch.tasks))
    return public_drafts(batch, Frame(batch.made_on, similar=groups(batch.tasks)), rulings)


def _parts(batch: Batch) -> list[_Part]:
    """Each table form as ``outputs.drafts`` makes it."""
    from outputs.assignment import in_order  # noqa: PLC0415
    from outputs.cells import groups  # noqa: PLC0415
    from outputs.cycle.tables import TABLES, Maker  # noqa: PLC0415
    from outputs.frame import Frame  # noqa: PLC0415
    from outputs.word.paper import document, sheet_paper  # noqa: PLC0415
    from outputs.workbook import workbook  # noqa: PLC0415

    tasks = in_order(batch.tasks)
    frame = Frame(batch.made_on, similar=groups(tasks))

    def files(maker: Maker) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        for path, pair in maker(tasks, frame):
            made[f"{path}.docx"] = document(sheet_paper(pair.paper), batch.made_on)
            made[f"{path}.xlsx"] = workbook(pair.screen, batch.made_on)
        return made

    title = {key: f"{frame.forms.form(key).title} ({key})" for key in TABLES}
    return [_part(title[key], partial(files, maker)) for key, maker in TABLES.items()]


def _part(form: str, make: Callable[[], Mapping[str, bytes]]) -> _Part:
    start, busy = time.perf_counter(), time.process_time()
    files = make()
    seconds, processor = time.perf_counter() - start, time.process_time() - busy
    megabytes = sum(map(len, files.values())) / 1e6
    return {"form": form, "files": len(files), "seconds": seconds, "processor": processor, "megabytes": megabytes}


if __name__ == "__main__":
    json.dump(_measured(sys.argv[1], int(sys.argv[2])), sys.stdout)
