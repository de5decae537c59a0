"""An order written as Peppol BIS Ordering 3 wants it: UBL 2.1, transaction T01."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.order_to_write import FirmToWrite, LineToWrite, OrderToWrite, PlaceToWrite
from officebot.core.trade.structured.xml_writing import figure, iso, leaf, node, to_xml

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_ORDER, _CAC, _CBC = f"{_UBL}Order-2", f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"
_PREFIXES = {_ORDER: "", _CAC: "cac", _CBC: "cbc"}

_CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:order:3"
#: The process in which the seller answers; `order_only` is the one in which nobody does.
_PROCESS, _PROCESS_ALONE = "urn:fdc:peppol.eu:poacc:bis:ordering:3", "urn:fdc:peppol.eu:poacc:bis:order_only:3"


def write_ubl_order(order: OrderToWrite, is_answered: bool = True) -> str:
    """The order as XML text. `is_answered` says whether the seller answers by Peppol as well."""
    return to_xml(ubl_order(order, is_answered), _PREFIXES)


def ubl_order(order: OrderToWrite, is_answered: bool = True) -> Element:
    """The order as elements, in the schema's sequence."""
    parts = (
        _leaf("CustomizationID", _CUSTOMIZATION),
        _leaf("ProfileID", _PROCESS if is_answered else _PROCESS_ALONE),
        _leaf("ID", order.number),
        _leaf("IssueDate", iso(order.issued)),
        _leaf("OrderTypeCode", "220"),
        # Peppol takes one note.
        _leaf("Note", "\n".join(order.notes)),
        _leaf("DocumentCurrencyCode", order.currency),
        _leaf("CustomerReference", order.reference),
        _node("ValidityPeriod", _leaf("EndDate", iso(order.valid_until or order.last_day))),
        _node("QuotationDocumentReference", _leaf("ID", order.quote)),
        _node("BuyerCustomerParty", _party(order.buyer)),
        _node("SellerSupplierParty", _party(order.seller)),
        _delivery(order),
        _node("PaymentTerms", _leaf("Note", order.terms)),
        _node("TaxTotal", _money("TaxAmount", order.tax_amount, order.currency)),
        _totals(order),
        *(_node("OrderLine", _leaf("Note", line.note), _line(line, order.currency)) for line in order.lines),
    )
    return Element("Order", _ORDER, children=[part for part in parts if part is not None])


def _party(firm: FirmToWrite) -> Element | None:
    scheme, value = firm.address
    number_scheme, number = firm.number
    vat = _leaf("CompanyID", firm.vat)
    return _node(
        "Party",
        _leaf("EndpointID", value, schemeID=scheme),
        _node("PartyIdentification", _leaf("ID", number, schemeID=number_scheme)),
        _node("PartyName", _leaf("Name", firm.name)),
        _address("PostalAddress", firm.place),
        _node("PartyTaxScheme", vat, _node("TaxScheme", _leaf("ID", "VAT"))) if vat is not None else None,
        _node(
            "PartyLegalEntity",
            _leaf("RegistrationName", firm.name),
            _leaf("CompanyID", number, schemeID=number_scheme),
        ),
        _node("Contact", _leaf("Name", firm.contact), _leaf("ElectronicMail", firm.email)),
    )


def _address(name: str, place: PlaceToWrite) -> Element | None:
    return _node(
        name,
        _leaf("StreetName", place.street),
        _leaf("AdditionalStreetName", place.more),
        _leaf("CityName", place.city),
        _leaf("PostalZone", place.postcode),
        _node("Country", _leaf("IdentificationCode", place.country)),
    )


def _delivery(order: OrderToWrite) -> Element | None:
    place = order.delivery_place
    where = _node("DeliveryLocation", _leaf("Name", place.name), _address("Address", place)) if place else None
    return _node("Delivery", where, _wished(order.delivery_date))


def _wished(day: date | None) -> Element | None:
    return _node("RequestedDeliveryPeriod", _leaf("EndDate", iso(day)))


def _totals(order: OrderToWrite) -> Element | None:
    tax = order.tax_amount
    return _node(
        "AnticipatedMonetaryTotal",
        _money("LineExtensionAmount", order.net, order.currency),
        _money("TaxExclusiveAmount", order.net, order.currency),
        _money("TaxInclusiveAmount", None if tax is None else order.total, order.currency),
        _money("PayableAmount", order.total, order.currency),
    )


def _line(line: LineToWrite, currency: str) -> Element | None:
    base = _leaf("BaseQuantity", figure(line.per), unitCode=line.unit) if line.per != 1 else None
    return _node(
        "LineItem",
        _leaf("ID", line.number),
        _leaf("Quantity", figure(line.quantity), unitCode=line.unit),
        _money("LineExtensionAmount", line.amount, currency),
        _node("Delivery", _wished(line.delivery_date)),
        _node("Price", _leaf("PriceAmount", figure(line.price), currencyID=currency), base),
        _item(line),
    )


def _item(line: LineToWrite) -> Element | None:
    return _node(
        "Item",
        _leaf("Name", line.label),
        _node("BuyersItemIdentification", _leaf("ID", line.buyer_article)),
        _node("SellersItemIdentification", _leaf("ID", line.seller_article)),
        _node("StandardItemIdentification", _leaf("ID", line.gtin, schemeID="0160")),
        _tax(line.tax_rate),
    )


def _tax(rate: Decimal | None) -> Element | None:
    if rate is None:
        return None
    return _node(
        "ClassifiedTaxCategory",
        # UNTDID 5305: the standard rate, or zero.
        _leaf("ID", "S" if rate > 0 else "Z"),
        _leaf("Percent", figure(rate)),
        _node("TaxScheme", _leaf("ID", "VAT")),
    )


def _node(name: str, *children: Element | None) -> Element | None:
    return node(_CAC, name, *children)


def _leaf(name: str, text: str, **attributes: str) -> Element | None:
    return leaf(_CBC, name, text, **attributes)


def _money(name: str, amount: Decimal | None, currency: str) -> Element | None:
    return None if amount is None else _leaf(name, figure(amount), currencyID=currency)
