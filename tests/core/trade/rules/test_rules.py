"""Peppol's rules: what breaks each, in our own small documents, and what does not."""

from __future__ import annotations

import pytest

from officebot.core.trade.rules import failures, problems_of, transactions_of
from officebot.core.trade.structured.elements import Element
from tests.core.trade.structured.samples import PEPPOL, ubl


def found(document: Element, *transactions: str) -> set[str]:
    return {one.rule for one in failures(document, transactions or None)}


def line(inner: str, number: str = "1") -> str:
    return f"<OrderLine><LineItem><ID>{number}</ID>{inner}</LineItem></OrderLine>"


def sums(inner: str) -> str:
    return f"<AnticipatedMonetaryTotal>{inner}</AnticipatedMonetaryTotal>"


def allowance(inner: str, charge: str = "false") -> str:
    return f"<AllowanceCharge><ChargeIndicator>{charge}</ChargeIndicator>{inner}</AllowanceCharge>"


def tax(code: str, rate: str = "") -> str:
    return f"<Item><ClassifiedTaxCategory><ID>{code}</ID>{rate}</ClassifiedTaxCategory></Item>"


def price(inner: str) -> str:
    return line(f"<Price>{inner}</Price>")


def place(inner: str) -> str:
    return f"<CatalogueLine><RequiredItemLocationQuantity>{inner}</RequiredItemLocationQuantity></CatalogueLine>"


def response(code: str, reason: str = "") -> str:
    status = f"<Status><StatusReasonCode>{reason}</StatusReasonCode></Status>" if reason else ""
    return f"<DocumentResponse><Response><ResponseCode>{code}</ResponseCode>{status}</Response></DocumentResponse>"


def answer(code: str) -> str:
    return f"<OrderResponseCode>{code}</OrderResponseCode>"


def taxes(*parts: str) -> str:
    return f"<TaxTotal><TaxAmount>2</TaxAmount>{''.join(f'<TaxSubtotal>{part}</TaxSubtotal>' for part in parts)}</TaxTotal>"


def breakdown(code: str) -> str:
    return taxes(f"<TaxAmount>2</TaxAmount><TaxCategory><ID>{code}</ID><Percent>20</Percent></TaxCategory>")


def valid_line(*days: str) -> str:
    line_days, price_days = (
        f"<StartDate>{one}</StartDate><EndDate>{other}</EndDate>" for one, other in (days[:2], days[2:])
    )
    price_period = f"<Price><ValidityPeriod>{price_days}</ValidityPeriod></Price>"
    return place(price_period).replace(
        "<CatalogueLine>", f"<CatalogueLine><LineValidityPeriod>{line_days}</LineValidityPeriod>"
    )


def basket_day(issued: str, end: str) -> str:
    return f"<IssueDate>{issued}</IssueDate><ValidityPeriod><EndDate>{end}</EndDate></ValidityPeriod>"


def item(inner: str) -> str:
    return f"<CatalogueLine><Item>{inner}</Item></CatalogueLine>"


def picture(kind: str) -> str:
    return f"<ItemSpecificationDocumentReference><DocumentTypeCode>{kind}</DocumentTypeCode></ItemSpecificationDocumentReference>"


def service(value: str) -> str:
    return f"<AdditionalItemProperty><Name>ServiceIndicator</Name><Value>{value}</Value></AdditionalItemProperty>"


def batch(base: str, counted: str) -> str:
    return place(
        f'<Price><BaseQuantity unitCode="{base}">1</BaseQuantity></Price>'
        f'<DeliveryUnit><BatchQuantity unitCode="{counted}">1</BatchQuantity></DeliveryUnit>'
    )


