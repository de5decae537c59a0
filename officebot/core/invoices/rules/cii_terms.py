"""The terms of a Cross Industry Invoice (D16B), as Factur-X, ZUGFeRD 2 and XRechnung write it (EN 16931-3-3)."""

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

#: Lines whose amounts are those of others (UNTDID 1229 as text).
_UNCOUNTED = ("GROUP", "INFORMATION")
#: UNTDID 1001: what gives money back.
_CREDITS = ("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532")


def cii_terms(root: Element) -> Terms:
    """The terms of the document, each as it is written."""
    trade = child(root, "SupplyChainTradeTransaction")
    agreement = child(trade, "ApplicableHeaderTradeAgreement")
    delivery = child(trade, "ApplicableHeaderTradeDelivery")
    settled = child(trade, "ApplicableHeaderTradeSettlement")
    document = child(root, "ExchangedDocument")
    ship_to = child(delivery, "ShipToTradeParty", "PostalTradeAddress")
    code = word(document, "TypeCode")
    shares = some(settled, "ApplicableTradeTax")
    terms = some(settled, "SpecifiedTradePaymentTerms")
    return Terms(
        is_cii=True,
        is_credit_note=code in _CREDITS,
        specification=word(root, "ExchangedDocumentContext", "GuidelineSpecifiedDocumentContextParameter", "ID"),
        number=word(document, "ID"),
        issued=_day(document, "IssueDateTime"),
        type_code=code,
        currency=word(settled, "InvoiceCurrencyCode"),
        tax_currency=word(settled, "TaxCurrencyCode"),
        has_tax_point=any(child(one, "TaxPointDate") is not None for one in shares),
        seller=_party(child(agreement, "SellerTradeParty")),
        buyer=_party(child(agreement, "BuyerTradeParty")),
        payee=_maybe(child(settled, "PayeeTradeParty")),
        representative=_maybe(child(agreement, "SellerTaxRepresentativeTradeParty")),
        has_delivery_address=ship_to is not None,
        delivery_country=word(ship_to, "CountryID"),
        has_delivery_date=bool(_day(delivery, "ActualDeliverySupplyChainEvent", "OccurrenceDateTime")),
        periods=_periods(settled, shares),
        has_totals=child(settled, "SpecifiedTradeSettlementHeaderMonetarySummation") is not None,
        totals=_totals(child(settled, "SpecifiedTradeSettlementHeaderMonetarySummation")),
        tax_totals=_tax_totals(settled, shares),
        adjustments=tuple(_adjustment(one) for one in some(settled, "SpecifiedTradeAllowanceCharge")),
        further_charges=tuple(word(one, "AppliedAmount") for one in some(settled, "SpecifiedLogisticsServiceCharge")),
        lines=tuple(
            _line(str(place), one) for place, one in enumerate(some(trade, "IncludedSupplyChainTradeLineItem"), 1)
        ),
        payments=tuple(_payment(one) for one in some(settled, "SpecifiedTradeSettlementPaymentMeans")),
        has_payment_day=any(_day(one, "DueDateDateTime") for one in terms),
        has_payment_terms=any(child(one, "Description") is not None for one in terms),
        attached=tuple(
            word(one, "IssuerAssignedID") for one in root.within() if one.name == "AdditionalReferencedDocument"
        ),
        earlier=tuple(word(one, "IssuerAssignedID") for one in some(settled, "InvoiceReferencedDocument")),
        countries=tuple(one.text.strip() for one in root.within() if one.name == "CountryID"),
        notes=tuple(
            (word(one, "SubjectCode") or "", word(one, "Content") or "") for one in some(document, "IncludedNote")
        ),
    )


def _day(element: Element | None, *path: str) -> Word:
    """A day as it is written, YYYYMMDD; None where there is none in that form (UN/CEFACT 102)."""
    found = child(element, *path, "DateTimeString")
    if found is None:
        return word(element, *path, "DateTime")
    return found.text.strip() if found.attributes.get("format") == "102" else ""


def _maybe(party: Element | None) -> Party | None:
    return None if party is None else _party(party)


def _party(party: Element | None) -> Party:
    if party is None:
        return Party()
    address = child(party, "PostalTradeAddress")
    registrations = some(party, "SpecifiedTaxRegistration", "ID")
    endpoint = child(party, "URIUniversalCommunication", "URIID")
    name = word(party, "Name")
    return Party(
        name=name,
        compared_name=name,
        has_address=address is not None,
        country=word(address, "CountryID"),
        vat=tuple(one.text.strip() for one in registrations if one.attributes.get("schemeID") == "VA"),
        is_registered=any(one.attributes.get("schemeID") in ("VA", "FC") for one in registrations),
        ids=(*numbers(some(party, "ID")), *numbers(some(party, "GlobalID"))),
        legal=numbers(some(party, "SpecifiedLegalOrganization", "ID")),
        has_endpoint=child(party, "URIUniversalCommunication") is not None,
        endpoint_scheme=attribute(endpoint, "schemeID"),
    )


