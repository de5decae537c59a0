"""What the rules look at: an invoice's business terms, the same for UBL and for CII, each exactly as it is written.

The numbers in brackets are EN 16931-1's business terms and groups. A `Word` is a text without blanks around it; None is
“no such element”, "" an empty one: rules tell these apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from officebot.core.trade.structured.values import decimal

Word: TypeAlias = "str | None"


def amount(word: Word) -> Decimal | None:
    """The number that is written there; None for none, and for what is none."""
    return decimal(word) if word else None


def or_nothing(word: Word) -> Decimal:
    """The number that is written there, 0 for none."""
    return amount(word) or Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """A category of tax: its code (BT-95, BT-102, BT-118, BT-151), "" for none, and its rate in %. `is_vat`: it is VAT."""

    code: str = ""
    rate: Word = None
    is_vat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An allowance or charge of the document (BG-20, BG-21) or of a line (BG-27, BG-28); None: it does not say which."""

    is_charge: bool | None = None
    amount: Word = None
    base: Word = None
    percentage: Word = None
    is_reasoned: bool = False
    taxes: tuple[Tax, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period of the invoice (BG-14) or of a line (BG-26): days as they are written. `is_coded`: it has a BT-8."""

    start: Word = None
    end: Word = None
    is_coded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line (BG-25). `place` is what people find it by: its number, or how many-th it is.

    `attributes` says of each attribute of the item (BG-32) whether it has name and value, `standard_schemes` and
    `class_lists` from which register each standard number (BT-157) and class (BT-158) is.
    """

    place: str
    number: Word = None
    quantity: Word = None
    unit: Word = None
    amount: Word = None
    name: Word = None
    price: Word = None
    gross_price: Word = None
    price_base: Word = None
    price_allowance: Word = None
    taxes: tuple[Tax, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    period: Period | None = None
    attributes: tuple[bool, ...] = ()
    standard_schemes: tuple[Word, ...] = ()
    class_lists: tuple[Word, ...] = ()
    #: It groups others, or only tells something: its amount is in theirs.
    is_counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller (BG-4), buyer (BG-7), payee (BG-10) or the seller's tax representative (BG-11).

    `vat` are its VAT numbers, `is_registered` says whether it has any number of a tax office, `ids` are its numbers
    (BT-29, BT-46) but for a creditor's (BT-90), `legal` those of a register of firms (BT-30, BT-47). `compared_name` is
    what a payee's name is held against.
    """

    name: Word = None
    compared_name: Word = None
    has_address: bool = False
    country: Word = None
    vat: tuple[str, ...] = ()
    is_registered: bool = False
    ids: tuple[tuple[str, str], ...] = ()
    legal: tuple[tuple[str, str], ...] = ()
    has_endpoint: bool = False
    endpoint_scheme: Word = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How to pay (BG-16): the means (BT-81), the account (BT-84) and what is shown of cards (BT-87)."""

    code: Word = None
    has_account: bool = False
    account: Word = None
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A line of the VAT breakdown (BG-23). `is_reasoned`: it tells why it is exempt (BT-120, BT-121)."""

    taxable: Word = None
    amount: Word = None
    tax: Tax = field(default_factory=Tax)
    is_reasoned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTotal:
    """The VAT in one currency (BT-110, BT-111), with the breakdown that is given for it."""

    amount: Word = None
    currency: str = ""
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The document's totals (BG-22): BT-106 to BT-109 and BT-112 to BT-115."""

    lines: Word = None
    allowances: Word = None
    charges: Word = None
    net: Word = None
    gross: Word = None
    prepaid: Word = None
    rounding: Word = None
    payable: Word = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An invoice or credit note. `further_charges` are amounts that CII gives apart from charges; `countries` all codes of
    countries in it; `attached` and `earlier` the numbers of supporting documents (BT-122) and earlier invoices (BT-25)."""

    is_cii: bool = False
    is_credit_note: bool = False
    specification: Word = None
    number: Word = None
    issued: Word = None
    type_code: Word = None
    currency: Word = None
    tax_currency: Word = None
    has_tax_point: bool = False
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    payee: Party | None = None
    representative: Party | None = None
    has_delivery_address: bool = False
    delivery_country: Word = None
    has_delivery_date: bool = False
    periods: tuple[Period, ...] = ()
    has_totals: bool = False
    totals: Totals = field(default_factory=Totals)
    tax_totals: tuple[TaxTotal, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    further_charges: tuple[Word, ...] = ()
    lines: tuple[Line, ...] = ()
    payments: tuple[Payment, ...] = ()
    has_payment_day: bool = False
    has_payment_terms: bool = False
    attached: tuple[Word, ...] = ()
    earlier: tuple[Word, ...] = ()
    countries: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def shares(self) -> Iterator[Share]:
        """The lines of the breakdown."""
        return (share for total in self.tax_totals for share in total.shares)

    def adjusted(self, is_charge: bool) -> Iterator[Adjustment]:
        """The document's charges, or its allowances."""
        return (one for one in self.adjustments if one.is_charge is is_charge)