#: Of T01 and T114: number, what breaks it, what is just right.
ORDER_CASES = [
    ("R001", line("", "4") + line("", "4"), line("", "4") + line("", "5")),
    ("R002", "", "<ValidityPeriod><EndDate>2026-12-31</EndDate></ValidityPeriod>"),
    ("R003", '<DocumentCurrencyCode>EUR</DocumentCurrencyCode><TaxTotal><TaxAmount currencyID="SEK">1</TaxAmount></TaxTotal>',
     '<DocumentCurrencyCode>EUR</DocumentCurrencyCode><TaxTotal><TaxAmount currencyID="EUR">1</TaxAmount></TaxTotal>'),
    ("R004", line("<Quantity>-0.5</Quantity>"), line("<Quantity>0</Quantity>")),
    ("R005", line("<Price><PriceAmount>-0.01</PriceAmount></Price>"), line("<Price><PriceAmount>0</PriceAmount></Price>")),
    ("R006", sums("<PayableAmount>-1</PayableAmount>"), sums("<PayableAmount>0</PayableAmount>")),
    ("R007", sums("<LineExtensionAmount>-1</LineExtensionAmount>"), sums("<LineExtensionAmount>0</LineExtensionAmount>")),
    ("R008", sums("<LineExtensionAmount>10.01</LineExtensionAmount>") + line("<LineExtensionAmount>10</LineExtensionAmount>"),
     sums("<LineExtensionAmount>10.00</LineExtensionAmount>") + line("<LineExtensionAmount>10</LineExtensionAmount>")),
    ("R009", allowance("<Amount>5</Amount>") + sums("<AllowanceTotalAmount>4</AllowanceTotalAmount>"),
     allowance("<Amount>5</Amount>") + sums("<AllowanceTotalAmount>5.00</AllowanceTotalAmount>")),
    ("R010", allowance("<Amount>5</Amount>", "true") + sums("<ChargeTotalAmount>6</ChargeTotalAmount>"),
     allowance("<Amount>5</Amount>", "true") + sums("<ChargeTotalAmount>5</ChargeTotalAmount>")),
    ("R011", sums("<LineExtensionAmount>10</LineExtensionAmount><TaxExclusiveAmount>9</TaxExclusiveAmount>"),
     sums("<LineExtensionAmount>10</LineExtensionAmount><TaxExclusiveAmount>9</TaxExclusiveAmount>"
          "<AllowanceTotalAmount>1</AllowanceTotalAmount>")),
    ("R013", line(""), line("<Quantity>1</Quantity>")),
    ("R014", "<OriginatorCustomerParty><Party/></OriginatorCustomerParty>",
     "<OriginatorCustomerParty><Party><PartyName><Name>A</Name></PartyName></Party></OriginatorCustomerParty>"),
    ("R016", sums("<TaxInclusiveAmount>12</TaxInclusiveAmount><PrepaidAmount>2</PrepaidAmount><PayableAmount>12</PayableAmount>"),
     sums("<TaxInclusiveAmount>12</TaxInclusiveAmount><PrepaidAmount>2</PrepaidAmount><PayableAmount>10</PayableAmount>")),
    ("R017", "<TaxTotal><TaxAmount>2</TaxAmount></TaxTotal>" + sums(
        "<TaxExclusiveAmount>10</TaxExclusiveAmount><TaxInclusiveAmount>13</TaxInclusiveAmount>"),
     "<TaxTotal><TaxAmount>2</TaxAmount></TaxTotal>" + sums(
        "<TaxExclusiveAmount>10</TaxExclusiveAmount><TaxInclusiveAmount>12</TaxInclusiveAmount>")),
    ("R019", line(f"<Price><PriceAmount>9</PriceAmount>{allowance('<Amount>2</Amount><BaseAmount>10</BaseAmount>')}</Price>"),
     line(f"<Price><PriceAmount>8</PriceAmount>{allowance('<Amount>2</Amount><BaseAmount>10</BaseAmount>')}</Price>")),
    ("R020", allowance("<MultiplierFactorNumeric>5</MultiplierFactorNumeric>"), allowance("<Amount>5</Amount>")),
    ("R021", line(allowance("<BaseAmount>5</BaseAmount>")), line(allowance("<Amount>5</Amount>"))),
    ("R022", allowance("<MultiplierFactorNumeric>10</MultiplierFactorNumeric><Amount>11</Amount><BaseAmount>100</BaseAmount>"),
     allowance("<MultiplierFactorNumeric>10</MultiplierFactorNumeric><Amount>10.01</Amount><BaseAmount>100</BaseAmount>")),
    ("R023", allowance("<Amount>1</Amount>"), allowance("<AllowanceChargeReason>Fidélité</AllowanceChargeReason>")),
    ("R024", line("<Quantity>3</Quantity><LineExtensionAmount>31</LineExtensionAmount>"
                  "<Price><PriceAmount>20</PriceAmount><BaseQuantity>2</BaseQuantity></Price>"),
     line("<Quantity>3</Quantity><LineExtensionAmount>31</LineExtensionAmount>" + allowance("<Amount>1</Amount>", "true")
          + "<Price><PriceAmount>20</PriceAmount><BaseQuantity>2</BaseQuantity></Price>")),
    ("R025", line("<Price><BaseQuantity>0</BaseQuantity></Price>"), line("<Price><BaseQuantity>0.5</BaseQuantity></Price>")),
    ("R027", line(f"<Price>{allowance('<BaseAmount>-1</BaseAmount>')}</Price>"),
     line(f"<Price>{allowance('<BaseAmount>0</BaseAmount>')}</Price>")),
    ("R028", line("<LineExtensionAmount>1.005</LineExtensionAmount>"),
     line("<LineExtensionAmount>1.00</LineExtensionAmount><Price><PriceAmount>1.0055</PriceAmount></Price>")),
    ("R029", line(tax("S")), line(tax("O"))),
    ("R030", line(tax("S", "<Percent>0</Percent>")), line(tax("Z", "<Percent>0</Percent>"))),
    ("R032", line(allowance("<Amount>-1</Amount>")), line(allowance("<Amount>0</Amount>"))),
    ("R033", price(allowance("<Amount>-1</Amount>")), price(allowance("<Amount>0</Amount>"))),
    ("B01001", "<DocumentCurrencyCode>EURO</DocumentCurrencyCode>", "<DocumentCurrencyCode>EUR</DocumentCurrencyCode>"),
    ("CL001", allowance("<AllowanceChargeReasonCode>97</AllowanceChargeReasonCode>"),
     allowance("<AllowanceChargeReasonCode>95</AllowanceChargeReasonCode>")),
]  # fmt: skip


