"""What acquaintances say of ordered lines in passing: the day of several, less than ordered, a price, orders one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from officebot.core.orders.compared import compared
from officebot.core.orders.following import Step, steps
from officebot.core.orders.hearing import clauses
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderLine
from officebot.core.trade.model import Answer
from tests.core.orders.orderbook import BOOK, FILES, PAPER, TODAY, letter, line, paper, said

_TWIN = line("BC-2026-0042", 3, "Papier A4 80 g", "57", unit="ramette")
_ALONE = Matcher(BOOK)
_MATCHER = Matcher(replace(BOOK, lines=(*BOOK.lines, _TWIN)))


def _heard(text: str, subject: str = "BC-2026-0041") -> Match:
    found = _MATCHER.listen(letter(subject=subject, new=text))
    assert found is not None
    return found


def _step(text: str, ours: OrderLine, subject: str = "BC-2026-0041") -> Step:
    """What a letter does to a line once somebody has said yes to it."""
    found = _heard(text, subject)
    yes = [replace(one, line=one.likeliest) for one in found.lines if one.likeliest and one.likeliest.key == ours.key]
    assert yes, [one.likeliest for one in found.lines]
    return steps([replace(found, lines=tuple(yes))], TODAY)[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Le papier est en stock, départ lundi, chez vous mercredi 2 décembre.", date(2026, 12, 2)),
        ("The A4 paper goes out tomorrow and should be with you on Tuesday 1 December.", date(2026, 12, 1)),
        ("Le papier sera coupé lundi et livré vendredi 4 décembre.", date(2026, 12, 4)),
        ("Le papier, pas avant le 15 décembre.", date(2026, 12, 15)),
        ("The A4 paper, not until 15 December.", date(2026, 12, 15)),
        ("Le papier : mardi 8 décembre, la machine est prise jusqu'à lundi.", date(2026, 12, 8)),
        ("Le papier est dispo le 3 décembre.", date(2026, 12, 3)),
        ("The A4 paper at last: Thursday 3 December.", date(2026, 12, 3)),
    ],
)
def test_the_day_is_the_one_on_which_the_goods_are_here(text: str, day: date) -> None:
    step = _step(text, PAPER)
    assert (step.after.promised, step.after.received) == (day, 0)


@pytest.mark.parametrize(
    "text",
    [
        "57 ramettes de papier déposées à l'accueil ce matin.",
        "Le chauffeur vient de déposer le papier chez vous, 57 ramettes.",
        "The driver left 57 reams of A4 paper this morning.",
        "The A4 paper came today, 57 reams.",
    ],
)
def test_what_was_put_down_at_ours_has_come(text: str) -> None:
    assert _step(text, PAPER).after.received == 57


@pytest.mark.parametrize(("text", "price"), [
    ("Le papier est passé à 4,40 € depuis septembre.", "4.40"),
    ("The A4 paper has gone up to 4.40 € a ream.", "4.40"),
])  # fmt: skip
def test_a_price_behind_the_name_is_its_price(text: str, price: str) -> None:
    assert _step(text, PAPER).after.confirmed_price == Decimal(price)


def test_a_price_that_is_none_of_the_line_s_is_left_alone() -> None:
    assert _step("Le papier arrive le 3 décembre, port 45 €.", PAPER).after.confirmed_price is None


@pytest.mark.parametrize(
    "text",
    [
        "BC-2026-0041 : papier le 3 décembre.\n\nBC-2026-0042 : papier le 8 décembre.",
        "BC-2026-0041 - paper on 3 December.\nBC-2026-0042 - paper on 8 December.",
        "BC-2026-0041 :\nLe papier arrive le 3 décembre.\n\nBC-2026-0042 :\nLe papier arrive le 8 décembre.",
    ],
)
def test_what_stands_below_an_order_s_number_is_said_of_that_order(text: str) -> None:
    subject = "Vos deux commandes"
    assert _step(text, PAPER, subject).after.promised == date(2026, 12, 3)
    assert _step(text, _TWIN, subject).after.promised == date(2026, 12, 8)


def test_what_one_sentence_cancels_is_not_what_another_speaks_of() -> None:
    text = "Le papier suit demain. Nous ne pouvons plus vous livrer les stylos, nous les annulons."
    differences = [one.what.value for one in _step(text, PAPER).differences]
    assert "cancelled" not in differences


@pytest.mark.parametrize("kind", ["cancellation", "confirmation"])
@pytest.mark.parametrize("syntax", ["text", "ubl"])
def test_a_line_that_is_cancelled_is_flagged_and_stays_as_it_is(kind: str, syntax: str) -> None:
    gone = replace(said("Papier A4 80 g", "57"), answer=Answer.rejected)
    document = paper(kind, gone, references=("BC-2026-0041",), syntax=syntax, notes=(gone.says,))
    (step,) = steps([_ALONE.match(document, letter(subject="BC-2026-0041", new="Papier A4 80 g"))], TODAY)
    assert [one.what.value for one in step.differences] == ["cancelled"]
    assert step.after == step.before == PAPER


def test_a_cancellation_with_a_question_behind_it_is_asked_about() -> None:
    gone = replace(said("Le papier est annulé"), answer=Answer.rejected)
    document = paper(
        "cancellation", gone, references=("BC-2026-0041",), syntax="text", notes=(gone.says, "Cela ira-t-il ?")
    )
    found = _ALONE.match(document, letter(subject="BC-2026-0041", new="Le papier est annulé. Cela ira-t-il ?"))
    assert not list(found.certain)
    assert next(found.doubtful).likeliest == PAPER


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Je peux vous en faire 40 et pas 57.", "40"),
        ("Nous n'avons que 40 sur les 57.", "40"),
        ("We can send 40 instead of 57.", "40"),
        ("There are only 40 of the 57.", "40"),
        ("Il en vient 60 au lieu de 57.", "60"),
    ],
)
def test_a_number_set_against_the_one_ordered_is_meant(words: str, left: str) -> None:
    found = compared(Matched(said=said("papier"), candidates=(PAPER,)), words)
    assert found.said.quantity == Decimal(left)


@pytest.mark.parametrize(
    "words", ["40 sur les 60", "57 sur 57", "12 cartons et pas de palette", "9000 instead of 57"]
)
def test_numbers_that_say_nothing_against_what_was_ordered_are_left(words: str) -> None:
    one = Matched(said=said("papier"), candidates=(PAPER,))
    assert compared(one, words) == one


@pytest.mark.parametrize(
    ("label", "words", "quantity", "kept"),
    [
        ("Gaine 20 mm", "gaine 20", "20", None),
        ("Gaine 20 mm", "20 gaines", "20", "20"),
        ("Gants taille 9", "9 paires taille 9", "9", "9"),
        ("Sel de déneigement", "41 - sel et terreau", "41", "41"),
        ("Sel de déneigement", "2026 : sel et terreau", "2026", None),
    ],
)
def test_a_number_of_a_name_or_of_the_order_counts_nothing(
    label: str, words: str, quantity: str, kept: str | None
) -> None:
    ours = line("BC-2026-0041", 1, label, "300")
    found = compared(Matched(said=said(words, quantity), candidates=(ours,)), words)
    assert found.said.quantity == (None if kept is None else Decimal(kept))


def test_a_name_and_what_is_said_of_it_behind_a_colon_are_one_thought() -> None:
    assert clauses("HA1105 : en rupture, retour le 4. Le reste suit.") == [
        "HA1105 : en rupture, retour le 4.",
        "Le reste suit.",
    ]
    listed = "Voici le détail de ce que nous vous avons livré :\nPapier x 57\nStylos x 20"
    assert clauses(listed)[1:] == ["Papier x 57", "Stylos x 20"]


def test_files_of_another_order_stay_as_they_are() -> None:
    found = _heard("BC-2026-0041 : papier le 3 décembre.\nBC-2026-0042 : papier le 8 décembre.", "Vos commandes")
    assert FILES.key not in {one.likeliest.key for one in found.lines if one.likeliest}
