"""Papers as LibreOffice opens, saves and prints them: nothing is cut, heads and page numbers are in their places."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pytest
from invented_batch import batch
from lxml import etree

from corpus.libreoffice.conversion import Bounds, Original, Target, converted
from corpus.libreoffice.program import program
from outputs.assignment import in_order
from outputs.cycle.task_table import task_list
from outputs.drafts import drafts
from outputs.frame import Frame
from outputs.papers.notice_draft import notice_draft
from outputs.word.layout import PORTRAIT
from outputs.word.paper import Imprint, Leaf, Paper, Text, document

pytestmark = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOUNDS = Bounds(300, 300, 4 * 1024**3, 10**9, 10**9)
WITH_ANNEX, LONG_IMPRINT, MARKS = "通知稿（带附件）.docx", "通知稿（版记长）.docx", "标点.docx"
MANY = "、".join(f"青河县{name}乡农业服务站" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申")
"""Nineteen names of ten characters: 209 in 版记 with the last mark, where a line has room for 26, and for 25 if a 、
would begin the next one."""
HANGING = "全部任务21项，涉及18个单位，最多的是县商务局（2项，9.5%）、城管局（2项，9.5%）。"
"""The mark after （2项 falls behind the end of the line."""
MM = 72 / 25.4
LINE = 14 / 72 * 25.4
"""mm, of 四号: a page number's line and the character that it stands in from the edge."""


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    """One paper of each kind, and a notice with a table behind it: upright and turned pages in one document."""
    made = {name: data for name, data in drafts(batch()).items() if name.endswith(".docx") and "/" not in name}
    tasks = in_order(batch().tasks)
    frame = Frame(batch().made_on)
    notice = notice_draft(replace(batch(), tasks=tasks), frame, tables=[task_list(tasks, frame).paper])
    long_imprint = Leaf(PORTRAIT, (Text("BodyText", "甲"), Imprint("县委办公室", "县绩效办", "2024年5月20日", MANY)))
    marks = Leaf(PORTRAIT, (Text("BodyText", HANGING), Text("DraftNote", f"起草说明：{HANGING * 3}")))
    others = {LONG_IMPRINT: Paper("版记", (long_imprint,)), MARKS: Paper("标点", (marks,))}
    return {name: document(paper, batch().made_on) for name, paper in {WITH_ANNEX: notice, **others}.items()} | made


def results(papers: Mapping[str, bytes], target: Target) -> dict[str, bytes]:
    done = converted([Original(data, "docx") for data in papers.values()], target, BOUNDS).results
    assert [name for name, data in zip(papers, done, strict=True) if data is None] == []
    return {name: data for name, data in zip(papers, done, strict=True) if data is not None}


@pytest.fixture(scope="module")
def printed(papers: dict[str, bytes]) -> dict[str, pdfplumber.PDF]:
    return {name: pdfplumber.open(BytesIO(data)) for name, data in results(papers, Target("pdf")).items()}


def shown(data: bytes) -> Counter[str]:
    """The characters of the text, how often each."""
    body = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    return Counter(c for t in body.iter(f"{W}t") for c in t.text or "" if not c.isspace())


def test_they_are_opened_and_saved_with_all_their_text(papers: dict[str, bytes]) -> None:
    for name, saved in results(papers, Target("docx", "MS Word 2007 XML")).items():
        lost = shown(papers[name]) - shown(saved)
        assert not lost, name


def test_every_character_is_on_paper(papers: dict[str, bytes], printed: dict[str, pdfplumber.PDF]) -> None:
    for name, pdf in printed.items():
        on_paper = Counter(c for page in pdf.pages for char in page.chars for c in char["text"])
        assert not shown(papers[name]) - on_paper, name


def test_no_character_stands_outside_the_margins_of_the_page(printed: dict[str, pdfplumber.PDF]) -> None:
    for name, pdf in printed.items():
        for page in pdf.pages:
            turned = page.width > page.height
            right = (297 - 37 if turned else 210 - 26) * MM
            foot = (210 - 26 if turned else 297 - 35) * MM
            # A mark at the end of a line may hang out by its own width.
            out = [c["text"] for c in page.chars if c["x1"] > right + 17 and c["text"] not in "草稿"]
            below = [c["text"] for c in page.chars if c["bottom"] > foot + 3 and c["text"] not in "— 0123456789草稿"]
            assert (name, out, below) == (name, [], [])


