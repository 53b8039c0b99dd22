"""The limits as a person sets them."""

from __future__ import annotations

import pytest

from extractors.limits import DEFAULT, Limits, limits_of, megabytes


def test_without_settings_the_defaults_hold() -> None:
    assert limits_of([]) == DEFAULT


def test_a_count_and_a_size_with_its_unit() -> None:
    limits = limits_of(["pdf_pages=5000", "memory_bytes=8GB", "file_bytes=300mb"])
    assert (limits.pdf_pages, limits.memory_bytes, limits.file_bytes) == (5000, 8 * 1024**3, 300 * 1024**2)


def test_the_last_setting_of_a_limit_counts() -> None:
    assert limits_of(["seconds=10", "seconds=20"]).seconds == 20


@pytest.mark.parametrize(
    "setting", ["pages=3", "pdf_pages", "pdf_pages=", "pdf_pages=0", "pdf_pages=-1", "pdf_pages=x", "seconds=1TB", ""]
)
def test_what_is_no_limit_is_named(setting: str) -> None:
    with pytest.raises(ValueError, match=f"^{setting}$"):
        limits_of([setting])


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="seconds"):
        Limits(seconds=0)


def test_sizes_read_like_a_file_manager_shows_them() -> None:
    assert (megabytes(200 * 1024**2), megabytes(1536)) == ("200 MB", "2 kB")
