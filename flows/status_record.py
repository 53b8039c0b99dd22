"""What ``minyi status --json`` gives: the same as on the screen, for a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.job_log import JobEntry
from corpus.messages import describe
from corpus.records import Problem
from flows.status import Status


def record_of(status: Status) -> dict[str, Any]:
    """Plain values; times as ISO 8601 in UTC, sizes in bytes, states of jobs and batches by their English words."""
    database, model, inbox = status.database, status.model, status.inbox
    return {
        "ok": status.is_well,
        "at": status.at.isoformat(),
        "workspace": str(status.workspace),
        "settings": {"problem": _said(status.settings)},
        "database": {"kind": database.kind, "exists": database.exists, "problem": _said(database.problem)},
        "model": {
            "own": model.own,
            "version": model.version,
            "since": model.since.isoformat() if model.since else None,
            "problem": _said(model.problem),
        },
        "disk": {"free": status.free, "size": status.size, "full": status.disk_is_full},
        "servers": {one.role: {"address": one.address, "answers": one.answers} for one in status.servers},
        "batches": [
            {
                "name": batch.name,
                "updated": batch.updated.isoformat(),
                "open": batch.open,
                "decided": batch.decided,
                "sealed": batch.sealed,
            }
            for batch in status.batches
        ],
        "running": [*map(_job, status.running)],
        "lost": [*map(_job, status.lost)],
        "failed": [*map(_job, status.failed)],
        "jobs": [*map(_job, status.jobs)],
        "backup": _job(status.backup) if status.backup else None,
        "inbox": {
            "folder": str(inbox.folder),
            "problem": _said(inbox.problem),
            "batches": [
                {
                    "name": stand.batch.name,
                    "state": "arriving" if stand.batch.name in inbox.arriving else stand.standing.value,
                    "failures": [{"file": file, "reason": why} for file, why in stand.failures],
                }
                for stand in inbox.stands
            ],
        },
    }


def _job(job: JobEntry) -> Mapping[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "batch": job.batch,
        "engine": job.engine,
        "host": job.host,
        "started": job.started.isoformat(),
        "seen": job.seen.isoformat(),
        "finished": job.finished.isoformat() if job.finished else None,
        "state": job.state.value,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "figures": dict(job.figures),
        "problem": _said(job.problem),
    }


def _said(problem: Problem | None) -> str | None:
    return describe(problem) if problem else None
