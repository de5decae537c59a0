"""What a change of cells makes untrue: figures reckoned anew or dropped, charts, pivots, the list of formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from officebot.core.text import counted, say
from officebot.core.workbooks.cells import Area, Cell
from officebot.core.workbooks.lossless import around
from officebot.core.workbooks.lossless.areas import Areas
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit
from officebot.core.workbooks.lossless.planning import Plan, Survey
from officebot.core.workbooks.lossless.reach import reached
from officebot.core.workbooks.lossless.renewing import renew
from officebot.core.workbooks.lossless.scanning import Scan
from officebot.core.workbooks.lossless.sheetxml import plain
from officebot.core.workbooks.lossless.values import formula_of


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
    _unchain(made, found)
    texts = {part: made.whole.get(part) for part in book.package.content_types}
    for part, text, why in (
        *around.charts(book, found.shapes, reach.figures, texts), *around.pivots(book, found.outline.tables, reach.figures, texts)
    ):  # fmt: skip
        made.whole[part] = text
        made.why[part].append(why)


def _renew(made: Plan, found: Survey) -> None:
    """Reckon what can be; say of each sheet how many figures are new, and how many are dropped."""
    new = {part: _formulas_put(edit, found, part) for part, edit in made.edits.items()}
    masters = {sheet.part: found.scans[sheet.name.casefold()].master for sheet in made.book.sheets}
    figures = renew(made.book, made.edits, found.outline, new, masters)
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


def _unchain(made: Plan, found: Survey) -> None:
    """Take cells that held a formula and hold none any more out of Excel's list of formulas."""
    package = made.book.package
    part = package.only(package.workbook, "calcChain")
    gone = {
        sheet.identity: _formulas_gone(edit, found.scans[sheet.name.casefold()])
        for sheet in made.book.sheets
        if (edit := made.edits.get(sheet.part)) is not None
    }
    if not part or not any(gone.values()):
        return
    new = around.without_links(package.content(part), gone)
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


def _formulas_gone(edit: SheetEdit, scan: Scan) -> set[Cell]:
    formula = b"<" + scan.sheet.grammar.tag(b"f")
    return {
        cell
        for row, cells in edit.cells.items()
        for column, new in cells.items()
        if not new.inner.startswith(formula)
        and formula_of(scan.held.get(cell := Cell(row, column)), scan.sheet.grammar) is not None
    }
