"""02: a county office's notice that shares the citizens' comments out, with its annex table over two pages (PDF)."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from samples.build import tables
from samples.build.official import CENTRE, FREE, RED, Column, Paper, indent

OFFICE_NAME = "云岭县绩效管理委员会办公室"
TITLE = ("云岭县绩效管理委员会办公室关于做好", "2025年度群众意见建议承办工作的通知")
ANNEXES = ("云岭县2025年度群众意见建议任务分解表", "群众意见建议办理情况表")
COLUMNS = (
    Column("序号", 12, centred=True),
    Column("问题编号", 38, centred=True),
    Column("意见建议内容", 75),
    Column("类型", 16, centred=True),
    Column("牵头单位", 38, centred=True),
    Column("责任单位", 34, centred=True),
    Column("完成时限", 40, centred=True),
)
DEMANDS = (
    (
        "（一）逐条上门。",
        "承办单位自收到本通知之日起5个工作日内与反映人或者所在村（社区）取得联系，核实情况，做好记录。",
    ),
    (
        "（二）限时拿出办法。",
        "牵头单位于2026年5月22日（星期五）前将办理措施报县绩效办；涉及几个单位的事项，5月下旬由县绩效办召集会商。",
    ),
    ("（三）边办边公开。", "2026年6月至9月，各单位每办结一条，就在政务公开栏公布一条。"),
    (
        "（四）按时报结果。",
        "2026年10月15日前向县绩效办报送《群众意见建议办理情况表》（见附件2）和印证材料；"
        "需要跨年办理的，书面说明原因，最迟在2027年3月底前办结。",
    ),
)


def write(path: Path) -> None:
    """The notice as a DOCX, printed to PDF by LibreOffice."""
    paper = Paper(FREE)
    paper.line(f"{OFFICE_NAME}文件", align=CENTRE, face=FREE.title, size=28, colour=RED)
    paper.line()
    paper.line("云岭绩办发〔2026〕9号", align=CENTRE)
    paper.red_line()
    paper.line()
    paper.title(TITLE)
    paper.line()
    paper.line("各乡镇人民政府，县直各有关单位，县属各企业：")
    paper.body(
        "为落实《澜江市绩效管理领导小组关于印发〈2025年度社会评价意见建议和考评扣分事项整改方案〉的通知》"
        "（澜绩发〔2026〕5号），现就我县承办事项通知如下。"
    )
    paper.section_heading("一、承办任务")
    paper.body(
        "市反馈由我县承办的意见建议共20条，其中县直单位牵头13条、乡镇牵头7条；按类型分，建设性意见建议18条、"
        "其他类意见建议2条。各单位承办事项见附件1。"
    )
    paper.section_heading("二、办理要求")
    for heading, text in DEMANDS:
        paper.body(text, heading)
    paper.section_heading("三、其他事项")
    paper.body("办理结果计入2026年度绩效考评，计分办法由县绩效办另文印发。")
    paper.annexes(ANNEXES)
    paper.signature(OFFICE_NAME, "2026年5月8日")
    indent(paper.line("（联系人：褚临川，联系电话：0000-0000000）"))
    paper.new_page(wide=True)
    paper.line("附件1", face=FREE.first_level)
    paper.title([ANNEXES[0]])
    paper.line()
    paper.table(
        COLUMNS, [[str(at), *row.values()] for at, row in enumerate(tables.rows("breakdown"), start=1)], size=10.5
    )
    paper.imprint("抄送：澜江市绩效管理领导小组办公室。", OFFICE_NAME, "2026年5月9日印发")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{path.stem}.docx")
        paper.save(source, "".join(TITLE))
        print_to_pdf(source, path.parent)
    settle(path)


def print_to_pdf(source: Path, folder: Path) -> None:
    """Print with LibreOffice under a profile of its own; raises ``CalledProcessError`` where that fails."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(source),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def settle(path: Path) -> None:
    """Put one date and one identity, of the same length, for those of the hour: the same content, the same bytes."""
    data = path.read_bytes()
    data = re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:20260101000000", data)
    tail = data.rindex(b"trailer")
    path.write_bytes(data[:tail] + re.sub(rb"\b[0-9A-F]{32}\b", b"0" * 32, data[tail:]))
