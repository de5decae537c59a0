"""An order written as Order-X, in its profiles basic and comfort: UN/CEFACT's Cross Industry Order, SCRDM 20A."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.order_to_write import FirmToWrite, LineToWrite, OrderToWrite, PlaceToWrite
from officebot.core.trade.structured.xml_writing import figure, leaf, node, to_xml

Profile: TypeAlias = Literal["basic", "comfort"]

_UN = "urn:un:unece:uncefact:data:"
_RSM = f"{_UN}SCRDMCCBDACIOMessageStructure:100"
_RAM = f"{_UN}standard:ReusableAggregateBusinessInformationEntity:128"
_UDT, _QDT = f"{_UN}standard:UnqualifiedDataType:128", f"{_UN}standard:QualifiedDataType:128"
_PREFIXES = {_RSM: "rsm", _RAM: "ram", _UDT: "udt", _QDT: "qdt"}


def write_order_x(order: OrderToWrite, profile: Profile = "comfort") -> str:
    """The order as XML text."""
    return to_xml(order_x(order, profile), _PREFIXES)


def order_x(order: OrderToWrite, profile: Profile = "comfort") -> Element:
    """The order as elements, in the schema's sequence."""
    parts = (_context(profile), _document(order, profile), _transaction(order, profile))
    return Element("SCRDMCCBDACIOMessageStructure", _RSM, children=[part for part in parts if part is not None])


def _context(profile: Profile) -> Element | None:
    return node(
        _RSM,
        "ExchangedDocumentContext",
        _node("TestIndicator", _indicator(False)),
        _node("GuidelineSpecifiedDocumentContextParameter", _leaf("ID", f"urn:order-x.eu:1p0:{profile}")),
    )


def _document(order: OrderToWrite, profile: Profile) -> Element | None:
    # The basic profile knows neither a period of validity nor terms of payment: terms are told in words.
    is_basic = profile == "basic"
    until = None if is_basic else order.valid_until
    notes = (*order.notes, order.terms) if is_basic else order.notes
    return node(
        _RSM,
        "ExchangedDocument",
        _leaf("ID", order.number),
        # UNTDID 1001: an order; 1225: the original; 4343: an answer with details is asked for.
        _leaf("TypeCode", "220"),
        _node("IssueDateTime", _day(order.issued)),
        _node("CopyIndicator", _indicator(False)),
        _leaf("PurposeCode", "9"),
        _leaf("RequestedResponseTypeCode", "AC"),
        *(_node("IncludedNote", _leaf("Content", note)) for note in notes),
        _node("EffectiveSpecifiedPeriod", _node("EndDateTime", _day(until))) if until else None,
    )


def _transaction(order: OrderToWrite, profile: Profile) -> Element | None:
    return node(
        _RSM,
        "SupplyChainTradeTransaction",
        *(_line(line, profile) for line in order.lines),
        _node(
            "ApplicableHeaderTradeAgreement",
            _leaf("BuyerReference", order.reference),
            _party("SellerTradeParty", order.seller),
            _party("BuyerTradeParty", order.buyer),
            _node("BuyerOrderReferencedDocument", _leaf("IssuerAssignedID", order.number)),
            _node("QuotationReferencedDocument", _leaf("IssuerAssignedID", order.quote)),
        ),
        _node(
            "ApplicableHeaderTradeDelivery",
            _ship_to(order.delivery_place or order.buyer.place, order.buyer.name),
            _wished(order.last_day),
        ),
        _settlement(order, profile),
    )


