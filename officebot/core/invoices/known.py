"""Invoices that the office knows already, as its register tells them, and whether two suppliers are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.invoices.model import Firm, Invoice
from officebot.core.text import plain

_BLANKS = expression(r"[^A-Za-z0-9]+")
_WORD = expression(r"[a-z0-9]+")
#: What a firm is by law says nothing of which one it is.
_FORMS = frozenset(
    _WORD.findall(
        "sa sas sasu sarl eurl earl ei eirl scop sci snc scp scm gie gaec selarl selas ste societe ets etablissements ltd limited"
        " llp llc plc inc incorporated corp corporation co gmbh ag kg ohg ug bv nv sprl srl spa sl slu aps oy ab as"
    )
)


class RegisterState(StrEnum):
    """How far an invoice of the register has come. `refused` ones were sent back: what replaces them is no duplicate."""

    entered = "entered"
    held = "held"
    approved = "approved"
    paid = "paid"
    refused = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierId:
    """By what a supplier is known: VAT number, SIREN and name, each "" where it is not."""

    vat: str = ""
    siren: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """One word for it: its VAT number, else its SIREN, else its name: `FR40303265045`, `303265045`, `papeterie durand`."""
        return _id(self.vat) or _id(self.siren) or folded_name(self.name)

    @property
    def number(self) -> str:
        """The SIREN, also out of a French VAT number, whose last nine digits it is; else the VAT number."""
        return _number(self.vat, self.siren)

    def is_same(self, other: SupplierId) -> bool:
        """Whether both are one firm: by their numbers where both have one of a kind, else by their names."""
        mine, theirs = self.number, other.number
        if mine and theirs and mine[:2].isalpha() == theirs[:2].isalpha():
            return mine == theirs
        name = folded_name(self.name)
        return bool(name) and name == folded_name(other.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownInvoice:
    """An invoice of the register. Amounts are in `currency`, a credit note's as they stand there; None is “not said”.

    `iban` is the account that it was, or is, to be paid to, without blanks. `refers_to` is the invoice that a credit note
    gives back. `cell` is where its number stands in the register, as `Factures!B7`.
    """

    supplier: SupplierId
    number: str
    issued: date | None = None
    payable: Decimal | None = None
    currency: str = "EUR"
    iban: str = ""
    order: str = ""
    entered_on: date | None = None
    state: RegisterState = RegisterState.entered
    due: date | None = None
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    paid_on: date | None = None
    is_credit: bool = False
    refers_to: str = ""
    budget: str = ""
    period: str = ""
    file: str = ""
    note: str = ""
    cell: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The supplier's key and the invoice's number: how it is named among others."""
        return self.supplier.key, self.number

    @property
    def is_paid(self) -> bool:
        """Whether a person paid it."""
        return self.state is RegisterState.paid or self.paid_on is not None


def supplier_of(invoice: Invoice) -> SupplierId:
    """By what an invoice's seller is known; the SIREN also from a SIRET."""
    seller: Firm = invoice.seller
    return SupplierId(
        vat=seller.vat,
        siren=seller.siren or seller.siret[:9],
        name=seller.name or invoice.document.supplier.name,
    )


@lru_cache(maxsize=20_000)
def folded_name(name: str) -> str:
    """A firm's name as it is compared: no accents, no signs, no legal form: “SARL Éts. Durand & Fils” is `durand fils`."""
    words = _WORD.findall(plain(name[:200].replace(".", "")))
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


@lru_cache(maxsize=20_000)
def _number(vat: str, siren: str) -> str:
    vat, siren = _id(vat), _id(siren)[:9]
    if siren:
        return siren
    return vat[4:] if vat.startswith("FR") and len(vat) == 13 and vat[4:].isdecimal() else vat


def _id(words: str) -> str:
    return _BLANKS.sub("", words).upper()
