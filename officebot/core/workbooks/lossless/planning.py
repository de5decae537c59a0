"""A change of a workbook as it is planned: its cells, its parts with their reasons; and the workbook as it was looked through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.cells import Address, Area, Cell, Value
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.lossless.package import rewrite
from officebot.core.workbooks.lossless.patching import SheetEdit, patched
from officebot.core.workbooks.lossless.reach import Run
from officebot.core.workbooks.lossless.scanning import Scan, scan
from officebot.core.workbooks.lossless.shapes import Shapes
from officebot.core.workbooks.lossless.sheetxml import Held, attributes
from officebot.core.workbooks.lossless.values import formula_of
from officebot.core.workbooks.lossless.workbook import Outline, Workbook

_PROTECTION = expression(rb"<(?:[\w.-]+:)?sheetProtection\b([^>]*)>")
_MERGED = expression(rb"<(?:[\w.-]+:)?mergeCell\b([^>]*)>")


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
    outline: Outline
    """Tables and names as they are after the change."""

    @property
    def runs(self) -> list[Run]:
        """The formulas of all sheets."""
        return [run for found in self.scans.values() for run in found.runs]


def survey(
    book: Workbook, wanted: Mapping[str, Mapping[int, frozenset[int]]], outline: Outline | None = None
) -> Survey:
    """Look through all sheets; `wanted` says by sheet (lower case) and row which columns' cells are held.

    `outline` stands in for the workbook's own, where tables and names are to grow.
    """
    shapes = Shapes(book, outline)
    scans = {one.name.casefold(): scan(book, one, wanted.get(one.name.casefold(), {}), shapes) for one in book.sheets}
    return Survey(book, shapes, scans, outline or book.outline)


def check_changeable(book: Workbook) -> None:
    """Raises UserError for a workbook that a change would break."""
    if any(name.startswith("_xmlsignatures/") for name in book.package.entries):
        raise UserError(
            say("The workbook is signed: a change would make the signature void. Take the signature away first.")
        )


def merged_areas(tail: bytes) -> list[Area]:
    """The areas that are merged into their first cell."""
    found = []
    for one in _MERGED.finditer(tail):
        try:
            found.append(Area.read(attributes(one[1]).get("ref", b"").decode("ascii", "replace")))
        except ValueError:
            continue
    return found


def is_protected(tail: bytes) -> bool:
    """Whether a sheet is protected, by what stands behind its rows."""
    told = _PROTECTION.search(tail)
    return told is not None and attributes(told[1]).get("sheet") in (b"1", b"true")


def style_of(held: Held | None) -> int:
    """The number of a cell's style."""
    told = held.attributes.get("s", b"0") if held is not None else b"0"
    return int(told) if told.isdigit() else 0


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


def note_styles(made: Plan) -> None:
    """Have the styles written, if one was added."""
    if made.book.styles.is_changed and made.book.styles_part not in made.whole:
        made.why[made.book.styles_part].append(
            say("A style is added for a date, or for text that looks like a formula.")
        )
    if made.book.styles.is_changed:
        made.whole[made.book.styles_part] = made.book.styles.text
