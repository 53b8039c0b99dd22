"""The whole job on a batch, without Prefect: take in, extract, tag, write. The store keeps what every step did."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.proposals import registry_of, waiting
from corpus.records import Extraction, Task
from corpus.registry import Registry
from corpus.store import Store
from corpus.tasks import filled_in, tasks_of, with_verdict
from corpus.workspace import Workspace
from extractors.editions import differences, editions
from extractors.extract import version as extractors_version
from extractors.extract import worth_another_try
from extractors.limits import DEFAULT, Limits
from extractors.workers import Work, Workers
from flows import run_record
from flows.alone import alone
from flows.chunks import chunks
from flows.engines.loop import in_turn
from flows.intake import Incoming, Intake, take_in
from flows.last_year import with_last_year
from flows.proposing import Proposals, Proposing, proposals
from flows.steps import Each, Progress, unwatched
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
from review.removals.rulings import last_ruling, rulings_of

_FILES_AT_ONCE, _BYTES_AT_ONCE = 32, 4_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """One call of ``minyi run``; ``out`` is an absolute path. ``name`` is that of the batch in the review, of the first
    path where it is empty. ``public``: the public version is wanted, too."""

    paths: tuple[Path, ...]
    workspace: Workspace
    out: Path
    name: str = ""
    limits: Limits = DEFAULT
    proposing: Proposing = field(default_factory=Proposing)
    forms: Forms = field(default_factory=shipped_forms)
    templates: tuple[Template, ...] = ()
    public: bool = False

    @property
    def batch(self) -> str:
        """What the batch is called in the review."""
        place = self.paths[0].resolve()
        # A folder's name has no ending: 2026.03来文 and 2026.04来文 are two batches.
        return self.name or (place.name if place.is_dir() else place.stem)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. ``record`` is what ``run.json`` says; ``written`` is None when the drafts were there already.

    ``renamings`` counts the renamings that the workspace's documents propose and a person has yet to decide;
    ``published`` is what came of the batch in the review, None where nothing was new.
    """

    record: Mapping[str, Any]
    written: Written | None
    renamings: int = 0
    published: Published | None = None


