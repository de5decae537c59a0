"""Alembic's entry point for developers; the program itself upgrades through `ledger.migrate`."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine

from officebot.engine.ledger.schema import metadata

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
