"""What the system says in English stands in Chinese in a Chinese message."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from corpus.messages import MinyiError, describe_in_chinese
from corpus.records import Problem
from corpus.terms import terms


def test_a_full_disk_is_said_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINYI_LANG", raising=False)
    full = os.strerror(errno.ENOSPC)
    assert "（磁盘已满）" in str(MinyiError("write-denied", where="输出", reason=full))
    assert "（磁盘已满）" in describe_in_chinese(Problem("输出", "write-denied", (("reason", full),)))
    monkeypatch.setenv("MINYI_LANG", "en")
    assert full in str(MinyiError("write-denied", where="输出", reason=full))


def test_a_name_that_only_has_such_words_in_it_stays() -> None:
    said = str(MinyiError("write-denied", reason="Permission denied: 河道.docx"))
    assert "Permission denied: 河道.docx" in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other words")
def test_each_of_the_words_is_one_of_the_systems() -> None:
    known = {os.strerror(code) for code in errno.errorcode} | {"Name or service not known"}
    assert set(terms("system_words")) <= known
