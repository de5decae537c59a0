"""Changes of a workbook, planned before anything is written: which cells, which parts, why, and what speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, counted, say
from officebot.core.workbooks.cells import Address, Area, Cell, Formula, Value, to_json
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.lossless.areas import Areas
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit, column_styles
from officebot.core.workbooks.lossless.planning import (
    CellChange,
    Plan,
    Survey,
    check_changeable,
    formula_at,
    is_protected,
    merged_areas,
    note_styles,
    style_of,
    survey,
)
from officebot.core.workbooks.lossless.scanning import Master, Scan, master_at, scan_cells
from officebot.core.workbooks.lossless.spreading import spread
from officebot.core.workbooks.lossless.values import formula_of, read, same, typed, written
from officebot.core.workbooks.lossless.workbook import SheetPart, Workbook, strings_of

_MERGED = expression(rb"<(?:[\w.-]+:)?mergeCell\b([^>]*)>")
_PROTECTION = expression(rb"<(?:[\w.-]+:)?sheetProtection\b([^>]*)>")


class Unset:
    """No value at all, where None stands for an empty cell."""


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that is to hold a value, if it still holds another (`expected`), where that is given."""

    address: Address
    value: Value
    expected: Value | Unset = UNSET


def plan(book: Workbook, changes: Sequence[Change]) -> Plan:
    """How to change cells. Raises UserError, all problems at once, where a cell is not what is expected, or not to be changed."""
    check_changeable(book)
    changes = [_on_sheet(book, change) for change in changes]
    _check_once(changes)
    wanted: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for change in changes:
        wanted[change.address.sheet.casefold()][change.address.cell.row].add(change.address.cell.column)
    found = survey(
        book, {sheet: {row: frozenset(columns) for row, columns in rows.items()} for sheet, rows in wanted.items()}
    )
    made = Plan(book)
    strings = _strings(book, found.scans)
    bars = {name: _Bars(scan) for name, scan in found.scans.items()}
    problems = [problem for change in changes for problem in _problems(book, found, strings, change, bars)]
    if problems:
        raise UserError(problems)
    changed: list[tuple[str, Area]] = []
    for change in changes:
        sheet = book.sheet(change.address.sheet)
        set_cell(made, found, sheet, change, strings)
        cell = change.address.cell
        changed.append((sheet.name.casefold(), Area(cell.row, cell.column, cell.row, cell.column)))
    for sheet in book.sheets:
        edit = made.edits.get(sheet.part)
        if edit is not None:
            count = sum(map(len, edit.cells.values()))
            made.why[sheet.part].append(counted("{count} cell is set.", "{count} cells are set.", count))
    spread(made, found, changed)
    return made


def held_in(book: Workbook, addresses: Sequence[Address]) -> dict[Address, Value]:
    """What cells show now. Raises UserError for a sheet that is not there."""
    wanted: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in addresses:
        wanted[book.sheet(one.sheet).name.casefold()][one.cell.row].add(one.cell.column)
    scans = {
        name: scan_cells(book, book.sheet(name), {row: frozenset(columns) for row, columns in rows.items()})
        for name, rows in wanted.items()
    }
    strings = _strings(book, scans)
    return {one: _shown(book, scans, strings, one) for one in addresses}


def _shown(book: Workbook, scans: Mapping[str, Scan], strings: Sequence[str], address: Address) -> Value:
    scan = scans[book.sheet(address.sheet).name.casefold()]
    held = scan.held.get(address.cell)
    shown_as = book.styles.shown_as(style_of(held))
    return read(held, scan.sheet.grammar, strings, shown_as=shown_as, is_1904=book.is_1904)


def _on_sheet(book: Workbook, change: Change) -> Change:
    return Change(Address(book.sheet(change.address.sheet).name, change.address.cell), change.value, change.expected)


def _check_once(changes: Sequence[Change]) -> None:
    seen: dict[Address, Value] = {}
    for change in changes:
        if change.address in seen and seen[change.address] != change.value:
            raise UserError(Problem(where=str(change.address), what=say("Two values are asked for in one cell.")))
        seen[change.address] = change.value


def _strings(book: Workbook, scans: Mapping[str, Scan]) -> Sequence[str]:
    numbers = {number for one in scans.values() for number in one.strings}
    return strings_of(book.strings(numbers, max(numbers, default=-1)))


def _problems(
    book: Workbook, found: Survey, strings: Sequence[str], change: Change, bars: Mapping[str, _Bars]
) -> Iterator[Problem]:
    address, where = change.address, str(change.address)
    scan = found.scans[address.sheet.casefold()]
    held = scan.held.get(address.cell)
    style = style_of(held) if held is not None else inherited(scan, address.cell)
    if not isinstance(change.expected, Unset):
        shown = _shown(book, found.scans, strings, address)
        formula = formula_at(scan, address.cell, held)
        is_so = same(shown, typed(change.expected, book.styles.shown_as(style)))
        if isinstance(change.expected, Formula):
            is_so = formula is not None and formula.removeprefix("=") == change.expected.text.removeprefix("=")
        if not is_so:
            what = say(
                "The cell holds {held}, not {expected}.", held=in_words(shown), expected=in_words(change.expected)
            )
            yield Problem(where=where, what=what)
    yield from (
        Problem(where=where, what=what) for what in _barred(book, address, style, bars[address.sheet.casefold()])
    )


