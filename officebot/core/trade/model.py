"""A business document as it was read: who says what to whom about which goods, and how sure the reading is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from officebot.core.problems import Problem
from officebot.core.text import Text, say


class TradeKind(StrEnum):
    """What a document is. The names are those of `--json`; the structured formats' own types stand behind each.

    UBL 2.1 has a document type for most; in UN/CEFACT's Cross Industry Order it is the type code of the document
    (UNTDID 1001: 220 order, 230 change, 231 response).
    """

    request = "request"  # RequestForQuotation: we ask for an offer
    quote = "quote"  # Quotation
    catalogue = "catalogue"  # Catalogue
    order = "order"  # Order, 220
    change = "change"  # OrderChange, 230: the buyer changes an order
    cancellation = "cancellation"  # OrderCancellation, or the supplier's “we cannot deliver”
    confirmation = "confirmation"  # OrderResponse, 231: the seller accepts, changes or refuses
    agreement = "agreement"  # OrderAgreement: both agree on what was ordered elsewhere
    punch_out = "punch-out"  # a basket filled in the seller's shop
    despatch = "despatch"  # DespatchAdvice, delivery note: what was or will be sent
    receipt = "receipt"  # ReceiptAdvice: what the buyer received
    delay = "delay"  # only another day is said
    service_report = "service-report"  # a service was done
    invoice = "invoice"
    credit_note = "credit-note"
    invoice_response = "invoice-response"  # ApplicationResponse
    other = "other"


class Answer(StrEnum):
    """What a document or a line of it says to what was ordered."""

    none = ""
    accepted = "accepted"
    changed = "changed"
    rejected = "rejected"
    added = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A firm in a document: its name, its identifiers (scheme, value) and an address, "" where none is given."""

    name: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    email: str = ""


#: A row of a paper, cell by cell.
Cells: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeLine:
    """A line of a document. Amounts are in the document's currency without VAT; None is “not said”.

    `number` is the line's own, `order` and `order_line` what it refers to where it says so. `price` is for `per` units.
    `says` are the line's words as they stand, for a person to recognise it. `outstanding` is what is said to follow.
    """

    number: str = ""
    order: str = ""
    order_line: str = ""
    buyer_article: str = ""
    seller_article: str = ""
    standard_article: str = ""
    label: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    per: Decimal = Decimal(1)
    amount: Decimal | None = None
    delivery_date: date | None = None
    outstanding: Decimal | None = None
    answer: Answer = Answer.none
    note: str = ""
    says: str = ""

    @property
    def article(self) -> str:
        """The number by which it is called: ours where it is given, else the seller's, else a common one."""
        return self.buyer_article or self.seller_article or self.standard_article

    @property
    def unit_price(self) -> Decimal | None:
        """The price of one unit."""
        if self.price is None or not self.per:
            return None
        return self.price / self.per


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeDocument:
    """A document. `number` is its own, `issued` its day, `references` the orders or quotes that it speaks of, the main one first.

    `total` is what is to be paid, VAT included, `net` the same without VAT. `syntax` says how it was written: "ubl",
    "cii", "pdf", "table" (a workbook), "text". `confidence` is 0 to 1: how sure the reading is of its lines; structured
    documents are read with 1. `problems` are what is wrong with the document itself.
    """

    kind: TradeKind
    number: str = ""
    references: tuple[str, ...] = ()
    issued: date | None = None
    delivery_date: date | None = None
    valid_until: date | None = None
    supplier: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    lines: tuple[TradeLine, ...] = ()
    net: Decimal | None = None
    total: Decimal | None = None
    currency: str = ""
    answer: Answer = Answer.none
    terms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    syntax: str = ""
    confidence: float = 1.0
    #: What stands on a paper, row by row: who knows what was ordered may find it there where no lines were told apart.
    rows: tuple[Cells, ...] = ()

    @property
    def reference(self) -> str:
        """The main order or quote that it speaks of, "" for none."""
        return self.references[0] if self.references else ""


_NAMES = {
    TradeKind.request: say("request for a quotation"), TradeKind.quote: say("quotation"),
    TradeKind.catalogue: say("catalogue"), TradeKind.order: say("purchase order"),
    TradeKind.change: say("change of an order"), TradeKind.cancellation: say("cancellation"),
    TradeKind.confirmation: say("order confirmation"), TradeKind.agreement: say("order agreement"),
    TradeKind.punch_out: say("basket of a shop"), TradeKind.despatch: say("delivery note"),
    TradeKind.receipt: say("receipt of goods"), TradeKind.delay: say("news of a delay"),
    TradeKind.service_report: say("report of a service"), TradeKind.invoice: say("invoice"),
    TradeKind.credit_note: say("credit note"), TradeKind.invoice_response: say("answer to an invoice"),
    TradeKind.other: say("document"),
}  # fmt: skip


def kind_title(kind: TradeKind) -> Text:
    """What such a document is called, for people."""
    return _NAMES[kind]
