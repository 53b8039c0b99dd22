"""One Prefect server for all tests of this folder, and a batch of two comments."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.prefect_api import prefect_api

NOTICE = """临水绩办〔2026〕7号
临水县绩效办关于抓紧办理来信来电事项的通知
各乡镇人民政府，县直各单位：
　　请各责任单位于2026年5月8日前报送整改情况。
临水县绩效考评领导小组办公室
2026年4月2日
序号\t意见建议内容\t责任单位
1\t东门公交车等了四十分钟不来\t县直有关单位
2\t西街垃圾桶三天没人清\t县直有关单位
"""


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of its API; within it flows run."""
    before = dict(os.environ)
    with prefect_api(tmp_path_factory.mktemp("prefect"), None):
        from prefect.settings import PREFECT_API_URL  # noqa: PLC0415  (Prefect reads its settings at import)

        yield str(PREFECT_API_URL.value())
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an empty workspace, which the environment names as a worker's does."""
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.setenv("MINYI_WORKSPACE", str(folder))
    return folder


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice with a table of two comments."""
    file = tmp_path / "来文.txt"
    file.write_text(NOTICE, "utf-8")
    return file


@pytest.fixture
def table_of(server: str) -> Callable[[str], list[dict[str, Any]]]:
    """Rows of the last table artifact with a key."""

    def rows(key: str) -> list[dict[str, Any]]:
        asked = {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC", "limit": 1}
        from prefect.settings import PREFECT_API_AUTH_STRING  # noqa: PLC0415  (as above)

        user, _, word = str(PREFECT_API_AUTH_STRING.value()).partition(":")
        answer = httpx.post(f"{server}/artifacts/filter", json=asked, auth=(user, word), trust_env=False)
        [last] = answer.raise_for_status().json()
        found: list[dict[str, Any]] = json.loads(last["data"])
        return found

    return rows
