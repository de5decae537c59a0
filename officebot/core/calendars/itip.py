"""iTIP (RFC 5546) as a pure state machine: a calendar and a message in, the calendar and what happened out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from officebot.core.calendars.changes import Change, changes
from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line
from officebot.core.calendars.memory import Kept, entries, sequence_of, stamp_of
from officebot.core.calendars.messages import Message, doubt_about, speaker_of
from officebot.core.calendars.people import attendees_of, organizer_of
from officebot.core.calendars.state import PRODUCT, State, uid_of, zones_for
from officebot.core.text import Text, say


class Happened(StrEnum):
    """What became of a message."""

    APPLIED = "applied"
    IGNORED = "ignored"
    REJECTED = "rejected"
    NEEDS_DECISION = "needs-decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The calendar after a message, what became of the message and why, what differs, and the message that the
    standard asks to answer with ("" for none): it is written, never sent.
    """

    state: State
    outcome: Happened
    reason: Text
    changes: tuple[Change, ...] = ()
    reply: str = ""


def apply(state: State, message: Message, for_address: str, now: datetime) -> Outcome:
    """The outcome of a message in the calendar of `for_address`. `now` (aware) dates an answer and nothing else.

    The state that several messages lead to does not depend on their order, nor on how often each comes; what is said
    of each may: a message that comes after a later version is ignored. What is not believed leaves the state as it was.
    """
    address = for_address.strip().lower()
    doubt = doubt_about(message, address)
    if doubt is not None:
        told = Happened.REJECTED if doubt.is_forged else Happened.NEEDS_DECISION
        return Outcome(state=state, outcome=told, reason=doubt.reason)
    first, *rest = sorted({uid_of(event) for event in message.events})
    outcome = _apply_one(state, message, first, now)
    for uid in rest:
        outcome = _together(outcome, _apply_one(outcome.state, message, uid, now))
    return outcome


def _together(first: Outcome, second: Outcome) -> Outcome:
    """Two events of one publication: applied, if either was."""
    chief = first if first.outcome is Happened.APPLIED or second.outcome is not Happened.APPLIED else second
    return replace(chief, state=second.state, changes=(*first.changes, *second.changes))


def _apply_one(state: State, message: Message, uid: str, now: datetime) -> Outcome:
    about = replace(message, events=tuple(one for one in message.events if uid_of(one) == uid))
    view = state.view(uid)
    if message.method == "REFRESH":
        return _refreshed(state, about, uid, now)
    new = entries(about)
    organizer = organizer_of(about.events[0])
    is_settled = any(one.said == "BASE" for one in view.kept)
    if is_settled and organizer != view.owner and (organizer or message.method not in ("REPLY", "COUNTER")):
        # It stood here before: whoever else claims it now can't be right, and need not be remembered.
        return Outcome(state=state, outcome=Happened.REJECTED, reason=_not_the_owner(organizer, view.owner))
    after = state.with_kept(uid, new)
    seen = after.view(uid)
    if view.is_known and organizer and seen.owner != organizer:
        return Outcome(state=after, outcome=Happened.REJECTED, reason=_not_the_owner(organizer, seen.owner))
    differs = changes(view.events, seen.events)
    outcome, reason = _judged(state, after, about, uid, new, is_changed=view.events != seen.events)
    answer = _answer(after, about, uid, now) if outcome is not Happened.REJECTED else ""
    return Outcome(state=after, outcome=outcome, reason=reason, changes=differs, reply=answer)


def _not_the_owner(organizer: str, owner: str) -> Text:
    if not owner:
        return say("The event with this UID is no invitation: {organizer} cannot change it.", organizer=organizer)
    return say("The event is organised by {owner}, not by {organizer}: ask {owner} about it.", owner=owner,
               organizer=organizer or "—")  # fmt: skip


def _judged(
    before: State, after: State, message: Message, uid: str, new: tuple[Kept, ...], *, is_changed: bool
) -> tuple[Happened, Text]:
    """What to say of a message that was believed."""
    if message.method == "COUNTER":
        return _counter(after, message, uid)
    if message.method == "DECLINECOUNTER":
        return Happened.APPLIED, say("The organiser declines the counter-proposal: the event stays as it was.")
    if message.method in ("REQUEST", "PUBLISH", "ADD") and after.view(uid).cancelled is not None:
        return Happened.IGNORED, say("Its organiser has cancelled it since.")
    if is_changed:
        return Happened.APPLIED, _DONE[message.method]
    if all(one in before.memory.get(uid, ()) for one in new if one.said != "CLAIM"):
        return Happened.IGNORED, say("It is known already.")
    if not any(one in after.memory.get(uid, ()) for one in new if one.said != "CLAIM"):
        return Happened.IGNORED, say("A later version is known.")
    return _without_effect(after, message, uid)


