from __future__ import annotations

import io

from data.catalog.growing.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_nobody_looks() -> None:
    stream = io.StringIO()
    with progress(3, "files", stream) as bar:
        for _ in range(3):
            bar.step()
    assert stream.getvalue() == ""


def test_what_is_over_soon_draws_no_bar() -> None:
    stream = Terminal()
    with progress(3, "files", stream) as bar:
        bar.step()
        bar.say("a line")
    assert "files" not in stream.getvalue()
    assert "a line\n" in stream.getvalue()
