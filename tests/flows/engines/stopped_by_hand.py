"""A job on the engine of the first argument that somebody stops with Ctrl+C: ``python -m stopped_by_hand ENGINE``."""

from __future__ import annotations

import sys

from engine_steps import asleep, squared

from flows.engines.choice import engine_of
from flows.engines.loop import on


def main() -> None:
    try:
        with engine_of(sys.argv[1]) as engine:
            list(on(engine)("warm", squared, range(8)))
            print("begun", flush=True)
            list(on(engine)("sleep", asleep, [30.0] * 4))
    except KeyboardInterrupt:
        print("stopped", flush=True)


if __name__ == "__main__":
    main()
