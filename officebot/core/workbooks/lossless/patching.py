"""A worksheet rewritten: cells set, new rows, figures dropped that are no longer true; all other bytes as they were."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Area, Cell
from officebot.core.workbooks.lossless.areas import Areas
from officebot.core.workbooks.lossless.sheetxml import (
    Grammar,
    Held,
    Row,
    attributes,
    cell_tag,
    cells_of,
    number_of,
    opened,
    row_of,
    rows_of,
    span_of,
)

_SPANS = expression(rb"""(?<!\s)\s+spans\s*=\s*["'](\d+):(\d+)["']""")
DIMENSION = expression(rb"""(<(?:[\w.-]+:)?dimension\b[^>]*?\bref\s*=\s*["'])([^"']*)(["'])""")
_COLUMN = expression(rb"<(?:[\w.-]+:)?col\b([^>]*)/?>")
#: Blocks of which more rows than this change are read row by row.
_FEW = 64


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell is to be: its type, what stands between its tags, its style (None: the one it has)."""

    kind: bytes
    inner: bytes
    style: int | None = None


@dataclass(slots=True)
class SheetEdit:
    """What is to become of one worksheet."""

    cells: dict[int, dict[int, NewCell]] = field(default_factory=dict)
    """New cells by row and column."""
    stale: Sequence[Area] = ()
    """Cells of formulas whose figures are no longer true."""
    reformed: Mapping[Cell, bytes] = field(default_factory=dict)
    """Formulas that are to read otherwise, as XML; their cells are among the stale ones."""
    figures: Mapping[Cell, tuple[bytes, bytes]] = field(default_factory=dict)
    """Of stale cells, what they show from now on: the type and the value, where that is known."""
    rows: Mapping[int, bytes] = field(default_factory=dict)
    """Attributes of new rows, as their tags have them, but `r`."""
    tail: Callable[[bytes], bytes] | None = None
    """What becomes of all that stands behind the rows."""

    def put(self, cell: Cell, new: NewCell) -> None:
        """Have a cell be this."""
        self.cells.setdefault(cell.row, {})[cell.column] = new

    @property
    def area(self) -> Area | None:
        """The rectangle of the cells that are set to something; None where none are."""
        filled = [(row, column) for row, cells in self.cells.items() for column, new in cells.items() if new.inner]
        if not filled:
            return None
        rows, columns = [row for row, _ in filled], [column for _, column in filled]
        return Area(min(rows), min(columns), max(rows), max(columns))


def patched(pieces: Iterable[bytes], edit: SheetEdit) -> Iterator[bytes]:
    """The worksheet's new bytes, piece by piece."""
    sheet, blocks = opened(pieces)
    work = _Work(edit, sheet.grammar, column_styles(sheet.head))
    head = grown(sheet.head, edit.area)
    is_empty = head.endswith(b"/>") and bool(edit.cells)
    yield head[:-2].rstrip() + b">" if is_empty else head
    for block in blocks:
        yield work.block(block)
    yield work.rest()
    if is_empty:
        yield b"</" + sheet.grammar.tag(b"sheetData>")
    yield edit.tail(sheet.tail) if edit.tail is not None else sheet.tail


def column_styles(head: bytes) -> list[tuple[int, int, int]]:
    """First column, last column and style of columns that have one, from what stands before the rows."""
    found = []
    for one in _COLUMN.finditer(head):
        told = attributes(one[1])
        first, last, style = (told.get(name, b"") for name in ("min", "max", "style"))
        if first.isdigit() and last.isdigit() and style.isdigit():
            found.append((int(first), int(last), int(style)))
    return found


def grown(head: bytes, area: Area | None) -> bytes:
    """What stands before the rows, with the size of the sheet that this area is in, too."""
    found = DIMENSION.search(head)
    if found is None or area is None:
        return head
    try:
        known = Area.read(found[2].decode("ascii", "replace"))
    except ValueError:
        return head
    union = Area(
        min(known.top, area.top),
        min(known.left, area.left),
        max(known.bottom, area.bottom),
        max(known.right, area.right),
    )
    if union == known:
        return head
    return head[: found.start(2)] + str(union).encode("ascii") + head[found.end(2) :]


class _Work:
    def __init__(self, edit: SheetEdit, rules: Grammar, styles: Sequence[tuple[int, int, int]]) -> None:
        self.edit, self.rules, self.styles = edit, rules, styles
        self.pending = sorted(edit.cells)
        self.done = 0
        self.last = 0
        self.stale = Areas(edit.stale)
        self.must_tell = False

    def block(self, block: bytes) -> bytes:
        first, last = span_of(block, self.rules)
        if first and not self.must_tell:
            if first <= self.last:
                raise UserError(
                    say("A sheet of the workbook is not written as spreadsheet programs write it: it is left alone.")
                )
            if not self._touches(first, last):
                self.last = last
                return block
            few = self._few(block, first, last)
            if few is not None:
                self.last = last
                return few
        return self._slowly(block)

    def _touches(self, first: int, last: int) -> bool:
        return (self.done < len(self.pending) and self.pending[self.done] <= last) or bool(
            self.stale.meeting(first, last)
        )

    def _few(self, block: bytes, first: int, last: int) -> bytes | None:
        """The block where only a few of its rows change, all of which are there; else None."""
        stale = self.stale.meeting(first, last)
        end = bisect_right(self.pending, last)
        if sum(min(area.bottom, last) - max(area.top, first) + 1 for area in stale) + end - self.done > 4 * _FEW:
            return None
        numbers = {row for area in stale for row in range(max(area.top, first), min(area.bottom, last) + 1)}
        numbers.update(self.pending[self.done : end])
        if len(numbers) > _FEW:
            return None
        made, at = [], 0
        for number in sorted(numbers):
            row = row_of(block, number, self.rules)
            if row is None:
                if number in self.edit.cells:
                    return None
                continue
            made += [block[at : row.start], self._row(block, row)]
            at = row.end
        self.done = end
        made.append(block[at:])
        return b"".join(made)

    def _slowly(self, block: bytes) -> bytes:
        rows = rows_of(block, self.rules, self.last)
        made, at = [], 0
        for row in rows:
            if row.number <= self.last:
                raise UserError(
                    say("A sheet of the workbook is not written as spreadsheet programs write it: it is left alone.")
                )
            made.append(block[at : row.start])
            while self.done < len(self.pending) and self.pending[self.done] < row.number:
                made.append(self._new_row(self.pending[self.done]))
                self.done += 1
                self.must_tell = True
            is_set = self.done < len(self.pending) and self.pending[self.done] == row.number
            tells = b' r="%d"' % row.number in b" " + row.attributes
            if is_set or self.stale.columns(row.number) or (self.must_tell and not tells):
                made.append(self._row(block, row))
                self.must_tell |= not tells
                self.done += is_set
            else:
                made.append(block[row.start : row.end])
            at, self.last = row.end, row.number
        made.append(block[at:])
        return b"".join(made)

    def rest(self) -> bytes:
        """New rows behind the last one."""
        made = [self._new_row(number) for number in self.pending[self.done :]]
        self.done = len(self.pending)
        return b"".join(made)

    def _new_row(self, number: int) -> bytes:
        cells = self.edit.cells[number]
        body = b"".join(self._cell(number, column, None, cells[column], b"") for column in sorted(cells))
        tag = self.rules.tag(b"row")
        return b'<%s r="%d"%s>' % (tag, number, self.edit.rows.get(number, b"")) + body + b"</" + tag + b">"

    def _row(self, block: bytes, row: Row) -> bytes:
        new = self.edit.cells.get(row.number, {})
        told = row.attributes
        if not number_of(told):
            told = b' r="%d"' % row.number + told
        row_style = attributes(told).get("s", b"") if b"customFormat" in told else b""
        columns = sorted(new)
        made: list[bytes] = []
        at, done = row.body[0], 0
        for held, start, end in cells_of(block, row, self.rules):
            made.append(block[at:start])
            while done < len(columns) and columns[done] < held.column:
                made.append(self._cell(row.number, columns[done], None, new[columns[done]], row_style))
                done += 1
            if done < len(columns) and columns[done] == held.column:
                made.append(self._cell(row.number, held.column, held, new[held.column], row_style))
                done += 1
            elif Cell(row.number, held.column) in self.stale:
                made.append(self._stale_cell(row.number, held))
            elif "r" not in held.attributes:
                made.append(cell_tag(self.rules, row.number, held.column, held.attributes, held.inner or b""))
            else:
                made.append(block[start:end])
            at = end
        made.append(block[at : row.body[1]])
        made += [self._cell(row.number, column, None, new[column], row_style) for column in columns[done:]]
        if columns:
            told = _spanned(told, columns[0], columns[-1])
        tag = self.rules.tag(b"row")
        body = b"".join(made)
        return b"<" + tag + told.rstrip() + (b">" + body + b"</" + tag + b">" if body else b"/>")

    def _cell(self, row: int, column: int, held: Held | None, new: NewCell, row_style: bytes) -> bytes:
        told = dict(held.attributes) if held is not None else {}
        for name in ("t", "cm", "vm"):
            told.pop(name, None)
        if new.style is not None:
            told["s"] = b"%d" % new.style
        elif held is None:
            style = row_style or self._column_style(column)
            if style and style != b"0":
                told["s"] = style
        if not new.inner and not told.get("s") and held is None:
            return b""
        if new.kind:
            told["t"] = new.kind
        return cell_tag(self.rules, row, column, told, new.inner)

    def _column_style(self, column: int) -> bytes:
        return next((b"%d" % style for first, last, style in self.styles if first <= column <= last), b"")

    def _stale_cell(self, row: int, held: Held) -> bytes:
        inner = held.inner or b""
        formula = self.rules.formula.search(inner)
        if formula is None and not self.rules.value.search(inner):
            return cell_tag(self.rules, row, held.column, held.attributes, inner)
        told = {name: value for name, value in held.attributes.items() if name not in ("t", "vm")}
        kept = formula[0] if formula else b""
        new = self.edit.reformed.get(Cell(row, held.column))
        if formula is not None and formula[2] and new is not None:
            at = formula.start(2) - formula.start(), formula.end(2) - formula.start()
            kept = kept[: at[0]] + new + kept[at[1] :]
        figure = self.edit.figures.get(Cell(row, held.column)) if formula is not None else None
        if figure is not None:
            kind, value = figure
            told = {name: one for name, one in told.items() if name != "t"} | ({"t": kind} if kind else {})
            tag = self.rules.tag(b"v")
            kept += b"<%s>%s</%s>" % (tag, value, tag)
        return cell_tag(self.rules, row, held.column, told, kept)


def _spanned(told: bytes, first: int, last: int) -> bytes:
    found = _SPANS.search(told)
    if found is None or (int(found[1]) <= first and last <= int(found[2])):
        return told
    new = b' spans="%d:%d"' % (min(int(found[1]), first), max(int(found[2]), last))
    return told[: found.start()] + new + told[found.end() :]
