"""What ``python -m bot`` says on the console when all goes well, and in its help."""

from __future__ import annotations

DESCRIPTION = """\
Segue listens to thirty seconds of a song and answers with songs that follow on from it.

Without an option it connects to Discord with DISCORD_TOKEN and answers until Ctrl-C or SIGTERM."""

EPILOG = """\
first time:
  1. create an application on https://discord.com/developers/applications
  2. page Bot: copy the token into .env as DISCORD_TOKEN=... (.env.example shows every setting)
  3. python -m bot --check     says what is ready and what is missing
  4. python -m bot --invite    prints the links that install the bot
  5. python -m bot             connects

To try it without Discord: make demo. Exit status: 0 ended as asked, 2 something that is needed is missing."""

CHECK_HELP = "say line by line what is ready and what is missing, and change nothing"
INVITE_HELP = "print the links that install Segue to a server and to a user"


def check_line(state: str, subject: str, text: str) -> str:
    """One line of ``--check``."""
    return f"{state:<8} {subject:<10} {text}"


def all_ready() -> str:
    """The last line of ``--check``."""
    return "Everything that is needed is ready: python -m bot"


def some_missing(count: int) -> str:
    """The last line of ``--check``."""
    return "One thing is missing." if count == 1 else f"{count} things are missing."


def invite(server: str, user: str) -> str:
    """Both links with what they are for."""
    return (
        f"Install Segue to a server (you need Manage Server there):\n  {server}\n"
        f"Install Segue to your own account, to use it anywhere:\n  {user}\n"
        'The second works once "User Install" is ticked on the portal\'s page Installation.'
    )


def token_form(application: int) -> str:
    """It looks right; only Discord knows."""
    return f"a token of application {application}; Discord was not asked"


def token_taken(name: str) -> str:
    """Discord knows it."""
    return f"Discord knows it: {name}"


def intents_plain() -> str:
    """Nothing privileged."""
    return "guilds only, which needs no permission; drop channels are off (DISCORD_MESSAGE_CONTENT=false)"


def intents_unasked() -> str:
    """Only Discord knows."""
    return "message content is wanted; the portal could not be asked whether it grants it"


def intents_granted() -> str:
    """All is well."""
    return "message content is wanted and granted"


def weights_ready(model: str, dimension: int) -> str:
    """The ear can be loaded."""
    return f"model {model}, vectors of {dimension}"


def database_new(path: str) -> str:
    """First start."""
    return f"{path} is made at the first start"


def database_ready(path: str) -> str:
    """It is there."""
    return f"{path} is of this version"


def database_older(path: str) -> str:
    """The start migrates."""
    return f"{path} is of an older version and is brought up to date at the next start"


def catalogue_ready(songs: int, model: str) -> str:
    """Songs that ship."""
    return f"{songs} songs ship, embedded by model {model}"


def index_new() -> str:
    """First start."""
    return "is built from the catalogue at the first start"


def index_ready(kind: str, songs: int) -> str:
    """It can be opened."""
    return f"{kind}, {songs} songs"


def index_without_annoy(kind: str, songs: int) -> str:
    """No compiler was there."""
    return f"{kind}, {songs} songs; Annoy is not installed (it is compiled with g++), every song is compared instead"


def index_without_faiss(kind: str, songs: int) -> str:
    """The extra was not installed."""
    return f"{kind}, {songs} songs; FAISS is not installed (pip install '.[faiss]'), every song is compared instead"


def index_of_other_kind(built: str, wanted: str) -> str:
    """The setting was changed."""
    return f"was built as {built} and is built anew as {wanted} at the next start"


def decoding_ready(library: str) -> str:
    """PyAV works and knows what members attach."""
    return f"PyAV {library}, with its own decoders; no ffmpeg is needed"


def decoding_lacks(names: str) -> str:
    """A build without a codec."""
    return f"PyAV lacks the decoders {names}: install it from PyPI (pip install av)"


def decoding_broken(problem: str) -> str:
    """Our own test tone cannot be heard."""
    return f"a test tone could not be decoded: {problem}"


def device_ready(device: str) -> str:
    """Where the ear runs."""
    return device
