"""What becomes of a calendar when invitations, answers and cancellations come in (RFC 5546)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from officebot.core.calendars.components import Component
from officebot.core.calendars.itip import Happened, Outcome, apply
from officebot.core.calendars.lines import unescaped
from officebot.core.calendars.messages import read_message
from officebot.core.calendars.occurrences import occurrences
from officebot.core.calendars.people import answer_of, attendees_of
from officebot.core.calendars.state import State, empty_state, read_state, write_state
from officebot.core.problems import UserError
from officebot.testing.invitations import GUESTS, ORGANIZER, message
from tests.speed import within

BOB, ANN = GUESTS
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAILY = "FREQ=DAILY;COUNT=5"
SECOND = ";TZID=Europe/Paris:20261202T100000"
MOVED = "DTSTART;TZID=Europe/Paris:20261202T150000"


def went(*texts: str, person: str = BOB, held: str = "", sender: str = "") -> list[Outcome]:
    """What became of each message, one after the other."""
    state = read_state(held, person) if held else empty_state(person)
    outcomes = []
    for text in texts:
        outcomes.append(apply(state, read_message(text, sender=sender), person, NOW))
        state = outcomes[-1].state
    return outcomes


def after(*texts: str, person: str = BOB, held: str = "") -> State:
    return went(*texts, person=person, held=held)[-1].state


def events(state: State, uid: str = "meeting-1") -> list[Component]:
    return list(state.events(uid))


def starts(state: State) -> list[str]:
    """When what is not cancelled begins, in local time."""
    found = occurrences(write_state(state), datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
    assert found.problems == ()
    return [f"{one.start:%m-%d %H:%M}" for one in found.found if one.status != "CANCELLED"]


def answers(event: Component) -> dict[str, str]:
    return {person: answer_of(line) for person, line in attendees_of(event).items()}


# ── invitations and their versions ────────────────────────────────────────────────────────────────────────


def test_an_invitation_is_entered_with_its_zone_explained() -> None:
    outcome = went(message("REQUEST", lines=["SUMMARY:Budget"]))[0]
    assert outcome.outcome is Happened.APPLIED
    assert [(one.what, one.after) for one in outcome.changes] == [("added", "Budget")]
    assert starts(outcome.state) == ["12-01 10:00"]
    text = write_state(outcome.state)
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris" in text
    assert "METHOD" not in text.replace("METHOD=", "")


@pytest.mark.parametrize(("offset", "name"), [("+0100", "Africa/Algiers"), ("-0500", "defined-")])
def test_a_zone_by_another_name_is_entered_by_its_own_where_it_means_the_same(offset: str, name: str) -> None:
    tzid = "/example.org/Africa/Algiers"
    zone = (
        f"BEGIN:VTIMEZONE\r\nTZID:{tzid}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    )
    text = message("REQUEST", start=f"DTSTART;TZID={tzid}:20261201T100000").replace("BEGIN:VEVENT", zone)
    state = after(text)
    assert events(state)[0].first("DTSTART").param("TZID").startswith(name)
    for one in (state, read_state(write_state(state), BOB)):
        (found,) = occurrences(write_state(one), NOW, NOW.replace(year=2027)).found
        assert f"{found.start:%H:%M %z}" == f"10:00 {offset}"
        assert write_state(one) == write_state(state)


@pytest.mark.parametrize(
    ("first", "second", "wins"),
    [
        pytest.param((0, "20261101T090000Z"), (1, "20261101T090000Z"), "second", id="a higher sequence"),
        pytest.param(
            (1, "20261101T090000Z"), (0, "20261105T090000Z"), "first", id="a later stamp of a lower sequence"
        ),
        pytest.param((1, "20261101T090000Z"), (1, "20261101T090001Z"), "second", id="a second later"),
        pytest.param((2, "20261101T090001Z"), (2, "20261101T090000Z"), "first", id="a second earlier"),
        pytest.param((0, "20261101T090000Z"), (10, "20261101T090000Z"), "second", id="ten is more than nought"),
    ],
)
def test_the_later_version_stands_whichever_comes_first(
    first: tuple[int, str], second: tuple[int, str], wins: str
) -> None:
    one = message("REQUEST", sequence=first[0], stamp=first[1], lines=["SUMMARY:first"])
    two = message("REQUEST", sequence=second[0], stamp=second[1], lines=["SUMMARY:second"])
    for order in ((one, two), (two, one)):
        assert events(after(*order))[0].value("SUMMARY") == wins
    late = went(one, two)[1] if wins == "first" else went(two, one)[1]
    assert late.outcome is Happened.IGNORED
    assert late.reason.source == "A later version is known."


def test_an_invitation_that_names_another_is_asked_about_and_not_entered() -> None:
    outcome = went(message("REQUEST", guests=[ANN]), person=BOB)[0]
    assert outcome.outcome is Happened.NEEDS_DECISION
    assert events(outcome.state) == []


def test_a_new_wording_of_the_same_version_keeps_the_answer_that_was_given() -> None:
    held = message("", guests={BOB: "PARTSTAT=ACCEPTED", ANN: "PARTSTAT=ACCEPTED"})
    minor = message("REQUEST", stamp="20261105T090000Z", lines=["SUMMARY:Reworded"])
    (event,) = events(after(minor, held=held))
    assert event.value("SUMMARY") == "Reworded"
    assert answers(event) == {BOB: "ACCEPTED", ANN: "NEEDS-ACTION"}
    major = message("REQUEST", sequence=1, stamp="20261105T090000Z", start=MOVED)
    assert answers(events(after(major, held=held))[0])[BOB] == "NEEDS-ACTION"


# ── who may say it ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER"])
def test_another_organiser_cannot_take_an_event_over(method: str) -> None:
    ours = message("REQUEST")
    theirs = message(
        method, organizer="eve@other.example", sequence=9, stamp="20261109T090000Z", lines=["SUMMARY:Mine"]
    )
    for held in ("", message("")):
        outcome = went(*([] if held else [ours]), theirs, held=held)[-1]
        assert outcome.outcome is Happened.REJECTED
        assert outcome.changes == ()
        assert events(outcome.state) == events(after(ours) if not held else read_state(held, BOB))
    assert write_state(after(theirs, held=message(""))) == write_state(read_state(message(""), BOB))


@pytest.mark.parametrize(
    ("sender", "outcome"),
    [
        (ORGANIZER, Happened.APPLIED),
        ("Claire@Atelier.example", Happened.APPLIED),
        ("", Happened.APPLIED),
        ("eve@other.example", Happened.REJECTED),
        (BOB, Happened.REJECTED),
        ("—", Happened.REJECTED),
    ],
)
def test_an_invitation_by_mail_must_come_from_its_organiser(sender: str, outcome: Happened) -> None:
    assert went(message("REQUEST"), sender=sender)[0].outcome is outcome


def test_who_sends_for_the_organiser_must_be_of_the_same_house() -> None:
    text = message("REQUEST", organizer="")
    for sender, outcome in (
        ("desk@atelier.example", Happened.APPLIED),
        ("desk@other.example", Happened.NEEDS_DECISION),
    ):
        lines = f'ORGANIZER;SENT-BY="mailto:{sender}":mailto:{ORGANIZER}'
        told = went(text.replace("BEGIN:VEVENT\r\n", f"BEGIN:VEVENT\r\n{lines}\r\n"), sender=sender)[0]
        assert told.outcome is outcome
        assert bool(events(told.state)) is (outcome is Happened.APPLIED)


def test_a_forged_answer_is_rejected_and_leaves_no_trace() -> None:
    state = after(message("REQUEST"), person=ORGANIZER)
    forged = read_message(message("REPLY", guests={BOB: "PARTSTAT=DECLINED"}, start=""), sender="eve@other.example")
    outcome = apply(state, forged, ORGANIZER, NOW)
    assert outcome.outcome is Happened.REJECTED
    assert outcome.state == state


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────


def reply(answer: str, person: str = BOB, **told: Any) -> str:
    return message("REPLY", guests={person: answer}, start="", **told)


def test_an_answer_that_comes_before_its_invitation_waits_for_it() -> None:
    early, invited = reply("PARTSTAT=ACCEPTED"), message("REQUEST")
    first, second = went(early, invited, person=ORGANIZER)
    assert (first.outcome, events(first.state)) == (Happened.IGNORED, [])
    assert answers(events(second.state)[0]) == {BOB: "ACCEPTED", ANN: "NEEDS-ACTION"}
    assert write_state(second.state) == write_state(after(invited, early, person=ORGANIZER))


def test_it_waits_in_the_file_as_well() -> None:
    kept = write_state(after(reply("PARTSTAT=TENTATIVE"), person=ORGANIZER))
    assert answers(events(after(message("REQUEST"), person=ORGANIZER, held=kept))[0])[BOB] == "TENTATIVE"


def test_an_answer_to_an_earlier_version_is_ignored_and_the_latest_answer_counts() -> None:
    second = message("REQUEST", sequence=1)
    outcome = went(second, reply("PARTSTAT=ACCEPTED"), person=ORGANIZER)[1]
    assert outcome.outcome is Happened.IGNORED
    assert answers(events(outcome.state)[0])[BOB] == "NEEDS-ACTION"
    yes = reply("PARTSTAT=ACCEPTED", sequence=1, stamp="20261103T090000Z")
    no = reply("PARTSTAT=DECLINED", sequence=1, stamp="20261104T090000Z")
    for order in ((yes, no), (no, yes)):
        assert answers(events(after(second, *order, person=ORGANIZER))[0])[BOB] == "DECLINED"


def test_who_was_not_invited_is_asked_about() -> None:
    outcome = went(message("REQUEST"), reply("PARTSTAT=ACCEPTED", person="eve@other.example"), person=ORGANIZER)[1]
    assert outcome.outcome is Happened.NEEDS_DECISION
    assert "eve@other.example" not in answers(events(outcome.state)[0])


def test_declining_one_occurrence_makes_it_an_event_of_its_own() -> None:
    series = message("REQUEST", rule=DAILY)
    state = after(series, reply("PARTSTAT=DECLINED", which=SECOND), person=ORGANIZER)
    whole, second = events(state)
    assert answers(whole)[BOB] == "NEEDS-ACTION"
    assert answers(second)[BOB] == "DECLINED"
    assert starts(state) == [f"12-0{day} 10:00" for day in (1, 2, 3, 4, 5)]


def test_an_answer_to_an_occurrence_that_there_is_not_adds_none() -> None:
    state = after(
        message("REQUEST", rule=DAILY), reply("PARTSTAT=DECLINED", which=":20261202T093000Z"), person=ORGANIZER
    )
    assert len(events(state)) == 1
    assert len(starts(state)) == 5


def test_a_delegate_enters_with_the_answer_of_who_sent_them_and_may_then_answer() -> None:
    zoe = "zoe@client.example"
    sent = reply(f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{zoe}"')
    hers = reply(f'PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:{BOB}"', person=zoe)
    ends = set()
    for order in permutations([message("REQUEST"), sent, hers]):
        state = after(*order, person=ORGANIZER)
        assert answers(events(state)[0]) == {BOB: "DELEGATED", ANN: "NEEDS-ACTION", zoe: "ACCEPTED"}
        ends.add(write_state(state))
    assert len(ends) == 1


def test_who_delegates_may_pass_the_invitation_on() -> None:
    zoe = "zoe@client.example"
    passed = message("REQUEST", guests={BOB: f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{zoe}"', zoe: ""})
    assert went(passed, person=zoe, sender=BOB)[0].outcome is Happened.APPLIED
    assert went(passed, person=ANN, sender=BOB)[0].outcome is Happened.REJECTED


# ── cancelling ────────────────────────────────────────────────────────────────────────────────────────────

CANCELLED = ["STATUS:CANCELLED"]


def test_a_cancelled_event_stays_to_be_seen_and_its_invitation_does_not_bring_it_back() -> None:
    invited, gone = message("REQUEST"), message("CANCEL", sequence=1, start="", lines=CANCELLED)
    for order in ((invited, gone), (gone, invited), (gone, invited, invited, gone)):
        (event,) = events(after(*order))
        assert event.value("STATUS") == "CANCELLED"
        assert event.value("SEQUENCE") == "1"
    assert went(gone, invited)[1].outcome is Happened.IGNORED
    again = message("REQUEST", sequence=2)
    assert starts(after(gone, again, invited)) == ["12-01 10:00"]


def test_a_cancelled_occurrence_is_left_out_of_its_series() -> None:
    series = message("REQUEST", rule=DAILY)
    gone = message("CANCEL", sequence=1, which=SECOND, start="", lines=CANCELLED)
    for order in ((series, gone), (gone, series)):
        assert starts(after(*order)) == ["12-01 10:00", "12-03 10:00", "12-04 10:00", "12-05 10:00"]


def test_a_cancelled_occurrence_comes_back_with_a_later_version_of_it_or_of_the_series() -> None:
    series, gone = (
        message("REQUEST", rule=DAILY),
        message("CANCEL", sequence=1, which=SECOND, start="", lines=CANCELLED),
    )
    alone = message("REQUEST", sequence=2, which=SECOND, start=MOVED)
    assert "12-02 15:00" in starts(after(series, gone, alone))
    assert len(starts(after(message("REQUEST", sequence=2, rule=DAILY), gone))) == 5


@pytest.mark.parametrize("rule", [DAILY, "FREQ=DAILY;UNTIL=20261205T090000Z", "FREQ=DAILY;COUNT=2"])
def test_a_series_can_be_cancelled_from_an_occurrence_on(rule: str) -> None:
    cut = message("CANCEL", sequence=1, which=";RANGE=THISANDFUTURE:20261203T090000Z", start="", lines=CANCELLED)
    alone = message("REQUEST", which=":20261204T090000Z", start="DTSTART:20261204T150000Z")
    for order in permutations([message("REQUEST", rule=rule), cut, alone]):
        assert starts(after(*order)) == ["12-01 10:00", "12-02 10:00"]


def test_who_is_uninvited_leaves_the_calendars_of_the_others_and_loses_the_event_in_theirs() -> None:
    invited, out = message("REQUEST"), message("CANCEL", sequence=1, guests=[BOB], start="")
    assert answers(events(after(invited, out, person=ANN))[0]) == {ANN: "NEEDS-ACTION"}
    assert starts(after(invited, out, person=ANN)) == ["12-01 10:00"]
    assert starts(after(invited, out, person=BOB)) == []


# ── occurrences that differ ───────────────────────────────────────────────────────────────────────────────


def test_an_occurrence_that_was_moved_waits_for_its_series() -> None:
    moved = message("REQUEST", sequence=1, which=SECOND, start=MOVED)
    series = message("REQUEST", rule=DAILY)
    assert starts(after(moved)) == ["12-02 15:00"]
    for order in ((series, moved), (moved, series)):
        assert starts(after(*order)) == ["12-01 10:00", "12-02 15:00", "12-03 10:00", "12-04 10:00", "12-05 10:00"]


def test_a_new_version_of_the_series_forgets_older_exceptions_but_not_its_own() -> None:
    moved = message("REQUEST", which=SECOND, start=MOVED)
    newer = message("REQUEST", sequence=1, rule="FREQ=DAILY;COUNT=2")
    assert starts(after(message("REQUEST", rule=DAILY), moved, newer)) == ["12-01 10:00", "12-02 10:00"]
    # Some organisers count each occurrence apart: what comes along with the series belongs to it.
    event = moved[moved.index("BEGIN:VEVENT") : moved.index("END:VCALENDAR")]
    both = newer.replace("END:VCALENDAR", f"{event}END:VCALENDAR")
    assert starts(after(message("REQUEST", rule=DAILY), both)) == ["12-01 10:00", "12-02 15:00"]
    assert starts(read_state(write_state(after(both)), BOB)) == ["12-01 10:00", "12-02 15:00"]


def test_an_occurrence_can_be_added_and_one_for_an_unknown_series_is_asked_after() -> None:
    series = message("REQUEST", rule="FREQ=DAILY;COUNT=2")
    added = message("ADD", sequence=1, start="DTSTART;TZID=Europe/Paris:20261207T160000", lines=["LOCATION:Annexe"])
    for order in ((series, added), (added, series)):
        assert starts(after(*order)) == ["12-01 10:00", "12-02 10:00", "12-07 16:00"]
    lone = went(added)[0]
    assert lone.outcome is Happened.IGNORED
    assert "METHOD:REFRESH" in lone.reply
    assert f"ATTENDEE:mailto:{BOB}" in lone.reply


# ── proposals and questions ───────────────────────────────────────────────────────────────────────────────


def test_a_counter_proposal_changes_nothing_and_waits_for_the_organiser() -> None:
    proposed = message("COUNTER", guests={BOB: "PARTSTAT=TENTATIVE"}, start=MOVED, stamp="20261103T090000Z")
    state = after(message("REQUEST"), person=ORGANIZER)
    outcome = apply(state, read_message(proposed), ORGANIZER, NOW)
    assert outcome.outcome is Happened.NEEDS_DECISION
    assert starts(outcome.state) == ["12-01 10:00"]
    declined = message("DECLINECOUNTER", guests=[BOB], stamp="20261104T090000Z", start="")
    assert starts(apply(outcome.state, read_message(declined), ORGANIZER, NOW).state) == ["12-01 10:00"]


def test_who_asks_for_the_current_version_gets_it_when_invited() -> None:
    state = after(message("REQUEST", sequence=3), person=ORGANIZER)
    asked = apply(state, read_message(message("REFRESH", guests=[BOB], start="")), ORGANIZER, NOW)
    assert asked.state == state
    assert "METHOD:REQUEST" in asked.reply
    assert "SEQUENCE:3" in asked.reply
    stranger = apply(state, read_message(message("REFRESH", guests=["eve@other.example"], start="")), ORGANIZER, NOW)
    assert (stranger.outcome, stranger.reply) == (Happened.NEEDS_DECISION, "")


# ── what cannot be taken ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        (message("REQUEST", start=""), Happened.REJECTED, "It does not say when it begins (DTSTART)."),
        (message("REQUEST", start="DTSTART;TZID=Nowhere:20261201T100000"), Happened.REJECTED,
         "The time zone “Nowhere” is unknown, and the calendar does not explain it."),
        (message("REQUEST", start="DTSTART:20261201T100000"), Happened.NEEDS_DECISION,
         "Its time names no zone: ask which is meant."),
        (message("REQUEST", end="DURATION:-PT1H"), Happened.REJECTED, "It ends before it begins."),
        (message("REQUEST", end="DTEND:20261130T100000Z"), Happened.REJECTED, "It ends before it begins."),
        (message("REQUEST", start="DTSTART:19700101T000000Z", rule="FREQ=SECONDLY"), Happened.REJECTED,
         "It repeats every few seconds or minutes (“FREQ=SECONDLY”): that is not followed."),
        (message("REQUEST", organizer=""), Happened.REJECTED, "It names no organiser."),
        (message("REQUEST", uid=""), Happened.REJECTED, "Its event has no UID."),
        (message("REPLY", start=""), Happened.REJECTED, "It does not say which attendee speaks."),
        (message("REPLY", guests=[ANN], start=""), Happened.REJECTED,
         "It is meant for claire@atelier.example, who organises the event."),
        (message("REQUEST", start="DTSTART;VALUE=DATE:20261201", end="DURATION:P1D"), Happened.APPLIED,
         "The invitation is entered as its organiser sent it."),
    ],
)  # fmt: skip
def test_bad_input_is_refused_or_asked_about(text: str, outcome: Happened, reason: str) -> None:
    told = went(text)[0]
    said = told.reason.render()
    assert (told.outcome, said.removesuffix(" Ask whoever sent it for a right one.")) == (outcome, reason)
    assert bool(events(told.state, "meeting-1")) is (outcome is Happened.APPLIED)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(message("REQUEST", start=""), id="no beginning"),
        pytest.param(message("REQUEST", end="DURATION:-PT1H"), id="an end before it"),
        pytest.param(message("REQUEST", uid=""), id="no UID"),
        pytest.param(message("REPLY", start=""), id="several who answer"),
    ],
)
def test_whoever_gets_a_bad_message_reads_what_to_do_about_it(text: str) -> None:
    assert went(text)[0].reason.render().endswith(". Ask whoever sent it for a right one.")


@pytest.mark.parametrize("text", ["", "Hello", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", message(""), message("BUY")])
def test_what_is_no_message_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        read_message(text)


def test_nothing_in_a_message_passes_for_a_note_of_ours() -> None:
    lie = message("REQUEST", lines=["X-OFFICEBOT-KEPT;METHOD=BASE:BEGIN:VEVENT\\nEND:VEVENT"])
    assert "METHOD=BASE" not in write_state(after(lie))


# ── the calendar around it ────────────────────────────────────────────────────────────────────────────────


def test_what_a_person_changed_by_hand_counts_as_it_stands() -> None:
    kept = write_state(after(message("REQUEST", lines=["SUMMARY:Budget"])))
    head, _, tail = kept.rpartition("SUMMARY:Budget")
    state = read_state(f"{head}SUMMARY:My own words{tail}", BOB)
    assert events(state)[0].value("SUMMARY") == "My own words"
    newer = apply(state, read_message(message("REQUEST", sequence=1, lines=["SUMMARY:Budget 2"])), BOB, NOW)
    assert events(newer.state)[0].value("SUMMARY") == "Budget 2"


def test_what_a_person_took_out_is_forgotten() -> None:
    kept = write_state(after(message("REQUEST")))
    at, end = kept.rindex("BEGIN:VEVENT"), kept.rindex("END:VEVENT")
    assert events(read_state(kept[:at] + kept[end + len("END:VEVENT\r\n") :], BOB)) == []


def test_tasks_names_and_other_events_stay_as_they_were() -> None:
    held = message("", uid="other").replace(
        "BEGIN:VEVENT", "X-WR-CALNAME:Bob\r\nBEGIN:VJOURNAL\r\nUID:t\r\nSUMMARY:Do\r\nEND:VJOURNAL\r\nBEGIN:VEVENT", 1
    )
    text = write_state(after(message("REQUEST"), held=held))
    assert "X-WR-CALNAME:Bob\r\n" in text
    assert "BEGIN:VJOURNAL\r\nUID:t\r\nSUMMARY:Do\r\nEND:VJOURNAL\r\n" in text
    (other,) = read_state(text, BOB).events("other")
    assert other == read_state(held, BOB).events("other")[0]
    assert unescaped(other.value("UID")) == "other"


def test_five_hundred_exceptions_are_applied_in_a_second() -> None:
    one = message("REQUEST", rule="FREQ=DAILY")
    event = one[one.index("BEGIN:VEVENT") : one.index("END:VCALENDAR")].replace("RRULE:FREQ=DAILY\r\n", "")
    stamps = (datetime(2026, 12, 1, 9, tzinfo=UTC).timestamp() + day * 86_400 for day in range(499))
    many = "".join(
        event.replace("UID:", f"RECURRENCE-ID:{datetime.fromtimestamp(stamp, UTC):%Y%m%dT%H%M%SZ}\r\nUID:")
        for stamp in stamps
    )

    def run() -> None:
        outcome = went(one.replace("END:VCALENDAR", f"{many}END:VCALENDAR"))[0]
        assert len(events(outcome.state)) == 500

    within(2, run)


# ── what arrives damaged ──────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_that_was_cut_off_anywhere_is_never_entered() -> None:
    text = message("REQUEST", rule=DAILY)
    entered = []
    for length in range(text.index("END:VCALENDAR") + len("END:VCALENDA")):
        with suppress(UserError):
            entered += [length for outcome in went(text[:length]) if outcome.outcome is Happened.APPLIED]
    assert entered == []


def test_a_cut_off_invitation_is_asked_for_again() -> None:
    with pytest.raises(UserError, match="ask whoever sent it to send it again"):
        read_message(message("REQUEST").partition("DURATION")[0])


@pytest.mark.timeout(20)
@pytest.mark.parametrize("nameless", ["BEGIN:", "BEGIN: ", "BEGIN:\r\nEND:", "END:"])
def test_a_component_without_a_name_is_passed_over(nameless: str) -> None:
    (outcome,) = went(message("REQUEST", lines=(nameless,)))
    assert outcome.outcome is Happened.APPLIED
    assert len(read_state(f"{message('REQUEST')}{nameless}", BOB).events("meeting-1")) == 1
