"""Chunks: bounded by count and by weight, in order, with nothing lost."""

from flows.chunks import chunks


def test_chunks_are_bounded_by_count() -> None:
    assert list(chunks([1, 1, 1, 1, 1], lambda _: 1, most=100, count=2)) == [(1, 1), (1, 1), (1,)]


def test_chunks_are_bounded_by_weight_and_a_heavy_thing_stands_alone() -> None:
    assert list(chunks([3, 3, 9, 1, 2], lambda x: x, most=6, count=10)) == [(3, 3), (9,), (1, 2)]


def test_nothing_gives_no_chunk() -> None:
    assert list(chunks([], lambda _: 1, most=1, count=1)) == []
