"""Decisions by mail over real servers: the digest goes out, a reply comes in, its effect happens once, its author is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.engine.deciding import approvals
from officebot.engine.deciding.approvals import Actor
from tests.app.approving import Approving, approving
from tests.app.embedded import DESK
from tests.app.minuting import CHAIR, SOPHIE, text_of
from tests.app.sample import write_calendar


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Approving]:
    with approving(tmp_path / "office") as found:
        yield found


def acting(office: Approving, address: str) -> Actor:
    person = office.app.facts.people.at(address)
    assert person is not None
    return Actor(person, person)


def test_a_digest_is_answered_by_reply_and_its_author_told(office: Approving) -> None:
    first, second, third, fourth = office.wants("paper", "chairs", "lamps", "desks")
    office.turn(minutes=30)
    (digest,) = office.asked()
    words = text_of(digest)
    assert "1. Write about paper" in words
    assert "À : client@ailleurs.example" in words.replace("\u00a0", " ")
    assert "paper is wanted." in words
    assert "http://127.0.0.1" in words
    assert office.asked(SOPHIE) == []

    office.replies("Bonjour,\n\nOK 1, NON 2 : trop cher. Plus tard 3 lundi.\n\nÉtienne", digest)
    assert office.left() == ["About paper"]
    assert [office.state(one) for one in (first, second, third)] == ["done", "rejected", "waiting"]
    (told,) = office.told()
    assert "1 (oui) Write about paper" in text_of(told)
    assert "2 (non) Write about chairs" in text_of(told)
    assert "3 (plus tard) Write about lamps" in text_of(told)

    office.replies("OK 1 et 4", digest)
    assert office.left() == ["About paper", "About desks"]
    assert office.state(fourth) == "done"
    assert "Vous y avez déjà répondu" in text_of(office.told()[-1])
    office.turn(hours=6)
    assert len(office.told()) == 2
    assert len(office.asked()) == 1, "what waits for later is not asked again"


def test_what_is_not_plain_or_not_proven_is_not_done_and_told(office: Approving) -> None:
    first, _ = office.wants("paper", "chairs")
    office.turn(minutes=30)
    (digest,) = office.asked()
    for number, words in enumerate(("", "OK si le prix baisse", "désaccord", "OK 1, mais demander à Paul"), 1):
        office.replies(words, digest)
        assert (office.left(), office.state(first)) == ([], "waiting")
        assert len(office.told()) == number
        assert "Rien de votre réponse n’a été fait." in text_of(office.told()[-1])
    for _ in range(3):
        office.replies("OK 1", digest, is_proven=False)
    assert (office.left(), office.state(first)) == ([], "waiting")
    assert "Rien ne prouve que vous l’avez écrit" in text_of(office.told()[-1])
    assert len(office.told()) == 5, "what is not proven is answered once a day"


def test_a_forwarded_digest_or_an_absence_note_decides_nothing(office: Approving) -> None:
    (first,) = office.wants("paper")
    office.turn(minutes=30)
    (digest,) = office.asked()
    office.deliver(f"Re: {digest['Subject']}", "OK 1. Je suis absent.", sender=CHAIR, answers=str(digest["Message-ID"]),
                   Auto_Submitted="auto-replied")  # fmt: skip
    office.turn(minutes=2)
    assert office.told() == []
    office.replies("OK 1", digest, who=SOPHIE)
    office.replies("OK 1", digest, who="paul@client.example")
    office.replies("OK 1", digest, subject=f"TR: {digest['Subject']}")
    assert (office.left(), office.state(first)) == ([], "waiting")
    assert "destiné à quelqu’un d’autre" in text_of(office.told(SOPHIE)[0])
    assert "Il est transféré" in text_of(office.told()[0])
    assert office.told("paul@client.example") == []


def test_a_colleague_who_writes_in_anothers_name_agrees_to_nothing_with_a_copy_of_their_digest(
    office: Approving,
) -> None:
    first, second = office.wants("paper", "chairs")
    office.turn(minutes=30)
    (digest,) = office.asked()
    office.replies("OK 1, NON 2 : trop cher", digest, copy="<copy@atelier-verrier.example>")
    assert (office.left(), office.state(first), office.state(second)) == ([], "waiting", "rejected")
    assert "ce n’est pas la réponse au courriel qui vous a été envoyé." in text_of(office.told()[0])
    office.replies("OK 1", digest)
    assert (office.left(), office.state(first)) == (["About paper"], "done")


def test_the_first_answer_wins_and_the_others_are_told_by_whom(office: Approving) -> None:
    first, _ = office.wants("paper", "chairs")
    office.turn(minutes=30)
    (digest,) = office.asked()
    office.app.reject(acting(office, DESK), first, "no need")
    office.replies("OK 1", digest)
    assert office.left() == []
    assert DESK in text_of(office.told()[0])
    office.turn(hours=6)
    assert "Décidé entre-temps" in text_of(office.asked()[-1])
    assert f"- Write about paper: refusé ({DESK})" in text_of(office.asked()[-1]).replace("\u00a0", "")


def test_what_spends_is_listed_and_decided_on_the_page(tmp_path: Path) -> None:
    with approving(tmp_path / "office", most_by_mail=100) as office:
        (small,) = office.wants("paper", amount="80")
        (large,) = office.wants("machine", amount="8000")
        office.turn(minutes=30)
        (digest,) = office.asked()
        assert "8 000" in text_of(digest).replace("\u202f", " ")
        assert "dites oui sur la page" in text_of(digest)
        office.replies("OK pour tout", digest)
        assert [office.state(one) for one in (small, large)] == ["done", "waiting"]
        assert office.left() == ["About paper"]


def test_only_who_may_see_it_is_asked_and_nobody_where_nothing_waits(office: Approving) -> None:
    office.turn(minutes=30)
    assert office.sent("[") == []
    office.wants("salaries", owner="", circle="hr", confidential=True)
    office.turn(hours=6)
    hr = [one.address for one in office.app.facts.people.all if one.circle == "hr"]
    assert {str(one["To"]) for one in office.sent("[")} == set(hr)


def test_what_nobody_answers_is_reminded_of_and_passed_on_once_each(office: Approving) -> None:
    (first,) = office.wants("paper")
    for _ in range(47):
        office.turn(hours=1)
    assert office.state(first) == "waiting"
    assert len([one for one in office.asked() if "Rappel" in one["Subject"]]) == 1
    (passed,) = [one for one in office.asked(DESK) if "Transmis" in one["Subject"]]
    assert "Write about paper" in text_of(passed)


def test_who_is_away_is_passed_over_to_their_delegate_who_decides_for_them(office: Approving) -> None:
    now = office.clock.now()
    approvals.delegate(office.app.ledger, acting(office, CHAIR).person, acting(office, SOPHIE).person, now, None, now)
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//away\r\nBEGIN:VEVENT\r\nUID:away-1\r\nDTSTAMP:20261101T080000Z\r\n"
        "DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261128\r\nSUMMARY:Congés\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    write_calendar(office.app.folder, "e.kerbrat", text)
    office.restart()
    (first,) = office.wants("paper", circle="direction")
    office.turn(minutes=30)
    assert office.asked() == []
    (digest,) = office.asked(SOPHIE)
    assert "Vous en décidez pour Étienne Kerbrat." in text_of(digest)
    office.replies("OK", digest, who=SOPHIE)
    assert (office.state(first), office.left()) == ("done", ["About paper"])