@pytest.mark.parametrize(("number", "wrong", "right"), ORDER_CASES, ids=[case[0] for case in ORDER_CASES])
@pytest.mark.parametrize(("root", "transaction"), [("Order", "T01"), ("OrderChange", "T114")])
def test_orders_and_their_changes(root: str, transaction: str, number: str, wrong: str, right: str) -> None:
    rule = f"PEPPOL-{transaction}-{number}"
    assert rule in found(ubl(root, wrong))
    assert rule not in found(ubl(root, right))


OTHER_CASES = [
    ("OrderResponse", "T76-R001", "<BuyerCustomerParty><Party/></BuyerCustomerParty>",
     "<BuyerCustomerParty><Party><PartyIdentification><ID>1</ID></PartyIdentification></Party></BuyerCustomerParty>"),
    ("OrderResponse", "T76-R002", "<SellerSupplierParty><Party/></SellerSupplierParty>",
     "<SellerSupplierParty><Party><PartyLegalEntity><RegistrationName>A</RegistrationName></PartyLegalEntity></Party></SellerSupplierParty>"),
    ("OrderResponse", "T116-R003", line("", "1") + line("", "1"), line("", "1") + line("", "2")),
    ("OrderResponse", "T116-R004", line("<Delivery><PromisedDeliveryPeriod><StartDate>2026-02-02</StartDate>"
                                        "<EndDate>2026-02-01</EndDate></PromisedDeliveryPeriod></Delivery>"),
     line("<Delivery><PromisedDeliveryPeriod><StartDate>2026-02-02</StartDate><EndDate>2026-02-02</EndDate></PromisedDeliveryPeriod></Delivery>")),
    ("OrderResponse", "T76-R007", answer("CA"), answer("CA") + line("")),
    ("OrderResponse", "T76-R009", answer("RE") + line(""), answer("RE")),
    ("OrderResponse", "T110-R002", line("<Item><Name>A</Name></Item>"),
     line("<Item><SellersItemIdentification><ID>1</ID></SellersItemIdentification></Item>")),
    ("OrderResponse", "T110-R025", taxes("<TaxAmount>1</TaxAmount>"),
     taxes("<TaxAmount>1</TaxAmount>", "<TaxAmount>1.00</TaxAmount>")),
    ("OrderResponse", "T110-R026",
     "<TaxTotal><TaxSubtotal><TaxCategory><ID>S</ID><Percent>20</Percent></TaxCategory></TaxSubtotal></TaxTotal>"
     + line(tax("S", "<Percent>10</Percent>")),
     "<TaxTotal><TaxSubtotal><TaxCategory><ID>S</ID><Percent>20.00</Percent></TaxCategory></TaxSubtotal></TaxTotal>"
     + line(tax("S", "<Percent>20</Percent>"))),
    ("OrderResponse", "T110-R029", "<TaxTotal><TaxSubtotal><TaxCategory><ID>E</ID></TaxCategory></TaxSubtotal></TaxTotal>",
     "<TaxTotal><TaxSubtotal><TaxCategory><ID>E</ID><TaxExemptionReason>Médical</TaxExemptionReason></TaxCategory></TaxSubtotal></TaxTotal>"),
    ("OrderCancellation", "T115-R001", "<BuyerCustomerParty><Party/></BuyerCustomerParty>",
     "<BuyerCustomerParty><Party><PartyIdentification><ID>1</ID></PartyIdentification></Party></BuyerCustomerParty>"),
    ("DespatchAdvice", "T16-R005", "<DespatchLine><ID>1</ID></DespatchLine>",
     "<DespatchLine><ID>1</ID><DeliveredQuantity>0</DeliveredQuantity></DespatchLine>"),
    ("DespatchAdvice", "T16-R006", "<DespatchLine><DeliveredQuantity>-1</DeliveredQuantity></DespatchLine>",
     "<DespatchLine><DeliveredQuantity>1</DeliveredQuantity></DespatchLine>"),
    ("DespatchAdvice", "T16-R007", "<DespatchLine><OutstandingQuantity>1</OutstandingQuantity></DespatchLine>",
     "<DespatchLine><OutstandingQuantity>1</OutstandingQuantity><OutstandingReason>Suit</OutstandingReason></DespatchLine>"),
    ("Order", "T01-R017",
     sums("<LineExtensionAmount>10</LineExtensionAmount><TaxInclusiveAmount>13</TaxInclusiveAmount>") + taxes(),
     sums("<LineExtensionAmount>10</LineExtensionAmount><TaxInclusiveAmount>12</TaxInclusiveAmount>") + taxes()),
    ("Order", "T01-R031", "<ProfileID>urn:fdc:peppol.eu:poacc:bis:mlr:3</ProfileID>",
     "<ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</ProfileID>"),
    ("OrderResponse", "T116-B00801", answer("OK"), answer("AB")),
    ("OrderResponse", "T76-R006", f"<CustomizationID>{PEPPOL}:order:3</CustomizationID>",
     f"<CustomizationID>{PEPPOL}:order_response:3</CustomizationID>"),
    ("OrderResponse", "T110-R019", line(tax("AE")), line(tax("O"))),
    ("OrderResponse", "T110-R020", line(tax("S", "<Percent>0</Percent>")), line(tax("S", "<Percent>1</Percent>"))),
    ("OrderResponse", "T110-R020", line(tax("S")), line(tax("Z", "<Percent>0</Percent>"))),
    ("OrderResponse", "T110-R027", breakdown("S") + line(tax("AA", "<Percent>20</Percent>")), breakdown("S") + line(tax("S"))),
    ("OrderResponse", "T110-R027", breakdown("S") + line(tax("AA")), line(tax("AA"))),
    ("Catalogue", "T19-R008", place("<MaximumQuantity>-1</MaximumQuantity>"), place("<MaximumQuantity>0</MaximumQuantity>")),
    ("Catalogue", "T19-R009", place("<MinimumQuantity>-1</MinimumQuantity>"), place("<MinimumQuantity>0</MinimumQuantity>")),
    ("Catalogue", "T19-R011", valid_line("2026-02-01", "2026-11-30", "2026-01-31", "2026-11-30"),
     valid_line("2026-02-01", "2026-11-30", "2026-02-01", "2026-11-30")),
    ("Catalogue", "T19-R011", valid_line("2026-02-01", "2026-11-30", "2026-02-01", "2026-12-01"),
     valid_line("2026-02-01", "2026-11-30", "2026-02-02", "2026-11-29")),
    ("Catalogue", "T77-R001", basket_day("2026-02-02", "2026-02-01"), basket_day("2026-02-02", "2026-02-02")),
    ("Catalogue", "T77-R005", item(picture("PRODUCT_IMAGE") * 2), item(picture("PRODUCT_IMAGE") + picture("130") * 2)),
    ("Catalogue", "T77-R006", batch("C62", "XPK"), batch("C62", "C62")),
    ("Catalogue", "T77-R006", batch("", "XPK"), place("<Price><BaseQuantity unitCode='C62'>1</BaseQuantity></Price>")),
    ("Catalogue", "T77-R007", item(service("yes")), item(service("false"))),
    ("Catalogue", "T77-R007", item(service("")), item(service("yes").replace("ServiceIndicator", "Colour"))),
    ("ApplicationResponse", "T111-R004", response("PD", "PPD"),
     response("PD", "PPD").replace("</Status>", "<StatusReason>Moitié</StatusReason></Status>")),
    ("ApplicationResponse", "T111-R002", response("RE", "OTH"), response("RE", "REF")),
    ("OrderResponse", "T110-R018", allowance("<Amount>1</Amount>"),
     allowance("<AllowanceChargeReasonCode>95</AllowanceChargeReasonCode>")),
    ("Catalogue", "T19-R006", place("<Price><PriceAmount>-1</PriceAmount></Price>"),
     place("<Price><PriceAmount>0</PriceAmount></Price>")),
    ("Catalogue", "T19-R012", "<CatalogueLine><Item><Name>A</Name></Item></CatalogueLine>",
     "<CatalogueLine><Item><SellersItemIdentification><ID>1</ID></SellersItemIdentification></Item></CatalogueLine>"),
    ("Catalogue", "T19-R010",
     place("<MinimumQuantity>5</MinimumQuantity><MaximumQuantity>4</MaximumQuantity>"),
     "<CatalogueLine><MinimumOrderQuantity>5</MinimumOrderQuantity><MaximumOrderQuantity>5</MaximumOrderQuantity></CatalogueLine>"),
    ("Catalogue", "T77-R002",
     place("<DeliveryUnit><BatchQuantity>0</BatchQuantity></DeliveryUnit>"),
     place("<DeliveryUnit><BatchQuantity>1</BatchQuantity></DeliveryUnit>")),
    ("ApplicationResponse", "T111-R001", response("UQ"),
     response("UQ", "REF")),
    ("ApplicationResponse", "T111-R005",
     response("RE", "PPD"),
     response("PD", "PPD")),
]  # fmt: skip


