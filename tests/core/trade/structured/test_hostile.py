"""Whatever elements come, readers and rules give an answer: nothing crashes, nothing takes long."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.papers.edocuments import read_xml_documents
from officebot.core.problems import UserError
from officebot.core.trade.rules import failures, problems_of
from officebot.core.trade.structured.cii import read_cii
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.ubl import NAMESPACE, read_ubl
from officebot.core.trade.structured.writing_cii import write_order_x
from officebot.core.trade.structured.writing_ubl import write_ubl_order
from tests.core.trade.structured.samples import order_to_write
from tests.speed import within

_UBL_NAMES = (
    "OrderLine", "LineItem", "ID", "Quantity", "Price", "PriceAmount", "BaseQuantity", "AllowanceCharge", "Amount",
    "BaseAmount", "MultiplierFactorNumeric", "ChargeIndicator", "LineExtensionAmount", "AnticipatedMonetaryTotal",
    "LegalMonetaryTotal", "PayableAmount", "TaxInclusiveAmount", "TaxTotal", "TaxSubtotal", "TaxAmount", "TaxCategory",
    "Percent", "Item", "Name", "Delivery", "RequestedDeliveryPeriod", "PromisedDeliveryPeriod", "StartDate", "EndDate",
    "IssueDate", "ValidityPeriod", "BuyerCustomerParty", "Party", "EndpointID", "PartyIdentification", "DespatchLine",
    "DeliveredQuantity", "OutstandingQuantity", "CatalogueLine", "RequiredItemLocationQuantity", "DeliveryUnit",
    "BatchQuantity", "CustomizationID", "ProfileID", "OrderResponseCode", "DocumentResponse", "Response", "ResponseCode",
    "Status", "StatusReasonCode", "OriginatorCustomerParty", "ClassifiedTaxCategory", "LineValidityPeriod",
)  # fmt: skip
_CII_NAMES = (
    "ExchangedDocument", "SupplyChainTradeTransaction", "IncludedSupplyChainTradeLineItem", "SpecifiedLineTradeAgreement",
    "SpecifiedLineTradeDelivery", "SpecifiedLineTradeSettlement", "NetPriceProductTradePrice", "ChargeAmount",
    "BasisQuantity", "RequestedQuantity", "SpecifiedTradeAllowanceCharge", "ActualAmount", "LineTotalAmount",
    "SpecifiedTradeSettlementLineMonetarySummation", "SpecifiedTradeSettlementHeaderMonetarySummation",
    "ApplicableHeaderTradeSettlement", "TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount", "IssueDateTime",
    "DateTimeString", "AssociatedDocumentLineDocument", "LineID", "TypeCode", "OrderCurrencyCode",
)  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from(
        ["", "1", "-1", "0", "0.005", "9" * 29, "2026-11-26", "2026-02-30", "20261126", "CA", "S", "true", "NaN"]
    ),
    st.text(max_size=12),
)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["currencyID", "unitCode", "schemeID"]), st.sampled_from(["EUR", "0088", ""]), max_size=2
)


def _trees(names: tuple[str, ...]) -> st.SearchStrategy[Element]:
    leaves = st.builds(Element, st.sampled_from(names), st.just(""), _ATTRIBUTES, _TEXTS)
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            Element, st.sampled_from(names), st.just(""), _ATTRIBUTES, _TEXTS, st.lists(inner, max_size=4)
        ),
        max_leaves=25,
    )


@pytest.mark.parametrize(
    "root", ["Order", "OrderResponse", "DespatchAdvice", "Catalogue", "ApplicationResponse", "Invoice"]
)
@given(children=st.lists(_trees(_UBL_NAMES), max_size=8))
@settings(max_examples=40)
def test_no_elements_of_ubl_crash_reader_or_rules(root: str, children: list[Element]) -> None:
    document = Element(root, f"{NAMESPACE}{root}-2", children=children)
    assert read_ubl(document).syntax == "ubl"
    assert isinstance(failures(document), tuple)
    assert all(str(problem.what) for problem in problems_of(document))


@given(children=st.lists(_trees(_CII_NAMES), max_size=8))
@settings(max_examples=80)
def test_no_elements_of_un_cefact_crash_reader_or_rules(children: list[Element]) -> None:
    root = "SCRDMCCBDACIOMessageStructure"
    document = Element(root, f"urn:un:unece:uncefact:data:{root}:100", children=children)
    assert read_cii(document).syntax == "cii"
    assert isinstance(failures(document), tuple)


@pytest.mark.parametrize("write", [write_ubl_order, write_order_x])
def test_damaged_bytes_are_read_or_refused(write: object) -> None:
    assert callable(write)
    data = write(order_to_write()).encode()
    chance = random.Random(26)
    refused = 0
    for _ in range(200):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(damaged))
            match chance.randrange(3):
                case 0:
                    damaged[place] = chance.randrange(256)
                case 1:
                    del damaged[place : place + chance.randint(1, 40)]
                case _:
                    damaged[place:place] = damaged[chance.randrange(len(damaged)) :][:30]
        try:
            read_xml_documents(bytes(damaged))
        except UserError:
            refused += 1
    assert 0 < refused < 200


def test_an_order_of_a_thousand_lines_is_read_and_judged_in_less_than_two_seconds() -> None:
    order = order_to_write()
    data = write_ubl_order(replace(order, lines=order.lines * 500)).encode()

    def run() -> None:
        (document,) = read_xml_documents(data)
        assert len(document.lines) == 1_000

    within(2, run)
