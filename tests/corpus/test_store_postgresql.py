"""The store on PostgreSQL: the same behaviour, on a cluster of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus import schema
from corpus.proposals import Decision
from corpus.records import Comment, Extraction, Renaming, Source, Status
from corpus.store import Store

SHA = "ab" * 32


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        as_user: list[str] = []
        if os.geteuid() == 0:
            if shutil.which("runuser") is None:
                pytest.skip("PostgreSQL does not run as root, and there is no runuser")
            shutil.chown(folder, "postgres", "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]
        data = folder / "data"
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"

        def run(program: str, *arguments: str | Path) -> None:
            command = [*as_user, binaries / program, "-D", data, *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run("initdb", "-A", "trust", "-U", "postgres")
        run("pg_ctl", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def test_the_store_on_postgresql_keeps_and_finds_and_doubles_nothing(url: str) -> None:
    comments = tuple(Comment("路灯不亮", Source("意见.xlsx", SHA, table=1, row=row)) for row in (1, 2))
    renaming = Renaming("市蚕业中心", "市蚕业办", "市蚕业中心（原市蚕业办）", Source("意见.xlsx", SHA))
    kept = Extraction("意见.xlsx", SHA, "xlsx", Status.OK, comments=comments, renamings=(renaming,))
    for _ in range(2):
        store = Store(url)
        store.keep_original(SHA, 10, "意见.xlsx")
        store.keep_extractions([kept], "1")
        store.keep_renamings([kept])
        [proposal] = store.renaming_proposals()
        store.decide_renamings({proposal.number: Decision.ACCEPTED})
        assert len(proposal.readings) == 1
        store.keep_drafts_fingerprint("/out", "f")
        assert store.extractions({SHA: "意见.xlsx"}, "1") == {SHA: kept}
        with store._engine.connect() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(schema.comments)) == 2
        assert store.drafts_fingerprint("/out") == "f"
        store.close()
