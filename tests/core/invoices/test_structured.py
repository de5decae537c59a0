"""UBL and CII invoices: both say the same, exactly as it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.core.invoices.arrived import Arrived
from officebot.core.invoices.judging import judge
from officebot.core.invoices.model import Format, Invoice, VatLine
from officebot.core.invoices.structured import invoices_in, read_invoice
from officebot.core.invoices.structured_profiles import profile_name
from officebot.core.problems import UserError
from officebot.core.trade.model import TradeKind
from tests.core.invoices.samples import cii_invoice, ubl_invoice


def read(xml: str) -> Invoice:
    return judged(xml).invoice


def judged(xml: str) -> Arrived:
    (root,) = invoices_in(read_element(xml.encode()))
    invoice = read_invoice(root)
    return Arrived(invoice=invoice, file="", sha256="", broken=judge(root, invoice))


def rules(xml: str) -> list[str]:
    return [one.rule for one in judged(xml).errors]


@pytest.mark.parametrize("xml", [ubl_invoice(), cii_invoice()], ids=["UBL", "CII"])
def test_both_syntaxes_say_the_same(xml: str) -> None:
    found = judged(xml)
    invoice = found.invoice
    assert invoice.format in (Format.ubl, Format.cii)
    assert (invoice.number, invoice.type_code, invoice.currency, invoice.profile) == (
        "F-2026-118",
        "380",
        "EUR",
        "en16931",
    )
    assert (invoice.issued, invoice.due_date) == (date(2026, 11, 2), date(2026, 12, 2))
    assert invoice.order_reference == "BC-2026-0042"
    assert (invoice.seller.name, invoice.seller.vat, invoice.seller.siren) == (
        "Papeterie Durand",
        "FR32123456782",
        "123456782",
    )
    assert invoice.seller.ibans == ("FR7630006000011234567890189",)
    assert invoice.buyer.name == "Atelier Verrier"
    assert [str(one) for one in (invoice.net, invoice.vat, invoice.gross, invoice.payable)] == [
        "180.69", "37.59", "218.28", "218.28",
    ]  # fmt: skip
    assert invoice.breakdown[0] == VatLine(
        category="S", rate=Decimal(20), taxable=Decimal("190.69"), vat=Decimal("38.14")
    )
    assert [str(line.amount) for line in invoice.document.lines] == ["166.00", "24.69", "-10.00"]
    assert found.is_valid
    assert not found.errors


def test_amounts_keep_the_decimals_that_are_written() -> None:
    invoice = read(ubl_invoice(totals={"net": "180.690", "payable": "218.3"}))
    assert f"{invoice.net:f} {invoice.payable:f}" == "180.690 218.3"


@pytest.mark.parametrize(
    "xml", [ubl_invoice(totals={"payable": "218.29"}), cii_invoice(totals={"payable": "218.29"})]
)
def test_a_total_that_is_a_cent_wrong_makes_it_invalid(xml: str) -> None:
    found = judged(xml)
    assert [one.rule for one in found.errors] == ["BR-CO-16"]
    assert "218.29" in found.errors[0].what.render()
    assert not found.is_valid


@pytest.mark.parametrize(
    ("totals", "broken"),
    [
        ({"net": "180.68"}, ["BR-CO-10", "BR-CO-15"]),
        ({"gross": "218.27"}, ["BR-CO-15", "BR-CO-16"]),
        ({"vat": "37.60"}, ["BR-CO-15", "BR-CO-14"]),
    ],
)
def test_each_sum_has_its_rule(totals: dict[str, str], broken: list[str]) -> None:
    assert rules(ubl_invoice(totals=totals)) == broken
    assert rules(cii_invoice(totals=totals)) == broken


def test_allowances_and_charges_must_add_up_as_well() -> None:
    allowance = "<AllowanceCharge><ChargeIndicator>false</ChargeIndicator><Amount>3</Amount></AllowanceCharge>"
    charge = allowance.replace("false", "true")
    assert {"BR-CO-11", "BR-CO-12"} < set(rules(ubl_invoice(more=allowance + charge)))


def test_a_credit_note_is_one_in_either_syntax() -> None:
    note = read(ubl_invoice(root="CreditNote", type_code="381", more=(
        "<BillingReference><InvoiceDocumentReference><ID>F-2026-100</ID></InvoiceDocumentReference></BillingReference>"
    )))  # fmt: skip
    assert (note.is_credit, note.type_code, note.preceding) == (True, "381", ("F-2026-100",))
    assert note.order_reference == "BC-2026-0042"
    assert read(cii_invoice(type_code="381")).document.kind is TradeKind.credit_note


def test_tax_in_the_currency_of_the_books_is_left_aside() -> None:
    books = '<TaxCurrencyCode>SEK</TaxCurrencyCode><TaxTotal><TaxAmount currencyID="SEK">400</TaxAmount></TaxTotal>'
    found = judged(ubl_invoice(more=books))
    assert (str(found.invoice.vat), found.is_valid) == ("37.59", True)


def test_amounts_in_another_currency_are_named() -> None:
    found = judged(ubl_invoice().replace('<PayableAmount currencyID="EUR">', '<PayableAmount currencyID="USD">'))
    assert [one.rule for one in found.errors] == ["OB-CURRENCY"]
    assert found.errors[0].what.render() == "An amount is in USD, but the invoice's currency is EUR (PayableAmount)."
    assert found.invoice.payable == Decimal("218.28")


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (ubl_invoice(issued="02/11/2026"), "“02/11/2026” is no day (IssueDate)."),
        (cii_invoice(issued="20261131"), "“20261131” is no day (DateTimeString)."),
        (ubl_invoice(issued="1900-01-01"), "The invoice is dated 1 January 1900, which cannot be."),
        (cii_invoice(due="19000101"), "It is to be paid by 1 January 1900, which cannot be."),
        (ubl_invoice(totals={"payable": "9" * 40}), f"“{'9' * 40}” is no number (PayableAmount)."),
        (cii_invoice(totals={"payable": "1 234,50"}), "“1 234,50” is no number (DuePayableAmount)."),
    ],
)
def test_what_cannot_be_read_is_said_once_and_makes_it_invalid(xml: str, said: str) -> None:
    found = judged(xml)
    assert [problem.what.render() for problem in found.invoice.problems] == [said]
    assert not found.is_valid


@pytest.mark.parametrize(
    ("numbers", "siren", "siret"),
    [
        ([("0002", "732829320")], "732829320", ""),
        ([("0009", "732 829 320 00074")], "732829320", "73282932000074"),
        ([("0002", "73282932000074")], "732829320", "73282932000074"),
        ([("0225", "732829320_73282932000074_ACHATS")], "732829320", "73282932000074"),
        ([("", "73282932000074")], "732829320", "73282932000074"),
        ([("", "73282932000075")], "123456782", ""),
        ([("0088", "7328293200007")], "123456782", ""),
    ],
    ids=["SIREN", "SIRET with blanks", "SIRET under the other scheme", "network address", "no scheme", "wrong digit", "GLN"],
)  # fmt: skip
def test_french_numbers_are_found_by_scheme_and_check_digit(
    numbers: list[tuple[str, str]], siren: str, siret: str
) -> None:
    ubl = "".join(
        f'<PartyIdentification><ID schemeID="{scheme}">{one}</ID></PartyIdentification>' for scheme, one in numbers
    )
    cii = "".join(f'<GlobalID schemeID="{scheme}">{one}</GlobalID>' for scheme, one in numbers)
    for seller in (read(ubl_invoice(seller=ubl)).seller, read(cii_invoice(seller=cii)).seller):
        assert (seller.siren, seller.siret) == (siren, siret)


def test_a_local_tax_number_is_no_vat_number() -> None:
    assert read(cii_invoice().replace('schemeID="VA"', 'schemeID="FC"')).seller.vat == ""
    assert read(ubl_invoice().replace("<ID>VAT</ID>", "<ID>LOC</ID>")).seller.vat == ""


def test_an_order_number_that_says_nothing_is_none() -> None:
    assert read(ubl_invoice().replace("BC-2026-0042", "n/a")).order_reference == ""


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("urn:factur-x.eu:1p0:minimum", "minimum"),
        ("urn:factur-x.eu:1p0:basicwl", "basic-wl"),
        ("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", "basic"),
        (" urn:cen.eu:en16931:2017 ", "en16931"),
        ("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", "extended"),
        ("urn:ferd:CrossIndustryDocument:invoice:1p0:comfort", "comfort"),
        ("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "xrechnung"),
        ("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", "peppol-bis"),
        ("urn:example:ours", "urn:example:ours"),
        ("", ""),
    ],
)
def test_profiles_have_their_usual_names(said: str, name: str) -> None:
    assert profile_name(said) == name


def test_an_envelope_may_hold_several_invoices() -> None:
    bodies = [one.partition("?>")[2] for one in (ubl_invoice(number="A-1"), cii_invoice(number="A-2"))]
    root = read_element(f"<StandardBusinessDocument><Header/>{''.join(bodies)}</StandardBusinessDocument>".encode())
    assert [read_invoice(one).number for one in invoices_in(root)] == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<Catalog/>", "This XML file is no invoice that is known: it is a “Catalog”."),
        ("<Order><ID>7</ID><IssueDate>2026-11-02</IssueDate></Order>", "another document (purchase order)"),
    ],
)
def test_what_is_no_invoice_is_said(xml: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        invoices_in(read_element(xml.encode()))
    assert words in refused.value.render()


def test_a_missing_currency_is_that_of_the_amounts_and_a_broken_rule() -> None:
    found = judged(ubl_invoice().replace("<DocumentCurrencyCode>EUR</DocumentCurrencyCode>", ""))
    assert (found.invoice.currency, [one.rule for one in found.errors]) == ("EUR", ["BR-05"])
    assert rules(cii_invoice().replace("<InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>", "")) == ["BR-05"]
