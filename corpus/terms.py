"""Word lists of the office's language from ``data/*.toml``: endings of names, kinds of documents, keys of portals."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from re import escape
from typing import Any


@cache
def terms(name: str) -> Mapping[str, Any]:
    """The table ``data/<name>.toml`` as it stands. ``FileNotFoundError`` for an unknown name."""
    return tomllib.loads(files("corpus").joinpath(f"data/{name}.toml").read_text("utf-8"))


def alternatives(words: Mapping[str, list[str]] | list[str]) -> str:
    """The words as a regular expression, longest first; a mapping gives the strings that may not follow a word."""
    if isinstance(words, list):
        return _either(tuple(words))
    return "|".join(
        escape(word) + (f"(?!{'|'.join(map(escape, after))})" if after else "")
        for word, after in sorted(words.items(), key=lambda item: -len(item[0]))
    )


@cache  # the same lists are asked for with every sentence
def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(escape, sorted(dict.fromkeys(words), key=len, reverse=True)))
