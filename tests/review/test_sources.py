"""Where an item came from: the row with those beside it, and the file itself as it arrived."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_items import task
from object_store import new_bucket
from served import Office, batch_with, office, text_of

from corpus.records import Extraction, Source, Status, Table, TableKind
from corpus.storage.originals import Originals
from corpus.store import Store


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", originals=tmp_path / "originals") as served:
        yield served


def extraction(source: Source) -> Extraction:
    """A table of five rows in which the third is the item's."""
    places = tuple(Source(source.file, source.sha256, sheet="Sheet1", table=1, row=n) for n in range(2, 7))
    rows = tuple((str(n), f"第{n}条意见") for n in range(1, 6))
    table = Table("意见汇总", TableKind.FEEDBACK, ("序号", "内容"), (None, None), rows, source, places)
    return Extraction(source.file, source.sha256, "xlsx", Status.OK, tables=(table,))


def test_the_source_shows_the_row_with_its_heading_and_those_beside_it(here: Office) -> None:
    source = Source("来文/意见.xlsx", "c" * 64, sheet="Sheet1", table=1, row=3)
    said = {"notice_title": "关于转办意见的函", "notice_number": "甲函〔2026〕3号"}
    _, [key] = batch_with(here, [task(1, source=source, **said)])
    store = Store(str(here.engine.url))
    store.keep_original(source.sha256, 1, "意见.xlsx")
    store.keep_extractions([extraction(source)], "1")
    store.close()
    html = here.client("reader").get(f"/items/{key}/source").text
    assert re.findall("第.条意见", html) == ["第1条意见", "第2条意见", "第3条意见", "第4条意见"]
    assert re.search('class="own".*?第2条意见', html, re.S)
    for words in ("序号", "意见汇总", *said.values()):
        assert words in html


def test_a_source_in_no_known_table_says_where_it_stands(here: Office) -> None:
    html = text_of(here.client("reader").get(f"/items/{here.own}/source").text)
    assert "来文.docx，表1，第1行" in html
    assert "没有可以显示的原行" in html


def test_the_original_is_sent_to_be_kept_under_its_name(here: Office, tmp_path: Path) -> None:
    sha256 = "d" * 64
    _, [key] = batch_with(here, [task(1, source=Source("../../上报/三月 意见.xlsx", sha256, table=1, row=1))])
    kept = tmp_path / "originals" / "dd" / sha256
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"<html>not a page</html>")
    answer = here.client("reader").get(f"/items/{key}/original")
    assert answer.content == b"<html>not a page</html>"
    assert answer.headers["content-type"] == "application/octet-stream"
    name = "%E4%B8%89%E6%9C%88%20%E6%84%8F%E8%A7%81.xlsx"
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''{name}"


@pytest.mark.parametrize("place", ["0", "1", "-1"])
def test_an_original_that_is_not_there_is_said_to_be_missing(here: Office, place: str) -> None:
    answer = here.client("reader").get(f"/items/{here.own}/original?place={place}")
    assert (answer.status_code, "原件不在工作区中" in answer.text) == (404, True)


def test_a_hash_that_is_none_opens_no_file(here: Office, tmp_path: Path) -> None:
    (tmp_path / "originals").mkdir()
    (tmp_path / "secret").write_text("x")
    _, [key] = batch_with(here, [task(1, source=Source("一.xlsx", "../../secret", table=1, row=1))])
    assert here.client("reader").get(f"/items/{key}/original").status_code == 404


def test_the_original_comes_from_a_bucket_as_it_arrived(object_store: str, tmp_path: Path) -> None:
    content = "序号,意见\n1,路灯不亮\n".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    kept = Originals(new_bucket(object_store), tmp_path / "原件缓存")
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", originals=kept) as served:
        _, [key] = batch_with(served, [task(1, source=Source("意见.csv", sha256, table=1, row=1))])
        reader = served.client("reader")
        assert reader.get(f"/items/{key}/original").status_code == 404
        kept.place.write_whole(f"{sha256[:2]}/{sha256}", content[::-1])
        damaged = reader.get(f"/items/{key}/original")
        assert (damaged.status_code, "原件已损坏" in damaged.text) == (503, True)
        kept.keep(sha256, content)
        assert reader.get(f"/items/{key}/original").content == content
