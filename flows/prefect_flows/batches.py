"""Flows over a batch: ingest, tag, publish; and tagging a table that is too large for a batch. Their parameters are
those of ``flows.prefect_flows.calls.Call``."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.utilities.annotations import quote

from corpus.settings import Settings
from flows.batch import BatchRun, Kind, Outcome
from flows.bulk.job import TableDone, TableJob, tag_table
from flows.delivery import delivered
from flows.engines.choice import engine_of
from flows.figures import figures_of
from flows.logs import logging_to
from flows.prefect_flows.calls import Call
from flows.prefect_flows.limits import set_limits
from flows.prefect_flows.tasks import as_tasks
from flows.prefect_flows.told import Shown, tell
from flows.steps import Engine, Progress


@flow(name="minyi-ingest", persist_result=False)
def ingest(paths: list[str], workspace: str = "", batch: str = "", out: str = "", engine: str = "") -> dict[str, Any]:
    """Keeps the files of a batch, and what is in them; returns the record of the run (``run.json``)."""
    return _batch(Kind.INGEST, Call(workspace, tuple(paths), batch, out, engine))


@flow(name="minyi-tag", persist_result=False)
def tag(paths: list[str], workspace: str = "", batch: str = "", out: str = "", engine: str = "") -> dict[str, Any]:
    """The same with what is proposed for the comments. Where ``out`` ends in ``.parquet``, the one path is a table of
    comments, and what is returned are its figures."""
    call = Call(workspace, tuple(paths), batch, out, engine)
    return _tagged(call, call.table()).figures if out.endswith(".parquet") else _batch(Kind.TAG, call)


@flow(name="minyi-publish", persist_result=False)
def publish(
    paths: list[str], workspace: str = "", batch: str = "", out: str = "", engine: str = "", public: bool = False
) -> dict[str, Any]:
    """The whole job: brings the batch to the reviewers and writes its drafts."""
    return _batch(Kind.PUBLISH, Call(workspace, tuple(paths), batch, out, engine, public))


@flow(name="minyi-table", persist_result=False)
def table(path: str, workspace: str, batch: str, engine: str = "") -> dict[str, Any]:
    """Tags the one file of a batch of the inbox as a whole, into a folder of its own among the batch's outputs; returns
    its figures, and where it lies (``table``)."""
    call = Call(workspace, (path,), batch, "", engine)
    done = _tagged(call, call.whole_table())
    return {**done.figures, "table": done.out.shown}


def work_as_flow(run: BatchRun, engine: Engine, progress: Progress, shared: Settings | None = None) -> Outcome:
    """What is to be done after ``run.take_in()``, as one flow run. ``shared``: the settings, on a server that outlives
    the run. Raises what ``run.work`` raises."""

    @flow(name="minyi-run", persist_result=False)
    def minyi_run() -> quote:
        if shared is not None:
            set_limits(shared)
        outcome = run.work(as_tasks(engine), progress)
        tell("run", figures_of(outcome.record, outcome.extractions))
        # Quoted, it is not searched for futures, for which Prefect would go through all that was found in the files.
        return quote(outcome)

    outcome: Outcome = minyi_run().unquote()
    return outcome


def _batch(kind: Kind, call: Call) -> dict[str, Any]:
    job = call.job(kind)
    set_limits(job.workspace.settings)
    with logging_to(job.workspace.folder), engine_of(job.engine) as engine, BatchRun(job) as run:
        outcome = run.take_in() or run.work(as_tasks(engine), Shown(kind))
        if kind is Kind.PUBLISH:
            delivered(job.workspace, job.out, job.batch)
    tell(kind, figures_of(outcome.record, outcome.extractions))
    return dict(outcome.record)


def _tagged(call: Call, job: TableJob) -> TableDone:
    with logging_to(call.place.folder), engine_of(call.runs_on) as engine:
        done = tag_table(job, as_tasks(engine), Shown("tag"), engine.name)
    tell("tag", done.figures)
    return done
