"""Every table. Each says in ``info["member"]`` what it holds of a member, or ``None``.

What a table declares is what a member is shown, gets as a file, and has erased: nothing else walks the tables for that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, LargeBinary, MetaData, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from data.times import Moment

MEMBER_INFO = "member"
"""The key of a table's ``info`` under which its declaration lies."""


@dataclass(frozen=True, slots=True)
class MemberData:
    """What a table holds of a member.

    A declared table is exported whole and erased row by row, by the column that names the member.

    Attributes
    ----------
    column
        The column that says whose the row is.
    moment
        The column that says when it came to be.
    describes
        What the rows are, in a member's words.
    why
        What they are kept for.
    until
        How long they are kept.
    documents
        Columns that hold JSON text; exported as JSON.
    songs
        Columns that hold a song's id; the export names those songs.
    """

    column: str
    moment: str
    describes: str
    why: str
    until: str
    documents: tuple[str, ...] = ()
    songs: tuple[str, ...] = ()


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of words, kept as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """Write them as a JSON array, letters as they are."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Read them back as a tuple."""
        return None if value is None else tuple(json.loads(value))


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class SongRow(Base):
    """Facts of one song, where it lies on the map, and its name as it is searched.

    ``number`` is the row number that the full-text index refers to. ``source_refs`` are the ids which the sources give
    to the clips that the song's vector was made from. A ``private`` song is seen in its ``song_servers`` alone.
    """

    __tablename__ = "songs"
    __table_args__ = ({"info": {MEMBER_INFO: None}},)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(16), unique=True)
    artist: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    album: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    seconds: Mapped[float | None]
    genres: Mapped[tuple[str, ...]] = mapped_column(Words)
    moods: Mapped[tuple[str, ...]] = mapped_column(Words)
    quadrant: Mapped[str | None] = mapped_column(String(2))
    isrc: Mapped[str | None] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(Text)
    source_refs: Mapped[tuple[str, ...]] = mapped_column(Words)
    licence: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    map_x: Mapped[float | None]
    map_y: Mapped[float | None]
    tempo_bpm: Mapped[float | None]
    musical_key: Mapped[str | None] = mapped_column(String(16))
    energy: Mapped[float | None]
    instruments: Mapped[tuple[str, ...]] = mapped_column(Words, server_default="[]")
    cover: Mapped[str] = mapped_column(Text, server_default="")
    explicit: Mapped[bool | None]
    private: Mapped[bool] = mapped_column(server_default="0")
    artist_key: Mapped[str] = mapped_column(Text, index=True)
    version_key: Mapped[str] = mapped_column(Text, index=True)
    artist_text: Mapped[str] = mapped_column(Text, index=True)
    title_text: Mapped[str] = mapped_column(Text, index=True)
    search_text: Mapped[str] = mapped_column(Text)


class VectorRow(Base):
    """The vector of one song, little-endian float32 of unit length, and the content hash of the weights behind it.

    ``sequence`` is the number of the change that wrote it: what an index does not hold yet has a greater one.
    """

    __tablename__ = "vectors"
    # By the sequence alone SQLite would still look through all of a model's vectors for the few newest.
    __table_args__ = (Index("ix_vectors_model_sequence", "model", "sequence"), {"info": {MEMBER_INFO: None}})

    song: Mapped[str] = mapped_column(ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    sequence: Mapped[int] = mapped_column(BigInteger, server_default="0")


class RemovalRow(Base):
    """A song that was removed by the change ``sequence``, so that an index built before leaves it out."""

    __tablename__ = "removals"
    __table_args__ = ({"info": {MEMBER_INFO: None}},)

    song: Mapped[str] = mapped_column(String(16), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, index=True)


class SongServerRow(Base):
    """A server that brought a song into the catalogue, by asking for it or (``added``) by its managers' command."""

    __tablename__ = "song_servers"
    __table_args__ = ({"info": {MEMBER_INFO: None}},)

    song: Mapped[str] = mapped_column(ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True)
    guild: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    added: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)


