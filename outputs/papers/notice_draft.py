"""通知稿: the notice with which the office sends out the tasks, its numbers filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.terms import terms
from outputs.batch import Batch
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.papers.addressees import addressees
from outputs.papers.batch_figures import BatchFigures, addressed, batch_figures
from outputs.papers.wording import annex_mark, closed, office_of, paragraphs
from outputs.word.layout import PORTRAIT
from outputs.word.measure import ems
from outputs.word.paper import Imprint, Leaf, Paper, Text, annex_leaf

_MOST_ADDRESSED = 7 * 27
"""Characters of 主送机关: seven lines leave room for a line of text on the first page. Where there are more, they go
into the imprint (GB/T 9704-2012, 7.3.2)."""


def notice_draft(batch: Batch, frame: Frame, titles: Sequence[str] = (), tables: Sequence[Sheet] = ()) -> Paper:
    """The notice with an open number and date and no seal; gaps (××) where the office has not said something.

    ``tables`` are appended as annexes. ``titles`` are those of annexes that go out as files of their own; 时限表 is one
    where the text has no room for all deadlines.
    """
    office, figures = office_of(frame.forms), batch_figures(batch, frame)
    words = terms("papers")
    to = office.addressees or addressees(addressed(batch, frame)) or words["name_gap"]
    in_head = ems(to) <= _MOST_ADDRESSED
    schedule = frame.forms.form("schedule").title
    values = {
        "office": office,
        "f": figures,
        "addressees": to if in_head else "",
        "gap": words["gap"],
        "schedule": schedule,
    }
    named = [*(sheet.form.title for sheet in tables), *titles, *([schedule] if figures.more_deadlines else [])]
    text = [
        *closed(list(paragraphs("notice.txt", values)), named, office.signatory),
        Text("Remark", f"（公开方式：{words['gap']}）"),
        *_draft_notes(figures, frame.known.secrecy(batch.tasks)),
    ]
    imprint = Imprint(words["gap"], office.issuer, words["open_date"], "" if in_head else to)
    annexes = [annex_leaf(sheet, annex_mark(n, len(named))) for n, sheet in enumerate(tables, 1)]
    title = next(t.text for t in text if t.style == "Title")
    return Paper(title, with_imprint([Leaf(PORTRAIT, tuple(text)), *annexes], imprint))


def with_imprint(leaves: Sequence[Leaf], imprint: Imprint) -> tuple[Leaf, ...]:
    """The leaves with 版记 at the end: on the last page where that stands upright, else on a page of its own."""
    *before, last = leaves
    if last.page == PORTRAIT:
        return (*before, Leaf(PORTRAIT, (*last.blocks, imprint)))
    return (*leaves, Leaf(PORTRAIT, (imprint,)))


def _draft_notes(figures: BatchFigures, secrecy: Sequence[str]) -> Iterator[Text]:
    """What whoever works on the draft must know, and strikes out before it is sent."""
    notes = [f"本稿数字由程序按本批文件统计。{line}" for line in secrecy] or ["本稿数字由程序按本批文件统计。"]
    if figures.undecided:
        notes.append(f"{figures.undecided}项任务的责任单位由程序建议或者尚未确定，须核定后印发。")
    if figures.doubtful:
        notes.append(f"{figures.doubtful}项任务待人工核对。")
    yield Text("DraftNote", f"起草说明（印发前删去）：{''.join(notes)}“××”和空白处请填写。")
