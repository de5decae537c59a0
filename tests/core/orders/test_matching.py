"""Lines of documents are matched where it is certain, and asked about where it is not."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.matches import Match
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderBook
from officebot.core.trade.model import TradeDocument
from tests.core.orders.orderbook import BOOK, CHAIR, FILES, NORD, PAPER, PENS, TONER, letter, paper, said


def sure(found: Match) -> list[tuple[str, int]]:
    return [ours.key for _, ours in found.certain]


def asked(found: Match) -> list[tuple[str, int]]:
    return [one.candidates[0].key for one in found.doubtful]


def match(document: TradeDocument, **mail: Any) -> Match:
    return Matcher(BOOK).match(document, letter(**mail))


def test_a_line_of_a_named_order_is_matched_by_its_number_or_its_words() -> None:
    found = match(paper("confirmation", said(buyer_article="41-101", quantity="57"), said("Stylo bleu", "20"),
                        references=("BC-2026-0041",)))  # fmt: skip
    assert sure(found) == [PAPER.key, PENS.key]
    assert found.orders == ("BC-2026-0041",)


def test_words_alone_without_order_or_quantity_are_asked_about() -> None:
    found = match(paper("confirmation", said("Stylo bleu", "3")))
    assert (sure(found), asked(found)) == ([], [PENS.key])


def test_the_same_article_in_two_orders_is_asked_about_where_none_is_named() -> None:
    twin = replace(PENS, order="BC-2026-0042", line=3)
    document = paper("confirmation", said("Stylo bleu", "20"))
    matcher = Matcher(replace(BOOK, lines=(*BOOK.lines, twin)))
    found = matcher.match(document, letter())
    assert (sure(found), len(asked(found))) == ([], 1)
    named = matcher.match(replace(document, references=("BC-2026-0042",)), letter())
    assert sure(named) == [twin.key]


def test_a_document_made_out_to_somebody_else_is_asked_about() -> None:
    from officebot.core.trade.model import Party

    document = paper(
        "confirmation", said("Stylo bleu", "20"), references=("BC-2026-0041",), buyer=Party(name="Verrerie")
    )
    found = Matcher(BOOK).match(document, replace(letter(), office="Atelier Morin"))
    assert sure(found) == []


def test_the_whole_of_a_named_order_is_each_of_its_lines_asked_about_where_somebody_writes_it() -> None:
    note = "Nous confirmons votre commande BC-2026-0041."
    found = match(paper("confirmation", notes=(note,), syntax="text"), new=note)
    assert (sure(found), asked(found)) == ([], [PAPER.key, PENS.key])
    structured = match(paper("confirmation", references=("BC-2026-0041",), syntax="ubl"))
    assert sure(structured) == [PAPER.key, PENS.key]


def test_several_orders_in_one_sentence_are_each_meant() -> None:
    note = "Nous confirmons vos commandes BC-2026-0041 et BC-2026-0042."
    found = match(paper("confirmation", notes=(note,), syntax="text"), new=note)
    assert (asked(found), sure(found)) == ([PAPER.key, PENS.key, FILES.key, TONER.key], [])


def test_three_parts_of_a_line_are_no_more_together_than_was_ordered() -> None:
    parts = [said("Papier A4 80 g", quantity) for quantity in ("18", "20", "20")]
    found = match(paper("confirmation", *parts, references=("BC-2026-0041",)))
    assert len(sure(found)) == 2
    fits = match(paper("confirmation", *parts[:2], said("Papier A4 80 g", "19"), references=("BC-2026-0041",)))
    assert sure(fits) == [PAPER.key] * 3


def test_the_rest_is_entered_once_and_a_quantity_of_all_is_that_of_none() -> None:
    rest = said("tout le reste")
    found = match(paper("confirmation", rest, rest, references=("BC-2026-0041",), syntax="ubl"))
    assert sure(found) == [PAPER.key, PENS.key]
    some = match(paper("confirmation", said("tout le reste", "5"), references=("BC-2026-0041",), syntax="ubl"))
    assert sure(some) == []
    assert [one.said.quantity for one in some.doubtful] == [None, None]


def test_what_is_said_of_one_order_is_not_entered_for_another_of_the_letter() -> None:
    notes = ("Nous confirmons votre commande BC-2026-0041.", "Pour la BC-2026-0042 nous attendons l'usine.")
    found = match(paper("confirmation", notes=notes, syntax="text"), new=" ".join(notes))
    assert sure(found) == []
    assert set(asked(found)) >= {PAPER.key, FILES.key}


def test_a_stranger_is_matched_to_nothing_unless_he_names_the_order_whole() -> None:
    document = paper("confirmation", said("Stylo bleu", "20"))
    assert match(document, sender="x@else.example").lines[0].likeliest is None
    assert sure(match(replace(document, references=("BC-2026-0041",)), sender="x@else.example")) == [PENS.key]
    short = match(replace(document, references=("commande 41",)), sender="x@else.example")
    assert short.lines[0].likeliest is None


_LABELS = st.sampled_from(
    ("Papier A4 80 g", "Stylo bleu", "Classeur à levier", "Chaise visiteur", "tout le reste", "26A", "x")
)
_SAID = st.builds(
    lambda label, quantity, order: said(label, quantity, order=order), _LABELS | st.text(max_size=30),
    st.none() | st.integers(-5, 99).map(str), st.sampled_from(("", "BC-2026-0041", "BC 41", "42", "2026-0099")),
)  # fmt: skip
_PAPERS = st.builds(
    lambda kind, lines, references, syntax: paper(kind, *lines, references=references, syntax=syntax),
    st.sampled_from(("confirmation", "despatch", "invoice", "delay", "other")), st.lists(_SAID, max_size=6),
    st.sampled_from(((), ("BC-2026-0041",), ("BC-2026-0042", "0041"))), st.sampled_from(("pdf", "text", "ubl")),
)  # fmt: skip


@given(_PAPERS, st.text(max_size=200))
def test_whatever_is_said_a_line_takes_no_more_than_was_ordered_and_is_the_speaker_s(
    document: TradeDocument, words: str
) -> None:
    found = match(document, new=words)
    counted: dict[tuple[str, int], Decimal] = {}
    times = Counter(sure(found))
    for one, ours in found.certain:
        counted[ours.key] = counted.get(ours.key, Decimal(0)) + (one.quantity or Decimal(0))
        assert ours.address != NORD or any("99" in text for text in (words, *(each.order for each in document.lines)))
    for ours in BOOK.lines:
        assert times[ours.key] < 2 or counted.get(ours.key, Decimal(0)) <= ours.quantity


@given(_PAPERS, st.randoms(use_true_random=False))
def test_the_order_of_the_book_changes_nothing_that_is_certain(
    document: TradeDocument, chance: random.Random
) -> None:
    lines = list(BOOK.lines)
    chance.shuffle(lines)
    mixed = Matcher(OrderBook(lines=tuple(lines), suppliers=BOOK.suppliers)).match(document, letter())
    assert sorted(sure(mixed)) == sorted(sure(match(document)))


@pytest.mark.parametrize("address", [NORD, "depot@nord.example"])
def test_a_firm_is_known_by_its_house(address: str) -> None:
    assert sure(match(paper("confirmation", said("Chaise visiteur", "6")), sender=address)) == [CHAIR.key]


def test_what_has_arrived_with_a_supplier_is_not_what_it_delivers_to_us() -> None:
    matcher = Matcher(OrderBook(lines=(PAPER,)))
    for words in ("Thank you, everything arrived safely.", "Merci pour votre accueil. Tout est bien arrivé."):
        assert matcher.listen(letter(new=words)) is None
    named = matcher.listen(letter(subject="BC-2026-0041", new="Tout est bien arrivé."))
    assert named is not None
    assert named.doubtful
    colleague = replace(letter("ann@office.example", new="Papeteries du Port : tout est bien arrivé."), is_ours=True)
    assert matcher.listen(colleague) is not None
