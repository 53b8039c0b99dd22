"""The worst files among good ones: each costs itself and no other, for ``extract`` and for a whole run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import GOOD, NOTICE, SECRET, Place, measured
from office_parts import p, word_file
from test_hostile_archives import KINDS as ARCHIVES
from test_hostile_images import KINDS as PICTURES
from test_hostile_mails import KINDS as MAILS
from test_hostile_pdf import KINDS as PDFS
from test_hostile_sheets import KINDS as SHEETS
from test_hostile_word import KINDS as WORD

WORST = {
    "zip: a member of 600 MB in 600 kB",
    "mail: 1,000 mails within each other",
    "docx: 30 million empty paragraphs in 800 kB",
    "docx: 2,000 tables within each other",
    "xlsx: a cell in the last row and column",
    "pdf: forms that draw each other",
    "png: 60,000 × 60,000 pixels in 1 kB",
}
LIMITS = ("--limit", "memory_bytes=1GB")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with good files between; each of the worst lies in a folder of its own, as some share a name."""
    secret = tmp_path / "机密.txt"
    secret.write_text(SECRET, "utf-8")
    folder = tmp_path / "来文"
    kinds = [kind for kind in (*ARCHIVES, *MAILS, *WORD, *SHEETS, *PDFS, *PICTURES) if kind.what in WORST]
    assert len(kinds) == len(WORST)
    for number, kind in enumerate(kinds):
        bad = folder / f"{number}-坏"
        bad.mkdir(parents=True)
        kind.build(Place(bad, "http://127.0.0.1:9", secret))
        (folder / f"{number}-好.txt").write_bytes(f"{NOTICE}第{number}号。\n".encode())
        (folder / f"{number}-好.docx").write_bytes(word_file(p(GOOD) + p(f"第{number}号。")))
    return folder


def test_extract_finds_the_good_files_whole(inbox: Path) -> None:
    done = measured(inbox, *LIMITS, cold=True)
    assert done.code == 1
    good = [found for found in done.found if "-好" in found["file"]]
    assert [found["status"] for found in good] == ["ok"] * 2 * len(WORST)
    assert all(found["notice"]["title"] == GOOD for found in good)
    bad = [found["status"] for found in done.found if "-好" not in found["file"]]
    assert bad.count("failed") == len(WORST)
    assert [word for word in ("Traceback", "程序缺陷", SECRET) if word in "\n".join(done.said)] == []


def test_a_run_does_the_good_files_and_says_what_is_wrong_with_the_others(inbox: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "工作区"
    command = [sys.executable, "-m", "flows", "run", inbox, "--workspace", workspace, "--no-prefect", *LIMITS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=os.environ)
    assert done.returncode == 1
    files = json.loads((workspace / "outputs" / "run.json").read_text("utf-8"))["files"]
    assert [file["status"] for file in files if "-好" in file["file"]] == ["ok"] * 2 * len(WORST)
    assert [word for word in ("Traceback", "程序缺陷", SECRET) if word in done.stderr] == []
    assert "其余文件不受影响" in done.stderr
