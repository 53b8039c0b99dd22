"""The page for export and import: the file goes out and comes back, and what is confirmed is what was shown."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import openpyxl
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from served import Office, office

from corpus.records import Verdict
from corpus.review_schema import decisions, items
from review.exchange.plan import Plan, Proposed
from review.exchange.waiting import Waiting
from review.items import item
from review.ledger import Reviewing
from review.refusals import NotFoundError
from review.web import exchange


@pytest.fixture
def served(any_url: str) -> Iterator[Office]:
    with office(any_url) as served:
        yield served


def exported(served: Office, client: TestClient, how: str = "xlsx", query: str = "state=all") -> httpx.Response:
    return client.post(f"/batches/{served.batch}/exchange/export", data={"how": how, "query": query})


def edited(data: bytes, **cells: str) -> bytes:
    """The workbook with these cells."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        book["核定表"][place] = value
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def upload(served: Office, client: TestClient, data: bytes, name: str = "核定表.xlsx") -> httpx.Response:
    return client.post(f"/batches/{served.batch}/exchange/import", files={"file": (name, data)})


def written(served: Office) -> int:
    with served.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(decisions)) or 0


def lead_of(served: Office, key: int) -> str | None:
    with served.engine.connect() as connection:
        return connection.scalar(sa.select(items.c.lead).where(items.c.id == key))


def test_a_file_goes_out_and_its_edits_come_back(served: Office) -> None:
    client = served.client("reviewer")
    answer = exported(served, client)
    assert answer.status_code == 200
    assert unquote(answer.headers["content-disposition"]).endswith("核定表-三月来文.xlsx")
    shown = upload(served, client, edited(answer.content, J2="市教育局", I3="是"))
    assert shown.status_code == 303
    page = client.get(shown.headers["location"])
    assert page.status_code == 200
    assert "第2行" in page.text
    assert written(served) == 0
    done = client.post(shown.headers["location"])
    assert "已写入 2 条。" in done.text
    assert written(served) == 2
    assert lead_of(served, served.own) == "市教育局"


def test_confirmed_twice_it_counts_once(served: Office) -> None:
    client = served.client("reviewer")
    address = upload(served, client, edited(exported(served, client).content, J2="市教育局")).headers["location"]
    for _ in range(2):
        assert "已写入 1 条。" in client.post(address).text
    assert written(served) == 1


def test_a_filter_is_exported_by_itself(served: Office) -> None:
    client = served.client("reader")
    Reviewing(served.engine, served.people["reviewer"]).decide(served.own, 0, Verdict("市水利局", (), None, "建设性"))
    assert "当前筛选，5 条" in client.get(f"/batches/{served.batch}/exchange?state=open").text
    lines = exported(served, client, "jsonl", "state=decided").text.splitlines()
    assert len(lines) == 1
    config = client.get(f"/batches/{served.batch}/exchange/label-studio.xml")
    assert config.text.startswith("<View>")


def test_conflicts_are_shown_side_by_side_and_chosen(served: Office) -> None:
    client = served.client("reviewer")
    data = edited(exported(served, client).content, J2="市教育局", J3="市教育局")
    li = Reviewing(served.engine, served.people["second"])
    second = served.ids["n2"]
    li.decide(served.own, 0, Verdict("市林业局", (), "水利与饮水", "建设性"))
    li.decide(second, 0, Verdict("市林业局", (), "水利与饮水", "建设性"))
    address = upload(served, client, data).headers["location"]
    page = client.get(address).text
    assert page.count("李强") == 2
    assert "市林业局" in page
    client.post(address, data={f"c-{served.own}-lead": "file", f"c-{second}-lead": "now"})
    assert (lead_of(served, served.own), lead_of(served, second)) == ("市教育局", "市林业局")


def test_an_unknown_unit_is_allowed_by_hand(served: Office) -> None:
    client = served.client("reviewer")
    address = upload(served, client, edited(exported(served, client).content, J2="市湖泊局")).headers["location"]
    assert "市湖泊局" in client.get(address).text
    assert client.post(address).status_code == 422
    assert written(served) == 0
    assert client.post(address, data={"units": "yes"}).status_code == 200
    assert lead_of(served, served.own) == "市湖泊局"


def test_errors_are_shown_and_nothing_can_be_confirmed(served: Office) -> None:
    client = served.client("reviewer")
    data = edited(exported(served, client).content, L2="<script>天文</script>", J3="市教育局")
    address = upload(served, client, data).headers["location"]
    page = client.get(address).text
    assert "&lt;script&gt;天文" in page
    assert "<script>天" not in page
    assert "确认写入" not in page
    assert client.post(address).status_code == 422
    assert written(served) == 0


