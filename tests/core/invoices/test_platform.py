"""From which day, and from whom, a PDF by mail is no longer enough (TRUST 39)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from officebot.core.invoices.model import Firm
from officebot.core.invoices.platform import FirmSize, issuing_from, platform_note
from tests.core.invoices.cases import invoice


def note(issued: date, size: FirmSize = FirmSize.unknown, **more: Any) -> str:
    asked = {name: more.pop(name) for name in ("by_mail", "buyer_country") if name in more}
    found = platform_note(invoice(issued=issued, **more), size=size, **asked)
    return str(found) if found is not None else ""


@pytest.mark.parametrize("size", [FirmSize.large, FirmSize.mid])
def test_a_large_firms_mail_is_not_enough_from_september_2026(size: FirmSize) -> None:
    assert not note(date(2026, 8, 31), size)
    assert "a mail is not enough" in note(date(2026, 9, 1), size)


@pytest.mark.parametrize("size", [FirmSize.small, FirmSize.micro])
def test_a_small_firms_mail_is_enough_until_september_2027(size: FirmSize) -> None:
    assert not note(date(2027, 8, 31), size)
    assert "a mail is not enough" in note(date(2027, 9, 1), size)


def test_a_size_that_nobody_knows_is_said_and_from_2027_does_not_matter() -> None:
    assert not note(date(2026, 8, 31))
    assert "size is not known" in note(date(2026, 9, 1))
    assert "every French firm" in note(date(2027, 9, 1))
    assert issuing_from(FirmSize.unknown) is None


def test_nothing_is_said_of_what_the_law_does_not_touch() -> None:
    day = date(2026, 11, 20)
    assert not note(day, FirmSize.large, by_mail=False)
    assert not note(day, FirmSize.large, buyer=Firm(name="Hartwell", country="GB"))
    assert not note(day, FirmSize.large, seller={"country": "DE", "vat": "DE811569869", "siren": ""})
    assert not note(day, FirmSize.large, seller={"vat": "", "siren": "", "country": "FR"})
    assert not note(day, FirmSize.large, buyer=Firm(name="Nous"), buyer_country="BE")
    assert note(day, FirmSize.large, buyer=Firm(name="Nous"))
