"""invoice payments: what may be paid now, for a person to pay. Nothing here pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.commands.invoice_list import fact
from officebot.cli.commands.orders_desk import day, money
from officebot.cli.opening import opened
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import INVOICE
from officebot.cli.words import Day, command, language, option
from officebot.cli.writing import forced, keep, put
from officebot.core.text import say

if TYPE_CHECKING:
    from datetime import date

    from officebot.core.invoices.payments import Payment, PaymentList


@command("payments", INVOICE["payments"][1])
@option(
    "--until", "until", type=Day(), spoken=say("Due by this day; without, as many days ahead as the settings say.")
)
@option("--out", metavar="FILE", spoken=say("Write the list as a workbook (.xlsx)."))
@forced
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def list_payments(until: date | None, out: str | None, force: bool, as_json: bool) -> None:
    from officebot.app.invoicing import InvoiceDesk

    if out:
        keep(Path(out), force=force)
    with opened() as app:
        desk = InvoiceDesk(app)
        days = (until - desk.today).days if until is not None else desk.settings.payment_days
        found = desk.payments(max(0, days))
    if out:
        _write(found, Path(out))
        tell(say("Written: {file}. Nothing is paid by officebot.", file=out))
    elif as_json:
        emit(_fact(found))
    else:
        _show(found)


def _write(found: PaymentList, path: Path) -> None:
    from officebot.connectors.tables import workbook
    from officebot.duties.invoices.morning import sheet_of

    put(path, workbook(sheet_of(found, language())))


def _fact(found: PaymentList) -> dict[str, Any]:
    return {
        "suppliers": [
            {
                "supplier": one.supplier.name, "currency": one.currency, "total": f"{one.total:f}", "ibans": list(one.ibans),
                "payments": [_payment(payment) for payment in one.payments],
            }
            for one in found.suppliers
        ],
        "totals": {currency: f"{total:f}" for currency, total in found.totals.items()},
        "left_out": [{**fact(one), "because": why.render(language())} for one, why in found.left_out],
    }  # fmt: skip


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        **fact(payment.invoice), "amount": f"{payment.amount:f}", "late": payment.is_late, "saved": f"{payment.saved:f}",
        "save_by": day(payment.save_by),
    }  # fmt: skip


def _show(found: PaymentList) -> None:
    for one in found.suppliers:
        heading(say("{supplier}: {total}", supplier=one.supplier.name, total=money(one.total, one.currency)))
        rows = [
            [payment.invoice.number, day(payment.invoice.due) or "", money(payment.amount, one.currency),
             say("late").render(language()) if payment.is_late else "", payment.invoice.iban]
            for payment in one.payments
        ]  # fmt: skip
        table([Column(say("Invoice")), Column(say("Due on"), fixed=True), Column(say("Amount"), fixed=True), Column(say("Late")),
               Column(say("Account (IBAN)"), detail=True)], rows)  # fmt: skip
    for known, why in found.left_out:
        tell(
            say(
                "{number} of {supplier} is left out: {why}",
                number=known.number,
                supplier=known.supplier.name,
                why=why,
            )
        )
    if not found.suppliers:
        tell(say("Nothing is due."))
