"""Changes of a workbook, planned before anything is written: which cells, which parts, why, and what speaks against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, counted, say
from officebot.core.workbooks.cells import Address, Area, Cell, Formula, Value
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.lossless import around
from officebot.core.workbooks.lossless.areas import Areas
from officebot.core.workbooks.lossless.package import rewrite
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit, column_styles, patched
from officebot.core.workbooks.lossless.reach import Run, reached
from officebot.core.workbooks.lossless.renewing import renew
from officebot.core.workbooks.lossless.scanning import Master, Scan, scan
from officebot.core.workbooks.lossless.shapes import Shapes
from officebot.core.workbooks.lossless.sheetxml import Held, attributes, plain
from officebot.core.workbooks.lossless.values import formula_of, read, same, typed, written
from officebot.core.workbooks.lossless.workbook import SheetPart, TablePart, Workbook, strings_of

_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\b([^>]*)>")
_PROTECTION = re.compile(rb"<(?:[\w.-]+:)?sheetProtection\b([^>]*)>")


class Unset:
    """No value at all, where None stands for an empty cell."""


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that is to hold a value, if it still holds another (`expected`), where that is given."""

    address: Address
    value: Value
    expected: Value | Unset = UNSET


@dataclass(frozen=True, slots=True)
class CellChange:
    """What becomes of one cell: what it showed, or the formula it held, and what it holds then."""

    address: Address
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of the package that is written anew, and why."""

    part: str
    why: Text


@dataclass(slots=True)
class Plan:
    """A change as it would be done. `write` does it, into another file."""

    book: Workbook
    cells: list[CellChange] = field(default_factory=list)
    edits: dict[str, SheetEdit] = field(default_factory=dict)
    """By the sheet's part."""
    whole: dict[str, bytes] = field(default_factory=dict)
    """Other parts, with their new bytes."""
    why: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))

    @property
    def parts(self) -> list[PartChange]:
        """The parts that are written anew, each with its reasons."""
        return [PartChange(part, _joined(self.why[part])) for part in (*self.edits, *self.whole)]

    def write(self, target: BinaryIO) -> None:
        """Write the changed workbook; the source is left as it is."""
        package = self.book.package
        changed: dict[str, Iterable[bytes]] = {
            part: patched(package.pieces(part), edit) for part, edit in self.edits.items()
        }
        changed |= {part: (text,) for part, text in self.whole.items()}
        rewrite(package, changed, target)


def _joined(reasons: Sequence[Text]) -> Text:
    if len(reasons) == 1:
        return reasons[0]
    return say("{reason} {more}", reason=reasons[0], more=_joined(reasons[1:]))


@dataclass(slots=True)
class Survey:
    """A workbook looked through once: each sheet's scan, all runs of formulas."""

    book: Workbook
    shapes: Shapes
    scans: dict[str, Scan]
    """By the sheets' names in lower case."""
    tables: Sequence[TablePart]
    """As they are after the change."""

    @property
    def runs(self) -> list[Run]:
        """The formulas of all sheets."""
        return [run for found in self.scans.values() for run in found.runs]


def survey(
    book: Workbook, wanted: Mapping[str, Mapping[int, frozenset[int]]], tables: Sequence[TablePart] | None = None
) -> Survey:
    """Look through all sheets; `wanted` says by sheet (lower case) and row which columns' cells are held.

    `tables` stand in for the workbook's own, where they are to grow.
    """
    shapes = Shapes(book, tables)
    scans = {one.name.casefold(): scan(book, one, wanted.get(one.name.casefold(), {}), shapes) for one in book.sheets}
    return Survey(book, shapes, scans, book.tables if tables is None else tables)


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
    strings = _strings(book, found)
    bars = {name: _Bars(scan) for name, scan in found.scans.items()}
    problems = [problem for change in changes for problem in _problems(book, found, strings, change, bars)]
    if problems:
        raise UserError(problems)
    changed: list[tuple[str, Area]] = []
    formulas_gone: dict[int, set[Cell]] = defaultdict(set)
    for change in changes:
        sheet = book.sheet(change.address.sheet)
        before = set_cell(made, found, sheet, change, strings)
        if isinstance(before, Formula) and not isinstance(change.value, Formula):
            formulas_gone[sheet.identity].add(change.address.cell)
        cell = change.address.cell
        changed.append((sheet.name.casefold(), Area(cell.row, cell.column, cell.row, cell.column)))
    for sheet in book.sheets:
        edit = made.edits.get(sheet.part)
        if edit is not None:
            count = sum(map(len, edit.cells.values()))
            made.why[sheet.part].append(counted("{count} cell is set.", "{count} cells are set.", count))
    spread(made, found, changed)
    unchain(made, formulas_gone)
    return made


