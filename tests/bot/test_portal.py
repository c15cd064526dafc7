"""Asking Discord about a token, on a machine that cannot reach it."""

from bot.portal import ask_discord
from tests.bot.test_tokens import TOKEN


async def test_without_a_network_nobody_knows() -> None:
    assert await ask_discord(TOKEN) is None
