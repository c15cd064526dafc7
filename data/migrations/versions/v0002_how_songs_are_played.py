"""Tempo, key, energy and instruments of each song; unknown until a catalogue that has them is imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("songs", sa.Column("tempo_bpm", sa.Double()))
    op.add_column("songs", sa.Column("musical_key", sa.String(16)))
    op.add_column("songs", sa.Column("energy", sa.Double()))
    op.add_column("songs", sa.Column("instruments", sa.Text(), nullable=False, server_default="[]"))
