"""What a batch hands over to be written, and what became of the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from corpus.records import Closing, Extraction, Problem, Task
from corpus.registry import SHIPPED, Registry
from outputs.forms import Forms, shipped_forms
from outputs.own.template import Template
from outputs.public.finding import Finding, Rulings


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything the drafts are made from.

    What came in: ``skipped`` are the files that were not looked into, each as (shown name, reason). ``comments_in``
    counts the comments of all files, but for the rows of forms that came back and filled in a task: it equals the
    comment tasks plus their ``other_sources``. Those rows are ``filled_in``. ``merged_groups`` counts the groups of
    near-duplicates. ``seconds`` is the time of each stage by its key (read, extract, tag, write).

    How it is shown: ``made_on`` is printed on every draft, so on another day the bytes differ. ``registry`` says which
    names are one department's. ``forms`` are those of the office, ``templates`` its own papers to be filled. ``name``
    is what the batch is called in the review.

    What is known from the workspace: ``closings`` say how far tasks are, by the keys of tasks of this year and the one
    before. ``last_year`` are the tasks of the year before, ``returned`` those of them that are the same matter as a
    task of this batch, by its key: alike in wording, or, where there were too many to compare (not
    ``returned_alike``), the same text. ``rulings`` are what people said of personal data, None where no public version
    is asked for.
    """

    extractions: tuple[Extraction, ...]
    tasks: tuple[Task, ...]
    skipped: tuple[tuple[str, str], ...]
    model_version: str | None
    seconds: Mapping[str, float]
    made_on: date
    comments_in: int
    merged_groups: int
    filled_in: int = 0
    registry: Registry = SHIPPED
    forms: Forms = field(default_factory=shipped_forms)
    templates: tuple[Template, ...] = ()
    name: str = ""
    closings: Mapping[str, Closing] = field(default_factory=dict)
    last_year: tuple[Task, ...] = ()
    returned: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    returned_alike: bool = True
    rulings: Rulings | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the drafts, as paths below the output folder.

    ``kept`` are files that a person has edited (or put there): they stand as they were, and where there is a newer
    draft it lies beside them as ``… (新稿)`` and is in ``written`` or ``unchanged``. ``removed`` are drafts of a former
    run that this run no longer makes. ``problems`` are files that could not be written, each with its mend.
    ``excel_only`` are tables (paths without suffix) that are too long for Word (``outputs.table_files.MOST_IN_WORD``).
    ``found`` is what would be removed from the public version, None where none was asked for; ``unconfirmed`` of it
    wait for a person's word, and then there is no public version.
    """

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    excel_only: tuple[str, ...] = ()
    found: tuple[Finding, ...] | None = None
    unconfirmed: int = 0