def held_in(book: Workbook, addresses: Sequence[Address]) -> dict[Address, Value]:
    """What cells show now. Raises UserError for a sheet that is not there."""
    wanted: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in addresses:
        wanted[book.sheet(one.sheet).name.casefold()][one.cell.row].add(one.cell.column)
    found = survey(
        book, {name: {row: frozenset(cols) for row, cols in rows.items()} for name, rows in wanted.items()}
    )
    strings = _strings(book, found)
    return {one: _shown(book, found, strings, one) for one in addresses}


def _shown(book: Workbook, found: Survey, strings: Sequence[str], address: Address) -> Value:
    scan = found.scans[book.sheet(address.sheet).name.casefold()]
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


def check_changeable(book: Workbook) -> None:
    """Raises UserError for a workbook that a change would break."""
    if any(name.startswith("_xmlsignatures/") for name in book.package.entries):
        raise UserError(
            say("The workbook is signed: a change would make the signature void. Take the signature away first.")
        )


def _strings(book: Workbook, found: Survey) -> Sequence[str]:
    numbers = {number for one in found.scans.values() for number in one.strings}
    return strings_of(book.strings(numbers, max(numbers, default=-1)))


def _problems(
    book: Workbook, found: Survey, strings: Sequence[str], change: Change, bars: Mapping[str, _Bars]
) -> Iterator[Problem]:
    address, where = change.address, str(change.address)
    scan = found.scans[address.sheet.casefold()]
    held = scan.held.get(address.cell)
    style = style_of(held) if held is not None else inherited(scan, address.cell)
    if not isinstance(change.expected, Unset):
        shown = _shown(book, found, strings, address)
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
        found = _PROTECTION.search(scan.sheet.tail)
        self.is_protected = found is not None and attributes(found[1]).get("sheet") in (b"1", b"true")


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


def merged_areas(tail: bytes) -> list[Area]:
    """The areas that are merged into their first cell."""
    found = []
    for one in _MERGED.finditer(tail):
        try:
            found.append(Area.read(attributes(one[1]).get("ref", b"").decode("ascii", "replace")))
        except ValueError:
            continue
    return found


def style_of(held: Held | None) -> int:
    """The number of a cell's style."""
    told = held.attributes.get("s", b"0") if held is not None else b"0"
    return int(told) if told.isdigit() else 0


def in_words(value: Value | Unset) -> str | Text:
    """A cell's value as a sentence shows it."""
    if value is None or value == "" or isinstance(value, Unset):
        return say("nothing")
    from officebot.core.workbooks.cells import to_json

    shown = to_json(value)
    return say("“{words}”", words=shown) if isinstance(shown, str) else str(shown)


def formula_at(scan: Scan, cell: Cell, held: Held | None) -> str | None:
    """The formula of a cell, also where another one holds it for many."""
    found = formula_of(held, scan.sheet.grammar)
    if found is None:
        return None
    told, text = found
    if text or told.get("t") != b"shared":
        return text
    master = scan.master(told.get("si", b""), cell)
    if master is None:
        return None
    return shifted(master.formula, cell.row - master.cell.row, cell.column - master.cell.column)


def set_cell(made: Plan, found: Survey, sheet: SheetPart, change: Change, strings: Sequence[str]) -> Value:
    """Have a cell hold a value; what it held before comes back, a formula where it held one."""
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
    master = _master_at(scan, cell, held)
    if master is not None:
        _hand_on(made, found, sheet, master, cell)
    made.cells.append(CellChange(change.address, before, change.value))
    return before


def inherited(scan: Scan, cell: Cell) -> int:
    """The style that a new cell takes: its row's, else its column's."""
    if cell.row in scan.row_styles:
        return scan.row_styles[cell.row]
    return next((style for first, last, style in column_styles(scan.sheet.head) if first <= cell.column <= last), 0)


def note_styles(made: Plan) -> None:
    """Have the styles written, if one was added."""
    if made.book.styles.is_changed and made.book.styles_part not in made.whole:
        made.why[made.book.styles_part].append(
            say("A style is added for a date, or for text that looks like a formula.")
        )
    if made.book.styles.is_changed:
        made.whole[made.book.styles_part] = made.book.styles.text


def _master_at(scan: Scan, cell: Cell, held: Held | None) -> Master | None:
    found = formula_of(held, scan.sheet.grammar)
    if found is None or found[0].get("t") != b"shared" or not found[1]:
        return None
    master = scan.master(found[0].get("si", b""), cell)
    return master if master is not None and master.cell == cell else None


def _hand_on(made: Plan, found: Survey, sheet: SheetPart, master: Master, cell: Cell) -> None:
    """A cell that holds a formula for others goes: each of them gets its own."""
    from officebot.core.workbooks.lossless.values import written as as_written

    scan = found.scans[sheet.name.casefold()]
    edit = made.edits[sheet.part]
    for follower in master.followers:
        if edit.cells.get(follower.row, {}).get(follower.column) is None:
            text = shifted(master.formula, follower.row - cell.row, follower.column - cell.column)
            new = as_written(Formula(text), scan.sheet.grammar)
            edit.put(follower, NewCell(new.kind, new.inner))
    if master.followers:
        reason = say("The formula of {cell} was kept for other cells, too: they get their own.", cell=str(cell))
        made.why[sheet.part].append(reason)


