"""What the operator reads on the console: why Segue does not start, what is ready, and how it is installed."""

from __future__ import annotations

BUILD_INDEX = "python -m data.catalog rebuild"


def setting_wrong(variable: str, problem: str) -> str:
    """A value that makes no sense."""
    return f"The setting {variable} is wrong: {problem[:1].lower()}{problem[1:]}. All settings: python -m bot.settings"


def token_missing() -> str:
    """No token."""
    return "DISCORD_TOKEN is not set: put the bot's token (developer portal, page Bot) into .env, or run make demo."


def token_wrong() -> str:
    """Discord refuses the token, or it is malformed."""
    return "DISCORD_TOKEN is not a token that Discord knows: copy it again from the developer portal, page Bot."


def intent_missing() -> str:
    """The portal does not grant what is asked."""
    return (
        "DISCORD_MESSAGE_CONTENT is on, but the developer portal does not grant that intent: turn on "
        '"Message Content Intent" on the page Bot, or set DISCORD_MESSAGE_CONTENT=false.'
    )


def discord_unreachable() -> str:
    """No way to Discord."""
    return "Discord cannot be reached: check this machine's network and https://discordstatus.com."


def weights_unusable(problem: str) -> str:
    """No ear; the problem says what mends it."""
    return f"The ear cannot be used: {problem}."


def catalogue_unusable(problem: str, command: str) -> str:
    """No songs, or vectors that do not fit the ear."""
    return f"The catalogue cannot be used ({problem}). Mend it with: {command}"


def catalogue_of_other_weights(catalogue: str, weights: str) -> str:
    """Vectors and ear do not fit."""
    return f"its vectors were made by the weights {catalogue}, and the ear has {weights}"


def catalogue_empty() -> str:
    """Nothing to recommend."""
    return "it has no songs"


def index_unusable(problem: str) -> str:
    """No index."""
    return f"The index cannot be used ({problem}). Rebuild it with: {BUILD_INDEX}"


def database_newer(path: str) -> str:
    """Written by a later version."""
    return f"{path} was written by a newer version of Segue: update Segue, or point SEGUE_HOME at another folder."


def database_read_only(path: str) -> str:
    """No permission to write."""
    return f"{path} cannot be written: make it writable, or point SEGUE_HOME at a folder that is."


def database_locked(path: str) -> str:
    """Another process holds it."""
    return f"{path} is locked by another program: end it and start again."


def database_full(path: str) -> str:
    """No room."""
    return f"There is no room left for {path}: free some space, or point SEGUE_HOME at another disk."


def database_corrupt(path: str) -> str:
    """No database."""
    return f"{path} is damaged: bring it back from a backup, or move it away and start with an empty one."


def database_unusable(path: str, reason: str) -> str:
    """Anything else with the file."""
    return f"{path} cannot be used: {reason}."


def failed(problem: str) -> str:
    """Anything else."""
    return f"Segue could not start: {problem}"
