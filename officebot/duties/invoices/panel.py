"""The invoices on the dashboard: what is to be paid by which day, what is held and why, whom to call before paying."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.panels import Block, Cell, Count, Counts, ItemCount, Rows, Viewer, day_cell, left_of, words_of
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
    payments, waiting, to_call = _counts(office, viewer)
    to_pay, held, calls = (_of(office, viewer, kind) for kind in (DUE, WAITING, CALL))
    return (
        Counts((
            Count(label=say("Invoices to pay"), value=say("{count}", count=payments.count)),
            Count(label=say("Their day is over"), value=say("{count}", count=payments.late),
                  tone="hot" if payments.late else "good"),
            Count(label=say("Invoices held"), value=say("{count}", count=waiting.count), tone="warm" if held else ""),
            Count(label=say("Calls to make before paying"), value=say("{count}", count=to_call.count),
                  tone="hot" if calls else ""),
        )),
        Rows(
            title=say("To pay, by day"),
            columns=(say("Pay by"), say("Supplier"), say("Invoice"), say("Amount")),
            rows=tuple(_payment(one, viewer) for one in to_pay),
            empty=say("Nothing is to be paid."),
            left=left_of(payments.count, len(to_pay)),
        ),
        Rows(
            title=say("Invoices held, and why"),
            columns=(say("Why"),),
            rows=tuple((Cell(words=words_of(one.title, 300), tone="warm"),) for one in held),
            empty=say("No invoice is held."),
            left=left_of(waiting.count, len(held)),
        ),
        *_calls(calls, to_call.count, viewer),
    )  # fmt: skip


def today(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """On the first page: invoices to pay by today, and calls to make, for who keeps them."""
    if not _may_see(office, viewer, settings):
        return ()
    due = ItemCount.all_of(
        office.count_items_for(viewer, (DUE,), is_book=True, until=viewer.day_end, keys=KEY), DUE
    ).count
    _, held, calls = (one.count for one in _counts(office, viewer))
    if not (due or calls or held):
        return ()
    return (
        Counts((
            Count(label=say("To pay by today"), value=say("{count}", count=due), tone="hot" if due else "",
                  to="/page/money"),
            Count(label=say("Invoices held"), value=say("{count}", count=held), tone="warm" if held else "",
                  to="/page/money"),
            Count(label=say("Calls to make before paying"), value=say("{count}", count=calls),
                  tone="hot" if calls else "", to="/page/money"),
        )),
    )  # fmt: skip


def _may_see(office: Office, viewer: Viewer, settings: Settings) -> bool:
    return viewer.may_see_book(office.facts.people.keeper(settings.keeper), *WHO)


def _counts(office: Office, viewer: Viewer) -> tuple[ItemCount, ...]:
    """How many are to be paid, are held, and want a call."""
    counts = office.count_items_for(viewer, (DUE, WAITING, CALL), is_book=True, keys=KEY)
    return tuple(ItemCount.all_of(counts, kind) for kind in (DUE, WAITING, CALL))


def _of(office: Office, viewer: Viewer, kind: str) -> Sequence[Item]:
    return office.items_for(viewer, (kind,), _MOST, is_book=True, keys=KEY)


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


def _calls(calls: Sequence[Item], count: int, viewer: Viewer) -> Sequence[Block]:
    if not calls:
        return ()
    rows = tuple(
        (
            Cell(words=words_of(one.title, 300), tone="hot"),
            day_cell(viewer.day_of(one.due) if one.due is not None else None, viewer.today),
        )
        for one in calls
    )
    return (
        Rows(title=say("Calls to make before paying"), columns=(say("What"), say("Due")), rows=rows,
             left=left_of(count, len(calls))),
    )  # fmt: skip


PANELS = (
    Panel(page="money", title=say("Invoices"), show=page, place=20),
    Panel(page="today", title=say("Invoices"), show=today, place=50),
)
