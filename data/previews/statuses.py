"""What an HTTP status says about a source, and how long it asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from data.previews.errors import (
    PreviewError,
    SourceClosed,
    SourceConfused,
    SourceRefused,
    SourceUnavailable,
    TrackMissing,
)
from data.previews.facts import SourceName

MAX_WAIT_SECONDS = 24 * 3600.0
"""However long a source says to stay away, it is tried again after a day."""
_MAX_DIGITS = 12

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_PASSING = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
_MISSING = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""A question that makes no sense to a source names nothing that it has."""
_REFUSING = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    }
)


def failure(source: SourceName, status: int, retry_after: str, now: datetime, busy_seconds: float) -> PreviewError:
    """Name what any status but 200 means.

    Parameters
    ----------
    retry_after
        The header of that name; empty where there is none.
    busy_seconds
        How long a source is left alone that answers 429 and does not say.
    """
    reason = f"status {status}"
    if status in _MISSING:
        return TrackMissing(source, reason)
    if status in _REFUSING:
        return SourceRefused(source, reason)
    wait = wait_seconds(retry_after, now)
    if status in _BUSY and wait is not None:
        return SourceClosed(source, reason, wait)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return SourceClosed(source, reason, busy_seconds)
    if status in _PASSING:
        return SourceUnavailable(source, reason)
    return SourceConfused(source, reason)


def wait_seconds(told: str, now: datetime) -> float | None:
    """Read a ``Retry-After``, in seconds or as a date: between zero and a day; ``None`` for what is neither."""
    if told.isascii() and told.isdigit():
        return min(float(told) if len(told) <= _MAX_DIGITS else MAX_WAIT_SECONDS, MAX_WAIT_SECONDS)
    try:
        until = parsedate_to_datetime(told)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max((until - now).total_seconds(), 0.0), MAX_WAIT_SECONDS)
    except (ValueError, OverflowError):
        return None
