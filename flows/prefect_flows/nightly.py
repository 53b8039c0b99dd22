"""Flows that call flows: every batch that waits in the inbox, and what is done every night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from prefect import flow

from corpus.job_log import recorded
from corpus.messages import MinyiError, UnreadableError, describe
from corpus.retries import persistent
from corpus.store import Store
from corpus.workspace import Workspace
from extractors.containers.names import shown
from flows.inbox import InboxBatch, Taken, attempt, waiting_batches
from flows.logs import logging_to
from flows.prefect_flows.batches import ingest, publish, table, tag
from flows.prefect_flows.calls import Call, parameter_of
from flows.prefect_flows.models import rescore, retrain
from flows.prefect_flows.told import tell


@flow(name="minyi-inbox", persist_result=False)
def inbox(workspace: str = "", engine: str = "") -> dict[str, Any]:
    """Takes in, tags and publishes every batch that waits in the inbox; one that fails keeps no other back.

    Drafts lie in a folder of the batch's name among the outputs; a large table lies there tagged, and has none.
    Returns the figures: ``batches``, and ``failures``, batches with the reason, which stay waiting and stand in the job
    log as failed.
    """
    call = Call(workspace, engine=engine)
    place = call.place
    with logging_to(place.folder), closing(persistent(lambda: Store(place.database_url))) as store:
        waiting = persistent(lambda: waiting_batches(place, store.engine))
        failed = [*_failed(store, place, call, waiting)]
    figures = {"batches": len(waiting), "failures": [(batch.name, describe(error.problem)) for batch, error in failed]}
    tell("inbox", figures)
    return figures


@flow(name="minyi-nightly", persist_result=False)
def nightly(workspace: str = "", engine: str = "") -> dict[str, Any]:
    """The inbox, then a training on what was decided, then proposals anew for what was not; returns the figures."""
    call = Call(workspace, engine=engine)
    place = call.place
    with (
        logging_to(place.folder),
        closing(persistent(lambda: Store(place.database_url))) as store,
        recorded(store.engine, "nightly", "", call.runs_on) as recorder,
    ):
        figures: dict[str, Any] = inbox(workspace, engine)
        trained = retrain(workspace, engine)
        figures = figures | {name: trained[name] for name in ("ending", "lessons")}
        figures = figures | {"rescored": rescore(workspace, engine)["rescored"]}
        recorder.ended(figures, whole=not figures["failures"])
    tell("nightly", figures)
    return figures


def _failed(
    store: Store, place: Workspace, call: Call, waiting: tuple[InboxBatch, ...]
) -> Iterator[tuple[InboxBatch, MinyiError]]:
    """Works on each, and yields those that failed as a whole."""
    for batch in waiting:
        try:
            with attempt(store.engine, batch, call.runs_on) as ended:
                ended(_taken_in(batch, place, call.engine))
        except MinyiError as error:
            yield batch, error
        except Exception as error:
            # Ours or Prefect's defect, which the log of jobs has now: it keeps no other batch back.
            yield batch, MinyiError("defect", reason=type(error).__name__)


def _taken_in(batch: InboxBatch, place: Workspace, engine: str) -> Taken:
    """Brings a batch to the reviewers, and tags a table that is too large for that."""
    if batch.large_table is not None:
        return _tagged(batch, place, engine)
    parameters: dict[str, Any] = {
        "paths": [*map(parameter_of, batch.paths)],
        "workspace": str(place.folder),
        "batch": batch.name,
        "out": str(place.outputs / batch.name),
        "engine": engine,
    }
    ingest(**parameters)
    tag(**parameters)
    return Taken.of(publish(**parameters))


def _tagged(batch: InboxBatch, place: Workspace, engine: str) -> Taken:
    """Tags a large table; one that cannot be read waits for a person, as any file of a batch does."""
    [file] = batch.paths
    try:
        figures = table(parameter_of(file), str(place.folder), batch.name, engine)
    except UnreadableError as error:
        return Taken(1, 0, ((shown(str(file)), describe(error.problem)),))
    return Taken(1, figures["rows"], table=figures["table"])
