"""The work that nobody disturbed, with which the others are compared, and servers that may be treated badly."""

from __future__ import annotations

from collections.abc import Iterator

import disturbed
import pytest
from disturbed import Done
from postgres import Server, server


@pytest.fixture(scope="session")
def undisturbed_table(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("table")
    disturbed.tagged(disturbed.table_job(folder))
    done = Done.at(folder)
    assert len(done.files) == disturbed.PARTS + 2
    assert done.content["comment"][0] == disturbed.PARTS * disturbed.ROWS
    return done


@pytest.fixture(scope="session")
def undisturbed_batch(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("batch")
    disturbed.run(disturbed.batch_job(folder))
    done = Done.at(folder)
    assert done.content["comment"][0] == disturbed.COMMENTS
    assert done.content["item"][0] > disturbed.COMMENTS * 6 // 7
    return done


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A server of the faults' own."""
    with server() as running:
        yield running
