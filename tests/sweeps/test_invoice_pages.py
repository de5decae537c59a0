"""TRUST 39: of invoices of every class around the days of the reform, each class is told and each wrong total is found.

Hybrids are set by typst from the made pages of `tools/evaluation`, with XML beside them; in half of each class a total is
planted: in the XML of a hybrid against its page, among the sums of the others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from officebot.connectors.papers.invoices import read_invoices
from officebot.connectors.papers.pdf import read_pdf
from officebot.core.invoices.agreement import disagreements
from officebot.core.invoices.model import Format, Severity
from officebot.core.trade.known import Known
from tests.core.invoices.samples import TOTALS, cii_invoice, ubl_invoice
from tools.evaluation.invoice_pages import layouts

typst = pytest.importorskip("typst", reason="typst is not installed: the extra pdf")

_EDGES = (date(2026, 9, 1), date(2027, 9, 1))
_ON = date(2027, 9, 30)
#: Layouts that show all of their sums, in figures.
_SHOWN = (1, 2, 3, 5, 6, 7, 9, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An invoice as a file, its class, and whether a total was planted."""

    name: str
    data: bytes
    format: Format
    is_planted: bool


def _day(place: int) -> date:
    """Days on both sides of the two on which the reform begins, and those themselves."""
    return _EDGES[place % 2] + timedelta(days=place // 2 - 3)


def _hybrid(place: int, called: str, *, is_planted: bool) -> bytes:
    """A page of one layout with XML that says the same, or another total."""
    page = _page(place)
    facts = page.facts
    totals = {"net": facts.net, "vat": facts.vat, "gross": facts.gross, "payable": facts.payable}
    if is_planted:
        totals = _planted(totals, place)
    told = {name: f"{value:.2f}" for name, value in totals.items()}
    xml = cii_invoice(
        number=facts.number, issued=f"{facts.issued:%Y%m%d}", due=f"{facts.due:%Y%m%d}", currency=facts.currency, totals=told,
    ).replace("FR76 3000 6000 0112 3456 7890 189", facts.seller.iban)  # fmt: skip
    attach = f"#pdf.attach({json.dumps(called)}, bytes({json.dumps(xml, ensure_ascii=False)}))\n"
    made: bytes = typst.compile((page.source + attach).encode())
    return made


def _page(place: int) -> layouts.Page:
    """A made page whose invoice is issued around the days of the reform."""
    return layouts.LAYOUTS[_SHOWN[place % len(_SHOWN)]](place % 5, _day(place))


def _planted(totals: dict[str, Decimal], place: int) -> dict[str, Decimal]:
    """One total more or less than it is: a cent, two figures swapped, the net for the gross, the payable alone."""
    made = dict(totals)
    match place % 4:
        case 0:
            made["gross"] += Decimal("0.01")
        case 1:
            made["gross"] = made["payable"] = made["gross"] * 10
        case 2:
            made["net"] -= Decimal("9.00")
            made["gross"] -= Decimal("9.00")
        case _:
            made["payable"] += Decimal("90.00")
    return made


def _invoices() -> Iterator[Made]:
    """Twelve of each class, six of them with a planted total."""
    for place in range(12):
        is_planted = place >= 6
        wrong = {**TOTALS, "gross": "219.28"} if is_planted else {}
        day = _day(place)
        number = f"F-{day.year}-{place:03d}"
        yield Made(name=f"factur-x {place}", data=_hybrid(place, "factur-x.xml", is_planted=is_planted),
                   format=Format.factur_x, is_planted=is_planted)  # fmt: skip
        yield Made(name=f"zugferd {place}", data=_hybrid(place + 3, "ZUGFeRD-invoice.xml", is_planted=is_planted),
                   format=Format.zugferd, is_planted=is_planted)  # fmt: skip
        yield Made(name=f"ubl {place}", data=ubl_invoice(number=number, issued=day.isoformat(), totals=wrong).encode(),
                   format=Format.ubl, is_planted=is_planted)  # fmt: skip
        yield Made(name=f"cii {place}", data=cii_invoice(number=number, issued=f"{day:%Y%m%d}", totals=wrong).encode(),
                   format=Format.cii, is_planted=is_planted)  # fmt: skip
        # Pages whose sums do not add up: those of the layout that disagrees with itself.
        source = layouts.LAYOUTS[11]((0, 3)[place % 2]).source if is_planted else _page(place).source
        yield Made(name=f"pdf {place}", data=typst.compile(source.encode()), format=Format.pdf, is_planted=is_planted)


def _is_found(one: Made) -> tuple[Format, bool]:
    """The class that was read, and whether a total was called wrong."""
    arrived = read_invoices(one.data, one.name, Known(on=_ON))[0]
    if one.format is Format.pdf:
        return arrived.invoice.format, arrived.invoice.gross is None
    broken = list(arrived.broken)
    if one.format in (Format.factur_x, Format.zugferd):
        # The sample's lines are not the page's: here only the pages are asked.
        broken = list(disagreements(arrived.invoice, read_pdf(one.data, one.name).paper))
    return arrived.invoice.format, any(rule.severity is Severity.error for rule in broken)


@pytest.mark.sweep
def test_every_class_is_told_and_every_planted_total_is_found() -> None:
    right: Counter[str] = Counter()
    missed, falsely = [], []
    invoices = list(_invoices())
    for one in invoices:
        called, is_wrong = _is_found(one)
        right[one.format] += called is one.format
        if one.is_planted and not is_wrong:
            missed.append(one.name)
        if not one.is_planted and is_wrong:
            falsely.append(one.name)
    planted = sum(one.is_planted for one in invoices)
    print(
        f"\nTRUST 39: {len(invoices)} invoices, {sum(right.values())} classes told, {planted - len(missed)} of {planted} "
        f"planted totals found, {len(falsely)} false ones"
    )
    assert len(invoices) == 60
    assert sum(right.values()) >= 0.99 * len(invoices)
    assert missed == []
    assert falsely == []
