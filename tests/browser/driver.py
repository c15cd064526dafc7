"""The demo as a real process, and a member in front of its page in headless Chromium."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS = re.compile(r"^http://127\.0\.0\.1:\d+/#\S+$")
START_SECONDS = 120.0
STOP_SECONDS = 30.0
ANSWER_MS = 30_000
"""Bound for an answer to appear; how long it really takes is measured by the benchmarks."""

MOMENT_MS = 2_000
TRIES = 5

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str | None:
    """The browser of this machine, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


class Demo:
    """``python -m bot.demo`` in a state directory of its own."""

    def __init__(self, home: Path, *arguments: str, **settings: str) -> None:
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        environment = {**os.environ, "SEGUE_HOME": str(home), "OMP_NUM_THREADS": "2", **settings}
        environment.pop("DISCORD_TOKEN", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.demo", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def address(self) -> str:
        """Wait for the page's address."""
        deadline = time.monotonic() + START_SECONDS
        while not ADDRESS.match(line := self.next_line(max(0.1, deadline - time.monotonic()))):
            pass
        return line

    def next_line(self, seconds: float = START_SECONDS) -> str:
        """Wait for the next line that it prints."""
        line = self._queue.get(timeout=seconds)
        assert line is not None, "\n".join(["the demo ended:", *self.lines])
        self.lines.append(line)
        return line

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it as a person would, with Ctrl-C for the whole group; its exit status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        try:
            code = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
        try:
            while (line := self._queue.get(timeout=STOP_SECONDS)) is not None:
                self.lines.append(line)
        except queue.Empty:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise AssertionError("a process of the demo outlived it") from None
        return code


class Visitor:
    """Someone in front of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def messages(self) -> Locator:
        """Every message that is shown, oldest first."""
        return self.page.locator("article.channel-message")

    @property
    def cards(self) -> Locator:
        """Every answer with songs."""
        return self.messages.filter(has=self.page.locator("img.gallery-image"))

    def look(self, address: str) -> None:
        """Open the page and wait until the conversation is there."""
        self.page.goto(address)
        self.cards.first.wait_for()
        self.rest()

    def rest(self) -> None:
        """Wait until the page has nothing left to do."""
        self.page.locator('#preview-app[aria-busy="false"]').wait_for()
        self.page.locator("#action-status", has_text=re.compile("(updated|completed)$")).wait_for()

    def open_command(self, name: str) -> None:
        """Type a command and choose it from the list."""
        composer = self.page.locator("#channel-composer-input")
        composer.click()
        composer.press_sequentially(f"/{name}")
        self.page.locator(".command-popup [role=option]").first.wait_for()
        self.page.keyboard.press("Enter")
        self.page.locator(".command-chip", has_text=f"/{name}").wait_for()

    def open_option(self, name: str) -> None:
        """Choose one of the command's options."""
        self.page.locator(f'.command-popup [role=option][data-value="{name}"]').click()

    def send(self) -> Locator:
        """Send what is composed, and wait for what comes back."""
        newest = self.messages.last.get_attribute("data-message-id")
        self.page.locator("#send-message").click()
        self.page.wait_for_function(
            "newest => [...document.querySelectorAll('article.channel-message')].at(-1)?.dataset.messageId !== newest",
            arg=newest,
            timeout=ANSWER_MS,
        )
        return self._newest()

    def ask_song(self, typed: str, offered: str, **words: str) -> Locator:
        """``/recommend song:``, with the entry that the list offers for what is typed; and ``genre:`` or ``mood:``."""
        self.open_command("recommend")
        self.fill("song", typed, offered)
        for option, word in words.items():
            self.page.locator(".command-ghost").click()
            self.fill(option, word, word)
        return self.send()

    def fill(self, option: str, typed: str, offered: str) -> None:
        """Choose an option, type into it, and pick an entry of its list."""
        self.open_option(option)
        self.page.locator(f'.command-option-input[data-option="{option}"]').press_sequentially(typed)
        self.page.locator(".command-popup [role=option]", has_text=offered).first.click()

    def ask_clip(self, clip: Path) -> Locator:
        """``/recommend clip:``, with a file attached."""
        self.open_command("recommend")
        self.open_option("clip")
        self.page.locator('input[type=file][data-option="clip"]').set_input_files(clip)
        self.page.locator(f'.command-row :text("{clip.name}")').first.wait_for()
        return self.send()

    def press(self, card: Locator, label: str) -> Locator:
        """Press a button of a card, and wait for what only the visitor sees."""
        shown = self.messages.count()
        card.locator(".component-button", has=self.page.get_by_text(label, exact=True)).click()
        self.page.wait_for_function(
            "shown => document.querySelectorAll('article.channel-message').length > shown", arg=shown, timeout=ANSWER_MS
        )
        return self._newest()

    def colour(self, card: Locator, label: str) -> str:
        """Press a button that colours the map; the new picture in words."""
        picture = card.locator("img.gallery-image")
        before = picture.get_attribute("alt") or ""
        card.locator(".component-button", has=self.page.get_by_text(label, exact=True)).click()
        expect(picture).not_to_have_attribute("alt", before, timeout=ANSWER_MS)  # waits while the page has none
        self.see_pictures(card)
        return picture.get_attribute("alt") or ""

    def choose(self, card: Locator, position: int) -> str:
        """Choose a song of the card in its select, by its place from 0; what the select shows then."""
        option = card.locator(".select-list [role=option]").nth(position)
        for _ in range(TRIES):  # the page closes an open list when it is drawn again
            card.locator(".select-trigger").click()
            try:
                chosen = option.locator(".option-label").inner_text(timeout=MOMENT_MS)
                option.click(timeout=MOMENT_MS)
                break
            except TimeoutError:
                continue
        else:
            raise AssertionError("the select would not stay open")
        card.locator(".select-value-label", has_text=chosen).wait_for()
        return chosen

    def _newest(self) -> Locator:
        return self.page.locator(f'article[data-message-id="{self.messages.last.get_attribute("data-message-id")}"]')

    def see_pictures(self, card: Locator) -> int:
        """Wait until every picture of a card is there; how many there are."""
        self.page.wait_for_function(
            "card => [...card.querySelectorAll('img')].every(image => image.complete && image.naturalWidth > 0)",
            arg=card.element_handle(),
            timeout=ANSWER_MS,
        )
        return card.locator("img").count()

    def become(self, name: str) -> None:
        """Act as another member."""
        self.page.locator("#viewer-picker").select_option(label=name)
        self.page.locator("#action-status", has_text="Action completed").wait_for()
        self.rest()
        self.cards.first.wait_for()


@contextmanager
def open_browser(executable: str) -> Iterator[Browser]:
    """Headless Chromium, without what it does in the background."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=BROWSER_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, address: str, *, width: int = 1200, height: int = 1000) -> Iterator[Visitor]:
    """Open the page in a window of its own."""
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        visitor = Visitor(page)
        visitor.look(address)
        yield visitor
    finally:
        page.close()
