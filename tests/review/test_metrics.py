"""What a Prometheus is told of an office: its figures by hand, on both databases."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from made_items import ROAD, decide, desk, filled, opened, set_batch, tasks
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from served import Office, office

from corpus.database import open_database
from corpus.job_log import recorded
from corpus.jobs_schema import jobs
from corpus.review_schema import trainings
from corpus.store import Store
from review.metrics import figures as module
from review.metrics.catalogue import catalogue
from review.metrics.figures import Figures
from review.web.measured import templates

OPERATING = Path(__file__).resolve().parent.parent.parent / "docs" / "operating.md"


def told(engine: sa.Engine, folder: Path | None = None) -> dict[str, dict[tuple[str, ...], float]]:
    """Values by name of the sample and by its labels' values in the order of their names."""
    registry = CollectorRegistry()
    registry.register(Figures(engine, folder))
    return read(generate_latest(registry).decode())


def read(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = tuple(value for _, value in sorted(sample.labels.items()))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


@pytest.fixture
def engine(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as made:
        yield made


def test_items_are_counted_by_batch_and_state(engine: sa.Engine) -> None:
    filled(engine, tasks(3), "三月来文")
    zhang = desk(engine, "zhang")
    decide(zhang, 1, ROAD)
    filled(engine, tasks(5)[3:], "四月来文", "m2")
    now = told(engine)
    assert now["minyi_items"] == {
        ("三月来文", "open"): 2,
        ("三月来文", "decided"): 1,
        ("四月来文", "open"): 2,
    }
    assert now["minyi_batches"] == {("open",): 2, ("sealed",): 0}
    assert now["minyi_decisions_total"] == {(): 1}
    assert now["minyi_acts_total"] == {("accept",): 1}
    assert now["minyi_model_info"] == {("m2",): 1}


def test_a_reported_batch_is_sealed(engine: sa.Engine) -> None:
    filled(engine, tasks(1))
    set_batch(engine, sealed=True)
    assert told(engine)["minyi_batches"] == {("open",): 0, ("sealed",): 1}


def test_only_the_fifty_batches_that_changed_last_are_told_of(engine: sa.Engine, monkeypatch: Any) -> None:
    monkeypatch.setattr("review.metrics.standing.LATEST", 2)
    for month in ("一月", "二月", "三月"):
        filled(engine, tasks(1), month)
    assert {batch for batch, _ in told(engine)["minyi_items"]} == {"二月", "三月"}


def test_files_are_counted_with_their_bytes(any_url: str) -> None:
    store = Store(any_url)
    store.keep_original("a" * 64, 1_000, "来文.docx")
    store.keep_original("b" * 64, 2_500, "来文.xlsx")
    now = told(store.engine)
    store.close()
    assert (now["minyi_originals"], now["minyi_originals_bytes"]) == ({(): 2}, {(): 3_500})
    assert now["minyi_comments"] == {(): 0}


def test_the_last_job_of_each_kind_is_told_of(engine: sa.Engine) -> None:
    with recorded(engine, "run", "三月来文", "here") as job:
        # More failed than are listed.
        job.ended({"files": 12, "rows": 340, "failed": 2, "failures": [["来文.pdf", "打不开"]]}, whole=False)
    with recorded(engine, "inbox", "", "here") as job:
        job.ended({"failures": [], "signature": "a"})
    begun, ended = (datetime.datetime(2026, 3, 2, 1, minute, tzinfo=datetime.UTC) for minute in (10, 14))
    with engine.begin() as connection:
        connection.execute(sa.update(jobs).values(started=begun, finished=ended))
    now = told(engine)
    assert now["minyi_jobs"] == {("run", "partly"): 1, ("inbox", "done"): 1}
    assert now["minyi_job_last_success"] == {("run",): 0, ("inbox",): 1}
    assert now["minyi_job_last_duration_seconds"] == {("run",): 240, ("inbox",): 240}
    # 2026-03-02 01:14 UTC: 20,514 days and 4,440 seconds after 1970.
    assert now["minyi_job_last_end_timestamp_seconds"]["run",] == 20_514 * 86_400 + 4_440
    assert now["minyi_job_last_files"] == {("run",): 12}
    assert now["minyi_job_last_rows"] == {("run",): 340}
    assert now["minyi_job_last_failures"] == {("run",): 2, ("inbox",): 0}


def test_a_job_whose_machine_is_silent_is_lost_until_it_is_begun_again(engine: sa.Engine) -> None:
    for batch, minutes in (("一月.csv", 6), ("二月.csv", 1)):
        with recorded(engine, "tag", batch, "here"):
            pass
        seen = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=minutes)
        changed = {"state": "running", "finished": None, "host": "elsewhere", "seen": seen}
        with engine.begin() as connection:
            connection.execute(sa.update(jobs).where(jobs.c.batch == batch).values(**changed))
    now = told(engine)
    assert (now["minyi_jobs"], now["minyi_jobs_lost"]) == ({("tag", "running"): 2}, {(): 1})
    with recorded(engine, "tag", "一月.csv", "here"):
        assert told(engine)["minyi_jobs_lost"] == {(): 0}


def test_trainings_are_counted_by_what_came_of_them(engine: sa.Engine) -> None:
    counts = {"decisions": 9, "last_decision": 9, "asked": 4, "old_right": 2, "new_right": 3, "rescored": 0}
    with engine.begin() as connection:
        for day, promoted in ((1, True), (2, False)):
            at = datetime.datetime(1970, 1, 1 + day, tzinfo=datetime.UTC)
            connection.execute(sa.insert(trainings).values(at=at, version="m3", promoted=promoted, **counts))
    now = told(engine)
    assert now["minyi_trainings_total"] == {("true",): 1, ("false",): 1}
    assert now["minyi_training_last_timestamp_seconds"] == {(): 2 * 86_400}


def test_the_space_where_the_workspace_lies_is_told(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    now = told(engine, tmp_path)
    engine.dispose()
    assert 0 < now["minyi_workspace_free_bytes"][()] <= now["minyi_workspace_size_bytes"][()]


def test_figures_hold_for_some_seconds_and_longer_where_counting_is_slow(tmp_path: Path, monkeypatch: Any) -> None:
    asked, clock = [], [0.0]
    counting = module.standing

    def slow(engine: sa.Engine) -> Any:
        asked.append(clock[0])
        clock[0] += 1.0
        return counting(engine)

    monkeypatch.setattr(module, "standing", slow)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    registry = CollectorRegistry()
    registry.register(Figures(engine, None))
    for second in (0, 6, 20, 22):  # Counted from 0 to 1: these figures hold until second 21.
        clock[0] = max(clock[0], second)
        generate_latest(registry)
    engine.dispose()
    assert asked == [0, 22]


def test_without_the_database_the_rest_is_still_told(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE comment")
    now = told(engine, tmp_path)
    engine.dispose()
    assert now["minyi_database_up"] == {(): 0}
    assert "minyi_workspace_free_bytes" in now
    assert "minyi_items" not in now


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with office(f"sqlite:///{folder / 'minyi.db'}", folder=folder) as made:
        yield made


def scraped(client: TestClient) -> Mapping[str, Mapping[tuple[str, ...], float]]:
    return read(client.get("/metrics").text)


def test_requests_are_counted_by_template_and_what_leads_nowhere_as_one(served: Office) -> None:
    client, here = served.client("lead"), served.client(client=("127.0.0.1", 5000))
    before = scraped(here)["minyi_http_requests_total"]
    for batch in (served.batch, served.foreign_batch):
        assert client.get(f"/batches/{batch}").status_code == 200
    for unknown in ("/wp-admin", "/wp-login", "/batch"):
        assert client.get(unknown).status_code == 404
    assert client.request("BREW", "/wp-admin").status_code == 404
    assert client.get("/static/review.css").status_code == 200
    assert client.get("/api/v1/items/999999").status_code == 404
    after = scraped(here)["minyi_http_requests_total"]
    came = {labels: n - before.get(labels, 0) for labels, n in after.items() if n != before.get(labels, 0)}
    assert came == {
        # By the names of the labels: method, route, status.
        ("GET", "/batches/{batch_id}", "2xx"): 2,
        ("GET", "none", "4xx"): 3,
        ("other", "none", "4xx"): 1,
        ("GET", "/static", "2xx"): 1,
        ("GET", "/api/v1/items/{item}", "4xx"): 1,
        ("GET", "/metrics", "2xx"): 1,
    }


def test_how_long_answers_take_is_told_and_what_is_under_way(served: Office) -> None:
    here = served.client(client=("127.0.0.1", 5000))
    here.get("/login")
    now = scraped(here)
    assert now["minyi_http_requests_in_flight"] == {(): 1}  # the scrape itself
    assert now["minyi_http_request_duration_seconds_count"]["GET", "/login"] == 1
    # Labels: le, method, route. Whatever it took, it is below the last bound.
    assert now["minyi_http_request_duration_seconds_bucket"]["+Inf", "GET", "/login"] == 1


def test_no_word_and_no_person_is_told(served: Office) -> None:
    text = served.client(client=("127.0.0.1", 5000)).get("/metrics").text
    for word in ("东河", "育才小学", "水利局", "张敏", "reviewer", "n1"):
        assert word not in text


def test_the_docs_list_the_metrics_there_are_and_no_others(served: Office) -> None:
    listed = re.findall(r"^\| `(minyi_\w+)`", OPERATING.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(catalogue())
    with recorded(served.engine, "run", "三月来文", "here") as job:
        job.ended({"files": 1, "rows": 1, "failures": 0})
    families = {*re.findall(r"^# TYPE (minyi_\w+)", served.client(client=("::1", 5000)).get("/metrics").text, re.M)}
    # Nobody has trained a model in this office.
    assert families == {*catalogue()} - {"minyi_training_last_timestamp_seconds"}


def test_every_address_of_the_server_has_its_template(served: Office) -> None:
    paths = {str(one.path) for one in iter_route_contexts(served.app.routes)}
    assert {*templates(served.app).values()} == paths | {"/static"}
