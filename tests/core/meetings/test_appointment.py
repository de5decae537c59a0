"""A meeting from its first mail to its last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from officebot.core.meetings.appointment import Appointment, Stage, appointment_key, is_hold

BEGIN = datetime(2026, 12, 1, 9, tzinfo=UTC)
MEETING = Appointment(
    key=appointment_key("<first@guest.example>", "ines@guest.example"), account="desk",
    thread="<first@guest.example>", subject="Chantier", guest="ines@guest.example", hosts=("nadia@office.example",), minutes=45,
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("offer"), st.integers(1, 5)),
            st.tuples(st.just("confirm"), st.integers(0, 4)),
            st.tuples(st.just("off"), st.just(0)),
        ),
        max_size=8,
    )
)
def test_whatever_happens_the_event_stays_the_same_and_its_versions_only_grow(steps: list[tuple[str, int]]) -> None:
    meeting, seen_holds = MEETING, set[str]()
    for deed, number in steps:
        before = meeting
        if deed == "offer":
            meeting = meeting.offering([BEGIN + timedelta(days=day) for day in range(number)])
            assert not seen_holds & set(meeting.holds())
            seen_holds |= set(meeting.holds())
        elif deed == "confirm":
            meeting = meeting.confirming(BEGIN + timedelta(days=number))
        else:
            meeting = meeting.calling_off()
        assert (meeting.uid, meeting.key) == (MEETING.uid, MEETING.key)
        assert meeting.sequence >= before.sequence
        assert bool(meeting.holds()) == (meeting.stage is Stage.OFFERED)
        assert Appointment.from_source(meeting.key, meeting.subject, meeting.to_source()) == meeting


def test_a_confirmed_meeting_that_moves_is_the_next_version_of_the_same_event() -> None:
    first = MEETING.offering([BEGIN]).confirming(BEGIN)
    assert first.confirming(BEGIN).sequence == first.sequence == 0
    assert first.confirming(BEGIN + timedelta(hours=1)).sequence == 1
    assert first.calling_off().sequence == 1


def test_the_conversation_is_found_by_any_of_the_guests_mails_but_not_by_endless_ones() -> None:
    heard = MEETING.hearing("<1@guest.example>").hearing("<2@guest.example>").hearing("<1@guest.example>").hearing("")
    assert heard.message_ids == ("<1@guest.example>", "<2@guest.example>")
    for number in range(100):
        heard = heard.hearing(f"<{number}@chatty.example>")
    assert len(heard.message_ids) == 30
    assert heard.message_ids[-1] == "<99@chatty.example>"


def test_what_keeps_a_time_free_is_known_by_its_identity() -> None:
    held = MEETING.offering([BEGIN, BEGIN + timedelta(days=1)])
    assert all(map(is_hold, held.holds()))
    assert not is_hold(held.uid)
    assert not is_hold("lunch-hold-1-1@officebot")
    assert not is_hold(f"{held.hold_uid(0)}.example")
