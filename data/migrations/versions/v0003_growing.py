"""What a catalogue that grows needs: the order of changes, removals, who brought a song, files, open questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("songs", sa.Column("cover", sa.Text(), nullable=False, server_default=""))
    op.add_column("songs", sa.Column("explicit", sa.Boolean()))
    op.add_column("songs", sa.Column("private", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("vectors", sa.Column("sequence", sa.BigInteger(), nullable=False, server_default="0"))
    op.drop_index("ix_vectors_model", "vectors")
    op.create_index("ix_vectors_model_sequence", "vectors", ["model", "sequence"])
    op.create_table(
        "removals",
        sa.Column("song", sa.String(16), primary_key=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_removals_sequence", "removals", ["sequence"])
    op.create_table(
        "song_servers",
        sa.Column("song", sa.String(16), sa.ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("guild", sa.BigInteger(), primary_key=True),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_song_servers_guild", "song_servers", ["guild"])
    op.create_table(
        "open_questions",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("guild", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_open_questions_member", "open_questions", ["member"])
    op.create_index("ix_open_questions_created_at", "open_questions", ["created_at"])
    op.create_table(
        "files",
        sa.Column("path", sa.Text(), primary_key=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("song", sa.String(16), sa.ForeignKey("songs.id", ondelete="SET NULL")),
        sa.Column("problem", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("ix_files_content", "files", ["content"])
    op.create_index("ix_files_song", "files", ["song"])
