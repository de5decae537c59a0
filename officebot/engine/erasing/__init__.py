"""Erasing for good what the ledger holds: of one person, or of duties that were removed. What happened stays in the journal."""
