"""Suppliers, articles and budget lines as people call them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from officebot.core.orders.model import BudgetLine, OrderBook, OrderLine, Supplier
from officebot.core.orders.naming import (
    article_named,
    budget_named,
    near_articles,
    supplier_named,
    suppliers_of,
)
from officebot.core.problems import UserError
from officebot.core.stock.model import Article

PORT = Supplier(name="Papeteries du Port", address="ventes@port.example")
EST = Supplier(name="Papeteries de l’Est", address="ventes@est.example")
PAPER = Article(key="PAP-A4-80", label="Papier A4 80 g", unit="ramette")


def line(order: str = "BC-1", number: int = 1, **other: Any) -> OrderLine:
    return OrderLine(order=order, line=number, **{"quantity": Decimal(1), **other})


BOOK = OrderBook(suppliers=(PORT, EST), lines=(line(supplier="Café Moulu", address="bonjour@moulu.example"),))


@pytest.mark.parametrize("words", ["Papeteries du Port", "PAPETERIES DU PORT ", "ventes@port.example", "port"])
def test_a_supplier_is_known_by_name_address_or_a_word_that_only_it_has(words: str) -> None:
    assert supplier_named(words, BOOK) == PORT


def test_a_supplier_that_only_orders_name_is_one_with_their_address() -> None:
    assert supplier_named("cafe moulu", BOOK).address == "bonjour@moulu.example"


def test_a_supplier_without_address_in_the_table_has_the_one_of_its_orders() -> None:
    book = OrderBook(suppliers=(Supplier(name="Port"),), lines=(line(supplier="PORT", address="a@port.example"),))
    assert suppliers_of(book) == (Supplier(name="Port", address="a@port.example"),)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("papeteries", "may be Papeteries du Port, Papeteries de l’Est"),
        ("Papeterie du Port", "there is Papeteries du Port"),
        ("xyz", "add it with its address"),
        ("", "is no supplier"),
        (" ", "is no supplier"),
    ],
)
def test_who_is_nobody_or_several_is_asked_about_with_near_names(words: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        supplier_named(words, BOOK)


def test_a_supplier_that_stands_there_with_two_addresses_is_asked_about() -> None:
    twice = OrderBook(suppliers=(PORT, Supplier(name="papeteries du port", address="other@port.example")))
    with pytest.raises(UserError, match=r"ventes@port\.example, other@port\.example"):
        supplier_named("Papeteries du Port", twice)
    assert supplier_named("other@port.example", twice).address == "other@port.example"


def test_a_supplier_that_stands_there_twice_alike_is_one() -> None:
    assert supplier_named("port", OrderBook(suppliers=(PORT, PORT))) == PORT


@pytest.mark.parametrize("words", ["PAP-A4-80", "pap a4 80", "papier a4 80 G"])
def test_an_article_is_known_by_its_number_however_it_is_parted_or_by_its_name(words: str) -> None:
    found = article_named(words, [PAPER], [])
    assert found is not None
    assert found.stock == PAPER


def test_an_article_that_was_only_ordered_is_known_by_the_supplier_s_number_too_with_its_latest_order_first() -> None:
    old = line("BC-1", article="CLA", label="Classeur", supplier_article="P-77", ordered_on=date(2026, 1, 5))
    new = line("BC-2", article="CLA", label="Classeur", ordered_on=date(2026, 3, 5))
    found = article_named("p-77", [PAPER], [new, old])
    assert found is not None
    assert [one.order for one in found.lines] == ["BC-2", "BC-1"]


def test_the_lines_of_what_is_kept_belong_to_it() -> None:
    found = article_named("PAP-A4-80", [PAPER], [line(article="Papier A4 80 g"), line("BC-2", article="pap-a4-80")])
    assert found is not None
    assert {one.order for one in found.lines} == {"BC-1", "BC-2"}


def test_a_part_of_a_name_is_no_article_but_a_hint() -> None:
    assert article_named("papier", [PAPER], []) is None
    assert near_articles("papier", [PAPER], []) == ["PAP-A4-80 (Papier A4 80 g)"]
    assert near_articles("PAP-A3-80", [PAPER], []) == ["PAP-A4-80 (Papier A4 80 g)"]
    assert near_articles("gomme", [PAPER], []) == []


def test_a_name_that_two_articles_have_is_asked_about() -> None:
    other = Article(key="PAP-X", label="Papier A4 80 g")
    with pytest.raises(UserError, match="PAP-A4-80, PAP-X"):
        article_named("Papier A4 80 g", [PAPER, other], [])


BUDGET = (BudgetLine(key="606400", label="Fournitures"), BudgetLine(key="606800", label="Entretien"))


@pytest.mark.parametrize("words", ["606400", "fournitures"])
def test_a_budget_line_is_known_by_its_number_or_name(words: str) -> None:
    assert budget_named(words, BUDGET) == "606400"


def test_a_budget_line_that_is_not_there_is_asked_about_unless_there_is_no_budget() -> None:
    with pytest.raises(UserError, match="there is 606400"):
        budget_named("60640", BUDGET)
    assert budget_named("60640", ()) == "60640"
