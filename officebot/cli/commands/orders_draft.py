"""orders draft: an order by a person's word, as a proposal that waits for a yes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.commands.orders_desk import counted_in, day, desk, misused, money, number, one_only
from officebot.cli.opening import called
from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import Day, command, language, option
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from officebot.app.ordering import Drafted


@command("draft", ORDERS["draft"][1])
@option("--supplier", "suppliers", multiple=True, required=True, metavar="NAME", spoken=say("From whom."))
@option(
    "--line",
    "lines",
    multiple=True,
    required=True,
    metavar="WORDS",
    spoken=say("What is ordered, as ARTICLE=QUANTITY, or ARTICLE=QUANTITY@PRICE; several times."),
)
@option("--due", "due", type=Day(), spoken=say("The day on which it is to be delivered."))
@option("--place", default="", metavar="TEXT", spoken=say("Where it is to be delivered."))
@option("--budget", default="", metavar="NAME", spoken=say("The line of the budget that it counts against."))
@option("--quote", default="", metavar="NUMBER", spoken=say("The number of the offer that is accepted by it."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def draft(
    suppliers: tuple[str, ...],
    lines: tuple[str, ...],
    due: date | None,
    place: str,
    budget: str,
    quote: str,
    as_json: bool,
) -> None:
    from officebot.core.orders.spoken import read_lines
    from officebot.duties.orders.by_hand import Wish

    supplier = one_only("--supplier", suppliers)
    if not supplier.strip():
        misused(say("Name the supplier."))
    wish = Wish(
        lines=read_lines(lines, may_price=True), supplier=supplier, by=due, place=place, budget=budget, quote=quote
    )
    with desk() as orders:
        made = orders.draft(orders.app.answer(called().principal), wish)
    if as_json:
        emit(_fact(made))
    else:
        _show(made)


def _fact(made: Drafted) -> dict[str, Any]:
    order = made.draft
    return {
        "proposal": made.proposal,
        "supplier": order.supplier.name,
        "lines": [
            {
                "article": line.article,
                "label": line.name,
                "quantity": number(line.quantity),
                "unit": line.unit,
                "price": number(line.price),
                "amount": number(line.amount),
            }
            for line in order.lines
        ],
        "total": number(order.total),
        "currency": order.currency,
        "due": day(order.due),
        "place": order.place,
        "state": made.state,
        "approvals_needed": made.approvals,
        "budget": [sentence.render(language()) for sentence in made.budget],
        "already_waiting": made.is_known,
    }


def _show(made: Drafted) -> None:
    order = made.draft
    heading(say("Order from {supplier}, to be delivered by {day}", supplier=order.supplier.name, day=order.due))
    columns = [
        Column(say("Article")), Column(say("Quantity"), fixed=True), Column(say("Price"), fixed=True),
        Column(say("Amount"), fixed=True),
    ]  # fmt: skip
    rows = [
        [
            line.name,
            counted_in(line.quantity, line.unit),
            money(line.price, order.currency),
            money(line.amount, order.currency),
        ]
        for line in order.lines
    ]
    table(columns, rows)
    for sentence in made.budget:
        click.echo(clean(sentence.render(language())))
    if any(line.price is None for line in order.lines):
        tell(say("The amount is not known in full: a price is missing."))
    if made.is_known:
        tell(say("This order waits already, as number {number}.", number=str(made.proposal)))
    tell(counted(
        "It waits for {count} yes: “officebot show {number}” shows it, “officebot approve {number}” says yes.",
        "It waits for {count} people’s yes: “officebot show {number}” shows it, “officebot approve {number}” says yes.",
        made.approvals, number=str(made.proposal),
    ))  # fmt: skip
