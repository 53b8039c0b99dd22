"""The deployments: what the YAML lists is what there is, and a server knows it once."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.messages import MinyiError
from corpus.settings import Settings
from corpus.workspace import Workspace

pytestmark = pytest.mark.usefixtures("server")
NAMES = ["ingest", "tag", "table", "publish", "retrain", "rescore", "inbox", "nightly"]


def test_every_flow_has_one_deployment_of_its_name() -> None:
    from prefect import Flow  # noqa: PLC0415  (Prefect reads its settings at import)

    from flows.prefect_flows.deployments import deployments, full_name  # noqa: PLC0415

    modules = [import_module(f"flows.prefect_flows.{name}") for name in ("batches", "models", "nightly")]
    there = {one.name for module in modules for one in vars(module).values() if isinstance(one, Flow)}
    assert [one.name for one in deployments()] == NAMES
    assert [f"{one.flow.name}/{one.name}" for one in deployments()] == [*map(full_name, NAMES)]
    assert {one.flow.name for one in deployments()} == there
    assert {(one.pool, one.at_once, one.collisions) for one in deployments()} == {("minyi", 1, "ENQUEUE")}
    assert {one.name: one.cron for one in deployments() if one.cron} == {"nightly": "30 1 * * *"}


def test_the_repositorys_yaml_is_that_of_the_package() -> None:
    root = Path(__file__).resolve().parents[3] / "prefect.yaml"
    assert root.read_bytes() == files("flows").joinpath("data/prefect.yaml").read_bytes()


def test_a_server_is_told_twice_and_knows_each_deployment_once(server: str, workspace: Path) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415

    from flows.prefect_flows.deployments import deploy, full_name  # noqa: PLC0415

    place = Workspace.open(workspace)
    deploy(server, place, Settings(nightly="0 3 * * *"))
    assert deploy(server, place, Settings(nightly="15 2 * * *")) == tuple(map(full_name, NAMES))
    with get_client(sync_client=True) as client:
        nightly = client.read_deployment_by_name("minyi-nightly/nightly")
        ingest = client.read_deployment_by_name("minyi-ingest/ingest")
    [schedule] = nightly.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("15 2 * * *", "Asia/Shanghai")  # type: ignore[union-attr]
    assert nightly.parameters == {"workspace": str(workspace)}
    assert (ingest.schedules, ingest.work_pool_name) == ([], "minyi")
    assert ingest.parameter_openapi_schema is not None
    assert ingest.parameter_openapi_schema["required"] == ["paths"]


def test_an_hour_that_is_none_is_refused_before_anything_is_registered(workspace: Path) -> None:
    from flows.prefect_flows.deployments import deploy  # noqa: PLC0415

    with pytest.raises(MinyiError, match="半夜"):
        deploy("http://127.0.0.1:9/api", Workspace.open(workspace), Settings(nightly="半夜"))


def test_a_server_behind_a_password_is_told_it(workspace: Path) -> None:
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415
    from prefect.settings import PREFECT_API_AUTH_STRING, temporary_settings  # noqa: PLC0415

    from flows.prefect_flows.deployments import deploy  # noqa: PLC0415

    shown: list[str | None] = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.append(self.headers["Authorization"])
            self.send_error(401)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), Asked) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        with temporary_settings({PREFECT_API_AUTH_STRING: "office:word"}), pytest.raises(PrefectHTTPStatusError):
            deploy(f"http://127.0.0.1:{elsewhere.server_port}/api", Workspace.open(workspace), Settings())
        elsewhere.shutdown()
    assert set(shown) == {"Basic b2ZmaWNlOndvcmQ="}
