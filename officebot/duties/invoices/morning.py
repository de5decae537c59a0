"""The invoices of a morning: what is to be paid, as a list for a person; what is settled; what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from officebot.core.invoices.known import KnownInvoice, folded_name
from officebot.core.invoices.payments import Payment, PaymentList, payments
from officebot.core.people import Contact
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import Language, Text, counted, say
from officebot.duties.invoices.observe import CALL, DUE, KEY, WAITING, Facts, keeper, known_of
from officebot.duties.invoices.settings import Settings
from officebot.sdk import CloseItem, NoteItem, WriteDocument

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def problems(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """A register that cannot be read, or is none: a note to whoever keeps it, once until it says otherwise."""
    told = (
        [facts.workbook.problem] if facts.workbook.problem is not None else [one.what for one in facts.found.problems]
    )
    for what in told[:1]:
        owner = keeper(facts, settings)
        title = say("The invoice register {file} cannot be used: {what}", file=facts.workbook.file, what=what)
        note = NoteItem(item_kind=WAITING, key=f"{KEY}register", title=title.render(facts.language)[:500],
                        owner=owner.address if owner is not None else "")  # fmt: skip
        yield Proposal(key=f"{KEY}register:{what.render('en')[:80]}", title=title, actions=(note,), reason=what)


def settled(facts: Facts) -> Iterator[Proposal]:
    """What was noted and is over: invoices that were entered or refused, payments that the register calls made."""
    over = [item for kind in (WAITING, CALL) for item in facts.of_kind(kind) if _is_decided(item, facts)]
    paid = {one.key for one in facts.register.invoices if one.is_paid}
    over += [item for item in facts.of_kind(DUE) if (known := known_of(item)) is not None and known.key in paid]
    if over:
        yield Proposal(
            key=f"{KEY}settled:{facts.today}",
            title=counted("{count} invoice is settled", "{count} invoices are settled", len(over)),
            actions=tuple(CloseItem(item_kind=item.kind, key=item.key, because="invoices") for item in over[:500]),
            reason=say("They were entered, refused, or paid."),
        )


def _is_decided(item: Item, facts: Facts) -> bool:
    mark, number = item.source.get("mark"), item.source.get("number")
    return mark is not None and f"{KEY}enter:{mark}:{number}" in facts.settled


def payments_due(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """On its day of the week, the list of what may be paid: a proposal for a person, who pays."""
    if settings.payments != _WEEKDAYS[facts.today.weekday()] or facts.table is None:
        return
    held = [known.key for item in facts.of_kind(WAITING) if (known := known_of(item)) is not None]
    found = payments(facts.register.invoices, today=facts.today, within_days=settings.payment_days, held=held)
    if not found.suppliers:
        return
    path = f"documents/payments/{facts.today}-payments.xlsx"
    yield Proposal(
        key=f"{KEY}payments:{facts.today}",
        title=say("Write the list of payments due by {day}: {total}", day=_until(facts, settings),
                  total=", ".join(f"{total} {currency}" for currency, total in found.totals.items())),
        actions=(WriteDocument(path=path, data=sheet_of(found, facts.language), language=facts.language),),
        reason=say("Nothing is paid by officebot: whoever pays takes it from this list."),
        reasons=tuple(Reason(what=why, quote=one.number, source=one.cell) for one, why in found.left_out[:30]),
    )  # fmt: skip


def with_stored_accounts(invoices: Sequence[KnownInvoice], contacts: Sequence[Contact]) -> list[KnownInvoice]:
    """The invoices with the account that is stored for their supplier, where the register names none."""
    stored = {folded_name(one.name): one.iban for one in contacts if one.iban}
    return [
        one if one.iban else replace(one, iban=stored.get(folded_name(one.supplier.name), "")) for one in invoices
    ]


def _until(facts: Facts, settings: Settings) -> date:
    return facts.today + timedelta(days=settings.payment_days)


_COLUMNS: tuple[tuple[Text, str, int], ...] = (
    (say("Supplier"), "text", 32), (say("Invoice"), "text", 18), (say("Issued"), "date", 12), (say("Due on"), "date", 12),
    (say("Amount"), "number", 12), (say("Currency"), "text", 10), (say("Account (IBAN)"), "text", 30),
    (say("Late"), "text", 10), (say("In the register"), "text", 22),
)  # fmt: skip


def sheet_of(found: PaymentList, language: Language) -> Mapping[str, Any]:
    """The list as a table for a workbook, a supplier after the other."""
    return {
        "sheet": say("Payments").render(language),
        "columns": [
            {"title": title.render(language), "kind": kind, "width": width} for title, kind, width in _COLUMNS
        ],
        "rows": [
            _line(one.supplier.name or one.supplier.key, payment, language)
            for one in found.suppliers
            for payment in one.payments
        ],
    }


def _line(supplier: str, payment: Payment, language: Language) -> list[str | float]:
    known = payment.invoice
    return [
        supplier, known.number, known.issued.isoformat() if known.issued else "", known.due.isoformat() if known.due else "",
        float(payment.amount), known.currency, known.iban, say("late").render(language) if payment.is_late else "",
        known.cell,
    ]  # fmt: skip
