"""``minyi export`` and ``minyi import``: what they say, what they write, and how they end."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from corpus.database import open_database
from corpus.records import Candidate, Source, State, Task
from corpus.review_schema import acts, items
from flows.cli.export import FORMATS, STATES
from flows.cli.export import command as export
from flows.cli.import_back import command as import_back
from review import people
from review.access import Role
from review.exchange.exporting import Format
from review.ledger import Reviewing
from review.publishing import publish


def task(at: int) -> Task:
    return Task(
        "群众意见建议",
        f"第{at}小学门口没有斑马线，孩子过马路很危险。",
        Source("意见.xlsx", "0" * 64, sheet="表", row=at + 1),
        f"12026031080{at:04d}",
        domain="交通运输",
        kind="建设性",
        candidates=(Candidate("交通运输局", "交通", 0.6, "斑马线"),),
        key=f"task-{at}",
        model_version="first",
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a batch of three and one reviewer."""
    folder = tmp_path / "ws"
    folder.mkdir()
    engine = open_database(f"sqlite:///{folder / 'minyi.db'}")
    publish(engine, "春季", [task(at) for at in range(1, 4)], [], "first")
    people.add(engine, "zhang", "张敏", Role.REVIEWER, "修路修桥修水管要抓紧")
    engine.dispose()
    return folder


def run_export(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(export, [*arguments, "--workspace", str(workspace)])


def run_import(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(import_back, [*arguments, "--workspace", str(workspace)])


def edited(workspace: Path, **cells: str) -> str:
    """The exported workbook with these cells."""
    path = workspace / "outputs" / "核定表-春季.xlsx"
    if not path.exists():
        assert run_export(workspace).exit_code == 0
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["核定表"][place] = value
    book.save(path)
    return str(path)


def states(workspace: Path) -> list[str]:
    engine = sa.create_engine(f"sqlite:///{workspace / 'minyi.db'}")
    with engine.connect() as connection:
        found = list(connection.scalars(sa.select(items.c.state).order_by(items.c.id)))
    engine.dispose()
    return found


def code(result: Result) -> str:
    problem = getattr(result.exception, "problem", None)
    assert problem is not None, result.output
    return str(problem.code)


def test_the_path_is_on_stdout_and_the_rest_on_stderr(workspace: Path) -> None:
    result = run_export(workspace)
    path = workspace / "outputs" / "核定表-春季.xlsx"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert result.stderr == "已导出“春季”3 条。\n"
    assert openpyxl.load_workbook(path)["核定表"].max_row == 4


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("表.csv",), "表.csv"),
        (("表.jsonl",), "表.jsonl"),
        (("表.json",), "表.json"),
        (("标注", "--format", "doccano"), "标注"),
        (("--format", "label-studio"), None),
    ],
)
def test_the_format_follows_the_suffix_or_the_option(workspace: Path, arguments: tuple[str, ...], name: str) -> None:
    named = tuple(str(workspace / one) if at == 0 and name else one for at, one in enumerate(arguments))
    result = run_export(workspace, *named)
    assert result.exit_code == 0, result.output
    path = Path(result.stdout.strip())
    assert path == (workspace / name if name else workspace / "outputs" / "核定表-春季.json")
    assert path.stat().st_size > 100
    assert path.with_suffix(".xml").exists() is (path.suffix == ".json")


def test_a_suffix_that_says_nothing_is_a_wrong_call(workspace: Path) -> None:
    assert run_export(workspace, "表.docx").exit_code == 2


def test_the_options_are_those_of_the_code() -> None:
    assert list(FORMATS) == [how.value for how in Format]
    assert set(STATES) == {"all", *(state.value for state in State if state is not State.GONE)}


def test_of_several_batches_the_latest_is_taken_and_said(workspace: Path) -> None:
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    publish(engine, "夏季", [task(9)], [], "first")
    engine.dispose()
    assert "取最近更新的“夏季”（共 2 个批次" in run_export(workspace).stderr
    named = run_export(workspace, "--batch", "春季")
    assert named.stderr == "已导出“春季”3 条。\n"
    assert code(run_export(workspace, "--batch", "秋季")) == "export-batch-unknown"


def test_a_mistyped_workspace_is_none_and_none_is_made(tmp_path: Path) -> None:
    assert code(run_export(tmp_path / "nothing")) == "export-no-workspace"
    assert not (tmp_path / "nothing").exists()


def test_a_workspace_without_a_batch_says_so(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'minyi.db'}").dispose()
    assert code(run_export(tmp_path)) == "export-batch-none"


