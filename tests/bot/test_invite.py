"""The links that install Segue."""

from urllib.parse import parse_qs, urlsplit

import discord

from bot.invite import PERMISSIONS, install_links

APPLICATION = 123456789012345678


def test_the_servers_link_asks_for_the_bot_and_its_permissions() -> None:
    link = urlsplit(install_links(APPLICATION).server)
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc, link.path) == ("https", "discord.com", "/oauth2/authorize")
    assert asked["client_id"] == [str(APPLICATION)]
    assert asked["scope"] == ["bot applications.commands"]
    assert asked["integration_type"] == ["0"]
    assert discord.Permissions(int(asked["permissions"][0])) == PERMISSIONS


def test_the_users_link_asks_for_commands_alone() -> None:
    asked = parse_qs(urlsplit(install_links(APPLICATION).user).query)
    assert asked["scope"] == ["applications.commands"]
    assert asked["integration_type"] == ["1"]
    assert "permissions" not in asked


def test_it_asks_for_no_more_than_it_needs() -> None:
    assert not PERMISSIONS.administrator
    assert not PERMISSIONS.manage_guild
    assert not PERMISSIONS.mention_everyone
    assert PERMISSIONS.send_messages
    assert PERMISSIONS.attach_files
    assert PERMISSIONS.add_reactions
