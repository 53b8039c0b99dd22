"""What the server of the page is started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.directory import Directory, shipped_directory
from corpus.evidence_files import EvidenceFiles
from corpus.storage.originals import Originals


@dataclass(frozen=True, slots=True)
class Settings:
    """``originals`` are what arrived, by SHA-256 (None: none can be shown), ``evidence`` what was attached to
    items (None: nothing can be).

    ``secure`` says that people come by HTTPS (the cookie then never travels without it). ``retrain`` starts a training
    in the background and comes back at once; ``retrain_after`` is the number of corrections after which it is called by
    itself, 0 for never. ``hosts`` are the names by which the server answers (``review.web.hosts``), empty for any.
    ``folder`` is the workspace (None: its disk is not looked at), ``metrics_token`` what a Prometheus on another
    machine has to show (empty: none may read).
    """

    directory: Directory = field(default_factory=shipped_directory)
    originals: Originals | None = None
    evidence: EvidenceFiles | None = None
    secure: bool = False
    retrain: Callable[[], None] | None = None
    retrain_after: int = 0
    hosts: frozenset[str] = frozenset()
    folder: Path | None = None
    metrics_token: str = field(default="", repr=False)
