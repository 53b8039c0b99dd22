"""How many comments a second the shipped model tags, one-line answers and long letters."""

from __future__ import annotations

import time

_ROWS = 1_000


def main() -> None:
    from corpus.comments import shipped  # noqa: PLC0415
    from flows.models import shipped_tagger  # noqa: PLC0415

    tagger = shipped_tagger()
    texts = [comment.text for comment in shipped()]
    short = [text for text in texts if len(text) <= 25][:_ROWS]
    long = [text for text in texts if len(text) > 90][:_ROWS]
    for name, portion in (("one-line", short), ("long", long)):
        start = time.perf_counter()
        tagger.tag([f"{text}。" for text in portion])
        seconds = time.perf_counter() - start
        length = sum(map(len, portion)) / len(portion)
        print(f"tag: {name} comments ({length:.0f} characters): {len(portion) / seconds:,.0f} a second")
