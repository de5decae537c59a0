"""The mail that a document came in, and what was read in it and in what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from officebot.core.text import Text
from officebot.core.trade.model import TradeDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as far as it tells which order is meant: plain text, addresses lower case.

    `new` is what its author wrote, `quoted` what stands below it; `answers` are the orders that our mails of the same
    conversation carried. `is_ours` is a colleague's mail, `office` the office's name; `own` are the addresses, the houses
    (domains) and the names, in small letters, of the office's people, as far as they are known.
    `has_documents` where documents hang on it, which its words only announce.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    new: str = ""
    quoted: str = ""
    day: date | None = None
    answers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    is_ours: bool = False
    office: str = ""
    own: frozenset[str] = frozenset()
    has_documents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The documents of a mail, its own text's first; `loose` are papers of which nobody could tell what they are.

    Where the mail, or something that hangs on it, could not be read, `problem` says what and why.
    """

    letter: Letter = field(default_factory=Letter)
    documents: tuple[TradeDocument, ...] = ()
    loose: tuple[TradeDocument, ...] = ()
    problem: Text | None = None
