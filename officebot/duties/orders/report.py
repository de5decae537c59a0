"""What was ordered and received in a period, and what is late, for reports, as the order book says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from officebot.core.asking import Ask, Is
from officebot.core.orders.fields import LINES, RECEIPTS
from officebot.core.orders.mapping import find_orders
from officebot.core.orders.model import OrderLine
from officebot.core.orders.reading import read_orders
from officebot.core.reports.model import CellBook, ChartOf, Shown
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.duties.orders.settings import Settings
from officebot.sdk import Office, Part, Unavailable, UserError, Window

#: The rows of the order book, as a book of records.
BOOK = "orders"
_MOST_ROWS = 15


def report(office: Office, window: Window, settings: Settings) -> Part | None:
    """The period's orders; None for an office that keeps none. Raises Unavailable for a book that cannot be read."""
    workbook = office.workbook(settings.workbook)
    if workbook.problem is not None:
        raise Unavailable(settings.workbook, workbook.problem)
    found = find_orders(workbook.tables, settings.chosen, settings.words)
    if LINES not in found.parts:
        if found.problems:
            raise UserError(found.problems)
        return None
    lines = read_orders(workbook.tables, found).lines
    tally = Tally("orders", say("Orders"), window, BOOK, "cell", place=60)
    tally.book_of(CellBook(name=BOOK, workbook=settings.workbook, cells={_key(one): _cells(one) for one in lines}))
    _ordered(tally, lines)
    _received(tally, lines)
    if RECEIPTS in found.parts or not all(one.is_counted and "received" in one.cells for one in lines):
        tally.note(
            say("What came is not counted in the order book’s own rows: deliveries that are late are not shown.")
        )
    else:
        _late(tally, lines, window)
    return tally.part()


def _ordered(tally: Tally, lines: Sequence[OrderLine]) -> None:
    def made(w: Window) -> list[OrderLine]:
        return [one for one in _kept(lines) if w.has(one.ordered_on)]

    def where(w: Window) -> Where:
        return (*_alive(lines), *_days("ordered_on", w))

    tally.flow(
        "ordered", say("Order lines made"), say("Lines of orders made in the period."), lambda w: _named(made(w)), where,
        weight=30,
    )  # fmt: skip
    priced = [one for one in lines if one.price is not None and one.currency == "EUR"]
    keys = {_key(one) for one in priced}
    tally.money(
        "ordered_sum", say("Ordered, without VAT"), say("Quantity times price of the lines made in the period, in euros."),
        lambda w: {_key(one): one.quantity * (one.price or Decimal(0)) for one in made(w) if _key(one) in keys},
        lambda w: (*where(w), Is("price", "filled"), *_in_euros(lines)), "quantity", "price", weight=57,
    )  # fmt: skip
    confirmed = [one for one in _kept(lines) if one.is_open and one.promised is not None]
    tally.state(
        "confirmed", say("Open lines with a confirmed day"), say("Lines still to come of which the supplier told the day."),
        _named(confirmed), (*_alive(lines), *_open(), Is("promised", "filled")), good="more",
    )  # fmt: skip


def _received(tally: Tally, lines: Sequence[OrderLine]) -> None:
    def came(w: Window) -> list[OrderLine]:
        return [one for one in _kept(lines) if w.has(one.received_on)]

    tally.flow(
        "received", say("Order lines received"), say("Lines of which something came in the period."),
        lambda w: _named(came(w)), lambda w: (*_alive(lines), *_days("received_on", w)), weight=25,
    )  # fmt: skip


def _late(tally: Tally, lines: Sequence[OrderLine], window: Window) -> None:
    """What should have come: by supplier in a chart, by line in a table."""
    late = sorted(
        (one for one in _kept(lines) if one.is_late(window.today)), key=lambda one: (str(one.expected), one.key)
    )
    before_today = Is("promised|due", "before", window.today.isoformat())
    where = (*_alive(lines), *_open(), before_today)
    key = tally.state(
        "late", say("Order lines late"), say("Lines still to come, their day over: as promised, else as asked for."),
        _named(late), where, good="less", weight=88,
    )  # fmt: skip
    if not late:
        return
    words = counted("{count} order line is late: {names}.", "{count} order lines are late: {names}.", 0)
    tally.need(words, 85, _named(late).values(), count=key)
    suppliers = sorted({one.supplier for one in late})
    how = say("Lines of this supplier that are late.")
    keys = []
    for place, supplier in enumerate(suppliers[:12], 1):
        own = [_key(one) for one in late if one.supplier == supplier]
        ask = Ask(book=BOOK, where=(*where, Is("supplier", "is", supplier)))
        keys.append(tally.quiet(f"late.{place}", Decimal(len(own)), how, ask, own))
    tally.chart(
        ChartOf(name="orders-late", kind="bar", title=say("Late order lines by supplier"),
                categories=tuple(quoted(one_line(one, 60) or "—") for one in suppliers[:12]),
                series=((say("lines"), tuple(keys)),), unit=say("lines"), weight=60)
    )  # fmt: skip
    rows: list[tuple[Shown | Text, ...]] = [
        (quoted(f"{one.order} / {one.line}"), quoted(one_line(one.name, 80)), quoted(one_line(one.supplier, 60)),
         say("{day}", day=one.expected))
        for one in late[:_MOST_ROWS]
    ]  # fmt: skip
    columns = (say("Order, line"), say("Article"), say("Supplier"), say("Expected on"))
    tally.table(say("The lines that are late longest"), columns, rows)


def _kept(lines: Iterable[OrderLine]) -> list[OrderLine]:
    return [one for one in lines if not one.is_cancelled]


def _alive(lines: Sequence[OrderLine]) -> Where:
    """Not cancelled: none of the words that say so in this book."""
    words = tuple(sorted({one.status for one in lines if one.is_cancelled}))
    return (Is("status", "not among", words),) if words else ()


def _open() -> Where:
    return (Is("received", "less than", than="confirmed_quantity|quantity"),)


def _in_euros(lines: Sequence[OrderLine]) -> Where:
    """The lines whose prices are no euros are told by their orders."""
    others = tuple(sorted({_key(one) for one in lines if one.currency != "EUR"}))
    return (Is("key", "not among", others),) if others else ()


def _days(name: str, window: Window) -> Where:
    end = window.until.date()
    return Is(name, "from", window.period.first.isoformat()), Is(name, "before", end.isoformat())


def _key(line: OrderLine) -> str:
    return line.cells.get("order") or f"{line.order}/{line.line}"


def _cells(line: OrderLine) -> dict[str, str]:
    return dict(line.cells)


def _named(lines: Iterable[OrderLine]) -> dict[str, Text]:
    return {_key(one): quoted(one_line(f"{one.order} ({one.supplier or one.name})", 70)) for one in lines}
