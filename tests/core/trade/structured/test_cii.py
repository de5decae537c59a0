"""Order-X and invoices of UN/CEFACT, as exactly as they are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.core.trade.model import Answer, TradeKind
from officebot.core.trade.rules import failures
from officebot.core.trade.structured.cii import is_cii, read_cii
from officebot.core.trade.structured.elements import Element
from tests.core.trade.structured.samples import order_x

LINE = """<IncludedSupplyChainTradeLineItem><AssociatedDocumentLineDocument>
<LineID>1</LineID>{document}</AssociatedDocumentLineDocument>
<SpecifiedTradeProduct><GlobalID schemeID="0160">3012345678900</GlobalID>
<SellerAssignedID>S-1</SellerAssignedID><Name>Papier</Name></SpecifiedTradeProduct>
<SpecifiedLineTradeAgreement><BuyerOrderReferencedDocument><LineID>3</LineID></BuyerOrderReferencedDocument>
<GrossPriceProductTradePrice><ChargeAmount>25.00</ChargeAmount></GrossPriceProductTradePrice>
<NetPriceProductTradePrice><ChargeAmount>20.00</ChargeAmount><BasisQuantity unitCode="C62">2</BasisQuantity>
</NetPriceProductTradePrice></SpecifiedLineTradeAgreement>
<SpecifiedLineTradeDelivery><RequestedQuantity unitCode="C62">10.00</RequestedQuantity>
<RequestedDeliverySupplyChainEvent><OccurrenceDateTime>
<DateTimeString format="203">202612041800</DateTimeString></OccurrenceDateTime>
</RequestedDeliverySupplyChainEvent></SpecifiedLineTradeDelivery>
<SpecifiedLineTradeSettlement><SpecifiedTradeAllowanceCharge><ChargeIndicator><Indicator>false</Indicator>
</ChargeIndicator><ActualAmount>1.00</ActualAmount></SpecifiedTradeAllowanceCharge>
<SpecifiedTradeSettlementLineMonetarySummation><LineTotalAmount>{amount}</LineTotalAmount>
</SpecifiedTradeSettlementLineMonetarySummation></SpecifiedLineTradeSettlement>
</IncludedSupplyChainTradeLineItem>"""
SUMS = """<ApplicableHeaderTradeSettlement><OrderCurrencyCode>EUR</OrderCurrencyCode>
<SpecifiedTradeSettlementHeaderMonetarySummation>
<LineTotalAmount>{lines}</LineTotalAmount><TaxBasisTotalAmount>99.00</TaxBasisTotalAmount>
<TaxTotalAmount currencyID="EUR">19.80</TaxTotalAmount>
<GrandTotalAmount>{grand}</GrandTotalAmount></SpecifiedTradeSettlementHeaderMonetarySummation>
</ApplicableHeaderTradeSettlement>"""


def line(amount: str = "99.00", document: str = "") -> str:
    return LINE.format(amount=amount, document=document)


def sums(lines: str = "99.00", grand: str = "118.80") -> str:
    return SUMS.format(lines=lines, grand=grand)


@pytest.mark.parametrize(
    ("code", "kind"), [("220", TradeKind.order), ("230", TradeKind.change), ("231", TradeKind.confirmation)]
)
def test_the_type_code_says_what_it_is(code: str, kind: TradeKind) -> None:
    assert read_cii(order_x(code, "")).kind is kind


@pytest.mark.parametrize(
    ("root", "kind"),
    [
        ("CIO", TradeKind.order),
        ("CIOR", TradeKind.confirmation),
        ("CIDDA", TradeKind.despatch),
        ("CIQ", TradeKind.quote),
    ],
)
def test_the_others_of_the_family_are_known_by_their_root(root: str, kind: TradeKind) -> None:
    name = f"SCRDMCCBDA{root}MessageStructure"
    document = Element(name, f"urn:un:unece:uncefact:data:{name}:100")
    assert is_cii(document)
    assert read_cii(document).kind is kind
    assert not is_cii(Element("SCRDMCCBDAXYZMessageStructure", f"urn:un:unece:uncefact:data:{name}:100"))


def test_a_line_keeps_its_net_price_its_base_quantity_and_its_day() -> None:
    (one,) = read_cii(order_x("220", line())).lines
    assert (one.price, one.per, one.unit_price, one.quantity) == (
        Decimal("20.00"),
        Decimal(2),
        Decimal(10),
        Decimal("10.00"),
    )
    assert (one.amount, one.order_line, one.delivery_date) == (Decimal("99.00"), "3", date(2026, 12, 4))
    assert (one.seller_article, one.standard_article, one.label) == ("S-1", "3012345678900", "Papier")


def test_an_order_that_names_itself_refers_to_its_quotation_only() -> None:
    agreement = """<ApplicableHeaderTradeAgreement>
    <BuyerOrderReferencedDocument><IssuerAssignedID>{order}</IssuerAssignedID></BuyerOrderReferencedDocument>
    <QuotationReferencedDocument><IssuerAssignedID>D-7</IssuerAssignedID></QuotationReferencedDocument></ApplicableHeaderTradeAgreement>"""
    assert read_cii(order_x("220", agreement.format(order="A-1"))).references == ("D-7",)
    assert read_cii(order_x("231", agreement.format(order="BC-1"))).references == ("BC-1", "D-7")


def test_an_answer_is_told_for_the_whole_and_for_each_line() -> None:
    document = read_cii(
        order_x("231", line(document="<LineStatusCode>7</LineStatusCode>"), head="<StatusCode>30</StatusCode>")
    )
    assert (document.answer, document.lines[0].answer) == (Answer.changed, Answer.rejected)


def test_what_adds_up_is_not_complained_about() -> None:
    assert failures(order_x("220", line() + sums())) == ()


@pytest.mark.parametrize(
    ("body", "words", "where"),
    [
        (line("100.00") + sums("100.00"), "The amount is 100.00; quantity, price and allowances make 99.00.", "1"),
        (line() + sums("99.01"), "they add up to 99.00", ""),
        (line() + sums(grand="120.00"), "with 19.80 of tax it would be 118.80", ""),
        (line(), "does not say in which currency", ""),
    ],
    ids=["a line a euro off", "a sum a cent off", "tax that is not the difference", "no currency"],
)
def test_what_does_not_add_up_is_told_with_both_figures(body: str, words: str, where: str) -> None:
    found = failures(order_x("220", body))
    assert any(words in str(one.what) and one.where == where for one in found), found


def test_a_line_that_only_groups_others_counts_in_no_sum() -> None:
    group = line("99.00", "<LineStatusReasonCode>GROUP</LineStatusReasonCode>").replace("<LineID>1<", "<LineID>G<")
    body = group + line(document="<ParentLineID>G</ParentLineID>") + sums()
    assert failures(order_x("220", body)) == ()
    assert len(read_cii(order_x("220", body)).lines) == 2


def test_a_currency_without_cents_is_rounded_to_whole_units() -> None:
    forints = (
        (line("100") + sums("100", "118.80"))
        .replace(">EUR<", ">HUF<")
        .replace('"EUR"', '"HUF"')
        .replace(">99.00<", ">100<")
    )
    assert not any("quantity, price" in str(one.what) for one in failures(order_x("220", forints)))
    assert any(
        "quantity, price" in str(one.what) for one in failures(order_x("220", forints.replace(">HUF<", ">EUR<")))
    )


def test_an_amount_may_stand_before_the_allowances_that_are_told_beside_it() -> None:
    told = "<LineTotalAmount>100.00</LineTotalAmount><TotalAllowanceChargeAmount>{}</TotalAllowanceChargeAmount>"
    for allowances, is_right in (("1.00", True), ("2.00", False), ("0", False)):
        body = line().replace("<LineTotalAmount>99.00</LineTotalAmount>", told.format(allowances)) + sums("100.00")
        assert any("quantity, price" in str(one.what) for one in failures(order_x("220", body))) is not is_right


def test_the_net_total_is_held_against_lines_and_allowances() -> None:
    wrong = (line() + sums()).replace("<TaxBasisTotalAmount>99.00<", "<TaxBasisTotalAmount>98.00<")
    assert any("lines, allowances and charges make 99.00" in str(one.what) for one in failures(order_x("220", wrong)))


@pytest.mark.parametrize(("code", "kind"), [("380", TradeKind.invoice), ("381", TradeKind.credit_note)])
def test_an_invoice_is_known_by_its_root_a_credit_note_by_its_code(code: str, kind: TradeKind) -> None:
    head = '<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">'
    text = (
        f"{head}<ExchangedDocument><ID>F-1</ID><TypeCode>{code}</TypeCode></ExchangedDocument></CrossIndustryInvoice>"
    )
    assert read_cii(read_element(text.encode())).kind is kind


def test_what_is_due_counts_before_what_all_comes_to_and_a_line_has_its_unit() -> None:
    assert read_cii(order_x("220", line() + sums())).total == Decimal("118.80")
    due = sums().replace(
        "</SpecifiedTradeSettlementHeader",
        "<DuePayableAmount>18.80</DuePayableAmount></SpecifiedTradeSettlementHeader",
    )
    document = read_cii(order_x("220", line() + due))
    assert (document.total, document.lines[0].unit) == (Decimal("18.80"), "C62")
