"""The ledger's tables. A change here needs a migration beside it (see `migrations`)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from officebot.engine.ledger.types import Instant, Json, words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Numbers without gaps: identifiers, journal, and the office's own series ("number orders 2026").
sequences = Table(
    "sequences",
    metadata,
    Column("name", words(80), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

#: Who may do a thing alone just now: the executor, the intake of an account, the service.
leases = Table(
    "leases",
    metadata,
    Column("name", words(120), primary_key=True),
    Column("owner", words(200), nullable=False),
    Column("until", Instant, nullable=False),
    Column("data", Json),
)

#: Switches and marks: pause, the demo's clock, the last balance.
marks = Table(
    "marks",
    metadata,
    Column("name", words(120), primary_key=True),
    Column("value", Json),
    Column("at", Instant, nullable=False),
    Column("who", words(200), nullable=False, default=""),
)

#: How far each folder has been read, and when it was last read to its end.
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("account", words(80), primary_key=True),
    Column("folder", words(500), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("first_uid", BigInteger, nullable=False),
    Column("next_uid", BigInteger, nullable=False),
    Column("size", Integer, nullable=False, default=0),
    Column("since", Instant, nullable=False),
    Column("looked", Instant),
)

#: Every message that came in, where it lies now, and how far it has got.
mails = Table(
    "mails",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("account", words(80), nullable=False),
    Column("fingerprint", words(80), nullable=False),
    Column("folder", words(500), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("state", words(16), nullable=False),
    Column("received", Instant, nullable=False),
    Column("noted", Instant, nullable=False),
    Column("subject", words(), nullable=False, default=""),
    Column("sender_name", words(), nullable=False, default=""),
    Column("sender", words(), nullable=False, default=""),
    Column("message_id", words(), nullable=False, default=""),
    Column("in_reply_to", words(), nullable=False, default=""),
    Column("thread", words(), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    Column("is_private", Boolean, nullable=False, default=False),
    Column("brought_in", Boolean, nullable=False, default=False),
    Column("problem", Json),
    Column("verdict", Json),
    UniqueConstraint("account", "fingerprint"),
)
Index("ix_mails_place", mails.c.account, mails.c.folder, mails.c.uidvalidity, mails.c.uid)
Index("ix_mails_state", mails.c.state)
Index("ix_mails_received", mails.c.received)

#: What recognisers said a mail is, and why.
claims = Table(
    "claims",
    metadata,
    Column("mail_id", Integer, ForeignKey("mails.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("duty", words(80), nullable=False),
    Column("kind", words(80), nullable=False),
    Column("data", Json, nullable=False),
    Column("reasons", Json, nullable=False),
)
Index("ix_claims_kind", claims.c.kind)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("duty", words(80), nullable=False),
    Column("trigger_kind", words(16), nullable=False),
    Column("trigger_key", words(300), nullable=False),
    Column("due", Instant, nullable=False),
    Column("is_late", Boolean, nullable=False, default=False),
    Column("state", words(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("owner", words(200)),
    Column("until", Instant),
    Column("started", Instant),
    Column("finished", Instant),
    Column("mail_id", Integer, ForeignKey("mails.id")),
    Column("path", words()),
    Column("problem", Json),
    UniqueConstraint("duty", "trigger_key"),
)
Index("ix_runs_state_due", runs.c.state, runs.c.due)
Index("ix_runs_mail_id", runs.c.mail_id)
Index("ix_runs_duty", runs.c.duty, runs.c.id)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Integer, ForeignKey("runs.id")),
    Column("mail_id", Integer, ForeignKey("mails.id")),
    Column("duty", words(80), nullable=False),
    Column("key", words(300), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("content", words(64), nullable=False),
    Column("hash", words(64), nullable=False),
    Column("state", words(16), nullable=False),
    Column("title", Json, nullable=False),
    Column("reason", Json, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("consequences", Json, nullable=False),
    Column("ruling", Json, nullable=False),
    Column("approvals_needed", Integer, nullable=False, default=1),
    Column("owner", words(320), nullable=False, default=""),
    Column("circle", words(80), nullable=False, default=""),
    Column("confidential", Boolean, nullable=False, default=False),
    Column("amount", words(40)),
    #: The series of which its approval takes a number; "" for the most.
    Column("number_series", words(40), nullable=False, default="", server_default=""),
    Column("created", Instant, nullable=False),
    Column("expires", Instant),
    Column("decided", Instant),
    Column("decided_by", words(320)),
    Column("because", words()),
    Column("problem", Json),
    UniqueConstraint("key", "version"),
)
Index("ix_proposals_state", proposals.c.state)
Index("ix_proposals_mail_id", proposals.c.mail_id)
Index("ix_proposals_run_id", proposals.c.run_id)

#: One person's yes, bound to the hash of exactly what was shown.
approvals = Table(
    "approvals",
    metadata,
    Column("proposal_id", Integer, ForeignKey("proposals.id"), primary_key=True),
    Column("person", words(320), primary_key=True),
    Column("by", words(320), nullable=False),
    Column("hash", words(64), nullable=False),
    Column("at", Instant, nullable=False),
)

actions = Table(
    "actions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("proposal_id", Integer, ForeignKey("proposals.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", words(80), nullable=False),
    Column("params", Json, nullable=False),
    Column("blobs", Json, nullable=False),
    #: `{"params", "blobs"}` once the number that was to come stands in them; null where there was none.
    Column("filled", Json),
    Column("preview", Json, nullable=False),
    Column("state", words(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Instant),
    Column("started", Instant),
    Column("finished", Instant),
    Column("receipt", Json),
    Column("problem", Json),
    UniqueConstraint("proposal_id", "position"),
)
Index("ix_actions_state", actions.c.state)

#: Each number that was ever given, for ever: of which series and year (0: counted on for ever), to which proposal.
numbers = Table(
    "numbers",
    metadata,
    Column("series", words(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("text", words(80), nullable=False),
    Column("proposal_id", Integer, ForeignKey("proposals.id"), nullable=False),
    Column("state", words(8), nullable=False),
    Column("because", words(16)),
    Column("at", Instant, nullable=False),
    Column("who", words(320), nullable=False),
    UniqueConstraint("proposal_id"),
)

#: The exact bytes that were shown and approved, by their SHA-256.
blobs = Table(
    "blobs",
    metadata,
    Column("hash", words(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("kind", words(80), primary_key=True),
    Column("key", words(300), primary_key=True),
    Column("title", words(), nullable=False),
    Column("owner", words(320), nullable=False, default=""),
    Column("due", Instant),
    Column("source", Json, nullable=False),
    Column("state", words(16), nullable=False),
    Column("circle", words(80), nullable=False, default=""),
    Column("changed", Instant, nullable=False),
)
Index("ix_items_state_kind", items.c.state, items.c.kind, items.c.due)

#: A duty's own facts, under its own versioned namespace.
facts = Table(
    "facts",
    metadata,
    Column("namespace", words(120), primary_key=True),
    Column("key", words(300), primary_key=True),
    Column("value", Json),
)

delegations = Table(
    "delegations",
    metadata,
    Column("principal", words(320), primary_key=True),
    Column("delegate", words(320), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)

#: By what a person shows the dashboard who they are: an argon2id hash, never the word itself.
passwords = Table(
    "passwords",
    metadata,
    Column("person", words(320), primary_key=True),
    Column("hash", words(200), nullable=False),
    Column("changed", Instant, nullable=False),
)

#: Who is signed in at the dashboard: the SHA-256 of the word in their browser, and when they last gave their password.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", words(64), primary_key=True),
    Column("person", words(320), nullable=False),
    Column("created", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("proven", Instant, nullable=False),
)
Index("ix_sessions_person", sessions.c.person)

#: What a person has seen whole, and which content of it: only that may be approved together with others.
shown = Table(
    "shown",
    metadata,
    Column("proposal_id", Integer, ForeignKey("proposals.id"), primary_key=True),
    Column("person", words(320), primary_key=True),
    Column("hash", words(64), nullable=False),
    Column("at", Instant, nullable=False),
)

#: What a person does not want to see in their queue before an instant.
later = Table(
    "later",
    metadata,
    Column("proposal_id", Integer, ForeignKey("proposals.id"), primary_key=True),
    Column("person", words(320), primary_key=True),
    Column("until", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", words(320), nullable=False, server_default=""),
)

#: One-time codes that went out in mails, by their SHA-256: for whom, for what, and until when.
codes = Table(
    "codes",
    metadata,
    Column("hash", words(64), primary_key=True),
    Column("purpose", words(40), nullable=False),
    Column("person", words(320), nullable=False),
    Column("data", Json, nullable=False),
    Column("created", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("used", Instant),
)
Index("ix_codes_person", codes.c.person)

#: The tamper-evident record: each entry's hash covers the one before it (see `engine.journal`).
journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", words(320), nullable=False),
    Column("what", words(80), nullable=False),
    Column("subject", words(200), nullable=False),
    Column("digest", words(64), nullable=False),
    Column("hash", words(64), nullable=False),
)
Index("ix_journal_subject", journal.c.subject)
Index("ix_journal_who", journal.c.who, journal.c.what, journal.c.seq)
Index("ix_journal_what", journal.c.what, journal.c.seq)

#: What the digests were made of; a row can be erased for good and the chain still holds.
journal_payloads = Table(
    "journal_payloads",
    metadata,
    Column("seq", Integer, ForeignKey("journal.seq"), primary_key=True),
    Column("salt", words(32), nullable=False),
    Column("payload", Json, nullable=False),
)
