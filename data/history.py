"""What members did: asked, were shown, liked, disliked, skipped, blocked. Every one a row; nothing lives in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, desc, func, select, union_all, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from data.answers import StoredAnswer, keep
from data.catalog.rows import song_of
from data.database import Database
from data.ids import AnswerId, GuildId, MemberId
from data.met import Met, songs_met
from data.tables import EventRow, SongRow
from data.times import Clock, utc_now
from engine.songs import Song, SongId


class EventKind(StrEnum):
    """What happened."""

    ASKED = "asked"
    SHOWN = "shown"
    LIKED = "liked"
    DISLIKED = "disliked"
    SKIPPED = "skipped"
    BLOCKED_SONG = "blocked_song"
    BLOCKED_ARTIST = "blocked_artist"


OPINIONS = frozenset({EventKind.LIKED, EventKind.DISLIKED})
"""Of these a member has at most one of each song: the later takes the place of the earlier."""
LASTING = OPINIONS | {EventKind.BLOCKED_SONG, EventKind.BLOCKED_ARTIST}
"""What holds until it is taken back: said once, it does not matter again on which answer."""
UNDOABLE = frozenset(EventKind) - {EventKind.ASKED, EventKind.SHOWN}
"""What a member did on purpose and may take back."""
NOTABLE = frozenset(EventKind) - {EventKind.SHOWN}
"""What a member thinks of as history."""
MAX_LISTED = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a member did or was shown.

    Attributes
    ----------
    artist
        The artist's key (:func:`engine.songs.artist_key`) for a blocked artist.
    at
        When; ``None``: when it is recorded.
    id
        Its number in the history; ``None`` until it is recorded.
    """

    kind: EventKind
    member: MemberId
    guild: GuildId | None = None
    song: SongId | None = None
    artist: str | None = None
    answer: AnswerId | None = None
    at: datetime | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An event and the facts of its song, where the catalogue knows it."""

    event: Event
    song: Song | None


@dataclass(frozen=True, slots=True)
class MemberTaste:
    """What a member's history says; every tuple newest first, nothing twice.

    Attributes
    ----------
    blocked_artists, heard_artists
        Keys of artists (:func:`engine.songs.artist_key`). Heard are those whom the member asked for or likes.
    recent
        Songs shown to the member in the last days.
    """

    liked: tuple[SongId, ...] = ()
    disliked: tuple[SongId, ...] = ()
    skipped: tuple[SongId, ...] = ()
    blocked_songs: tuple[SongId, ...] = ()
    blocked_artists: tuple[str, ...] = ()
    recent: tuple[SongId, ...] = ()
    heard_artists: tuple[str, ...] = ()


class History:
    """The events of all members."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def record(self, events: Sequence[Event], answer: StoredAnswer | None = None) -> int:
        """Write events, and the answer they belong to, in one transaction.

        Recording the same again changes nothing: one row for each member, answer, song and kind. An opinion or a block
        counts once for each song or artist, whichever answer it was given on; an opinion takes the place of the
        opposite one.

        Returns
        -------
        int
            How many were new. When this returns, they are on the disk.

        Raises
        ------
        DatabaseError
            The database refused; nothing was written.
        """
        now = self._clock()
        async with self._database.write() as session:
            if answer is not None:
                await keep(session, answer)
            return sum([await _write(session, event, now) for event in events])

    async def taste(self, member: MemberId, *, recent_days: float) -> MemberTaste:
        """Read what a member's history says.

        Parameters
        ----------
        recent_days
            How far back a song counts as shown recently.
        """
        since = self._clock() - timedelta(days=recent_days)
        newest = func.max(EventRow.id).label("newest")
        event = select(EventRow.kind, EventRow.song, EventRow.artist, newest).group_by(
            EventRow.kind, EventRow.song, EventRow.artist
        )
        # Apart, so that what was shown long ago is not even looked at: there is much of it.
        said = union_all(
            event.where(*_active(member, NOTABLE)),
            event.where(*_active(member, {EventKind.SHOWN}), EventRow.at >= since),
        ).order_by(desc("newest"))
        heard = (
            select(SongRow.artist_key)
            .join(EventRow, EventRow.song == SongRow.id)
            .where(*_active(member, {EventKind.ASKED, EventKind.LIKED}))
            .group_by(SongRow.artist_key)
            .order_by(newest.desc())
        )
        songs: dict[str, dict[SongId, None]] = {kind.value: {} for kind in EventKind}
        artists: dict[str, None] = {}
        async with self._database.read() as session:
            for row in await session.execute(said):
                if row.kind == EventKind.BLOCKED_ARTIST:
                    artists[row.artist] = None
                elif row.song:
                    songs[row.kind][SongId(row.song)] = None
            heard_artists = tuple((await session.execute(heard)).scalars())
        return MemberTaste(
            liked=tuple(songs[EventKind.LIKED]),
            disliked=tuple(songs[EventKind.DISLIKED]),
            skipped=tuple(songs[EventKind.SKIPPED]),
            blocked_songs=tuple(songs[EventKind.BLOCKED_SONG]),
            blocked_artists=tuple(artists),
            recent=tuple(songs[EventKind.SHOWN]),
            heard_artists=heard_artists,
        )

    async def met(self, member: MemberId) -> Met:
        """Read which songs are not new to a member."""
        async with self._database.read() as session:
            return await songs_met(session, member)

    async def list(
        self, member: MemberId, limit: int = 25, before: int | None = None, kinds: Collection[EventKind] = NOTABLE
    ) -> list[HistoryEntry]:
        """List what a member did, newest first, with the songs.

        Parameters
        ----------
        limit
            At most this many, and never more than 100.
        before
            Only events before the one of this number: the last one of the page before.
        """
        statement = (
            select(EventRow, SongRow)
            .outerjoin(SongRow, SongRow.id == EventRow.song)
            .where(*_active(member, kinds))
            .order_by(EventRow.id.desc())
            .limit(max(0, min(limit, MAX_LISTED)))
        )
        if before is not None:
            statement = statement.where(EventRow.id < before)
        async with self._database.read() as session:
            rows = (await session.execute(statement)).all()
        return [HistoryEntry(_event(row.EventRow), row.SongRow and song_of(row.SongRow)) for row in rows]

    async def undo(self, member: MemberId) -> Event | None:
        """Take back the last thing that a member did on purpose; an opinion that it had replaced holds again.

        Returns
        -------
        Event or None
            What was taken back; ``None`` when nothing is left that could be.
        """
        async with self._database.write() as session:
            last = (
                await session.execute(
                    select(EventRow).where(*_active(member, UNDOABLE)).order_by(EventRow.id.desc()).limit(1)
                )
            ).scalar_one_or_none()
            if last is None:
                return None
            undone = _event(last)
            # The row goes first: an opinion that comes back may be equal to it in everything the unique index sees.
            await session.execute(delete(EventRow).where(EventRow.id == undone.id))
            await session.execute(
                update(EventRow).where(EventRow.superseded_by == undone.id).values(superseded_by=None)
            )
            return undone


