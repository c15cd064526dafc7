"""``python -m bot.demo [--port N]``: start the demo, print its address last, and keep it open until it is ended."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path

from bot.demo.home import DemoRunningError, fresh_home
from bot.errors import SegueError
from bot.logs import configure
from bot.settings import LogLevel, Settings
from bot.starting import explain_start
from data.previews.facts import SourceName

EXIT_CANNOT_START = 2
LAST_PORT = 65_535


def say(text: str) -> None:
    """One line of progress."""
    print(f"segue: {text}", flush=True)


def parse_port(text: str) -> int:
    """A port as it is written on the command line."""
    port = int(text)
    if not 1 <= port <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port lies between 1 and {LAST_PORT}")
    return port


def port_is_free(port: int) -> bool:
    """Whether the page could be served there; looked at before anything is loaded."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def demo_settings(settings: Settings, home: Path) -> Settings:
    """The same settings without a way out, in the demo's own state, with quiet logs unless asked for."""
    return replace(
        settings,
        discord=settings.discord.model_copy(update={"token": None, "shard_count": 1}),
        places=settings.places.model_copy(update={"home": home}),
        previews=settings.previews.model_copy(update={"sources": SourceName.OFFLINE.value}),
        logs=settings.logs
        if os.environ.get("SEGUE_LOG_LEVEL")
        else settings.logs.model_copy(update={"log_level": LogLevel.WARNING}),
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; 0 when it was ended, 2 when it could not start."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.demo", description="Segue in a simulated Discord, in a browser."
    )
    parser.add_argument("--port", type=parse_port, help="where the page is served; by default a free port")
    port: int | None = parser.parse_args(arguments).port
    if port is not None and not port_is_free(port):
        say(f"port {port} is taken: choose another with PORT, or end what uses it")
        return EXIT_CANNOT_START
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        settings = Settings.load()
        with fresh_home(settings.places.home.absolute()) as home:
            _run(demo_settings(settings, home), port)
    except DemoRunningError as error:
        say(f"another demo runs from {error}: end it, or set SEGUE_HOME to another folder")
        return EXIT_CANNOT_START
    except SegueError as error:
        say(explain_start(error))
        return EXIT_CANNOT_START
    except OSError as error:
        say(f"SEGUE_HOME cannot be used: {error.strerror or error}")
        return EXIT_CANNOT_START
    except KeyboardInterrupt:
        pass
    say("ended")
    return 0


def _run(settings: Settings, port: int | None) -> None:
    configure(settings.logs)
    for name in ("discord.client", "discord.state"):
        # The simulator tries discord.py out when it is imported, which warns of voice and intents that nobody uses.
        logging.getLogger(name).setLevel(logging.ERROR)
    say("starting the demo; Ctrl-C ends it")
    # The ear's libraries take seconds to load, so they come after the first line.
    from bot.demo.page import serve  # noqa: PLC0415
    from bot.running import until_told_to_stop  # noqa: PLC0415

    page = serve(settings, port, say, lambda address: print(f"\n{address}", flush=True))
    asyncio.run(until_told_to_stop(page))


if __name__ == "__main__":
    sys.exit(main())
