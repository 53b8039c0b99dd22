"""Which of the options for a store are nobody's business: no message and no log may show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_SECRET = re.compile("secret|password|passwd|token|key|credential|sas|passphrase", re.IGNORECASE)


def secrets_of(options: Mapping[str, Any]) -> Iterator[str]:
    """The texts, however deep they stand, whose names say so."""
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from secrets_of(value)
        elif isinstance(value, str) and value and _SECRET.search(name):
            yield value
