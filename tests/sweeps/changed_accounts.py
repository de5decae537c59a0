"""Two hundred invoices as they arrive, forty of them with an account that somebody changed; told by a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from officebot.core.ibans import check_digits
from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId
from officebot.core.invoices.model import Invoice
from officebot.core.mail import Address
from officebot.core.people import Contact
from tests.core.invoices.cases import TODAY, french, grouped, invoice, known

CHANGED, FAIR = 40, 160
OWN = french("10107", "00200", "40404040404")
_FIRST = ("Imprimerie", "Menuiserie", "Garage", "Traiteur", "Nettoyage", "Fournitures")
_LAST = ("Vasseur", "Lemoine", "Kerbrat", "Ouédraogo", "Pichon", "Baumgartner")
_FAIR_TEXTS = (
    "Bonjour,\nVeuillez trouver ci-joint notre facture {number}.\nRèglement par virement à 30 jours.\nCordialement",
    "Dear all,\nplease find attached invoice {number}, payable within 30 days to our usual account.\nKind regards",
    "Bonjour, rappel : la facture {number} arrive à échéance aujourd'hui, merci de la régler au plus vite. C'est urgent.",
    "Bonjour, suite à notre déménagement notre adresse postale change ; nos coordonnées bancaires restent inchangées.",
    "Hello, invoice {number} is now overdue. Please settle it before the end of the week. Thank you.",
    "Bonjour,\nci-joint la facture {number} de novembre, TVA {vat}, capital 30 000 €, RCS Lyon B 303 265 045.\nBonne journée",
    "Nouveau catalogue 2027 ! En attendant, voici la facture {number}. Tél. 04 78 11 22 33, Siret 303 265 045 00013.",
    "",
)
_CHANGED_TEXTS = (
    "Bonjour,\nVeuillez trouver ci-joint notre facture {number}. Merci de régler sur le compte {account}.\nCordialement",
    "Bonjour, notre banque a fusionné : notre nouvel IBAN est {account}. Merci de l'utiliser pour la facture {number}.",
    "Dear colleague, please pay invoice {number} to {account} from now on. Kind regards",
    "Facture {number}. Règlement : {account}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An invoice with all that came with it, and whether somebody changed its account; `how` says what was done."""

    how: str
    is_changed: bool
    invoice: Invoice
    contacts: tuple[Contact, ...]
    history: tuple[KnownInvoice, ...]
    sender: Address | None
    words: str
    contact: Contact
    is_proven: bool = True


@dataclass(slots=True)
class _Office:
    """The office's suppliers, their accounts and what was paid."""

    dice: random.Random
    contacts: list[Contact] = field(default_factory=list)
    history: list[KnownInvoice] = field(default_factory=list)
    accounts: dict[str, list[str]] = field(default_factory=dict)
    ids: dict[str, SupplierId] = field(default_factory=dict)

    def account(self, bank: str = "", branch: str = "") -> str:
        dice = self.dice
        bank, branch = bank or f"{dice.randrange(10000, 50000)}", branch or f"{dice.randrange(100000):05}"
        return french(bank, branch, f"{dice.randrange(10**11):011}")

    def fill(self) -> None:
        for place, (first, last) in enumerate((one, other) for other in _LAST for one in _FIRST):
            name = f"{first} {last}"
            house = f"{first}-{last}.example".lower().replace("é", "e")
            accounts = [self.account() for _ in range(1 + (place % 3 == 0))]
            stored = "" if place % 4 == 3 else accounts[0]
            siren = f"{self.dice.randrange(10**9):09}"
            self.ids[name] = SupplierId(
                vat=f"FR{self.dice.randrange(100):02}{siren}", siren=siren, name=f"SARL {name}"
            )
            phone = f"04 {self.dice.randrange(10**8):08}"
            self.contacts.append(
                Contact(name=name, addresses=(f"compta@{house}",), kind="supplier", iban=stored, phone=phone)
            )
            self.accounts[name] = accounts
            # Every fifth contact was never billed by: what comes is its first.
            if place % 5 or not stored or len(accounts) > 1:
                self.history += self._paid(name, accounts)

    def _paid(self, name: str, accounts: list[str]) -> Iterator[KnownInvoice]:
        for iban in accounts:
            for month in range(3 + self.dice.randrange(3)):
                day = TODAY - timedelta(days=31 * (month + 1))
                yield known(
                    f"P{month}-{iban[-4:]}", supplier=self.ids[name], iban=iban, issued=day, state=RegisterState.paid
                )


def cases(seed: int) -> list[Case]:
    """The two hundred, in a random order."""
    office = _Office(random.Random(seed))
    office.fill()
    made = [*(_fair(office, place) for place in range(FAIR)), *(_changed(office, place) for place in range(CHANGED))]
    office.dice.shuffle(made)
    return made


