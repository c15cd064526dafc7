"""A bot's token, as far as one can judge it without asking Discord."""

from __future__ import annotations

import base64
import binascii

from pydantic import SecretStr

from bot.errors import TokenMissing, TokenWrong

_PARTS = 3
"""The application's id, a time and a signature, with dots between."""


def application_id_of(token: str) -> int | None:
    """The application's id, which is the first part of a token in base64; ``None`` where it does not look like one."""
    parts = token.strip().split(".")
    if len(parts) != _PARTS or not all(parts):
        return None
    try:
        text = base64.b64decode(parts[0] + "=" * (-len(parts[0]) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(text) if text.isdigit() else None


def checked_token(token: SecretStr | None) -> str:
    """The token, bare, when there is one that looks like one.

    Raises
    ------
    TokenMissing, TokenWrong
        There is none, or it has not the form of one.
    """
    bare = "" if token is None else token.get_secret_value().strip()
    if not bare:
        raise TokenMissing
    if application_id_of(bare) is None:
        raise TokenWrong
    return bare
