"""Two Dask workers against one, on 100,000 comments of about 60 characters from CSV to tagged Parquet and the store.

The clusters are started and the models loaded before the clock: that takes its seconds once, whatever comes after. The
store is PostgreSQL, which the workers of several machines share, where it is installed. Every row of what each engine
made is compared with what this process made alone.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from benchmarks.made_comments import different
from benchmarks.review_data import database
from corpus import schema
from corpus.database import open_database
from corpus.storage.place import Place
from corpus.workspace import Workspace
from flows.bulk.job import TableJob, tag_table
from flows.engines.choice import engine_of
from flows.engines.loop import on
from flows.steps import Engine

_COMMENTS, _LENGTH = 100_000, 60
_SEED = 83
_ROUNDS = 3
_FLOOR = 1.7
_SETTINGS = ("here", "dask:1", "dask:2")


class _Found(NamedTuple):
    """What a run took (``own``: of it on this process's processors, scheduler and all), and the hashes of its rows."""

    seconds: float
    own: float
    rows: tuple[str, ...]


def main() -> None:
    """Prints the table. Ends with 1 where a row differs, or two workers are not fast enough."""
    from corpus.comments import shipped  # noqa: PLC0415

    texts = different([one.text for one in shipped()], _COMMENTS, random.Random(_SEED), _LENGTH)
    kind = "postgresql" if any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) else "sqlite"
    load = os.getloadavg()[0]
    best: dict[str, _Found] = {}
    starts: dict[str, float] = {}
    seen: set[tuple[str, ...]] = set()
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "comments.csv"
        with source.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("text",), *((text,) for text in texts)])
        for _ in range(_ROUNDS):
            for setting in _SETTINGS:
                start = time.perf_counter()
                with engine_of(setting) as engine:
                    _make_ready(engine)
                    starts[setting] = time.perf_counter() - start
                    found = _tagged(engine, source, kind)
                seen.add(found.rows)
                best[setting] = min(best.get(setting, found), found)
    length = sum(map(len, texts)) / len(texts)
    print(f"dask: {_COMMENTS:,} comments of {length:.0f} characters, {kind}, best of {_ROUNDS}, load before {load:.1f}")
    print("| engine | start, s | seconds | comments a second | this process's share |\n|---|---|---|---|---|")
    for setting, run in best.items():
        speed, share = _COMMENTS / run.seconds, run.own / run.seconds
        print(f"| {setting} | {starts[setting]:.1f} | {run.seconds:.1f} | {speed:,.0f} | {share:.0%} |")
    ratio = best["dask:1"].seconds / best["dask:2"].seconds
    print(f"dask: two workers are {ratio:.2f} times as fast as one (floor {_FLOOR})")
    print(f"dask: rows of table and store {'differ' if len(seen) > 1 else 'are identical in every run'}")
    if len(seen) > 1 or ratio < _FLOOR:
        raise SystemExit(1)


def load_models() -> None:
    """In a worker: what the first part would else wait for."""
    import psycopg  # noqa: F401, PLC0415
    import pyarrow.parquet  # noqa: F401, PLC0415

    import flows.bulk.columns  # noqa: PLC0415
    import flows.bulk.tagging_step  # noqa: F401, PLC0415
    from flows.models import shipped_tagger  # noqa: PLC0415

    shipped_tagger(meaning=False).tag(["东门路灯不亮，请修好。"], [""], 0.8)


def _make_ready(engine: Engine) -> None:
    load_models()
    if engine.name.startswith("dask"):
        from flows.engines.dask_cluster import Dask  # noqa: PLC0415

        assert isinstance(engine, Dask)
        engine.everywhere(load_models)


def _tagged(engine: Engine, source: Path, kind: str) -> _Found:
    """One job on a new workspace and a new database."""
    workspace, out = source.with_name("workspace"), source.with_name("tagged.parquet")
    for old in (workspace, out):
        shutil.rmtree(old, ignore_errors=True)
    with database(kind) as url:
        open_database(url).dispose()
        job = TableJob(source, Place.of(str(out)), meaning=False, workspace=Workspace.open(workspace, url))
        start, own = time.perf_counter(), time.process_time()
        done = tag_table(job, on(engine), runs_on=engine.name)
        seconds, own = time.perf_counter() - start, time.process_time() - own
        if done.rows != _COMMENTS:
            raise SystemExit(f"dask: {done.rows} rows came out of {_COMMENTS}")
        return _Found(seconds, own, (_hash_of_table(out), *_hashes_of_store(url)))


def _hash_of_table(out: Path) -> str:
    from pyarrow import dataset  # noqa: PLC0415

    found = hashlib.sha256()
    for part in sorted(out.glob("part-*.parquet")):
        for batch in dataset.dataset(part).to_batches():
            for row in batch.to_pylist():
                found.update(repr(row).encode())
    return found.hexdigest()


def _hashes_of_store(url: str) -> Iterator[str]:
    store = open_database(url)
    keys = {schema.comments: ["key"], schema.suggestions: ["text_key", "model_version"]}
    with store.connect() as connection:
        for table, order in keys.items():
            found = hashlib.sha256()
            for row in connection.execute(sa.select(table).order_by(*(table.c[name] for name in order))):
                found.update(repr(tuple(row)).encode())
            yield found.hexdigest()
    store.dispose()


if __name__ == "__main__":
    main()
