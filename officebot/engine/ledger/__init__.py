"""The ledger: the database of runs, intake, proposals, actions, receipts. The only place that speaks SQL."""
