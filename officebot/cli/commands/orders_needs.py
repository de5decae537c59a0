"""orders needs, need: what is needed and not ordered yet, and what a person says about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from officebot.cli.commands.orders_desk import counted_in, day, desk, misused, money, number, one_only
from officebot.cli.opening import called
from officebot.cli.output import Column, emit, heading, table, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import Day, argument, command, option
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.app.ordering import Noted
    from officebot.duties.orders.needs import Group
    from officebot.duties.orders.observe import Facts
    from officebot.duties.orders.settings import Settings

_WAYS = {
    "order": say("It is ordered without asking for offers."),
    "ask": say("Offers are asked for."),
    "unknown": say("Nobody is known who sells it."),
}


# ── what is needed ────────────────────────────────────────────────────────────────────────────────────────


@command("needs", ORDERS["needs"][1])
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object for each supplier and place."))
def needs(as_json: bool) -> None:
    from officebot.duties.orders.needs import grouped, needs_of

    with desk() as orders:
        facts, settings = orders.facts(), orders.settings
    groups = grouped(needs_of(facts), facts.book, settings) if facts.book is not None else ()
    for group in groups:
        if as_json:
            emit(_fact(group, facts, settings))
        else:
            _show(group, facts, settings)
    if not groups and not as_json:
        tell(say("Nothing is needed that is not ordered yet."))


def _fact(group: Group, facts: Facts, settings: Settings) -> dict[str, Any]:
    from officebot.duties.orders.needs import place_of, wanted_by

    return {
        "supplier": group.supplier,
        "place": place_of(group, facts, settings),
        "currency": group.currency,
        "amount": number(group.amount),
        "by": day(wanted_by(group, facts, settings)),
        "lines": [
            {
                "id": need.key,
                "article": need.article,
                "label": need.name,
                "quantity": number(need.quantity),
                "unit": need.unit,
                "price": number(need.price),
                "amount": number(need.amount),
                "why": need.why,
                "source": need.source,
                **({"budget": need.budget} if need.budget else {}),
                **({"required": list(need.required), "wished": list(need.wished)} if need.is_sought else {}),
            }
            for need in group.needs
        ],
        "sellers": _sellers(group, facts, settings),
        "way": _way(group, facts, settings),
    }


def _sellers(group: Group, facts: Facts, settings: Settings) -> list[str]:
    from officebot.duties.orders.needs import sellers

    assert facts.book is not None
    return [one.name for one in sellers(group, facts.book, settings)]


def _way(group: Group, facts: Facts, settings: Settings) -> str:
    """What the duty does about it, as it decides in the morning."""
    from officebot.duties.orders.choosing import is_settled

    assert facts.book is not None
    known = facts.book.supplier(group.supplier) if group.supplier else None
    if known is not None and known.address and is_settled(group, facts, settings):
        return "order"
    return "ask" if _sellers(group, facts, settings) else "unknown"


def _show(group: Group, facts: Facts, settings: Settings) -> None:
    from officebot.duties.orders.needs import place_of

    place = place_of(group, facts, settings)
    title = say("{supplier}, to be delivered at {place}", supplier=group.supplier, place=place)
    heading(title if group.supplier else say("From whoever sells it, to be delivered at {place}", place=place))
    columns = [
        Column(say("No."), fixed=True), Column(say("Article")), Column(say("Quantity"), fixed=True),
        Column(say("Amount"), fixed=True), Column(say("Why"), detail=True),
    ]  # fmt: skip
    table(columns, [
        [need.key, need.name, counted_in(need.quantity, need.unit), money(need.amount, need.currency),
         need.why]
        for need in group.needs
    ])  # fmt: skip
    tell(_WAYS[_way(group, facts, settings)])
    names = _sellers(group, facts, settings)
    if names:
        tell(say("It is sold by {names}.", names=names))


# ── what a person says ────────────────────────────────────────────────────────────────────────────────────


@command("need", ORDERS["need"][1])
@argument("lines", nargs=-1, metavar="ARTICLE=QUANTITY…")
@option("--supplier", "suppliers", multiple=True, metavar="NAME", spoken=say("From whom, where it is settled."))
@option("--by", "by", type=Day(), spoken=say("The day on which it is needed."))
@option("--place", default="", metavar="TEXT", spoken=say("Where it is to be delivered."))
@option("--budget", default="", metavar="NAME", spoken=say("The line of the budget that it counts against."))
@option(
    "--required",
    multiple=True,
    metavar="TEXT",
    spoken=say("A property that it must have, where something is to be found; several times."),
)
@option("--wished", multiple=True, metavar="TEXT", spoken=say("A property that would be good; several times."))
@option("--forget", metavar="NUMBER", spoken=say("It is needed no more."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a need."))
def note_need(
    lines: tuple[str, ...],
    suppliers: tuple[str, ...],
    by: date | None,
    place: str,
    budget: str,
    required: tuple[str, ...],
    wished: tuple[str, ...],
    forget: str | None,
    as_json: bool,
) -> None:
    from officebot.core.orders.spoken import read_lines

    if bool(lines) == (forget is not None):
        misused(say("Name what is needed, as PAP-A4=40, or the number of a need with --forget."))
    if (required or wished) and len(lines) != 1:
        misused(say("--required and --wished go with one thing that is to be found."))
    if forget is not None:
        if suppliers or by or place or budget:
            misused(say("--forget goes alone."))
        _forget(forget, as_json)
        return

    from officebot.duties.orders.by_hand import Wish

    supplier = one_only("--supplier", suppliers)
    wish = Wish(lines=read_lines(lines), supplier=supplier, by=by, place=place, budget=budget, required=required,
                wished=wished)  # fmt: skip
    with desk() as orders:
        who = orders.app.answer(called().principal)
        noted = orders.need(who, wish)
    for one in noted:
        _told(one, as_json)


def _forget(key: str, as_json: bool) -> None:
    with desk() as orders:
        item = orders.forget(orders.app.answer(called().principal), key)
    if as_json:
        emit({"id": item.key, "closed": True, "title": item.title})
    else:
        tell(say("Needed no more: {title}", title=item.title))


def _told(noted: Noted, as_json: bool) -> None:
    from decimal import Decimal

    item, source = noted.item, noted.item.source
    if as_json:
        emit({
            "id": item.key, "title": item.title, "article": source["article"], "label": source["label"] or source["article"],
            "quantity": number(Decimal(source["quantity"])), "unit": source["unit"], "supplier": source["supplier"],
            "place": source["place"], "by": source["wanted_by"] or None, "budget": source["budget"],
            "required": source["required"], "wished": source["wished"], "changed": noted.is_changed,
            "coming": list(noted.coming),
        })  # fmt: skip
        return
    if noted.is_changed:
        tell(say("Changed: {title} (number {number})", title=item.title, number=item.key))
    else:
        tell(say("Noted: {title} (number {number})", title=item.title, number=item.key))
    if noted.coming:
        tell(say("It is still to come with {orders}: no more is ordered before.", orders=list(noted.coming)))
