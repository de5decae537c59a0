"""What the duty decides. A decision is pure: facts in, proposals out, so no office is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from officebot.sdk import DraftMail, Proposal, Remember, Text, WriteDocument

from facts import ANN, MONDAY, OFFICE, calendar, event, of, settings
from visitor_welcome.duty import Facts, decide
from visitor_welcome.settings import Settings


def told(facts: Facts) -> list[str]:
    """The lines for the reception, in English; none where nothing is proposed."""
    return [one.what.render("en") for proposal in decide(facts, settings()) for one in proposal.reasons]


def only(facts: Facts, chosen: Settings | None = None) -> Proposal:
    """The one proposal."""
    (proposal,) = decide(facts, chosen or settings())
    return proposal


def mark_of(facts: Facts) -> str:
    """What is remembered once its visitors were announced."""
    (kept,) = [one for one in only(facts).actions if isinstance(one, Remember)]
    return str(kept.value)


def test_the_reception_is_told_when_who_comes_to_whom_and_where() -> None:
    assert told(of(event())) == ["11:00: Emily Finch (harcourt.example), for Max Manager, Reading room"]
    assert only(of(event())).title.render("fr") == "Annoncer un visiteur du 23 novembre 2026"


def test_a_guest_whom_nobody_knows_is_called_by_the_address() -> None:
    assert "Jo Smith, for" in told(of(event(guests=("jo.smith@gmail.com",))))[0]
    assert "Léa Dupont (mairie.example), for" in told(of(event(guests=("léa.dupont@mairie.example",))))[0]


def test_colleagues_machines_and_who_said_no_are_no_visitors() -> None:
    assert not told(of(event(guests=(ANN.address,))))
    assert not told(of(event(guests=("no-reply@harcourt.example",))))
    assert not told(of(event(guests=("small@office.example",))))
    assert not told(of(event("one", "ATTENDEE;PARTSTAT=DECLINED:mailto:x@harcourt.example", guests=())))


def test_private_cancelled_and_remote_meetings_and_other_days_are_left_alone() -> None:
    assert not told(of(event("one", "CLASS:PRIVATE")))
    assert not told(of(event("one", "CLASS:CONFIDENTIAL")))
    assert not told(of(event("one", "STATUS:CANCELLED")))
    assert not told(of(event(place="https://meet.example/42")))
    assert not told(of(event(place="Visioconférence")))
    assert not told(of(event(at="20261124T100000Z")))


def test_a_room_that_is_invited_is_the_place_also_of_a_meeting_over_a_line() -> None:
    room = "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:small@office.example"
    assert told(of(event("one", room, place="Teams")))[0].endswith("for Max Manager, Small room")


def test_a_guest_who_invited_comes_to_the_calendars_owner() -> None:
    assert (
        "for Ann Assistant"
        in told(of(more=(calendar(event(organizer="e.finch@harcourt.example"), of=ANN.address),)))[0]
    )


def test_a_meeting_in_two_calendars_is_told_once() -> None:
    assert len(told(of(event(), more=(calendar(event(), of=ANN.address),)))) == 1


def test_visits_come_by_time() -> None:
    lines = told(of(event("b", at="20261123T130000Z"), event("a", at="20261123T080000Z")))
    assert [one[:5] for one in lines] == ["09:00", "14:00"]


def test_what_a_meeting_is_about_is_told_to_nobody() -> None:
    assert "merger" not in repr(only(of(event())))
    assert "e.finch@" not in repr(only(of(event())))


def test_what_was_announced_is_announced_once() -> None:
    assert not told(of(event(), announced=mark_of(of(event()))))


@pytest.mark.parametrize(
    "later",
    [
        pytest.param((event(at="20261123T110000Z"),), id="moved"),
        pytest.param((event(place="Garden"),), id="in another room"),
        pytest.param((event(), event("two", at="20261123T140000Z")), id="one more"),
    ],
)
def test_a_late_change_is_proposed_anew_under_the_same_key(later: tuple[str, ...]) -> None:
    changed = only(of(*later, announced=mark_of(of(event()))))
    assert changed.key == only(of(event())).key
    assert changed.reason.render("en").startswith("Since the list was made")


def test_the_last_visitor_who_is_called_off_is_told_too() -> None:
    gone = only(of(announced=mark_of(of(event()))))
    assert gone.title.render("en") == "Say that no visitors are expected any more on 23 November 2026"
    (draft,) = [one for one in gone.actions if isinstance(one, DraftMail)]
    assert "No visitors are expected." in draft.mail.body


def test_once_the_last_visit_is_over_nothing_is_proposed() -> None:
    assert told(of(event(), now=datetime(2026, 11, 23, 10, 59, tzinfo=UTC)))
    assert not told(of(event(), now=datetime(2026, 11, 23, 11, 0, tzinfo=UTC)))


def test_while_a_calendar_cannot_be_read_nothing_is_proposed() -> None:
    facts = of(event())
    lost = replace(facts.calendars[0], problem=Text("gone"))
    assert not told(replace(facts, calendars=(*facts.calendars, lost)))


def test_the_draft_carries_the_badges_and_speaks_the_offices_language() -> None:
    french = replace(of(event()), office=replace(OFFICE, language="fr"))
    page, draft, _ = only(french).actions
    assert isinstance(page, WriteDocument)
    assert isinstance(draft, DraftMail)
    assert draft.mail.attached_documents == (page.path,) == ("documents/visitors/2026-11-23.pdf",)
    assert draft.mail.subject == "Visiteurs du 23 novembre 2026"
    assert page.data["heads"] == ["Heure", "Visiteurs", "Hôte", "Lieu"]


def test_without_a_reception_there_is_the_list_alone() -> None:
    kinds = [type(one) for one in only(of(event()), Settings()).actions]
    assert kinds == [WriteDocument, Remember]


@pytest.mark.parametrize("words", ["{time} {0} {", "=HYPERLINK(1)", "#read(1)", "../../etc/passwd", "x" * 10_000])
def test_hostile_words_are_shown_as_words_and_nothing_else(words: str) -> None:
    proposal = only(of(event(place=words)))
    assert MONDAY.date().isoformat() in proposal.key
    assert all(one.what.render("fr").isprintable() and len(one.what.render("fr")) < 400 for one in proposal.reasons)