def number_on(page: pdfplumber.page.Page) -> list[dict[str, float]]:
    """The characters of the page number: in the foot of an upright page, in the left margin of a turned one."""
    if page.width > page.height:
        return [c for c in page.chars if c["x1"] < 34 * MM and c["text"].strip()]
    return [c for c in page.chars if c["top"] > (297 - 34) * MM and c["text"].strip()]


def test_page_numbers_stand_one_character_in_right_on_odd_and_left_on_even_pages(
    printed: dict[str, pdfplumber.PDF],
) -> None:
    upright, turned = set(), set()
    for name, pdf in printed.items():
        for number, page in enumerate(pdf.pages, 1):
            chars = number_on(page)
            odd = number % 2 == 1
            assert sorted("".join(str(c["text"]) for c in chars)) == sorted(f"—{number}—"), (name, number)
            if page.width > page.height:
                edge = max(c["bottom"] for c in chars) if odd else min(c["top"] for c in chars)
                wanted = 210 - 26 - LINE if odd else 28 + LINE
                turned.add(odd)
                lines = [min(c["x0"] for c in chars) / MM, max(c["x1"] for c in chars) / MM]
                assert 35 - 7 - LINE - 1.5 < lines[0] < lines[1] < 35 - 7 + 1.5, (name, number)
            else:
                edge = max(c["x1"] for c in chars) if odd else min(c["x0"] for c in chars)
                wanted = 210 - 26 - LINE if odd else 28 + LINE
                upright.add(odd)
                assert min(c["top"] for c in chars) / MM == pytest.approx(297 - 35 + 7, abs=2), (name, number)
            assert edge / MM == pytest.approx(wanted, abs=1.5), (name, number)
    assert upright == turned == {True, False}


def test_every_page_of_a_table_begins_with_its_head(printed: dict[str, pdfplumber.PDF]) -> None:
    for name in ("整改任务清单.docx", "整改完成情况一览表.docx"):
        pages = printed[name].pages
        assert len(pages) > 1
        assert [n for n, page in enumerate(pages, 1) if "序号" not in (page.extract_text() or "")] == []


def test_an_upright_page_of_text_has_22_lines_of_28_characters(printed: dict[str, pdfplumber.PDF]) -> None:
    page = printed[WITH_ANNEX].pages[1]
    lines = page.crop((0, 0, page.width, (297 - 34) * MM)).extract_text_lines()
    pitch = [round(b["top"] - a["top"], 1) for a, b in pairwise(lines)]
    assert set(pitch) <= {28.9, 29.0, 57.9}
    widest = max(len(line["text"].replace(" ", "")) for line in lines)
    assert widest in (28, 29)  # digits are narrow, a mark may hang out
    assert 19 <= len(lines) <= 22


def test_the_imprint_stands_at_the_foot_of_the_last_page(printed: dict[str, pdfplumber.PDF]) -> None:
    for name in ("通知稿.docx", WITH_ANNEX):
        last = printed[name].pages[-1]
        (line,) = [one for one in last.extract_text_lines() if one["text"].startswith("抄送：")]
        assert 297 - 35 - 20 < line["top"] / MM < 297 - 35 - 9


def test_an_imprint_of_many_lines_ends_where_the_text_of_the_page_ends(printed: dict[str, pdfplumber.PDF]) -> None:
    (page,) = printed[LONG_IMPRINT].pages
    rules = sorted({round(line["top"] / MM, 1) for line in page.lines if line["x1"] - line["x0"] > 150 * MM})
    assert 297 - 35 - 1.5 < rules[-1] < 297 - 35 + 0.2
    # 主送 takes nine lines (8.5 mm each), 抄送 and 印发 one.
    assert rules[-1] - rules[0] == pytest.approx(11 * 24 / 72 * 25.4, abs=1.5)


def test_the_frame_of_the_draft_note_and_its_text_stand_inside_the_margins(printed: dict[str, pdfplumber.PDF]) -> None:
    (page,) = printed[MARKS].pages
    frame = [edge / MM for line in page.lines for edge in (line["x0"], line["x1"])]
    assert 28 - 0.2 < min(frame) < max(frame) < 210 - 26 + 0.2
    note = [c for c in page.chars if round(c["size"]) == 12]
    assert min(frame) < min(c["x0"] for c in note) / MM
    assert max(c["x1"] for c in note) / MM < max(frame)
