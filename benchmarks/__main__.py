"""``python -m benchmarks [NAME...]``: runs the benchmarks (all of them by default) and prints a line each."""

from __future__ import annotations

import sys

from benchmarks import (
    corpus,
    dask_workers,
    dissents,
    duplicates,
    extracting,
    help_start,
    learning,
    million,
    models,
    papers,
    prefect_overhead,
    reading,
    review_load,
    sizes,
    tag_speed,
)

BENCHMARKS = {
    "corpus": corpus.main,
    "dask": dask_workers.main,
    "dissents": dissents.main,
    "duplicates": duplicates.main,
    "extracting": extracting.main,
    "help": help_start.main,
    "learning": learning.main,
    "million": million.main,
    "models": models.main,
    "papers": papers.main,
    "prefect": prefect_overhead.main,
    "reading": reading.main,
    "review": review_load.main,
    "sizes": sizes.main,
    "tag": tag_speed.main,
}


def main(names: list[str]) -> int:
    if unknown := set(names) - BENCHMARKS.keys():
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
