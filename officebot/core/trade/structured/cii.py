"""UN/CEFACT's cross-industry documents read: Order-X (orders, changes, answers), and invoices as Factur-X carries them.

Elements are found by their local names: the root says what it is, versions of the namespace count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.model import Party, TradeDocument, TradeKind, TradeLine
from officebot.core.trade.structured.answers import document_answer, line_answer
from officebot.core.trade.structured.doubts import Doubts, once
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import close_day

#: Cross Industry Order, as Order-X writes it; the invoice of D16B, and ZUGFeRD 1's name for it.
ORDER_ROOT = "SCRDMCCBDACIOMessageStructure"
_INVOICE_ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
#: UN/CEFACT's other messages of the same family, by what follows SCRDMCCBDA in the root's name; the longer name first.
_FAMILY = expression(r"SCRDMCCBDA(CI[A-Z]{1,4})MessageStructure", re.ASCII)
_FAMILY_KINDS: tuple[tuple[str, TradeKind], ...] = (
    ("CIOR", TradeKind.confirmation), ("CIOC", TradeKind.change), ("CIO", TradeKind.order), ("CID", TradeKind.despatch),
    ("CIQ", TradeKind.quote), ("CIC", TradeKind.catalogue), ("CII", TradeKind.invoice),
)  # fmt: skip

#: The start of the namespace of every UN/CEFACT document, and of ZUGFeRD 1's.
_NAMESPACES = ("urn:un:unece:uncefact:data:", "urn:ferd:CrossIndustryDocument:")

#: UNTDID 1001 of an order's document; every other code of it is an order of some sort.
_ORDER_KINDS: Mapping[str, TradeKind] = {"230": TradeKind.change, "231": TradeKind.confirmation}
#: And of an invoice's.
_CREDITS = ("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532")

#: Quantities of a line, what was agreed on before what was asked for.
_QUANTITIES = ("AgreedQuantity", "RequestedQuantity", "BilledQuantity", "DespatchedQuantity", "DeliveredQuantity")
#: What it speaks of: an order of the quotation before it, whatever comes after an order of that order.
_ORDER_REFERENCES = (
    "QuotationReferencedDocument", "BuyerOrderReferencedDocument", "PreviousOrderChangeReferencedDocument",
)  # fmt: skip
_LATER_REFERENCES = (
    "BuyerOrderReferencedDocument", "PreviousOrderChangeReferencedDocument", "QuotationReferencedDocument",
)  # fmt: skip
_EVENTS = (
    "PromisedDeliverySupplyChainEvent", "ActualDeliverySupplyChainEvent", "PlannedDeliverySupplyChainEvent",
    "RequestedDeliverySupplyChainEvent",
)  # fmt: skip


def is_cii(element: Element) -> bool:
    """Whether the element is the root of a cross-industry document that can be read."""
    if element.name not in _INVOICE_ROOTS and _family_kind(element.name) is None:
        return False
    return element.namespace.startswith(_NAMESPACES) if element.namespace else bool(_document(element).children)


def kind_of(root: Element) -> TradeKind:
    """What the document is, by its root and its type code (UNTDID 1001)."""
    code = _document(root).value("TypeCode")
    if root.name == ORDER_ROOT:
        return _ORDER_KINDS.get(code, TradeKind.order)
    family = _family_kind(root.name)
    if family is not None and family is not TradeKind.invoice:
        return family
    return TradeKind.credit_note if code in _CREDITS else TradeKind.invoice


def _family_kind(name: str) -> TradeKind | None:
    found = _FAMILY.fullmatch(name)
    if found is None:
        return None
    return next((kind for start, kind in _FAMILY_KINDS if found[1].startswith(start)), None)


def read_cii(root: Element) -> TradeDocument:
    """What the document says, as exactly as it is written; what cannot be read is among its problems."""
    return _Reader(root, Doubts()).document()


def part(element: Element, *names: str) -> Element:
    """The first child of one of these names, an empty element for none: ZUGFeRD 1 called the same parts otherwise."""
    for name in names:
        found = element.first(name)
        if found is not None:
            return found
    return Element(names[0])


def transaction(root: Element) -> Element:
    """Lines and header of the trade."""
    return part(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")


def line_elements(root: Element) -> tuple[Element, ...]:
    """The lines, in their order."""
    return tuple(transaction(root).all("IncludedSupplyChainTradeLineItem"))


def settlement(root: Element) -> Element:
    """What is to be paid, and how."""
    return part(transaction(root), "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")


def sums_of(root: Element) -> Element:
    """The document's totals."""
    return part(settlement(root), "SpecifiedTradeSettlementHeaderMonetarySummation",
                "SpecifiedTradeSettlementMonetarySummation")  # fmt: skip


