"""Run by alembic: upgrades over the connection that :func:`data.migrations.migrate` opened."""

from __future__ import annotations

from alembic import context

from data.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
# The transaction is the caller's: all steps or none.
context.run_migrations()
