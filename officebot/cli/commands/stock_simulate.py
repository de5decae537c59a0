"""stock simulate: the coming days lived through many times."""

from __future__ import annotations

from datetime import date

import click

from officebot.cli.commands.stock import on_a_file, read_from
from officebot.cli.output import Column, emit, heading, table
from officebot.cli.table import STOCK
from officebot.cli.words import command, option
from officebot.cli.workbooks import problems_of, tell_problems
from officebot.core.text import counted, say


@command("simulate", STOCK["simulate"][1])
@on_a_file
@option("--days", type=click.IntRange(1, 730), default=90, spoken=say("How many days are lived through."))
@option(
    "--seed",
    type=int,
    default=0,
    spoken=say("The number that the chances are drawn from: the same gives the same days."),
)
def simulate_stock(
    file: str,
    articles: str | None,
    journal: str | None,
    orders: str | None,
    today: date | None,
    holidays: str,
    as_json: bool,
    days: int,
    seed: int,
) -> None:
    from officebot.core.stock.simulating import simulate

    chosen = {"articles": articles, "journal": journal, "orders": orders}
    opened = read_from(file, chosen, today, holidays)
    found = simulate(opened.read.stock, opened.today, opened.work, days=days, seed=seed)
    if as_json:
        emit({
            "articles": [
                {"key": one.article, "orders": round(one.orders, 2), "ordered": round(one.ordered, 2),
                 "shortage_chance": round(one.shortage_chance, 3), "served": round(one.served, 4),
                 "mean_stock": round(one.mean_stock, 2), "lowest_stock": round(one.lowest_stock, 2)}
                for one in found.articles
            ],
            "suppliers": [
                {"supplier": one.supplier, "currency": one.currency, "orders": round(one.orders, 2), "amount": float(one.amount)}
                for one in found.suppliers
            ],
            "days": [
                {"day": one.day.isoformat(), "value": float(one.value), "empty": round(one.empty, 2)} for one in found.curve
            ],
            "problems": problems_of(opened.read.problems),
        })  # fmt: skip
        return
    heading(counted("The next {count} day", "The next {count} days", days))
    columns = [Column(say("Article")), Column(say("Orders"), fixed=True), Column(say("May run short"), fixed=True),
               Column(say("Served"), fixed=True), Column(say("Mean stock"), fixed=True)]  # fmt: skip
    rows = [
        (
            one.article,
            f"{one.orders:.1f}",
            f"{100 * one.shortage_chance:.0f} %",
            f"{100 * one.served:.1f} %",
            f"{one.mean_stock:.1f}",
        )
        for one in sorted(found.articles, key=lambda one: -one.shortage_chance)
    ]
    table(columns, rows)
    columns = [Column(say("Supplier")), Column(say("Orders"), fixed=True), Column(say("Amount"), fixed=True)]
    table(
        columns,
        [(one.supplier or "—", f"{one.orders:.1f}", f"{one.amount:.2f} {one.currency}") for one in found.suppliers],
    )
    tell_problems(opened.read.problems)
