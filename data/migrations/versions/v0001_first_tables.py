"""Songs, vectors, markers, events, answers, servers' settings, and the full-text index over the songs' names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# One row for each song; what is indexed lies in songs.search_text, and triggers keep both alike. Trigrams reach across
# word boundaries, so a word's first two letters are a trigram too: the space before them belongs to it.
SEARCH = (
    """CREATE VIRTUAL TABLE songs_trigrams USING fts5(
        search_text, content='songs', content_rowid='number', tokenize='trigram', detail='none')""",
    "CREATE VIRTUAL TABLE songs_vocabulary USING fts5vocab('songs_trigrams', 'row')",
    """CREATE TRIGGER songs_after_insert AFTER INSERT ON songs BEGIN
        INSERT INTO songs_trigrams(rowid, search_text) VALUES (new.number, new.search_text);
    END""",
    """CREATE TRIGGER songs_after_delete AFTER DELETE ON songs BEGIN
        INSERT INTO songs_trigrams(songs_trigrams, rowid, search_text)
        VALUES ('delete', old.number, old.search_text);
    END""",
    """CREATE TRIGGER songs_after_update AFTER UPDATE OF search_text ON songs
    WHEN old.search_text <> new.search_text BEGIN
        INSERT INTO songs_trigrams(songs_trigrams, rowid, search_text)
        VALUES ('delete', old.number, old.search_text);
        INSERT INTO songs_trigrams(rowid, search_text) VALUES (new.number, new.search_text);
    END""",
)


def upgrade() -> None:
    op.create_table(
        "songs",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("artist", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("album", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("seconds", sa.Double()),
        sa.Column("genres", sa.Text(), nullable=False),
        sa.Column("moods", sa.Text(), nullable=False),
        sa.Column("quadrant", sa.String(2)),
        sa.Column("isrc", sa.String(12)),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_refs", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("map_x", sa.Double()),
        sa.Column("map_y", sa.Double()),
        sa.Column("artist_key", sa.Text(), nullable=False),
        sa.Column("version_key", sa.Text(), nullable=False),
        sa.Column("artist_text", sa.Text(), nullable=False),
        sa.Column("title_text", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.UniqueConstraint("id", name="uq_songs_id"),
    )
    for column in ("artist_key", "version_key", "artist_text", "title_text"):
        op.create_index(f"ix_songs_{column}", "songs", [column])
    for statement in SEARCH:
        op.execute(statement)
    op.create_table(
        "vectors",
        sa.Column("song", sa.String(16), sa.ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_vectors_model", "vectors", ["model"])
    op.create_table(
        "markers",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("guild", sa.BigInteger()),
        sa.Column("song", sa.String(16), nullable=False),
        sa.Column("artist", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("superseded_by", sa.Integer()),
    )
    op.create_index("ix_events_member_kind_at", "events", ["member", "kind", "at"])
    op.create_index("ix_events_superseded_by", "events", ["superseded_by"])
    op.create_index(
        "uq_events_active",
        "events",
        ["member", "kind", "song", "artist", "answer"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("guild", sa.BigInteger()),
        sa.Column("channel", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_answers_member", "answers", ["member"])
    op.create_index("ix_answers_created_at", "answers", ["created_at"])
    op.create_table(
        "guild_settings",
        sa.Column("guild", sa.BigInteger(), primary_key=True),
        sa.Column("drop_channel", sa.BigInteger()),
        sa.Column("public_by_default", sa.Boolean(), nullable=False),
        sa.Column("familiarity", sa.String(20), nullable=False),
    )
