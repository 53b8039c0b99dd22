"""PDFs beside the drafts: made once, kept when a person changed them, gone with their draft."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from corpus.libreoffice.conversion import Bounds, Converted, Original, Target
from corpus.libreoffice.program import program
from corpus.messages import MinyiError
from flows.cli import LazyGroup
from outputs.manifest import NAME, are_there, settle
from outputs.word import pdf
from outputs.word.layout import PORTRAIT
from outputs.word.paper import Leaf, Paper, Text, document
from outputs.word.pdf import write_pdfs


def docx(text: str) -> bytes:
    """Enough of a package for the bounds of a conversion."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(zipfile.ZipInfo("word/document.xml"), text)
    return buffer.getvalue()


class Printer:
    """Stands in for LibreOffice: each PDF has its DOCX in it and is another one every time, as LibreOffice's are."""

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.breaks_on = b""

    def __call__(self, originals: Sequence[Original], target: Target, bounds: Bounds) -> Converted:
        assert target.option == "pdf"
        assert bounds.seconds >= 60
        self.calls.append(len(originals))
        results: list[bytes | None] = []
        for number, original in enumerate(originals):
            if self.breaks_on and self.breaks_on in original.data:
                return Converted((*results, *([None] * (len(originals) - number))), overdue=False)
            results.append(b"%%PDF-1.7 %d.%d %b %%%%EOF" % (len(self.calls), number, original.data))
        return Converted(tuple(results), overdue=False)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Printer:
    made = Printer()
    monkeypatch.setattr(pdf, "converted", made)
    return made


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != NAME)


def test_every_docx_has_its_pdf_beside_it_after_one_start(tmp_path: Path, printer: Printer) -> None:
    settle(tmp_path, {"甲.docx": docx("1"), "表/乙.docx": docx("2"), "甲.xlsx": b"x"})
    written = write_pdfs(tmp_path)
    assert names(tmp_path) == ["甲.docx", "甲.pdf", "甲.xlsx", "表/乙.docx", "表/乙.pdf"]
    assert sorted(p.name for p in written.written) == ["乙.pdf", "甲.pdf"]
    assert docx("2") in (tmp_path / "表/乙.pdf").read_bytes()
    assert printer.calls == [2]


def test_what_did_not_change_is_not_made_again(tmp_path: Path, printer: Printer) -> None:
    drafts = {"甲.docx": docx("1"), "乙.docx": docx("2")}
    for _ in range(2):
        settle(tmp_path, drafts)
        write_pdfs(tmp_path)
    assert printer.calls == [2]
    settle(tmp_path, {**drafts, "乙.docx": docx("3")})
    assert [p.name for p in write_pdfs(tmp_path).written] == ["乙.pdf"]
    assert docx("3") in (tmp_path / "乙.pdf").read_bytes()


@pytest.mark.usefixtures("printer")
def test_a_pdf_of_an_older_draft_does_not_stay_beside_the_new_one(tmp_path: Path) -> None:
    settle(tmp_path, {"甲.docx": docx("1")})
    write_pdfs(tmp_path)
    result = settle(tmp_path, {"甲.docx": docx("2")})
    assert [p.name for p in result.removed] == ["甲.pdf"]
    assert names(tmp_path) == ["甲.docx"]


@pytest.mark.usefixtures("printer")
def test_a_pdf_goes_with_its_draft(tmp_path: Path) -> None:
    settle(tmp_path, {"甲.docx": docx("1"), "乙.docx": docx("2")})
    write_pdfs(tmp_path)
    settle(tmp_path, {"甲.docx": docx("1")})
    assert names(tmp_path) == ["甲.docx", "甲.pdf"]


@pytest.mark.usefixtures("printer")
def test_a_pdf_that_a_person_changed_stays_and_the_new_one_lies_beside_it(tmp_path: Path) -> None:
    settle(tmp_path, {"甲.docx": docx("1")})
    write_pdfs(tmp_path)
    (tmp_path / "甲.pdf").write_bytes(b"%PDF signed %%EOF")
    assert write_pdfs(tmp_path).written == ()
    settle(tmp_path, {"甲.docx": docx("2")})
    written = write_pdfs(tmp_path)
    assert [p.name for p in written.kept] == ["甲.pdf"]
    assert (tmp_path / "甲.pdf").read_bytes() == b"%PDF signed %%EOF"
    assert docx("2") in (tmp_path / "甲 (新稿).pdf").read_bytes()


