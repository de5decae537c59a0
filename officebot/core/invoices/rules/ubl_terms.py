"""The terms of a UBL 2.1 invoice or credit note, read off its elements (EN 16931-3-2)."""

from __future__ import annotations

from officebot.core.invoices.rules.reaching import attribute, child, is_yes, numbers, some, texts, word
from officebot.core.invoices.rules.terms import (
    Adjustment,
    Line,
    Party,
    Payment,
    Period,
    Share,
    Tax,
    TaxTotal,
    Terms,
    Totals,
    Word,
)
from officebot.core.trade.structured.elements import Element

_LINES = ("InvoiceLine", "CreditNoteLine")
_QUANTITIES = ("InvoicedQuantity", "CreditedQuantity")
_TYPES = ("InvoiceTypeCode", "CreditNoteTypeCode")


def ubl_terms(root: Element) -> Terms:
    """The terms of the document, each as it is written."""
    delivery = child(root, "Delivery", "DeliveryLocation", "Address")
    payments = some(root, "PaymentMeans")
    return Terms(
        is_credit_note=root.name.endswith("CreditNote"),
        specification=word(root, "CustomizationID"),
        number=word(root, "ID"),
        issued=word(root, "IssueDate"),
        type_code=next((found for name in _TYPES if (found := word(root, name)) is not None), None),
        currency=word(root, "DocumentCurrencyCode"),
        tax_currency=word(root, "TaxCurrencyCode"),
        has_tax_point=child(root, "TaxPointDate") is not None,
        seller=_party(child(root, "AccountingSupplierParty", "Party")),
        buyer=_party(child(root, "AccountingCustomerParty", "Party")),
        payee=_maybe(child(root, "PayeeParty")),
        representative=_maybe(child(root, "TaxRepresentativeParty")),
        has_delivery_address=delivery is not None,
        delivery_country=word(delivery, "Country", "IdentificationCode"),
        has_delivery_date=bool(word(root, "Delivery", "ActualDeliveryDate")),
        periods=tuple(_period(one) for one in some(root, "InvoicePeriod")),
        has_totals=child(root, "LegalMonetaryTotal") is not None,
        totals=_totals(child(root, "LegalMonetaryTotal")),
        tax_totals=tuple(_tax_total(one) for one in some(root, "TaxTotal")),
        adjustments=tuple(_adjustment(one) for one in some(root, "AllowanceCharge")),
        lines=_lines(root),
        payments=tuple(_payment(one) for one in payments),
        has_payment_day=bool(word(root, "DueDate")) or any(word(one, "PaymentDueDate") for one in payments),
        has_payment_terms=child(root, "PaymentTerms", "Note") is not None,
        attached=tuple(word(one, "ID") for one in some(root, "AdditionalDocumentReference")),
        earlier=tuple(word(one, "InvoiceDocumentReference", "ID") for one in some(root, "BillingReference")),
        countries=tuple(one.text.strip() for one in root.within() if one.name == "IdentificationCode"),
        notes=tuple(_note(text) for text in texts(some(root, "Note"))),
    )


def _note(text: str) -> tuple[str, str]:
    """A note with the code of its subject, which UBL writes before it: `#PMT#…`."""
    if text.startswith("#") and text[4:5] == "#":
        return text[1:4], text[5:].strip()
    return "", text


def _maybe(party: Element | None) -> Party | None:
    return None if party is None else _party(party)


def _party(party: Element | None) -> Party:
    """A party; a payee and a representative have no element around theirs, and PartyName for a name."""
    if party is None:
        return Party()
    address = child(party, "PostalAddress")
    schemes = some(party, "PartyTaxScheme")
    registered = word(party, "PartyLegalEntity", "RegistrationName")
    endpoint = child(party, "EndpointID")
    trading = word(party, "PartyName", "Name")
    return Party(
        name=registered if registered is not None or party.name == "Party" else trading,
        compared_name=trading,
        has_address=address is not None,
        country=word(address, "Country", "IdentificationCode"),
        vat=tuple(found for one in schemes if _is_vat(one) and (found := word(one, "CompanyID")) is not None),
        is_registered=any(child(one, "CompanyID") is not None for one in schemes),
        ids=tuple(one for one in numbers(some(party, "PartyIdentification", "ID")) if one[0].upper() != "SEPA"),
        legal=numbers(some(party, "PartyLegalEntity", "CompanyID")),
        has_endpoint=endpoint is not None,
        endpoint_scheme=attribute(endpoint, "schemeID"),
    )


