"""UBL 2 documents (ISO/IEC 19845) read: orders, answers to them, despatches, catalogues, quotations, invoices.

What Peppol calls T01 to T116 are profiles of these; other people's UBL is read alike. Elements are found by their local
names, so that prefixes and the namespace's version count nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.trade.model import Answer, Party, TradeDocument, TradeKind, TradeLine
from officebot.core.trade.structured.answers import document_answer, line_answer
from officebot.core.trade.structured.doubts import Doubts, once
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import day

#: The start of the namespace of every UBL 2 document.
NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"

_KINDS: Mapping[str, TradeKind] = {
    "Order": TradeKind.order, "OrderChange": TradeKind.change, "OrderCancellation": TradeKind.cancellation,
    "OrderResponse": TradeKind.confirmation, "OrderResponseSimple": TradeKind.confirmation,
    "DespatchAdvice": TradeKind.despatch, "ReceiptAdvice": TradeKind.receipt, "Catalogue": TradeKind.catalogue,
    "Quotation": TradeKind.quote, "RequestForQuotation": TradeKind.request, "Invoice": TradeKind.invoice,
    "SelfBilledInvoice": TradeKind.invoice, "CreditNote": TradeKind.credit_note,
    "SelfBilledCreditNote": TradeKind.credit_note, "ApplicationResponse": TradeKind.invoice_response,
}  # fmt: skip

#: Answers that nobody gives to an invoice: to a catalogue, and of machines to messages.
_TECHNICAL = ("catalogue_response", ":mlr:", ":mls:")

#: Where a line stands, and in what its number, quantity and price are.
_LINES = (
    "OrderLine", "QuotationLine", "RequestForQuotationLine", "DespatchLine", "ReceiptLine", "CatalogueLine",
    "InvoiceLine", "CreditNoteLine",
)  # fmt: skip
_QUANTITIES = ("Quantity", "InvoicedQuantity", "CreditedQuantity", "DeliveredQuantity", "ReceivedQuantity")
_SUPPLIERS = (
    ("SellerSupplierParty", "Party"), ("AccountingSupplierParty", "Party"), ("DespatchSupplierParty", "Party"),
    ("ProviderParty",),
)  # fmt: skip
_BUYERS = (
    ("BuyerCustomerParty", "Party"), ("AccountingCustomerParty", "Party"), ("ContractorCustomerParty", "Party"),
    ("DeliveryCustomerParty", "Party"), ("OriginatorCustomerParty", "Party"), ("ReceiverParty",),
)  # fmt: skip
_TOTALS = ("LegalMonetaryTotal", "AnticipatedMonetaryTotal", "QuotedMonetaryTotal", "RequestedMonetaryTotal")

#: What a document speaks of, the main thing first.
_REFERENCES = (
    ("OrderReference", "ID"), ("OrderChangeDocumentReference", "ID"), ("QuotationDocumentReference", "ID"),
    ("RequestForQuotationDocumentReference", "ID"), ("OrderDocumentReference", "ID"),
    ("DocumentResponse", "DocumentReference", "ID"),
)  # fmt: skip
#: And what only some kinds speak of: who receives names the delivery, who gives back names the invoice.
_KIND_REFERENCES: Mapping[TradeKind, tuple[tuple[str, ...], ...]] = {
    TradeKind.receipt: (("DespatchDocumentReference", "ID"),),
    TradeKind.credit_note: (("BillingReference", "InvoiceDocumentReference", "ID"),),
}

#: The periods and days of a delivery, the surest first: what happened, what is promised, what is wished.
_PERIODS = ("PromisedDeliveryPeriod", "EstimatedDeliveryPeriod", "RequestedDeliveryPeriod")
_DAYS = (
    "ActualDeliveryDate",
    "PromisedDeliveryDate",
    "EstimatedDeliveryDate",
    "LatestDeliveryDate",
    "RequestedDeliveryDate",
)

#: What people write where they must write something (EN 16931 asks for an order's number beside a seller's).
_NOTHING = ("NA", "N/A", "-")


def is_ubl(element: Element) -> bool:
    """Whether the element is the root of a UBL document that can be read."""
    if element.name not in _KINDS:
        return False
    if not element.namespace:
        return element.first("IssueDate") is not None and element.first("ID") is not None
    return element.namespace.startswith(f"{NAMESPACE}{element.name}-")


def kind_of(root: Element) -> TradeKind:
    """What the document is; a profile's name tells an agreement from an answer, a basket from a catalogue."""
    profile = root.value("CustomizationID").casefold()
    if root.name == "OrderResponse" and "order_agreement" in profile:
        return TradeKind.agreement
    if root.name == "Catalogue" and "punch_out" in profile:
        return TradeKind.punch_out
    if root.name == "ApplicationResponse" and any(name in profile for name in _TECHNICAL):
        return TradeKind.other
    if root.name == "Invoice" and root.value("InvoiceTypeCode") in ("381", "396"):
        return TradeKind.credit_note
    return _KINDS.get(root.name, TradeKind.other)


