"""orders late: whose deliveries are late, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from officebot.cli.commands.orders_desk import counted_in, day, desk, named, number, source_of
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import command, option
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.core.orders.late import DaysLate, Late
    from officebot.duties.orders.late import Chase


@command("late", ORDERS["late"][1])
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a supplier."))
def late(as_json: bool) -> None:
    from officebot.core.orders.late import DaysLate, by_supplier, late_lines
    from officebot.duties.orders.late import address_of, chase_of, late_key
    from officebot.duties.orders.observe import LATE

    with desk() as orders:
        facts = orders.facts()
    assert facts.book is not None
    items = {item.key: item for item in facts.of_kind(LATE)}
    found = by_supplier(late_lines(facts.book.lines, facts.today, facts.office.working_time))
    days = DaysLate(facts.today, facts.office.working_time)
    for one in found:
        address = address_of(facts, one)
        chase = chase_of(items.get(late_key(one, address)))
        if as_json:
            emit(_fact(one, address, chase, days))
        else:
            _show(one, address, chase, days, facts.workbook.file)
    if not found and not as_json:
        tell(say("No delivery is late."))


def _fact(one: Late, address: str, chase: Chase, days: DaysLate) -> dict[str, Any]:
    return {
        "supplier": one.supplier,
        "address": address,
        "since": day(one.since),
        "lines": [
            {
                **named(line),
                "open": number(line.open_quantity),
                "unit": line.unit,
                "expected": day(line.expected),
                "days_late": days.of(line),
                "source": source_of(line),
            }
            for line in one.lines
        ],
        "reminders": chase.reminders,
        "last_reminder": day(chase.last),
        "answered": day(chase.answered),
    }


def _show(one: Late, address: str, chase: Chase, days: DaysLate, file: str) -> None:
    heading(say("{supplier}, late since {day}", supplier=one.supplier or address, day=one.since))
    columns = [
        Column(say("Order, line"), fixed=True), Column(say("Article")), Column(say("Still to come"), fixed=True),
        Column(say("Expected on"), fixed=True), Column(say("Late, in working days"), fixed=True),
    ]  # fmt: skip
    table(columns, [
        [f"{line.order} / {line.line}", line.name, counted_in(line.open_quantity, line.unit), day(line.expected) or "",
         str(days.of(line))]
        for line in one.lines
    ])  # fmt: skip
    if chase.last is not None:
        tell(say("Reminders sent: {number}, the last on {day}.", number=chase.reminders, day=chase.last))
    if chase.answered is not None:
        tell(say("They answered on {day}.", day=chase.answered))
    if not address:
        tell(say("Nobody knows where to write to {supplier}: add the address to {file}.", supplier=one.supplier,
                 file=file))  # fmt: skip
