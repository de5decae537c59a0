"""Mails that mean harm: whatever an invitation, an answer or a request to meet says, it wins nothing and breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from officebot.core.actions import PutCalendarObject
from officebot.core.mail import Address, Mail, Proof
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal
from officebot.sdk import OfficeFacts
from officebot.testing.invitations import message
from tests.duties.diaries import PARIS, Diaries

MakeMail: TypeAlias = Callable[..., Mail]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ETIENNE, SOPHIE = "etienne@office.example", "sophie@office.example"
ROWE = "c.rowe@pemberton-rowe.example"
START = datetime(2026, 12, 2, 10, tzinfo=PARIS)


@pytest.fixture
def office(facts: OfficeFacts) -> Diaries:
    """Étienne and Sophie with calendars; Charlotte Rowe is known to the office."""
    known = Contacts([*facts.contacts.all, Contact(name="Charlotte Rowe", addresses=(ROWE,), language="en")])
    return Diaries(replace(facts, contacts=known), [ETIENNE, SOPHIE])


def invites(make_mail: MakeMail, method: str = "REQUEST", *, sender: str = ROWE, **said: object) -> Mail:
    """A proven mail that carries a message."""
    text = message(
        method,
        **{"organizer": ROWE, "guests": [ETIENNE], "start": "DTSTART;TZID=Europe/Paris:20261202T100000", **said},  # type: ignore[arg-type]
    )
    return carries(make_mail, text, sender)


def carries(make_mail: MakeMail, text: str, sender: str = ROWE, proof: Proof = Proof.PASSED) -> Mail:
    plain = text.replace("\r\n", "\n")
    return make_mail("", "Meeting", sender=Address("Charlotte Rowe", sender), calendar=plain, proof=proof)


def only(proposals: list[Proposal]) -> Proposal:
    assert len(proposals) == 1
    return proposals[0]


def title(proposals: list[Proposal]) -> str:
    return only(proposals).title.render("en")


# ── free or not ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("uid", ["VEVENT", "a", "busy", "BEGIN:VCALENDAR"])
def test_an_identity_that_stands_in_every_calendar_hides_no_appointment(
    office: Diaries, make_mail: MakeMail, uid: str
) -> None:
    office.put(ETIENNE, "busy-1", START, START + timedelta(hours=1))
    assert title(office.comes(invites(make_mail, uid=uid), NOW)).startswith("Propose another time")


@pytest.mark.parametrize("day", ["00010101T100000Z", "19700101T100000Z"])
def test_nobody_is_free_in_the_past(office: Diaries, make_mail: MakeMail, day: str) -> None:
    assert office.comes(invites(make_mail, start=f"DTSTART:{day}"), NOW) == []


def test_a_time_far_ahead_is_looked_at_as_any_other(office: Diaries, make_mail: MakeMail) -> None:
    far = datetime(2027, 10, 5, 10, tzinfo=PARIS)
    mail = invites(make_mail, start="DTSTART;TZID=Europe/Paris:20271005T100000")
    assert title(office.comes(mail, NOW)).startswith("Accept")
    office.put(ETIENNE, "busy-1", far, far + timedelta(hours=1))
    assert title(office.comes(mail, NOW)).startswith("Propose another time")


def test_an_invitation_for_days_is_put_before_a_person(office: Diaries, make_mail: MakeMail) -> None:
    assert only(office.comes(invites(make_mail, end="DTEND:20261205T100000Z"), NOW)).must_ask


@pytest.mark.parametrize("end", ["20361202T100000Z", "99981202T100000Z"])
def test_an_invitation_for_years_is_listed_for_a_person(office: Diaries, make_mail: MakeMail, end: str) -> None:
    with pytest.raises(UserError):
        office.comes(invites(make_mail, end=f"DTEND:{end}"), NOW)


# ── answers to our own meeting ────────────────────────────────────────────────────────────────────────────


def organised(office: Diaries, sequence: str = "0") -> Diaries:
    """The office with a meeting of Étienne's, to which Charlotte and Sophie are invited."""
    text = message("", organizer=ETIENNE, guests=[ROWE, SOPHIE], uid="own-1", sequence=0)
    text = text.replace("SEQUENCE:0", f"SEQUENCE:{sequence}")
    office.carry_out(PutCalendarObject(calendar=ETIENNE, uid="own-1", text=text))
    return office


