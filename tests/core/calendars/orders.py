"""Random messages about one event, and the calendars that all their orders lead to."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from officebot.core.calendars.itip import apply
from officebot.core.calendars.messages import Message, read_message
from officebot.core.calendars.state import State, empty_state, read_state, write_state
from officebot.testing.invitations import GUESTS, ORGANIZER, message

NOW = datetime(2026, 11, 2, tzinfo=UTC)
STRANGER, DELEGATE = "eve@other.example", "zoe@client.example"
BASE = message("", sequence=0, stamp="20261031T080000Z", guests={GUESTS[0]: "PARTSTAT=ACCEPTED", GUESTS[1]: ""},
               rule="FREQ=DAILY;COUNT=6")  # fmt: skip
_WHICH = ("", "", "", ":20261202T090000Z", ":20261203T090000Z", ";TZID=Europe/Paris:20261203T100000",
          ";RANGE=THISANDFUTURE:20261203T090000Z")  # fmt: skip
_STARTS = ("DTSTART;TZID=Europe/Paris:20261201T100000", "DTSTART:20261201T100000Z", "DTSTART;TZID=Europe/Paris:20261202T143000",
           "DTSTART:20261203T080000Z")  # fmt: skip
_ANSWERS = ("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED", "PARTSTAT=TENTATIVE",
            f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{DELEGATE}"')  # fmt: skip
_SUMMARIES = ("one", "two", "deux\\, été 👩\u200d💻")
_OF_ORGANIZERS = ("REQUEST", "REQUEST", "REQUEST", "CANCEL", "CANCEL", "ADD", "PUBLISH", "DECLINECOUNTER")
METHODS = (*_OF_ORGANIZERS, "REPLY", "REPLY", "REPLY", "COUNTER", "REFRESH")


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """One message: any method, version, occurrence; mostly of the organiser, now and then of somebody who claims to be."""
    method = draw(st.sampled_from(METHODS))
    by_organizer = method in _OF_ORGANIZERS
    guests: dict[str, str] = dict.fromkeys(draw(st.sampled_from([GUESTS, GUESTS, GUESTS[:1], GUESTS[1:]])), "")
    if not by_organizer:
        speaker = draw(st.sampled_from([GUESTS[0], GUESTS[0], GUESTS[1], DELEGATE, STRANGER]))
        guests = {speaker: draw(st.sampled_from(_ANSWERS))}
    elif method == "CANCEL":
        guests = dict.fromkeys(draw(st.sampled_from([(), GUESTS, GUESTS[:1]])), "")
    which = "" if method == "ADD" else draw(st.sampled_from(_WHICH))
    has_times = method in ("REQUEST", "PUBLISH", "ADD", "COUNTER")
    text = message(
        method,
        sequence=draw(st.sampled_from([0, 0, 1, 1, 2])),
        stamp=f"2026110{draw(st.integers(1, 4))}T090000Z",
        organizer=draw(st.sampled_from([ORGANIZER] * 6 + [STRANGER] + ([] if by_organizer else [""]))),
        guests=guests,
        start=draw(st.sampled_from(_STARTS)) if has_times else "",
        which=which,
        rule=draw(st.sampled_from(["FREQ=DAILY;COUNT=8", "FREQ=DAILY", ""])) if has_times and not which else "",
        lines=[
            *draw(st.sampled_from([[], ["STATUS:CANCELLED"]] if method == "CANCEL" else [[]])),
            f"SUMMARY:{draw(st.sampled_from(_SUMMARIES))}",
        ],
    )
    return read_message(text)


def states(held: str, for_address: str) -> State:
    """The calendar that a text holds, or an empty one."""
    return read_state(held, for_address) if held else empty_state(for_address)


def all_ends(held: str, given: list[Message], for_address: str) -> set[str]:
    """The calendars, as written, that all orders of the messages end in.

    Message by message: a state is what counts of all that came, so that orders which led to equal ones go on as one.
    """
    reached: dict[frozenset[int], list[State]] = {frozenset(): [states(held, for_address)]}
    for _ in given:
        further: dict[frozenset[int], list[State]] = {}
        for came, known in reached.items():
            for number in set(range(len(given))) - came:
                into = further.setdefault(came | {number}, [])
                for state in known:
                    after = apply(state, given[number], for_address, NOW).state
                    if after not in into:
                        into.append(after)
        reached = further
    (last,) = reached.values()
    return {write_state(state) for state in last}
