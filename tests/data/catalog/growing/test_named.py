from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from data.catalog import Catalog, CatalogEntry
from data.catalog.growing.named import NOT_HEARD, SILENT, TRIES, UNASKED, UNKNOWN, Wanted, add_named
from data.catalog.growing.summary import Summary
from data.catalog.growing.workshop import Workshop
from data.database import Database
from data.previews.errors import PreviewError, SourceClosed, TrackMissing
from data.previews.facts import Found, FoundSong, Preview, SourceName, TrackFacts
from engine.embed import Embedder
from engine.songs import song_id
from tests.data.catalog.growing.music import sound
from tests.data.songs import ONE, song

DEEZER = SourceName.DEEZER


def track(artist: str, title: str, ref: str = "1", isrc: str | None = None) -> TrackFacts:
    return TrackFacts(DEEZER, ref, artist, title, isrc=isrc, can_fetch=True, link=f"https://www.deezer.com/track/{ref}")


@dataclass
class Shop:
    """A world of songs by name, each with its sound or the errors that come before it."""

    songs: dict[str, TrackFacts] = field(default_factory=dict)
    sounds: dict[str, list[bytes | PreviewError]] = field(default_factory=dict)
    busy: int = 0
    asked: list[str] = field(default_factory=list)

    async def find(self, text: str) -> Found:
        self.asked.append(text)
        if self.busy:
            self.busy -= 1
            return Found(unasked=(DEEZER,))
        found = self.songs.get(text)
        return Found() if found is None else Found((FoundSong((found,)),), sure=True)

    async def fetch(self, song: FoundSong) -> Preview:
        self.asked.append(song.title)
        answers = self.sounds[song.tracks[0].ref]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, PreviewError):
            raise answer
        return Preview(answer, song.tracks[0])


class Patience:
    def __init__(self) -> None:
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)


def grow(
    workshop: Workshop, shop: Shop | None, *names: Wanted, patience: Callable[..., object] | None = None
) -> Summary:
    summary = Summary()
    add_named(names, workshop, shop, summary, pause=patience or Patience())  # type: ignore[arg-type]
    return summary


def test_a_name_becomes_a_song_that_is_heard_and_not_kept(
    workshop: Workshop, grown: Database, runner: asyncio.Runner
) -> None:
    shop = Shop({"Björk - Jóga": track("Björk", "Jóga", "5", "GBAYE9700123")}, {"5": [sound("mp3")]})
    summary = grow(workshop, shop, Wanted("Björk", "Jóga"))
    assert (summary.added, summary.heard, summary.all_well) == (1, 1, True)
    made = runner.run(Catalog(grown).get([song_id("Björk", "Jóga")]))[song_id("Björk", "Jóga")]
    assert (made.source, made.isrc, made.link) == ("deezer", "GBAYE9700123", "https://www.deezer.com/track/5")
    assert made.genres
    shop.asked.clear()
    again = grow(workshop, shop, Wanted("bjork", "joga"), Wanted("B", "J", "GBAYE9700123"))
    assert (again.known, again.added) == (2, 0)
    assert shop.asked == [], "who is known is not asked for"


def test_a_track_of_a_list_is_fetched_without_a_search(workshop: Workshop) -> None:
    shop = Shop(sounds={"7": [sound("mp3", 7)]})
    assert grow(workshop, shop, Wanted.of(track("A", "B", "7"))).added == 1
    assert shop.asked == ["B"]


def test_a_song_of_another_ear_is_fetched_again(
    workshop: Workshop, grown: Database, runner: asyncio.Runner, embedder: Embedder
) -> None:
    other = song("A", "B")
    assert ONE.vector is not None
    runner.run(Catalog(grown).add([CatalogEntry(other, ONE.vector)], "another ear"))
    shop = Shop(sounds={"7": [sound("mp3", 7)]})
    assert grow(workshop, shop, Wanted.of(track("A", "B", "7"))).known == 1
    assert runner.run(Catalog(grown).model()) == embedder.model


def test_what_comes_to_nothing_has_one_reason(workshop: Workshop) -> None:
    shop = Shop(
        {
            "A - Silent": track("A", "Silent", "1"),
            "A - Broken": track("A", "Broken", "2"),
            "A - Closed": track("A", "Closed", "3"),
        },
        {
            "1": [TrackMissing(DEEZER, "no preview")],
            "2": [b"<html>"],
            "3": [SourceClosed(DEEZER, "quota", 3_600.0)],
        },
    )
    names = [Wanted("A", title) for title in ("Silent", "Broken", "Closed", "Unknown")]
    told: list[str] = []
    summary = Summary()
    add_named(
        names, workshop, shop, summary, report=lambda name, reason: told.append(f"{name}: {reason}"), pause=Patience()
    )
    assert summary.wrong == {SILENT: 1, NOT_HEARD: 1, UNASKED: 1, UNKNOWN: 1}
    assert f"A - Unknown: {UNKNOWN}" in told
    assert grow(workshop, None, Wanted("A", "B")).wrong == {UNASKED: 1}


def test_a_busy_source_is_waited_for_but_not_for_ever(workshop: Workshop) -> None:
    patience = Patience()
    shop = Shop({"A - B": track("A", "B", "1")}, {"1": [SourceClosed(DEEZER, "busy", 2.0), sound("mp3")]}, busy=2)
    assert grow(workshop, shop, Wanted("A", "B"), patience=patience).added == 1
    assert patience.waited == [5.0, 5.0, 2.0]
    shop.busy = 10**6
    assert grow(workshop, shop, Wanted("A", "C"), patience=Patience()).wrong == {UNASKED: 1}
    assert shop.asked.count("A - C") == TRIES
