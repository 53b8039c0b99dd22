"""Full-text search in Chinese: a text is known by the pairs of neighbouring characters in it.

No segmentation is needed, and a word of two characters is found, which the trigrams of both databases cannot do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

import sqlalchemy as sa

from corpus.review_schema import GRAMS, items


def grams(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring letters and digits of a text, each once; a letter that stands alone is its own.

    Width and case do not count.
    """
    normal = unicodedata.normalize("NFKC", text).casefold()
    found: dict[str, None] = {}
    for is_word, run in groupby(normal, str.isalnum):
        letters = [*run]
        if is_word and len(letters) == 1:
            found[letters[0]] = None
        elif is_word:
            found.update(dict.fromkeys(a + b for a, b in pairwise(letters)))
    return tuple(found)


def add_to_index(connection: sa.Connection, texts: Mapping[int, str]) -> None:
    """Makes the texts of new items findable, by the item's id."""
    if not texts:
        return
    if connection.dialect.name == "sqlite":
        rows = [{"id": key, "grams": " ".join(grams(text))} for key, text in texts.items()]
        connection.execute(sa.text(f"INSERT INTO {GRAMS} (rowid, grams) VALUES (:id, :grams)"), rows)
        return
    lists = [{"id": key, "grams": [*grams(text)]} for key, text in texts.items()]
    connection.execute(sa.text(f"INSERT INTO {GRAMS} (item_id, grams) VALUES (:id, :grams)"), lists)


def found_by(words: str, dialect: str) -> sa.ColumnElement[bool]:
    """The condition on items that they hold every word (parted by spaces) of the query, in text or number.

    A word is looked up by its pairs of characters; what has none (one character, signs) is looked for in the text.
    """
    return sa.and_(*(_one(word, dialect) for word in words.split()))


def _one(word: str, dialect: str) -> sa.ColumnElement[bool]:
    number = items.c.number.contains(word, autoescape=True) if word.isdigit() else None
    pairs = [gram for gram in grams(word) if len(gram) > 1]
    text = _indexed(pairs, dialect) if pairs else items.c.text.icontains(word, autoescape=True)
    return text if number is None else sa.or_(text, number)


def _indexed(pairs: Sequence[str], dialect: str) -> sa.ColumnElement[bool]:
    if dialect == "sqlite":
        query = " ".join(f'"{pair}"' for pair in pairs)  # letters and digits alone: nothing to escape
        ids = sa.text(f"SELECT rowid FROM {GRAMS} WHERE {GRAMS} MATCH :pairs").bindparams(
            sa.bindparam("pairs", query, unique=True)
        )
        return items.c.id.in_(ids.columns(sa.column("rowid", sa.Integer)))
    wanted = sa.text(f"SELECT item_id FROM {GRAMS} WHERE grams @> CAST(:pairs AS text[])").bindparams(
        sa.bindparam("pairs", [*pairs], unique=True)
    )
    return items.c.id.in_(wanted.columns(sa.column("item_id", sa.Integer)))