def answers(make_mail: MakeMail, said: str, method: str = "REPLY", **more: object) -> Mail:
    return invites(make_mail, method, organizer=ETIENNE, guests={ROWE: said}, uid="own-1", **more)


@pytest.mark.parametrize(
    "said",
    [
        'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@elsewhere.example^nATTACH:file:///etc/passwd"',
        'PARTSTAT="ACCEPTED^nATTACH:file:///etc/passwd"',
        'PARTSTAT="ACCEPTED^n ATTACH:file:///etc/passwd^nEND:VEVENT"',
    ],
)
def test_an_answer_writes_no_line_of_its_own_into_the_calendar(
    office: Diaries, make_mail: MakeMail, said: str
) -> None:
    for proposal in organised(office).comes(answers(make_mail, said), NOW):
        office.approve(proposal)
    (stored,) = office.stored[ETIENNE].values()
    lines = stored.text.upper().splitlines()
    shown = [line for line in lines if not line.startswith(("X-OFFICEBOT-KEPT", " "))]
    assert not [line for line in shown if line.startswith("ATTACH")]
    assert shown.count("END:VEVENT") == 1


@pytest.mark.parametrize("sequence", ["abc", "-5", "9" * 5_000, ""])
def test_another_time_is_answered_whatever_number_the_version_has(
    office: Diaries, make_mail: MakeMail, sequence: str
) -> None:
    mail = answers(make_mail, "", "COUNTER", start="DTSTART;TZID=Europe/Paris:20261203T100000")
    office.approve(only(organised(office, sequence).comes(mail, NOW)))
    assert "SEQUENCE:1" in office.outbox[-1].invitation


# ── what an invitation says ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("uid", [r"a\,b", r"a\;b\\c", "../../x", "x" * 300, "é" * 200])
def test_an_accepted_invitation_stands_in_the_calendar_under_whatever_identity(
    office: Diaries, make_mail: MakeMail, uid: str
) -> None:
    office.approve(only(office.comes(invites(make_mail, uid=uid), NOW)))
    assert len(office.stored[ETIENNE]) == 1
    assert office.comes(invites(make_mail, uid=uid), NOW) == []


def test_an_invitation_to_one_occurrence_of_somebody_elses_series_ends_no_run(
    office: Diaries, make_mail: MakeMail
) -> None:
    one = message("REQUEST", organizer=ROWE, guests=[ETIENNE], which=":20261201T090000Z")
    whole = message("REQUEST", organizer=ROWE, guests=["other@client.example"])
    both = one.replace("END:VCALENDAR\r\n", whole[whole.index("BEGIN:VEVENT") :])
    assert office.comes(carries(make_mail, both), NOW) == []


@pytest.mark.parametrize("words", [r"Lunch\nBcc: x@elsewhere.example", r"Lunch\NATTENDEE:mailto:x@elsewhere.example"])
def test_a_title_writes_no_header_and_no_line(office: Diaries, make_mail: MakeMail, words: str) -> None:
    office.approve(only(office.comes(invites(make_mail, lines=[f"SUMMARY:{words}"]), NOW)))
    assert "\n" not in office.outbox[-1].subject
    lines = office.outbox[-1].invitation.splitlines()
    assert len([one for one in lines if one.startswith("ATTENDEE")]) == 1


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────


def writes(make_mail: MakeMail, text: str, sender: str = ROWE, number: int = 1, **more: object) -> Mail:
    """A mail in the conversation that Charlotte Rowe began."""
    begun = {"references": ("<one@pemberton-rowe.example>",), "message_id": f"<{number}@client.example>"}
    return make_mail(text, "Autumn range", sender=Address("", sender), **{**begun, **more})


