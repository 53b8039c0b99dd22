"""An office that is saved and comes back: files, a batch, who decided what, evidence, a model of its own."""

from __future__ import annotations

import datetime
import hashlib
import io
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from click.testing import CliRunner, Result

from corpus.closing_rules import rules
from corpus.database import open_database
from corpus.records import Candidate, Source, Step, Task, Verdict
from corpus.review_schema import decisions, items, people
from corpus.store import Store
from corpus.workspace import Workspace
from flows.backup.making import BackedUp, back_up
from flows.cli import LazyGroup
from review.access import Person, Role
from review.closing.evidence import Paper, attach
from review.filters import Filter
from review.items import item, page
from review.ledger import Reviewing
from review.publishing import publish

ROADS = Verdict("市交通运输局", ("市公安局",), "交通运输", "建设性", "立行立改")
PHOTO = b"\xff\xd8\xff" + b"after" * 300
FORMS = {"目录.xlsx": b"PK directory", "表式.xlsx": b"PK forms", "模板/通知.docx": b"PK notice" * 60}
MODEL = {"模型/fast.npz": b"model" * 1_000, "模型/versions/m0/fast.npz": b"older"}
OUTPUTS = {"outputs/清单.xlsx": b"PK list", "outputs/.minyi-outputs.json": b"{}", "日志/2026-11-25.jsonl": b"{}\n"}


@dataclass(frozen=True)
class Office:
    """A workspace and its database."""

    folder: Path
    url: str

    @property
    def place(self) -> Workspace:
        return Workspace.open(self.folder, self.url)

    @contextmanager
    def opened(self) -> Iterator[sa.Engine]:
        engine = open_database(self.url)
        try:
            yield engine
        finally:
            engine.dispose()

    def saved(self, target: Path, **how: Any) -> BackedUp:
        return back_up(self.place, target, **how)

    def arrives(self, data: bytes, name: str = "来文.docx") -> str:
        """A file is taken in as a run does it: its bytes, then its row. Its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.place.kept.keep(sha256, data)
        store = Store(self.url)
        store.keep_original(sha256, len(data), name)
        store.close()
        return sha256

    def ledger(self) -> list[tuple[Any, ...]]:
        """Every entry: which item, the number of the entry, what was decided."""
        columns = (decisions.c.id, decisions.c.item_id, decisions.c.seq, decisions.c.after, decisions.c.state)
        with self.opened() as engine, engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(decisions.c.id))]

    def found(self, words: str) -> list[str | None]:
        """The numbers of the comments that a query finds."""
        with self.opened() as engine:
            lines = page(engine, somebody(engine), 1, Filter(state="all", q=words)).lines
        return sorted(line.number or "" for line in lines)

    def files(self) -> Mapping[str, bytes]:
        """All that lies in the folder, but the database and locks."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        kept = (path for path in paths if not path.name.startswith("minyi.db") and path.suffix != ".lock")
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in kept}


def comment(place: int, text: str) -> Task:
    """A comment as a run publishes it."""
    return Task(
        origin="群众意见建议",
        text=text,
        source=Source("意见.xlsx", "a" * 64, sheet="Sheet1", table=1, row=place),
        number=f"B-{place:03d}",
        domain="交通运输",
        kind="建设性",
        disposition="分步整改",
        candidates=(Candidate("市交通运输局", "交通", 0.7, "桥"),),
        needs_review=True,
        key=f"b{place}",
        domain_score=0.9,
        kind_score=0.8,
        model_version="m1",
    )


COMMENTS = ("柳树湾的小桥栏杆断了。", "早市占道，公交车过不去。", "北关广场的路灯整夜不亮。")


def somebody(engine: sa.Engine) -> Person:
    """An account of its own for a lead."""
    with engine.begin() as connection:
        login = f"lead{connection.scalar(sa.select(sa.func.count()).select_from(people))}"
        values = {"login": login, "name": "孙立", "role": Role.LEAD.value, "password": "-", "active": True}
        made = connection.execute(sa.insert(people).values(**values, created=datetime.datetime.now(datetime.UTC)))
        [number] = made.inserted_primary_key or (0,)
    return Person(number, login, "孙立", Role.LEAD, None)


def keys(engine: sa.Engine) -> list[int]:
    """The numbers of the items, in the order of their places."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(items.c.id).order_by(items.c.position)))


def decides(engine: sa.Engine, who: Person, key: int, lead: str = ROADS.lead or "") -> None:
    """Gives an item to a unit, as it stands now."""
    seq = item(engine, who, key).seq
    Reviewing(engine, who).decide(
        key, seq, Verdict(lead, ROADS.supporting, ROADS.domain, ROADS.kind, ROADS.disposition)
    )


def made_office(folder: Path, url: str) -> Office:
    """Three comments, one of them decided twice and with a photograph, two originals, forms, a model, drafts."""
    folder.mkdir(exist_ok=True)
    office = Office(folder, url)
    office.arrives(b"PK notice of the third quarter" * 40)
    office.arrives("编号,意见\n".encode(), "意见.csv")
    with office.opened() as engine:
        publish(engine, "三季度", [comment(n, text) for n, text in enumerate(COMMENTS, 1)], (), "m1")
        who, [first, *_] = somebody(engine), keys(engine)
        decides(engine, who, first)
        decides(engine, who, first, "市住房和城乡建设局")
        paper = Paper(Step.RECTIFY, rules()[Step.RECTIFY].wants[0][0], "桥.jpg", io.BytesIO(PHOTO))
        attach(engine, office.place.evidence, who, first, paper)
    for name, data in (FORMS | MODEL | OUTPUTS).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return office


def minyi(*arguments: str | Path) -> Result:
    """What the command line says."""
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def names(folder: Path) -> list[str]:
    """What lies in the folder."""
    return sorted(path.name for path in folder.iterdir())


STOPS = """
import sys, time
from pathlib import Path
from corpus.workspace import Workspace
import flows.backup.{module} as module

def waits(*_):
    print("here", flush=True)
    time.sleep(60)

module._take_its_place = waits
{call}
"""


def killed_at_the_end(module: str, call: str) -> None:
    """Another process does it, and is killed with -9 when all is written and nothing has its name."""
    program = STOPS.format(module=module, call=call)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)
