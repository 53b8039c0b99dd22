"""The store: keyed by content, nothing twice, nothing half."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus import schema
from corpus.messages import MinyiError
from corpus.records import (
    Candidate,
    Comment,
    Deadline,
    DeadlineKind,
    Extraction,
    Notice,
    Problem,
    Source,
    Status,
    Suggestion,
)
from corpus.store import Store, comment_key, text_key

SHA = "ab" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(f"sqlite:///{tmp_path / 'minyi.db'}")
    store.keep_original(SHA, 10, "通知.txt")
    return store


def comment(text: str, number: str | None = None, row: int = 1, sha256: str = SHA) -> Comment:
    return Comment(text, Source("意见.xlsx", sha256, sheet="Sheet1", table=1, row=row), number)


def extraction(*comments: Comment) -> Extraction:
    source = Source("通知.txt", SHA, pages=(1,), paragraph=3)
    return Extraction(
        "通知.txt",
        SHA,
        "txt",
        Status.PARTIAL,
        problems=(Problem("第2页", "read-page-failed", (("reason", "FPDF_LoadPage"),)),),
        notice=Notice(kind="通知", number="澜绩发〔2026〕1号", date=datetime.date(2026, 3, 2)),
        deadlines=(Deadline("3月底前", DeadlineKind.BY, source, end=datetime.date(2026, 3, 31)),),
        comments=comments,
    )


def comment_rows(store: Store) -> int:
    with store._engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(schema.comments)) or 0)


def suggestion(domain: str = "教育") -> Suggestion:
    return Suggestion(
        domain, 0.9, "教育文体", "建设性", 0.8, None, (Candidate("教育局", "教育", 0.7, "学位"),), False, "m1"
    )


def test_an_extraction_comes_back_as_it_was_kept(store: Store) -> None:
    kept = extraction(comment("路灯不亮"))
    store.keep_extractions([kept], "1")
    assert store.extractions({SHA: "通知.txt"}, "1") == {SHA: kept}


def test_the_same_bytes_under_another_name_carry_that_name_everywhere(store: Store) -> None:
    store.keep_extractions([extraction(dataclasses.replace(comment("路灯不亮"), source=Source("通知.txt", SHA)))], "1")
    found = store.extractions({SHA: "来文/二.txt"}, "1")[SHA]
    assert (found.file, found.deadlines[0].source.file, found.comments[0].source.file) == ("来文/二.txt",) * 3


def test_another_version_of_the_extractors_knows_nothing_yet(store: Store) -> None:
    store.keep_extractions([extraction()], "1")
    assert store.known_extractions([SHA], "2") == set()


def test_keeping_twice_doubles_no_comment(store: Store) -> None:
    rows = [comment("路灯不亮", row=1), comment("路灯不亮", row=2)]
    for _ in range(2):
        store.keep_extractions([extraction(*rows)], "1")
    assert comment_rows(store) == 2


def test_two_citizens_with_the_same_words_are_two_comments() -> None:
    assert comment_key(comment("没有", row=1)) != comment_key(comment("没有", row=2))


def test_a_numbered_comment_is_the_same_in_any_file() -> None:
    here, there = comment("修路", "120250010100001"), comment("修路", "120250010100001", row=9, sha256="cd" * 32)
    assert comment_key(here) == comment_key(there)


def test_a_suggestion_is_kept_per_text_and_model(store: Store) -> None:
    key = text_key("学位不够")
    store.keep_suggestions({key: suggestion("教育")}, "m1")
    store.keep_suggestions({key: suggestion("交通运输")}, "m1")
    assert store.suggestions([key, text_key("别的")], "m1") == {key: suggestion("教育")}
    assert store.suggestions([key], "m2") == {}


def test_a_title_makes_another_text() -> None:
    assert text_key("什么时候修好", "路灯") != text_key("什么时候修好")


def test_more_keys_than_one_query_takes(store: Store) -> None:
    keys = [text_key(str(i)) for i in range(1203)]
    store.keep_suggestions(dict.fromkeys(keys, suggestion()), "m1")
    assert len(store.suggestions(keys, "m1")) == 1203


def test_threads_may_write_at_the_same_time(store: Store) -> None:
    def work(start: int) -> None:
        for i in range(start, start + 25):
            store.keep_suggestions({text_key(str(i)): suggestion()}, "m1")

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 25, 50, 75)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.suggestions(map(text_key, map(str, range(100))), "m1")) == 100


def test_the_store_opens_again_with_what_it_had(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'minyi.db'}"
    first = Store(url)
    first.keep_drafts_fingerprint("/out", "f1")
    first.keep_drafts_fingerprint("/out", "f2")
    first.close()
    assert Store(url).drafts_fingerprint("/out") == "f2"


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/minyi.db", "no database"])
def test_a_database_that_cannot_be_opened_says_so(url: str) -> None:
    with pytest.raises(MinyiError, match="打不开数据库"):
        Store(url)


def test_a_password_is_not_shown_in_the_error() -> None:
    with pytest.raises(MinyiError) as error:
        Store("postgresql+psycopg://clerk:secret@127.0.0.1:1/none")
    assert "secret" not in error.value.problem.where + str(error.value)
