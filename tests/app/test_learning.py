"""A correction, by a word or by a gesture in the mailbox, changes the next verdict; it is shown, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from officebot.engine.deciding import corrections
from officebot.engine.deciding.corrections import Change
from officebot.engine.intake import gestures
from officebot.sdk import UserError
from tests.app.embedded import Whole, uid_of, whole

pytestmark = pytest.mark.xdist_group("learning")

NEWS = "Portes ouvertes samedi : découvrez nos nouveautés.\n\nSe désinscrire : https://shop.example/u\n"
FOLDER = "Lettres d'information"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("learning") / "office") as found:
        yield found


def news(office: Whole, sender: str) -> str:
    return office.deliver("Nos nouveautés", NEWS, sender=sender, List_Unsubscribe="<https://shop.example/u>",
                          List_Id="<news.shop.example>" if "list" in sender else "")  # fmt: skip


def correct(office: Whole, identity: str, **change: str | bool) -> None:
    with office.app.ledger.reading() as tx:
        row = corrections.mail_named(tx, identity)
    corrections.correct(office.app.ledger, "nadia", row, Change(**cast(Any, change)), office.clock.now())


def stored(office: Whole, sender: str) -> list[corrections.Stored]:
    with office.app.ledger.reading() as tx:
        return corrections.matching(corrections.stored(tx), sender)


def test_a_word_changes_the_verdict_and_the_next_one_and_can_be_forgotten(office: Whole) -> None:
    first = news(office, "a@shop.example")
    office.turn(minutes=1)
    assert office.seen(first).verdict["kind"] == "newsletter"
    correct(office, first, kind="order", act=True, urgency="week")
    assert office.seen(first).verdict["kind"] == "order"
    second = news(office, "a@shop.example")
    office.turn(minutes=1)
    assert office.seen(second).verdict["kind"] == "order"
    (one,) = stored(office, "a@shop.example")
    assert (one.who, one.how, one.correction.judged_kind) == ("nadia", "command", "newsletter")
    assert corrections.forget(office.app.ledger, "nadia", [one.key], office.clock.now()) == 1
    third = news(office, "a@shop.example")
    office.turn(minutes=1)
    assert office.seen(third).verdict["kind"] == "newsletter"


def test_a_mail_moved_back_is_a_correction(office: Whole) -> None:
    first = news(office, "b@boutique.example")
    office.turn(minutes=1)
    with office.mailbox() as session:
        uid = uid_of(session, FOLDER, first)
        session.move([uid], "INBOX")
    office.turn(minutes=1)
    (one,) = stored(office, "b@boutique.example")
    assert (one.who, one.how, one.correction.kind) == ("mailbox", "moved", "information")
    second = news(office, "b@boutique.example")
    office.turn(minutes=1)
    assert office.seen(second).ref.folder == "INBOX"
    assert office.app.learner.from_mailboxes() == 0


def test_a_mail_filed_by_hand_is_a_correction(office: Whole) -> None:
    news(office, "c@lists.example")
    office.turn(minutes=1)
    office.app.learner.from_mailboxes()
    body = "Bonjour,\n\nVoici le programme du salon de la semaine prochaine.\n"
    first = office.deliver("Programme du salon", body, sender="d@salon.example")
    office.turn(minutes=1)
    assert office.seen(first).verdict["kind"] != "newsletter"
    with office.mailbox() as session:
        uid = uid_of(session, "INBOX", first)
        session.move([uid], FOLDER)
    assert office.app.learner.from_mailboxes() == 1
    assert stored(office, "d@salon.example")[0].correction.kind == "newsletter"
    second = office.deliver("Programme du salon", body, sender="d@salon.example")
    office.turn(minutes=1)
    assert office.seen(second).verdict["kind"] == "newsletter"


@pytest.mark.parametrize(
    ("gesture", "learned"),
    [
        pytest.param("unflag", "week", id="the flag taken from an unread mail"),
        pytest.param("read and unflag", None, id="the flag taken from a mail that was read: it is done with"),
        pytest.param("leave", None, id="nothing done"),
    ],
)
def test_a_flag_that_is_taken_away_says_not_urgent(office: Whole, gesture: str, learned: str | None) -> None:
    sender = f"{gesture.replace(' ', '.')}@urgent.example"
    first = office.deliver(
        "URGENT : rappelez-moi tout de suite", "Rappelez-moi immédiatement, c'est urgent.", sender=sender
    )
    office.turn(minutes=1)
    assert office.seen(first).verdict["urgency"] in ("now", "today")
    with office.mailbox() as session:
        uid = uid_of(session, "INBOX", first)
        if "read" in gesture:
            session.store([uid], ["\\Seen"])
        if "unflag" in gesture:
            session.store([uid], (), ["\\Flagged"])
    office.app.learner.from_mailboxes()
    assert [one.correction.urgency for one in stored(office, sender)] == [learned] * (learned is not None)


def test_a_flag_that_is_given_says_urgent(office: Whole) -> None:
    first = office.deliver("Compte rendu", "Bonjour, voici le compte rendu de mardi.", sender="e@calme.example")
    office.turn(minutes=1)
    assert office.seen(first).verdict["urgency"] not in ("now", "today")
    with office.mailbox() as session:
        uid = uid_of(session, "INBOX", first)
        session.store([uid], ["\\Flagged"])
    office.app.learner.from_mailboxes()
    second = office.deliver("Compte rendu", "Bonjour, voici le compte rendu de jeudi.", sender="e@calme.example")
    office.turn(minutes=1)
    assert office.seen(second).verdict["urgency"] == "today"


def test_a_private_mail_teaches_nothing_and_an_unknown_one_is_said_so(office: Whole) -> None:
    private = office.deliver("[Personnel] vacances", "Bonjour", sender="f@ami.example")
    office.turn(minutes=1)
    for words in (private, "999999", "<nobody@nowhere.example>"):
        with office.app.ledger.reading() as tx, pytest.raises(UserError):
            corrections.mail_named(tx, words)


def test_a_correction_to_what_is_no_work_asks_for_nothing_more(office: Whole) -> None:
    first = office.deliver("Devis", "Pouvez-vous nous envoyer le devis avant vendredi ?", sender="g@client.example")
    office.turn(minutes=1)
    correct(office, first, kind="automatic")
    verdict = office.seen(first).verdict
    assert (verdict["act"], verdict["reply_expected"], verdict["urgency"], verdict["who"]) == (
        False,
        False,
        "none",
        [],
    )
    assert "deadline" not in verdict
    correct(office, first, urgency="today")
    assert office.seen(first).verdict["corrected"]["kind"] != "automatic"


def test_old_moves_are_not_looked_at_again(office: Whole) -> None:
    assert gestures.moved_back(office.app.ledger, office.clock.now() + timedelta(days=40)) == 0


def test_corrections_are_told_in_the_journal_without_words_of_the_mail(office: Whole, tmp_path: Path) -> None:
    from officebot.engine.record import journal

    told = office.deliver("Planning", "Bonjour, voici le planning.", sender="h@client.example")
    office.turn(minutes=1)
    correct(office, told, urgency="today")
    with office.app.ledger.reading() as tx:
        found = [entry for entry in journal.read(tx) if entry.what == "mail.corrected"]
        assert found
        assert journal.verify(tx).bad is None
