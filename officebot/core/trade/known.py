"""What is known beside a paper itself: who sent it, when, under which subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from officebot.core.trade.model import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside a paper: the day on which it came, whose it is, the subject of the mail it came with."""

    on: date
    subject: str = ""
    sender: Party = Party()
    buyer: Party = Party()
    language: str = ""
    #: What the mail newly says that the paper came with.
    words: str = ""
