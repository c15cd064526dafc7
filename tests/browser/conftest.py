"""One demo and one set of clips for all the tests in front of its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.clips import FORMATS, encode
from tests.browser.driver import Demo, Visitor, browser_path, open_browser, visiting


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo that runs until the last test here."""
    running = Demo(tmp_path_factory.mktemp("demo"), SEGUE_COOL_DOWN_SECONDS="0")
    try:
        yield running.address()
    finally:
        running.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests."""
    executable = browser_path()
    if executable is None:
        pytest.skip("no Chromium on this machine (.ci/run installs it)")
    with open_browser(executable) as browser:
        yield browser


@pytest.fixture
def visitor(demo: str, browser: Browser) -> Iterator[Visitor]:
    """Someone who opens the page in a window of their own."""
    with visiting(browser, demo) as visitor:
        yield visitor


@pytest.fixture(scope="session")
def clips(examples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One of the examples in each format, by suffix."""
    folder = tmp_path_factory.mktemp("clips")
    source = next(iter(examples.values()))
    return {form.suffix: encode(source, folder / f"clip.{form.suffix}", form) for form in FORMATS}
