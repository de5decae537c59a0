"""Whether an invoice that came by mail should have come through an approved platform, by day and size of its seller.

The law: Code général des impôts, articles 289 bis and 290, as set by ordonnance n° 2021-1190 of 15 September 2021 and article
91 of loi n° 2023-1322 of 29 December 2023 (finances for 2024). From 2026-09-01 every firm subject to VAT in France must be able
to receive electronic invoices, and large and mid-size firms must issue them; small and micro firms from 2027-09-01.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from officebot.core.invoices.model import Firm, Invoice
from officebot.core.text import Text, say

RECEIVING_FROM = date(2026, 9, 1)


class FirmSize(StrEnum):
    """A firm's size as décret n° 2008-1354 of 18 December 2008 has it, by its usual French letters."""

    large = "GE"
    mid = "ETI"
    small = "PME"
    micro = "TPE"
    unknown = ""


#: From when firms of each size must issue electronic invoices (loi n° 2023-1322, article 91).
_ISSUING_FROM = {
    FirmSize.large: RECEIVING_FROM, FirmSize.mid: RECEIVING_FROM, FirmSize.small: date(2027, 9, 1),
    FirmSize.micro: date(2027, 9, 1),
}  # fmt: skip
_LATEST = date(2027, 9, 1)


def issuing_from(size: FirmSize) -> date | None:
    """From when a firm of this size must issue electronic invoices; None for an unknown size."""
    return _ISSUING_FROM.get(size)


def platform_note(
    invoice: Invoice, *, size: FirmSize = FirmSize.unknown, by_mail: bool = True, buyer_country: str = "FR"
) -> Text | None:
    """What to tell a person where mail was, or may not have been, enough for this invoice; None where all is well.

    Nothing is said of an invoice that did not come by mail, was issued before the law, or where one side is not a French
    firm subject to VAT. A seller without VAT (franchise en base, article 293 B) is subject to it all the same; one whose
    sales are exempt (articles 261 to 261 E) is not, which an invoice seldom tells: a VAT number or a SIREN is taken for it.
    """
    issued = invoice.issued
    if not by_mail or issued is None or issued < RECEIVING_FROM:
        return None
    if not _is_french(invoice.seller) or (_country(invoice.buyer) or buyer_country.upper()) != "FR":
        return None
    begins = issuing_from(size)
    if begins is None:
        return _of_unknown_size(issued)
    if issued < begins:
        return None
    return say(
        "Issued on {day} by a firm of size {size}: since {begins} it must come through an approved platform, and a mail is not"
        " enough. Ask the supplier to send it there.",
        day=issued, size=size.value, begins=begins,
    )  # fmt: skip


def _of_unknown_size(issued: date) -> Text:
    if issued >= _LATEST:
        return say(
            "Issued on {day}: since {begins} every French firm’s invoice must come through an approved platform, and a mail is"
            " not enough. Ask the supplier to send it there.",
            day=issued, begins=_LATEST,
        )  # fmt: skip
    return say(
        "The supplier’s size is not known: a large or mid-size firm (GE, ETI) must send its invoices through an approved"
        " platform since {begins}, for a small one (PME, TPE) a mail is enough until {latest}.",
        begins=RECEIVING_FROM, latest=_LATEST,
    )  # fmt: skip


def _is_french(firm: Firm) -> bool:
    """Whether a firm is French, by its country and numbers."""
    return _country(firm) == "FR" and bool(firm.vat or firm.siren or firm.siret)


def _country(firm: Firm) -> str:
    if firm.siren or firm.siret:
        return "FR"
    return (firm.country or firm.vat[:2]).upper()
