"""Older ledgers brought to the present schema by Alembic; imported only when one is met."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"


def scripts() -> ScriptDirectory:
    """The migrations that come with this version, as Alembic reads them."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return ScriptDirectory.from_config(config)


def upgrade(tx: Connection, target: str) -> None:
    """Bring the ledger behind this connection to `target`, inside the caller's transaction."""
    directory = scripts()

    def steps(revision: object, _context: MigrationContext) -> object:
        return directory._upgrade_revs(target, revision)  # type: ignore[arg-type]

    context = MigrationContext.configure(tx, opts={"fn": steps, "as_sql": False, "transactional_ddl": True})
    with Operations.context(context):
        context.run_migrations()
