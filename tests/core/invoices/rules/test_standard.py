"""The rules of EN 16931, in either syntax: a sound invoice breaks none, and each thing that is changed breaks its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.papers.xml import read_element
from officebot.core.invoices.model import Severity
from officebot.core.invoices.rules import sentence_of, standard_broken
from officebot.core.trade.structured.elements import Element
from tests.core.invoices.samples import cii_invoice, ubl_invoice

MINIMUM = "urn:factur-x.eu:1p0:minimum"
BASIC_WL = "urn:factur-x.eu:1p0:basicwl"
EXTENDED = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
_VAT = "<TaxScheme><ID>VAT</ID></TaxScheme>"


def broken(xml: str) -> set[str]:
    """The rules that are broken as errors."""
    return {one.rule for one in standard_broken(read_element(xml.encode())) if one.severity is Severity.error}


def changed(xml: str, before: str, after: str) -> str:
    """The invoice with a first part of it written otherwise."""
    assert before in xml, before
    return xml.replace(before, after, 1)


def test_a_sound_invoice_breaks_no_rule_in_either_syntax() -> None:
    assert broken(ubl_invoice()) == set()
    assert broken(cii_invoice()) == set()
    assert broken(ubl_invoice(root="CreditNote", type_code="381")) == set()


UBL_CHANGES = [
    ("<CustomizationID>urn:cen.eu:en16931:2017</CustomizationID>", "", {"BR-01"}),
    ("<ID>F-2026-118</ID>", "<ID> </ID>", {"BR-02"}),
    ("<IssueDate>2026-11-02</IssueDate>", "", {"BR-03"}),
    ("<InvoiceTypeCode>380</InvoiceTypeCode>", "", {"BR-04"}),
    ("<InvoiceTypeCode>380</InvoiceTypeCode>", "<InvoiceTypeCode>999</InvoiceTypeCode>", {"BR-CL-01"}),
    ("<DocumentCurrencyCode>EUR</DocumentCurrencyCode>", "<DocumentCurrencyCode>EURO</DocumentCurrencyCode>",
     {"BR-CL-04", "BR-CO-15"}),
    ("<RegistrationName>Papeterie Durand</RegistrationName>", "", {"BR-06"}),
    ("<RegistrationName>Atelier Verrier</RegistrationName>", "", {"BR-07"}),
    ("<IdentificationCode>FR</IdentificationCode>", "<IdentificationCode>ZY</IdentificationCode>", {"BR-CL-14"}),
    ("<IdentificationCode>FR</IdentificationCode>", "", {"BR-09"}),
    ("<CompanyID>FR 32 123456782</CompanyID>", "<CompanyID>32 123456782</CompanyID>", {"BR-CO-09"}),
    ('<TaxExclusiveAmount currencyID="EUR">180.69</TaxExclusiveAmount>', "", {"BR-13", "BR-CO-13", "BR-CO-15"}),
    ('unitCode="C62"', 'unitCode="boxes"', {"BR-CL-23"}),
    ('unitCode="C62"', "", {"BR-23"}),
    ("<Name>Article 1</Name>", "<Name/>", {"BR-25"}),
    ('<PriceAmount currencyID="EUR">4.15</PriceAmount>', '<PriceAmount currencyID="EUR">-4.15</PriceAmount>', {"BR-27"}),
    ("<ID>FR76 3000 6000 0112 3456 7890 189</ID>", "", {"BR-50", "BR-61"}),
    ("<PaymentMeansCode>30</PaymentMeansCode>", "<PaymentMeansCode>300</PaymentMeansCode>", {"BR-CL-16"}),
    ('<TaxAmount currencyID="EUR">38.14</TaxAmount>', '<TaxAmount currencyID="EUR">38.15</TaxAmount>', {"BR-CO-14"}),
    ('<TaxAmount currencyID="EUR">38.14</TaxAmount>', '<TaxAmount currencyID="EUR">39.14</TaxAmount>',
     {"BR-CO-14", "BR-CO-17", "BR-S-09"}),
    ('<TaxableAmount currencyID="EUR">190.69</TaxableAmount>', '<TaxableAmount currencyID="EUR">191.69</TaxableAmount>',
     {"BR-S-08"}),
    ('<TaxableAmount currencyID="EUR">190.69</TaxableAmount>', '<TaxableAmount currencyID="EUR">190.6900</TaxableAmount>',
     {"BR-DEC-19", "UBL-DT-01"}),
    (f"<Percent>5.5</Percent>{_VAT}</ClassifiedTaxCategory>", f"<Percent>0</Percent>{_VAT}</ClassifiedTaxCategory>",
     {"BR-S-05", "BR-S-08"}),
    ("<PaymentMeansCode>30", "<PaymentMeansCode>31</PaymentMeansCode><PaymentMeansCode>30", {"UBL-SR-27", "UBL-SR-47"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "rules"), UBL_CHANGES)
def test_what_is_changed_in_ubl_breaks_its_rules_and_no_others(before: str, after: str, rules: set[str]) -> None:
    assert broken(changed(ubl_invoice(), before, after)) == rules


CII_CHANGES = [
    ("<ID>urn:cen.eu:en16931:2017</ID>", "", {"BR-01"}),
    (
        '<DateTimeString format="102">20261102</DateTimeString>',
        '<DateTimeString format="610">202611</DateTimeString>',
        {"BR-03"},
    ),
    ("<Name>Papeterie Durand</Name>", "", {"BR-06"}),
    ("<PostalTradeAddress><CountryID>FR</CountryID></PostalTradeAddress><Spec", "<Spec", {"BR-08", "BR-09"}),
    (
        "<GrandTotalAmount>218.28</GrandTotalAmount>",
        "<GrandTotalAmount>218.29</GrandTotalAmount>",
        {"BR-CO-15", "BR-CO-16"},
    ),
    ("<LineTotalAmount>166.00</LineTotalAmount>", "", {"BR-24", "BR-CO-10", "BR-S-08"}),
    ("<CategoryCode>S</CategoryCode>", "<CategoryCode>Q</CategoryCode>", {"BR-CL-18", "BR-S-08"}),
    ('<ID schemeID="VA">FR 32 123456782</ID>', "", {"BR-CO-26", "BR-S-02"}),
    ("<IBANID>FR76 3000 6000 0112 3456 7890 189</IBANID>", "", {"BR-50", "BR-61"}),
    ("<TypeCode>380</TypeCode>", "<TypeCode>380</TypeCode><TypeCode>381</TypeCode>", {"CII-SR-014"}),
]


@pytest.mark.parametrize(("before", "after", "rules"), CII_CHANGES)
def test_what_is_changed_in_cii_breaks_its_rules_and_no_others(before: str, after: str, rules: set[str]) -> None:
    assert broken(changed(cii_invoice(), before, after)) == rules


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        # Nothing is reasoned here, and the rate of 20 % goes with none of these.
        ("E", {"BR-E-05", "BR-E-08", "BR-E-09", "BR-E-10"}),
        ("AE", {"BR-AE-02", "BR-AE-05", "BR-AE-08", "BR-AE-09", "BR-AE-10"}),
        ("K", {"BR-IC-02", "BR-IC-05", "BR-IC-08", "BR-IC-09", "BR-IC-10", "BR-IC-11", "BR-IC-12"}),
        ("G", {"BR-G-05", "BR-G-08", "BR-G-09", "BR-G-10"}),
        ("O", {"BR-O-02", "BR-O-05", "BR-O-08", "BR-O-09", "BR-O-10", "BR-O-11", "BR-O-12"}),
        ("Z", {"BR-Z-05", "BR-Z-08", "BR-Z-09"}),
        ("L", set()),
        ("M", set()),
    ],
)
def test_each_vat_category_has_rules_of_its_own(code: str, rules: set[str]) -> None:
    """All at 20 % are of another category than the standard rate."""
    xml = ubl_invoice().replace("<ID>S</ID><Percent>20</Percent>", f"<ID>{code}</ID><Percent>20</Percent>")
    family = {"K": "IC", "L": "AF", "M": "AG"}.get(code, code)
    assert {rule for rule in broken(xml) if rule.startswith(f"BR-{family}-")} >= rules - {f"BR-{family}-08"}
    assert not {rule for rule in broken(xml) if rule.startswith("BR-S-")}


def test_a_category_is_broken_down_once_and_those_that_are_taxed_once_a_rate() -> None:
    share = ubl_invoice().partition("<TaxSubtotal>")[2].partition("</TaxSubtotal>")[0]
    doubled = changed(ubl_invoice(), "<TaxSubtotal>", f"<TaxSubtotal>{share}</TaxSubtotal><TaxSubtotal>")
    assert "BR-S-01" not in broken(doubled)
    exempt = doubled.replace("<ID>S</ID><Percent>20</Percent>", "<ID>E</ID><Percent>0</Percent>")
    assert "BR-E-01" in broken(exempt)
    assert "BR-S-01" in broken(ubl_invoice().replace(f"<ID>S</ID><Percent>5.5</Percent>{_VAT}</TaxCategory>", "</TaxCategory>")
                               .replace(f"<ID>S</ID><Percent>20</Percent>{_VAT}</TaxCategory>", "</TaxCategory>"))  # fmt: skip


def test_profiles_without_lines_are_not_asked_for_them() -> None:
    xml = cii_invoice(profile=MINIMUM, lines=())
    xml = changed(xml, "<LineTotalAmount>180.69</LineTotalAmount>", "")
    assert broken(xml) == set()
    assert "BR-16" not in broken(cii_invoice(profile=BASIC_WL, lines=()))
    assert "BR-16" in broken(cii_invoice(lines=()))
    assert "BR-12" in broken(changed(xml, MINIMUM, BASIC_WL))


def test_extended_has_rules_of_its_own_for_sums_and_zugferd_1_none() -> None:
    assert "BR-CO-10" not in broken(cii_invoice(profile=EXTENDED, totals={"net": "180.70", "gross": "218.29"}))
    assert broken(cii_invoice().replace("CrossIndustryInvoice", "CrossIndustryDocument")) == set()


def test_a_line_is_named_by_its_number() -> None:
    found = standard_broken(read_element(changed(ubl_invoice(), "<Name>Article 2</Name>", "").encode()))
    assert [(one.rule, one.line) for one in found] == [("BR-25", "2")]
    assert found[0].what == sentence_of("BR-25")


def test_what_the_schematrons_ceased_to_ask_for_is_a_warning() -> None:
    found = standard_broken(read_element(changed(ubl_invoice(), "<DueDate>2026-12-02</DueDate>", "").encode()))
    assert [(one.rule, one.severity) for one in found] == [("BR-CO-25", Severity.warning)]
    note = changed(ubl_invoice(root="CreditNote", type_code="381"), "<DueDate>2026-12-02</DueDate>", "")
    assert broken(note) == set()
    assert standard_broken(read_element(note.encode())) == ()


def test_a_card_that_is_shown_in_full_is_a_warning() -> None:
    card = "<CardAccount><PrimaryAccountNumberID>4111111111111111</PrimaryAccountNumberID></CardAccount>"
    found = standard_broken(
        read_element(changed(ubl_invoice(), "<PayeeFinancialAccount>", f"{card}<PayeeFinancialAccount>").encode())
    )
    assert [(one.rule, one.severity) for one in found] == [("BR-51", Severity.warning)]


def test_amounts_are_rounded_half_up_before_they_are_compared() -> None:
    lines = (("1", "10.004", "10.00", "20"), ("1", "10.004", "10.01", "20"))
    assert "BR-CO-10" not in broken(ubl_invoice(lines=lines, totals={"net": "20.01"}))
    assert "BR-CO-10" in broken(ubl_invoice(lines=lines, totals={"net": "20.00"}))


SOUND = {"ubl": ubl_invoice(), "cii": cii_invoice()}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(SOUND)),
    st.integers(0, 400),
    st.sampled_from(["", " ", "1e9", "-", "٣", "NaN", "1,5", "XX", "9" * 40]),
)
def test_whatever_stands_in_an_element_is_judged(syntax: str, place: int, words: str) -> None:
    root = read_element(SOUND[syntax].encode())
    elements = list(root.within())
    elements[place % len(elements)].text = words
    assert all(one.rule for one in standard_broken(root))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.integers(0, 400), st.booleans())
def test_whatever_is_missing_or_doubled_is_judged(syntax: str, place: int, is_doubled: bool) -> None:
    root = read_element(SOUND[syntax].encode())
    parents = [(one, child) for one in root.within() for child in one.children]
    parent, child = parents[place % len(parents)]
    _change(parent, child, is_doubled)
    assert all(one.what.render("fr") for one in standard_broken(root))


def _change(parent: Element, child: Element, is_doubled: bool) -> None:
    if is_doubled:
        parent.children.append(child)
    else:
        parent.children.remove(child)
