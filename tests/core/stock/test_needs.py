"""Orders by supplier, and the sheets for counting."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from officebot.core.stock.counting import Rank, count_sheet, ranks
from officebot.core.stock.model import Alert, Article, Movement, MovementKind, Stock
from officebot.core.stock.needs import SupplierNeeds, needs
from officebot.core.stock.outlook import Outlook, look_ahead
from tests.core.stock.rooms import TODAY, WORK, article, counted, every, moved, taken


def shelf(key: str, lies: str, **more: Any) -> tuple[Article, list[Movement]]:
    """A steady article of which so much lies there."""
    return article(key, **more), [*taken(every(2), key=key), counted(lies, key=key)]


def looked(*shelves: tuple[Article, list[Movement]]) -> tuple[Outlook, ...]:
    """The outlooks of a whole room."""
    stock = Stock(
        articles=tuple(one for one, _ in shelves), movements=tuple(line for _, lines in shelves for line in lines)
    )
    return look_ahead(stock, TODAY, WORK)


def keys(found: SupplierNeeds) -> list[str]:
    return [line.article for line in found.lines]


def test_each_supplier_gets_one_order_with_the_most_pressing_line_first() -> None:
    room = looked(
        shelf("pens", "5"), shelf("paper", "0"), shelf("gloves", "0", supplier="Nord"), shelf("tape", "80")
    )  # fmt: skip
    nord, ouest = needs(room)
    assert (nord.supplier, keys(nord)) == ("Nord", ["gloves"])
    assert (ouest.supplier, keys(ouest)) == ("Ouest", ["paper", "pens"])
    assert [line.alert for line in ouest.lines] == [Alert.late, Alert.order]
    assert ouest.amount == sum(line.quantity * Decimal("4.35") for line in ouest.lines)
    assert "empty" in str(ouest.lines[0].because)


def test_nothing_is_ordered_where_nothing_is_needed() -> None:
    assert needs(looked(shelf("pens", "80"))) == ()


def test_an_order_below_the_least_amount_is_filled_with_what_is_needed_next() -> None:
    room = looked(shelf("pens", "5", price="0.40"), shelf("paper", "60"), shelf("tape", "40"))
    bare, filled = needs(room)[0], needs(room, {"Ouest": Decimal(150)})[0]
    assert keys(bare) == ["pens"]
    assert keys(filled) == ["pens", "tape"]
    assert filled.amount >= 150
    assert filled.missing == 0
    assert "fills the order" in str(filled.lines[1].because)


def test_an_order_that_cannot_be_filled_says_what_is_missing() -> None:
    (found,) = needs(looked(shelf("pens", "5", price="1.00")), {"Ouest": Decimal(1_000)})
    assert keys(found) == ["pens"]
    assert found.missing == 1_000 - found.amount
    assert f"Ouest delivers from 1,000 EUR on; {found.missing.normalize()} EUR are missing" in str(found.doubts[0])


def test_another_currency_makes_another_order() -> None:
    found = needs(looked(shelf("pens", "0"), shelf("sand", "0", currency="GBP")))
    assert [(one.currency, keys(one)) for one in found] == [("EUR", ["pens"]), ("GBP", ["sand"])]


def test_articles_without_supplier_or_price_are_named() -> None:
    (found,) = needs(looked(shelf("pens", "0", supplier="", price=None)))
    assert [str(doubt) for doubt in found.doubts] == [
        "No supplier is known for pens.",
        "No price is known for pens: the sum is without them.",
    ]
    assert (found.amount, found.lines[0].amount) == (0, None)


# ── counting ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_makes_most_of_the_value_has_rank_a() -> None:
    room = looked(
        shelf("moulds", "10", price="300"), shelf("toner", "10", price="60"), shelf("pens", "10", price="2")
    )  # fmt: skip
    assert ranks(room) == {"moulds": Rank.a, "toner": Rank.b, "pens": Rank.c}


def test_the_article_with_which_four_fifths_are_reached_is_the_last_of_rank_a() -> None:
    def lying(key: str, lies: str) -> tuple[Article, list[Movement]]:
        return article(key, price="1"), [counted(lies, key=key)]

    room = looked(lying("first", "80"), lying("second", "15"), lying("third", "5"))
    assert ranks(room) == {"first": Rank.a, "second": Rank.b, "third": Rank.c}


def test_articles_are_counted_by_rank_and_last_count() -> None:
    def lately(key: str, days: int, price: str) -> tuple[Article, list[Movement]]:
        lines = [*taken(every(2), key=key), counted("500", TODAY - timedelta(days=days), key)]
        return article(key, price=price), lines

    room = looked(
        lately("moulds", 100, "300"), lately("kept", 80, "290"), lately("pens", 100, "0.10"), lately("tape", 400, "0.20")
    )  # fmt: skip
    sheet = count_sheet(room, TODAY)
    assert [line.article for line in sheet] == ["tape", "moulds"]
    assert str(sheet[1].because) == "Rank A: last counted on 15 August 2026, to be counted again by 13 November 2026."


def test_what_cannot_be_right_and_what_was_never_counted_come_first() -> None:
    wrong = (article("wrong"), [moved(TODAY, "-3", MovementKind.withdrawal, "wrong")])
    never = (article("never"), [moved(TODAY, "3", MovementKind.delivery, "never")])
    old = (article("old"), [counted("3", TODAY - timedelta(days=900), "old")])
    sheet = count_sheet(looked(old, never, wrong), TODAY)
    assert [line.article for line in sheet] == ["wrong", "never", "old"]
    assert [line.article for line in count_sheet(looked(old, never, wrong), TODAY, most=1)] == ["wrong"]
    assert sheet[1].expected == 3


def test_a_room_without_prices_is_still_ranked_by_use() -> None:
    room = looked(shelf("pens", "10", price=None), (article("dust", price=None), [counted("1", key="dust")]))
    assert ranks(room) == {"pens": Rank.a, "dust": Rank.c}
    assert ranks(looked((article("dust", price=None), []))) == {"dust": Rank.c}
