"""Which characters and pairs of characters are usual in comments, so that to share them tells little.

They are kept in ``corpus/data/usual_grams.toml`` and not counted each time: else every new training comment would shift
the likeness of two comments, and with it the groups. ``python -m classifiers.duplicates.usual`` prints the file anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from math import log

from classifiers.duplicates.wording import clauses, form
from corpus.terms import terms

_LEAST = 3
"""Levels below are left out: such a gram tells as much as one that was never seen."""


@cache
def usual() -> tuple[tuple[str, float], ...]:
    """Each usual character and pair with what it tells: 0 for one that stands in every comment, 1 for one in none."""
    table = terms("usual_grams")
    comments = log(table["comments"])
    return tuple(
        (joined[at : at + size], 1 - (int(level) + 0.5) * log(2) / comments)
        for size, levels in ((1, table["characters"]), (2, table["pairs"]))
        for level, joined in levels.items()
        for at in range(0, len(joined), size)
    )


def main() -> None:
    """Print the table from the comments that are shipped now."""
    from corpus.comments import shipped  # noqa: PLC0415  (only for making the table)

    forms = [form(clauses(comment.text)) for comment in shipped()]
    print(
        "# The characters and pairs of characters that are usual in comments, made by classifiers/duplicates/usual.py."
    )
    print("# Those of level n stand in 2**n to 2**(n + 1) - 1 of so many comments.")
    print(f"comments = {len(forms)}")
    for title, size in (("characters", 1), ("pairs", 2)):
        seen = Counter(g for one in forms for g in {one[i : i + size] for i in range(len(one) - size + 1)})
        levels: dict[int, list[str]] = defaultdict(list)
        for gram, count in sorted(seen.items()):
            levels[count.bit_length() - 1].append(gram)
        print(f"\n[{title}]")
        for level in sorted(levels):
            if level >= _LEAST:
                print(f'{level} = "{"".join(levels[level])}"')


if __name__ == "__main__":
    main()
