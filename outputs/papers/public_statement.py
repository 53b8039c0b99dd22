"""公示稿: the public statement of the tasks. It has numbers and names of units, no comment and no citizen's data."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.batch import Batch
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.papers.batch_figures import BatchFigures, batch_figures
from outputs.papers.wording import annex_mark, closed, office_of, paragraphs
from outputs.word.layout import PORTRAIT
from outputs.word.paper import Leaf, Paper, Text, annex_leaf


def public_statement(
    batch: Batch, frame: Frame, tables: Sequence[Sheet] = (), figures: BatchFigures | None = None
) -> Paper:
    """The statement with its numbers filled in; ``tables``, which must be free of personal data, are its annexes.

    ``figures`` are those of the batch, out of which personal data may have been taken.
    """
    office, figures = office_of(frame.forms), figures or batch_figures(batch, frame)
    names = [sheet.form.title for sheet in tables]
    text = [
        *closed(list(paragraphs("public_statement.txt", {"office": office, "f": figures})), names, office.signatory),
        *(Text("DraftNote", f"起草说明（公示前删去）：{line}") for line in frame.known.secrecy(batch.tasks)),
    ]
    annexes = [annex_leaf(sheet, annex_mark(n, len(names))) for n, sheet in enumerate(tables, 1)]
    title = next(t.text for t in text if t.style == "Title")
    return Paper(title, (Leaf(PORTRAIT, tuple(text)), *annexes))
