"""A letter is entered by itself only where all that it says was understood; what it asks, offers or dates besides is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from officebot.core.orders.matches import Matched
from officebot.core.orders.understanding import is_undecided, understood
from officebot.core.trade.model import TradeDocument
from tests.core.orders.orderbook import PAPER, TODAY, meant, paper, said

_SAID = said("Papier A4 80 g", "57")


def _letter(*notes: str) -> TradeDocument:
    line = replace(_SAID, says=notes[0])
    return paper("confirmation", line, syntax="text", notes=notes, issued=TODAY)


def _asks(document: TradeDocument, found: Sequence[Matched] | None = None) -> bool:
    lines = found or list(meant(document, (document.lines[0], PAPER)).lines)
    return bool(understood(document, lines, TODAY).problems)


@pytest.mark.parametrize(
    "notes",
    [
        ("Le papier est confirmé.", "Le prix passe à 4,30 € dès cette semaine."),
        ("The paper is confirmed.", "Please note the price is now €4.30 a ream."),
        ("Le papier est confirmé.", "La livraison se fera plutôt le 18 décembre."),
        ("The paper is confirmed.", "Delivery has moved to 18 December."),
        ("Le papier est confirmé.", "Nos tarifs augmentent de 3 %."),
        ("The paper is confirmed.", "A surcharge of 2.5% applies from now on."),
        ("Le papier est confirmé.", "Pour l'instant il n'y en a que 40 au dépôt."),
        ("The paper is confirmed.", "So far only 40 have come off the machine."),
        ("Le papier est confirmé.", "Le recyclé aura du retard."),
        ("The paper is confirmed.", "The recycled one has been discontinued."),
        ("Le papier est confirmé.", "Il sera là début janvier."),
        ("The paper is confirmed.", "It will come early next month."),
        ("Le papier est confirmé.", "Le livrez-vous au rez-de-chaussée ?"),
        ("The paper is confirmed.", "Is the loading bay open on Friday?"),
        ("Le papier est confirmé.", "Le recyclé viendra à la place du blanc."),
        ("The paper is confirmed.", "We will send the recycled one instead."),
    ],
)
def test_what_was_not_read_of_a_letter_is_left_to_a_person(notes: tuple[str, ...]) -> None:
    assert _asks(_letter(*notes))


@pytest.mark.parametrize(
    "notes",
    [
        ("Le papier est confirmé au prix de 4,00 €.", "Livraison le 10 décembre comme convenu."),
        ("The paper is confirmed at €4.00.", "It will be there on 10 December, as agreed."),
        ("Le papier est confirmé.", "Merci pour votre commande du 20 novembre 2026."),
        ("The paper is confirmed.", "VAT of 20% comes on top."),
        ("Le papier A4 80 g est confirmé, les 57.", "Rappel de votre commande BC-2026-0041, ligne 1."),
        ("All 57 are confirmed.", "The driver comes at 10:30 to 14 Mill Lane, in 14 days at most."),
        ("Le papier est confirmé.", "Toute l'équipe vous remercie."),
    ],
)
def test_what_was_agreed_before_and_mere_politeness_hold_nothing_up(notes: tuple[str, ...]) -> None:
    assert not _asks(_letter(*notes))


def test_the_price_of_something_that_no_line_is_about_is_left_over() -> None:
    document = _letter("Papier confirmé.", "The coffee break is now €5.60.")
    other = Matched(said=replace(said("coffee break"), price=PAPER.price))
    assert _asks(document, [*meant(document, (document.lines[0], PAPER)).lines, other])


def test_a_document_of_a_program_and_a_letter_of_which_nothing_is_certain_have_nothing_left_over() -> None:
    document = _letter("Le papier est confirmé.", "Le livrez-vous en bas ?")
    assert not understood(
        replace(document, syntax="ubl"), meant(document, (document.lines[0], PAPER)).lines, TODAY
    ).problems
    assert not understood(document, [Matched(said=document.lines[0], candidates=(PAPER,))], TODAY).problems


@pytest.mark.parametrize(
    "notes",
    [
        ("La ramette blanche n'est plus fabriquée.", "Son remplaçant est le modèle recyclé."),
        ("The white ream is out of stock until spring.", "We have a recycled one.", "Would that do?"),
        ("La ramette blanche est épuisée.", "La recyclée est là.", "Qu'en dites-vous ?"),
    ],
)
def test_what_a_question_or_a_substitute_a_little_further_on_is_about_is_undecided(notes: tuple[str, ...]) -> None:
    document = _letter(*notes)
    assert is_undecided(document.lines[0], document)


def test_a_question_far_from_a_line_is_not_about_it() -> None:
    document = _letter(
        "Le papier arrive le 10 décembre.", "Les stylos aussi.", "La facture suit.", "Au fait, êtes-vous là ?"
    )
    assert not is_undecided(document.lines[0], document)