def test_what_was_edited_is_written_and_told(workspace: Path) -> None:
    path = edited(workspace, L2="教育", I3="是")
    result = run_import(workspace, path)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "由 张敏（zhang）负责。",
        "读到 3 行：改动 1 处（1 条），按原样采纳 1 条，未改 1 条。",
        "已写入 2 条。",
    ]
    assert states(workspace) == ["decided", "decided", "open"]
    assert run_import(workspace, path).stderr.splitlines()[-1] == "没有要写入的内容。"


def test_a_dry_run_writes_nothing(workspace: Path) -> None:
    result = run_import(workspace, edited(workspace, L2="教育"), "--dry-run")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "只是试看，没有写入。")
    assert states(workspace) == ["open"] * 3


def test_one_error_and_nothing_is_written(workspace: Path) -> None:
    path = edited(workspace, L2="教育", L3="天文")
    result = run_import(workspace, path)
    assert code(result) == "import-troubles"
    assert "第3行，领域：没有“天文”这一项。" in result.stderr
    assert states(workspace) == ["open"] * 3
    assert run_import(workspace, path, "--dry-run").exit_code == 1


def test_an_unknown_unit_is_written_only_where_that_is_said(workspace: Path) -> None:
    path = edited(workspace, J2="交通运输剧")
    result = run_import(workspace, path)
    assert code(result) == "import-unknown-units"
    assert "不认识的单位：“交通运输剧”（1 处：第2行，牵头单位）。是不是“交通运输局”？" in result.stderr
    assert run_import(workspace, path, "--new-units").exit_code == 0
    assert states(workspace) == ["decided", "open", "open"]


@pytest.mark.parametrize(("how", "domain"), [("keep", "就业与劳动权益"), ("override", "教育")])
def test_a_conflict_is_refused_unless_somebody_says_whose_word_counts(workspace: Path, how: str, domain: str) -> None:
    path = edited(workspace, L2="教育")
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    people.add(engine, "li", "李强", Role.REVIEWER, "先修水管再修路最后修桥")
    with engine.connect() as connection:
        row = connection.execute(sa.select(items).order_by(items.c.id)).first()
    assert row is not None
    from dataclasses import replace  # noqa: PLC0415

    from review.items import standing  # noqa: PLC0415

    li = people.by_login(engine, "li")
    Reviewing(engine, li).decide(row.id, 0, replace(standing(row), domain="就业与劳动权益"))
    engine.dispose()
    asked = run_import(workspace, path, "--as", "zhang")
    assert code(asked) == "import-conflicts"
    assert "导出时“交通运输”，文件“教育”，现在“就业与劳动权益”（李强，" in asked.stderr
    assert run_import(workspace, path, "--as", "zhang", "--dry-run").exit_code == 1
    assert run_import(workspace, path, "--as", "zhang", "--on-conflict", how).exit_code == 0
    engine = sa.create_engine(f"sqlite:///{workspace / 'minyi.db'}")
    with engine.connect() as connection:
        assert connection.scalar(sa.select(items.c.domain).where(items.c.id == row.id)) == domain
    engine.dispose()


def test_somebody_answers_for_it(workspace: Path) -> None:
    path = edited(workspace, L2="教育")
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    people.add(engine, "li", "李强", Role.LEAD, "先修水管再修路最后修桥")
    people.add(engine, "zhou", "周兰", Role.READER, "先修好河堤再去修桥吧")
    assert run_import(workspace, path).exit_code == 2
    assert code(run_import(workspace, path, "--as", "zhou")) == "decision-role"
    assert code(run_import(workspace, path, "--as", "nobody")) == "person-login-unknown"
    people.deactivate(engine, people.by_login(engine, "zhang").id)
    assert code(run_import(workspace, path, "--as", "zhang")) == "import-as-closed"
    assert run_import(workspace, path).exit_code == 0
    with engine.connect() as connection:
        [act] = connection.execute(sa.select(acts))
    assert (act.person_id, act.how, act.why) == (people.by_login(engine, "li").id, "import", "核定表-春季.xlsx")
    engine.dispose()


def test_the_batch_is_the_one_that_was_exported(workspace: Path) -> None:
    path = edited(workspace, L2="教育")
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    publish(engine, "夏季", [task(9)], [], "first")
    engine.dispose()
    assert run_import(workspace, path).exit_code == 0
    assert states(workspace) == ["decided", "open", "open", "open"]
