"""Why Segue does not start, in one line for whoever starts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot import errors
from bot.text.en import start as say
from data import errors as store

IMPORT_CATALOGUE = "python -m data.catalog import"


def explain_start(error: errors.SegueError) -> str:
    """One line without a traceback: what is wrong and what mends it."""
    return next(_BY_CLASS[kind] for kind in type(error).__mro__ if kind in _BY_CLASS)(error)


def catalogue_unusable(error: store.CatalogError) -> errors.CatalogueUnusable:
    """The same failure as a reason not to start."""
    match error:
        case store.CatalogEmpty():
            problem = say.catalogue_empty()
        case store.ModelMismatch():
            problem = say.catalogue_of_other_weights(error.found, error.expected)
        case _:
            problem = str(error)
    return errors.CatalogueUnusable(problem, getattr(error, "command", IMPORT_CATALOGUE))


def explain_store(error: store.DatabaseError) -> str:
    """The same for the database alone."""
    path = str(error.path)
    for kind, sentence in _STORE.items():
        if isinstance(error, kind):
            return sentence(path)
    return say.database_unusable(path, error.reason)


_STORE: dict[type[store.DatabaseError], Callable[[str], str]] = {
    store.DatabaseNewer: say.database_newer,
    store.DatabaseReadOnly: say.database_read_only,
    store.DatabaseLocked: say.database_locked,
    store.DatabaseFull: say.database_full,
    store.DatabaseCorrupt: say.database_corrupt,
}

_BY_CLASS: dict[type[BaseException], Callable[[Any], str]] = {
    errors.SegueError: lambda e: say.failed(str(e) or type(e).__name__),
    errors.SettingsWrong: lambda e: say.setting_wrong(e.variable, e.problem),
    errors.TokenMissing: lambda _: say.token_missing(),
    errors.TokenWrong: lambda _: say.token_wrong(),
    errors.IntentMissing: lambda _: say.intent_missing(),
    errors.DiscordUnreachable: lambda _: say.discord_unreachable(),
    errors.StoreUnusable: lambda e: explain_store(e.error),
    errors.WeightsUnusable: lambda e: say.weights_unusable(e.problem),
    errors.CatalogueUnusable: lambda e: say.catalogue_unusable(e.problem, e.command),
    errors.IndexUnusable: lambda e: say.index_unusable(e.problem),
}
