"""How an office is: what was looked at, whether it is well, and the sentence for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from officebot.core.backups import STALE
from officebot.core.text import Text, counted, say

#: Below either, a disk is nearly full: the ledger, a backup and a workbook's copies need room.
_LEAST_BYTES, _LEAST_SHARE = 1_000_000_000, 0.02
#: So long before its end a certificate is told: whoever runs the server needs working days.
CERTIFICATE_NOTICE = timedelta(days=14)
#: A clock that is set by the network moves by less.
CLOCK_JUMP = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that was looked at: its name, whether it is well, and a sentence. `called` is its name for people.

    `figures` says more to who wants to know: how much room, which entry of the journal is the last.
    """

    what: str
    well: bool
    said: Text
    called: Text | None = None
    figures: Text | None = None


def of_disk(free: int, total: int) -> Sign:
    """Room on the disk of the office, in bytes."""
    well = free >= _LEAST_BYTES and free >= total * _LEAST_SHARE
    room = f"{free / 1e9:.1f}"
    said = say("there is room")
    if not well:
        said = say("only {room} GB are free: make room before the ledger cannot be written.", room=room)
    return Sign(what="disk", well=well, said=said, called=say("disk"),
                figures=say("{room} GB are free", room=room) if well else None)  # fmt: skip


def of_clock(jumped: timedelta) -> Sign:
    """How far the machine's clock was set while the service ran: forward, or (below nought) back."""
    well = abs(jumped) < CLOCK_JUMP
    minutes = round(abs(jumped).total_seconds() / 60)
    said = say("steady")
    if not well:
        said = counted("it was set by {count} minute: check the machine's time.",
                       "it was set by {count} minutes: check the machine's time.", minutes)  # fmt: skip
    return Sign(what="clock", well=well, said=said, called=say("clock"))


def of_certificate(host: str, until: datetime, now: datetime) -> Sign:
    """Until when a mail server's certificate is good."""
    well = until - now > CERTIFICATE_NOTICE
    said = say("good until {day}", day=until.date())
    if not well:
        said = say("it ends on {day}: tell whoever runs the server.", day=until.date())
    return Sign(what=f"certificate {host}", well=well, said=said, called=say("certificate of {host}", host=host))


def of_backup(made: datetime | None, begun: datetime, now: datetime) -> Sign:
    """The last backup; a new office has a day for its first."""
    return _daily("backup", say("backup"), made, begun, now)


def of_balance(held: datetime | None, begun: datetime, now: datetime) -> Sign:
    """The last balance."""
    return _daily("balance", say("balance"), held, begun, now)


def _daily(what: str, called: Text, last: datetime | None, begun: datetime, now: datetime) -> Sign:
    well = now - (last or begun) <= STALE
    if last is None:
        said = say("none yet") if well else say("there was never one: let the service run, or “officebot once”.")
    else:
        said = say("the last one on {at}", at=last)
        if not well:
            said = say("the last one is older than a day: {at}. Let the service run, or “officebot once”.", at=last)
    return Sign(what=what, well=well, said=said, called=called)


def of_journal(head: tuple[int, str], issued: int, told: tuple[int, str] | None) -> Sign:
    """The journal's last entry, beside the number given last and the head that the last balance told."""
    well = head[0] == issued and (told is None or head[0] >= told[0])
    said = say("whole at its end")
    if not well:
        said = say("entries are missing at its end: “officebot journal --verify”.")
    return Sign(what="journal", well=well, said=said, called=say("journal"),
                figures=say("its last entry: {number}, {hash}", number=head[0], hash=head[1][:16]))  # fmt: skip


def of_stopped(name: str, title: Text, why: Text, *, left_off: bool) -> Sign:
    """A duty that its breaker stopped; one that somebody left off needs nobody's looking."""
    return Sign(what=f"duty {name}", well=left_off, said=why, called=say("duty “{duty}”", duty=title))


def of_lost(lost: Mapping[str, Text]) -> list[Sign]:
    """What the running service cannot reach just now."""
    return [Sign(what=source, well=False, said=why) for source, why in sorted(lost.items())]
