"""The same work as Prefect flows and without Prefect: 200 small notices, and a table of 100,000 comments.

Both ways run in turn in one process, each time on a new workspace, so that neither finds work done. That process is
started here, to see that it says nothing on stderr and leaves no process behind. The start of Prefect's own server is
told apart. Ends with 1 where a flow takes more than 1.2 times as long, says something or leaves something.
"""

from __future__ import annotations

import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.made_comments import different
from corpus.comments import shipped
from corpus.workspace import Workspace

if TYPE_CHECKING:
    from flows.batch import Job
    from flows.bulk.job import TableJob

_FILES = 200
_COMMENTS = 100_000
_LENGTH = 60
_ROUNDS = 3
_MOST = 1.2
_MARK = "MINYI_BENCHMARK"
"""A variable by which the processes of a measurement are known."""
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
    mark = uuid.uuid4().hex
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "benchmarks.prefect_overhead"]
    done = subprocess.run(
        command, env=environment | {_MARK: mark}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"prefect: the measurement failed:\n{done.stderr}")
    found = json.loads(done.stdout)
    print(
        f"prefect: start of its own server: {', '.join(f'{state} {s:.1f} s' for state, s in found['starts'].items())}"
    )
    slow = False
    for what, ways in found["rounds"].items():
        plain, flow = (statistics.median(seconds) for seconds, _ in (ways["plain"], ways["flow"]))
        plain_cpu, flow_cpu = (statistics.median(cpu) for _, cpu in (ways["plain"], ways["flow"]))
        slow = slow or flow > _MOST * plain
        print(
            f"prefect: {what}: plain {plain:.2f} s, as a flow {flow:.2f} s, {flow / plain:.2f} times "
            f"(processor {plain_cpu:.2f} and {flow_cpu:.2f} s; medians of {_ROUNDS})"
        )
    left = _left(mark)
    print(f"prefect: lines on stderr: {len(done.stderr.splitlines())}, processes left: {len(left)}")
    if slow or done.stderr or left:
        print(f"prefect: more than {_MOST} times, or not quiet: {done.stderr[:500]} {left}", file=sys.stderr)
        raise SystemExit(1)


def measure() -> None:
    """The measurement itself: prints what it found as JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_notices(folder / "in")
        _write_table(folder / "comments.csv")
        from flows.prefect_api import prefect_api  # noqa: PLC0415  (sets the environment before Prefect is imported)

        starts = {}
        for state in ("untouched", "again"):
            start = time.perf_counter()
            with prefect_api(folder / "prefect", None):
                starts[state] = time.perf_counter() - start
        with prefect_api(folder / "prefect", None):
            rounds = {
                f"{_FILES} small notices": _compared(folder, _plain_batch, _flow_batch),
                f"{_COMMENTS:,} comments": _compared(folder, _plain_table, _flow_table),
            }
    print(json.dumps({"starts": starts, "rounds": rounds}))


def _compared(
    folder: Path, plain: Callable[[Path, str], None], flow: Callable[[Path, str], None]
) -> dict[str, list[list[float]]]:
    """Seconds and processor seconds (of this process and those that it ended) of each round, by way."""
    ways = {"plain": plain, "flow": flow}
    found: dict[str, list[list[float]]] = {way: [[], []] for way in ways}
    for number in range(-1, _ROUNDS):
        for way, work in ways.items():
            start, cpu = time.perf_counter(), sum(os.times()[:4])
            work(folder, f"{work.__name__}{number}")
            if number >= 0:  # the first ones load libraries and models
                found[way][0].append(time.perf_counter() - start)
                found[way][1].append(sum(os.times()[:4]) - cpu)
    return found


def _plain_batch(folder: Path, name: str) -> None:
    from flows.batch import run_batch  # noqa: PLC0415  (imported while Prefect's server starts)

    run_batch(_job(folder, name))


def _flow_batch(folder: Path, name: str) -> None:
    from flows.batch import BatchRun  # noqa: PLC0415  (as above)
    from flows.engines.here import Here  # noqa: PLC0415
    from flows.prefect_flows.batches import work_as_flow  # noqa: PLC0415
    from flows.steps import unwatched  # noqa: PLC0415

    with BatchRun(_job(folder, name)) as run:
        run.take_in()
        work_as_flow(run, Here(), unwatched)


def _plain_table(folder: Path, name: str) -> None:
    from flows.bulk.job import tag_table  # noqa: PLC0415  (as above)
    from flows.engines.loop import in_turn  # noqa: PLC0415

    tag_table(_table_job(folder, name), in_turn)


def _flow_table(folder: Path, name: str) -> None:
    from flows.prefect_flows.batches import tag  # noqa: PLC0415  (as above)

    workspace = Workspace.open(folder / name)
    tag([str(folder / "comments.csv")], workspace=str(workspace.folder), out=str(folder / f"{name}.parquet"))


def _job(folder: Path, name: str) -> Job:
    from flows.batch import Job  # noqa: PLC0415  (as above)

    workspace = Workspace.open(folder / name)
    return Job((folder / "in",), workspace, workspace.outputs)


def _table_job(folder: Path, name: str) -> TableJob:
    from corpus.storage.place import Place  # noqa: PLC0415  (as above)
    from flows.bulk.job import TableJob  # noqa: PLC0415

    out = Place.of(str(folder / f"{name}.parquet"))
    return TableJob(folder / "comments.csv", out, workspace=Workspace.open(folder / name))


def _left(mark: str) -> list[Any]:
    """The processes of the measurement that are there a second after its end, by number."""
    time.sleep(1)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"{_MARK}={mark}".encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _write_table(file: Path) -> None:
    texts = different([one.text for one in shipped()], _COMMENTS, random.Random(7), _LENGTH)
    with file.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("text",), *((text,) for text in texts)])


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


if __name__ == "__main__":
    measure()
