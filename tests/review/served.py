"""An office whose page is served: accounts of every role, two batches, and what each department must not see."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import empty_database
import pytest
import sqlalchemy as sa
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from made_items import filled

from corpus.database import open_database
from corpus.evidence_files import EvidenceFiles
from corpus.records import Candidate, Source, Task
from corpus.review_schema import batches, items
from corpus.storage.originals import Originals
from corpus.storage.place import Place
from review import passwords, people
from review.access import Person, Role
from review.publishing import publish
from review.web.app import create_app
from review.web.settings import Settings

PASSWORD = "先修好河堤再去修桥吧"
WATER, SCHOOLS = "市水利局", "市教育局"
ACCOUNTS = {
    "reader": ("周兰", Role.READER, None),
    "reviewer": ("张敏", Role.REVIEWER, None),
    "second": ("李强", Role.REVIEWER, None),
    "lead": ("王芳", Role.LEAD, None),
    "admin": ("赵刚", Role.ADMIN, None),
    "water": ("水利局联络员", Role.DEPARTMENT, WATER),
}
SECRET = "育才小学食堂"
"""Words of every comment that is no matter of the water department."""


def task(number: int, text: str, given: str | None, *candidates: str, group: str | None = None) -> Task:
    """A comment whose lead the notice names, or for which the model proposes some."""
    return Task(
        origin="群众意见建议",
        text=text,
        source=Source("来文.docx", "0" * 64, table=1, row=number),
        number=f"{number:04d}",
        domain="水利与饮水" if given == WATER else None,
        kind="建设性",
        given_lead=given,
        candidates=tuple(Candidate(name, "水利", 0.9, "河堤") for name in candidates),
        key=f"n{number}",
        group=group,
        model_version="m1" if candidates else None,
    )


TASKS = (
    task(1, "东河河堤塌了一段，请尽快修好", WATER),
    task(2, "南河水闸漏水多年，建议更换", WATER),
    task(3, f"{SECRET}的饭菜是凉的", SCHOOLS),
    task(4, f"{SECRET}收费没有公示", None, SCHOOLS, WATER),
    task(5, f"{SECRET}门口没有红绿灯", None, SCHOOLS, group="g1"),
    task(6, f"{SECRET}门口没有红绿灯！", None, SCHOOLS, group="g1"),
)
FOREIGN_BATCH = (task(7, f"{SECRET}操场积水", SCHOOLS),)


@dataclass(frozen=True)
class Office:
    """``batch`` has an item of the water department (``own``) and one of the schools' (``foreign``); in the batch
    ``foreign_batch`` there are the schools' alone."""

    engine: sa.Engine
    app: FastAPI
    batch: int
    foreign_batch: int
    own: int
    foreign: int
    ids: dict[str, int]
    people: dict[str, Person]
    portal: BlockingPortal

    def client(self, login: str | None = None, **more: Any) -> TestClient:
        """A browser, logged in if a login is given, with the token that it sends along.

        All of them ask in one event loop, as of a server; a client left alone starts one for each question.
        """
        settings = {"base_url": "http://localhost", "raise_server_exceptions": False, "follow_redirects": False} | more
        client = TestClient(self.app, **settings)
        client.portal = self.portal
        if login is not None:
            answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return client


@contextmanager
def _cheap_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def _fill(engine: sa.Engine) -> None:
    """The accounts and both batches."""
    for login, (name, role, unit) in ACCOUNTS.items():
        people.add(engine, login, name, role, PASSWORD, unit)
    publish(engine, "三月来文", TASKS, (), "m1")
    publish(engine, "四月来文", FOREIGN_BATCH, (), "m1")


@cache
def _filled_file() -> bytes:
    """A file of SQLite's with them, of which an office has a copy: most tests have an office of their own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "minyi.db"
        file.write_bytes(empty_database.content())
        engine = open_database(f"sqlite:///{file}")
        _fill(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return file.read_bytes()


@contextmanager
def office(url: str, originals: Path | Originals | None = None, **settings: Any) -> Iterator[Office]:
    """The office over an empty database. Hashes cost nothing here: what passwords are worth is tested elsewhere."""
    with _cheap_hashes():
        if url.startswith("sqlite:///") and not (file := Path(url.removeprefix("sqlite:///"))).exists():
            file.write_bytes(_filled_file())
            engine = open_database(url)
        else:
            engine = open_database(url)
            _fill(engine)
        accounts = {account.person.login: account.person for account in people.everybody(engine)}
        with engine.connect() as connection:
            numbers = {row.name: row.id for row in connection.execute(sa.select(batches.c.name, batches.c.id))}
            ids = {row.key: row.id for row in connection.execute(sa.select(items.c.key, items.c.id))}
        beside = (originals.cache if isinstance(originals, Originals) else originals) if originals else None
        attached = EvidenceFiles(beside.parent / "佐证") if beside else None
        kept = Originals(Place.of(str(originals)), originals) if isinstance(originals, Path) else originals
        app = create_app(engine, Settings(originals=kept, evidence=attached, **settings))
        batch, foreign_batch = numbers["三月来文"], numbers["四月来文"]
        with start_blocking_portal() as portal:
            yield Office(engine, app, batch, foreign_batch, ids["n1"], ids["n3"], ids, accounts, portal)
        engine.dispose()


def batch_with(here: Office, made: Sequence[Task]) -> tuple[int, list[int]]:
    """Another batch with these tasks, and the numbers of its items in their order."""
    batch = filled(here.engine, made)
    with here.engine.connect() as connection:
        wanted = sa.select(items.c.id).where(items.c.batch_id == batch).order_by(items.c.position)
        return batch, [*connection.scalars(wanted)]


def text_of(html: str) -> str:
    """The words of a page, with one space where there are several."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
