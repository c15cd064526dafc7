"""Why Segue does not start: one line each, with what mends it."""

from pathlib import Path

import pytest

from bot import errors
from bot.starting import catalogue_unusable, explain_start
from data import errors as store

PATH = Path("var/segue.sqlite3")


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (errors.TokenMissing(), ["DISCORD_TOKEN", "not set"]),
        (errors.TokenWrong(), ["DISCORD_TOKEN", "copy it again"]),
        (errors.IntentMissing(), ["DISCORD_MESSAGE_CONTENT", "portal"]),
        (errors.DiscordUnreachable(), ["network"]),
        (errors.SettingsWrong("SEGUE_QUEUE", "Input should be greater than 0"), ["SEGUE_QUEUE", "greater than 0"]),
        (errors.WeightsUnusable("ear.json is missing"), ["The ear", "ear.json is missing"]),
        (errors.IndexUnusable("built for model a"), ["built for model a", "python -m data.catalog rebuild"]),
        (catalogue_unusable(store.CatalogEmpty()), ["no songs", "python -m data.catalog import"]),
        (
            catalogue_unusable(store.ModelMismatch(expected="a", found="b")),
            ["the weights b", "python -m data.catalog"],
        ),
        (catalogue_unusable(store.CatalogFileError(PATH, "damaged")), ["damaged", "python -m data.catalog"]),
        (errors.StoreUnusable(store.DatabaseNewer(PATH, "x")), [str(PATH), "newer version"]),
        (errors.StoreUnusable(store.DatabaseLocked(PATH, "x")), [str(PATH), "locked"]),
        (errors.StoreUnusable(store.DatabaseReadOnly(PATH, "x")), [str(PATH), "writable"]),
        (errors.StoreUnusable(store.DatabaseFull(PATH, "x")), [str(PATH), "room"]),
        (errors.StoreUnusable(store.DatabaseCorrupt(PATH, "x")), [str(PATH), "damaged"]),
        (errors.StoreUnusable(store.DatabaseUnavailable(PATH, "no such place")), [str(PATH), "no such place"]),
        (errors.SegueError("whatever"), ["could not start", "whatever"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_one_line_names_the_trouble_and_its_cure(error: errors.SegueError, parts: list[str]) -> None:
    line = explain_start(error)
    assert "\n" not in line
    for part in parts:
        assert part in line