_ASKS = "Hello, could we meet Étienne Kerbrat next week, 45 minutes?"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="who names the other's conversation"),
        pytest.param({"references": (), "message_id": "<one@pemberton-rowe.example>"}, id="who takes its Message-ID"),
    ],
)
def test_a_stranger_touches_no_meeting_of_another_guest(
    office: Diaries, make_mail: MakeMail, more: dict[str, object]
) -> None:
    office.approve(only(office.comes(make_mail(_ASKS, "Autumn range"), NOW)))
    (before,) = office.items("meeting")
    held = set(office.stored[ETIENNE])
    office.approve(only(office.comes(writes(make_mail, _ASKS, "x@elsewhere.example", 2, **more), NOW)))
    assert before in office.items("meeting")
    assert len(office.items("meeting")) == 2
    assert held < set(office.stored[ETIENNE])


@pytest.mark.parametrize("proof", [Proof.UNKNOWN, Proof.UNPROVEN])
def test_a_mail_that_nobody_proved_frees_no_time_by_itself(
    office: Diaries, make_mail: MakeMail, proof: Proof
) -> None:
    office.approve(only(office.comes(make_mail(_ASKS, "Autumn range", proof=Proof.PASSED), NOW)))
    proven = writes(make_mail, "We must cancel, sorry.", number=2, proof=Proof.PASSED)
    unproven = writes(make_mail, "We must cancel, sorry.", number=2, proof=proof)
    assert not only(office.comes(proven, NOW)).must_ask
    assert only(office.comes(unproven, NOW)).must_ask


def test_a_guest_who_sends_a_stranger_instead_is_put_before_a_person(office: Diaries, make_mail: MakeMail) -> None:
    said = 'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@elsewhere.example"'
    assert only(organised(office).comes(answers(make_mail, said), NOW)).must_ask
    assert not only(office.comes(answers(make_mail, "PARTSTAT=DECLINED"), NOW)).must_ask


def test_a_guest_who_answers_a_hundred_times_is_written_to_five_times(office: Diaries, make_mail: MakeMail) -> None:
    office.approve(only(office.comes(make_mail(_ASKS, "Autumn range"), NOW)))
    for number in range(2, 102):
        mail = writes(make_mail, "None of these times suit us. Could you propose others?", number=number)
        for proposal in office.comes(mail, NOW):
            office.approve(proposal)
    assert len(office.outbox) == 5
    assert len(office.stored[ETIENNE]) == 3


def test_an_address_at_a_public_provider_speaks_for_no_other_one(office: Diaries, make_mail: MakeMail) -> None:
    boss, sender = "boss@gmail.com", "x@gmail.com"
    text = message("REQUEST", organizer=boss, guests=[ETIENNE])
    lent = text.replace("ORGANIZER:", f'ORGANIZER;SENT-BY="mailto:{sender}":')
    assert office.comes(carries(make_mail, lent, sender), NOW) == []
    assert title(office.comes(carries(make_mail, text, boss), NOW)).startswith("Accept")
    house = lent.replace("gmail.com", "house.example")
    assert title(office.comes(carries(make_mail, house, "x@house.example"), NOW)).startswith("Accept")


def test_an_accepted_invitation_brings_no_program_and_no_file_into_the_calendar(
    office: Diaries, make_mail: MakeMail
) -> None:
    lines = ["ATTACH:file:///etc/passwd", "URL:javascript:alert(1)", "ATTACH:https://client.example/plan.pdf",
             "BEGIN:VALARM", "ACTION:PROCEDURE", "ATTACH:file:///bin/sh", "TRIGGER:-PT5M", "END:VALARM"]  # fmt: skip
    office.approve(only(office.comes(invites(make_mail, lines=lines), NOW)))
    (stored,) = office.stored[ETIENNE].values()
    shown = [line for line in stored.text.splitlines() if line.startswith(("ATTACH", "URL", "BEGIN", "ACTION"))]
    assert shown == ["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT", "BEGIN:STANDARD", "BEGIN:VEVENT",
                     "ATTACH:https://client.example/plan.pdf"]  # fmt: skip


