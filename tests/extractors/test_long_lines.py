"""A text without line ends (a broken export, a hostile file) is read in a time that grows with its length."""

from __future__ import annotations

import time

import pytest
from documents import document

from corpus.records import Status
from extractors.extract import extract

LENGTH = 50_000
SECONDS = 20
"""Where each sign is compared with each, this length takes minutes."""


@pytest.mark.parametrize("sign", ["、", "（", "1,", "各", "〔2019〕", "2019年", "其中", "（（））", "电话", "“"])
def test_one_sign_over_and_over_takes_no_time(sign: str) -> None:
    begun = time.monotonic()
    found = extract(document("关于报送情况的通知", "各有关单位：", sign * (LENGTH // len(sign))))
    assert found.status is Status.OK
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("sign", ["市", "①", "1+", "a", "扣1分", "<i>", "更名为"])
def test_one_sign_over_and_over_in_a_cell_takes_no_time(sign: str) -> None:
    begun = time.monotonic()
    cell = sign * (LENGTH // len(sign))
    found = extract(document("关于报送情况的通知", [["序号", "意见建议", "整改措施"], ["1", cell, cell]]))
    assert found.status is Status.OK
    assert time.monotonic() - begun < SECONDS
