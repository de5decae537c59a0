"""The way back from today's ledger to earlier ones, for tests of the migrations: the newest step first."""

from __future__ import annotations

#: version → what makes a ledger of that version of one of the next version named here.
BACK = {
    "0004": "DROP INDEX ix_items_state_kind; CREATE INDEX ix_items_state_due ON items (state, due);"
    'ALTER TABLE later DROP COLUMN "by"',
    "0002": "DROP TABLE passwords; DROP TABLE sessions; DROP TABLE shown; DROP TABLE later; DROP TABLE codes;"
    "DROP INDEX ix_journal_who; DROP INDEX ix_journal_what; DROP INDEX ix_runs_duty",
    "0001": "DROP TABLE numbers; ALTER TABLE actions DROP COLUMN filled; ALTER TABLE proposals DROP COLUMN number_series",
}


def steps_back(version: str) -> list[str]:
    """The statements that make a ledger of this version of today's."""
    return [BACK[earlier] for earlier in BACK if earlier >= version]
