"""What a mail that the office wrote asks of others, and what it promises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officebot.core.judging.outgoing import Outgoing, read_outgoing
from officebot.core.mail import Mail, MessageRef
from officebot.core.worktime import WorkingTime
from tests.speed import within

#: Monday 23 November 2026, 10:00 in Paris.
SENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def said(text: str, **more: bool) -> Outgoing:
    ref = MessageRef("desk", "Sent", 1, 1, "f")
    return read_outgoing(Mail(ref=ref, date=SENT, received=SENT, text=text, reply=text, **more), WorkingTime())


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour,\n\nOù en est notre commande 88-14 ?\n\nCordialement",
        "Bonjour Paul,\nMerci de nous retourner le contrat signé.",
        "Madame,\n\nPourriez-vous nous indiquer vos disponibilités.",
        "Je reste dans l'attente de votre accord.",
        "Hi Tom,\n\nCould you send the samples?\n",
        "Please confirm the delivery address.",
        "We look forward to hearing from you.",
    ],
)
def test_a_mail_of_ours_asks_for_something(text: str) -> None:
    assert said(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour,\n\nBien reçu, merci.\n",
        "Merci pour votre message. N'hésitez pas à me rappeler si vous avez des questions.",
        "Bonjour Anne, comment allez-vous ?\nVoici la facture.",
        "Veuillez trouver ci-joint le devis.\nVeuillez agréer, Madame, nos salutations.",
        "Please find attached the invoice. Let me know if you need anything else.",
        "Hope you are well. Thanks for your order.",
        "",
    ],
)
def test_courtesy_asks_for_nothing(text: str) -> None:
    assert said(text).asks == ""


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Je vous envoie le devis d'ici jeudi.", "2026-11-26"),
        ("Nous vous répondrons sous 10 jours ouvrés.", "2026-12-07"),
        ("Vous recevrez les plans avant le 30 novembre.", "2026-11-30"),
        ("We'll send the drawings by Friday.", "2026-11-27"),
        ("You will have the contract by 2 December.", "2026-12-02"),
        ("Je vous envoie le devis vendredi.", "2026-11-27"),
        ("I'll send it tomorrow.", "2026-11-24"),
    ],
)
def test_a_mail_of_ours_promises_by_a_date(text: str, by: str) -> None:
    found = said(text)
    assert (found.promised_by, found.promises) == (by, text)
    assert found.when
    assert found.when in text


@pytest.mark.parametrize(
    "text", ["Je serai absent vendredi.", "We will be closed on 2 December.", "Nous avons livré mardi."]
)
def test_a_date_alone_is_no_promise_where_nothing_is_given(text: str) -> None:
    assert said(text).promised_by == ""


def test_a_date_in_a_question_binds_the_other_side() -> None:
    found = said("Pouvez-vous confirmer avant vendredi ?\nNous livrerons ensuite.")
    assert (found.asked_by, found.promised_by) == ("2026-11-27", "")


def test_a_promise_and_a_question_are_told_apart() -> None:
    found = said("I'll send the plan by Wednesday. Could you sign it by Friday?")
    assert (found.promised_by, found.asked_by) == ("2026-11-25", "2026-11-27")


def test_nothing_is_read_from_a_private_mail() -> None:
    assert said("Could you call me by Friday?", is_private=True) == Outgoing(language="other")


@pytest.mark.parametrize("piece", ["je vous le la les ", "? ", "\n\n- ", "we will ", "a", "please", "d'ici "])
def test_hostile_lengths_take_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    within(0.2, lambda: said(text))
