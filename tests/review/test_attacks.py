"""What somebody sends who means harm, or a file that was crafted: it is refused, soon, and the server goes on."""

from __future__ import annotations

import datetime
import io
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from served import Office, office

from corpus.database import open_database
from corpus.directory import shipped_directory
from corpus.messages import MinyiError, UnreadableError
from corpus.review_schema import decisions, sessions, stopping_places
from review import passwords, people
from review import sessions as logins
from review.access import Role
from review.batches import Batch
from review.exchange import sheets
from review.exchange.exporting import Format, file_name
from review.exchange.importing import plan_of
from review.exchange.reading import read
from review.exchange.sent import Arrived, Sent
from review.exchange.words import Words
from review.people import login_key
from review.refusals import RefusedError
from review.web.headers import LARGEST

SOON = 5.0
"""Seconds. What is measured takes a few hundredths; what it guards against takes minutes."""
MARKS = "a" + "\u0315\u0300" * 80_000
"""Signs to be put in order, for which Unicode's folding takes time that grows with the square of their number."""
HEAD = '<?xml version="1.0"?>'
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>问题编号</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>备注</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>0001</t></is></c></row>'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as made:
        yield made


def sheet(rows: str, head: str = HEAD) -> bytes:
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{ROWS}{rows}</sheetData></worksheet>'.encode()


def book(content: bytes, name: str = "sheet1.xml", *, times: int = 1, shared: str = "") -> bytes:
    """A workbook with one part for its sheets, as small as one can be."""
    root, main = f"{OFFICE}/officeDocument", f"{OFFICE}/worksheet"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _related(root, "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _related(main, f"worksheets/{name}"),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="表{at}" sheetId="{at}" r:id="r1"/>' for at in range(1, times + 1))
        + "</sheets></workbook>",
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}"><si><t>{shared}</t></si></sst>',
        f"xl/worksheets/{name}": content,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for place, part in parts.items():
            package.writestr(place, part)
    return made.getvalue()


def _related(kind: str, target: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def test_a_small_workbook_is_read() -> None:
    assert [row.number for row in read(book(sheet("")), "表.xlsx").rows] == ["0001"]


NOW = datetime.datetime.now(datetime.UTC)
FAR = '<row r="1048576">{}<v>1</v></c></row>'
"""A cell in the last row; calamine would make room for 17 thousand million of them, and the process would end."""


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576">',
        '<c r="XFD0001048576">',
        '<c r="&#88;FD1048576">',
        '<c other=">" r="XFD1048576">',
        "<c\n  r = 'xfd1048576' >",
        f'<c {" " * 2_000_000} r="XFD1048576">',
        '<c r="B2" r="XFD1048576">',
    ],
)
def test_a_cell_at_the_end_of_the_sheet_is_found_however_it_is_written(cell: str) -> None:
    with pytest.raises(UnreadableError):
        read(book(sheet(FAR.format(cell))), "表.xlsx")


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin", "XL\\Workbook.bin"])
def test_what_calamine_reads_besides_is_no_workbook_of_ours(name: str) -> None:
    data = io.BytesIO(book(sheet("")))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr(name, b"")
    with pytest.raises(UnreadableError, match="XLSB / ODS"):
        read(data.getvalue(), "表.xlsx")


def test_a_sheet_is_looked_at_whatever_it_is_called() -> None:
    with pytest.raises(UnreadableError, match="过大"):
        read(book(sheet(FAR.format('<c r="XFD1048576">')), "image1.png"), "表.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        sheet("</z>" + FAR.format('<c r="XFD1048576">')),
        b"junk" + sheet(FAR.format('<c r="XFD1048576">')),
        sheet("", f"{HEAD}<!DOCTYPE worksheet []>"),
    ],
)
def test_cells_in_what_is_no_plain_xml_are_not_read(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="损坏"):
        read(book(content), "表.xlsx")


def test_a_part_is_read_to_its_end_whatever_the_directory_says_of_its_size() -> None:
    content = sheet(FAR.format('<c r="XFD1048576">'))
    short = content[: content.index(b'<row r="1048576"')]
    data = bytearray(book(content))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[at + 16 : at + 28] = (
        struct.pack("<I", zlib.crc32(short)) + data[at + 20 : at + 24] + struct.pack("<I", len(short))
    )
    with pytest.raises(UnreadableError):
        read(bytes(data), "表.xlsx")


def test_columns_that_were_only_painted_are_no_cells() -> None:
    painted = '<row r="1048576"><c r="XFD1048576" s="1"/><c r="XFC1048576" s="1"></c></row>'
    assert len(read(book(sheet(painted)), "表.xlsx").rows) == 1


def test_a_long_text_that_every_cell_has_is_too_much() -> None:
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v> 0\n</v></c></row>' for at in range(3, 1_003))
    with pytest.raises(UnreadableError, match="过大"):
        read(book(sheet(cells), shared="长" * 600_000), "表.xlsx")
    assert len(read(book(sheet(cells), shared="0002"), "表.xlsx").rows) == 1_001


