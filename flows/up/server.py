"""The long-lived Prefect server of ``minyi up``: ``python -m flows.up.server HOST PORT``.

Its settings are in the environment (``flows.up.environment``). SIGTERM lets it finish what it has to write.
"""

from __future__ import annotations

import sys

import uvicorn
from prefect.server.api.server import create_app


def main() -> None:
    host, port = sys.argv[1:]
    uvicorn.run(create_app(final=True), host=host, port=int(port), log_level="error", timeout_graceful_shutdown=5)


if __name__ == "__main__":
    main()
