"""An invoice as it was read: a business document with what is to be paid, to whom, by when, and with which tax.

Terms are those of EN 16931-1; the numbers in brackets are its business terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from officebot.core.problems import Problem
from officebot.core.text import Text
from officebot.core.trade.model import TradeDocument, TradeKind


class Format(StrEnum):
    """How an invoice was written. `zugferd` is a PDF that carries ZUGFeRD 1 or 2.0 by that name, `factur_x` any later one."""

    factur_x = "factur-x"
    zugferd = "zugferd"
    ubl = "ubl"
    cii = "cii"
    pdf = "pdf"  # a PDF for people only
    unknown = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A seller or a buyer. Identifiers are without blanks; "" is “not said”.

    `vat` is the VAT identifier (BT-31, BT-48), `siren` and `siret` the French register's numbers (BT-30 with scheme 0002,
    BT-29 with scheme 0009, or found in a number that holds them), `ibans` the accounts to pay to (BT-84), in their order.
    """

    name: str = ""
    vat: str = ""
    siren: str = ""
    siret: str = ""
    ibans: tuple[str, ...] = ()
    country: str = ""
    email: str = ""
    phone: str = ""
    ids: tuple[tuple[str, str], ...] = ()

    @property
    def iban(self) -> str:
        """The first account to pay to, "" for none."""
        return self.ibans[0] if self.ibans else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """A line of the VAT breakdown (BG-23). `category` is its UNTDID 5305 code, "" where a paper gives only a rate (in %)."""

    category: str = ""
    rate: Decimal | None = None
    taxable: Decimal | None = None
    vat: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a field of a paper was read: its words as they stand, the page (from 1), and how sure the reading is, 0 to 1.

    `how` says how a value was reckoned that does not stand there itself: a due day from the terms.
    """

    words: str
    page: int = 1
    confidence: float = 1.0
    how: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or credit note. Amounts are in the invoice's currency, as they are written; None is “not said”.

    `document` holds its kind, number (BT-1), day of issue (BT-2), references (the buyer's order BT-13 first), parties' names,
    lines, currency (BT-5) and notes. `net` is BT-109, `vat` BT-110, `gross` BT-112, `prepaid` BT-113, `rounding` BT-114,
    `payable` BT-115. `type_code` is BT-3 (UNTDID 1001). `profile` is what it says it follows: BT-24, or a profile's usual
    name (minimum, basic-wl, basic, en16931, extended, xrechnung). `preceding` are the invoices that it changes or gives back
    (BT-25), `payee` who is paid in the seller's place (BT-59). `found` tells, for papers, where each field was read;
    structured invoices have none, and a confidence of 1.
    """

    document: TradeDocument
    format: Format = Format.unknown
    profile: str = ""
    type_code: str = ""
    due_date: date | None = None
    seller: Firm = field(default_factory=Firm)
    buyer: Firm = field(default_factory=Firm)
    payee: str = ""
    preceding: tuple[str, ...] = ()
    lines_net: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None
    breakdown: tuple[VatLine, ...] = ()
    found: Mapping[str, Found] = field(default_factory=dict)
    confidence: float = 1.0
    #: What could not be read, or does not agree; the rules of the standard are `Broken` rules, apart.
    problems: tuple[Problem, ...] = ()

    @property
    def number(self) -> str:
        """The invoice's number (BT-1), "" where none was found."""
        return self.document.number

    @property
    def issued(self) -> date | None:
        """The day of issue (BT-2)."""
        return self.document.issued

    @property
    def currency(self) -> str:
        """The invoice's currency (BT-5), an ISO 4217 code."""
        return self.document.currency

    @property
    def order_reference(self) -> str:
        """The buyer's order that it refers to (BT-13), "" for none."""
        return self.document.reference

    @property
    def is_credit(self) -> bool:
        """Whether it gives back: a credit note."""
        return self.document.kind is TradeKind.credit_note


class Severity(StrEnum):
    """How much a broken rule weighs: an error makes an invoice invalid, a warning does not."""

    error = "error"
    warning = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that an invoice breaks: its official id (BR-CO-15) or ours (OB-…), the sentence for people, the line if any."""

    rule: str
    what: Text
    severity: Severity = Severity.error
    line: str = ""