def test_a_sheet_that_is_there_many_times_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a bound that is a hundredth of ours: what is below it is read cell by cell."""
    monkeypatch.setattr(sheets, "MOST_CELLS", sheets.MOST_CELLS // 100)
    wide = '<row r="10000"><c r="J10000"><v>1</v></c></row>'
    assert len(read(book(sheet(wide)), "表.xlsx").rows) == 2
    with pytest.raises(UnreadableError, match="过大"):
        read(book(sheet(wide), times=3), "表.xlsx")
    with pytest.raises(UnreadableError, match="过大"):
        read(book(sheet(""), times=101), "表.xlsx")


def test_a_tag_that_has_no_end_takes_no_time() -> None:
    begun = time.monotonic()
    with pytest.raises(UnreadableError):
        read(book(HEAD.encode() + b"<sheetData><c " + b'r="A1" ' * 300_000), "表.xlsx")
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize("form", [{"login": "zhangmin", "password": MARKS}, {"login": MARKS, "password": "x" * 12}])
def test_no_login_or_password_takes_long_to_be_wrong(served: Office, form: dict[str, str]) -> None:
    begun = time.monotonic()
    assert served.client().post("/login", data=form).status_code == 401
    assert time.monotonic() - begun < SOON


def test_a_login_and_a_password_are_no_longer_than_can_be_folded(tmp_path: Path) -> None:
    assert login_key("ｚｈａｎｇ") == "zhang"
    assert login_key("z" + "\u0300" * 256) is None
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    with pytest.raises(RefusedError, match="至多 1000 个字符"):
        people.add(engine, "zhang", "张敏", Role.READER, "长" * 1_001)
    engine.dispose()


def test_what_only_begins_like_the_password_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = passwords.hashed("长" * 1_000)
    assert passwords.matches(kept, "长" * 1_000)
    assert not passwords.matches(kept, "长" * 1_001)


def test_nobody_without_a_session_sends_more_than_a_form_has(served: Office) -> None:
    path = f"/batches/{served.batch}/exchange/export"
    assert served.client().post(path, content=b"x" * (LARGEST + 1)).status_code == 413


@pytest.mark.parametrize("where", ["/model/dissents/{n}/1/dismiss", "/model/dissents/1/{n}/dismiss"])
def test_what_cannot_be_a_number_of_ours_is_not_there(served: Office, where: str) -> None:
    assert served.client("lead").post(where.format(n=10**30)).status_code == 404


@pytest.mark.parametrize("following", [10**30, -1])
def test_a_decision_counts_whatever_is_to_be_opened_next(served: Office, following: int) -> None:
    form = {"seen": 0, "lead": "市水利局", "next": following}
    answer = served.client("reviewer", raise_server_exceptions=True).post(f"/items/{served.own}/decide", data=form)
    assert (answer.status_code, answer.json()["item"]) == (200, None)
    with served.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(decisions)) == 1
        assert connection.scalar(sa.select(sa.func.count()).select_from(stopping_places)) == 0


def test_no_more_units_support_than_an_office_has(served: Office) -> None:
    client = served.client("reviewer")
    form = {"seen": 0, "lead": "市水利局", "supporting": [f"第{at}单位" for at in range(101)]}
    assert client.post(f"/items/{served.own}/decide", data=form).status_code == 422
    form["supporting"] = form["supporting"][:100]  # type: ignore[index]
    assert client.post(f"/items/{served.own}/decide", data=form).status_code == 200


@pytest.mark.parametrize(
    "name", ["名" * 300, "😀" * 300, "../../etc/x", "a/b\r\nSet-Cookie: x\x1b[31m\u202e", "x" * 300]
)
@pytest.mark.parametrize("how", Format)
def test_a_batch_of_any_name_is_written_to_one_file(name: str, how: Format, tmp_path: Path) -> None:
    called = file_name(Batch(1, name, NOW, NOW, None, 1, False, False, None), how)
    assert called.isprintable()
    (tmp_path / called).write_bytes(b"")
    assert [one.name for one in tmp_path.iterdir()] == [called]


def test_whoever_only_reads_goes_on_though_the_disk_is_full(served: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = served.client("reader")
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)
    with served.engine.begin() as connection:
        connection.execute(sa.update(sessions).values(seen=past))

    def full(_engine: sa.Engine) -> Iterator[sa.Connection]:
        raise MinyiError("store-failed", where="minyi.db", reason="database or disk is full")

    monkeypatch.setattr(logins, "writing", full)
    assert client.get(f"/batches/{served.batch}?state=all").status_code == 200


def test_a_column_pasted_into_the_wrong_place_is_not_guessed_at_for_ever(
    served: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def like(_words: Words, name: str) -> str:
        asked.append(name)
        return "市水利局"

    monkeypatch.setattr(Words, "like", like)
    row = Sent("第2行", number="0001", cells={"supporting": "、".join(f"第{at}街道" for at in range(300))})
    plan = plan_of(served.engine, served.people["lead"], served.batch, Arrived((row,)), "表.csv", shipped_directory())
    assert (len(plan.unknown), len(asked)) == (300, 200)
    assert [bool(one.like) for one in plan.unknown] == [True] * 200 + [False] * 100
