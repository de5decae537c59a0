"""The ledger: the database of runs, intake, proposals, actions, receipts. The only place that speaks SQL."""

from officebot.engine.ledger.database import Ledger, open_sqlite, open_url

__all__ = ["Ledger", "open_sqlite", "open_url"]
