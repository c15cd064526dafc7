"""Ids that must not be mixed."""

from __future__ import annotations

import secrets
from typing import NewType

MemberId = NewType("MemberId", int)
"""A Discord user."""
GuildId = NewType("GuildId", int)
"""A Discord server."""
ChannelId = NewType("ChannelId", int)
"""A channel or thread of a server."""
AnswerId = NewType("AnswerId", str)
"""Twelve url-safe characters, drawn at random: whoever was not given one cannot guess it."""

QuestionId = NewType("QuestionId", str)
"""The same of a question that waits for its member."""

ImportId = NewType("ImportId", str)
"""The same of a listening history that a member brought."""

ANSWER_ID_BYTES = 9
"""72 bits, which base64 writes as twelve characters without padding."""


def new_answer_id() -> AnswerId:
    """Draw an id for an answer."""
    return AnswerId(secrets.token_urlsafe(ANSWER_ID_BYTES))


def new_question_id() -> QuestionId:
    """Draw an id for a question that waits."""
    return QuestionId(secrets.token_urlsafe(ANSWER_ID_BYTES))


def new_import_id() -> ImportId:
    """Draw an id for an import."""
    return ImportId(secrets.token_urlsafe(ANSWER_ID_BYTES))
