"""What a server wants never to come there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("guild_settings", sa.Column("clean", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("guild_settings", sa.Column("blocked_artists", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("guild_settings", sa.Column("blocked_genres", sa.Text(), nullable=False, server_default="[]"))
