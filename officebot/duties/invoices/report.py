"""Which invoices were entered and held in a period, for reports, as the register says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from officebot.core.asking import Is
from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.register import find_register, read_register
from officebot.core.proposals import Item
from officebot.core.reports.kinds import CONFIDENTIAL
from officebot.core.reports.model import CellBook
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.core.workbooks.cells import Address, Cell
from officebot.core.workbooks.parts import Sheet
from officebot.core.workbooks.tables import Table
from officebot.duties.invoices.observe import CALL, KEY, WAITING
from officebot.duties.invoices.settings import Settings
from officebot.sdk import Office, Part, Window

#: The rows of the register, as a book of records.
BOOK = "invoices"


def report(office: Office, window: Window, settings: Settings) -> Part:
    """The period's invoices, those that wait for a person, the calls to make."""
    tally = Tally("invoices", say("Invoices"), window, BOOK, "cell", place=70)
    workbook = office.workbook(settings.workbook)
    found = find_register(workbook.tables, settings.table, settings.words)
    table = found.sheet.of(workbook.tables) if workbook.problem is None and found.sheet is not None else None
    if found.sheet is not None and table is not None:
        invoices = read_register(workbook.tables, found).invoices
        tally.book_of(CellBook(name=BOOK, workbook=settings.workbook, cells=_cells(invoices, found.sheet, table)))
        _entered(tally, invoices, found.sheet)
    else:
        why = workbook.problem or next((one.what for one in found.problems), say("It holds no table of invoices."))
        tally.note(say("The invoice register is not told of: {why}", why=why))
    tally.kind, tally.book = "item", "items"
    _held(tally, office)
    return tally.part()


def _entered(tally: Tally, invoices: Sequence[KnownInvoice], sheet: Sheet) -> None:
    """By the day they came where the register tells it, else by the day they were written."""
    by = "received_on" if "received_on" in sheet.columns else "issued"
    money = next((one for one in ("gross", "payable", "net") if one in sheet.columns), "")

    def entered(w: Window) -> list[KnownInvoice]:
        return [one for one in invoices if w.has(one.entered_on if by == "received_on" else one.issued)]

    def where(w: Window) -> Where:
        return Is(by, "from", w.period.first.isoformat()), Is(by, "before", w.until.date().isoformat())

    tally.flow(
        "entered", say("Invoices entered"), say("Rows of the register of the period, by the day the invoice came."),
        lambda w: {one.cell: _name(one) for one in entered(w)}, where, weight=42,
    )  # fmt: skip
    if not money or any(one.currency != "EUR" for one in invoices):
        tally.note(say("The register holds invoices in several currencies: they are not added up."))
        return
    tally.money(
        "entered_sum", say("Invoiced, with VAT"), say("The amounts of these rows, added up."),
        lambda w: {one.cell: amount for one in entered(w) if (amount := getattr(one, money)) is not None},
        lambda w: (*where(w), Is(money, "filled")), money, weight=56,
    )  # fmt: skip


def _held(tally: Tally, office: Office) -> None:
    waiting = [one for one in office.items(WAITING) if one.key.startswith(KEY)]
    calls = [one for one in office.items(CALL) if one.key.startswith(KEY)]
    held = tally.state(
        "held", say("Invoices held"), say("Invoices that wait for a person, as things stand."), _named(waiting),
        _open(WAITING), good="less", weight=75,
    )  # fmt: skip
    due = tally.state(
        "calls", say("Calls to make before paying"), say("Call-backs to suppliers that are open."), _named(calls),
        _open(CALL), good="less", weight=59,
    )  # fmt: skip
    if waiting:
        words = counted(
            "{count} invoice is held: {names}.", "{count} invoices are held: {names}.", 0
        )  # fmt: skip
        tally.need(words, 82, _named(waiting).values(), count=held)
    if calls:
        words = counted(
            "{count} supplier is to be called back before anything is paid: {names}.",
            "{count} suppliers are to be called back before anything is paid: {names}.",
            0,
        )
        tally.need(words, 83, _named(calls).values(), count=due)


def _open(kind: str) -> Where:
    return Is("kind", "is", kind), Is("state", "is", "open"), Is("key", "begins", KEY)


def _cells(invoices: Sequence[KnownInvoice], sheet: Sheet, table: Table) -> dict[str, dict[str, str]]:
    """For each row of the register the cells of its fields."""
    places = {
        field: table.columns[table.titles.index(title)].area.left
        for field, title in sheet.columns.items()
        if title in table.titles
    }
    rows = {one.cell: _row_of(one.cell) for one in invoices}
    return {
        cell: {field: str(Address(table.sheet, Cell(row, column))) for field, column in places.items()}
        for cell, row in rows.items()
    }


def _row_of(cell: str) -> int:
    return int("".join(one for one in cell.rpartition("!")[2] if one.isdecimal()))


def _name(one: KnownInvoice) -> Text:
    return quoted(one_line(f"{one.supplier.name} {one.number}", 70))


def _named(items: Iterable[Item]) -> dict[str, Text]:
    return {
        f"{one.kind} {one.key}": CONFIDENTIAL if one.is_hidden else quoted(one_line(one.title, 70)) for one in items
    }
