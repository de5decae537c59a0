"""Which rules an invoice breaks: those of EN 16931 that its profile is held to, France's, and our own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from officebot.core.invoices.arithmetic import arithmetic_broken, currencies_broken
from officebot.core.invoices.france import Mentions, france_broken
from officebot.core.invoices.model import Broken, Invoice
from officebot.core.invoices.rules import standard_broken, terms_of
from officebot.core.invoices.rules.own import own_broken
from officebot.core.invoices.rules.profiles import profile_of
from officebot.core.trade.structured.elements import Element


def judge(root: Element, invoice: Invoice, on: date | None = None) -> tuple[Broken, ...]:
    """What the invoice breaks, each once; `root` is the element that it was read from, `on` the day on which it came.

    What breaks an official rule is an error, as the standard says; France's mentions and our own rules are warnings.
    """
    return tuple(dict.fromkeys(_broken(root, invoice, on)))


def _broken(root: Element, invoice: Invoice, on: date | None) -> Iterator[Broken]:
    profile, terms = profile_of(root), terms_of(root)
    if profile.has_rules:
        yield from standard_broken(root, terms)
    if not profile.has_rules or profile.name == "extended":
        yield from arithmetic_broken(root, invoice)
    yield from currencies_broken(root, invoice)
    yield from own_broken(terms, invoice, on)
    yield from france_broken(invoice, Mentions(notes=terms.notes, process=_process(root)))


def _process(root: Element) -> str:
    """The code of the business process (BT-23)."""
    context = root.value("ExchangedDocumentContext", "BusinessProcessSpecifiedDocumentContextParameter", "ID")
    return context or root.value("ProfileID")
