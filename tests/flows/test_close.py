"""``minyi close``: a clerk enters steps and evidence, takes in a folder of it, and is told what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from corpus.database import open_database
from corpus.papers_schema import closing_steps, evidence
from corpus.records import Source, Task, Verdict
from corpus.review_schema import batches, items, people
from corpus.workspace import Workspace
from flows.cli import LazyGroup
from review.access import Person, Role
from review.china_time import today
from review.ledger import Reviewing
from review.publishing import publish

UNIT = "市水利局"
FIRST, SECOND = "120210070900018", "120210071100041"
JPEG = b"\xff\xd8\xff\xe0 picture"


@dataclass(frozen=True)
class Office:
    """A workspace with three decided comments, of which the third has no number, and an open one; with files beside
    it."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "w"

    def close(self, *arguments: str, login: str | None = "wang") -> Result:
        call = ["close", *arguments, "--workspace", str(self.workspace)]
        return CliRunner().invoke(LazyGroup("minyi"), [*call, *(("--as", login) if login else ())])

    def file(self, name: str, data: bytes = JPEG) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return str(path)

    @contextmanager
    def opened(self) -> Iterator[sa.Engine]:
        engine = open_database(f"sqlite:///{self.workspace / 'minyi.db'}")
        yield engine
        engine.dispose()

    def rows(self) -> tuple[int, int]:
        with self.opened() as engine, engine.connect() as connection:
            found = [
                connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in (closing_steps, evidence)
            ]
        return found[0], found[1]


def comment(place: int, number: str | None) -> Task:
    source = Source("来文.docx", "0" * 64, table=1, row=place)
    return Task("群众意见建议", f"第{place}段河堤塌了。", source, number=number, key=f"n{place}", given_lead=UNIT)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.delenv("MINYI_DATABASE", raising=False)
    made = Office(tmp_path)
    Workspace.open(made.workspace)
    numbers = (FIRST, SECOND, None, "120210071100043")
    with made.opened() as engine:
        publish(engine, "三月来文", [comment(place, number) for place, number in enumerate(numbers, 1)], (), None)
        lead = account(engine, "wang", Role.LEAD)
        account(engine, "slj", Role.DEPARTMENT, UNIT)
        with engine.connect() as connection:
            keys = connection.scalars(sa.select(items.c.id).where(items.c.position < 4)).all()
        for key in keys:
            Reviewing(engine, lead).decide(key, 0, Verdict(UNIT, (), "水利与饮水", "建设性"))
    return made


def account(engine: sa.Engine, login: str, role: Role, unit: str | None = None) -> Person:
    values = {"login": login, "name": login, "role": role.value, "unit": unit, "password": "-", "active": True}
    with engine.begin() as connection:
        made = connection.execute(sa.insert(people).values(**values, created=sa.func.current_timestamp()))
        [number] = made.inserted_primary_key or (0,)
    return Person(number, login, login, role, unit)