def line_parts(line: Element) -> tuple[Element, Element, Element]:
    """What was agreed on, what is delivered and what is to be paid of a line."""
    return (
        part(line, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement"),
        part(line, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery"),
        part(line, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement"),
    )


def quantity_of(delivery: Element) -> Element | None:
    """The quantity of a line."""
    return next((found for name in _QUANTITIES if (found := delivery.first(name)) is not None), None)


def net_price(agreement: Element) -> Element:
    """The price after its allowances, the gross one where there is no other."""
    return part(agreement, "NetPriceProductTradePrice", "GrossPriceProductTradePrice")


def line_amount(settled: Element) -> tuple[str, ...]:
    """The path from a line's settlement to its amount."""
    name = "SpecifiedTradeSettlementLineMonetarySummation"
    if settled.first(name) is None:
        name = "SpecifiedTradeSettlementMonetarySummation"
    return (name, "LineTotalAmount")


def _document(root: Element) -> Element:
    return part(root, "ExchangedDocument", "HeaderExchangedDocument")


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document being read."""

    root: Element
    doubts: Doubts

    def document(self) -> TradeDocument:
        root, head = self.root, _document(self.root)
        trade = transaction(root)
        agreement = part(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
        delivery = part(trade, "ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery")
        settled, sums = settlement(root), sums_of(root)
        number = head.value("ID")
        lines = tuple(self._line(place, line) for place, line in enumerate(line_elements(root), 1))
        total = self.doubts.number(sums, "DuePayableAmount")
        return TradeDocument(
            kind=kind_of(root),
            number=number,
            references=self._references(number, agreement, lines),
            issued=self._moment(head.first("IssueDateTime")),
            delivery_date=self._delivery(delivery),
            valid_until=self._period(head.first("EffectiveSpecifiedPeriod")),
            supplier=_party(agreement.first("SellerTradeParty")),
            buyer=_party(agreement.first("BuyerTradeParty")),
            lines=lines,
            net=self.doubts.number(sums, "TaxBasisTotalAmount"),
            total=total if total is not None else self.doubts.number(sums, "GrandTotalAmount"),
            currency=settled.value("OrderCurrencyCode") or settled.value("InvoiceCurrencyCode"),
            answer=document_answer(head.value("StatusCode")),
            terms=once(_terms(agreement, settled)),
            notes=once(found.text.strip() for found in head.all("IncludedNote", "Content")),
            problems=tuple(self.doubts.problems),
            syntax="cii",
        )

    def _references(self, number: str, agreement: Element, lines: tuple[TradeLine, ...]) -> tuple[str, ...]:
        """An order in Order-X names itself as the buyer's order: that is no reference."""
        names = _ORDER_REFERENCES if kind_of(self.root) is TradeKind.order else _LATER_REFERENCES
        own = (agreement.value(name, "IssuerAssignedID") or agreement.value(name, "ID") for name in names)
        return once(reference for reference in (*own, *(line.order for line in lines)) if reference != number)

    # ── days ──────────────────────────────────────────────────────────────────────────────────────────────

    def _moment(self, place: Element | None) -> date | None:
        """The day of an element that holds a DateTimeString or a DateTime."""
        if place is None:
            return None
        for name in ("DateTimeString", "DateString", "DateTime"):
            found = self.doubts.day(close_day, place, name)
            if found is not None:
                return found
        return None

    def _period(self, period: Element | None) -> date | None:
        """A period's last day."""
        if period is None:
            return None
        return self._moment(period.first("EndDateTime")) or self._moment(period.first("StartDateTime"))

    def _delivery(self, delivery: Element) -> date | None:
        """The day by which it is or will be there, the surest event first; a period's last day."""
        for event in (found for name in _EVENTS for found in delivery.all(name)):
            day = self._period(event.first("OccurrenceSpecifiedPeriod"))
            day = day or self._moment(event.first("OccurrenceDateTime"))
            if day is not None:
                return day
        return None

    # ── a line ────────────────────────────────────────────────────────────────────────────────────────────

    def _line(self, place: int, line: Element) -> TradeLine:
        document = part(line, "AssociatedDocumentLineDocument")
        product = part(line, "SpecifiedTradeProduct")
        agreement, delivery, settled = line_parts(line)
        price = net_price(agreement)
        quantity = quantity_of(delivery)
        ordered = part(agreement, "BuyerOrderReferencedDocument")
        return TradeLine(
            number=document.value("LineID") or str(place),
            order=ordered.value("IssuerAssignedID"),
            order_line=ordered.value("LineID"),
            buyer_article=product.value("BuyerAssignedID"),
            seller_article=product.value("SellerAssignedID"),
            standard_article=product.value("GlobalID"),
            label=" ".join((product.value("Name") or product.value("Description")).split()),
            quantity=self.doubts.number(quantity),
            unit=quantity.attributes.get("unitCode", "") if quantity is not None else "",
            price=self.doubts.number(price, "ChargeAmount"),
            per=self.doubts.number(price, "BasisQuantity") or Decimal(1),
            amount=self.doubts.number(settled, *line_amount(settled)),
            delivery_date=self._delivery(delivery),
            outstanding=self.doubts.number(delivery, "RemainingRequestedQuantity"),
            answer=line_answer(document.value("LineStatusCode")),
            note=" · ".join(once(_line_notes(document, line))),
            says=" · ".join(once(iter((product.value("Name"), product.value("Description"))))),
        )


def _line_notes(document: Element, line: Element) -> Iterator[str]:
    yield from (found.text.strip() for found in document.all("IncludedNote", "Content"))
    for other in line.all("SubstitutedReferencedProduct"):
        article = other.value("SellerAssignedID") or other.value("GlobalID")
        yield f"→ {' '.join(once(iter((article, other.value('Name')))))}"


def _terms(agreement: Element, settled: Element) -> Iterator[str]:
    yield from (found.text.strip() for found in settled.all("SpecifiedTradePaymentTerms", "Description"))
    for terms in agreement.all("ApplicableTradeDeliveryTerms"):
        yield " ".join(once(iter((terms.value("DeliveryTypeCode"), terms.value("Description")))))


def _party(party: Element | None) -> Party:
    if party is None:
        return Party()
    ids = (
        (found.attributes.get("schemeID", ""), found.text.strip())
        for path in (("URIUniversalCommunication", "URIID"), ("GlobalID",), ("ID",), ("SpecifiedLegalOrganization", "ID"),
                     ("SpecifiedTaxRegistration", "ID"))
        for found in party.all(*path)
    )  # fmt: skip
    names = (party.value("Name"), party.value("SpecifiedLegalOrganization", "TradingBusinessName"))
    return Party(
        name=next((name for name in names if name), ""),
        ids=tuple(dict.fromkeys(one for one in ids if one[1])),
        email=party.value("DefinedTradeContact", "EmailURIUniversalCommunication", "URIID"),
    )
