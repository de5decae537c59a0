"""What an invented invoice says: its parties, days, lines and sums, made from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

_CENT = Decimal("0.01")
_FIRMS = {
    "fr": (
        "Boulangerie Lemarchand SARL",
        "Ateliers Vauquelin SAS",
        "Papeterie du Canal SASU",
        "Menuiserie Orhan EURL",
    ),
    "en": ("Harwood & Pike Ltd", "Silverlock Supplies Limited", "Northgate Tooling LLP", "Quay Stationers plc"),
    "de": ("Brinkmann Werkzeuge GmbH", "Kessler & Sohn OHG", "Papierhaus Lindau GmbH"),
    "nl": ("Van Dongen Kantoor B.V.", "De Vries Techniek B.V.", "Molenaar Papier B.V."),
}
_PLACES = {
    "fr": ("12 rue des Tanneurs", "69007 Lyon"), "en": ("4 Foundry Lane", "Leeds LS1 4QT"),
    "de": ("Hafenstr. 7", "20457 Hamburg"), "nl": ("Kade 18", "3511 AB Utrecht"),
}  # fmt: skip
_GOODS = {
    "fr": (
        "Ramettes A4 80 g",
        "Cartouches d’encre noire",
        "Chaise de bureau",
        "Forfait de maintenance",
        "Câble 2 m",
        "Classeur",
    ),
    "en": ("A4 paper, box of 5", "Black toner", "Office chair", "Maintenance visit", "Cable 2 m", "Ring binder"),
    "de": ("Kopierpapier A4", "Toner schwarz", "Bürostuhl", "Wartung pauschal", "Kabel 2 m", "Ordner"),
    "nl": ("Kopieerpapier A4", "Toner zwart", "Bureaustoel", "Onderhoud", "Kabel 2 m", "Ordner"),
}
_RATES = {"fr": ("20", "10", "5.5"), "en": ("20", "5"), "de": ("19", "7"), "nl": ("21", "9")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line: what, how many, at which price, at which rate of VAT in per cent;
    `on` is the day of issue where it is not left to chance.
    """

    label: str
    quantity: int
    price: Decimal
    rate: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times price."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A party as its paper names it."""

    name: str
    street: str
    town: str
    siren: str
    siret: str
    vat: str
    iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an invoice says. `rates` holds the taxable amount and the VAT of each rate."""

    language: str
    number: str
    issued: date
    due: date
    days: int
    order: str
    customer: str
    currency: str
    seller: Firm
    buyer: Firm
    items: tuple[Item, ...]
    rates: Mapping[Decimal, tuple[Decimal, Decimal]]
    discount: Decimal
    prepaid: Decimal
    is_credit: bool = False

    @property
    def net(self) -> Decimal:
        """Without VAT."""
        return sum((net for net, _ in self.rates.values()), Decimal(0))

    @property
    def vat(self) -> Decimal:
        """All of the VAT."""
        return sum((vat for _, vat in self.rates.values()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        """With VAT."""
        return self.net + self.vat

    @property
    def payable(self) -> Decimal:
        """What is still to be paid."""
        return self.gross - self.prepaid


def made(
    seed: int, language: str, *, rates: int = 1, lines: int = 4, discount: int = 0, prepaid: int = 0,
    is_credit: bool = False, currency: str = "EUR", on: date | None = None,
) -> Facts:  # fmt: skip
    """An invoice's facts; the same for the same seed. `discount` and `prepaid` are in per cent."""
    chance = Random(seed)  # noqa: S311 - the same invoice for the same seed
    used = [Decimal(rate) for rate in _RATES[language][:rates]]
    items = tuple(
        Item(
            label=f"{chance.choice(_GOODS[language])} {chance.randint(100, 999)}",
            quantity=chance.choice((1, 2, 3, 5, 10, 12, 40)),
            price=Decimal(chance.randint(150, 90_000)) / 100,
            rate=used[place % len(used)],
        )
        for place in range(lines)
    )
    off = {rate: _part(sum((i.amount for i in items if i.rate == rate), Decimal(0)), discount) for rate in used}
    sums = {rate: sum((i.amount for i in items if i.rate == rate), Decimal(0)) - off[rate] for rate in used}
    by_rate = {rate: (net, _part(net, rate)) for rate, net in sums.items()}
    gross = sum((net + vat for net, vat in by_rate.values()), Decimal(0))
    issued = date(2026, 1, 1) + timedelta(days=chance.randint(0, 320))
    issued = on or issued
    days = chance.choice((15, 30, 45))
    kind = "AV" if is_credit else chance.choice(("FA", "F", "INV", "2026-"))
    return Facts(
        language=language, number=f"{kind}{chance.choice(('', '-', '26'))}{chance.randint(1_000, 99_999)}", issued=issued,
        due=issued + timedelta(days=days), days=days, order=f"BC{chance.randint(10_000, 99_999)}",
        customer=f"{chance.randint(1_000, 9_999)}", currency=currency, seller=_firm(chance, language),
        buyer=_firm(chance, "fr"), items=items, rates=by_rate, discount=sum(off.values(), Decimal(0)),
        prepaid=_part(gross, prepaid), is_credit=is_credit,
    )  # fmt: skip


def _part(amount: Decimal, percent: Decimal | int) -> Decimal:
    return (amount * percent / 100).quantize(_CENT, ROUND_HALF_UP)


def _firm(chance: Random, language: str) -> Firm:
    siren = _luhn("".join(str(chance.randint(0, 9)) for _ in range(8)))
    vat = {
        "fr": f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}",
        "en": "GB123456789",
        "de": "DE136695976",
        "nl": "NL810433941B01",
    }[language]
    bank = "".join(str(chance.randint(0, 9)) for _ in range(23))
    country = {"fr": "FR", "en": "GB", "de": "DE", "nl": "NL"}[language]
    inner = {"FR": bank, "GB": f"NWBK{bank[:14]}", "DE": bank[:18], "NL": f"INGB{bank[:10]}"}[country]
    street, town = _PLACES[language]
    return Firm(
        name=chance.choice(_FIRMS[language]), street=street, town=town, siren=siren, siret=_luhn(siren + "0001"), vat=vat,
        iban=_checked(country, inner),
    )  # fmt: skip


def _luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def _checked(country: str, inner: str) -> str:
    figures = "".join(str(int(letter, 36)) for letter in f"{inner}{country}00")
    return f"{country}{98 - int(figures) % 97:02d}{inner}"
