"""UBL documents, as exactly as they are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.core.problems import UserError
from officebot.core.trade.model import Answer, TradeDocument, TradeKind
from officebot.core.trade.structured.documents import read_structured
from officebot.core.trade.structured.ubl import is_ubl, read_ubl
from tests.core.trade.structured.samples import PEPPOL, ubl


def read(root: str, body: str) -> TradeDocument:
    return read_ubl(ubl(root, body))


@pytest.mark.parametrize(
    ("root", "body", "kind"),
    [
        ("Order", "", TradeKind.order),
        ("OrderChange", "", TradeKind.change),
        ("OrderCancellation", "", TradeKind.cancellation),
        ("OrderResponse", "", TradeKind.confirmation),
        ("OrderResponse", f"<CustomizationID>{PEPPOL}:order_agreement:3</CustomizationID>", TradeKind.agreement),
        ("DespatchAdvice", "", TradeKind.despatch),
        ("ReceiptAdvice", "", TradeKind.receipt),
        ("Catalogue", "", TradeKind.catalogue),
        ("Catalogue", f"<CustomizationID>{PEPPOL}:punch_out:3</CustomizationID>", TradeKind.punch_out),
        ("Quotation", "", TradeKind.quote),
        ("RequestForQuotation", "", TradeKind.request),
        ("Invoice", "", TradeKind.invoice),
        ("Invoice", "<InvoiceTypeCode>381</InvoiceTypeCode>", TradeKind.credit_note),
        ("CreditNote", "", TradeKind.credit_note),
        ("ApplicationResponse", "", TradeKind.invoice_response),
        ("ApplicationResponse", f"<CustomizationID>{PEPPOL}:mlr:3</CustomizationID>", TradeKind.other),
    ],
)
def test_the_root_and_the_profile_say_what_a_document_is(root: str, body: str, kind: TradeKind) -> None:
    assert read(root, body).kind is kind


LINE = """
<OrderLine><Note>Sur palette</Note><LineItem><ID>10</ID><Quantity unitCode="BX">12.50</Quantity>
<LineExtensionAmount currencyID="EUR">118.13</LineExtensionAmount>
<Delivery><RequestedDeliveryPeriod><StartDate>2026-12-01</StartDate><EndDate>2026-12-04+01:00</EndDate></RequestedDeliveryPeriod></Delivery>
<AllowanceCharge><ChargeIndicator>false</ChargeIndicator><Amount>0.00</Amount></AllowanceCharge>
<Price><PriceAmount currencyID="EUR">945.0000</PriceAmount><BaseQuantity>100</BaseQuantity></Price>
<Item><Description>80 g, blanc</Description><Name>Papier
   A4</Name><SellersItemIdentification><ID>S-1</ID></SellersItemIdentification>
