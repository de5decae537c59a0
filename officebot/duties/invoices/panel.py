"""The invoices on the dashboard: what is to be paid by which day, what is held and why, whom to call before paying."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.panels import Block, Cell, Count, Counts, Rows, Viewer, day_cell, left_of, words_of
from officebot.core.proposals import Item
from officebot.core.text import Text, say
from officebot.duties.invoices.observe import CALL, DUE, KEY, WAITING, known_of
from officebot.duties.invoices.settings import Settings
from officebot.sdk import Office, Panel

_MOST = 50
#: Who answers for one of these sees the invoices.
WHO = ("invoices", "payments", "bank", "audit")


def page(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Budget and invoices”."""
    if not _may_see(office, viewer, settings):
        return ()
    to_pay = _of(office, viewer, DUE)
    held, calls = _of(office, viewer, WAITING), _of(office, viewer, CALL)
    late = sum(one.due is not None and one.due < viewer.now for one in to_pay)
    return (
        Counts((
            Count(label=say("Invoices to pay"), value=say("{count}", count=len(to_pay))),
            Count(label=say("Their day is over"), value=say("{count}", count=late), tone="hot" if late else "good"),
            Count(label=say("Invoices held"), value=say("{count}", count=len(held)), tone="warm" if held else ""),
            Count(label=say("Calls to make before paying"), value=say("{count}", count=len(calls)), tone="hot" if calls else ""),
        )),
        Rows(
            title=say("To pay, by day"),
            columns=(say("Pay by"), say("Supplier"), say("Invoice"), say("Amount")),
            rows=tuple(_payment(one, viewer) for one in to_pay[:_MOST]),
            empty=say("Nothing is to be paid."),
            left=left_of(len(to_pay), _MOST),
        ),
        Rows(
            title=say("Invoices held, and why"),
            columns=(say("Why"),),
            rows=tuple((Cell(words=words_of(one.title, 300), tone="warm"),) for one in held[:_MOST]),
            empty=say("No invoice is held."),
            left=left_of(len(held), _MOST),
        ),
        *_calls(calls, viewer),
    )  # fmt: skip


def today(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """On the first page: invoices to pay by today, and calls to make, for who keeps them."""
    if not _may_see(office, viewer, settings):
        return ()
    found = office.items_for(viewer, (DUE,), is_book=True, until=viewer.day_end)
    due = [one for one in found if one.key.startswith(KEY)]
    calls, held = _of(office, viewer, CALL, 100), _of(office, viewer, WAITING, 100)
    if not (due or calls or held):
        return ()
    return (
        Counts((
            Count(label=say("To pay by today"), value=say("{count}", count=len(due)), tone="hot" if due else "",
                  to="/page/money"),
            Count(label=say("Invoices held"), value=say("{count}", count=len(held)), tone="warm" if held else "",
                  to="/page/money"),
            Count(label=say("Calls to make before paying"), value=say("{count}", count=len(calls)),
                  tone="hot" if calls else "", to="/page/money"),
        )),
    )  # fmt: skip


def _may_see(office: Office, viewer: Viewer, settings: Settings) -> bool:
    people = office.facts.people
    keeper = people.at(settings.keeper) if settings.keeper else next(iter(people.mailbox_owners), None)
    return viewer.may_see_book(keeper, *WHO)


def _of(office: Office, viewer: Viewer, kind: str, most: int = 1_000) -> list[Item]:
    found = office.items_for(viewer, (kind,), most, is_book=True)
    return [one for one in found if one.key.startswith(KEY)]


def _payment(item: Item, viewer: Viewer) -> tuple[Cell, ...]:
    due = day_cell(viewer.day_of(item.due) if item.due is not None else None, viewer.today)
    try:
        known = known_of(item)
    except (KeyError, TypeError, ValueError):
        known = None
    if known is None:
        return due, Cell(words=words_of(item.title, 200)), Cell(words=say("—")), Cell(words=say("—"))
    amount: Text = say("—")
    if known.payable is not None:
        amount = say("{amount} {currency}", amount=known.payable, currency=known.currency)
    return (
        due, Cell(words=words_of(known.supplier.name, 60)), Cell(words=words_of(known.number, 40)),
        Cell(words=amount, is_figure=True),
    )  # fmt: skip


def _calls(calls: Sequence[Item], viewer: Viewer) -> Sequence[Block]:
    if not calls:
        return ()
    rows = tuple(
        (
            Cell(words=words_of(one.title, 300), tone="hot"),
            day_cell(viewer.day_of(one.due) if one.due is not None else None, viewer.today),
        )
        for one in calls[:_MOST]
    )
    return (
        Rows(title=say("Calls to make before paying"), columns=(say("What"), say("Due")), rows=rows,
             left=left_of(len(calls), _MOST)),
    )  # fmt: skip


PANELS = (
    Panel(page="money", title=say("Invoices"), show=page, place=20),
    Panel(page="today", title=say("Invoices"), show=today, place=50),
)
