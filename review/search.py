"""Full-text search in Chinese: a text is known by its letters and by the pairs of neighbouring ones.

No segmentation is needed, and a word of two characters is found, which the trigrams of both databases cannot do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

import sqlalchemy as sa

from corpus.database import folded
from corpus.review_schema import GRAMS, items


def grams(text: str) -> tuple[str, ...]:
    """The letters and digits of a text, and the pairs of those that are neighbours, each once.

    Width and case do not count.
    """
    normal = folded(text)
    found: dict[str, None] = {}
    for is_word, run in groupby(normal, str.isalnum):
        if is_word:
            letters = [*run]
            found.update(dict.fromkeys(letters))
            found.update(dict.fromkeys(a + b for a, b in pairwise(letters)))
    return tuple(found)


def add_to_index(connection: sa.Connection, texts: Mapping[int, str]) -> None:
    """Makes the texts of new items findable, by the item's id."""
    if not texts:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text(f"INSERT INTO {GRAMS} (rowid, grams) VALUES (:id, :grams)"), _rows(texts))
        return
    # One statement for all of them: one for each would mostly wait for the next.
    new = "unnest(CAST(:ids AS integer[]), CAST(:texts AS text[])) AS new (id, grams)"
    adding = f"INSERT INTO {GRAMS} (item_id, grams) SELECT id, string_to_array(grams, ' ') FROM {new}"
    rows = _rows(texts)
    connection.execute(sa.text(adding), {"ids": [row["id"] for row in rows], "texts": [row["grams"] for row in rows]})


def take_from_index(connection: sa.Connection, texts: Mapping[int, str]) -> None:
    """Undoes ``add_to_index``; the texts must be those that were added."""
    if not texts:
        return
    if connection.dialect.name == "sqlite":
        # The index has no texts of its own: what it is to forget is told to it.
        forget = f"INSERT INTO {GRAMS} ({GRAMS}, rowid, grams) VALUES ('delete', :id, :grams)"
        connection.execute(sa.text(forget), _rows(texts))
        return
    connection.execute(sa.text(f"DELETE FROM {GRAMS} WHERE item_id = :id"), [{"id": key} for key in texts])


def found_by(words: str, dialect: str) -> sa.ColumnElement[bool]:
    """The condition on items that they hold every word (parted by spaces) of the query, in text or number.

    A word is looked up by its pairs of characters, or by its letter if it has one alone. Where that is not all of it,
    what was found is compared with it. What has no letter (signs) is looked for in the text as it is.
    """
    return sa.and_(*(_one(word, dialect) for word in words.split()))


def _one(word: str, dialect: str) -> sa.ColumnElement[bool]:
    normal = folded(word)
    found = grams(word)
    if not found:
        return items.c.text.contains(word, autoescape=True)
    wanted = [gram for gram in found if len(gram) > 1] or [*found]
    indexed = _indexed(wanted, dialect)
    if wanted == [normal]:
        return indexed
    # Most of what was found has it as it was written: folding, which takes long, is for the rest.
    as_written = (column.contains(word, autoescape=True) for column in (items.c.number, items.c.text))
    return sa.and_(indexed, sa.or_(*as_written, _folded(dialect).contains(normal, autoescape=True)))


def _folded(dialect: str) -> sa.ColumnElement[str]:
    """Number and text in one width and case (``corpus.database`` gives SQLite this function)."""
    whole = sa.func.coalesce(items.c.number, "").concat("\n").concat(items.c.text)
    if dialect == "sqlite":
        return sa.func.folded(whole, type_=sa.Text())
    return sa.func.lower(sa.func.normalize(whole, sa.literal_column("NFKC")), type_=sa.Text())


def _rows(texts: Mapping[int, str]) -> list[dict[str, object]]:
    return [{"id": key, "grams": " ".join(grams(text))} for key, text in texts.items()]


def _indexed(wanted: Sequence[str], dialect: str) -> sa.ColumnElement[bool]:
    if dialect == "sqlite":
        query = " ".join(f'"{gram}"' for gram in wanted)  # letters and digits alone: nothing to escape
        ids = sa.text(f"SELECT rowid FROM {GRAMS} WHERE {GRAMS} MATCH :grams").bindparams(
            sa.bindparam("grams", query, unique=True)
        )
        return items.c.id.in_(ids.columns(sa.column("rowid", sa.Integer)))
    found = sa.text(f"SELECT item_id FROM {GRAMS} WHERE grams @> CAST(:grams AS text[])").bindparams(
        sa.bindparam("grams", [*wanted], unique=True)
    )
    return items.c.id.in_(found.columns(sa.column("item_id", sa.Integer)))
