"""What a person reads while something is away and is asked for again."""

from __future__ import annotations

import logging

import pytest

from corpus import retries
from corpus.events import LOGGER
from corpus.messages import PassingError
from flows.cli.retrying import telling_retries


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "WAITS", (0.0,) * 7)


def away(code: str, times: int) -> None:
    """Something that fails so many times before it goes well."""
    left = [PassingError(code, reason="refused") for _ in range(times)]

    def work() -> None:
        if left:
            raise left.pop()

    retries.persistent(work)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("store-lost", "数据库暂时连不上，正在自动重试，最多一分半钟……\n"),
        ("storage-lost", "存储暂时连不上，正在自动重试，最多一分半钟……\n"),
        ("worker-lost", "一个处理进程意外结束，正在重做它的那一份……\n"),
        ("flow-server-away", "暂时没有成功，正在自动重试，最多一分半钟……\n"),
    ],
)
def test_what_is_away_is_said_once_however_often_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    with telling_retries():
        away(code, 5)
        away(code, 1)
    assert capsys.readouterr() == ("", said)


def test_what_goes_well_at_once_and_what_else_happens_is_not_spoken_of(capsys: pytest.CaptureFixture[str]) -> None:
    with telling_retries():
        away("store-lost", 0)
        logging.getLogger(LOGGER).warning("job-failed", extra={"facts": {"code": "store-lost"}})
    assert capsys.readouterr() == ("", "")


def test_afterwards_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with telling_retries():
        pass
    away("store-lost", 1)
    assert capsys.readouterr().err == ""