<StandardItemIdentification><ID schemeID="0160">3012345678900</ID></StandardItemIdentification></Item></LineItem></OrderLine>
"""


def test_numbers_stay_as_they_are_written_and_the_price_keeps_its_base_quantity() -> None:
    (line,) = read("Order", LINE).lines
    assert (line.quantity, line.unit, line.price, line.per, line.amount) == (
        Decimal("12.50"), "BX", Decimal("945.0000"), Decimal(100), Decimal("118.13"),
    )  # fmt: skip
    assert str(line.price) == "945.0000"
    assert line.unit_price == Decimal("9.45")


def test_a_line_has_its_words_in_one_row_its_numbers_its_notes_and_the_last_day_of_its_period() -> None:
    (line,) = read("Order", LINE).lines
    assert (line.number, line.label, line.article, line.standard_article) == (
        "10",
        "Papier A4",
        "S-1",
        "3012345678900",
    )
    assert line.delivery_date == date(2026, 12, 4)
    assert line.note == "Sur palette"


def test_a_despatch_line_names_its_own_order_and_what_is_still_to_follow() -> None:
    document = read(
        "DespatchAdvice",
        """<ID>BL-9</ID><IssueDate>2026-11-26Z</IssueDate><OrderReference><ID>NA</ID></OrderReference>
        <Shipment><ID>1</ID><Delivery><EstimatedDeliveryPeriod><EndDate>2026-11-28</EndDate></EstimatedDeliveryPeriod></Delivery></Shipment>
        <DespatchLine><ID>1</ID><DeliveredQuantity unitCode="C62">7</DeliveredQuantity>
        <OutstandingQuantity unitCode="C62">3</OutstandingQuantity><OutstandingReason>Rupture</OutstandingReason>
        <OrderLineReference><LineID>4</LineID><OrderReference><ID>BC-7</ID></OrderReference></OrderLineReference>
        <Item><Name>Encre</Name></Item></DespatchLine>""",
    )
    (line,) = document.lines
    assert (line.quantity, line.outstanding, line.order, line.order_line) == (Decimal(7), Decimal(3), "BC-7", "4")
    assert line.note == "Rupture"
    assert (document.issued, document.delivery_date) == (date(2026, 11, 26), date(2026, 11, 28))
    assert document.references == ("BC-7",), "what people write where they must write something is no reference"


@pytest.mark.parametrize(("code", "answer"), [
    ("AP", Answer.accepted), ("CA", Answer.changed), ("RE", Answer.rejected), ("AB", Answer.none), ("29", Answer.accepted),
    ("27", Answer.rejected), ("30", Answer.changed), ("what", Answer.none),
])  # fmt: skip
def test_the_code_of_a_response_is_an_answer(code: str, answer: Answer) -> None:
    assert read("OrderResponse", f"<OrderResponseCode>{code}</OrderResponseCode>").answer is answer


@pytest.mark.parametrize(("code", "answer"), [
    ("1", Answer.added), ("3", Answer.changed), ("5", Answer.accepted), ("7", Answer.rejected), ("DR", Answer.changed),
    ("IR", Answer.rejected), ("", Answer.none),
])  # fmt: skip
def test_the_code_of_a_line_is_its_own_answer(code: str, answer: Answer) -> None:
    body = f"<OrderLine><LineItem><ID>1</ID><LineStatusCode>{code}</LineStatusCode></LineItem></OrderLine>"
    assert read("OrderResponse", body).lines[0].answer is answer


def test_a_substitute_is_noted_beside_what_was_ordered() -> None:
    body = """<OrderLine><LineItem><ID>1</ID><Item><Name>Sauce</Name></Item></LineItem><SellerSubstitutedLineItem>
    <ID>9</ID><Item><Name>Sauce brune</Name><SellersItemIdentification><ID>S-34</ID></SellersItemIdentification></Item>
    </SellerSubstitutedLineItem><OrderLineReference><LineID>1</LineID></OrderLineReference></OrderLine>"""
    (line,) = read("OrderResponse", body).lines
    assert (line.label, line.note, line.order_line) == ("Sauce", "→ S-34 Sauce brune", "1")


def test_what_is_to_be_paid_and_what_it_is_without_tax() -> None:
    sums = """<LegalMonetaryTotal><LineExtensionAmount>100.00</LineExtensionAmount>
    <AllowanceTotalAmount>10.00</AllowanceTotalAmount><ChargeTotalAmount>5.00</ChargeTotalAmount>{more}</LegalMonetaryTotal>"""
    document = read("Invoice", sums.format(more="<PayableAmount>114.00</PayableAmount>"))
    assert (document.net, document.total) == (Decimal("95.00"), Decimal("114.00"))
    document = read("Invoice", sums.format(more="<TaxExclusiveAmount>95</TaxExclusiveAmount>"))
    assert (str(document.net), document.total) == ("95", None)


def test_who_answers_an_invoice_is_the_buyer() -> None:
    document = read(
        "ApplicationResponse",
        """<SenderParty><PartyLegalEntity><RegistrationName>Acheteur</RegistrationName></PartyLegalEntity></SenderParty>
        <ReceiverParty><PartyLegalEntity><RegistrationName>Vendeur</RegistrationName></PartyLegalEntity></ReceiverParty>
        <DocumentResponse><Response><ResponseCode>RE</ResponseCode></Response><DocumentReference><ID>F-1</ID></DocumentReference></DocumentResponse>""",
    )
    assert (document.supplier.name, document.buyer.name) == ("Vendeur", "Acheteur")
    assert (document.answer, document.reference) == (Answer.rejected, "F-1")


def test_what_is_no_number_and_no_day_is_told_not_guessed() -> None:
    document = read(
        "Order",
        """<IssueDate>26/11/2026</IssueDate><OrderLine><LineItem><ID>1</ID><Quantity>douze</Quantity>
        <Price><PriceAmount>1E999999</PriceAmount></Price></LineItem></OrderLine>""",
    )
    assert document.issued is None
    assert (document.lines[0].quantity, document.lines[0].price) == (None, None)
    assert sorted(str(problem.what) for problem in document.problems) == [
        "“1E999999” is no number (PriceAmount).",
        "“26/11/2026” is no day (IssueDate).",
        "“douze” is no number (Quantity).",
    ]


def test_an_envelope_gives_each_of_its_documents() -> None:
    inner = "urn:oasis:names:specification:ubl:schema:xsd"
    envelope = ubl(
        "StandardBusinessDocument",
        f'<StandardBusinessDocumentHeader/><Order xmlns="{inner}:Order-2"><ID>A</ID></Order>'
        f'<Wrap><Invoice xmlns="{inner}:Invoice-2"><ID>B</ID></Invoice></Wrap>',
    )
    assert [(one.kind, one.number) for one in read_structured(envelope)] == [
        (TradeKind.order, "A"),
        (TradeKind.invoice, "B"),
    ]


def test_another_root_is_refused_by_its_name() -> None:
    with pytest.raises(UserError, match="“Waybill”"):
        read_structured(ubl("Waybill", "<ID>1</ID>"))


def test_an_order_of_other_people_is_no_order() -> None:
    with pytest.raises(UserError, match="“Order”"):
        read_structured(read_element(b'<Order xmlns="urn:someone:else"><ID>1</ID></Order>'))


def test_a_request_says_until_when_it_waits_for_offers() -> None:
    assert read("RequestForQuotation", "<SubmissionDueDate>2026-12-11</SubmissionDueDate>").valid_until == date(
        2026, 12, 11
    )


@pytest.mark.parametrize(
    ("says", "answer"), [("true", Answer.accepted), ("1", Answer.accepted), ("false", Answer.rejected)]
)
def test_a_simple_response_accepts_or_rejects(says: str, answer: Answer) -> None:
    assert read("OrderResponseSimple", f"<AcceptedIndicator>{says}</AcceptedIndicator>").answer is answer


def test_without_a_namespace_only_what_looks_like_a_document_is_one() -> None:
    both = "<ID>1</ID><IssueDate>2026-11-26</IssueDate>"
    assert is_ubl(read_element(f"<Order>{both}</Order>".encode()))
    assert not is_ubl(read_element(b"<Order><ID>1</ID></Order>"))
    assert not is_ubl(read_element(b"<Order><IssueDate>2026-11-26</IssueDate></Order>"))


def test_a_day_of_delivery_may_stand_without_a_period() -> None:
    body = "<Delivery><LatestDeliveryDate>2026-12-04</LatestDeliveryDate></Delivery>"
    assert read("Order", body).delivery_date == date(2026, 12, 4)
    body = "<Delivery><RequestedDeliveryDate>2026-12-05</RequestedDeliveryDate></Delivery>"
    assert read("Order", body).delivery_date == date(2026, 12, 5)