@pytest.mark.parametrize(("root", "rule", "wrong", "right"), OTHER_CASES, ids=[case[1] for case in OTHER_CASES])
def test_the_other_transactions(root: str, rule: str, wrong: str, right: str) -> None:
    transaction = rule.partition("-")[0]
    assert f"PEPPOL-{rule}" in found(ubl(root, wrong), transaction)
    assert f"PEPPOL-{rule}" not in found(ubl(root, right), transaction)


COMMON_CASES = [
    (
        "R041",
        '<Party><PartyIdentification><ID schemeID="0192">974760674</ID></PartyIdentification></Party>',
        '<Party><PartyIdentification><ID schemeID="0192">974760673</ID></PartyIdentification></Party>',
    ),
    (
        "R041",
        '<PartyLegalEntity><CompanyID schemeID="0192">974760674</CompanyID></PartyLegalEntity>',
        '<Item><StandardItemIdentification><ID schemeID="0192">974760674</ID></StandardItemIdentification></Item>',
    ),
    ("R001", "<Note> </Note>", "<Note>x</Note>"),
    ("R030", "<IssueDate>2026-11-31</IssueDate>", "<IssueDate>2026-11-30</IssueDate>"),
    (
        "R040",
        '<EndpointID schemeID="0088">4012345500005</EndpointID>',
        '<EndpointID schemeID="0088">4012345500004</EndpointID>',
    ),
]


