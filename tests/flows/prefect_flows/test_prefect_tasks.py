"""Chunks as Prefect tasks: in order, some ahead, and what may pass is tried again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

import pytest

from corpus.messages import MinyiError, PassingError, UnreadableError
from corpus.settings import Settings
from flows.engines.here import Here

pytestmark = pytest.mark.usefixtures("server")


def worked(step: Any, chunks: Iterable[Any], engine: Any = None) -> list[Any]:
    """What comes of the chunks in a flow, in the order in which it comes."""
    from prefect import flow  # noqa: PLC0415  (Prefect reads its settings at import)

    from flows.prefect_flows.tasks import as_tasks  # noqa: PLC0415

    @flow(name="trial", persist_result=False)
    def trial() -> list[Any]:
        return list(as_tasks(engine or Here())("try", step, chunks))

    return trial()


@dataclass
class Failing:
    """A step that fails before it succeeds."""

    error: MinyiError
    times: int
    tried: int = 0

    def __call__(self, chunk: str) -> str:
        self.tried += 1
        if self.tried <= self.times:
            raise self.error
        return f"{chunk}读完"


def test_a_broken_connection_is_tried_again_until_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.retries.WAITS", (0.0, 0.0, 0.0))
    step = Failing(PassingError("worker-lost", reason="断开"), 2)
    assert worked(step, ["一"]) == ["一读完"]
    assert step.tried == 3


def test_what_never_passes_is_raised_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.retries.WAITS", (0.0,))
    step = Failing(PassingError("worker-lost", reason="断开"), 9)
    with pytest.raises(PassingError):
        worked(step, ["一"])
    assert step.tried == 2


def test_a_file_that_cannot_be_read_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.retries.WAITS", (0.0, 0.0, 0.0))
    step = Failing(UnreadableError("read-missing", where="甲.txt"), 9)
    with pytest.raises(UnreadableError):
        worked(step, ["一"])
    assert step.tried == 1


@dataclass
class Two:
    """An engine with one worker, that works where it is called."""

    name: str = "two"
    workers: int = 1
    here: Here = field(default_factory=Here)

    def submit(self, step: Any, chunk: Any) -> Any:
        return self.here.submit(step, chunk)


def test_chunks_are_drawn_a_few_ahead_and_come_back_in_order() -> None:
    drawn: list[int] = []
    most_ahead = 0

    def chunks() -> Iterator[int]:
        for number in range(8):
            drawn.append(number)
            yield number

    from prefect import flow  # noqa: PLC0415

    from flows.prefect_flows.tasks import as_tasks  # noqa: PLC0415

    @flow(name="trial", persist_result=False)
    def trial() -> list[int]:
        nonlocal most_ahead
        back = []
        for number in as_tasks(Two())("try", lambda one: one * 10, chunks()):
            back.append(number)
            most_ahead = max(most_ahead, len(drawn) - len(back))
        return back

    assert trial() == [0, 10, 20, 30, 40, 50, 60, 70]
    # Two for one worker: when one has come back, one is ahead.
    assert most_ahead == 1


@dataclass(frozen=True)
class Scans:
    """A chunk of which one is read at a time."""

    number: int
    limit: str = "ocr"


def test_scans_are_read_as_many_at_a_time_as_the_settings_say() -> None:
    from flows.prefect_flows.limits import set_limits  # noqa: PLC0415

    set_limits(Settings(ocr=1))
    set_limits(Settings(ocr=1))
    lock, at_work, most = threading.Lock(), 0, 0

    def step(scans: Scans) -> int:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.3)
        with lock:
            at_work -= 1
        return scans.number

    assert worked(step, [Scans(1), Scans(2)], Two()) == [1, 2]
    assert most == 1
    most = 0
    assert worked(step, [Scans(1, ""), Scans(2, "")], Two()) == [1, 2]
    assert most == 2


def test_a_turn_is_a_lease_that_ends_with_its_holder_and_not_a_slot_of_the_task() -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415  (Prefect reads its settings at import)

    from flows.prefect_flows.limits import set_limits, turn  # noqa: PLC0415

    set_limits(Settings(ocr=2))
    with get_client(sync_client=True) as client:
        with turn("ocr", threading.Event()):
            assert client.read_global_concurrency_limit_by_name("minyi-ocr").active_slots == 1
        assert client.read_global_concurrency_limit_by_name("minyi-ocr").active_slots == 0
        assert client.read_concurrency_limits(limit=10, offset=0) == []


def test_a_server_that_is_away_when_a_turn_is_wanted_may_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError  # noqa: PLC0415

    from flows.prefect_flows import limits  # noqa: PLC0415

    def away(*_: object, **__: object) -> None:
        raise ConcurrencySlotAcquisitionError

    monkeypatch.setattr(limits, "concurrency", away)
    with pytest.raises(PassingError), limits.turn("ocr", threading.Event()):
        pass


def test_a_run_that_is_told_to_end_waits_for_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.prefect_flows import limits  # noqa: PLC0415

    monkeypatch.setattr(limits, "_PAUSE", 0.1)
    limits.set_limits(Settings(ocr=1))
    given_up = threading.Event()
    given_up.set()
    with (
        limits.turn("ocr", threading.Event()),
        pytest.raises(CancelledError),
        limits.turn("ocr", given_up),
    ):
        pass
