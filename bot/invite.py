"""The links that install Segue, and the permissions that it needs where it answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import discord

AUTHORIZE = "https://discord.com/oauth2/authorize"

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
    add_reactions=True,
)
"""Answers with pictures, replies in the drop channel, and a reaction where it may not reply."""

_SERVER, _USER = "0", "1"
"""Discord's application integration types."""


@dataclass(frozen=True, slots=True)
class InstallLinks:
    """Where to click."""

    server: str
    user: str


def install_links(application_id: int) -> InstallLinks:
    """The links for a server, with the permissions, and for a user, who takes the commands along everywhere."""
    server = {
        "client_id": str(application_id),
        "scope": "bot applications.commands",
        "permissions": str(PERMISSIONS.value),
        "integration_type": _SERVER,
    }
    user = {"client_id": str(application_id), "scope": "applications.commands", "integration_type": _USER}
    return InstallLinks(server=f"{AUTHORIZE}?{urlencode(server)}", user=f"{AUTHORIZE}?{urlencode(user)}")
