"""What colleagues ask for in mails."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.core.orders.wishes import wishes_in

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bonjour Nadia,\n\nil nous faudrait 10 classeurs à levier bleus et 3 agrafeuses pour lundi.\n\nMalik",
         [("classeurs à levier bleus", 10), ("agrafeuses", 3)]),
        ("Hi,\n\ncould you order two headsets and 5 USB-C cables please? We are running low.\n\nRachel",
         [("headsets", 2), ("USB-C cables", 5)]),
        ("Bonjour,\n\npeux-tu commander :\n- 4 toners noirs OB-3391\n- 20 ramettes de papier A4\n\nMerci", ["toner", "papier"]),
        ("Merci de prévoir 2 cartouches d'encre pour l'imprimante du 2e étage.", ["cartouches"]),
    ],
)  # fmt: skip
def test_a_wish_names_what_and_how_many(text: str, wanted: list[object]) -> None:
    found = list(wishes_in(text, THURSDAY))
    assert len(found) == len(wanted)
    for wish, one in zip(found, wanted, strict=True):
        if isinstance(one, tuple):
            assert (wish.label, wish.quantity) == one
        else:
            assert str(one) in wish.label


def test_a_wish_has_the_day_that_it_names() -> None:
    [wish] = wishes_in("Il nous faudrait 10 classeurs pour lundi.", THURSDAY)
    assert wish.wanted_by == date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    [
        "J'ai commandé 3 chaises hier.",
        "Avons-nous besoin de 3 salles demain ?",
        "We need to talk about the 3 candidates tomorrow.",
        "Il faut que 4 personnes viennent lundi.",
        "Inutile de commander 10 ramettes : il en reste.",
        "The 12 boxes were received this morning.",
    ],
)
def test_what_was_done_or_is_something_else_is_no_wish(text: str) -> None:
    assert list(wishes_in(text, THURSDAY)) == []
