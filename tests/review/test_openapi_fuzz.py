"""schemathesis asks the JSON interface for whatever its schema allows and forbids, as a reviewer and as a lead.

Every answer has to be one that the schema declares, in the shape that it declares, and never a defect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.python.asgi import get_client
from served import WATER, Office, office

from review.api.schema import schema

EXAMPLES = 12
EVIDENCE = 1
"""The number of what is attached to the item that is asked for."""
UNSUITED = {("DELETE", "/api/v1/session")}
"""Ends the session that the others need; ``test_security`` looks at it."""
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"with-security-parameters": False, "deterministic": True},
        # Whether a unit is a unit and a batch is open is no matter of shape: 422 and 423 are fair answers.
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422", "423", "429"]}
        },
    }
)


def operations(app: Any = None) -> dict[tuple[str, str], Any]:
    """What the schema of the interface describes, by method and address."""
    api = schemathesis.openapi.from_dict(schema(), config=CONFIG)
    api.app = app
    return {(found.ok().method.upper(), found.ok().path): found.ok() for found in api.get_all_operations()}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with office(f"sqlite:///{folder / 'minyi.db'}", folder) as made:
        client, item = made.client("lead"), f"/api/v1/items/{made.own}"
        decided = client.post(f"{item}/decision", json={"seen": 0, "verdict": {"lead": WATER}})
        sent = {"data": {"step": "rectify", "kind": "整改后照片"}, "files": {"file": ("后.jpg", b"\xff\xd8\xff")}}
        attached = client.post(f"{item}/closing/evidence", **sent)
        assert (decided.status_code, attached.status_code, attached.json()["evidence"]["id"]) == (200, 201, EVIDENCE)
        yield made


@pytest.mark.parametrize(("method", "path"), sorted({*operations()} - UNSUITED))
@pytest.mark.parametrize("login", ["reviewer", "lead"])
def test_every_answer_is_as_declared(served: Office, login: str, method: str, path: str) -> None:
    client = served.client(login)
    sent = {"headers": {"X-CSRF-Token": client.headers["X-CSRF-Token"]}, "cookies": {**client.cookies}}
    operation = operations(served.app)[method, path]

    known = {"batch": served.batch, "item": served.own, "person": served.people["second"].id, "column": "lead"}
    known["evidence_id"] = EVIDENCE

    def about_what_is_there(case: Any) -> Any:
        case.path_parameters = {name: known[name] for name in case.path_parameters}
        return case

    fair, foul = (operation.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))
    met: Counter[int] = Counter()

    @given(case=st.one_of(fair, fair.map(about_what_is_there), foul))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate],
    )
    def ask(case: Any) -> None:
        met[case.call_and_validate(session=session, **sent).status_code] += 1

    with get_client(served.app) as session:
        ask()
    if login == "lead" and method == "GET" and "people" not in path:
        assert met[200]
