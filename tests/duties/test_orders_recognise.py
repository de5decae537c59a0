"""Which mails are read for news of orders: whatever a supplier writes, and what speaks of orders, which alone is an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from officebot.core.mail import Address, Mail
from officebot.core.people import Contact, Contacts
from officebot.duties.orders.recognise import LETTER, PAPERS, recognise
from tests.core.orders.orderbook import PORT
from tests.duties.test_orders import _AT, OFFICE, _mail
from tests.speed import within

_FACTS = replace(OFFICE, contacts=Contacts((Contact(name="Papeteries du Port", addresses=(PORT,), kind="supplier"),)))


def _claimed(text: str, sender: str = PORT, subject: str = "Bonjour", **values: Any) -> list[str]:
    mail = Mail(ref=_mail(PORT, "").ref, subject=subject, text=text, sender=Address("", sender), date=_AT,
                received=_AT, **values)  # fmt: skip
    return [one.kind for one in recognise(mail, _FACTS, None, _AT)]


_AMONG_ACQUAINTANCES = [
    "Les agrafes sont remplacées par le modèle bleu.",
    "4 bidons et 9 boîtes déposés, une boîte oubliée, je la ramène mardi.",
    "Nous devons annuler les chaises.",
    "C'est confirmé, bonne journée.",
    "Both vans done.",
    "Line 2 follows on Friday.",
    "The lamps are sold out.",
    "Will be three days late I'm afraid.",
    "Toute l'équipe vous souhaite une belle année 2027 !",
    "Please meet Julia, who now looks after your account.",
]


@pytest.mark.parametrize("text", _AMONG_ACQUAINTANCES)
def test_what_a_supplier_writes_without_a_word_of_orders_is_read_and_counts_as_no_answer(text: str) -> None:
    assert _claimed(text) == [LETTER]


@pytest.mark.parametrize("text", _AMONG_ACQUAINTANCES)
def test_the_same_words_of_anybody_else_say_nothing_of_orders(text: str) -> None:
    assert _claimed(text, "paul@elsewhere.example") == []


@pytest.mark.parametrize("text", _AMONG_ACQUAINTANCES)
def test_the_same_words_of_a_supplier_s_machine_or_list_are_left_alone(text: str) -> None:
    assert _claimed(text, is_automatic=True) == []
    assert _claimed(text, is_list=True) == []


@pytest.mark.parametrize(
    "head", ["---- Message transféré ----\nDe : Le Port <{}>", "Begin forwarded message:\n\nFrom: {}"]
)
def test_what_a_colleague_passes_on_of_a_supplier_is_read_as_the_supplier_s(head: str) -> None:
    text = f"Pour toi, je crois.\n\n{head}\n\nLes agrafes sont remplacées par le modèle bleu."
    assert _claimed(text.format(PORT), "paul@elsewhere.example", "TR: agrafes") == [LETTER]
    assert _claimed(text.format("zoe@elsewhere.example"), "paul@elsewhere.example", "TR: agrafes") == []
    assert _claimed(text.format(PORT), "paul@elsewhere.example", "agrafes") == []


@pytest.mark.parametrize(
    "text", ["Votre commande part demain.", "Your order ships tomorrow.", "Le papier est en rupture."]
)
def test_words_of_orders_are_read_whoever_writes_them(text: str) -> None:
    assert _claimed(text) == _claimed(text, "paul@elsewhere.example") == [PAPERS]


def test_a_supplier_s_long_letter_about_something_else_costs_little() -> None:
    text = "Nous étions heureux de vous voir mardi, et toute notre maison vous salue bien. " * 2_000
    within(0.02, lambda: _claimed(text))