def test_an_identity_without_end_is_none(office: Diaries, make_mail: MakeMail) -> None:
    assert office.comes(invites(make_mail, uid="x" * 501), NOW) == []
    assert title(office.comes(invites(make_mail, uid="x" * 500), NOW)).startswith("Accept")


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        pytest.param("Could we meet Étienne Kerbrat next week? See page 2.", [ETIENNE], id="a common word is nobody"),
        pytest.param("Could we meet Page next week?", ["page@office.example"], id="a surname is somebody"),
        pytest.param("Could we meet PAGE next week?", ["page@office.example"], id="in capitals"),
        pytest.param("could we meet lou page next week?", ["page@office.example"], id="a whole name in any letters"),
        pytest.param("Could we meet Pageot next week?", [], id="another name that begins alike"),
    ],
)
def test_people_whose_names_are_common_words_are_met_when_they_are_named(
    office: Diaries, make_mail: MakeMail, text: str, hosts: list[str]
) -> None:
    nameless = Person(name="", address="nobody@office.example", circle="sales")
    page = Person(name="Lou Page", address="page@office.example", circle="sales")
    people = People([*office.facts.people.all, page, nameless])
    office = Diaries(replace(office.facts, people=people), [ETIENNE, page.address, nameless.address])
    found = office.comes(make_mail(text, "Autumn range"), NOW)
    for proposal in found:
        office.approve(proposal)
    assert [one.source["hosts"] for one in office.items("meeting")] == ([hosts] if hosts else [])


_STANDS = "BEGIN:VEVENT\r\nUID:q\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261101T090000Z\r\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{_STANDS}END:VEVENT\r\nEND:VCALENDAR", id="its last line has no end"),
        pytest.param(f"{_STANDS}END:VEVENT\r\nEND:VCALENDAR\r\n ", id="its last line goes on"),
        pytest.param(f"{_STANDS}END:VEVENT\r\n", id="nobody ended it"),
        pytest.param(f"{_STANDS}BEGIN:VALARM\r\n", id="nobody ended its alarm"),
        pytest.param(f"{_STANDS}END:VJOURNAL\r\nEND:VCALENDAR\r\n", id="it ends as something else"),
        pytest.param(f"CALSCALE:CHINESE\r\n{_STANDS}END:VEVENT\r\nEND:VCALENDAR\r\n", id="it counts other days"),
    ],
)
def test_an_entry_out_of_order_hides_no_other_one(office: Diaries, make_mail: MakeMail, text: str) -> None:
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}"
    office.carry_out(PutCalendarObject(calendar=ETIENNE, uid="first", text=whole))
    office.put(ETIENNE, "later", START, START + timedelta(hours=1))
    assert title(office.comes(invites(make_mail), NOW)).startswith("Propose another time")


def test_an_organiser_of_two_addresses_is_not_answered(office: Diaries, make_mail: MakeMail) -> None:
    text = message("REQUEST", organizer="x@elsewhere.example,boss@house.example", guests=[ETIENNE])
    lent = text.replace("ORGANIZER:", 'ORGANIZER;SENT-BY="mailto:y@house.example":')
    assert office.comes(carries(make_mail, lent, "y@house.example"), NOW) == []


def test_a_meeting_is_moved_for_all_who_have_an_address(office: Diaries, make_mail: MakeMail) -> None:
    text = message("", organizer=ETIENNE, guests=[ROWE], uid="own-1", lines=["ATTENDEE:urn:uuid:00000000-1111"])
    office.carry_out(PutCalendarObject(calendar=ETIENNE, uid="own-1", text=text))
    mail = answers(make_mail, "", "COUNTER", start="DTSTART;TZID=Europe/Paris:20261203T100000")
    office.approve(only(office.comes(mail, NOW)))
    assert office.outbox[-1].to == (ROWE,)


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART;VALUE=DATE:99991231",
        "DTSTART:99991231T235959Z\r\nDURATION:PT1H",
        "DTSTART;TZID=America/New_York:99991231T235959\r\nDURATION:P1D",
        "DTSTART;TZID=Europe/Paris:00010101T000000\r\nDURATION:PT1H",
        "DTSTART;VALUE=DATE:99991230\r\nRRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:00010101\r\nRRULE:FREQ=YEARLY",
    ],
)
def test_an_entry_at_the_ends_of_time_hides_no_other_one(office: Diaries, make_mail: MakeMail, lines: str) -> None:
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:end\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    office.carry_out(PutCalendarObject(calendar=ETIENNE, uid="end", text=text))
    office.put(ETIENNE, "later", START, START + timedelta(hours=1))
    assert title(office.comes(invites(make_mail), NOW)).startswith("Propose another time")