async def _write(session: AsyncSession, event: Event, now: datetime) -> int:
    if event.kind in LASTING and await _holds(session, event):
        return 0
    written = await session.execute(
        insert(EventRow)
        .values(
            kind=event.kind.value,
            member=event.member,
            guild=event.guild,
            song=event.song or "",
            artist=event.artist or "",
            answer=event.answer or "",
            at=event.at or now,
        )
        .on_conflict_do_nothing()
        .returning(EventRow.id)
    )
    number = written.scalar_one_or_none()
    if number is None:
        return 0
    if event.kind in OPINIONS:
        await session.execute(
            update(EventRow)
            .where(*_active(event.member, OPINIONS), EventRow.song == (event.song or ""), EventRow.id != number)
            .values(superseded_by=number)
        )
    return 1


async def _holds(session: AsyncSession, event: Event) -> bool:
    """Whether the member has said so already."""
    if event.kind is EventKind.BLOCKED_ARTIST:
        same = EventRow.artist == (event.artist or "")
    else:
        same = EventRow.song == (event.song or "")
    statement = select(EventRow.id).where(*_active(event.member, {event.kind}), same)
    return (await session.execute(statement.limit(1))).first() is not None


def _active(member: MemberId, kinds: Collection[EventKind]) -> tuple[ColumnElement[bool], ...]:
    return (
        EventRow.member == member,
        EventRow.kind.in_(sorted(kind.value for kind in kinds)),
        EventRow.superseded_by.is_(None),
    )


def _event(row: EventRow) -> Event:
    return Event(
        kind=EventKind(row.kind),
        member=MemberId(row.member),
        guild=None if row.guild is None else GuildId(row.guild),
        song=SongId(row.song) if row.song else None,
        artist=row.artist or None,
        answer=AnswerId(row.answer) if row.answer else None,
        at=row.at,
        id=row.id,
    )
