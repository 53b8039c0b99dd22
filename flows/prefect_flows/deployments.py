"""The flows as deployments on a Prefect server, from the YAML that ``prefect deploy --all`` reads, too."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast

import yaml
from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_API_AUTH_STRING
from prefect.utilities.callables import parameter_schema
from prefect.utilities.importtools import import_object
from pydantic import ValidationError

from corpus.messages import MinyiError
from corpus.settings import Settings
from corpus.workspace import Workspace

POOL = "minyi"
"""The work pool of all flows, of the type process."""
ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment as the YAML has it. ``cron`` is empty where nothing starts it by itself."""

    name: str
    entrypoint: str
    description: str
    pool: str
    at_once: int
    collisions: str
    cron: str = ""

    @property
    def flow(self) -> Flow[..., Any]:
        """The flow, imported."""
        return cast("Flow[..., Any]", import_object(self.entrypoint))


def deployments() -> tuple[Deployment, ...]:
    """All of them, in the YAML's order."""
    described = yaml.safe_load(files("flows").joinpath("data/prefect.yaml").read_text("utf-8"))
    return tuple(map(_deployment, described["deployments"]))


def full_name(name: str) -> str:
    """What Prefect calls a deployment of ours: ``minyi-inbox/inbox``."""
    return f"minyi-{name}/{name}"


def deploy(url: str, workspace: Workspace, settings: Settings) -> tuple[str, ...]:
    """Registers the pool and every deployment for this workspace with the server whose API is at ``url``; returns their
    full names. Again it changes what is there.

    The nightly job runs at the hour of the settings. Raises ``MinyiError`` where that is no time of cron.
    """
    try:
        nightly = CronSchedule(cron=settings.nightly, timezone=ZONE)
    except ValidationError as error:
        raise MinyiError("settings-cron", where=str(workspace.settings_file), value=settings.nightly) from error
    with SyncPrefectClient(url, auth_string=PREFECT_API_AUTH_STRING.value()) as client:
        with suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        return tuple(_registered(client, one, workspace, nightly) for one in deployments())


def _registered(client: SyncPrefectClient, one: Deployment, workspace: Workspace, nightly: CronSchedule) -> str:
    flow = one.flow
    client.create_deployment(
        client.create_flow_from_name(flow.name),
        one.name,
        schedules=[DeploymentScheduleCreate(schedule=nightly)] if one.cron else [],
        concurrency_limit=one.at_once,
        concurrency_options=ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy(one.collisions)),
        parameters={"workspace": str(workspace.folder)},
        description=one.description,
        work_pool_name=one.pool,
        entrypoint=one.entrypoint,
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        enforce_parameter_schema=True,
        pull_steps=[],
    )
    return f"{flow.name}/{one.name}"


def _deployment(described: dict[str, Any]) -> Deployment:
    limit = described["concurrency_limit"]
    return Deployment(
        described["name"],
        described["entrypoint"],
        described["description"],
        described["work_pool"]["name"],
        limit["limit"],
        limit["collision_strategy"],
        next((schedule["cron"] for schedule in described.get("schedules", ())), ""),
    )
