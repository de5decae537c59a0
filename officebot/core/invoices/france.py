"""What French law and French registers ask of an invoice between firms: numbers that are right, and mentions.

All are warnings: the official rules (EN 16931) know nothing of them, and a law may except what an invoice does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from officebot.core.expressions import expression
from officebot.core.invoices.model import Broken, Firm, Invoice, Severity
from officebot.core.text import Text, one_line, plain, say

_NINE, _FOURTEEN = expression(r"[0-9]{9}", re.ASCII), expression(r"[0-9]{14}", re.ASCII)
_VAT = expression(r"FR([0-9]{2})([0-9]{9})", re.ASCII)
#: La Poste's SIREN: its post offices have numbers that follow another rule.
_LA_POSTE = "356000000"
#: Décret n° 2022-1299 of 7 October 2022: the mentions that come with electronic invoicing.
_REFORM_FROM = date(2026, 9, 1)
#: The nature of the operations as the French platforms write it in BT-23: goods (B), services (S), both (M), with the kind.
_NATURE = expression(r"[BSM][1-8]", re.ASCII)
#: Code de commerce L441-10: at most sixty days after the day of issue.
_MOST_DAYS = 60


def is_siren(number: str) -> bool:
    """Whether the number can be a SIREN: nine figures, the last by Luhn's rule."""
    return _NINE.fullmatch(number) is not None and _luhn(number) % 10 == 0


def is_siret(number: str) -> bool:
    """Whether the number can be a SIRET: a SIREN and five figures, the last by Luhn's rule.

    La Poste's, but for its head office, have figures that add up to a multiple of five (INSEE).
    """
    if not _FOURTEEN.fullmatch(number) or not is_siren(number[:9]):
        return False
    if _luhn(number) % 10 == 0:
        return True
    return number.startswith(_LA_POSTE) and sum(map(int, number)) % 5 == 0


def is_french_vat(number: str) -> bool:
    """Whether a French VAT number is right: its key is 12 + 3 × (SIREN mod 97), mod 97; one with letters is not judged."""
    found = _VAT.fullmatch(number)
    if found is None:
        return re.fullmatch(r"FR[0-9A-Z]{2}[0-9]{9}", number, re.ASCII) is not None
    return int(found[1]) == (12 + 3 * (int(found[2]) % 97)) % 97


def _luhn(number: str) -> int:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(figure // 10 + figure % 10 for figure in doubled)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What is looked for beside the invoice's terms: its notes with their subjects, and the code of the process (BT-23)."""

    notes: tuple[tuple[str, str], ...] = ()
    process: str = ""


def france_broken(invoice: Invoice, mentions: Mentions) -> Iterator[Broken]:
    """What is wrong with French numbers; and, between French firms, which mentions are missing."""
    yield from _numbers(invoice.seller, say("the seller"))
    yield from _numbers(invoice.buyer, say("the buyer"))
    if _is_french(invoice.seller) and _is_french(invoice.buyer):
        yield from _parties(invoice)
        yield from _nature(invoice, mentions)
        if not invoice.is_credit and invoice.payable is not None and invoice.payable > 0:
            yield from _payment(invoice, mentions)


def _is_french(firm: Firm) -> bool:
    return firm.country == "FR" or (not firm.country and firm.vat.startswith("FR"))


def _numbers(firm: Firm, whose: Text) -> Iterator[Broken]:
    for rule, number, is_right, called in (
        ("OB-FR-SIREN", firm.siren, is_siren(firm.siren), say("SIREN")),
        ("OB-FR-SIRET", firm.siret, is_siret(firm.siret), say("SIRET")),
        (
            "OB-FR-VAT",
            firm.vat if firm.vat.startswith("FR") else "",
            is_french_vat(firm.vat),
            say("French VAT number"),
        ),
    ):
        if number and not is_right:
            what = say("“{number}” of {whose} is no right {called}: its check digits do not go with it.",
                       number=one_line(number, 40), whose=whose, called=called)  # fmt: skip
            yield _warning(rule, what)


def _parties(invoice: Invoice) -> Iterator[Broken]:
    """Code de commerce R123-237 for the seller; CGI annexe II, article 242 nonies A, I, 2° bis for the buyer."""
    if not invoice.seller.siren:
        yield _warning(
            "OB-FR-SELLER", say("The seller’s SIREN is missing, which each invoice must show (C. com. R123-237).")
        )
    if not invoice.buyer.siren:
        yield _warning("OB-FR-BUYER", say("The buyer’s SIREN is missing, which each invoice must show with the reform "
                                          "(CGI ann. II, 242 nonies A)."))  # fmt: skip


def _nature(invoice: Invoice, mentions: Mentions) -> Iterator[Broken]:
    """CGI annexe II, article 242 nonies A, I, 8° bis: goods, services, or both.

    Of the reform's other two, the address of the delivery and the option for VAT on debits are due only where the address
    is another and the option was taken, which no invoice tells that leaves them out.
    """
    is_old = invoice.issued is None or invoice.issued < _REFORM_FROM
    if not is_old and not _NATURE.fullmatch(mentions.process):
        yield _warning("OB-FR-NATURE", say("It is not said whether goods or services are invoiced (BT-23, as B1, S1 or M1), "
                                           "which the reform asks for (CGI ann. II, 242 nonies A)."))  # fmt: skip


def _payment(invoice: Invoice, mentions: Mentions) -> Iterator[Broken]:
    """Code de commerce L441-9, L441-10 and D441-5: what is said of late and early payment, and how late it may be."""
    said = {code for code, _ in mentions.notes}
    words = plain(" ".join(text for _, text in mentions.notes))
    for rule, code, marks, what in _PAYMENT:
        if code not in said and not any(mark in words for mark in marks):
            yield _warning(rule, what)
    if invoice.issued and invoice.due_date and (invoice.due_date - invoice.issued).days > _MOST_DAYS:
        yield _warning("OB-FR-TERM", say("It is to be paid by {due}, more than sixty days after its issue (C. com. L441-10).",
                                         due=invoice.due_date))  # fmt: skip


#: A mention, the subject of its note (UNTDID 4451), and words of it without accents.
_PAYMENT = (
    ("OB-FR-PENALTIES", "PMD", ("penalit", "interets de retard", "late payment", "interest"),
     say("The rate of the penalties for late payment is missing (C. com. L441-9, note PMD).")),
    ("OB-FR-RECOVERY", "PMT", ("40 €", "40€", "40 eur", "40,00", "40.00", "indemnite forfaitaire"),
     say("The flat sum of 40 € for the costs of recovery is missing (C. com. D441-5, note PMT).")),
    ("OB-FR-DISCOUNT", "AAB", ("escompte", "discount"),
     say("It is not said whether early payment earns a discount (C. com. L441-9, note AAB).")),
)  # fmt: skip


def _warning(rule: str, what: Text) -> Broken:
    return Broken(rule=rule, what=what, severity=Severity.warning)
