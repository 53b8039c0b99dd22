"""What comes of a public version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from outputs.public.finding import Finding

FOLDER = "公开版"
"""The public papers, in the output folder."""
LIST = "脱敏核对.xlsx"
"""The list of removals, in the output folder."""


@dataclass(frozen=True, slots=True)
class PublicDrafts:
    """``files`` by their path below the output folder: the list of removals, or the public papers if all is confirmed.

    ``excel_only`` are tables among them (paths without suffix) that are too long for Word.
    ``found`` is everything that would be removed, ``unconfirmed`` what of it waits for a person's word.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    excel_only: tuple[str, ...] = ()
    found: tuple[Finding, ...] | None = None
    unconfirmed: tuple[Finding, ...] = ()


NO_PUBLIC_DRAFTS = PublicDrafts()
"""Nobody asked for any."""
