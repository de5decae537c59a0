"""TRUST 25 in full: 5,000 sets of five messages, each in all 120 orders, end in one calendar each."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from officebot.core.calendars.messages import Message
from officebot.testing.invitations import GUESTS, ORGANIZER
from tests.core.calendars.orders import BASE, DELEGATE, all_ends, messages

CASES = 5_000


@pytest.mark.sweep
@pytest.mark.timeout(7200)
def test_all_orders_of_any_five_messages_end_in_one_calendar() -> None:
    began, seen, several = time.process_time(), 0, 0

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        held=st.sampled_from(["", BASE]),
        sent=st.lists(messages(), min_size=5, max_size=5),
        person=st.sampled_from([ORGANIZER, GUESTS[0], DELEGATE]),
    )
    def sweep(held: str, sent: list[Message], person: str) -> None:
        nonlocal seen, several
        seen += 1
        several += len(all_ends(held, sent, person)) != 1

    sweep()
    print(f"\niTIP orders: {seen} sets of 5 messages, 120 orders each, {several} with several ends, "
          f"{time.process_time() - began:.0f} s")  # fmt: skip
    assert seen >= CASES
    assert several == 0
