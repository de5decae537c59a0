"""What is announced has not come yet; what is told in packs is counted as it was ordered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from officebot.core.orders.announced import announced, is_announced
from officebot.core.orders.following import steps
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderLine
from officebot.core.orders.packs import in_our_units
from officebot.core.trade.model import TradeKind, TradeLine
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.pointing import EXCEPT, of_all
from tests.core.orders.orderbook import BOOK, PAPER, PENS, TODAY, letter, paper, said

ON = date(2026, 11, 2)


@pytest.mark.parametrize(
    "words",
    [
        "Les lampes partent demain.",
        "Vos chaises partiront jeudi de notre entrepôt.",
        "Nous expédierons les câbles lundi.",
        "The lamps will go out today.",
        "Your chairs are leaving on Thursday.",
        "The cables will be dispatched tomorrow.",
        "Les lampes sont prêtes, le colis part demain.",
    ],
)
def test_what_leaves_today_or_later_is_announced(words: str) -> None:
    assert is_announced(words)


@pytest.mark.parametrize(
    "words",
    [
        "Les lampes sont parties hier.",
        "Vos chaises ont été livrées ce matin.",
        "The lamps went out yesterday.",
        "Your chairs have left our warehouse.",
        "The cables were delivered today.",
        "Livraison de notre part : 20 lampes.",
        "Part delivery: 20 lamps.",
        "Delivery of 16 lamps, which leaves 4 to follow.",
    ],
)
def test_what_has_left_is_not_announced(words: str) -> None:
    assert not is_announced(words)


def _line(quantity: str, unit: str) -> OrderLine:
    return OrderLine(order="PO-1", line=1, label="Goods", quantity=Decimal(quantity), unit=unit)


@pytest.mark.parametrize(
    ("words", "count", "ordered", "unit", "meant"),
    [
        ("6 paquets de 24 rouleaux", "6", "200", "rouleau", "144"),
        ("5 packs of 12 rolls", "5", "60", "roll", "60"),
        ("20 sachets de 50 serviettes", "20", "1000", "pièce", "1000"),
        ("4 boxes of 50 gloves", "4", "4", "box", "4"),
        ("4 boîtes de 50 gants", "4", "4", "boîte", "4"),
    ],
)
def test_packs_are_told_in_the_unit_of_the_order(words: str, count: str, ordered: str, unit: str, meant: str) -> None:
    said = TradeLine(label=words, says=words, quantity=Decimal(count))
    assert in_our_units(said, _line(ordered, unit)).quantity == Decimal(meant)


@pytest.mark.parametrize(("told", "meant"), [("24", "2"), ("4", "4")])
def test_the_price_of_a_pack_is_that_of_all_it_holds_unless_it_is_ours(told: str, meant: str) -> None:
    words = "5 packs of 12 rolls"
    ours = replace(_line("60", "roll"), price=Decimal(4))
    said = TradeLine(label=words, says=words, quantity=Decimal(5), price=Decimal(told))
    assert in_our_units(said, ours).price == Decimal(meant)


def _read(text: str, kind: str) -> Match:
    document = paper(kind, notes=(text,), syntax="text")
    return Matcher(BOOK).match(document, letter(new=text))


def test_goods_that_are_announced_are_promised_and_not_received() -> None:
    text = "Commande BC-2026-0041 : les stylos bleus partent demain."
    document = paper("despatch", said(text, "20"), notes=(text,), syntax="text")
    news = announced(Matched(said=document.lines[0], candidates=(PENS,)), document)
    assert news.news is TradeKind.confirmation
    assert news.said.quantity is None


def test_what_came_on_paper_is_never_a_promise() -> None:
    document = paper("despatch", said("Stylos, départ demain", "20"))
    one = Matched(said=document.lines[0], line=PENS)
    assert announced(one, document) is one


def test_the_day_of_a_delivery_is_no_promised_day_of_what_is_promised_beside_it() -> None:
    document = paper("despatch", said("Stylo bleu"), delivery_date=TODAY, syntax="text")
    promised = Matched(said=document.lines[0], line=PENS, news=TradeKind.confirmation)
    (step,) = steps([Match(document=document, lines=(promised,))], TODAY)
    assert step.after.promised == PENS.due


def test_an_article_is_left_out_of_a_whole_by_its_number() -> None:
    match = _read("Toute la commande BC-2026-0041 est partie sauf 41-202.", "despatch")
    wholes = [one.likeliest for one in match.lines if "whole order" in str(one.reasons[0])]
    assert wholes == [PAPER]


def test_a_complete_delivery_above_a_list_says_nothing_more_than_the_list() -> None:
    text = "Votre livraison BC-2026-0041 est complète."
    listed = (
        said("Papier A4 80 g", "57", order="BC-2026-0041"),
        said("Stylo bleu", "10", order="BC-2026-0041"),
    )
    document = paper("despatch", *listed, notes=(text,), syntax="text")
    match = Matcher(BOOK).match(document, letter(new=text))
    assert [one.likeliest for one in match.lines] == [PAPER, PENS]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Livraison semaine 47, le mercredi 18/11.", "fr"),
        ("Nous livrons le 18 novembre, en semaine 47.", "fr"),
        ("Delivery in week 47, on Wednesday 18 November.", "en"),
    ],
)
def test_a_day_tells_more_than_its_week(words: str, language: str) -> None:
    assert Days(ON, language).last(words) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("All goods except the brushes were delivered on 30 October.", "brushes"),
        ("Everything but for the lamps went out on 30 October.", "lamps"),
    ],
)
def test_the_verb_of_all_is_not_that_of_what_is_left_out(words: str, left_out: str) -> None:
    lines = of_all(words, Days(ON, "en"))
    assert [one.note for one in lines] == [EXCEPT + left_out]
    assert lines[0].delivery_date == date(2026, 10, 30)