def read_ubl(root: Element) -> TradeDocument:
    """What the document says, as exactly as it is written; what cannot be read is among its problems."""
    return _Reader(root, Doubts()).document()


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document being read."""

    root: Element
    doubts: Doubts

    def document(self) -> TradeDocument:
        root, kind = self.root, kind_of(self.root)
        lines = tuple(self._line(place, line) for place, line in enumerate(self._line_elements(), 1))
        net, total = self._totals()
        supplier, buyer = self._parties(kind)
        return TradeDocument(
            kind=kind,
            number=root.value("ID"),
            references=self._references(kind, lines),
            issued=self.doubts.day(day, root, "IssueDate"),
            delivery_date=self._document_delivery(),
            valid_until=self._period_end(root.first("ValidityPeriod"))
            or self.doubts.day(day, root, "SubmissionDueDate"),
            supplier=supplier,
            buyer=buyer,
            lines=lines,
            net=net,
            total=total,
            currency=self._currency(),
            answer=self._answer(),
            terms=once(self._terms()),
            notes=once(self._notes()),
            problems=tuple(self.doubts.problems),
            syntax="ubl",
        )

    # ── about the whole ───────────────────────────────────────────────────────────────────────────────────

    def _references(self, kind: TradeKind, lines: tuple[TradeLine, ...]) -> tuple[str, ...]:
        paths = (*_REFERENCES, *_KIND_REFERENCES.get(kind, ()))
        own = (found.text.strip() for path in paths for found in self.root.all(*path))
        everyone = (*own, *(line.order for line in lines))
        return once(reference for reference in everyone if reference not in _NOTHING)

    def _parties(self, kind: TradeKind) -> tuple[Party, Party]:
        if kind is TradeKind.invoice_response:
            # The buyer answers: who sends it is who was sent the invoice.
            return _party(self.root.first("ReceiverParty")), _party(self.root.first("SenderParty"))
        return _first_party(self.root, _SUPPLIERS), _first_party(self.root, _BUYERS)

    def _document_delivery(self) -> date | None:
        places = (self.root, *self.root.all("Delivery"), *self.root.all("Shipment", "Delivery"))
        for place in places:
            found = self._delivery_of(place)
            if found is not None:
                return found
        return None

    def _totals(self) -> tuple[Decimal | None, Decimal | None]:
        """Without VAT, and what is to be paid."""
        sums = next((found for name in _TOTALS if (found := self.root.first(name)) is not None), None)
        if sums is None:
            return None, None
        net = self.doubts.number(sums, "TaxExclusiveAmount")
        lines = self.doubts.number(sums, "LineExtensionAmount")
        if net is None and lines is not None:
            off = self.doubts.number(sums, "AllowanceTotalAmount") or Decimal(0)
            net = lines - off + (self.doubts.number(sums, "ChargeTotalAmount") or Decimal(0))
        total = self.doubts.number(sums, "PayableAmount")
        return net, total if total is not None else self.doubts.number(sums, "TaxInclusiveAmount")

    def _currency(self) -> str:
        said = self.root.value("DocumentCurrencyCode") or self.root.value("PricingCurrencyCode")
        if said:
            return said
        amounts = (one.attributes.get("currencyID", "") for one in self.root.within())
        return next((code for code in amounts if code), "")

    def _answer(self) -> Answer:
        code = self.root.value("OrderResponseCode") or self.root.value("DocumentResponse", "Response", "ResponseCode")
        if self.root.name == "OrderResponseSimple":
            is_accepted = self.root.value("AcceptedIndicator").casefold() in ("true", "1")
            return Answer.accepted if is_accepted else Answer.rejected
        return document_answer(code)

    def _terms(self) -> Iterator[str]:
        for path in (("PaymentTerms", "Note"), ("DeliveryTerms", "SpecialTerms"), ("DeliveryTerms", "ID")):
            yield from (found.text.strip() for found in self.root.all(*path))

    def _notes(self) -> Iterator[str]:
        for path in (("Note",), ("CancellationNote",), ("RejectionNote",), ("Description",),
                     ("DocumentResponse", "Response", "Status", "StatusReason"),
                     ("DocumentResponse", "Response", "Description")):  # fmt: skip
            yield from (found.text.strip() for found in self.root.all(*path))

    # ── a line ────────────────────────────────────────────────────────────────────────────────────────────

    def _line_elements(self) -> Iterator[Element]:
        return (child for child in self.root.children if child.name in _LINES)

    def _line(self, place: int, line: Element) -> TradeLine:
        inner = line.first("LineItem") or line
        item = inner.first("Item") or Element("Item")
        price, per = self._price(inner)
        quantity = self._quantity(inner)
        label = " ".join((item.value("Name") or item.value("Description")).split())
        order, order_line = _ordered(line)
        return TradeLine(
            number=inner.value("ID") or str(place),
            order="" if order in _NOTHING else order,
            order_line=order_line,
            buyer_article=item.value("BuyersItemIdentification", "ID"),
            seller_article=item.value("SellersItemIdentification", "ID"),
            standard_article=item.value("StandardItemIdentification", "ID"),
            label=label,
            quantity=self.doubts.number(quantity),
            unit=quantity.attributes.get("unitCode", "") if quantity is not None else "",
            price=price,
            per=per,
            amount=self.doubts.number(inner, "LineExtensionAmount"),
            delivery_date=self._line_delivery(line, inner),
            outstanding=self._outstanding(inner),
            answer=line_answer(inner.value("LineStatusCode")),
            note=" · ".join(once(_line_notes(line, inner))),
            says=" · ".join(once(found.text.strip() for found in (*item.all("Name"), *item.all("Description")))),
        )

    def _quantity(self, inner: Element) -> Element | None:
        for name in _QUANTITIES:
            found = inner.first(name)
            if found is not None:
                return found
        # Of a basket (T77) it is what is to be delivered.
        return inner.first("RequiredItemLocationQuantity", "DeliveryUnit", "BatchQuantity")

    def _price(self, inner: Element) -> tuple[Decimal | None, Decimal]:
        """The net price, and for how many it is."""
        price = inner.first("Price") or inner.first("RequiredItemLocationQuantity", "Price")
        per = self.doubts.number(price, "BaseQuantity")
        return self.doubts.number(price, "PriceAmount"), per if per else Decimal(1)

    def _outstanding(self, inner: Element) -> Decimal | None:
        for name in ("OutstandingQuantity", "BackorderQuantity", "MaximumBackorderQuantity"):
            found = self.doubts.number(inner, name)
            if found is not None:
                return found
        return None

    def _line_delivery(self, line: Element, inner: Element) -> date | None:
        for place in (*inner.all("Delivery"), *line.all("Shipment", "Delivery"), inner):
            found = self._delivery_of(place)
            if found is not None:
                return found
        return self.doubts.day(day, inner, "ReceivedDate")

    def _delivery_of(self, place: Element) -> date | None:
        """The day by which it is or will be there: a period's last."""
        for name in _DAYS[:2]:
            found = self.doubts.day(day, place, name)
            if found is not None:
                return found
        for name in _PERIODS:
            found = self._period_end(place.first(name))
            if found is not None:
                return found
        days = (self.doubts.day(day, place, name) for name in _DAYS[2:])
        return next((found for found in days if found is not None), None)

    def _period_end(self, period: Element | None) -> date | None:
        return self.doubts.day(day, period, "EndDate") or self.doubts.day(day, period, "StartDate")