def test_whoever_decides_meanwhile_is_not_overwritten(served: Office) -> None:
    client = served.client("reviewer")
    address = upload(served, client, edited(exported(served, client).content, J2="市教育局")).headers["location"]
    second = Reviewing(served.engine, served.people["second"])
    second.decide(served.own, 0, item(served.engine, served.people["second"], served.own).standing)
    refused = client.post(address)
    assert refused.status_code == 409
    assert "没有写入任何内容" in refused.text
    assert lead_of(served, served.own) == "市水利局"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "先选择文件"), ("姓名\n甲\n".encode(), "没有找到标题行"), (b"PK\x03\x04", "已损坏")],
)
def test_a_file_that_is_none_of_ours_is_refused_on_the_page(served: Office, data: bytes, words: str) -> None:
    client = served.client("reviewer")
    answer = upload(served, client, data, "表.csv" if data else "")
    assert answer.status_code == 422
    assert words in answer.text
    assert "上传并查看改动" in answer.text


def test_the_name_of_a_file_is_shown_as_text_and_without_its_folder(served: Office) -> None:
    client = served.client("reviewer")
    data = edited(exported(served, client).content, J2="市教育局")
    address = upload(served, client, data, "..\\<b>x</b>\\<img>.xlsx").headers["location"]
    page = client.get(address).text
    assert "&lt;img&gt;.xlsx" in page
    assert "<img>" not in page


def test_who_may_do_what(served: Office) -> None:
    reviewer, reader, water = (served.client(login) for login in ("reviewer", "reader", "water"))
    data = edited(exported(served, reviewer).content, J2="市教育局")
    address = upload(served, reviewer, data).headers["location"]
    assert served.client().get(f"/batches/{served.batch}/exchange").status_code == 303
    assert water.get(f"/batches/{served.batch}/exchange").status_code == 403
    assert exported(served, water).status_code == 403
    assert water.get(f"/batches/{served.batch}/exchange/label-studio.xml").status_code == 403
    assert upload(served, water, data).status_code == 403
    assert upload(served, reader, data).status_code == 403
    assert "上传并查看改动" not in reader.get(f"/batches/{served.batch}/exchange").text
    assert served.client("second").get(address).status_code == 404
    assert served.client("second").post(address).status_code == 404
    assert reviewer.get(address.replace(f"/{served.batch}/", f"/{served.foreign_batch}/")).status_code == 404
    assert written(served) == 0


def test_without_its_token_a_form_does_nothing(served: Office) -> None:
    client = served.client("reviewer")
    address = upload(served, client, edited(exported(served, client).content, J2="市教育局")).headers["location"]
    del client.headers["X-CSRF-Token"]
    assert exported(served, client).status_code == 403
    assert upload(served, client, b"x").status_code == 403
    assert client.post(address).status_code == 403
    assert written(served) == 0


def plan(rows: int) -> Plan:
    row = Proposed(1, 0, "1", "第2行", Verdict(), Verdict(), (), accepts=True)
    return Plan(1, "表.xlsx", rows, (row,) * rows, (), 0, 0, (), (), ())


def test_a_plan_waits_for_an_hour() -> None:
    now = [0.0]
    waiting = Waiting(clock=lambda: now[0])
    token = waiting.keep(plan(1), 7)
    now[0] = 3_599
    assert waiting.find(token, 1, 7).rows == 1
    now[0] = 3_601
    with pytest.raises(NotFoundError):
        waiting.find(token, 1, 7)


def test_old_plans_give_way_where_there_are_too_many() -> None:
    waiting = Waiting()
    tokens = [waiting.keep(plan(150_000), 7) for _ in range(3)]
    with pytest.raises(NotFoundError):
        waiting.find(tokens[0], 1, 7)
    assert waiting.find(tokens[2], 1, 7).rows == 150_000


def test_no_trace_of_an_export_is_left_on_the_disk(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    client = served.client("reviewer")
    assert exported(served, client).status_code == 200
    assert exported(served, client, "csv", "state=nonsense").status_code == 422
    assert list(folder.iterdir()) == []


def test_a_few_files_at_once_and_the_others_come_again(served: Office) -> None:
    client = served.client("reviewer")
    with exchange._one_of_few(), exchange._one_of_few():
        refused = exported(served, client)
    assert refused.status_code == 429
    assert "请稍候再试" in refused.text
    assert exported(served, client).status_code == 200
