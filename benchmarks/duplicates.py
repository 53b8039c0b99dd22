"""Near-duplicates in a batch of 100,000 comments: seconds, memory, and how many of the true pairs are found."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.made_comments import composed, sentences

_BATCH, _COPIES = 100_000, 10_000
_SEED = 20
_GREETINGS = ("领导您好，", "尊敬的领导：您好！", "您好，", "")
_THANKS = ("谢谢！", "请尽快处理。", "")
_SWAPS = (
    ("没有", "没"),
    ("孩子", "娃"),
    ("现在", "如今"),
    ("希望", "盼望"),
    ("不知道", "不晓得"),
    ("我们", "咱们"),
    ("为什么", "为啥"),
)


def main() -> None:
    from classifiers.duplicates import groups  # noqa: PLC0415
    from corpus.comments import shipped  # noqa: PLC0415

    matters, texts = _batch([comment.text for comment in shipped()])
    groups(texts[:100])
    tracemalloc.start()
    groups(texts)
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    start = time.process_time()
    values = groups(texts)
    seconds = time.process_time() - start
    precision, recall = _pairwise(matters, values)
    length = sum(map(len, texts)) / len(texts)
    print(f"duplicates: {len(texts):,} comments of {length:.0f} characters in {seconds:.1f} s, {megabytes:.0f} MB")
    print(f"duplicates: pairs told again: precision {precision:.4f}, recall {recall:.4f}")


def _batch(comments: Sequence[str]) -> tuple[list[int], list[str]]:
    """Matter and text of each comment: sentences of different comments put together, one in ten told twice."""
    chance = random.Random(_SEED)
    known = sentences(comments)
    originals = [composed(known, chance) for _ in range(_BATCH - _COPIES)]
    batch = [(matter, "".join(parts)) for matter, parts in enumerate(originals)]
    batch += [(matter, _told_again(originals[matter], chance)) for matter in range(_COPIES)]
    chance.shuffle(batch)
    return [matter for matter, _ in batch], [text for _, text in batch]


def _told_again(parts: Sequence[str], chance: random.Random) -> str:
    """The sentences in another order, some words exchanged, characters dropped or doubled, a greeting, thanks."""
    told = list(parts)
    chance.shuffle(told)
    text = "".join(told)
    for usual, other in chance.sample(_SWAPS, 3):
        text = text.replace(usual, other)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text))
        text = text[:at] + text[at + 1 :] if chance.random() < 0.5 else text[:at] + text[at] + text[at:]
    return chance.choice(_GREETINGS) + text + chance.choice(_THANKS)


def _pairwise(matters: Sequence[int], values: Sequence[str]) -> tuple[float, float]:
    """Precision and recall over all pairs of comments: one matter against one group."""
    both = _pairs(Counter(zip(matters, values, strict=True)).values())
    return both / _pairs(Counter(values).values()), both / _pairs(Counter(matters).values())


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
