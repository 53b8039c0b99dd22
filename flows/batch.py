"""The whole job on a batch, without Prefect: take in, extract, tag, write. The store keeps what every step did.

A job that ends early is the same job: the next one finds in the store what was done, and goes on.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.events import Event, tell
from corpus.job_log import recorded
from corpus.proposals import registry_of, waiting
from corpus.records import Extraction, Task
from corpus.registry import Registry
from corpus.retries import persistent
from corpus.settings import HERE
from corpus.store import Store
from corpus.tasks import filled_in, tasks_of, with_verdict
from corpus.workspace import Workspace
from extractors.editions import differences, editions
from extractors.extract import version as extractors_version
from extractors.extract import worth_another_try
from extractors.limits import DEFAULT, Limits
from flows import run_record
from flows.alone import alone
from flows.engines.loop import in_turn
from flows.figures import figures_of, is_whole
from flows.fingerprint import beside, fingerprint
from flows.intake import Intake, take_in
from flows.job_events import tell_files
from flows.last_year import with_last_year
from flows.opened import url_of
from flows.portions import portions
from flows.proposing import Proposals, Proposing, proposals
from flows.reading_step import ReadFiles
from flows.steps import Each, Progress, both, unwatched
from outputs.batch import Batch, Written
from outputs.drafts import VERSION as DRAFTS_VERSION
from outputs.drafts import drafts_are_there, write_drafts
from outputs.forms import Forms, shipped_forms
from outputs.own.template import Template
from review.china_time import today
from review.closing.standing import closed_so_far, closings_of_batch
from review.last_year import last_year_so_far
from review.publishing import Published, decided_so_far, publish
from review.removals.found import keep_findings
from review.removals.rulings import number_of_rulings, rulings_of
from review.settled import settled_texts


class Kind(StrEnum):
    """How far a job goes, as the job log calls it: ``ingest`` ends with what was read in the store, ``tag`` with what
    is proposed for it; ``publish`` and ``run`` bring it to the reviewers and write the drafts."""

    INGEST = "ingest"
    TAG = "tag"
    PUBLISH = "publish"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Job:
    """One call of ``minyi run``, or a part of it; ``out`` is an absolute path. ``name`` is that of the batch in the
    review, of the first path where it is empty. ``public``: the public version is wanted, too. ``patience``: for how
    many seconds it waits where another job holds the workspace."""

    paths: tuple[Path, ...]
    workspace: Workspace
    out: Path
    name: str = ""
    limits: Limits = DEFAULT
    proposing: Proposing = field(default_factory=Proposing)
    forms: Forms = field(default_factory=shipped_forms)
    templates: tuple[Template, ...] = ()
    public: bool = False
    kind: Kind = Kind.RUN
    engine: str = HERE
    patience: float = 0

    @property
    def batch(self) -> str:
        """What the batch is called in the review."""
        place = self.paths[0].resolve()
        # A folder's name has no ending: 2026.03来文 and 2026.04来文 are two batches.
        return self.name or (place.name if place.is_dir() else place.stem)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. ``record`` is what ``run.json`` says; ``written`` is None when the drafts were there already, and
    when the job was to end before them.

    ``renamings`` counts the renamings that the workspace's documents propose and a person has yet to decide;
    ``published`` is what came of the batch in the review, None where nothing was new, and ``extractions`` is what was
    found in its files, empty there.
    """

    record: Mapping[str, Any]
    written: Written | None
    renamings: int = 0
    published: Published | None = None
    extractions: tuple[Extraction, ...] = ()


