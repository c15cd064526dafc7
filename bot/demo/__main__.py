"""``python -m bot.demo [--port N]``: start the demo, print its address last, and keep it open until it is ended."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path

from bot.demo.home import DemoRunningError, fresh_home
from bot.errors import SegueError
from bot.explain import explain
from bot.logs import configure
from bot.settings import LogLevel, Settings
from data.errors import DataError
from engine.errors import EngineError

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
    """The same settings without a way to Discord, in the demo's own state, with quiet logs unless asked for."""
    return replace(
        settings,
        discord=settings.discord.model_copy(update={"token": None, "shard_count": 1}),
        places=settings.places.model_copy(update={"home": home}),
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
    try:
        settings = Settings.load()
        with fresh_home(settings.places.home.absolute()) as home:
            return asyncio.run(_until_ended(demo_settings(settings, home), port))
    except DemoRunningError as error:
        say(f"another demo runs from {error}: end it, or set SEGUE_HOME to another folder")
    except (SegueError, EngineError, DataError) as error:
        say(explain(error).sentence)
    except OSError as error:
        say(f"SEGUE_HOME cannot be used: {error.strerror or error}")
    except KeyboardInterrupt:
        say("ended")
        return 0
    return EXIT_CANNOT_START


async def _until_ended(settings: Settings, port: int | None) -> int:
    """Serve the page; Ctrl-C and SIGTERM end it cleanly at any moment."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    configure(settings.logs)
    say("starting Segue's demo; Ctrl-C ends it")
    from bot.demo.page import serve  # noqa: PLC0415 - the ear's libraries take seconds to load: say something first

    try:
        await serve(settings, port, say, lambda address: print(f"\n{address}", flush=True))
    except asyncio.CancelledError:
        task.uncancel()
    say("ended")
    return 0


if __name__ == "__main__":
    sys.exit(main())
