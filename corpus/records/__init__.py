"""The records that every room of minyi speaks: what was read, what was found, what is proposed.

All are frozen. Dates are ``datetime.date``, identifiers are text (a 15-digit 问题编号 loses digits as a number),
coordinates are PDF points from the page's upper left corner, and every count starts at 1 where nothing else is said.
A field that the document does not have is ``None`` or an empty tuple: nothing is made up.
"""

from corpus.records.closings import Closing, Evidence, Step, StepDone
from corpus.records.decisions import DECIDING, Act, Decision, State, Verdict
from corpus.records.documents import Aside, AsideKind, Block, Box, Document, Grid, Paragraph, Problem, Source, Status
from corpus.records.filings import FILED, Filing
from corpus.records.findings import Check, Extraction
from corpus.records.notices import (
    Annex,
    Citation,
    Contact,
    Counted,
    CountUnit,
    Deadline,
    DeadlineKind,
    Doubt,
    DoubtKind,
    FieldPlace,
    Heading,
    Notice,
    Renaming,
)
from corpus.records.tables import Comment, Deduction, Indicator, Table, TableKind, TablePlace
from corpus.records.tasks import CHOICES, Candidate, Matter, Suggestion, Task, Territory

__all__ = [
    "CHOICES",
    "DECIDING",
    "FILED",
    "Act",
    "Annex",
    "Aside",
    "AsideKind",
    "Block",
    "Box",
    "Candidate",
    "Check",
    "Citation",
    "Closing",
    "Comment",
    "Contact",
    "CountUnit",
    "Counted",
    "Deadline",
    "DeadlineKind",
    "Decision",
    "Deduction",
    "Document",
    "Doubt",
    "DoubtKind",
    "Evidence",
    "Extraction",
    "FieldPlace",
    "Filing",
    "Grid",
    "Heading",
    "Indicator",
    "Matter",
    "Notice",
    "Paragraph",
    "Problem",
    "Renaming",
    "Source",
    "State",
    "Status",
    "Step",
    "StepDone",
    "Suggestion",
    "Table",
    "TableKind",
    "TablePlace",
    "Task",
    "Territory",
    "Verdict",
]