class BatchRun:
    """A job with its workspace locked and its store open: ``take_in`` first, then ``work`` if there is anything to do.

    The job stands in the job log from its entry to its exit. What of its I/O may pass is tried again, here and in the
    loops over chunks. Raises ``MinyiError`` when the workspace is in use or cannot be written. A file that cannot be
    read does not raise: it is ``failed`` in the record, and the others are done.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._open = ExitStack()
        self._reading = extractors_version(job.limits)
        self._seconds: dict[str, float] = dict.fromkeys(("read", "extract", "tag", "write"), 0.0)

    def __enter__(self) -> BatchRun:
        with ExitStack() as stack:
            job = self._job
            stack.enter_context(alone(job.workspace.lock, "workspace-busy", job.patience))
            self._store = stack.enter_context(closing(persistent(lambda: Store(job.workspace.database_url))))
            self._recorder = stack.enter_context(recorded(self._store.engine, job.kind, job.batch, job.engine))
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def take_in(self) -> Outcome | None:
        """Keeps a copy of every file. An outcome if the drafts of this very batch are there already, else None."""
        job, store = self._job, self._store
        with _timed(self._seconds, "read"):
            apart = job.workspace.belongings | {job.out}
            self._intake = take_in(job.paths, job.workspace, store, apart, job.limits)
            self._model = job.proposing.version(meaning=True)
            self._fingerprint = persistent(self._fingerprint_now)
            before = run_record.read(job.out)
            kept = persistent(lambda: store.drafts_fingerprint(str(job.out)))
        if not (before and kept == self._fingerprint and drafts_are_there(job.out)):
            return None
        record = {**before, "seconds": self._seconds}
        run_record.write(job.out, record)
        return self._ended(Outcome(record, None))

    def _fingerprint_now(self) -> str:
        return beside(self._known_as(), last_year_so_far(self._store.engine, self._job.batch))

    def _known_as(self) -> str:
        """The batch's fingerprint, with the registry as the office's directory, documents and decisions have it now."""
        directory = self._job.proposing.directory
        accepted = registry_of(self._store.renaming_proposals()).accepted
        self._registry = Registry((*directory.former_names, *accepted))
        decided = decided_so_far(self._store.engine, self._job.batch)
        closed = closed_so_far(self._store.engine, self._job.batch)
        confirmed = str(number_of_rulings(self._store.engine)) if self._job.public else ""
        known = (self._reading, self._model, DRAFTS_VERSION, self._registry.version, directory.version)
        forms = (self._job.forms.version, "public" if self._job.public else "")
        versions = (*known, self._job.batch, decided, closed, confirmed, *forms)
        return fingerprint(self._intake, versions, self._job.templates)

    def work(self, each: Each, progress: Progress) -> Outcome:
        """Extracts, tags, routes and writes the drafts, as far as the job goes, after ``take_in``."""
        job, store, seconds = self._job, self._store, self._seconds
        watched = both(progress, self._recorder)
        with _timed(seconds, "extract"):
            extractions = _extract(self._intake, job, self._reading, store, each, watched)
            persistent(lambda: store.keep_renamings(extractions))
            known_as = persistent(self._known_as)
        proposed = Proposals({}, {}, None)
        if job.kind is not Kind.INGEST:
            with _timed(seconds, "tag"):
                settled = persistent(lambda: settled_texts(store.engine, job.batch))
                proposed = proposals(extractions, store, job.proposing, each, watched, settled)
        batch = _batch(job, self._intake, extractions, proposed, self._registry)
        if job.kind in {Kind.INGEST, Kind.TAG}:
            return self._ended(Outcome(run_record.record_of(batch, seconds), None, extractions=extractions))
        with _timed(seconds, "write"):
            watched("write", 0, 1)
            batch, published = persistent(lambda: self._published(batch, proposed.model))
            # The year of the batch is that of its items, which are there now.
            last_year = persistent(lambda: last_year_so_far(store.engine, job.batch))
            self._fingerprint = beside(known_as, last_year)
            written = self._written(batch, published)
            watched("write", 1, 1)
        record = run_record.record_of(batch, seconds)
        run_record.write(job.out, record)
        if not written.problems and not written.unconfirmed and not any(map(worth_another_try, extractions)):
            persistent(lambda: store.keep_drafts_fingerprint(str(job.out), self._fingerprint))
        renamings = len(waiting(persistent(store.renaming_proposals)))
        return self._ended(Outcome(record, written, renamings, published, extractions))

    def _published(self, batch: Batch, model: str | None) -> tuple[Batch, Published]:
        """What came of the batch in the review, and the batch with what is decided there."""
        engine, name = self._store.engine, self._job.batch
        deadlines = [deadline for e in batch.extractions for deadline in e.deadlines]
        published = publish(engine, name, batch.tasks, deadlines, model)
        tell(Event.PUBLISHED, open=published.open, decided=published.decided, withdrawn=published.withdrawn)
        closings = closings_of_batch(engine, published.name)
        batch = replace(batch, tasks=tuple(_decided(batch.tasks, published)), closings=closings)
        return with_last_year(batch, engine, name, self._job.proposing.directory.gazetteer), published

    def _written(self, batch: Batch, published: Published) -> Written:
        engine, out = self._store.engine, self._job.out
        rulings = persistent(lambda: rulings_of(engine)) if self._job.public else None
        written = write_drafts(replace(batch, rulings=rulings, seconds=dict(self._seconds)), out)
        if (found := written.found) is not None:
            persistent(lambda: keep_findings(engine, published.name, found))
        return written

    def _ended(self, outcome: Outcome) -> Outcome:
        self._recorder.ended(figures_of(outcome.record, outcome.extractions), whole=is_whole(outcome.record))
        return outcome


def run_batch(job: Job, each: Each = in_turn, progress: Progress = unwatched) -> Outcome:
    """The whole job, in this process. Raises as ``BatchRun`` does."""
    with BatchRun(job) as run:
        return run.take_in() or run.work(each, progress)


def _extract(
    intake: Intake, job: Job, version: str, store: Store, each: Each, progress: Progress
) -> tuple[Extraction, ...]:
    """What is in every file of the batch, editions of one notice behind the best of them.

    What may go better next time (``worth_another_try``) is not kept in the store.
    """
    names = {file.sha256: file.shown_as for file in reversed(intake.files)}
    known = persistent(lambda: store.known_extractions(names, version))
    to_read = {file.sha256: file for file in intake.files if file.sha256 not in known}
    unkept: dict[str, Extraction] = {}
    done = 0
    progress("extract", done, len(to_read))
    if to_read:
        step = ReadFiles(job.workspace.kept, url_of(store), job.limits, version)
        with step.at_home(store, len(to_read)):
            for count, lost in each("extract", step, portions(to_read.values())):
                unkept.update({e.sha256: e for e in lost})
                done += count
                progress("extract", done, len(to_read))
    found = persistent(lambda: store.extractions(names, version)) | unkept
    tell_files(to_read, found)
    return tuple(_with_editions(tuple(intake.extractions(found))))


def _batch(
    job: Job, intake: Intake, extractions: tuple[Extraction, ...], proposed: Proposals, registry: Registry
) -> Batch:
    tasks = tasks_of(extractions, proposed.suggestions, proposed.groups)
    sizes = Counter(task.group for task in tasks if task.group)
    returned = filled_in(tasks)
    return Batch(
        extractions=extractions,
        tasks=tasks,
        skipped=intake.skipped,
        model_version=proposed.model,
        seconds={},
        made_on=today(),
        comments_in=sum(len(e.comments) for e in extractions) - returned,
        merged_groups=sum(size > 1 for size in sizes.values()),
        filled_in=returned,
        registry=registry,
        forms=job.forms,
        name=job.batch,
        templates=job.templates,
    )


def _decided(tasks: Sequence[Task], published: Published) -> Iterator[Task]:
    """The tasks with what reviewers have decided of them."""
    for task in tasks:
        verdict = published.verdicts.get(task.key)
        yield with_verdict(task, verdict) if verdict else task


def _with_editions(extractions: Sequence[Extraction]) -> Iterator[Extraction]:
    """Another edition of a notice keeps its comments, to be compared, but its tasks and deadlines count once."""
    for best, *others in editions(extractions):
        notes = filter(None, (differences(best, other) for other in others))
        yield replace(best, problems=(*best.problems, *notes))
        for other in others:
            yield replace(other, deadlines=(), deductions=(), checks=(), edition_of=best.file)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = round(time.perf_counter() - start, 4)
