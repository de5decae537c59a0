"""What the duty decides. A decision is pure: facts in, proposals out, so no office is needed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from officebot.sdk import Proposal, Remember, SetCells
from officebot.sdk.workbooks import Formula
from officebot.testing.books import book

from facts import of
from price_watch.duty import Facts, decide, in_money, key_of, percent
from price_watch.pricelist import Price
from price_watch.settings import Settings


def asked(facts: Facts, settings: Settings | None = None) -> list[Proposal]:
    """The questions."""
    return [one for one in decide(facts, settings or Settings()) if one.must_ask]


def begun(facts: Facts) -> list[str]:
    """The articles whose price is remembered without a question."""
    found = [one for one in decide(facts, Settings()) if not one.must_ask]
    return [one.value["article"] for two in found for one in two.actions if isinstance(one, Remember)]


def last(article: str, price: str, currency: str = "") -> dict[str, object]:
    """What is remembered of an article."""
    return {key_of(article): {"article": article, "price": price, "currency": currency}}


def test_a_price_that_rose_is_asked_about_with_its_cell() -> None:
    (question,) = asked(of("Paper A4;5,10"))
    assert question.actions[0] == SetCells(workbook="stock", cells=(("Stock!C2", 4.2, 5.1),))
    assert question.title.render("en") == "The price of Paper A4 rose by 21.4 %: 4.20 → 5.10"
    assert question.title.render("fr") == "Le prix de Paper A4 a augmenté de 21,4 % : 4,20 → 5,10"


def test_a_price_that_fell_is_asked_about_too() -> None:
    (question,) = asked(of("Toner black;50"))
    assert question.title.render("en") == "The price of Toner black fell by 18.0 %: 61.00 → 50.00"


def test_a_change_is_asked_about_from_the_office_s_percent_on() -> None:
    assert len(asked(of("Toner black;64,05"))) == 1
    assert not asked(of("Toner black;63,90"))
    assert len(asked(of("Toner black;63,90"), Settings(percent=4))) == 1
    assert not asked(of("Toner black;61"), Settings(percent=0))


def test_the_last_price_that_was_agreed_to_counts_more_than_the_workbook() -> None:
    assert not asked(of("Paper A4;5,10", last("Paper A4", "5.05")))
    assert len(asked(of("Paper A4;4,20", last("Paper A4", "5.05")))) == 1


def test_small_changes_add_up() -> None:
    """What was not asked about is not remembered: the third small change is a large one."""
    known = last("Toner black", "61")
    assert not begun(of("Toner black;62,5", known))
    assert not asked(of("Toner black;62,5", known))
    assert len(asked(of("Toner black;64,1", known))) == 1


def test_what_is_seen_for_the_first_time_is_remembered_without_a_question() -> None:
    assert begun(of("Pencils;0,35\nToner black;62")) == ["Pencils", "Toner black"]
    assert begun(of("Pencils;0,35", last("Pencils", "0.35"))) == []


def test_a_yes_is_remembered_with_the_cell() -> None:
    (question,) = asked(of("Paper A4;5,10 EUR"))
    assert question.actions[1] == Remember(
        key=key_of("Paper A4"), value={"article": "Paper A4", "price": "5.1", "currency": "EUR"}
    )


def test_the_same_article_has_the_same_key_and_another_one_another() -> None:
    first, again, other = (asked(of(one))[0].key for one in ("Paper A4;5,1", "PAPER a4;6", "Toner black;90"))
    assert first == again != other


def test_another_currency_is_not_compared() -> None:
    euros = book("stock", {"Stock": [["Article", "Price"], ["Paper A4", "4,20 €"], ["Toner black", "61,00 €"]]})
    assert not asked(of("Paper A4;9 USD", book=euros))
    assert len(asked(of("Paper A4;9 EUR", book=euros))) == 1


def test_a_price_that_is_reckoned_is_never_written_over() -> None:
    reckoned = book("stock", {"Stock": [["Article", "Price"], ["Paper A4", Formula("B3*2")], ["Toner black", 61]]})
    assert not list(decide(of("Paper A4;9", last("Paper A4", "4"), reckoned), Settings()))


def test_an_article_that_stands_there_twice_is_left_alone() -> None:
    twice = book("stock", {"Stock": [["Article", "Price"], ["Paper A4", 4], ["paper  A4", 5], ["Toner black", 61]]})
    assert not list(decide(of("Paper A4;9", book=twice), Settings()))


def test_prices_that_are_not_clear_are_told() -> None:
    (question,) = asked(of("Paper A4;5,1\nToner black;maybe 70\nPencils;=1+1"))
    assert question.consequences[0].render("en") == "2 prices of the list are not clear, and were left out."
    assert not asked(of("Paper A4;5,1"))[0].consequences


def test_a_formula_reaches_no_cell() -> None:
    assert not list(decide(of('Paper A4;"=HYPERLINK(""http://x"")"'), Settings()))


@pytest.mark.parametrize(
    "words", ["{sender} {0} {", "\u202egpj.exe\x1b[2J", "=HYPERLINK(1)", "../../etc/passwd", "x" * 30_000]
)
def test_a_hostile_name_is_shown_as_words_and_nothing_else(words: str) -> None:
    named = book("stock", {"Stock": [["Article", "Price"], [words, 4], ["Toner black", 61]]})
    for one in decide(of(f"{words};9", book=named), Settings()):
        shown = [one.title.render("en"), one.title.render("fr"), *(reason.quote for reason in one.reasons)]
        assert all(text.isprintable() and len(text) < 400 for text in shown)


def test_a_hundred_changes_are_asked_about_fifty_at_a_time() -> None:
    many = book("stock", {"Stock": [("Article", "Price"), *((f"Article {n}", 4) for n in range(100))]})
    assert len(asked(of("\n".join(f"Article {n};9" for n in range(100)), book=many))) == 50


def test_money_is_shown_with_two_decimals_or_as_many_as_there_are() -> None:
    assert in_money(Price(amount=Decimal("5.1"), currency="EUR")).render("fr") == "5,10 EUR"
    assert in_money(Price(amount=Decimal("0.035"))).render("en") == "0.035"
    assert percent(Price(amount=Decimal(4)), Price(amount=Decimal(5))) == 25
