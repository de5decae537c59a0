"""orders scorecard: how suppliers kept their word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from officebot.cli.commands.orders_desk import desk, number
from officebot.cli.output import clean, emit, heading, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import argument, command, language, option
from officebot.core.text import plain, quoted, say

if TYPE_CHECKING:
    from officebot.core.orders.scorecard import Scorecard, Share


@command("scorecard", ORDERS["scorecard"][1])
@argument("supplier", required=False, metavar="NAME")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a supplier."))
def scorecard(supplier: str | None, as_json: bool) -> None:
    from officebot.core.orders.naming import supplier_named
    from officebot.core.orders.scorecard import scorecards

    with desk() as orders:
        facts = orders.facts()
        asked = orders.asked(facts)
    assert facts.book is not None
    found = list(scorecards(facts.book.lines, facts.today, facts.office.working_time, asked).values())
    if supplier is not None:
        name = plain(supplier_named(supplier, facts.book).name)
        found = [card for card in found if plain(card.supplier) == name]
    for card in found:
        if as_json:
            emit(_fact(card))
        else:
            _show(card)
    if not found and not as_json:
        tell(say("Nothing is known of how suppliers kept their word: no order of theirs is in {file}.",
                 file=facts.workbook.file))  # fmt: skip


def _fact(card: Scorecard) -> dict[str, Any]:
    from officebot.core.orders.scorecard import told

    return {
        "supplier": card.supplier,
        "orders": card.orders,
        "lines": card.lines,
        "on_time": _share(card.on_time),
        "in_full": _share(card.quantity),
        "agreed_price": _share(card.price),
        "mean_delay": number(card.mean_delay),
        "answer_days": number(card.answer_days),
        "answers": card.answers,
        "unanswered": card.unanswered,
        "reliability": number(card.reliability.share),
        "says": [sentence.render(language()) for sentence in told(card)],
    }


def _share(share: Share) -> dict[str, Any]:
    """`seen` is the share as it was (null without a case), `expected` as it is best reckoned of the next order."""
    return {
        "seen": None if share.seen is None else round(float(share.seen), 3),
        "expected": round(float(share.estimate), 3),
        "orders": share.cases,
    }


def _show(card: Scorecard) -> None:
    from officebot.core.orders.scorecard import told

    heading(quoted(card.supplier))
    for sentence in told(card):
        click.echo(clean(sentence.render(language())))
