"""invoice list: the register's invoices, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from officebot.cli.commands.orders_desk import day, money
from officebot.cli.opening import opened
from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import INVOICE
from officebot.cli.words import command, option
from officebot.cli.workbooks import tell_problems
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.core.invoices.known import KnownInvoice
    from officebot.core.proposals import Item


@command("list", INVOICE["list"][1])
@option("--unpaid", is_flag=True, spoken=say("Only those that are not paid yet."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object an invoice."))
def list_invoices(unpaid: bool, as_json: bool) -> None:
    from officebot.app.invoicing import InvoiceDesk

    with opened() as app:
        desk = InvoiceDesk(app)
        register, waiting = desk.register(), desk.waiting()
    found = [one for one in register.invoices if not (unpaid and one.is_paid)]
    if as_json:
        for one in found:
            emit(fact(one))
        for item in waiting:
            emit(
                {
                    "waits": item.title,
                    "kind": item.kind,
                    "due": item.due.isoformat() if item.due else None,
                    "key": item.key,
                }
            )
    else:
        _show(found, waiting)
        if not found and not waiting:
            tell(say("{file} holds no invoice yet.", file=register.file))
    tell_problems(register.problems)


def fact(one: KnownInvoice) -> dict[str, Any]:
    """An invoice of the register as `--json` gives it; amounts are strings."""
    return {
        "supplier": one.supplier.name, "number": one.number, "issued": day(one.issued), "due": day(one.due),
        "net": _amount(one.net), "vat": _amount(one.vat), "gross": _amount(one.gross), "payable": _amount(one.payable),
        "currency": one.currency, "order": one.order or None, "budget": one.budget or None, "state": one.state.value,
        "paid_on": day(one.paid_on), "file": one.file or None, "source": one.cell,
    }  # fmt: skip


def _amount(value: object) -> str | None:
    return None if value is None else f"{value:f}"


def _show(found: list[KnownInvoice], waiting: list[Item]) -> None:
    if waiting:
        heading(say("Waiting for a person"))
        for item in waiting:
            click.echo(clean(f"• {item.title}"))
        click.echo("")
        tell(say("“officebot queue” shows what may be approved."))
    if found:
        heading(say("In the register"))
        rows = [
            [one.supplier.name, one.number, day(one.issued) or "", day(one.due) or "", money(one.payable, one.currency),
             "✓" if one.is_paid else "", one.cell]
            for one in found
        ]  # fmt: skip
        columns = [
            Column(say("Supplier")), Column(say("Invoice")), Column(say("Issued"), fixed=True), Column(say("Due on"), fixed=True),
            Column(say("Amount"), fixed=True), Column(say("Paid"), fixed=True), Column(say("In the register"), detail=True),
        ]  # fmt: skip
        table(columns, rows)