class _Bars:
    """Areas of a sheet in which cells are not to be changed one by one."""

    def __init__(self, scan: Scan) -> None:
        self.merged = Areas(merged_areas(scan.sheet.tail))
        self.arrays = Areas(area for area in scan.arrays if area.rows * area.columns > 1)
        self.data_tables = Areas(scan.data_tables)
        self.is_protected = is_protected(scan.sheet.tail)


def _barred(book: Workbook, address: Address, style: int, bars: _Bars) -> Iterator[Text]:
    """Why a cell is not to be changed, if it is not."""
    cell = address.cell
    for merged in bars.merged.at(cell):
        if cell != Cell(merged.top, merged.left):
            yield say(
                "The cell is merged into {cell}: what is written here would not be seen.",
                cell=str(Cell(merged.top, merged.left)),
            )
    for area in bars.arrays.at(cell):
        yield say("The cell belongs to the array formula of {area}: it cannot be changed alone.", area=str(area))
    for area in bars.data_tables.at(cell):
        yield say("The cell belongs to the data table of {area}: it cannot be changed alone.", area=str(area))
    for table in book.tables:
        if table.sheet == address.sheet and cell in table.area and cell.row < table.body.top:
            yield say(
                "The cell is a heading of the table “{table}”, and formulas may use it: change it by hand.",
                table=table.name,
            )
    if bars.is_protected and book.styles.is_locked(style):
        yield say("The sheet is protected, and this cell is locked: take the protection off, or unlock the cell.")


def in_words(value: Value | Unset) -> str | Text | float:
    """A cell's value as a sentence shows it; what has decimals is a number, which the reader's language writes."""
    if value is None or value == "" or isinstance(value, Unset):
        return say("nothing")
    shown = to_json(value)
    if isinstance(shown, float):
        return shown
    return say("“{words}”", words=shown) if isinstance(shown, str) else str(shown)


def set_cell(made: Plan, found: Survey, sheet: SheetPart, change: Change, strings: Sequence[str]) -> None:
    """Have a cell hold a value; what it held before is noted, a formula where it held one."""
    book, scan = made.book, found.scans[sheet.name.casefold()]
    cell = change.address.cell
    held = scan.held.get(cell)
    rules = scan.sheet.grammar
    formula = formula_at(scan, cell, held)
    shown_as = book.styles.shown_as(style_of(held))
    before: Value = (
        Formula(formula)
        if formula is not None
        else read(held, rules, strings, shown_as=shown_as, is_1904=book.is_1904)
    )
    new = written(typed(change.value, shown_as), rules, is_1904=book.is_1904)
    style = None
    if new.shown_as or new.is_quoted:
        base = style_of(held) if held is not None else inherited(scan, cell)
        is_shown = bool(new.shown_as and book.styles.shown_as(base))
        like = book.styles.like(base, shown_as="" if is_shown else new.shown_as, is_quoted=new.is_quoted)
        style = like if like != base else None
        note_styles(made)
    edit = made.edits.setdefault(sheet.part, SheetEdit())
    edit.put(cell, NewCell(new.kind, new.inner, style))
    told = formula_of(held, rules)
    master = master_at(scan, cell, told[0]) if told is not None else None
    if master is not None:
        _hand_on(made, found, sheet, master, cell)
    made.cells.append(CellChange(change.address, before, change.value))


def inherited(scan: Scan, cell: Cell) -> int:
    """The style that a new cell takes: its row's, else its column's."""
    if cell.row in scan.row_styles:
        return scan.row_styles[cell.row]
    return next((style for first, last, style in column_styles(scan.sheet.head) if first <= cell.column <= last), 0)


def _hand_on(made: Plan, found: Survey, sheet: SheetPart, master: Master, cell: Cell) -> None:
    """A cell that holds a formula for others goes: each of them gets its own."""
    scan = found.scans[sheet.name.casefold()]
    edit = made.edits[sheet.part]
    for follower in master.followers:
        if edit.cells.get(follower.row, {}).get(follower.column) is None:
            text = shifted(master.formula, follower.row - cell.row, follower.column - cell.column)
            new = written(Formula(text), scan.sheet.grammar)
            edit.put(follower, NewCell(new.kind, new.inner))
    if master.followers:
        reason = say("The formula of {cell} was kept for other cells, too: they get their own.", cell=str(cell))
        made.why[sheet.part].append(reason)
