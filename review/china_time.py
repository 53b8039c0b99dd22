"""The time of Beijing, which all of China keeps: days and months of figures begin there."""

from __future__ import annotations

import datetime

CHINA = datetime.timezone(datetime.timedelta(hours=8))
SHIFT = "+8 hours"
"""The same for the date functions of SQLite."""