def _tax(category: Element) -> Tax:
    return Tax(
        code=word(category, "CategoryCode") or "",
        rate=word(category, "RateApplicablePercent"),
        is_vat=(word(category, "TypeCode") or "").upper() == "VAT",
    )


def _adjustment(one: Element) -> Adjustment:
    return Adjustment(
        is_charge=is_yes(word(one, "ChargeIndicator", "Indicator")),
        amount=word(one, "ActualAmount"),
        base=word(one, "BasisAmount"),
        percentage=word(one, "CalculationPercent"),
        is_reasoned=child(one, "Reason") is not None or child(one, "ReasonCode") is not None,
        taxes=tuple(_tax(category) for category in some(one, "CategoryTradeTax")),
    )


def _periods(settled: Element | None, shares: tuple[Element, ...]) -> tuple[Period, ...]:
    """The invoice's period; CII writes the code of the tax point (BT-8) with the VAT."""
    found = tuple(_period(one) for one in some(settled, "BillingSpecifiedPeriod"))
    if any(child(one, "DueDateTypeCode") is not None for one in shares):
        return (*found, Period(is_coded=True))
    return found


def _period(one: Element) -> Period:
    return Period(start=_day(one, "StartDateTime"), end=_day(one, "EndDateTime"))


def _totals(sums: Element | None) -> Totals:
    return Totals(
        lines=word(sums, "LineTotalAmount"),
        allowances=word(sums, "AllowanceTotalAmount"),
        charges=word(sums, "ChargeTotalAmount"),
        net=word(sums, "TaxBasisTotalAmount"),
        gross=word(sums, "GrandTotalAmount"),
        prepaid=word(sums, "TotalPrepaidAmount"),
        rounding=word(sums, "RoundingAmount"),
        payable=word(sums, "DuePayableAmount"),
    )


def _tax_totals(settled: Element | None, shares: tuple[Element, ...]) -> tuple[TaxTotal, ...]:
    """The VAT in each currency; the breakdown, which CII gives once, is that of the invoice's currency."""
    currency = word(settled, "InvoiceCurrencyCode") or ""
    breakdown = tuple(
        Share(
            taxable=word(one, "BasisAmount"),
            amount=word(one, "CalculatedAmount"),
            tax=_tax(one),
            is_reasoned=child(one, "ExemptionReason") is not None or child(one, "ExemptionReasonCode") is not None,
        )
        for one in shares
    )
    totals = []
    for one in some(settled, "SpecifiedTradeSettlementHeaderMonetarySummation", "TaxTotalAmount"):
        said = one.attributes.get("currencyID", "").strip()
        totals.append(TaxTotal(amount=one.text.strip(), currency=said, shares=breakdown if said == currency else ()))
        if said == currency:
            breakdown = ()
    if breakdown:
        totals.append(TaxTotal(shares=breakdown))
    return tuple(totals)


def _payment(one: Element) -> Payment:
    account = child(one, "PayeePartyCreditorFinancialAccount")
    iban = word(account, "IBANID")
    return Payment(
        code=word(one, "TypeCode"),
        has_account=account is not None,
        account=iban if iban is not None else word(account, "ProprietaryID"),
        cards=tuple(texts(some(one, "ApplicableTradeSettlementFinancialCard", "ID"))),
    )


def _line(place: str, line: Element) -> Line:
    about = child(line, "AssociatedDocumentLineDocument")
    product = child(line, "SpecifiedTradeProduct")
    agreement = child(line, "SpecifiedLineTradeAgreement")
    quantity = child(line, "SpecifiedLineTradeDelivery", "BilledQuantity")
    settled = child(line, "SpecifiedLineTradeSettlement")
    price = child(agreement, "NetPriceProductTradePrice")
    period = child(settled, "BillingSpecifiedPeriod")
    number = word(about, "LineID")
    return Line(
        place=number or place,
        number=number,
        quantity=None if quantity is None else quantity.text.strip(),
        unit=attribute(quantity, "unitCode"),
        amount=word(settled, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount"),
        name=word(product, "Name"),
        price=word(price, "ChargeAmount"),
        gross_price=word(agreement, "GrossPriceProductTradePrice", "ChargeAmount"),
        price_base=word(price, "BasisQuantity"),
        price_allowance=word(agreement, "GrossPriceProductTradePrice", "AppliedTradeAllowanceCharge", "ActualAmount"),
        taxes=tuple(_tax(one) for one in some(settled, "ApplicableTradeTax")),
        adjustments=tuple(_adjustment(one) for one in some(settled, "SpecifiedTradeAllowanceCharge")),
        period=None if period is None else _period(period),
        attributes=tuple(
            child(one, "Description") is not None and child(one, "Value") is not None
            for one in some(product, "ApplicableProductCharacteristic")
        ),
        standard_schemes=tuple(attribute(one, "schemeID") for one in some(product, "GlobalID")),
        class_lists=tuple(
            attribute(child(one, "ClassCode"), "listID") for one in some(product, "DesignatedProductClassification")
        ),
        is_counted=word(about, "LineStatusReasonCode") not in _UNCOUNTED,
    )
