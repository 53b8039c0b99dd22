"""The time of Beijing, which all of China keeps: days and months of figures begin there."""

from __future__ import annotations

import datetime

import sqlalchemy as sa

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def today() -> datetime.date:
    """The day that it is in China, wherever the machine thinks it stands."""
    return datetime.datetime.now(CHINA).date()


def day_in_china(at: sa.ColumnElement[datetime.datetime], dialect: str) -> sa.ColumnElement[str]:
    """The day of a time that a database keeps, as text: 2026-03-05."""
    if dialect == "sqlite":
        return sa.func.date(at, sa.literal_column("'+8 hours'"))
    zone: sa.ColumnElement[str] = sa.literal_column("'Asia/Shanghai'")
    return sa.func.to_char(sa.func.timezone(zone, at), sa.literal_column("'YYYY-MM-DD'"))


def month_in_china(at: sa.ColumnElement[datetime.datetime], dialect: str) -> sa.ColumnElement[str]:
    """The month of it: 2026-03."""
    return sa.func.substr(day_in_china(at, dialect), 1, sa.literal_column("7"))
