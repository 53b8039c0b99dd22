"""The metadata of the five seed notices and their twins, against the answers that were worked out by hand."""

import json
import os
import re
from pathlib import Path

import pytest

from extractors.notices.notice import notice
from extractors.readers import read

SHARED = Path(os.environ.get("MINYI_SHARED", Path(__file__).parents[3] / "shared"))
SEEDS = SHARED / "seeds"

pytestmark = pytest.mark.skipif(not (SEEDS / "gold.json").exists(), reason="the seed notices are not on this machine")

FILES = [
    "000_7d71d9032acf8e54.txt",
    "001_5a25d878ab9df216.txt",
    "002_f8e43398938f6215.txt",
    "003_64b90c46341939af.txt",
    "004_bd4ae45fa1e9c480.txt",
    "rendered/000_a.docx",
    "rendered/001_a.docx",
    "rendered/000_a.pdf",
    "rendered/001_a.pdf",
]


def bare(name):
    return re.sub(r"[\s（）()代]", "", name)


@pytest.mark.parametrize("file", FILES)
def test_a_seeds_metadata_are_those_of_the_answers(file):
    path = SEEDS / file
    gold = json.loads((SEEDS / "gold.json").read_text("utf-8"))[path.name[:3]]
    found = notice(read(path, path.name))
    assert found is not None
    assert found.number == gold["doc_no"]
    assert (found.date.isoformat() if found.date else None) == gold["issue_date"]
    assert found.title == gold["title"].replace(" ", "")
    assert [bare(name) for name in found.issuers] == [bare(gold.get("issuing_body") or gold["signatory"])]
    assert [citation.number for citation in found.cited] == gold["cited_doc_no"]
    assert list(found.addressees) == gold["addressees"]
    assert list(found.annexes) == gold["annexes"]
    assert found.enclosed_title == gold.get("inner_title")
    assert list(found.remarks) == [gold[key] for key in ("note", "transmission") if key in gold]