def _fair(office: _Office, place: int) -> Case:
    dice, one = office.dice, office.contacts[place % len(office.contacts)]
    accounts, number = office.accounts[one.name], f"F{2026}-{place:04}"
    iban = dice.choice(accounts)
    text = _FAIR_TEXTS[place % len(_FAIR_TEXTS)].format(number=number, vat=office.ids[one.name].vat)
    shown = (grouped(iban), iban, grouped(iban).lower(), grouped(iban).replace(" ", "\u00a0"))[place % 4]
    paper = f"Facture {number}\n{one.name}\nTVA {office.ids[one.name].vat}\nIBAN {shown} BIC AGRIFRPP882\nTotal TTC 120,00 €"
    given: dict[str, Any] = {"ibans": (grouped(iban) if place % 3 else iban,), "how": "as ever"}
    match place % 8:
        case 1:
            given |= {"ibans": tuple(accounts), "how": "all known accounts"}
        case 2:
            given |= {"ibans": (), "is_credit": True, "how": "credit note without an account"}
            paper = f"Avoir {number}"
        case 3:
            given |= {"ibans": (), "how": "direct debit"}
            paper = f"Facture {number} : 120,00 € seront prélevés le 30 novembre sur votre compte {grouped(OWN)}"
        case 4:
            given |= {"ibans": (), "how": "only on the paper"}
        case 5:
            given |= {"how": "from a colleague", "sender": None}
        case 6:
            given |= {
                "how": "through a billing service",
                "sender": Address("", "factures@service-facturation.example"),
            }
        case _:
            pass
    return _case(office, one, number, text + "\n" + paper, is_changed=False, **given)


def _changed(office: _Office, place: int) -> Case:
    dice, one = office.dice, dice_choice(office, place)
    right, number = office.accounts[one.name][0], f"F{2026}-9{place:03}"
    quiet = f"Facture {number}, merci de votre règlement."
    told = _CHANGED_TEXTS[place % len(_CHANGED_TEXTS)]
    other = office.account()
    same_bank = office.account(right[4:9], right[9:14])
    match place % 10:
        case 0:
            return _case(office, one, number, quiet, is_changed=True, ibans=(other,), how="another bank")
        case 1:
            return _case(
                office, one, number, quiet, is_changed=True, ibans=(grouped(same_bank),), how="the same branch"
            )
        case 2:
            spot = next(p for p in range(dice.randrange(14, 20), 26) if right[p] != right[p + 1])
            slip = right[:spot] + right[spot + 1] + right[spot] + right[spot + 2 :]
            return _case(office, one, number, quiet, is_changed=True, ibans=(slip,), how="two digits exchanged")
        case 3:
            words = told.format(number=number, account=grouped(other))
            return _case(office, one, number, words, is_changed=True, ibans=(), how="only in the mail")
        case 4:
            words = told.format(number=number, account=grouped(same_bank))
            return _case(office, one, number, words, is_changed=True, ibans=(right,), how="another in the mail")
        case 5:
            rows = f"Facture\tFournisseur\tIBAN\tMontant\n{number}\t{one.name}\t{other}\t120,00\nTotal\t\t\t120,00"
            return _case(office, one, number, rows, is_changed=True, ibans=(), how="in a workbook")
        case 6:
            rest = f"{dice.randrange(10**18):018}"
            abroad = f"DE{check_digits('DE', rest)}{rest}"
            return _case(office, one, number, quiet, is_changed=True, ibans=(abroad,), how="abroad")
        case 7:
            rival = next(c for c in office.contacts if c.name != one.name and c.iban)
            return _case(office, one, number, quiet, is_changed=True, ibans=(rival.iban,), how="another supplier's")
        case 8:
            rib = f"Banque {other[4:9]} Guichet {other[9:14]} Compte {other[14:25]} Clé {other[25:]}"
            words = told.format(number=number, account=rib)
            return _case(office, one, number, words, is_changed=True, ibans=(), how="as a RIB")
        case _:
            odd = grouped(other).replace("0", "O").replace(" ", "\n" if place % 20 == 9 else " - ")
            return _case(office, one, number, f"IBAN : {odd}", is_changed=True, ibans=(), how="disguised")


def dice_choice(office: _Office, place: int) -> Contact:
    """A contact with a history and a stored account for most, one without a stored account for some."""
    pool = [one for one in office.contacts if bool(one.iban) == (place % 4 != 3)]
    return office.dice.choice(pool)


def _case(
    office: _Office,
    one: Contact,
    number: str,
    words: str,
    *,
    is_changed: bool,
    ibans: tuple[str, ...],
    how: str,
    **more: Any,
) -> Case:
    sender = more.pop("sender", Address(one.name, one.addresses[0]))
    return Case(
        how=how, is_changed=is_changed, contacts=tuple(office.contacts), history=tuple(office.history), sender=sender,
        words=words, contact=one,
        invoice=invoice(number, ibans=ibans, supplier=office.ids[one.name], issued=date(2026, 11, 20), **more),
    )  # fmt: skip
