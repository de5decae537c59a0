"""What guests mean: times on their own clock, and names that are nobody's here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest

from officebot.core.mail import Mail
from officebot.core.people import People, Person
from officebot.sdk import OfficeFacts
from tests.duties.diaries import PARIS, Diaries
from tests.duties.test_calendar_coordination import ETIENNE, NOW, SOPHIE, WEEK, asks, only, replies

MakeMail: TypeAlias = Callable[..., Mail]
FAR = datetime(2026, 11, 24, 4, tzinfo=ZoneInfo("Etc/GMT+5"))
MAY = "claire@office.example"


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie with calendars."""
    return Diaries(facts, [ETIENNE, SOPHIE])


def far(mail: Mail) -> Mail:
    return replace(mail, date=FAR)


def test_a_time_that_a_guest_far_away_names_is_offered_and_not_confirmed_unasked(
    office: Diaries, make_mail: MakeMail
) -> None:
    mail = asks(make_mail, "Could we meet Étienne Kerbrat on 2 December at 3 pm for half an hour?", date=FAR)
    office.approve(only(office.comes(mail, NOW)))
    assert not office.outbox[-1].invitation
    assert "15:00 to 15:30 (09:00 on your clock)" in office.outbox[-1].body


def offered_far(office: Diaries, make_mail: MakeMail) -> list[datetime]:
    text = "Could we meet Étienne Kerbrat on 2 December between 2 pm and 6 pm, 45 minutes?"
    office.approve(only(office.comes(asks(make_mail, text, date=FAR), NOW)))
    (item,) = office.items("meeting")
    return [datetime.fromisoformat(one) for one in item.source["offers"]]


def test_an_answer_by_the_guests_own_clock_takes_the_time_that_it_names(office: Diaries, make_mail: MakeMail) -> None:
    offers = offered_far(office, make_mail)
    theirs = offers[0].astimezone(FAR.tzinfo)
    mail = far(replies(make_mail, f"2 December at {theirs:%H:%M} works for me."))
    office.approve(only(office.comes(mail, NOW)))
    (event,) = office.busy(ETIENNE, *WEEK)
    assert event.start == offers[0]


def test_an_answer_that_means_another_time_on_each_clock_is_left_to_people(
    office: Diaries, make_mail: MakeMail
) -> None:
    nine = datetime(2026, 12, 2, 9, tzinfo=PARIS)
    office.put(ETIENNE, "busy", nine + timedelta(hours=1), nine + timedelta(hours=6))
    text = "Could we meet Étienne Kerbrat on 2 December, 45 minutes?"
    office.approve(only(office.comes(asks(make_mail, text, date=FAR), NOW, offers=5)))
    (item,) = office.items("meeting")
    offers = [datetime.fromisoformat(one).astimezone(PARIS) for one in item.source["offers"]]
    assert {9, 15} <= {one.hour for one in offers}
    assert office.comes(far(replies(make_mail, "2 December at 9:00 works for me.")), NOW) == []


# ── who is meant ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def with_may(facts: OfficeFacts) -> Diaries:
    """With a colleague whose family name is a word, and the sender's too."""
    people = [
        *facts.people.all,
        Person(name="Claire May", address=MAY),
        Person(name="Paul Rowe", address="paul@office.example"),
    ]
    return Diaries(replace(facts, people=People(people)), [ETIENNE, MAY, "paul@office.example"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Hello, may we suggest to meet Étienne Kerbrat next week?\nCharlotte Rowe", id="a word"),
        pytest.param("Hello, could we meet Étienne Kerbrat next week?\nKind regards, Charlotte Rowe", id="who signs"),
    ],
)
def test_a_word_or_a_signature_is_no_host(with_may: Diaries, make_mail: MakeMail, text: str) -> None:
    with_may.approve(only(with_may.comes(asks(make_mail, text), NOW)))
    assert with_may.items("meeting")[0].source["hosts"] == [ETIENNE]


def test_a_family_name_as_it_is_written_is_a_host(with_may: Diaries, make_mail: MakeMail) -> None:
    mail = asks(make_mail, "Hello, could we meet Ms May next week?\nCharlotte Rowe")
    with_may.approve(only(with_may.comes(mail, NOW)))
    assert with_may.items("meeting")[0].source["hosts"] == [MAY]


# ── one conversation, several meetings ────────────────────────────────────────────────────────────────────


def test_another_meeting_in_the_same_conversation_leaves_the_past_one_where_it_was(
    office: Diaries, make_mail: MakeMail
) -> None:
    ask = asks(make_mail, "Could we meet Étienne Kerbrat on 2 December at 3 pm for half an hour?")
    office.approve(only(office.comes(ask, NOW)))
    later = datetime(2026, 12, 4, 9, tzinfo=PARIS)
    office.approve(only(office.in_the_morning(later)))
    again = replace(
        replies(make_mail, "Could we meet Étienne Kerbrat again on 9 December at 3 pm?", number=5), date=later
    )
    office.approve(only(office.comes(again, later)))
    assert [one.start.day for one in office.busy(ETIENNE, NOW, NOW + timedelta(days=40))] == [2, 9]
