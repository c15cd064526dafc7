"""Moments: aware, UTC, to the millisecond in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

Clock = Callable[[], datetime]
"""Says what time it is: an aware ``datetime``."""

MILLISECONDS = 1000


def utc_now() -> datetime:
    """The system's clock."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """An aware ``datetime`` kept as whole milliseconds since 1970, so that it sorts and compares as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuse a moment without a time zone: it would mean another instant on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        return round(value.timestamp() * MILLISECONDS)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Read it back in UTC."""
        return None if value is None else datetime.fromtimestamp(value / MILLISECONDS, UTC)
