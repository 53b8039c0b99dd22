"""The PostgreSQL server is restarted in the middle of a transaction: the work goes on and ends like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from disturbed import Done, Strike, batch_job, run, table_job, tagged
from postgres import Server

from corpus.messages import PassingError


@pytest.fixture
def url(own_server: Server, request: pytest.FixtureRequest) -> str:
    """A new database on the server."""
    name = f"restarted_{abs(hash(request.node.name))}"
    outside = sa.create_engine(own_server.url, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    outside.dispose()
    return own_server.url.replace("/postgres?", f"/{name}?")


@pytest.mark.parametrize(
    ("statement", "at"), [("INSERT INTO original", 1), ("SELECT table_part", 1), ("INSERT INTO table_part", 3)]
)
def test_a_table_is_tagged_to_its_end(
    tmp_path: Path, own_server: Server, url: str, undisturbed_table: Done, statement: str, at: int
) -> None:
    with Strike(statement, at, own_server.restart).awaited() as struck:
        done = tagged(table_job(tmp_path, url))
    assert (struck, done.kept) == ([at], 0)
    assert Done.at(tmp_path, url) == undisturbed_table


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("INSERT INTO original", 2),
        ("INSERT INTO comment", 1),
        ("INSERT INTO suggestion", 3),
        ("INSERT INTO item_search", 3),
        ("INSERT INTO batch_deadline", 1),
        ("INSERT INTO run", 1),
    ],
    ids=["taking in", "reading", "tagging", "publishing", "deadlines", "done"],
)
def test_a_batch_is_done_to_its_end(
    tmp_path: Path, own_server: Server, url: str, undisturbed_batch: Done, statement: str, at: int
) -> None:
    with Strike(statement, at, own_server.restart).awaited() as struck:
        run(batch_job(tmp_path, url))
    assert struck == [at]
    assert Done.at(tmp_path, url) == undisturbed_batch


def test_a_server_that_does_not_come_back_is_said_to_be_away_and_the_next_run_goes_on(
    tmp_path: Path, own_server: Server, url: str, undisturbed_table: Done
) -> None:
    job = table_job(tmp_path, url)
    with Strike("INSERT INTO table_part", 3, own_server.stop).awaited(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("disturbed.WAITS", (0.1, 0.1))
        with pytest.raises(PassingError, match="数据库暂时连不上"):
            tagged(job)
    own_server.start()
    assert tagged(job).kept == 2
    assert Done.at(tmp_path, url) == undisturbed_table
