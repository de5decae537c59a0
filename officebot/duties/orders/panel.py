"""The orders on the dashboard: open and late lines, by supplier; offers and answers of suppliers that are awaited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from officebot.core.charts.model import Chart, Series
from officebot.core.orders.fields import LINES
from officebot.core.orders.mapping import find_orders
from officebot.core.orders.model import OrderLine, state_title
from officebot.core.orders.reading import read_orders
from officebot.core.panels import (
    BEING_READ,
    Block,
    Cell,
    Count,
    Counts,
    Drawing,
    ItemCount,
    Notice,
    Rows,
    Viewer,
    day_cell,
    day_words,
    left_of,
    words_of,
)
from officebot.core.proposals import Item
from officebot.core.quantities import trimmed
from officebot.core.text import Text, say
from officebot.duties.orders.observe import ASKED, DIFFERENCE, LATE
from officebot.duties.orders.settings import Settings
from officebot.sdk import Office, Panel

_MOST, _MOST_BARS = 50, 12
#: Who answers for one of these sees the orders.
WHO = ("purchasing", "suppliers", "stock", "deliveries", "invoices")


def look(office: Office, settings: Settings, _now: datetime) -> tuple[OrderLine, ...] | Text:
    """The lines of the order book, or why they cannot be read."""
    workbook = office.workbook(settings.workbook)
    if workbook.problem is not None:
        return workbook.problem
    found = find_orders(workbook.tables, settings.chosen, settings.words)
    if LINES not in found.parts:
        return say("No table of orders was found in {file}.", file=workbook.file)
    return tuple(one for one in read_orders(workbook.tables, found).lines if one.is_open and not one.is_cancelled)


def stock(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Stock and orders”: what is to come, the late ones first, and how much of each supplier."""
    if not _may_see(office, viewer, settings):
        return ()
    lines = office.looked(look, settings)
    if lines is None:
        return BEING_READ
    if isinstance(lines, Text):
        return (Notice(words=lines, tone="warm"),)
    today = viewer.today
    ordered = sorted(lines, key=lambda one: (one.expected or date.max, one.key))
    late = [one for one in ordered if one.is_late(today)]
    differences = office.items_for(viewer, (DIFFERENCE,), _MOST, is_book=True)
    count = ItemCount.all_of(office.count_items_for(viewer, (DIFFERENCE,), is_book=True), DIFFERENCE).count
    return (
        Counts((
            Count(label=say("Order lines open"), value=say("{count}", count=len(ordered))),
            Count(label=say("Order lines late"), value=say("{count}", count=len(late)), tone="hot" if late else "good"),
            Count(label=say("Differences to settle"), value=say("{count}", count=count),
                  tone="warm" if differences else ""),
        )),
        *_bars(ordered, late, viewer),
        Rows(
            title=say("Orders to come"),
            columns=(say("Order, line"), say("Article"), say("Supplier"), say("Still to come"), say("Expected on"), say("State")),
            rows=tuple(_row(one, today) for one in ordered[:_MOST]),
            empty=say("Nothing is on order."),
            left=left_of(len(ordered), _MOST),
        ),
        *_differences(differences, count),
    )  # fmt: skip


def waiting(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Waiting for”: suppliers whose answer is awaited."""
    if not _may_see(office, viewer, settings):
        return ()
    items = office.items_for(viewer, (LATE, ASKED), _MOST, is_book=True)
    if not items:
        return ()
    count = sum(one.count for one in office.count_items_for(viewer, (LATE, ASKED), is_book=True))
    return (
        Rows(
            title=say("Suppliers’ answers"),
            columns=(say("About"), say("From whom"), say("Since"), say("Due"), say("What happens next")),
            rows=tuple(_awaited(one, viewer) for one in items),
            left=left_of(count, len(items)),
        ),
    )


def _may_see(office: Office, viewer: Viewer, settings: Settings) -> bool:
    return viewer.may_see_book(office.facts.people.keeper(settings.keeper), *WHO)


def _row(one: OrderLine, today: date) -> tuple[Cell, ...]:
    return (
        Cell(words=words_of(f"{one.order} / {one.line}", 40)),
        Cell(words=words_of(one.name, 80)),
        Cell(words=words_of(one.supplier, 60)),
        Cell(words=words_of(f"{trimmed(one.open_quantity)} {one.unit}".strip()), is_figure=True),
        day_cell(one.expected, today),
        Cell(words=state_title(one.state)),
    )


def _bars(ordered: Sequence[OrderLine], late: Sequence[OrderLine], viewer: Viewer) -> Sequence[Block]:
    """Open and late lines of each supplier."""
    of_all, of_late = Counter(one.supplier or "—" for one in ordered), Counter(one.supplier or "—" for one in late)
    names = [name for name, _ in of_all.most_common(_MOST_BARS)]
    if not names:
        return ()

    def series(title: Text, found: Counter[str]) -> Series:
        return Series(
            name=title.render(viewer.language), values=tuple(Decimal(found[name]) for name in names),
            words=tuple(str(found[name]) for name in names),
        )  # fmt: skip

    return (
        Drawing(Chart(
            name="orders-open", kind="bar", title=say("Open order lines by supplier").render(viewer.language),
            categories=tuple(words_of(name, 40).render(viewer.language) for name in names),
            series=(series(say("open"), of_all), series(say("late"), of_late)),
            unit=say("lines").render(viewer.language),
        )),
    )  # fmt: skip


def _differences(items: Sequence[Item], count: int) -> Sequence[Block]:
    if not items:
        return ()
    rows = tuple((Cell(words=words_of(one.title, 300)),) for one in items)
    return (
        Rows(title=say("Differences to settle"), columns=(say("What"),), rows=rows, left=left_of(count, len(items))),
    )  # fmt: skip


def _awaited(item: Item, viewer: Viewer) -> tuple[Cell, ...]:
    source = item.source
    if item.kind == ASKED:
        names = [str(one[0]) for one in source.get("suppliers", ()) if isinstance(one, list | tuple) and one]
        return (
            Cell(words=words_of(item.title)), Cell(words=words_of(", ".join(names), 80)),
            Cell(words=_day(source.get("sent_on"), viewer.today)), day_cell(_date(source.get("answer_by")), viewer.today),
            Cell(words=say("Offers are compared, and you choose")),
        )  # fmt: skip
    return (
        Cell(words=words_of(item.title)), Cell(words=words_of(str(source.get("supplier", "")), 60)),
        Cell(words=_day(source.get("last"), viewer.today)), Cell(words=say("—")),
        Cell(words=say("Reminder {number}", number=int(source.get("reminders", 0)) + 1)),
    )  # fmt: skip


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _day(value: object, today: date) -> Text:
    return day_words(_date(value), today)


PANELS = (
    Panel(page="stock", title=say("Orders"), show=stock, place=20),
    Panel(page="waiting", title=say("Suppliers"), show=waiting, place=40),
)
