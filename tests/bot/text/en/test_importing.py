from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.importing import Imported
from bot.text.en import importing as say
from data.ids import ImportId
from data.imports.matching import ArtistPlays
from data.imports.plays import ImportSource
from data.imports.report import ImportReport
from data.listening import MAX_IMPORTS, KeptImport, NewImport

SINCE, UNTIL = datetime(2020, 3, 1, tzinfo=UTC), datetime(2021, 12, 24, tzinfo=UTC)
REPORT = ImportReport(12_345, 1, 3, 4_000, 300, 20, 11, 2, 1, SINCE, UNTIL, content="ab")
KEPT = KeptImport(ImportId("abcdefghijkl"), ImportSource.APPLE, UNTIL, REPORT)
HOSTILE = "**@everyone** ||<@1>||"
LONG = "*" * 300


def imported(**changes: object) -> Imported:
    done = Imported(NewImport(KEPT, ()), (ArtistPlays("Björk", 2_000),), (ArtistPlays(HOSTILE, 9),))
    return replace(done, **changes)  # type: ignore[arg-type]


def test_a_report_says_what_matched_and_what_did_not() -> None:
    told = say.report(imported())
    assert "Imported from Apple Music" in told
    assert "4,320 plays from 1 Mar 2020 to 24 Dec 2021" in told
    assert "**1 song** that I know: 4,000 plays" in told
    assert "**3 artists** that I know: 300 plays of other songs" in told
    assert "Most played: Björk (2,000)." in told
    assert "11 under 30 seconds, 2 that are no songs, or private and 1 without a name" in told
    assert "@everyone" not in told
    assert "takes its place" not in told
    assert "older plays" not in told


def test_what_was_replaced_and_what_was_left_unread_is_said() -> None:
    kept = replace(KEPT, report=replace(REPORT, complete=False, skipped_short=0, skipped_other=0, skipped_unreadable=0))
    told = say.report(imported(new=NewImport(kept, (KEPT,)), top=(), unknown=()))
    assert "takes its place" in told
    two = say.report(imported(new=NewImport(kept, (KEPT, KEPT))))
    assert "take their place" in two.replace("takes", "take")
    assert "older plays" in told
    for absent in ("Left out", "Most played", "Not known"):
        assert absent not in told


def test_the_longest_report_fits_a_message() -> None:
    artists = tuple(ArtistPlays(LONG, 999_999) for _ in range(5))
    told = say.report(imported(new=NewImport(KEPT, (KEPT,) * MAX_IMPORTS), top=artists, unknown=artists))
    assert len(told) <= 2_000


def test_the_longest_list_fits_a_message() -> None:
    kept = replace(KEPT, report=replace(REPORT, song_plays=1_999_999, matched_songs=99_999, matched_artists=99_999))
    told = say.imports([kept] * MAX_IMPORTS)
    assert len(told) <= 2_000
    assert say.imports([]).startswith("Nothing yet")


def test_what_was_taken_back() -> None:
    assert say.undone(KEPT).startswith("Taken back: the import from Apple Music")
    assert say.undone(None) == "There is no import to take back."


@pytest.mark.parametrize(("entries", "told"), [(0, "Reading\u2026"), (5_000, "Reading\u2026 5,000 entries so far.")])
def test_progress(entries: int, told: str) -> None:
    assert say.reading(entries) == told
