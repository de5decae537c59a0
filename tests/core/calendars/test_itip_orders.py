"""TRUST 25: whatever the order in which messages come, and however often, they end in the same calendar."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.calendars.itip import apply
from officebot.core.calendars.messages import Message
from officebot.core.calendars.state import read_state, write_state
from officebot.testing.invitations import GUESTS, ORGANIZER
from tests.core.calendars.orders import BASE, DELEGATE, NOW, all_ends, messages, states

people = st.sampled_from([ORGANIZER, GUESTS[0], GUESTS[0], DELEGATE])
held = st.sampled_from(["", BASE])


@settings(max_examples=40, deadline=None)
@given(held=held, sent=st.lists(messages(), min_size=5, max_size=5), person=people)
def test_all_orders_of_five_messages_end_in_the_same_bytes(held: str, sent: list[Message], person: str) -> None:
    assert len(all_ends(held, sent, person)) == 1


@settings(max_examples=60, deadline=None)
@given(held=held, sent=st.lists(messages(), min_size=1, max_size=6), person=people, data=st.data())
def test_neither_repetition_nor_writing_and_reading_in_between_changes_the_end(
    held: str, sent: list[Message], person: str, data: st.DataObject
) -> None:
    straight = states(held, person)
    for one in sent:
        straight = apply(straight, one, person, NOW).state
    winding = states(held, person)
    for one in data.draw(st.permutations([*sent, *sent])):
        winding = read_state(write_state(apply(winding, one, person, NOW).state), person)
    assert write_state(winding) == write_state(straight)


@settings(max_examples=60, deadline=None)
@given(held=held, sent=st.lists(messages(), min_size=1, max_size=4), person=people)
def test_a_message_that_came_once_is_known_and_changes_nothing(held: str, sent: list[Message], person: str) -> None:
    state = states(held, person)
    for one in sent:
        state = apply(state, one, person, NOW).state
    again = apply(state, sent[-1], person, NOW)
    assert again.changes == ()
    assert write_state(again.state) == write_state(state)
