"""What members did: asked, were shown, liked, rated, skipped, blocked. Every one a row; nothing lives in memory."""

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
from data.errors import HistoryPaused
from data.ids import AnswerId, GuildId, MemberId
from data.member_settings import settings_of
from data.met import Met, songs_met
from data.tables import EventRow, PlayRow, SongRow
from data.times import Clock, utc_now
from engine.songs import Song, SongId


class EventKind(StrEnum):
    """What happened."""

    ASKED = "asked"
    DISCOVERED = "discovered"
    """Asked for a mix; the answer is the mix."""
    SHOWN = "shown"
    LIKED = "liked"
    DISLIKED = "disliked"
    RATED = "rated"
    """One to five stars, which are the event's value."""
    MORE_LIKE = "more_like"
    """Of a pick: more like this."""
    SKIPPED = "skipped"
    BLOCKED_SONG = "blocked_song"
    BLOCKED_ARTIST = "blocked_artist"


OPINIONS = frozenset({EventKind.LIKED, EventKind.DISLIKED, EventKind.RATED})
"""Of these a member has at most one of each song: the later takes the place of the earlier."""
LASTING = OPINIONS | {EventKind.BLOCKED_SONG, EventKind.BLOCKED_ARTIST}
"""What holds until it is taken back: said once, it does not matter again on which answer."""
UNDOABLE = frozenset(EventKind) - {EventKind.ASKED, EventKind.DISCOVERED, EventKind.SHOWN}
"""What a member did on purpose and may take back."""
NOTABLE = frozenset(EventKind) - {EventKind.SHOWN}
"""What a member thinks of as history."""
MAX_LISTED = 100
FEWEST_STARS, MOST_STARS = 1, 5
LIKED_STARS, DISLIKED_STARS = 4, 2
"""So many stars or more say that a song is liked; so many or fewer that it is not."""
_NOT_YET = 0
"""What stands in the place of the later opinion until that one has its number: no row has this one."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a member did or was shown.

    Attributes
    ----------
    artist
        The artist's key (:func:`engine.songs.artist_key`) for a blocked artist.
    value
        The stars of a rating, 1 to 5; ``None`` for everything else.
    at
        When; ``None``: when it is recorded.
    id
        Its number in the history; ``None`` until it is recorded.

    Raises
    ------
    ValueError
        A rating without its stars, or stars on what is no rating.
    """

    kind: EventKind
    member: MemberId
    guild: GuildId | None = None
    song: SongId | None = None
    artist: str | None = None
    answer: AnswerId | None = None
    at: datetime | None = None
    id: int | None = None
    value: int | None = None

    def __post_init__(self) -> None:
        stars = self.value is not None and FEWEST_STARS <= self.value <= MOST_STARS
        if stars != (self.kind is EventKind.RATED) or (self.value is not None and not stars):
            raise ValueError(f"{self.kind.value} with the value {self.value}")


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
    liked, disliked
        Said so, or by stars: :data:`LIKED_STARS` and more, :data:`DISLIKED_STARS` and fewer.
    more_like
        Songs of which the member wanted more.
    blocked_artists, heard_artists
        Keys of artists (:func:`engine.songs.artist_key`). Heard are those whom the member asked for, likes, or played
        elsewhere.
    recent
        Songs shown to the member in the last days.
    """

    liked: tuple[SongId, ...] = ()
    disliked: tuple[SongId, ...] = ()
    more_like: tuple[SongId, ...] = ()
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
        one before it.

        Returns
        -------
        int
            How many were new. When this returns, they are on the disk.

        Of a member who has paused Segue only the answer is kept, whose buttons would not work without it.

        Raises
        ------
        HistoryPaused
            A member who has paused Segue did something on purpose; nothing was written.
        DatabaseError
            The database refused; nothing was written.
        """
        now = self._clock()
        async with self._database.write() as session:
            wanted = [event for event in events if not await _is_paused(session, event)]
            if answer is not None:
                await keep(session, answer)
            return sum([await _write(session, event, now) for event in wanted])

    async def taste(self, member: MemberId, *, recent_days: float) -> MemberTaste:
        """Read what a member's history says.

        Parameters
        ----------
        recent_days
            How far back a song counts as shown recently.
        """
        since = self._clock() - timedelta(days=recent_days)
        newest = func.max(EventRow.id).label("newest")
        said_of = (EventRow.kind, EventRow.song, EventRow.artist, EventRow.value)
        event = select(*said_of, newest).group_by(*said_of)
        # Apart, so that what was shown long ago is not even looked at: there is much of it.
        said = union_all(
            event.where(*_active(member, NOTABLE)),
            event.where(*_active(member, {EventKind.SHOWN}), EventRow.at >= since),
        ).order_by(desc("newest"))
        heard = (
            select(SongRow.artist_key)
            .join(EventRow, EventRow.song == SongRow.id)
            .where(*_active(member, _HEARD), _speaks_well())
            .group_by(SongRow.artist_key)
            .order_by(newest.desc())
        )
        played = (
            select(PlayRow.artist)
            .where(PlayRow.member == member)
            .group_by(PlayRow.artist)
            .order_by(func.max(PlayRow.last_at).desc(), PlayRow.artist)
        )
        songs: dict[str, dict[SongId, None]] = {kind.value: {} for kind in EventKind}
        artists: dict[str, None] = {}
        async with self._database.read() as session:
            for row in await session.execute(said):
                if row.kind == EventKind.BLOCKED_ARTIST:
                    artists[row.artist] = None
                elif row.song and (kind := _as_opinion(EventKind(row.kind), row.value)) is not None:
                    songs[kind][SongId(row.song)] = None
            heard_artists = dict.fromkeys((await session.execute(heard)).scalars())
            heard_artists |= dict.fromkeys((await session.execute(played)).scalars())
        return MemberTaste(
            liked=tuple(songs[EventKind.LIKED]),
            disliked=tuple(songs[EventKind.DISLIKED]),
            more_like=tuple(songs[EventKind.MORE_LIKE]),
            skipped=tuple(songs[EventKind.SKIPPED]),
            blocked_songs=tuple(songs[EventKind.BLOCKED_SONG]),
            blocked_artists=tuple(artists),
            recent=tuple(songs[EventKind.SHOWN]),
            heard_artists=tuple(heard_artists),
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


_HEARD = frozenset({EventKind.ASKED, EventKind.LIKED, EventKind.RATED, EventKind.MORE_LIKE})
"""Who did that of a song has heard of its artist; of a rating, where it speaks well of the song."""


def _speaks_well() -> ColumnElement[bool]:
    return (EventRow.kind != EventKind.RATED.value) | (EventRow.value >= LIKED_STARS)


def _as_opinion(kind: EventKind, stars: int | None) -> EventKind | None:
    """Stars as a like or a dislike; ``None`` for those that say neither. Every other kind is itself."""
    if kind is not EventKind.RATED or stars is None:
        return kind
    if stars >= LIKED_STARS:
        return EventKind.LIKED
    return EventKind.DISLIKED if stars <= DISLIKED_STARS else None


async def _is_paused(session: AsyncSession, event: Event) -> bool:
    """Whether what happened is not to be written down.

    Raises
    ------
    HistoryPaused
        The member did it on purpose, and has to be told.
    """
    if not (await settings_of(session, event.member)).paused:
        return False
    if event.kind in UNDOABLE:
        raise HistoryPaused
    return True


async def _write(session: AsyncSession, event: Event, now: datetime) -> int:
    if event.kind in LASTING and await _holds(session, event):
        return 0
    # The earlier opinion goes first: a rating may be equal to the one before in everything the unique index sees.
    earlier = (*_active(event.member, OPINIONS), EventRow.song == (event.song or ""))
    if event.kind in OPINIONS:
        await session.execute(update(EventRow).where(*earlier).values(superseded_by=_NOT_YET))
    written = await session.execute(
        insert(EventRow)
        .values(
            kind=event.kind.value,
            member=event.member,
            guild=event.guild,
            song=event.song or "",
            artist=event.artist or "",
            answer=event.answer or "",
            value=event.value,
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
            .where(EventRow.member == event.member, EventRow.superseded_by == _NOT_YET)
            .values(superseded_by=number)
        )
    return 1


async def _holds(session: AsyncSession, event: Event) -> bool:
    """Whether the member has said just that already."""
    if event.kind is EventKind.BLOCKED_ARTIST:
        same = EventRow.artist == (event.artist or "")
    else:
        same = EventRow.song == (event.song or "")
    statement = select(EventRow.id).where(
        *_active(event.member, {event.kind}), same, EventRow.value.is_not_distinct_from(event.value)
    )
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
        value=row.value,
    )
