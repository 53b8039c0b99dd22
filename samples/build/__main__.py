"""``python -m samples.build``: write the whole batch into ``samples/batch/`` (needs LibreOffice for the PDF)."""

from __future__ import annotations

from pathlib import Path

from samples.build import city_notice, county_notice, plain_text, workbooks

BATCH = {
    "01_整改方案的通知.docx": city_notice.write,
    "02_任务分解的通知.pdf": county_notice.write,
    "03_网站公示.txt": plain_text.portal,
    "04_考评结果通报.txt": plain_text.results,
    "05_2025年度群众意见建议.xlsx": workbooks.comments,
    "06_扣分明细.xlsx": workbooks.deductions,
}

for name, write in BATCH.items():
    write(Path(__file__).parents[1] / "batch" / name)