class BatchRun:
    """A job with its workspace locked and its store open: ``take_in`` first, then ``work`` if there is anything to do.

    Raises ``MinyiError`` when the workspace is in use or cannot be written. A file that cannot be read does not raise:
    it is ``failed`` in the record, and the others are done.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._open = ExitStack()
        self._reading = extractors_version(job.limits)
        self._seconds: dict[str, float] = dict.fromkeys(("read", "extract", "tag", "write"), 0.0)

    def __enter__(self) -> BatchRun:
        with ExitStack() as stack:
            stack.enter_context(alone(self._job.workspace.lock, "workspace-busy"))
            self._store = stack.enter_context(closing(Store(self._job.workspace.database_url)))
            self._open = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def take_in(self) -> Outcome | None:
        """Keeps a copy of every file. An outcome if the drafts of this very batch are there already, else None."""
        job, store = self._job, self._store
        with _timed(self._seconds, "read"):
            self._intake = take_in(job.paths, job.workspace, store, job.workspace.belongings | {job.out}, job.limits)
            self._model = job.proposing.version(meaning=True)
            self._fingerprint = _beside(self._known_as(), last_year_so_far(store.engine, job.batch))
            before = run_record.read(job.out)
        if not (before and store.drafts_fingerprint(str(job.out)) == self._fingerprint and drafts_are_there(job.out)):
            return None
        record = {**before, "seconds": self._seconds}
        run_record.write(job.out, record)
        return Outcome(record, None)

    def _known_as(self) -> str:
        """The batch's fingerprint, with the registry as the office's directory, documents and decisions have it now."""
        directory = self._job.proposing.directory
        accepted = registry_of(self._store.renaming_proposals()).accepted
        self._registry = Registry((*directory.former_names, *accepted))
        decided = decided_so_far(self._store.engine, self._job.batch)
        closed = closed_so_far(self._store.engine, self._job.batch)
        confirmed = str(last_ruling(self._store.engine)) if self._job.public else ""
        known = (self._reading, self._model, DRAFTS_VERSION, self._registry.version, directory.version)
        versions = (*known, self._job.batch, decided, closed, confirmed, *_versions_of_forms(self._job))
        return _fingerprint(self._intake, versions)

    def work(self, each: Each, progress: Progress) -> Outcome:
        """Extracts, tags, routes and writes the drafts, after ``take_in``."""
        job, store, seconds = self._job, self._store, self._seconds
        with _timed(seconds, "extract"):
            extractions = _extract(self._intake, job, self._reading, store, each, progress)
            store.keep_renamings(extractions)
            known_as = self._known_as()
        with _timed(seconds, "tag"):
            proposed = proposals(extractions, store, job.proposing, each, progress)
        batch = _batch(job, self._intake, extractions, proposed, self._registry)
        with _timed(seconds, "write"):
            progress("write", 0, 1)
            deadlines = [deadline for e in extractions for deadline in e.deadlines]
            published = publish(store.engine, job.batch, batch.tasks, deadlines, proposed.model)
            closings = closings_of_batch(store.engine, published.name)
            batch = replace(batch, tasks=tuple(_decided(batch.tasks, published)), closings=closings)
            # The year of the batch is that of its items, which are there now.
            self._fingerprint = _beside(known_as, last_year_so_far(store.engine, job.batch))
            batch = with_last_year(batch, store.engine, job.batch, job.proposing.directory.gazetteer)
            rulings = rulings_of(store.engine) if job.public else None
            written = write_drafts(replace(batch, rulings=rulings, seconds=dict(seconds)), job.out)
            if written.found is not None:
                keep_findings(store.engine, published.name, written.found)
            progress("write", 1, 1)
        record = run_record.record_of(batch, seconds)
        run_record.write(job.out, record)
        if not written.problems and not written.unconfirmed and not any(map(worth_another_try, extractions)):
            store.keep_drafts_fingerprint(str(job.out), self._fingerprint)
        return Outcome(record, written, len(waiting(store.renaming_proposals())), published)


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
    known = store.known_extractions(names, version)
    to_read = {file.sha256: file for file in intake.files if file.sha256 not in known}
    unkept: dict[str, Extraction] = {}
    done = 0
    progress("extract", done, len(to_read))
    portions = tuple(chunks(to_read.values(), lambda f: f.size, _BYTES_AT_ONCE, _FILES_AT_ONCE))
    if portions:
        with Workers(job.limits, min(len(to_read), os.cpu_count() or 1)) as workers:

            def step(files: Sequence[Incoming]) -> tuple[int, list[Extraction]]:
                work = (Work(f.shown_as, job.workspace.original(f.sha256)) for f in files)
                found = list(workers.extractions(work))
                store.keep_extractions([e for e in found if not worth_another_try(e)], version)
                return len(files), [e for e in found if worth_another_try(e)]

            for count, lost in each("extract", step, portions):
                unkept.update({e.sha256: e for e in lost})
                done += count
                progress("extract", done, len(to_read))
    found = store.extractions(names, version) | unkept
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


def _fingerprint(intake: Intake, versions: Sequence[str]) -> str:
    """What the drafts depend on: files, their names, the versions of all that works on them, names and directory."""
    parts = [*versions]
    for file in intake.order:
        name = file.shown_as if isinstance(file, Incoming) else file.file
        parts.append(f"{name}\t{file.sha256}")
    parts += [name for name, _ in intake.skipped]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _versions_of_forms(job: Job) -> Iterator[str]:
    yield job.forms.version
    yield "public" if job.public else ""
    for template in job.templates:
        yield f"{template.name}\t{hashlib.sha256(template.data).hexdigest()}"


def _beside(fingerprint: str, last_year: str) -> str:
    """The fingerprint with what the drafts say of the year before."""
    return hashlib.sha256(f"{fingerprint}\n{last_year}".encode()).hexdigest() if last_year else fingerprint


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[stage] = round(time.perf_counter() - start, 4)
