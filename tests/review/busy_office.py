"""An office with a batch of a hundred and twenty invented comments, as reviewers have it before them in a browser."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from fastapi import FastAPI
from served import PASSWORD

from corpus.database import open_database
from corpus.records import (
    Candidate,
    Deadline,
    DeadlineKind,
    Decision,
    Extraction,
    Matter,
    Source,
    Status,
    Table,
    TableKind,
    Task,
    Territory,
)
from corpus.review_schema import batches, items
from corpus.store import Store
from review import passwords, people
from review.access import Person, Role
from review.history import ledger
from review.publishing import publish
from review.web.app import create_app
from review.web.settings import Settings

BATCH = "三月群众意见"
COMMENTS = 120
SCHOOLS, ROADS, WATER, TIDY, POLICE, HEALTH = "教育局", "交通运输局", "水利局", "城市管理执法局", "公安局", "卫生健康局"
ACCOUNTS = {
    "zhang": ("张敏", Role.REVIEWER, None),
    "li": ("李强", Role.REVIEWER, None),
    "lead": ("王芳", Role.LEAD, None),
    "admin": ("赵刚", Role.ADMIN, None),
    "reader": ("周兰", Role.READER, None),
    "water": ("水利局联络员", Role.DEPARTMENT, WATER),
}
GROUPS = {"积水": 3, "噪声": 4, "校车": 3}
"""Near-duplicates: how many comments each group has; they are the first ones of the batch."""
_FILE = "a" * 64
_TOPICS = (
    ("第{n}小学门口放学时十分拥堵，请安排人员疏导", "教育", SCHOOLS, POLICE, ROADS, "小学"),
    ("{n}路公交车班次太少，早上要等四十分钟", "交通运输", ROADS, TIDY, POLICE, "公交车"),
    ("东河第{n}段河堤塌了一角，汛期前请修好", "水利与饮水", WATER, ROADS, TIDY, "河堤"),
    ("解放路{n}号门前垃圾三天没有人清运", "城市管理与市容", TIDY, HEALTH, WATER, "垃圾"),
    ("{n}号楼下半夜有人飙车，吵得无法休息", "交通秩序与社会治安", POLICE, TIDY, ROADS, "飙车"),
    ("社区卫生院{n}诊室预约不上，老人看病要排一上午", "卫生健康", HEALTH, SCHOOLS, TIDY, "卫生院"),
)


def comment(place: int) -> Task:
    """The comment at a place of the batch (from 1), for which three departments are proposed."""
    text, domain, first, second, third, cue = _TOPICS[place % len(_TOPICS)]
    score = 0.35 + (place * 37 % 60) / 100
    return Task(
        origin="群众意见建议",
        text=text.format(n=place) + "。",
        source=Source("三月群众意见.xlsx", _FILE, sheet="意见", table=1, row=place + 1),
        number=f"2026030{place:04d}",
        domain=domain,
        kind="建设性",
        disposition="立行立改",
        candidates=(
            Candidate(first, domain[:2], score, cue),
            Candidate(second, "", round((1 - score) * 0.4, 2)),
            Candidate(third, "", round((1 - score) * 0.2, 2)),
        ),
        needs_review=score < 0.6,
        key=f"k{place}",
        year=2026,
        domain_score=0.9,
        kind_score=0.8,
        model_version="m1",
    )


def comments() -> tuple[Task, ...]:
    """All of them: groups of near-duplicates, some with places, one with two matters, some with a unit in the file."""
    made = {place: comment(place) for place in range(1, COMMENTS + 1)}
    place = 1
    for group, size in GROUPS.items():
        for n in range(size):
            alike = comment(place)
            made[place + n] = replace(
                alike,
                text=f"{group}问题反映多次了，请尽快处理{'！' * n}",
                number=f"2026030{place + n:04d}",
                key=f"k{place + n}",
                source=replace(alike.source, row=place + n + 1),
                group=group,
            )
        place += size
    for n in range(20, 30):
        made[n] = replace(made[n], territory=(Territory("桥头镇", "桥头镇人民政府"),))
    two = "桥头小学没有操场。桥头镇的河堤也塌了。"
    made[30] = replace(
        made[30],
        text=two,
        matters=(
            Matter(0, 9, "教育", (Candidate(SCHOOLS, "教育", 0.8, "小学"),)),
            Matter(9, len(two), "水利与饮水", (Candidate(WATER, "水利", 0.7, "河堤"),)),
        ),
    )
    for n in range(31, 34):
        made[n] = replace(made[n], given_lead=WATER, deadline="4月底前", due=datetime.date(2026, 4, 30))
    return tuple(made.values())


@dataclass(frozen=True)
class Busy:
    """The office; ``numbers`` are those that the comments bear, by the items' own."""

    engine: sa.Engine
    app: FastAPI
    batch: int
    people: dict[str, Person]
    numbers: dict[int, str]

    @property
    def ids(self) -> dict[str, int]:
        """The items' own numbers by those that the comments bear."""
        return {number: key for key, number in self.numbers.items()}

    def entries(self) -> tuple[Decision, ...]:
        """The whole ledger of the batch, the first entry first."""
        with self.engine.connect() as connection:
            return ledger(connection, self.batch, size=10_000)


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Hashes cost nothing here: what passwords are worth is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def fill(url: str, tasks: Sequence[Task] = ()) -> None:
    """The accounts, and the batch with these comments (its own unless others are given), in an empty database."""
    made = tasks or comments()
    engine = open_database(url)
    with cheap_hashes():
        for login, (name, role, unit) in ACCOUNTS.items():
            people.add(engine, login, name, role, PASSWORD, unit)
    file = Source("三月群众意见.xlsx", _FILE)
    late = Deadline("4月底前", DeadlineKind.BY, file, end=datetime.date(2026, 4, 30), actor=WATER, action="修好河堤")
    publish(engine, BATCH, made, [late], "m1")
    engine.dispose()
    store = Store(url)
    store.keep_original(_FILE, 1, "三月群众意见.xlsx")
    store.keep_extractions([_extraction(made)], "1")
    store.close()


def _extraction(tasks: Sequence[Task]) -> Extraction:
    """The file that they came from: one sheet with a row for each."""
    places = tuple(task.source for task in tasks)
    table = Table(
        "群众意见建议汇总表",
        TableKind.FEEDBACK,
        ("编号", "内容"),
        (None, None),
        tuple((task.number or "", task.text) for task in tasks),
        replace(places[0], row=None),
        places,
    )
    return Extraction("三月群众意见.xlsx", _FILE, "xlsx", Status.OK, tables=(table,))


@contextmanager
def opened(url: str) -> Iterator[Busy]:
    """The office over a database that ``fill`` has filled."""
    engine = open_database(url)
    with engine.connect() as connection:
        batch = connection.scalar(sa.select(batches.c.id).where(batches.c.name == BATCH)) or 0
        numbers = {row.id: row.number for row in connection.execute(sa.select(items.c.id, items.c.number))}
    known = {account.person.login: account.person for account in people.everybody(engine)}
    with cheap_hashes():
        yield Busy(engine, create_app(engine, Settings()), batch, known, numbers)
    engine.dispose()
