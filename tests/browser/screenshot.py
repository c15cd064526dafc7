"""``python -m tests.browser.screenshot [FILE]``: the picture that opens the README, of the page as it really looks."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.driver import ROOT, Demo, browser_path, open_browser, visiting

PICTURE = ROOT / "docs" / "images" / "demo.png"
WIDTH, HEIGHT = 1180, 1350
LARGEST_BYTES = 400_000
FEWEST_COLOURS = 32


def light(png: bytes) -> bytes:
    """The same picture with as many colours as fit into :data:`LARGEST_BYTES`."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    colours = 256
    while True:
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < LARGEST_BYTES or colours <= FEWEST_COLOURS:
            return out.getvalue()
        colours //= 2


def main() -> int:
    """Start the demo, look at it, keep the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=PICTURE)
    target: Path = parser.parse_args().file
    executable = browser_path()
    if executable is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        demo = Demo(Path(home))
        try:
            address = demo.address()
            with open_browser(executable) as browser, visiting(browser, address, width=WIDTH, height=HEIGHT) as visitor:
                card = visitor.cards.first
                visitor.see_pictures(card)
                card.evaluate("card => card.scrollIntoView({block: 'start'})")
                visitor.page.wait_for_timeout(500)
                png = visitor.page.screenshot()
        finally:
            demo.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(light(png))
    print(f"{target} ({target.stat().st_size} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
