"""The engine: clock, triggers, runs, ledger, executor, approvals, journal, undo, health."""
