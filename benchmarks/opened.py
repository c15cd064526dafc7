"""The bot's services as the bot opens them, in a directory of their own and without manners."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from bot.settings import Manners, Places, Settings

_AT_ONCE = 1_000


def settings_in(directory: Path) -> Settings:
    """The settings of the environment, with state in ``directory`` and nobody made to wait."""
    settings = Settings.load()
    return dataclasses.replace(
        settings,
        places=Places(**{**settings.places.model_dump(), "home": directory}),
        manners=Manners(cool_down_seconds=0.0, queue=_AT_ONCE),
    )
