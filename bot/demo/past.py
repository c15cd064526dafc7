"""Give the demo's members their past: real events in the real history, as if they had used Segue for weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.demo.people import Named, Person
from data.catalog import Catalog
from data.history import Event, EventKind, History
from data.ids import GuildId, MemberId
from engine.songs import Song, artist_key, version_key

FIRST_EVENT = timedelta(days=40)
"""How long before the demo opens the past begins."""

BETWEEN_EVENTS = timedelta(days=2, hours=3)


async def record_past(
    person: Person, member: MemberId, guild: GuildId, *, catalog: Catalog, history: History, now: datetime
) -> int:
    """Write down what a person liked, disliked and blocked; how many events that were.

    A song that the catalogue does not know is left out.
    """
    events = []
    at = now - FIRST_EVENT
    for kind, named in _deeds(person):
        song = await find(catalog, named)
        if song is None:
            continue
        artist = song.artist_key if kind is EventKind.BLOCKED_ARTIST else None
        events.append(Event(kind=kind, member=member, guild=guild, song=song.id, artist=artist, answer=None, at=at))
        at += BETWEEN_EVENTS
    return await history.record(events)


def _deeds(person: Person) -> Iterator[tuple[EventKind, Named]]:
    for kind, songs in (
        (EventKind.LIKED, person.liked),
        (EventKind.DISLIKED, person.disliked),
        (EventKind.BLOCKED_ARTIST, person.blocked),
    ):
        yield from ((kind, named) for named in songs)


async def find(catalog: Catalog, named: Named) -> Song | None:
    """The catalogue's song of that name by that artist, in whichever version it has."""
    wanted = version_key(named.artist, named.title), artist_key(named.artist)
    for match in await catalog.search(f"{named.artist} {named.title}", 5):
        if (match.song.version_key, match.song.artist_key) == wanted:
            return match.song
    return None
