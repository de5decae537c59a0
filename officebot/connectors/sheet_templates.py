"""Excel templates filled in: run by the process apart that fills in all templates, never by the service itself.

A template is a .xlsx in whose cells stand `{{ supplier.name }}`, and in one row `{{ line.label }}`: that row is repeated
for each of the data's `lines`, and what stands below it moves down. No code can stand in it: only names, and `|number`
or `|date` after them. A cell with nothing but a placeholder gets a value of its kind; words are always words, whatever
they begin with. All else in the workbook stays, byte for byte.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from officebot.connectors.templates.environment import text_filter
from officebot.core.documents.fields import Fault, Needs, Place, Use, fields_of
from officebot.core.documents.signs import Broken, signs
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.cells import Address, Area, Cell, Value
from officebot.core.workbooks.lossless.appending import append
from officebot.core.workbooks.lossless.growing import Place as Table
from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.setting import Change, plan
from officebot.core.workbooks.lossless.workbook import Workbook

_PLACEHOLDER = expression(r"\{\{ {0,9}([^\W\d][\w.]{0,99}) {0,9}(?:\| {0,9}([a-z_]{1,20}) {0,9})?\}\}")
#: What is said after `|` so that a cell gets a number or a day, and not words.
_TYPED = ("number", "date")
_LINE = "line"
_LONGEST = 32_767


@dataclass(frozen=True, slots=True)
class _Written:
    """A cell of the template: where it is, and what stands in it."""

    address: Address
    words: str
    language: str = "en"

    @property
    def is_of_line(self) -> bool:
        return any(found[1].partition(".")[0] == _LINE for found in _PLACEHOLDER.finditer(self.words))

    def value(self, data: Mapping[str, Any]) -> Value:
        """What the cell is to hold. Raises UserError."""
        whole = _PLACEHOLDER.fullmatch(self.words.strip())
        if whole is not None:
            return self._typed(_found(data, whole[1], self), whole[2])
        words = _PLACEHOLDER.sub(lambda found: self._in_words(_found(data, found[1], self), found[2]), self.words)
        return words[:_LONGEST]

    def _in_words(self, value: Any, kind: str | None) -> str:
        """The value as text, set as the filter says."""
        asked = text_filter(kind or "", self.language)
        return _shown(value) if asked is None or value in (None, "") else str(asked(value))

    def faults(self) -> Iterator[Text]:
        """What in the cell cannot be filled in."""
        for one in signs(self.words):
            cell = str(self.address)
            if isinstance(one, Broken):
                yield say("{cell}: “{sign}” has no end.", cell=cell, sign=one.words[:60])
                continue
            found = _PLACEHOLDER.fullmatch(self.words[one.start : one.end])
            if found is None:
                sentence = "{cell}: “{sign}” cannot stand in a workbook: names can, and | number, | date, | money and the like."
                yield say(sentence, cell=cell, sign=one.shown)
            elif found[2] and found[2] not in _TYPED and text_filter(found[2], self.language) is None:
                yield say(
                    "{cell}: “{sign}” cannot be read: there is no “| {name}”.",
                    cell=cell,
                    sign=one.shown,
                    name=found[2],
                )

    def _typed(self, value: Any, kind: str | None) -> Value:
        if kind is not None and kind not in _TYPED:
            return self._in_words(value, kind)[:_LONGEST]
        if value is None or isinstance(value, bool | int | float):
            return value
        try:
            if kind == "number":
                return Decimal(str(value)) if str(value).strip() else None
            if kind == "date":
                return date.fromisoformat(str(value)) if str(value) else None
        except (ValueError, InvalidOperation):
            sentence = "{cell}: “{value}” is no number and no day, as the template wants."
            raise UserError(say(sentence, cell=str(self.address), value=str(value)[:80])) from None
        return _shown(value)[:_LONGEST]


def filled(template: bytes, data: Mapping[str, Any], language: str = "en") -> bytes:
    """The workbook with these values. Raises UserError for a template that asks for what there is not."""
    cells, used = _opened(template)
    marked = [replace(one, language=language) for one in cells if _PLACEHOLDER.search(one.words)]
    cells = [replace(one, language=language) for one in cells]
    _insist([what for one in cells for what in one.faults()])
    row = [one for one in marked if one.is_of_line]
    places = {(one.address.sheet, one.address.cell.row) for one in row}
    if len(places) > 1:
        raise UserError(say("Only one row of a template may be repeated: it has {count}.", count=len(places)))
    lines = _lines(data) if row else []
    of_first = {**data, _LINE: lines[0]} if lines else data
    changes = [
        Change(one.address, None if one.is_of_line and not lines else one.value(of_first if one.is_of_line else data))
        for one in marked
    ]
    made = _changed(template, lambda book: plan(book, changes)) if changes else template
    if len(lines) < 2:
        return made
    sheet, number = next(iter(places))
    # What stands beside the placeholders is repeated, too; formulas are carried on by themselves.
    beside = [one for one in cells if (one.address.sheet, one.address.cell.row) == (sheet, number)]
    more = [_row_of(beside, {**data, _LINE: line}) for line in lines[1:]]
    return _changed(made, lambda book: append(book, _place(sheet, number, used[sheet]), more))


def asked_for(template: bytes) -> Needs:
    """What the workbook needs of its data, and what is wrong in it. Raises UserError for what is no workbook."""
    cells, _ = _opened(template)
    uses: list[Use] = []
    faults: list[Fault] = []
    for one in cells:
        place = Place(part="sheet", cell_name=str(one.address))
        faults += [Fault(what=what, place=place) for what in one.faults()]
        for found in _PLACEHOLDER.finditer(one.words):
            first, dot, rest = found[1].partition(".")
            path = f"lines[]{dot}{rest}" if first == _LINE else found[1]
            uses.append(Use(path=path, kind="value", is_optional=False, place=place))
    return Needs(fields=fields_of(uses), faults=tuple(faults))


def _insist(faults: Sequence[Text]) -> None:
    if faults:
        raise UserError([Problem(where="", what=one) for one in faults])


def _row_of(beside: Sequence[_Written], data: Mapping[str, Any]) -> dict[str, Value]:
    return {str(one.address.cell.column): one.value(data) for one in beside}


def _place(sheet: str, row: int, used: tuple[int, int]) -> Table:
    """The repeated row as a table of one row, all that stands below it as its totals, which move down."""
    last_row, last_column = used
    headers = 1 if row > 1 else 0
    headings = {column: str(column) for column in range(1, last_column + 1)}
    area = Area(row - headers, 1, max(last_row, row), last_column)
    return Table(sheet, sheet, headings, area, headers, max(last_row - row, 0))


def _changed(content: bytes, decide: Any) -> bytes:
    made = io.BytesIO()
    planned: Plan = decide(Workbook(Package(io.BytesIO(content))))
    planned.write(made)
    return made.getvalue()


def _opened(template: bytes) -> tuple[list[_Written], dict[str, tuple[int, int]]]:
    """As `_cells`, of what may be no workbook at all. Raises UserError."""
    Workbook(Package(io.BytesIO(template)))  # which says what is wrong with the file
    return _cells(template)


def _cells(template: bytes) -> tuple[list[_Written], dict[str, tuple[int, int]]]:
    """The cells that hold words, and of each sheet its last row and column."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template))
    found = [
        _Written(Address(sheet.title, Cell(cell.row, cell.column)), cell.value)
        for sheet in book.worksheets
        for cell in _held(sheet)
        if isinstance(cell.value, str) and cell.data_type == "s"
    ]
    return found, {sheet.title: (sheet.max_row, sheet.max_column) for sheet in book.worksheets}


def _held(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def _lines(data: Mapping[str, Any]) -> list[Any]:
    lines = data.get("lines")
    if not isinstance(lines, list | tuple):
        raise UserError(say("The template repeats a row for each of “{name}”, and there are none.", name="lines"))
    return list(lines)


def _found(data: Mapping[str, Any], path: str, cell: _Written) -> Any:
    value: Any = data
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            sentence = "{cell}: there is no “{name}” to be put in."
            raise UserError(say(sentence, cell=str(cell.address), name=path))
        value = value[name]
    return value


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
