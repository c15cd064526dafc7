"""What taste needs: ratings, what a member allows, histories from elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("events", sa.Column("value", sa.Integer()))
    op.create_table(
        "member_settings",
        sa.Column("member", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("training", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("comparing", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("paused", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
    )
    op.create_index("ix_imports_member", "imports", ["member"])
    op.create_table(
        "plays",
        sa.Column("import_id", sa.String(12), sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("artist", sa.Text(), primary_key=True),
        sa.Column("song", sa.String(16), primary_key=True, server_default=""),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_plays_member", "plays", ["member"])