@pytest.mark.parametrize(("number", "wrong", "right"), COMMON_CASES, ids=[case[0] for case in COMMON_CASES])
def test_what_all_documents_keep(number: str, wrong: str, right: str) -> None:
    assert f"PEPPOL-COMMON-{number}" in found(ubl("Order", wrong))
    assert f"PEPPOL-COMMON-{number}" not in found(ubl("Order", right))


def test_a_document_is_judged_by_the_transaction_that_it_names() -> None:
    named = f"<CustomizationID>{PEPPOL}:order_response_advanced:3</CustomizationID>"
    assert transactions_of(ubl("OrderResponse", named)) == ("T116",)
    assert transactions_of(ubl("OrderResponse", "")) == ("T76", "T116", "T110")
    assert transactions_of(ubl("OrderResponse", "<CustomizationID>OIOUBL-2.1</CustomizationID>")) == ()
    assert transactions_of(ubl("Order", named)) == ()


def test_what_several_rules_say_is_one_sentence_with_their_ids_at_its_end() -> None:
    document = ubl("OrderResponse", line("", "7") + line("", "7"))
    sentences = [str(one.what) for one in problems_of(document)]
    assert "Line 7: The line's number is given more than once. (PEPPOL-T76-R003, PEPPOL-T116-R003)" in sentences


