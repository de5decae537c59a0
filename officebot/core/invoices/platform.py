"""Whether an invoice that came by mail should have come through an approved platform, by day and size of its seller.

The law: Code général des impôts, articles 289 bis and 290, as set by ordonnance n° 2021-1190 of 15 September 2021 and article
91 of loi n° 2023-1322 of 29 December 2023 (finances for 2024). From 2026-09-01 every firm subject to VAT in France must be able
to receive electronic invoices, and large and mid-size firms must issue them; small and micro firms from 2027-09-01.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from officebot.core.invoices.model import Invoice
from officebot.core.text import Text

RECEIVING_FROM = date(2026, 9, 1)


class FirmSize(StrEnum):
    """A firm's size as décret n° 2008-1354 of 18 December 2008 has it, by its usual French letters."""

    large = "GE"
    mid = "ETI"
    small = "PME"
    micro = "TPE"
    unknown = ""


def issuing_from(size: FirmSize) -> date | None:
    """From when a firm of this size must issue electronic invoices; None for an unknown size."""
    raise NotImplementedError


def platform_note(
    invoice: Invoice, *, size: FirmSize = FirmSize.unknown, by_mail: bool = True, buyer_country: str = "FR"
) -> Text | None:
    """What to tell a person where mail was, or may not have been, enough for this invoice; None where all is well.

    Nothing is said of an invoice that did not come by mail, was issued before the law, or where one side is not a French
    firm.
    """
    raise NotImplementedError