def _line(line: LineToWrite, profile: Profile) -> Element | None:
    per = _leaf("BasisQuantity", figure(line.per), unitCode=line.unit) if line.per != 1 else None
    return _node(
        "IncludedSupplyChainTradeLineItem",
        _node("AssociatedDocumentLineDocument", _leaf("LineID", line.number),
              _node("IncludedNote", _leaf("Content", line.note))),
        _node("SpecifiedTradeProduct", _leaf("GlobalID", line.gtin, schemeID="0160"),
              _leaf("SellerAssignedID", line.seller_article), _leaf("BuyerAssignedID", line.buyer_article),
              _leaf("Name", line.label)),
        _node("SpecifiedLineTradeAgreement",
              _node("NetPriceProductTradePrice", _leaf("ChargeAmount", figure(line.price)), per)),
        _node("SpecifiedLineTradeDelivery", _leaf("RequestedQuantity", figure(line.quantity), unitCode=line.unit),
              _wished(line.delivery_date) if profile == "comfort" else None),
        _node("SpecifiedLineTradeSettlement", _tax(line.tax_rate) if profile == "comfort" else None,
              _node("SpecifiedTradeSettlementLineMonetarySummation", _leaf("LineTotalAmount", figure(line.amount)))),
    )  # fmt: skip


def _tax(rate: Decimal | None) -> Element | None:
    if rate is None:
        return None
    return _node("ApplicableTradeTax", _leaf("TypeCode", "VAT"), _leaf("CategoryCode", "S" if rate > 0 else "Z"),
                 _leaf("RateApplicablePercent", figure(rate)))  # fmt: skip


def _party(name: str, firm: FirmToWrite) -> Element | None:
    scheme, number = firm.number
    endpoint_scheme, endpoint = firm.address
    # A GLN is a number that all know (GlobalID); registers' numbers are those of the legal organisation.
    return _node(
        name,
        _leaf("GlobalID", number, schemeID=scheme) if scheme == "0088" else None,
        _leaf("Name", firm.name),
        _node("SpecifiedLegalOrganization", _leaf("ID", number, schemeID=scheme)) if scheme != "0088" else None,
        _node("DefinedTradeContact", _leaf("PersonName", firm.contact),
              _node("EmailURIUniversalCommunication", _leaf("URIID", firm.email))),
        _address(firm.place),
        _node("URIUniversalCommunication", _leaf("URIID", endpoint, schemeID=endpoint_scheme)),
        _node("SpecifiedTaxRegistration", _leaf("ID", firm.vat, schemeID="VA")),
    )  # fmt: skip


def _ship_to(place: PlaceToWrite, buyer: str) -> Element | None:
    return _node("ShipToTradeParty", _leaf("Name", place.name or buyer), _address(place))


def _address(place: PlaceToWrite) -> Element | None:
    return _node(
        "PostalTradeAddress",
        _leaf("PostcodeCode", place.postcode),
        _leaf("LineOne", place.street),
        _leaf("LineTwo", place.more),
        _leaf("CityName", place.city),
        _leaf("CountryID", place.country),
    )


def _settlement(order: OrderToWrite, profile: Profile) -> Element | None:
    tax = order.tax_amount
    return _node(
        "ApplicableHeaderTradeSettlement",
        _leaf("OrderCurrencyCode", order.currency),
        _node("SpecifiedTradePaymentTerms", _leaf("Description", order.terms)) if profile == "comfort" else None,
        _node(
            "SpecifiedTradeSettlementHeaderMonetarySummation",
            _leaf("LineTotalAmount", figure(order.net)),
            _leaf("TaxBasisTotalAmount", figure(order.net)),
            None if tax is None else _leaf("TaxTotalAmount", figure(tax), currencyID=order.currency),
            _leaf("GrandTotalAmount", figure(order.total)),
        ),
    )


def _wished(day: date | None) -> Element | None:
    when = _node("OccurrenceDateTime", _day(day)) if day else None
    return _node("RequestedDeliverySupplyChainEvent", when)


def _day(day: date | None) -> Element | None:
    return leaf(_UDT, "DateTimeString", f"{day:%Y%m%d}", format="102") if day else None


def _indicator(yes: bool) -> Element | None:
    return leaf(_UDT, "Indicator", "true" if yes else "false")


def _node(name: str, *children: Element | None) -> Element | None:
    return node(_RAM, name, *children)


def _leaf(name: str, text: str, **attributes: str) -> Element | None:
    return leaf(_RAM, name, text, **attributes)
