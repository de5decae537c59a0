"""An order of ours as plain data, from which it is written for the seller's machine: Peppol's UBL, or Order-X."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from officebot.core.money import cents


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToWrite:
    """An address: of a firm, or where goods are to be brought. `country` is ISO 3166's two letters."""

    name: str = ""
    street: str = ""
    more: str = ""
    city: str = ""
    postcode: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmToWrite:
    """Buyer or seller. `endpoint` is where machines reach it (scheme of the EAS list, value), `number` its register's
    (scheme of ISO 6523, value): ("0088", "3012345678900"), ("0002", "123456789")."""

    name: str
    endpoint: tuple[str, str] = ("", "")
    number: tuple[str, str] = ("", "")
    vat: str = ""
    place: PlaceToWrite = field(default_factory=PlaceToWrite)
    contact: str = ""
    email: str = ""

    @property
    def address(self) -> tuple[str, str]:
        """Where machines reach it: by its mail address (scheme EM) where nothing else is known."""
        return self.endpoint if self.endpoint[1] or not self.email else ("EM", self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToWrite:
    """A line. `unit` is a code of UN/ECE Recommendation 20 (C62: one piece), `price` is without tax, for `per` units.

    `tax_rate` is a percentage, None for one that is not known; `gtin` the item's number of GS1.
    """

    number: str
    label: str
    quantity: Decimal
    price: Decimal
    unit: str = "C62"
    per: Decimal = Decimal(1)
    buyer_article: str = ""
    seller_article: str = ""
    gtin: str = ""
    delivery_date: date | None = None
    note: str = ""
    tax_rate: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """Quantity times price, to the cent."""
        return cents(self.quantity * self.price / (self.per or 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToWrite:
    """An order. `reference` is how the buyer wants it called back, `quote` the quotation that it follows.

    `tax` is worked out of the lines' rates where it is not given; a line without a rate leaves it unknown.
    """

    number: str
    issued: date
    currency: str
    buyer: FirmToWrite
    seller: FirmToWrite
    lines: tuple[LineToWrite, ...]
    notes: tuple[str, ...] = ()
    delivery_place: PlaceToWrite | None = None
    delivery_date: date | None = None
    valid_until: date | None = None
    quote: str = ""
    reference: str = ""
    terms: str = ""
    tax: Decimal | None = None

    @property
    def net(self) -> Decimal:
        """What the lines add up to."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def tax_amount(self) -> Decimal | None:
        """The tax, by rate to the cent; None where a rate is not known."""
        if self.tax is not None:
            return cents(self.tax)
        by_rate: dict[Decimal, Decimal] = {}
        for line in self.lines:
            if line.tax_rate is None:
                return None
            by_rate[line.tax_rate] = by_rate.get(line.tax_rate, Decimal(0)) + line.amount
        return sum((cents(amount * rate / 100) for rate, amount in by_rate.items()), Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        """What is to be paid, as far as it is known: with the tax where that is."""
        return self.net + (self.tax_amount or Decimal(0))

    @property
    def last_day(self) -> date | None:
        """The day by which all is wanted."""
        days = [line.delivery_date for line in self.lines if line.delivery_date is not None]
        return self.delivery_date or max(days, default=None)