class FileRow(Base):
    """A file of music that was looked at: unchanged since, it is not looked at again.

    ``content`` is the SHA-256 of its bytes. ``song`` is what became of it, or ``problem`` says why nothing did.
    """

    __tablename__ = "files"
    __table_args__ = ({"info": {MEMBER_INFO: None}},)

    path: Mapped[str] = mapped_column(Text, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(String(64), index=True)
    song: Mapped[str | None] = mapped_column(ForeignKey("songs.id", ondelete="SET NULL"), index=True)
    problem: Mapped[str] = mapped_column(Text, server_default="")


class MarkerRow(Base):
    """A small named value that has to survive a restart."""

    __tablename__ = "markers"
    __table_args__ = ({"info": {MEMBER_INFO: None}},)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class EventRow(Base):
    """Something that a member did or was shown.

    ``song``, ``artist`` and ``answer`` are empty where there is none, so that one unique index can tell repeats.
    ``value`` is the stars of a rating. ``superseded_by`` is the later opinion that took this one's place; undoing that
    one brings this one back.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index(
            "uq_events_active",
            "member",
            "kind",
            "song",
            "artist",
            "answer",
            unique=True,
            sqlite_where=text("superseded_by IS NULL"),
        ),
        Index("ix_events_member_kind_at", "member", "kind", "at"),
        {
            "info": {
                MEMBER_INFO: MemberData(
                    column="member",
                    moment="at",
                    describes="what you asked for, were shown, liked, disliked, skipped, rated and blocked",
                    why="so that your answers are yours, and do not come again soon",
                    until="you take it back or delete it; what you were only shown, a year",
                    songs=("song",),
                )
            }
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    member: Mapped[int] = mapped_column(BigInteger)
    guild: Mapped[int | None] = mapped_column(BigInteger)
    song: Mapped[str] = mapped_column(String(16), default="")
    artist: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(String(12), default="")
    value: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    superseded_by: Mapped[int | None] = mapped_column(index=True)


class AnswerRow(Base):
    """An answer as it was given, so that its buttons work after a restart."""

    __tablename__ = "answers"
    __table_args__ = (
        {
            "info": {
                MEMBER_INFO: MemberData(
                    column="member",
                    moment="created_at",
                    describes="the answers you got",
                    why="so that their buttons go on working",
                    until="you delete them, a year at most; while you pause me, a day",
                    documents=("payload",),
                )
            }
        },
    )

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    member: Mapped[int] = mapped_column(BigInteger, index=True)
    guild: Mapped[int | None] = mapped_column(BigInteger)
    channel: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    payload: Mapped[str] = mapped_column(Text)


class OpenQuestionRow(Base):
    """A question that waits for its member to say which of several songs was meant."""

    __tablename__ = "open_questions"
    __table_args__ = (
        {
            "info": {
                MEMBER_INFO: MemberData(
                    column="member",
                    moment="created_at",
                    describes="questions where you still have to say which song you meant",
                    why="so that their menus go on working",
                    until="a day later",
                    documents=("payload",),
                )
            }
        },
    )

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    member: Mapped[int] = mapped_column(BigInteger, index=True)
    guild: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    payload: Mapped[str] = mapped_column(Text)


class MemberSettingsRow(Base):
    """What a member allows: all off until they turn it on.

    ``training``: what they play may teach the model. ``comparing``: other members may compare their taste with it.
    ``paused``: nothing that they do is written down.
    """

    __tablename__ = "member_settings"
    __table_args__ = (
        {
            "info": {
                MEMBER_INFO: MemberData(
                    column="member",
                    moment="changed_at",
                    describes="what you allow me",
                    why="so that I keep to it",
                    until="you delete it",
                )
            }
        },
    )

    member: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    training: Mapped[bool] = mapped_column(server_default="0")
    comparing: Mapped[bool] = mapped_column(server_default="0")
    paused: Mapped[bool] = mapped_column(server_default="0")
    changed_at: Mapped[datetime] = mapped_column(Moment)


class ImportRow(Base):
    """A listening history that a member brought from elsewhere; ``report`` says what became of it."""

    __tablename__ = "imports"
    __table_args__ = (
        {
            "info": {
                MEMBER_INFO: MemberData(
                    column="member",
                    moment="at",
                    describes="the listening histories that you imported",
                    why="so that you can see what came of them and take them back",
                    until="you take them back or delete them",
                    documents=("report",),
                )
            }
        },
    )

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    member: Mapped[int] = mapped_column(BigInteger, index=True)
    source: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    report: Mapped[str] = mapped_column(Text)


class PlayRow(Base):
    """How often a member played a song elsewhere; ``song`` is empty where the catalogue knows the artist alone.

    ``artist`` is the artist's key (:func:`engine.songs.artist_key`).
    """

    __tablename__ = "plays"
    __table_args__ = (
        {
            "info": {
                MEMBER_INFO: MemberData(
                    column="member",
                    moment="last_at",
                    describes="what you played elsewhere, from those histories",
                    why="so that your answers begin with what you really listen to",
                    until="you take the import back or delete it",
                    songs=("song",),
                )
            }
        },
    )

    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    artist: Mapped[str] = mapped_column(Text, primary_key=True)
    song: Mapped[str] = mapped_column(String(16), primary_key=True, server_default="")
    member: Mapped[int] = mapped_column(BigInteger, index=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Moment)


class GuildSettingsRow(Base):
    """How a server wants Segue to behave."""

    __tablename__ = "guild_settings"
    __table_args__ = ({"info": {MEMBER_INFO: None}},)

    guild: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    drop_channel: Mapped[int | None] = mapped_column(BigInteger)
    public_by_default: Mapped[bool]
    familiarity: Mapped[str] = mapped_column(String(20))
    clean: Mapped[bool] = mapped_column(server_default="0")
    blocked_artists: Mapped[tuple[str, ...]] = mapped_column(Words, server_default="[]")
    blocked_genres: Mapped[tuple[str, ...]] = mapped_column(Words, server_default="[]")
