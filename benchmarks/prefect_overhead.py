"""The same 200 small notices as a Prefect flow and without Prefect, and how long the start of Prefect's own server is.

Both ways run in turn in one process, each time on a new workspace, so that neither finds work done.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.workspace import Workspace

if TYPE_CHECKING:
    from flows.batch import Job

_FILES = 200
_ROUNDS = 3
_TOPICS = (
    "校车超员",
    "河堤路灯不亮",
    "码头煤灰",
    "农贸市场缺斤少两",
    "医院排队时间长",
    "工地欠薪",
    "村道塌方",
    "广场舞扰民",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_notices(folder / "in")
        from flows.prefect_api import prefect_api  # noqa: PLC0415  (sets the environment before Prefect is imported)

        starts = []
        for state in ("untouched", "again"):
            start = time.perf_counter()
            with prefect_api(folder / "prefect", None):
                starts.append(f"{state} {time.perf_counter() - start:.1f} s")
        with prefect_api(folder / "prefect", None):
            from flows.batch import BatchRun, run_batch  # noqa: PLC0415
            from flows.prefect_flow import work_as_flow  # noqa: PLC0415
            from flows.steps import unwatched  # noqa: PLC0415

            plain, flow = [], []
            run_batch(_job(folder, "warm"))
            for attempt in range(_ROUNDS):
                start = time.perf_counter()
                run_batch(_job(folder, f"plain{attempt}"))
                plain.append(time.perf_counter() - start)
                start = time.perf_counter()
                with BatchRun(_job(folder, f"flow{attempt}")) as run:
                    run.take_in()
                    work_as_flow(run, unwatched)
                flow.append(time.perf_counter() - start)
    ratio = statistics.median(flow) / statistics.median(plain)
    print(f"prefect: start of its own server: {', '.join(starts)}")
    print(
        f"prefect: {_FILES} small notices: plain {statistics.median(plain):.2f} s, as a flow "
        f"{statistics.median(flow):.2f} s, {ratio:.2f} times (median of {_ROUNDS})"
    )


def _job(folder: Path, name: str) -> Job:
    from flows.batch import Job  # noqa: PLC0415  (imported while Prefect's server starts)

    workspace = Workspace.open(folder / name)
    return Job((folder / "in",), workspace, workspace.outputs)


def _write_notices(folder: Path) -> None:
    """Invented notices of a page each, all different, every second one with a table of two comments."""
    folder.mkdir()
    chance = random.Random(7)
    for number in range(1, _FILES + 1):
        topic = chance.choice(_TOPICS)
        month, day = chance.randint(4, 11), chance.randint(1, 28)
        lines = [
            f"澜绩办发〔2026〕{number}号",
            f"澜江市绩效考评领导小组办公室关于做好第{number}批群众意见建议整改工作的通知",
            "各县（市、区）人民政府，市直各单位：",
            f"　　近期群众反映{topic}等问题较多，请各责任单位认真办理，"
            f"于2026年{month}月{day}日前将办理情况书面报市绩效办。",
            "澜江市绩效考评领导小组办公室",
            f"2026年3月{chance.randint(1, 28)}日",
        ]
        if number % 2:
            lines += ["序号\t意见建议内容\t责任单位"]
            lines += [f"{row}\t第{number}号辖区{topic}，希望尽快处理（{row}）\t市直有关单位" for row in (1, 2)]
        (folder / f"{number:03}.txt").write_text("\n".join(lines), "utf-8")