def test_a_step_is_entered_with_its_evidence(office: Office) -> None:
    done = office.close("step", "整改", FIRST, "--on", "2026-03-20", "--evidence", office.file("整改后.jpg"))
    assert (done.exit_code, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith(f"{FIRST}：已添加整改后照片“整改后.jpg”（SHA-256 ")
    assert second == f"{FIRST}：已登记“整改”（2026-03-20）。"
    assert office.rows() == (1, 1)


def test_a_day_may_be_written_as_clerks_write_it_and_is_today_otherwise(office: Office) -> None:
    picture = office.file("后.jpg")
    done = office.close("step", "rectify", FIRST, "--on", "2026年3月20日", "--evidence", picture)
    assert done.stdout.endswith("（2026-03-20）。\n")
    done = office.close("step", "整改", SECOND, "--evidence", picture)
    assert done.stdout.endswith(f"（{today()}）。\n")


def test_a_day_without_its_year_is_refused_in_words(office: Office) -> None:
    done = office.close("step", "整改", FIRST, "--on", "3月20日", "--evidence", office.file("后.jpg"))
    assert done.exit_code == 2
    assert "“3月20日”不是完整的日期。请写成 2026-11-20 或 2026年11月20日。" in done.stderr
    assert office.rows() == (0, 0)


def test_what_is_missing_is_said_and_the_others_are_done(office: Office) -> None:
    office.close("evidence", "整改", FIRST, office.file("后.jpg"))
    done = office.close("step", "整改", FIRST, SECOND, "120210071100043", "99", "--on", "2026-03-20")
    assert done.exit_code == 1
    assert done.stdout == f"{FIRST}：已登记“整改”（2026-03-20）。\n"
    missing, undecided, unknown = done.stderr.splitlines()
    assert missing.startswith(f"{SECOND}：还不能办理“整改”，所缺：整改（缺佐证：整改后照片、")
    assert undecided.startswith("120210071100043：这一条还没有核定")
    assert unknown.startswith("99：批次中没有这个问题编号")


def test_an_item_without_a_number_is_called_by_its_place(office: Office) -> None:
    done = office.close("step", "整改", "#3", "--on", "2026-03-20", "--evidence", office.file("后.jpg"))
    assert done.stdout.endswith("#3：已登记“整改”（2026-03-20）。\n")


def test_an_address_is_evidence(office: Office) -> None:
    done = office.close("evidence", "公示", FIRST, "--url", "https://www.city.example/gs/1.html")
    assert done.stdout.startswith(f"{FIRST}：已添加公示网址“网址（www.city.example）.txt”")
    [kept] = [one for one in Workspace.open(office.workspace).evidence.folder.rglob("*") if one.is_file()]
    assert kept.read_text("utf-8") == "https://www.city.example/gs/1.html\n"
    assert office.close("evidence", "公示", FIRST, "--url", "javascript:1").exit_code == 1
    assert office.close("evidence", "公示", FIRST).exit_code == 2


def test_a_folder_is_taken_in_at_once_and_again_without_doubling(office: Office) -> None:
    for name, data in (
        (f"佐证/{FIRST}/整改/前.jpg", JPEG),
        (f"佐证/{FIRST}/整改/后.jpg", JPEG + b"2"),
        (f"佐证/{SECOND}/整改/会议记录/0612.docx", b"PK\x03\x04"),
        (f"佐证/{SECOND}/核查/IMG_1.jpg", JPEG),
        (f"佐证/{SECOND}/核查/.DS_Store", b"x"),
        ("佐证/99/整改/后.jpg", JPEG),
        (f"佐证/{FIRST}/整改/空.jpg", b""),
        (f"佐证/{FIRST}/散放.jpg", JPEG),
    ):
        office.file(name, data)
    done = office.close("folder", str(office.folder / "佐证"))
    assert done.exit_code == 1
    assert done.stdout == "新收佐证 4 份，已有 0 份，未收 3 份。\n"
    said = done.stderr.splitlines()
    assert sorted(line.partition("：")[0] for line in said) == sorted(
        (
            f"{FIRST}/整改/空.jpg",
            f"{FIRST}/散放.jpg",
            "99/整改/后.jpg",
            f"{SECOND}/核查/IMG_1.jpg",
        )
    )
    with office.opened() as engine, engine.connect() as connection:
        kinds = connection.scalars(sa.select(evidence.c.kind)).all()
    assert sorted(kinds) == sorted(("整改前照片", "整改后照片", "会议记录", "其他佐证"))
    assert office.close("folder", str(office.folder / "佐证")).stdout == "新收佐证 0 份，已有 4 份，未收 3 份。\n"


def test_a_link_in_a_folder_does_not_make_this_machines_files_evidence(office: Office) -> None:
    office.file(f"佐证/{FIRST}/整改/后.jpg")
    link = office.folder / "佐证" / FIRST / "整改" / "会议记录.txt"
    try:
        link.symlink_to(office.file("我的密码.txt", b"secret"))
    except OSError:
        pytest.skip("this system or user makes no links")
    done = office.close("folder", str(office.folder / "佐证"))
    assert (done.exit_code, done.stdout) == (1, "新收佐证 1 份，已有 0 份，未收 1 份。\n")
    assert "会议记录.txt：这是一个链接" in done.stderr
    assert office.rows() == (0, 1)


def test_the_list_shows_the_days_and_what_is_missing(office: Office) -> None:
    office.close("step", "整改", FIRST, "--on", "2026-03-20", "--evidence", office.file("后.jpg"))
    done = office.close("list", login=None)
    assert done.exit_code == 0
    head, first, second, third = done.stdout.splitlines()
    assert head.split() == [
        "序号",
        "问题编号",
        "牵头单位",
        "时限",
        "整改",
        "核查",
        "公示",
        "销号",
        "备案",
        "公开",
        "下一步",
    ]
    assert first.split() == ["#1", FIRST, UNIT, "2026-03-20", *"—————", "核查（缺佐证：核查记录、核查照片或回访记录）"]
    assert second.split()[:3] == ["#2", SECOND, UNIT]
    assert third.split()[:2] == ["#3", UNIT]
    assert done.stderr == "已定 3 条，其中已销号 0 条，逾期 0 条；另有 1 条未核定，核定后才能办理。\n"
    assert len(office.close("list", "--only", "核查", login=None).stdout.splitlines()) == 2
    assert office.close("list", "--only", "明年", login=None).exit_code == 2


def test_an_item_is_shown_with_its_history_and_a_lost_file_is_said(office: Office) -> None:
    office.close("step", "整改", FIRST, "--on", "2026-03-20", "--evidence", office.file("后.jpg"))
    done = office.close("show", FIRST, login=None)
    assert done.exit_code == 0
    assert "整改后照片“后.jpg” SHA-256" in done.stdout
    assert "wang  办理“整改”  2026-03-20" in done.stdout
    for kept in Workspace.open(office.workspace).evidence.folder.rglob("*"):
        if kept.is_file():
            kept.unlink()
    done = office.close("show", FIRST, login=None)
    assert done.exit_code == 1
    assert done.stderr.startswith("后.jpg：佐证文件已不在工作区")


def test_a_lead_takes_a_step_back_and_withdraws_its_evidence(office: Office) -> None:
    office.close("step", "整改", FIRST, "--on", "2026-03-20", "--evidence", office.file("后.jpg"))
    refused = office.close("withdraw", FIRST, "1", "--why", "拍错了路段")
    assert (refused.exit_code, "已经办理" in str(refused.exception)) == (1, True)
    assert office.close("back", "整改", FIRST, "--why", "还没有做完").stdout == f"{FIRST}：已撤回“整改”。\n"
    assert office.close("withdraw", FIRST, "1", "--why", "拍错了路段").exit_code == 0
    assert office.close("back", "整改", FIRST).exit_code == 2


def test_a_department_takes_its_step_and_no_other(office: Office) -> None:
    picture = office.file("后.jpg")
    assert office.close("step", "整改", FIRST, "--evidence", picture, login="slj").exit_code == 0
    done = office.close("step", "核查", FIRST, login="slj")
    assert (done.exit_code, done.stderr) == (1, f"{FIRST}：部门账号不能办理“核查”。请交由有权限的人员办理。\n")


def test_there_are_six_steps_and_no_other(office: Office) -> None:
    done = office.close("step", "验收", FIRST)
    assert done.exit_code == 2
    assert "没有“验收”这一步。六步是：整改、核查、公示、销号、备案、公开。" in done.stderr


def test_a_batch_of_another_name_is_meant_by_its_name(office: Office) -> None:
    with office.opened() as engine:
        publish(engine, "四月来文", [comment(9, "4001")], (), None)
        with engine.connect() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(batches)) == 2
    picture = office.file("后.jpg")
    assert office.close("step", "整改", FIRST, "--evidence", picture).exit_code == 1
    assert office.close("step", "整改", FIRST, "--evidence", picture, "--batch", "三月来文").exit_code == 0