@pytest.mark.usefixtures("printer")
def test_a_pdf_that_was_there_before_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "甲.pdf").write_bytes(b"somebody's")
    settle(tmp_path, {"甲.docx": docx("1")})
    write_pdfs(tmp_path)
    assert (tmp_path / "甲.pdf").read_bytes() == b"somebody's"
    assert "甲 (新稿).pdf" in names(tmp_path)


@pytest.mark.usefixtures("printer")
def test_a_docx_that_a_person_changed_gets_no_pdf_but_the_new_draft_beside_it_does(tmp_path: Path) -> None:
    settle(tmp_path, {"甲.docx": docx("1")})
    (tmp_path / "甲.docx").write_bytes(docx("edited"))
    settle(tmp_path, {"甲.docx": docx("2")})
    write_pdfs(tmp_path)
    assert names(tmp_path) == ["甲 (新稿).docx", "甲 (新稿).pdf", "甲.docx"]


@pytest.mark.usefixtures("printer")
def test_a_removed_pdf_is_made_again_but_its_absence_makes_no_draft_old(tmp_path: Path) -> None:
    settle(tmp_path, {"甲.docx": docx("1")})
    write_pdfs(tmp_path)
    (tmp_path / "甲.pdf").unlink()
    assert are_there(tmp_path)
    assert [p.name for p in write_pdfs(tmp_path).written] == ["甲.pdf"]


def test_a_file_that_breaks_libreoffice_does_not_take_the_others_along(tmp_path: Path, printer: Printer) -> None:
    settle(tmp_path, {f"{n}.docx": docx(f"text {n}") for n in range(1, 6)})
    printer.breaks_on = docx("text 3")
    written = write_pdfs(tmp_path)
    assert [p.name for p in written.written] == ["1.pdf", "2.pdf", "4.pdf", "5.pdf"]
    assert [(Path(p.where).name, p.code) for p in written.problems] == [("3.docx", "pdf-not-made")]
    assert printer.calls == [5, 3, 2]


def test_half_a_pdf_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(tmp_path, {"甲.docx": docx("1")})
    monkeypatch.setattr(pdf, "converted", lambda *_: Converted((b"%PDF-1.7 and then",), overdue=True))
    assert [p.code for p in write_pdfs(tmp_path).problems] == ["pdf-not-made"]
    assert names(tmp_path) == ["甲.docx"]


@pytest.mark.usefixtures("printer")
def test_a_manifest_of_before_there_were_pdfs_is_understood(tmp_path: Path) -> None:
    settle(tmp_path, {"甲.docx": docx("1")})
    assert "prints" not in json.loads((tmp_path / NAME).read_text("utf-8"))
    write_pdfs(tmp_path)
    assert "甲.pdf" in names(tmp_path)


def test_without_libreoffice_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_SOFFICE", str(tmp_path / "nothing"))
    settle(tmp_path, {"甲.docx": docx("1")})
    with pytest.raises(MinyiError, match=r"没有 LibreOffice.*DOCX 草稿都在.*安装（.+）") as caught:
        write_pdfs(tmp_path)
    assert caught.value.problem.code == "pdf-needs-program"


def test_a_run_without_libreoffice_leaves_the_drafts_and_exits_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_SOFFICE", str(tmp_path / "nothing"))
    (tmp_path / "来文.txt").write_text(
        "岚山市绩效办\n关于报送整改情况的通知\n请于2024年7月5日前报市绩效办。\n", "utf-8"
    )
    arguments = ["run", str(tmp_path / "来文.txt"), "--workspace", str(tmp_path / "w"), "--no-prefect", "--pdf"]
    result = CliRunner().invoke(LazyGroup("minyi"), arguments)
    assert result.exit_code == 1
    assert "没有 LibreOffice" in result.output
    assert (tmp_path / "w/outputs/整改任务清单.docx").is_file()
    assert (tmp_path / "w/outputs/run.json").is_file()


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)")
def test_libreoffice_prints_a_draft(tmp_path: Path) -> None:
    paper = Paper("通知", (Leaf(PORTRAIT, (Text("Title", "关于清理河道的通知"), Text("BodyText", "请按期完成。"))),))
    settle(tmp_path, {"甲.docx": document(paper, date(2024, 5, 20))})
    assert write_pdfs(tmp_path).problems == ()
    with pypdfium2.PdfDocument(tmp_path / "甲.pdf") as printed:
        text = printed[0].get_textpage().get_text_range()
    assert "关于清理河道的通知" in text
    assert "— 1 —" in text
