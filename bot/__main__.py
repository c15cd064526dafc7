"""``python -m bot``: connect Segue to Discord, or say what is missing for that."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.errors import SegueError
from bot.settings import Settings
from bot.starting import explain_start
from bot.text.en import console as say
from bot.tokens import application_id_of, checked_token

EXIT_ENDED = 0
EXIT_CANNOT_START = 2


def main(arguments: list[str] | None = None) -> int:
    """Run, check or invite; the exit status is 2 when something that is needed is missing."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.load()
        if options.invite:
            return _invite(settings)
        return asyncio.run(_check(settings)) if options.check else _run(settings)
    except SegueError as error:
        print(f"segue: {explain_start(error)}", file=sys.stderr)
        return EXIT_CANNOT_START
    except KeyboardInterrupt:
        return EXIT_ENDED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description=say.DESCRIPTION,
        epilog=say.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help=say.CHECK_HELP)
    what.add_argument("--invite", action="store_true", help=say.INVITE_HELP)
    return parser


def _run(settings: Settings) -> int:
    token = checked_token(settings.discord.token)
    # Libraries that take seconds to load come after --help and after a token is known to be there.
    from bot.client import Segue  # noqa: PLC0415
    from bot.logs import configure  # noqa: PLC0415
    from bot.running import run, until_told_to_stop  # noqa: PLC0415

    configure(settings.logs, secrets=[token, *settings.secrets], stream=sys.stdout)
    asyncio.run(until_told_to_stop(run(settings, Segue)))
    return EXIT_ENDED


async def _check(settings: Settings) -> int:
    from bot.checking import check  # noqa: PLC0415
    from bot.portal import ask_discord  # noqa: PLC0415

    missing = 0
    async for line in check(settings, ask_discord):
        print(say.check_line(line.state.value, line.subject, line.text), flush=True)
        missing += line.state.is_missing
    print(say.all_ready() if not missing else say.some_missing(missing))
    return EXIT_CANNOT_START if missing else EXIT_ENDED


def _invite(settings: Settings) -> int:
    from bot.invite import install_links  # noqa: PLC0415

    application = settings.discord.application_id or application_id_of(checked_token(settings.discord.token))
    assert application is not None
    links = install_links(application)
    print(say.invite(links.server, links.user))
    return EXIT_ENDED


if __name__ == "__main__":
    sys.exit(main())
