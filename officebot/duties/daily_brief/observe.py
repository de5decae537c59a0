"""What the brief is made from: the day's mails, the proposals that wait, the items that are due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from officebot.core.figures import Difference
from officebot.core.proposals import Item
from officebot.duties.daily_brief.counting import counted_twice
from officebot.sdk import Office, OfficeFacts, SeenMail, SeenProposal, Trigger

#: What another item of the brief speaks of already: a gathering says which contributions are missing.
_PARTS = frozenset({"contribution"})
#: How far ahead items are due that stand in the brief.
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The office's local day until `until`, the moment the brief was due or asked for."""

    office: OfficeFacts
    day: date
    until: datetime
    mails: Sequence[SeenMail] = ()
    waiting: Sequence[SeenProposal] = ()
    done: Sequence[SeenProposal] = ()
    items: Sequence[Item] = ()
    #: Account and Message-ID of each mail of which all is closed that was noted.
    closed: frozenset[tuple[str, str]] = frozenset()
    #: Which of the day's numbers came out otherwise when the ledger's rows were counted again: then there is no brief.
    differences: Sequence[Difference] = ()


def observe(office: Office, trigger: Trigger, _settings: object) -> Facts:
    """The day on which the brief was due; one made late still tells of its own day, to its end."""
    facts = office.facts
    working = facts.working_time
    day = working.local(trigger.due).date()
    start = datetime.combine(day, time(), tzinfo=working.tz)
    until = min(trigger.now, datetime.combine(day + timedelta(days=1), time(), tzinfo=working.tz))
    opened = [item for item in office.items() if item.kind not in _PARTS]
    mails, differences = counted_twice(office, start, until)
    return Facts(
        office=facts,
        day=day,
        until=until,
        mails=mails,
        differences=differences,
        waiting=office.proposals(["waiting"]),
        done=office.proposals(["done"], start),
        items=[item for item in opened if item.due is None or item.due < until + AHEAD],
        closed=_mails_of(office.items(state="closed")) - _mails_of(opened),
    )


def _mails_of(items: Iterable[Item]) -> frozenset[tuple[str, str]]:
    """Account and Message-ID of each mail that these items were noted of."""
    return frozenset((str(item.source.get("account", "")), one) for item in items for one in ids_of(item))


def ids_of(item: Item) -> tuple[str, ...]:
    """The Message-IDs that an item was noted of, the first one first; none for what did not come by mail."""
    told = (item.source.get("message_id"), *(item.source.get("message_ids") or ()))
    return tuple(str(one) for one in told if one)
