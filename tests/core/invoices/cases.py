"""Small invoices, contacts and registers for the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.ibans import check_digits
from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId
from officebot.core.invoices.model import Firm, Format, Invoice
from officebot.core.people import Contact
from officebot.core.trade.model import Party, TradeDocument, TradeKind, TradeLine

TODAY = date(2026, 11, 26)
DURAND = SupplierId(vat="FR40303265045", siren="303265045", name="Papeterie Durand")


def french(bank: str = "30006", branch: str = "00001", account: str = "12345678901") -> str:
    """A French account with its right key and check digits."""
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    rest = f"{bank}{branch}{account}{key:02}"
    return f"FR{check_digits('FR', rest)}{rest}"


OURS, THEIRS, OTHER = french("10107", "00200"), french(), french(account="12345678902")


def grouped(iban: str) -> str:
    """The account in groups of four, as it is printed."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def contact(name: str = "Papeterie Durand", iban: str = THEIRS, **more: Any) -> Contact:
    """A supplier with a stored account and phone."""
    given = {"addresses": ("compta@papeterie-durand.example",), "phone": "04 72 00 11 22", "kind": "supplier"}
    return Contact(name=name, iban=iban, **{**given, **more})


def invoice(
    number: str = "F-100", *, ibans: tuple[str, ...] = (THEIRS,), supplier: SupplierId = DURAND, net: str = "100.00",
    vat: str = "20.00", issued: date | None = date(2026, 11, 20), is_credit: bool = False, lines: tuple[TradeLine, ...] = (),
    references: tuple[str, ...] = (), notes: tuple[str, ...] = (), terms: tuple[str, ...] = (), currency: str = "EUR",
    seller: dict[str, Any] | None = None, buyer: Firm | None = None, **more: Any,
) -> Invoice:  # fmt: skip
    """An invoice of a French firm to a French firm."""
    gross = Decimal(net) + Decimal(vat)
    kind = TradeKind.credit_note if is_credit else TradeKind.invoice
    document = TradeDocument(
        kind=kind, number=number, issued=issued, supplier=Party(name=supplier.name), lines=lines, net=Decimal(net),
        total=gross, currency=currency, references=references, notes=notes, terms=terms, syntax="ubl",
    )  # fmt: skip
    firm = {"name": supplier.name, "vat": supplier.vat, "siren": supplier.siren, "country": "FR", **(seller or {})}
    return Invoice(
        document=document, format=Format.ubl, seller=Firm(ibans=ibans, **firm),
        buyer=buyer or Firm(name="Moulin Charrier", vat="FR83404833048", country="FR"),
        net=Decimal(net), vat=Decimal(vat), gross=gross, **{"payable": gross, **more},
    )  # fmt: skip


def known(number: str = "F-100", *, payable: str | None = "120.00", **more: Any) -> KnownInvoice:
    """An invoice of the register, paid unless it says otherwise."""
    given = {
        "supplier": DURAND, "issued": date(2026, 11, 20), "iban": THEIRS, "state": RegisterState.paid,
        "entered_on": date(2026, 11, 22),
    }  # fmt: skip
    return KnownInvoice(number=number, payable=None if payable is None else Decimal(payable), **{**given, **more})
