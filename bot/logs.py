"""Structured logs: events with fields, text for people or JSON by setting, and never a secret.

Events of discord.py and every other library that uses :mod:`logging` take the same way as our own.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import Logs

HIDDEN = "[hidden]"

_SECRETS = re.compile(
    r"""
      (?<![\w-])[\w-]{18,40}\.[\w-]{4,12}\.[\w-]{20,120}(?![\w-])   # a bot token: id, time and signature in base64
    | (?<=/webhooks/)\d+/[\w-]{20,}                                 # an interaction's or a webhook's own token
    | (?<=/interactions/)\d+/[\w-]{20,}
    """,
    re.VERBOSE,
)
_NOISY = ("discord.gateway", "discord.client", "sqlalchemy.engine", "aiosqlite", "PIL", "asyncio", "alembic")
"""They tell at ``info`` what only their own developers need."""


class Redactor:
    """A processor that hides tokens wherever they stand: in values, in nested values, and in tracebacks.

    Parameters
    ----------
    secrets
        Known secrets, hidden literally besides everything that looks like a token.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Hide what must not be seen in one event."""
        return {key: self._hide(value) for key, value in event.items()}

    def _hide(self, value: Any) -> Any:
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, HIDDEN)
            return _SECRETS.sub(HIDDEN, value)
        if isinstance(value, Mapping):
            return {key: self._hide(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._hide(inner) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self._hide(str(value))


def configure(settings: Logs, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs of this process to ``stream`` (standard error by default); replaces what was set before."""
    out = sys.stderr if stream is None else stream
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_json
        else structlog.dev.ConsoleRenderer(colors=out.isatty())
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *before],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            Redactor(secrets),
            renderer,
        ],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    level = logging.getLevelNamesMapping()[settings.log_level.value.upper()]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(level if level <= logging.DEBUG else max(level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of one module."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
