"""What a store that fails makes of it: what may pass, what a person has to mend, and no secret in a message."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from object_store import SECRET, answering, new_bucket, options

from corpus.messages import MinyiError, PassingError
from corpus.storage.failures import failure
from corpus.storage.place import Place


def refused(error: MinyiError) -> str:
    """The key, of a message in which no secret stands."""
    assert SECRET not in f"{error} {error.problem} {error.__cause__}"
    return error.problem.code


def test_a_store_that_nobody_answers_for_may_come_back() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    place = Place.of("s3://jixiao/minyi", options(address))
    with pytest.raises(PassingError, match="暂时连不上存储") as raised:
        place.read("甲")
    assert refused(raised.value) == "storage-lost"


@pytest.mark.parametrize(("status", "code"), [(500, "InternalError"), (503, "ServiceUnavailable"), (503, "")])
def test_a_store_that_is_busy_may_be_asked_again(status: int, code: str) -> None:
    with answering(status, code) as place, pytest.raises(PassingError) as raised:
        place.read("甲")
    assert refused(raised.value) == "storage-lost"


@pytest.mark.parametrize("code", ["AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId"])
def test_a_key_that_is_refused_is_said_with_the_mend(code: str) -> None:
    with answering(403, code) as place, pytest.raises(MinyiError, match=r"\[storage\]") as raised:
        place.read("甲")
    assert refused(raised.value) == "storage-denied"
    assert raised.value.problem.where == "s3://jixiao/minyi/甲"


def test_a_connection_that_breaks_off_leaves_no_half_file(tmp_path: Path) -> None:
    with answering(200, broken_off=True) as place:
        place.filesystem().retries = 1
        with pytest.raises(PassingError) as raised:
            place.fetch("甲", tmp_path / "copy")
    assert refused(raised.value) == "storage-lost"
    assert [*tmp_path.iterdir()] == []


def test_a_bucket_that_is_not_there_is_said_before_the_work(object_store: str) -> None:
    missing = Place.of("s3://nobodys-bucket/minyi", options(object_store))
    with pytest.raises(MinyiError, match="存储桶要先建好") as raised:
        missing.check()
    assert refused(raised.value) == "storage-missing"
    new_bucket(object_store).check()


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(MinyiError, match="gcsfs") as raised:
        Place.of("gs://jixiao/minyi").read("甲")
    assert refused(raised.value) == "storage-package"


@pytest.mark.parametrize("url", ["ftp://ban:mima@10.0.0.1/minyi", "s4://jixiao", "https://10.0.0.1/minyi"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(MinyiError, match="不支持") as raised:
        Place.of(url)
    assert "mima" not in f"{raised.value} {raised.value.problem}"


def test_what_a_driver_says_is_passed_on_without_secrets() -> None:
    given = {"client_kwargs": {"aws_secret_access_key": SECRET}, "sas_token": "sig=abc", "anon": False}
    said = failure(
        ValueError(f"cannot use {SECRET} or sig=abc at http://ban:mima@host/"), "s3://ban:mima@host/甲", given
    )
    assert said.problem.code == "storage-failed"
    assert dict(said.problem.args)["reason"] == "ValueError: cannot use … or … at http://host/"
    assert said.problem.where == "s3://host/甲"
