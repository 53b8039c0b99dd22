"""The rows of parts of large tables in the store: kept once, whoever comes second, on either database."""

from __future__ import annotations

from contextlib import closing

import sqlalchemy as sa

from corpus import schema
from corpus.records import Comment, Source
from corpus.store import PartRows, Store, comment_key, comment_row, text_key
from corpus.table_parts import NotedPart, noted_parts

TEXT = "河口路路灯坏了"
NOTED = NotedPart("/a.parquet", 0, "k" * 64, 2, "f" * 64)
ROWS = [
    comment_row(None, TEXT, text_key(TEXT), "a" * 64, 2),
    comment_row("12021", "摊贩占道", text_key("摊贩占道", "占道"), "a" * 64, 1),
]


def test_a_row_has_the_key_that_its_record_would_have() -> None:
    place = Source("热线.csv", "a" * 64, table=1, row=2)
    assert ROWS[0][0] == comment_key(Comment(TEXT, place))
    assert ROWS[1][0] == comment_key(Comment("摊贩占道", place, number="12021"))


def test_rows_are_kept_with_what_is_none_and_the_part_is_noted(any_url: str) -> None:
    with closing(Store(any_url)) as store:
        store.keep_parts([PartRows(ROWS, [(text_key(TEXT), "m", "{}")], NOTED)])
        with store.engine.connect() as connection:
            assert sorted(map(tuple, connection.execute(sa.select(schema.comments)))) == sorted(ROWS)
            assert connection.execute(sa.select(schema.suggestions)).all() == [(text_key(TEXT), "m", "{}")]
        assert noted_parts(store.engine, "/a.parquet", "k" * 64) == {0: NOTED}
        assert noted_parts(store.engine, "/a.parquet", "x" * 64) == {}


def test_what_is_there_stays_and_a_part_that_is_noted_anew_takes_the_place_of_the_former(any_url: str) -> None:
    later = NotedPart("/a.parquet", 0, "n" * 64, 2, "e" * 64)
    with closing(Store(any_url)) as store:
        store.keep_parts([PartRows(ROWS, [(text_key(TEXT), "m", "{}")], NOTED)])
        store.keep_parts([PartRows(ROWS, [(text_key(TEXT), "m", "another")], later)])
        with store.engine.connect() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(schema.comments)) == 2
            assert connection.scalars(sa.select(schema.suggestions.c.record)).all() == ["{}"]
        assert noted_parts(store.engine, "/a.parquet", "k" * 64) == {}
        assert noted_parts(store.engine, "/a.parquet", "n" * 64) == {0: later}


def test_a_part_without_rows_is_noted_all_the_same(any_url: str) -> None:
    with closing(Store(any_url)) as store:
        store.keep_parts([PartRows([], [], NOTED)])
        assert noted_parts(store.engine, "/a.parquet", "k" * 64) == {0: NOTED}