def spread(made: Plan, found: Survey, changed: Iterable[tuple[str, Area]]) -> None:
    """Put or drop the figures that depend on changed cells, on every sheet; drop them in charts and pivots."""
    book = made.book
    reach = reached(found.runs, changed)
    for sheet in book.sheets:
        edit = made.edits.get(sheet.part)
        own = (
            [Area(cell.row, cell.column, cell.row, cell.column) for cell in edit.reformed] if edit is not None else []
        )
        areas = sorted({*_but(reach.formulas.get(sheet.name.casefold(), ()), edit), *own})
        if areas:
            made.edits.setdefault(sheet.part, SheetEdit()).stale = areas
    _renew(made, found)
    if any(edit.stale for edit in made.edits.values()):
        old = made.whole.get(book.package.workbook, book.package.content(book.package.workbook))
        new = around.reckoned_anew(old)
        if new != old:
            made.whole[book.package.workbook] = new
            made.why[book.package.workbook].append(say("Excel reckons all formulas when it opens the workbook."))
    texts = {part: made.whole.get(part) for part in book.package.content_types}
    for part, text, why in (
        *around.charts(book, found.shapes, reach.figures, texts), *around.pivots(book, reach.figures, texts)
    ):  # fmt: skip
        made.whole[part] = text
        made.why[part].append(why)


def _renew(made: Plan, found: Survey) -> None:
    """Reckon what can be; say of each sheet how many figures are new, and how many are dropped."""
    new = {part: _formulas_put(edit, found, part) for part, edit in made.edits.items()}
    masters = {sheet.part: found.scans[sheet.name.casefold()].master for sheet in made.book.sheets}
    figures = renew(made.book, made.edits, found.tables, new, masters)
    for part, edit in made.edits.items():
        here = figures.get(part, {})
        for cell, figure in here.items():
            planned = edit.cells.get(cell.row, {}).get(cell.column)
            if planned is not None:
                prefix = planned.inner[1 : planned.inner.find(b"f")]
                value = b"<%sv>%s</%sv>" % (prefix, figure.value, prefix)
                edit.cells[cell.row][cell.column] = NewCell(figure.kind, planned.inner + value, planned.style)
        edit.figures = {cell: (one.kind, one.value) for cell, one in here.items() if cell not in new.get(part, {})}
        known, count = len(edit.figures), sum(area.rows * area.columns for area in edit.stale)
        if edit.stale:
            stale = Areas(edit.stale)
            count -= sum(Cell(row, column) in stale for row, cells in edit.cells.items() for column in cells)
        if known:
            made.why[part].append(
                counted(
                    "{count} formula that depends on the change is reckoned anew.",
                    "{count} formulas that depend on the change are reckoned anew.",
                    known,
                )
            )
        if count > known:
            made.why[part].append(
                counted(
                    "{count} formula depends on the change: its last figure is dropped, to be reckoned anew.",
                    "{count} formulas depend on the change: their last figures are dropped, to be reckoned anew.",
                    count - known,
                )
            )


def _formulas_put(edit: SheetEdit, found: Survey, part: str) -> dict[Cell, str]:
    sheet = next(one for one in found.book.sheets if one.part == part)
    rules = found.scans[sheet.name.casefold()].sheet.grammar
    texts = {
        Cell(row, column): rules.formula.search(new.inner)
        for row, cells in edit.cells.items()
        for column, new in cells.items()
        if new.inner.startswith(b"<" + rules.tag(b"f"))
    }
    return {cell: plain(one[2] or b"") for cell, one in texts.items() if one is not None}


def _but(areas: Sequence[Area], edit: SheetEdit | None) -> list[Area]:
    if edit is None:
        return list(areas)
    return [
        area for area in areas if area.rows > 1 or area.columns > 1 or area.left not in edit.cells.get(area.top, {})
    ]


def unchain(made: Plan, gone: Mapping[int, Iterable[Cell]]) -> None:
    """Take cells that hold no formula any more out of the order of reckoning."""
    package = made.book.package
    part = package.only(package.workbook, "calcChain")
    if not part or not any(gone.values()):
        return
    new = around.without_links(package.content(part), {sheet: set(cells) for sheet, cells in gone.items()})
    if new == package.content(part):
        return
    if around.has_links(new):
        made.whole[part] = new
        made.why[part].append(say("Cells that hold no formula any more are taken off Excel's list of formulas."))
        return
    # Excel takes an empty order for damage (§18.6.2 wants a cell in it), and makes one anew where none is referred to.
    listing = package.listing(package.workbook)
    made.whole[listing] = around.without_relation(package.content(listing), b"calcChain")
    made.why[listing].append(say("No formula is left: Excel's list of formulas is let go."))
