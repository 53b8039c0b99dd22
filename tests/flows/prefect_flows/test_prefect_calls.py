"""What a flow's parameters mean, told without a Prefect server."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.messages import MinyiError
from flows.prefect_flows.calls import Call


def test_a_large_table_has_the_directory_that_the_environment_names_as_a_batch_has(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_DIRECTORY", "/srv/目录.xlsx")
    job = Call(paths=("热线.csv",), out="热线.parquet").table()
    assert (job.source, job.directory) == (Path("热线.csv"), Path("/srv/目录.xlsx"))
    assert job.out.url == str(workspace / "热线.parquet")


@pytest.mark.parametrize("paths", [(), ("一月.csv", "二月.csv")])
def test_a_second_large_table_is_not_passed_over_without_a_word(workspace: Path, paths: tuple[str, ...]) -> None:
    call = Call(str(workspace), paths, out="热线.parquet")
    with pytest.raises(MinyiError) as told:
        call.table()
    assert told.value.problem.code == "flow-one-table"
    assert f"有 {len(paths)} 个路径" in str(told.value)
