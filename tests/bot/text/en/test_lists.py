from __future__ import annotations

from datetime import UTC, datetime

from bot.judging import ArtistBlocked, Rated
from bot.text.en import lists as say
from data.history import EventKind
from data.opinions import Opinion
from engine.songs import Song, song_id

SONG = Song(song_id("AIR", "La femme d'argent"), "AIR", "La femme d'argent")


def opinion(kind: EventKind) -> Opinion:
    artist = SONG.artist_key if kind is EventKind.BLOCKED_ARTIST else None
    return Opinion(1, kind, SONG, artist, None, datetime(2026, 11, 30, tzinfo=UTC))


def test_a_rating_says_what_it_replaced() -> None:
    assert say.rated(Rated(SONG, 1, None, changed=True)).startswith("Noted: 1 star for *La femme d'argent* by AIR.")
    assert "5 stars for *La femme d'argent* by AIR, no longer 2." in say.rated(Rated(SONG, 5, 2, changed=True))
    assert say.rated(Rated(SONG, 3, 3, changed=False)) == "You gave 3 stars to *La femme d'argent* by AIR already."


def test_a_blocked_artist_is_named_harmlessly() -> None:
    assert say.artist_blocked(ArtistBlocked("*NSYNC", changed=True)).startswith("Noted: you will never get \\*NSYNC")
    assert say.artist_blocked(ArtistBlocked("AIR", changed=False)) == "You never get AIR already."


def test_what_was_taken_off_says_what_it_means() -> None:
    assert say.removed(opinion(EventKind.LIKED)).startswith("*La femme d'argent* by AIR is off your list")
    assert say.removed(opinion(EventKind.BLOCKED_SONG)) == "*La femme d'argent* by AIR may come again."
    assert say.removed(opinion(EventKind.BLOCKED_ARTIST)) == "everything by AIR may come again."
    assert say.removed(None) == "That is not on your list any more."