def test_what_must_be_there_is_missed_by_its_name() -> None:
    sentences = [str(one.what) for one in problems_of(ubl("Order", "<ID>1</ID>"))]
    assert "Missing: currency (DocumentCurrencyCode). (PEPPOL-T01-B00105)" in sentences
    assert not any("B00103" in sentence for sentence in sentences)


def test_a_line_that_outlives_its_catalogue_is_told() -> None:
    body = (
        "<ValidityPeriod><EndDate>2026-12-31</EndDate></ValidityPeriod>"
        "<CatalogueLine><ID>3</ID><LineValidityPeriod><EndDate>{}</EndDate></LineValidityPeriod></CatalogueLine>"
    )
    words = "Line 3: The line is valid at times when the catalogue is not."
    assert words in [str(one.what) for one in problems_of(ubl("Catalogue", body.format("2027-01-01")))]
    assert words not in [str(one.what) for one in problems_of(ubl("Catalogue", body.format("2026-12-31")))]


def test_what_follows_no_specification_of_peppol_still_has_to_add_up() -> None:
    invoice = ubl(
        "Invoice",
        "<InvoiceLine><ID>7</ID><InvoicedQuantity>3</InvoicedQuantity><LineExtensionAmount>31</LineExtensionAmount>"
        "<Price><PriceAmount>10</PriceAmount></Price></InvoiceLine>"
        "<LegalMonetaryTotal><LineExtensionAmount>30</LineExtensionAmount></LegalMonetaryTotal>",
    )
    assert [str(one.what) for one in problems_of(invoice)] == [
        "Line 7: The amount is 31; quantity, price and allowances make 30.00.",
        "The sum of the lines is given as 30; they add up to 31.",
    ]


def test_tax_in_a_second_currency_is_not_added() -> None:
    taxes = "".join(
        f'<TaxTotal><TaxAmount currencyID="{code}">{tax}</TaxAmount></TaxTotal>'
        for code, tax in (("SEK", 24), ("EUR", 2))
    )
    totals = "<TaxExclusiveAmount>10</TaxExclusiveAmount><TaxInclusiveAmount>12</TaxInclusiveAmount>"
    body = f"<DocumentCurrencyCode>EUR</DocumentCurrencyCode>{taxes}<LegalMonetaryTotal>{totals}</LegalMonetaryTotal>"
    assert failures(ubl("Invoice", body)) == ()
    assert failures(ubl("Invoice", body.replace(">12<", ">13<"))) != ()


def test_where_a_schema_lies_is_not_to_be_said() -> None:
    document = ubl("Order", "<ID>1</ID>")
    assert "PEPPOL-COMMON-R003" not in found(document)
    document.attributes = {"schemaLocation": "urn:o http://example.org/order.xsd"}
    assert "PEPPOL-COMMON-R003" in found(document)
