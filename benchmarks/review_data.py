"""A batch for the load run of the review: invented comments with proposals as the model makes them, and a database."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from benchmarks.made_comments import different
from corpus.comments import shipped
from corpus.records import Candidate, Source, Task, Territory
from corpus.taxonomy import CONSTRUCTIVE, DISPOSITIONS, OTHER, Domain, departments, domains
from review.publishing import publish

BATCH = "负载测试批次"
_SEED = 6
_GROUPED = 0.08
_APART = 40
"""Of the comments so many are near-duplicates of another one; one of so many begins a group: some three have one."""
_PLACES = tuple(
    f"{name}镇" for name in ["石桥", "桥头", "柳河", "白沙", "黄坡", "清泉", "龙湾", "北塘", "东岭", "西渡"]
)
_YEARS = (2022, 2023, 2024, 2025)


def tasks(count: int) -> list[Task]:
    """So many comments, each with three departments, scores from unsure to sure, and places and groups in some."""
    chance = random.Random(_SEED)
    texts = different([comment.text for comment in shipped()], count, chance)
    known = [domain for domain in domains().values() if domain.petition_class]
    names = {function: one.name for function, one in departments().items()}
    return [_task(place, text, known, names, chance) for place, text in enumerate(texts, 1)]


def _task(place: int, text: str, known: Sequence[Domain], names: Mapping[str, str], chance: random.Random) -> Task:
    domain = chance.choice(known)
    first = domain.functions[0]
    functions = [first, *chance.sample([f for f in names if f != first], 2)]
    score = chance.betavariate(3, 1)
    scores = (score, (1 - score) * 0.6, (1 - score) * 0.4)
    unsure = score < 0.8
    place_name = chance.choice(_PLACES) if chance.random() < 0.2 else None
    return Task(
        origin="群众意见建议",
        text=text,
        source=Source("意见.xlsx", "a" * 64, sheet="Sheet1", table=1, row=place),
        number=f"2025-{place:06d}",
        domain=domain.key,
        kind=chance.choice((CONSTRUCTIVE, OTHER)),
        disposition=chance.choice(DISPOSITIONS),
        candidates=tuple(
            Candidate(names[f], f, round(s, 4), "、".join(text[n : n + 2] for n in (0, 5, 9)))
            for f, s in zip(functions, scores, strict=True)
        ),
        group=f"g{chance.randrange(max(1, place // _APART))}" if chance.random() < _GROUPED else None,
        needs_review=unsure,
        key=sha256(f"{place}\n{text}".encode()).hexdigest(),
        year=chance.choice(_YEARS),
        supporting=tuple(names[f] for f in domain.functions[1:3]),
        territory=(Territory(place_name, f"{place_name}人民政府"),) if place_name else (),
        domain_score=round(chance.betavariate(4, 1), 4),
        kind_score=0.8,
        model_version="m" * 64,
    )


def filled(engine: sa.Engine, made: Sequence[Task]) -> float:
    """Publishes the tasks as a run does; the seconds it took."""
    start = time.perf_counter()
    publish(engine, BATCH, made, (), "m" * 64)
    return time.perf_counter() - start


def megabytes(engine: sa.Engine) -> float:
    """How large the database is."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            return float(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one() / 1e6)
        return float(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one() / 1e6)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server as an office runs it: Debian's, with its own settings, every commit on the disk."""
    [*_, programs] = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    data = folder / "cluster"
    data.mkdir()
    subprocess.run(["chown", "postgres:postgres", data], check=True)
    folder.chmod(0o755)
    as_user = ["runuser", "-u", "postgres", "--"]

    def run(program: str, *arguments: str | Path) -> None:
        command = [*as_user, programs / program, "-D", data / "data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=data)

    run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8")
    run("pg_ctl", "-w", "-l", data / "log", "-o", f"-k {data} -c listen_addresses=''", "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={data}"
    finally:
        run("pg_ctl", "-m", "fast", "stop")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of an empty database of this kind, in a folder of its own that goes away."""
    with tempfile.TemporaryDirectory() as name:
        if kind == "sqlite":
            yield f"sqlite:///{Path(name) / 'minyi.db'}"
        else:
            with postgres(Path(name)) as url:
                yield url
