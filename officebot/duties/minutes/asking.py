"""What only a person can settle, noted for the secretary: which meeting is meant, what cannot be read, what an answer says."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.actions import Action, NoteItem
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, say
from officebot.duties.minutes.observe import Event, Facts
from officebot.duties.minutes.occasions import KEY, secretary_of
from officebot.duties.minutes.settings import MeetingTable, Settings
from officebot.duties.minutes.state import QUESTION


def question(
    facts: Facts,
    what: Text,
    *,
    mark: str,
    meeting: MeetingTable | None = None,
    occasion: str = "",
    event: Event | None = None,
    quote: str = "",
    more: Sequence[Action] = (),
    instead: str = "",
) -> Proposal:
    """A question noted for the secretary, who closes it; `mark` makes its key, `more` is what is drafted with it.

    `instead` is the key of what else would be proposed: what of it waits, the question takes the place of.
    """
    who = _asked(facts, meeting)
    circle = meeting.circle if meeting is not None else ""
    note = NoteItem(
        item_kind=QUESTION,
        key=f"{KEY}question:{mark}",
        title=what.render(facts.office.language)[:500],
        owner=who.address if who is not None else "",
        source={"occasion": occasion, "mail": event.mail.source if event is not None else ""},
        circle=circle,
    )
    return Proposal(
        key=instead or note.key,
        title=what,
        actions=(note, *more),
        reason=say("A person decides what becomes of it."),
        reasons=(Reason(what=say("As it was written."), quote=quote[:300], source=event.mail.source),)
        if event
        else (),
        about=event.mail.ref if event is not None else None,
        owner=note.owner,
        circle=circle,
        confidential=bool(circle),
    )


def _asked(facts: Facts, meeting: MeetingTable | None) -> Person | None:
    if meeting is not None:
        return secretary_of(meeting, facts.office)
    return next(iter(facts.office.people.mailbox_owners), None)


def which_meeting(facts: Facts, settings: Settings, event: Event, what: Text) -> Proposal:
    """A question about a mail of which nobody can tell which meeting it belongs to: of the strictest circle among them."""
    tables = [settings.meetings[one] for one in event.data.get("meetings", ()) if one in settings.meetings]
    confidential = next((one for one in tables if one.circle), None)
    return question(facts, what, mark=f"{event.mail.mark}:{event.kind}", meeting=confidential or next(iter(tables), None),
                    event=event)  # fmt: skip
