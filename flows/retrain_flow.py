"""The training on decisions as a Prefect flow, its tasks portions of the open items. Import within ``prefect_api``."""

from __future__ import annotations

import os
from typing import Any, cast

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows.prefect_flow import as_tasks
from flows.retraining import Retrained, Retraining, retrain
from flows.steps import Progress


def retrain_as_flow(job: Retraining, progress: Progress) -> Retrained:
    """``flows.retraining.retrain`` as one flow run. Raises what that raises."""
    runner = cast(Any, ThreadPoolTaskRunner(max_workers=os.cpu_count() or 1))

    @flow(name="minyi-retrain", task_runner=runner, persist_result=False)
    def minyi_retrain() -> Retrained:
        return retrain(job, as_tasks, progress)

    return minyi_retrain()
