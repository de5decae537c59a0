"""A paper that nobody can lay out still speaks of what was ordered, and is only ever asked about."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.matches import Match
from officebot.core.orders.matching import Matcher
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import TradeDocument, TradeKind
from tests.core.orders.orderbook import BOOK, FILES, PAPER, PENS, PORT, TODAY, TONER, letter, said
from tests.speed import within


def slip(*rows: tuple[str, ...], references: tuple[str, ...] = ("BC-2026-0041",)) -> TradeDocument:
    return TradeDocument(kind=TradeKind.other, syntax="table", rows=rows, references=references)


def gleaned(document: TradeDocument) -> Match | None:
    return Matcher(BOOK).glean(document, letter())


def keys(found: Match | None) -> list[tuple[str, int]]:
    return [] if found is None else [one.likeliest.key for one in found.lines if one.likeliest is not None]


def test_rows_without_any_heading_are_known_by_their_words_and_nothing_is_certain() -> None:
    found = gleaned(slip(("slip 88",), ("20", "STYLO BLEU"), ("57 ram.", "PAP. A4 80G")))
    assert keys(found) == [PENS.key, PAPER.key]
    assert found is not None
    assert list(found.certain) == []
    assert [one.said.quantity for one in found.lines] == [PENS.quantity, PAPER.quantity]


def test_a_row_without_words_is_known_by_quantity_and_price_together_but_not_by_one_of_them() -> None:
    assert keys(gleaned(slip(("57", "x", "4,00", "228,00")))) == [PAPER.key]
    assert keys(gleaned(slip(("57", "x", "9,00")))) == []
    assert keys(gleaned(slip(("3", "x", "4,00")))) == []


def test_a_column_of_places_names_the_lines_of_the_order() -> None:
    assert keys(gleaned(slip(("fait", "pos."), ("ok", "2"), ("ok", "1")))) == [PENS.key, PAPER.key]


def test_an_article_number_names_its_line_whatever_stands_beside_it() -> None:
    assert keys(gleaned(slip(("palette", "42-202", "bleue"), references=("BC-2026-0042",)))) == [TONER.key]


def test_each_ordered_line_is_found_once_in_the_row_that_says_most() -> None:
    rows = (("Classeur",), ("Classeur à levier", "10"), ("Classeur à levier",))
    found = gleaned(slip(*rows, references=("BC-2026-0042",)))
    assert keys(found) == [FILES.key]
    assert found is not None
    assert found.lines[0].said.quantity == FILES.quantity


def test_a_paper_about_nothing_that_was_ordered_says_nothing() -> None:
    assert gleaned(slip(("Horaires d’ouverture",), ("lundi", "9:00"), ("57 12", "2026-11-20"))) is None


def test_a_letter_that_counts_goods_in_one_breath_is_heard_good_by_good() -> None:
    body = "Le papier A4 est parti, et tous les stylos bleus ; les toners 26A suivront (commandes 41 et 42)."
    found = Matcher(BOOK).listen(letter(subject="Livraison BC-2026-0041 et BC-2026-0042", new=body))
    assert set(keys(found)) >= {PAPER.key, PENS.key, TONER.key}


@given(st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=20))
def test_whatever_stands_on_a_paper_no_line_is_found_twice(rows: list[list[str]]) -> None:
    found = keys(gleaned(slip(*(tuple(row) for row in rows))))
    assert len(found) == len(set(found))


def test_a_paper_full_of_figures_is_gone_through_quickly() -> None:
    rows = tuple(("1 " * 60, "9.999,1" * 17, "57 " * 40) for _ in range(200))
    within(2, lambda: gleaned(slip(*rows)))


def test_a_carrier_speaks_for_the_supplier_whom_its_notice_names_and_is_only_asked_about() -> None:
    body = "Livraison du jour pour le compte de Papeteries du Port :\n20 stylos bleus"
    notice = TradeDocument(kind=TradeKind.despatch, syntax="text", lines=(said("20 stylos bleus", "20"),))
    found = Matcher(BOOK).match(notice, letter("suivi@rouliers.example", "Livraison", body))
    assert keys(found) == [PENS.key]
    assert list(found.certain) == []
    silent = Matcher(BOOK).match(notice, letter("suivi@rouliers.example", "Livraison", "20 stylos bleus"))
    assert keys(silent) == []


def test_points_that_are_answered_by_their_numbers_are_the_lines_of_the_order_that_is_named() -> None:
    found = Matcher(BOOK).listen(letter(subject="Re: BC-2026-0041", new="1) c’est bon\n2) oui aussi"))
    assert set(keys(found)) == {PAPER.key, PENS.key}


def test_what_is_passed_on_without_a_word_is_read_as_if_it_had_come_by_itself() -> None:
    told = Letter(
        sender=PORT, subject="TR: BC-2026-0041", new="Voir ci-dessous.", quoted="Stylo bleu : lundi", day=TODAY
    )
    assert keys(Matcher(BOOK).listen(told)) == [PENS.key]
    assert keys(Matcher(BOOK).listen(replace(told, subject="RE: BC-2026-0041"))) == []
