"""How the work stands, as metrics: counted when somebody asks, and not anew for the next seconds."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import sqlalchemy as sa
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from corpus.job_log import JobEntry, JobState
from corpus.messages import MinyiError
from review.metrics.catalogue import catalogue
from review.metrics.standing import Standing, standing

LASTS = 5.0
"""Seconds for which figures hold."""
_SHARE = 20
"""Figures hold at least so many times as long as they took: counting never takes more than a twentieth of the time."""
_OF_JOBS = {
    "minyi_job_last_rows": ("rows",),
    "minyi_job_last_files": ("files",),
    "minyi_job_last_failures": ("failed", "failures"),
}
"""Which figure of a job each is: the first of these that it has."""

Series = Iterable[tuple[tuple[str, ...], float]]
"""Values by their labels."""


class Figures(Collector):
    """The figures of one office. ``folder`` is its workspace, None where there is none to look at."""

    def __init__(self, engine: sa.Engine, folder: Path | None) -> None:
        self._engine = engine
        self._folder = folder
        self._turn = Lock()
        self._counted = float("-inf")
        self._took = 0.0
        self._standing: Standing | None = None

    def describe(self) -> Iterator[Metric]:
        """Nothing: a registry asks this to know the names, and must not count for it."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The metrics, of which those of a database that does not answer are missing."""
        yield _gauge("minyi_build_info", [((version("minyi"),), 1)])
        with suppress(OSError):
            if self._folder is not None:
                there = shutil.disk_usage(self._folder)
                yield _gauge("minyi_workspace_free_bytes", [((), there.free)])
                yield _gauge("minyi_workspace_size_bytes", [((), there.total)])
        now, took = self._as_of_now()
        yield _gauge("minyi_database_up", [((), float(now is not None))])
        if now is not None:
            yield _gauge("minyi_figures_duration_seconds", [((), took)])
            yield from _of_the_review(now)
            yield from _of_the_jobs(now)

    def _as_of_now(self) -> tuple[Standing | None, float]:
        with self._turn:
            begun = time.monotonic()
            if begun - self._counted < max(LASTS, _SHARE * self._took):
                return self._standing, self._took
            try:
                self._standing = standing(self._engine)
            except MinyiError:
                self._standing = None
            self._counted = time.monotonic()
            self._took = self._counted - begun
            return self._standing, self._took


def _of_the_review(now: Standing) -> Iterator[Metric]:
    if now.model is not None:
        yield _gauge("minyi_model_info", [((now.model,), 1)])
    yield _gauge("minyi_items", now.items.items())
    # Both, also where there is none: a sum over what is missing is none.
    states = {"open": False, "sealed": True}
    yield _gauge("minyi_batches", [((name,), now.batches.get(sealed, 0)) for name, sealed in states.items()])
    yield _gauge("minyi_comments", [((), now.comments)])
    yield _gauge("minyi_originals", [((), now.originals)])
    yield _gauge("minyi_originals_bytes", [((), now.original_bytes)])
    yield _counter("minyi_decisions_total", [((), now.decisions)])
    yield _counter("minyi_acts_total", [((how,), n) for how, n in now.acts.items()])
    promoted = {"true": True, "false": False}
    yield _counter("minyi_trainings_total", [((name,), now.trainings.get(one, 0)) for name, one in promoted.items()])
    if now.trained is not None:
        yield _gauge("minyi_training_last_timestamp_seconds", [((), now.trained)])


def _of_the_jobs(now: Standing) -> Iterator[Metric]:
    yield _gauge("minyi_jobs", now.jobs.items())
    yield _gauge("minyi_jobs_lost", [((), now.lost)])
    ended = [(one, one.finished) for one in now.last if one.finished is not None]
    ends = [((job.kind,), at.timestamp()) for job, at in ended]
    yield _gauge("minyi_job_last_end_timestamp_seconds", ends)
    took = [((job.kind,), (at - job.started).total_seconds()) for job, at in ended]
    yield _gauge("minyi_job_last_duration_seconds", took)
    yield _gauge("minyi_job_last_success", [((job.kind,), float(job.state is JobState.DONE)) for job, _ in ended])
    for metric, names in _OF_JOBS.items():
        counted = ((job.kind, _count_of(job, names)) for job, _ in ended)
        yield _gauge(metric, [((kind,), count) for kind, count in counted if count is not None])


def _count_of(job: JobEntry, names: Iterable[str]) -> float | None:
    """The first of these figures that is a number, or a list of what it counts."""
    for name in names:
        found = job.figures.get(name)
        if isinstance(found, list):
            return len(found)
        if isinstance(found, int | float):
            return found
    return None


def _gauge(name: str, series: Series) -> Metric:
    known = catalogue()[name]
    return _filled(GaugeMetricFamily(name, known.help, labels=known.labels), series)


def _counter(name: str, series: Series) -> Metric:
    known = catalogue()[name]
    return _filled(CounterMetricFamily(name, known.help, labels=known.labels), series)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, series: Series) -> Metric:
    for labels, value in series:
        family.add_metric(labels, value)
    return family