def _ordered(line: Element) -> tuple[str, str]:
    """The order and its line that a line refers to."""
    reference = line.first("OrderLineReference")
    if reference is not None:
        return reference.value("OrderReference", "ID"), reference.value("LineID")
    return "", ""


def _line_notes(line: Element, inner: Element) -> Iterator[str]:
    for place in (line, inner):
        for name in ("Note", "OutstandingReason", "RejectReason", "BackorderReason"):
            yield from (found.text.strip() for found in place.all(name))
    for other in line.all("SellerSubstitutedLineItem"):
        item = other.first("Item") or Element("Item")
        article = item.value("SellersItemIdentification", "ID") or item.value("StandardItemIdentification", "ID")
        yield f"→ {' '.join(once(iter((article, item.value('Name')))))}"


def _first_party(root: Element, paths: tuple[tuple[str, ...], ...]) -> Party:
    for path in paths:
        found = _party(root.first(*path))
        if found.name or found.ids:
            return found
    return Party()


def _party(party: Element | None) -> Party:
    if party is None:
        return Party()
    names = (party.value("PartyName", "Name"), party.value("PartyLegalEntity", "RegistrationName"))
    ids = (
        (found.attributes.get("schemeID", ""), found.text.strip())
        for path in (("EndpointID",), ("PartyIdentification", "ID"), ("PartyLegalEntity", "CompanyID"),
                     ("PartyTaxScheme", "CompanyID"))
        for found in party.all(*path)
    )  # fmt: skip
    return Party(
        name=next((name for name in names if name), ""),
        ids=tuple(dict.fromkeys(one for one in ids if one[1])),
        email=party.value("Contact", "ElectronicMail"),
    )
