"""Flows over the office's model: it learns from what was decided, and proposes anew for what is open."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.engines.choice import engine_of
from flows.logs import logging_to
from flows.models import LEAST
from flows.prefect_flows.calls import PATIENCE, Call
from flows.prefect_flows.tasks import as_tasks
from flows.prefect_flows.told import Shown, tell
from flows.rescoring import rescore as rescored_in
from flows.retraining import Retrained, Retraining
from flows.retraining import retrain as retrained_by
from flows.steps import Engine, Progress


@flow(name="minyi-retrain", persist_result=False)
def retrain(workspace: str = "", engine: str = "", least: int = LEAST) -> dict[str, Any]:
    """Trains the model on all decisions, if there are new ones; returns the figures."""
    call = Call(workspace, engine=engine)
    with logging_to(call.place.folder), engine_of(call.runs_on) as running:
        done = retrained_by(call.retraining(least), as_tasks(running), Shown("retrain"))
    tell("retrain", done.figures)
    return done.figures


@flow(name="minyi-rescore", persist_result=False)
def rescore(workspace: str = "", engine: str = "") -> dict[str, Any]:
    """Proposes anew for what is undecided, with the model and the directory that count now; returns the figures."""
    call = Call(workspace, engine=engine)
    with logging_to(call.place.folder), engine_of(call.runs_on) as running:
        each = as_tasks(running)
        changed = rescored_in(call.place, call.proposing, each, Shown("rescore"), running.name, PATIENCE)
    figures = {"rescored": changed}
    tell("rescore", figures)
    return figures


def retrain_as_flow(job: Retraining, engine: Engine, progress: Progress) -> Retrained:
    """``flows.retraining.retrain`` as one flow run. Raises what that raises."""

    @flow(name="minyi-retrain", persist_result=False)
    def minyi_retrain() -> Retrained:
        done = retrained_by(job, as_tasks(engine), progress)
        tell("retrain", done.figures)
        return done

    return minyi_retrain()
