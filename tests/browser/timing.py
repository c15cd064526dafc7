"""``python -m tests.browser.timing``: how long the page takes to answer, from Send to the last picture, once warm."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator

from engine.evaluation.table import Table
from tests.browser.clips import FORMATS, encode
from tests.browser.driver import ROOT, Demo, Visitor, browser_path, open_browser, visiting

SOURCE = ROOT / "data" / "examples" / "holiznacc0-fire-place.mp3"
LIMIT_SECONDS = 2.0
TIMES = 3
"""After one that warms up; the median counts."""


def main() -> int:
    """Ask by song and by a clip of every format; 1 when one takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    executable = browser_path()
    if executable is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Path(folder) / "home", SEGUE_COOL_DOWN_SECONDS="0")
        try:
            address = demo.address()
            with open_browser(executable) as browser, visiting(browser, address) as visitor:
                rows = _measured(visitor, Path(folder))
        finally:
            demo.end()
    title = f"Answers in the demo's page, from Send to the last picture, median of {TIMES}, at most {LIMIT_SECONDS} s"
    print(Table(title, ("asked by", "seconds", "songs"), tuple(rows), ()).text())
    return int(any(float(row[1]) > LIMIT_SECONDS for row in rows))


def _measured(visitor: Visitor, folder: Path) -> list[tuple[str, str, str]]:
    rows = [_row("song", visitor, lambda: visitor.ask_song("glory b", "Glory Box"))]
    for form in FORMATS:
        clip = encode(SOURCE, folder / f"clip.{form.suffix}", form)
        rows.append(_row(form.suffix, visitor, lambda clip=clip: visitor.ask_clip(clip)))  # type: ignore[misc]
    return rows


def _row(name: str, visitor: Visitor, ask: Callable[[], Locator]) -> tuple[str, str, str]:
    seconds, songs = [], 0
    send = visitor.page.locator("#send-message")
    for _ in range(TIMES + 1):
        send.evaluate("button => button.addEventListener('click', () => { window.sentAt = Date.now() }, {once: true})")
        card = ask()
        visitor.see_pictures(card)
        seconds.append(time.time() - visitor.page.evaluate("window.sentAt") / 1_000)
        songs = card.locator(".section-text h3").count()
    return name, f"{statistics.median(seconds[1:]):.2f}", str(songs)


if __name__ == "__main__":
    sys.exit(main())
