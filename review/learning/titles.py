"""The title of a comment, which an item has in front of its text, and what the classifiers read: the two apart."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from corpus import schema
from corpus.review_schema import items

BODY = schema.comments.c.text.label("body")
"""The text of an item's comment without its title; NULL where its file was not read into this database."""


def with_body(*columns: Any) -> sa.Select[Any]:
    """These columns of items, and ``BODY``."""
    joined = items.outerjoin(schema.comments, schema.comments.c.key == items.c.key)
    return sa.select(*columns, BODY).select_from(joined)


def parted(whole: str, body: str | None) -> tuple[str, str]:
    """Text and title of an item's text; the title is empty where it has none."""
    if body and whole.endswith(f"\n{body}"):
        return body, whole[: -len(body) - 1]
    return whole, ""
