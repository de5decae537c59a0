"""A hybrid's pages held against its XML."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from officebot.core.invoices.agreement import disagreements
from officebot.core.invoices.model import Firm, Format, Invoice, Severity
from officebot.core.trade.model import TradeDocument, TradeKind
from tests.core.invoices.papers_made import paper

_IBAN, _OTHER = "FR7630006000011234567890189", "DE89370400440532013000"
_PAGE = (
    "Facture n° FA-1042", "Date : 12/11/2026", "Total HT | 100,00 €", "TVA 20 % | 20,00 €", "Total TTC | 120,00 €",
    "IBAN FR76 3000 6000 0112 3456 7890 189",
)  # fmt: skip
_XML = Invoice(
    document=TradeDocument(kind=TradeKind.invoice, number="FA-1042", issued=date(2026, 11, 12), currency="EUR"),
    format=Format.factur_x, seller=Firm(name="Durand", ibans=(_IBAN,)), net=Decimal("100.00"), vat=Decimal("20.00"),
    gross=Decimal("120.00"), payable=Decimal("120.00"),
)  # fmt: skip


def _rules(invoice: Invoice, *page: str) -> list[str]:
    return [one.rule for one in disagreements(invoice, paper(*page))]


def test_a_page_that_says_the_same_is_left_alone() -> None:
    assert _rules(_XML, *_PAGE) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param({"gross": Decimal("120.01")}, "OB-PDF-TOTAL", id="a cent more"),
        pytest.param(
            {"payable": Decimal("20.00")}, "OB-PDF-PAYABLE", id="another payable that stands on the page as VAT"
        ),
        pytest.param({"net": Decimal("120.00")}, "OB-PDF-NET", id="the gross for the net"),
        pytest.param({"vat": Decimal("5.50")}, "OB-PDF-VAT", id="another VAT"),
        pytest.param({"seller": Firm(ibans=(_OTHER,))}, "OB-PDF-IBAN", id="another account"),
        pytest.param({"document": replace(_XML.document, number="FA-1043")}, "OB-PDF-NUMBER", id="another number"),
        pytest.param(
            {"document": replace(_XML.document, issued=date(2026, 11, 13))}, "OB-PDF-DATE", id="another day"
        ),
        pytest.param({"document": replace(_XML.document, currency="USD")}, "OB-PDF-CURRENCY", id="another currency"),
    ],
)
def test_what_the_xml_says_otherwise_is_named(change: dict[str, Any], rule: str) -> None:
    other = replace(_XML, **change)
    assert _rules(other, *_PAGE) == [rule]


def test_one_of_several_accounts_on_the_page_is_enough() -> None:
    assert _rules(replace(_XML, seller=Firm(ibans=(_OTHER, _IBAN))), *_PAGE) == []


def test_a_number_written_with_other_signs_is_the_same() -> None:
    assert _rules(replace(_XML, document=replace(_XML.document, number="FA 1042")), *_PAGE) == []


def test_the_signs_of_a_credit_note_are_left_out() -> None:
    page = (
        "Avoir n° FA-1042",
        "Date : 12/11/2026",
        "Total HT | -100,00 €",
        "TVA 20 % | -20,00 €",
        "Total TTC | -120,00 €",
    )
    assert _rules(_XML, *page) == []


def test_a_sum_that_the_page_names_but_nothing_confirms_is_compared_all_the_same() -> None:
    page = ("Facture n° FA-1042", "Date : 12/11/2026", "Total TTC | 129,00 €", "Montant | 120,00 €")
    assert "OB-PDF-TOTAL" in _rules(_XML, *page)


def test_a_total_that_stands_nowhere_is_named() -> None:
    assert "OB-PDF-TOTAL" in _rules(_XML, "Facture n° FA-1042", "Date : 12/11/2026", "Divers | 7,00 €")


def test_pages_without_words_are_a_warning_and_no_error() -> None:
    found = disagreements(_XML, paper(is_scan=True))
    assert [(one.rule, one.severity) for one in found] == [("OB-PDF-UNREADABLE", Severity.warning)]


def test_a_day_that_may_be_either_is_no_difference() -> None:
    page = ("Invoice No. FA-1042", "Invoice date: 12/11/2026", *_PAGE[2:])
    assert _rules(_XML, *page) == []