_DONE = {
    "PUBLISH": say("The published event is entered."),
    "REQUEST": say("The invitation is entered as its organiser sent it."),
    "ADD": say("The occurrence is added."),
    "CANCEL": say("The organiser cancelled it."),
    "REPLY": say("The answer is entered."),
}


def _without_effect(after: State, message: Message, uid: str) -> tuple[Happened, Text]:
    """Why a message that is new, and kept, shows nothing."""
    view = after.view(uid)
    event = message.events[0]
    if view.master is None and not view.events:
        return Happened.IGNORED, say("It is kept until the invitation comes.")
    version = (sequence_of(event), stamp_of(event))
    if message.method in ("REQUEST", "CANCEL", "ADD") and view.master is not None and version < view.master.key[:2]:
        return Happened.IGNORED, say("A later version is known.")
    if message.method == "REPLY":
        speaker = speaker_of(message, event)
        if not any(speaker in attendees_of(one) for one in view.events):
            return Happened.NEEDS_DECISION, say("{person} answers, but was not invited.", person=speaker)
        if view.master is not None and sequence_of(event) < view.master.sequence:
            return Happened.IGNORED, say("It answers an earlier version: the event was changed since.")
    if message.method == "REQUEST" and after.for_address not in {*attendees_of(event), organizer_of(event)}:
        return Happened.NEEDS_DECISION, say("It does not invite {person}.", person=after.for_address)
    return Happened.IGNORED, say("It changes nothing that is shown.")


def _counter(after: State, message: Message, uid: str) -> tuple[Happened, Text]:
    view = after.view(uid)
    event = message.events[0]
    speaker = speaker_of(message, event)
    if not view.events:
        return Happened.NEEDS_DECISION, say(
            "{person} proposes another time for an event that is not known.", person=speaker
        )
    if not any(speaker in attendees_of(one) for one in view.events):
        return Happened.NEEDS_DECISION, say("{person} proposes another time, but was not invited.", person=speaker)
    if view.master is not None and sequence_of(event) < view.master.sequence:
        return Happened.IGNORED, say("It answers an earlier version: the event was changed since.")
    return Happened.NEEDS_DECISION, say("{person} proposes another time.", person=speaker)


# ── what the standard asks to answer ──────────────────────────────────────────────────────────────────────


def _refreshed(state: State, message: Message, uid: str, now: datetime) -> Outcome:
    """An attendee asks for the current version (RFC 5546 §3.2.6): it is written, for the organiser to send."""
    speaker = speaker_of(message, message.events[0])
    events = state.events(uid)
    if not events or state.view(uid).owner != state.for_address:
        reason = say("{person} asks for the current version of an event that is not known.", person=speaker)
        return Outcome(state=state, outcome=Happened.IGNORED, reason=reason)
    if not any(speaker in attendees_of(one) for one in events):
        reason = say("{person} asks for the current version, but was not invited.", person=speaker)
        return Outcome(state=state, outcome=Happened.NEEDS_DECISION, reason=reason)
    reason = say("{person} asks for the current version: the answer holds it.", person=speaker)
    return Outcome(
        state=state, outcome=Happened.APPLIED, reason=reason, reply=message_text("REQUEST", events, {}, now)
    )


def _answer(state: State, message: Message, uid: str, now: datetime) -> str:
    """A REFRESH to the organiser, where an occurrence is added to a series that nobody here knows (§3.2.4)."""
    if message.method != "ADD" or state.view(uid).master is not None:
        return ""
    event = message.events[0]
    kept = tuple(line for line in event.lines if line.name in ("UID", "ORGANIZER"))
    asking = Component("VEVENT", (*kept, Line("ATTENDEE", f"mailto:{state.for_address}")))
    return message_text("REFRESH", (asking,), {}, now)


def message_text(method: str, events: tuple[Component, ...], defined: dict[str, Component], now: datetime) -> str:
    """An iTIP message as text, stamped `now` (aware), with the VTIMEZONEs that its events need."""
    stamp = Line("DTSTAMP", f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    stamped = tuple(event.with_line(stamp) for event in events)
    head = (Line("VERSION", "2.0"), Line("PRODID", PRODUCT), Line("CALSCALE", "GREGORIAN"), Line("METHOD", method))
    return Component("VCALENDAR", head, (*zones_for(stamped, defined), *stamped)).text()
