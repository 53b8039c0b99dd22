"""The short-lived Prefect server's own process: ``python -m flows.server_process``.

It prints its port when it answers and ends when its standard input closes, that is when the process that started it
ends, however it ends: no server outlives its flow.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading


def _end_with_the_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    gc.disable()  # building the API's models makes no garbage worth a collection, and a fifth of the start goes there
    import asyncio  # noqa: PLC0415  (the watch above must stand before anything slow)

    import uvicorn  # noqa: PLC0415
    from prefect.server.api.server import create_app  # noqa: PLC0415
    from prefect.settings import PREFECT_API_AUTH_STRING  # noqa: PLC0415

    from flows.answering import version  # noqa: PLC0415

    app = create_app(ephemeral=True, final=True)
    gc.enable()
    gc.freeze()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    # asyncio turns the delay of small packets off only where the protocol is named; every answer is two of them.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))

    async def serve() -> None:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not running.done():
            await asyncio.sleep(0.01)
        if server.started:
            port = listener.getsockname()[1]
            # The API builds itself at the first question, which is part of the start and not of a flow.
            password = PREFECT_API_AUTH_STRING.value()
            await asyncio.to_thread(version, f"http://127.0.0.1:{port}/api", password, None)
            print(port, flush=True)
        await running

    asyncio.run(serve())


if __name__ == "__main__":
    main()
