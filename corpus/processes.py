"""Whether a process that somebody noted is still at work. Its number alone does not say so: numbers are given again, in
a container that is started anew nearly always to the same program."""

from __future__ import annotations

import datetime

_ROUNDED = 2.0
"""Seconds by which the system's times of a process and of its rows may differ."""


def is_at_work(pid: int, noted: datetime.datetime) -> bool:
    """Whether the process of this machine that had the number ``pid`` at this time (UTC) is there.

    A process that has ended and that nobody has asked for yet is not.
    """
    import psutil  # noqa: PLC0415  (whoever asks for no job must not pay for it)

    try:
        process = psutil.Process(pid)
        ended = process.status() == psutil.STATUS_ZOMBIE
        return not ended and process.create_time() <= noted.timestamp() + _ROUNDED
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