def _is_vat(scheme: Element) -> bool:
    """Whether a tax category, or a registration, is one of VAT."""
    return (word(scheme, "TaxScheme", "ID") or "").upper() == "VAT"


def _tax(category: Element) -> Tax:
    return Tax(code=word(category, "ID") or "", rate=word(category, "Percent"), is_vat=_is_vat(category))


def _adjustment(one: Element) -> Adjustment:
    return Adjustment(
        is_charge=is_yes(word(one, "ChargeIndicator")),
        amount=word(one, "Amount"),
        base=word(one, "BaseAmount"),
        percentage=word(one, "MultiplierFactorNumeric"),
        is_reasoned=child(one, "AllowanceChargeReason") is not None
        or child(one, "AllowanceChargeReasonCode") is not None,
        taxes=tuple(_tax(category) for category in some(one, "TaxCategory")),
    )


def _period(one: Element) -> Period:
    return Period(
        start=word(one, "StartDate"), end=word(one, "EndDate"), is_coded=child(one, "DescriptionCode") is not None
    )


def _totals(sums: Element | None) -> Totals:
    return Totals(
        lines=word(sums, "LineExtensionAmount"),
        allowances=word(sums, "AllowanceTotalAmount"),
        charges=word(sums, "ChargeTotalAmount"),
        net=word(sums, "TaxExclusiveAmount"),
        gross=word(sums, "TaxInclusiveAmount"),
        prepaid=word(sums, "PrepaidAmount"),
        rounding=word(sums, "PayableRoundingAmount"),
        payable=word(sums, "PayableAmount"),
    )


def _tax_total(one: Element) -> TaxTotal:
    total = child(one, "TaxAmount")
    return TaxTotal(
        amount=word(one, "TaxAmount"),
        currency=attribute(total, "currencyID") or "",
        shares=tuple(_share(part) for part in some(one, "TaxSubtotal")),
    )


def _share(part: Element) -> Share:
    category = child(part, "TaxCategory")
    return Share(
        taxable=word(part, "TaxableAmount"),
        amount=word(part, "TaxAmount"),
        tax=Tax() if category is None else _tax(category),
        is_reasoned=child(category, "TaxExemptionReason") is not None
        or child(category, "TaxExemptionReasonCode") is not None,
    )


def _payment(one: Element) -> Payment:
    return Payment(
        code=word(one, "PaymentMeansCode"),
        has_account=child(one, "PayeeFinancialAccount") is not None,
        account=word(one, "PayeeFinancialAccount", "ID"),
        cards=tuple(texts(some(one, "CardAccount", "PrimaryAccountNumberID"))),
    )


def _lines(root: Element) -> tuple[Line, ...]:
    found = [one for one in root.children if one.name in _LINES]
    return tuple(_line(str(place), one) for place, one in enumerate(found, 1))


def _line(place: str, line: Element) -> Line:
    item, price = child(line, "Item"), child(line, "Price")
    quantity = next((found for name in _QUANTITIES if (found := child(line, name)) is not None), None)
    period = child(line, "InvoicePeriod")
    number = word(line, "ID")
    return Line(
        place=number or place,
        number=number,
        quantity=_text(quantity),
        unit=attribute(quantity, "unitCode"),
        amount=word(line, "LineExtensionAmount"),
        name=word(item, "Name"),
        price=word(price, "PriceAmount"),
        gross_price=word(price, "AllowanceCharge", "BaseAmount"),
        price_base=word(price, "BaseQuantity"),
        price_allowance=word(price, "AllowanceCharge", "Amount"),
        taxes=tuple(_tax(one) for one in some(item, "ClassifiedTaxCategory")),
        adjustments=tuple(_adjustment(one) for one in some(line, "AllowanceCharge")),
        period=None if period is None else _period(period),
        attributes=tuple(
            child(one, "Name") is not None and child(one, "Value") is not None
            for one in some(item, "AdditionalItemProperty")
        ),
        standard_schemes=tuple(attribute(one, "schemeID") for one in some(item, "StandardItemIdentification", "ID")),
        class_lists=tuple(
            attribute(one, "listID") for one in some(item, "CommodityClassification", "ItemClassificationCode")
        ),
    )


def _text(element: Element | None) -> Word:
    return None if element is None else element.text.strip()
