"""An activity report as a workbook: its first page, a sheet a part with native charts, and where each figure comes from.

Changes are formulas, with what they come to; whoever opens it sees the figures at once, also where nothing reckons.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from officebot.connectors.budget_workbook import in_grey, on_paper, with_values
from officebot.connectors.report_readback import sheet_numbers
from officebot.connectors.tables import EPOCH, same_each_time, set_cell
from officebot.connectors.workbooks.reading import read_book
from officebot.core.expressions import expression
from officebot.core.money import SIGNS, cents
from officebot.core.problems import Problem, UserError
from officebot.core.reports.model import BEFORE, CHANGE
from officebot.core.text import Language, Text, say
from officebot.core.workbooks.cells import Cell, column_name, quoted_sheet

_FONT = "Calibri"
_LOOKS = {"count": "#,##0", "money": '#,##0.00 "{currency}"', "minutes": "[h]:mm"}
_MINUTES_A_DAY = 1440
_DIGIT = expression(r"\d")


def activity_book(data: Mapping[str, Any]) -> bytes:
    """The workbook. Raises UserError where a cell, read back, does not hold what was put there."""
    maker = _Maker(data)
    content = maker.content()
    problems = _read_back(content, maker)
    if problems:
        raise UserError(problems)
    return content


def differences(content: bytes, data: Mapping[str, Any]) -> list[Problem]:
    """Where a finished workbook holds other numbers, or other words with a number in them, than this data."""
    maker = _Maker(data)
    maker.content()
    return _read_back(content, maker)


def _read_back(content: bytes, maker: _Maker) -> list[Problem]:
    grids = read_book(content, "report.xlsx").grids
    numbers = {place: sheet_numbers(content, place) for place in {place for place, _ in maker.places}}
    found: list[Problem] = []
    for (place, cell), key in maker.places.items():
        here, (digits, unit, _) = numbers[place].get(cell), maker.data["values"][key]
        if here is not None and unit == "minutes":
            here = (here * _MINUTES_A_DAY).quantize(Decimal(1))
        if here is None or cents(here) != cents(Decimal(digits)):
            found.append(_difference(key, cell, "—" if here is None else f"{here:f}", digits))
    for (place, cell), words in maker.texts.items():
        told = grids[place].value(_cell(cell)) if place < len(grids) else None
        if told != words:
            found.append(_difference("", cell, str(told)[:200], words[:200]))
    return found


def _difference(key: str, cell: str, shown: str, wanted: str) -> Problem:
    what = say(
        "The finished report shows {shown} in {cell}, and {wanted} was counted.",
        shown=shown,
        cell=cell,
        wanted=wanted,
    )
    return Problem(where=key, what=what)


@dataclass(slots=True)
class _Maker:
    data: Mapping[str, Any]
    places: dict[tuple[int, str], str] = field(default_factory=dict)
    """For each cell that shows a figure, by its sheet's place and its name, the figure's key."""
    texts: dict[tuple[int, str], str] = field(default_factory=dict)
    """The same of each cell of words with a number in them, its words."""
    known: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    """What the formulas of each sheet come to, by cell."""
    at: dict[str, str] = field(default_factory=dict)
    """Where each figure stands, as a formula names it."""
    _areas: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        return "fr" if self.data["lang"] == "fr" else "en"

    def content(self) -> bytes:
        """Its bytes, the same for the same report."""
        from openpyxl import Workbook

        book = Workbook()
        first = book.active
        first.title = self._said(say("Summary"))
        titles: set[str] = {first.title}
        for part in self.data["parts"]:
            sheet = book.create_sheet(_sheet_name(part["title"], titles))
            self._part(sheet, part, book.worksheets.index(sheet))
        self._sources(book.create_sheet(_sheet_name(self._said(say("Sources")), titles)), len(book.worksheets) - 1)
        self._summary(first, book)
        # A footer's own signs begin with &.
        footer = f"{self.data['title']} · {self.data['period']}".replace("&", "&&") + " · &P / &N"
        for sheet in book.worksheets:
            on_paper(sheet, footer, is_page=sheet is first)
        book.properties.created, book.properties.creator = EPOCH, "officebot"
        book.properties.title = f"{self.data['title']}, {self.data['period']}"
        book.properties.language = {"fr": "fr-FR", "en": "en-GB"}[self.language]
        book.calculation.fullCalcOnLoad = True
        self.texts = {
            (place, cell.coordinate): cell.value
            for place, sheet in enumerate(book.worksheets)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "s" and isinstance(cell.value, str) and _DIGIT.search(cell.value)
        }
        held = io.BytesIO()
        book.save(held)
        values = [self.known.get(sheet.title, {}) for sheet in book.worksheets]
        return same_each_time(with_values(held.getvalue(), values))

    def _said(self, text: Text) -> str:
        return text.render(self.language)

    # ── the first page ────────────────────────────────────────────────────────────────────────────────────

    def _summary(self, sheet: Any, book: Any) -> None:
        widths = (44, 18, 18, 44)
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[column_name(place)].width = width
        _heading(sheet, 1, f"{self.data['title']}, {self.data['period']}", 16)
        self._line(sheet, 2, f"{self.data['office']} · {self.data['reader']} · {self.data['made']}")
        row = 4
        titles = (say("Figure"), say("This time"), say("Last time"), say("Change"))
        _heads(sheet, row, [self._said(one) for one in titles])
        _words(sheet.cell(row, 4), self._said(titles[-1]))
        for one in self.data["leading"]:
            row += 1
            set_cell(sheet.cell(row, 1), one["label"])
            self._look(sheet, 0, f"B{row}", one["key"])
            if one["key"] + BEFORE in self.at:
                self._look(sheet, 0, f"C{row}", one["key"] + BEFORE)
            _words(sheet.cell(row, 4), " ".join(filter(None, (one["mark"], one["change"]))))
        row += 2
        for title, told in ((say("What needs you"), self.data["needs"]), (say("What changed"), self.data["changes"])):
            if told:
                _heading(sheet, row, self._said(title), 12)
                for words in told:
                    row += 1
                    self._line(sheet, row, f"• {words}")
                row += 2
        main = self.data["chart"]
        if main is not None:
            self._main_chart(sheet, book, main["name"], row)

    def _main_chart(self, sheet: Any, book: Any, name: str, row: int) -> None:
        for number, part in enumerate(self.data["parts"], 1):
            for chart in part["charts"]:
                if chart["name"] == name:
                    area = self._areas[name]
                    sheet.add_chart(_native(book.worksheets[number], area, chart), f"A{row}")

    def _look(self, sheet: Any, place: int, cell: str, key: str) -> None:
        """A figure that stands elsewhere: a formula that looks there."""
        sheet[cell] = f"={self.at[key]}"
        self._formatted(sheet[cell], key)
        self.known.setdefault(sheet.title, {})[cell] = self._number(key)
        self.places[place, cell] = key

    def _line(self, sheet: Any, row: int, words: str) -> None:
        from openpyxl.styles import Alignment

        set_cell(sheet.cell(row, 1), words)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        sheet.row_dimensions[row].height = 15.5 * (1 + len(words) // 118)

    # ── parts ─────────────────────────────────────────────────────────────────────────────────────────────

    def _part(self, sheet: Any, part: Mapping[str, Any], place: int) -> None:
        for number, width in enumerate((46, 18, 18, 26), 1):
            sheet.column_dimensions[column_name(number)].width = width
        _heading(sheet, 1, part["title"], 14)
        row = 3
        for words in part["notes"]:
            self._line(sheet, row, words)
            row += 1
        for table in part["tables"]:
            row = self._table(sheet, row, table, place) + 1
        for chart in part["charts"]:
            begin = row + 1
            row = self._table(sheet, row, chart["table"], place) + 1
            self._areas[chart["name"]] = (begin, begin + len(chart["table"]["rows"]), len(chart["table"]["columns"]))
        for number, chart in enumerate(part["charts"]):
            native = _native(sheet, self._areas[chart["name"]], chart)
            sheet.add_chart(native, f"F{3 + number * 19}")
        sheet.freeze_panes = "B2"

    def _table(self, sheet: Any, row: int, table: Mapping[str, Any], place: int) -> int:
        """The row after it. Its title stands above its headings."""
        from openpyxl.styles import Border, Side

        _heading(sheet, row, table["title"], 11)
        row += 1
        _heads(sheet, row, table["columns"])
        for one in table["rows"]:
            row += 1
            set_cell(sheet.cell(row, 1), one["head"])
            for number, (words, key) in enumerate(zip(one["cells"], one["keys"], strict=True), 2):
                cell = sheet.cell(row, number)
                cell.border = Border(bottom=Side("thin", "BBBBBB"))
                if key and key in self.data["values"]:
                    self._figure(sheet, cell, key, place)
                elif table["kind"] != "overview" or number < 4 or not self._change(sheet, row, one["keys"], place):
                    _words(cell, "" if words == "—" else words)
        return row + 1

    def _change(self, sheet: Any, row: int, keys: Sequence[str], place: int) -> bool:
        """This time less last time, as a formula; False where nobody knows it, or a cell cannot show it: a time below nought."""
        key = keys[0] + CHANGE
        told = self.data["values"].get(key)
        if told is None or not keys[1] or told[1] == "minutes":
            return False
        cell = sheet.cell(row, 4)
        cell.value = f"=B{row}-C{row}"
        self._formatted(cell, key)
        look = cell.number_format
        cell.number_format = f"+{look};-{look};0"
        self.known.setdefault(sheet.title, {})[cell.coordinate] = self._number(key)
        self.places[place, cell.coordinate] = key
        return True

    def _figure(self, sheet: Any, cell: Any, key: str, place: int) -> None:
        cell.value = self._number(key)
        self._formatted(cell, key)
        self.places[place, cell.coordinate] = key
        self.at.setdefault(key, f"{quoted_sheet(sheet.title)}!{cell.coordinate}")

    def _number(self, key: str) -> Decimal:
        """A figure as a cell holds it: a time is a part of a day."""
        digits, unit, _ = self.data["values"][key]
        return Decimal(digits) / _MINUTES_A_DAY if unit == "minutes" else Decimal(digits)

    def _formatted(self, cell: Any, key: str) -> None:
        from openpyxl.styles import Alignment

        _, unit, currency = self.data["values"][key]
        cell.number_format = _LOOKS[unit].format(currency=SIGNS.get(currency, currency))
        cell.alignment = Alignment(horizontal="right", vertical="top")

    # ── where figures come from ───────────────────────────────────────────────────────────────────────────

    def _sources(self, sheet: Any, place: int) -> None:
        for number, width in enumerate((50, 16, 52, 90), 1):
            sheet.column_dimensions[column_name(number)].width = width
        set_cell(sheet.cell(1, 1), self.data["checked"])
        titles = (say("Figure"), say("Value"), say("How it came about"), say("Made of"))
        _heads(sheet, 3, [self._said(one) for one in titles])
        row = 3
        for one in self.data["figures"]:
            row += 1
            set_cell(sheet.cell(row, 1), one["label"])
            cell = sheet.cell(row, 2)
            own, before = one["key"].removesuffix(CHANGE), one["key"].removesuffix(CHANGE) + BEFORE
            if one["key"].endswith(CHANGE) and own in self.at and before in self.at:
                cell.value = f"={self.at[own]}-{self.at[before]}"
                self.known.setdefault(sheet.title, {})[cell.coordinate] = self._number(one["key"])
            else:
                cell.value = self._number(one["key"])
            self._formatted(cell, one["key"])
            self.places[place, cell.coordinate] = one["key"]
            set_cell(sheet.cell(row, 3), one["how"])
            set_cell(sheet.cell(row, 4), one["sources"])
        row += 2
        _heads(
            sheet,
            row,
            [self._said(one) for one in (say("Read from"), say("Records"), say("Read at"), say("SHA-256"))],
        )
        for book in self.data["books"]:
            row += 1
            for number, words in enumerate((book["name"], book["records"], book["read"], book["hash"]), 1):
                set_cell(sheet.cell(row, number), words)
        sheet.freeze_panes = "B4"


def _cell(name: str) -> Cell:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return Cell(int(name[len(letters) :]), column)


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip("' ")[:28] or "1"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name)
    return name


def _heading(sheet: Any, row: int, words: str, size: int) -> None:
    from openpyxl.styles import Font

    set_cell(sheet.cell(row, 1), words)
    sheet.cell(row, 1).font = Font(name=_FONT, bold=True, size=size)


def _words(cell: Any, words: str) -> None:
    """Words beside numbers: a little apart from them."""
    from openpyxl.styles import Alignment

    set_cell(cell, words)
    cell.alignment = Alignment(horizontal="left", vertical="top", indent=1)


def _heads(sheet: Any, row: int, titles: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    for place, words in enumerate(titles, 1):
        cell = sheet.cell(row, place)
        set_cell(cell, words)
        cell.font = Font(name=_FONT, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if place == 1 else "right")
        cell.border = Border(bottom=Side("medium", "404040"))


def _native(sheet: Any, area: tuple[int, int, int], told: Mapping[str, Any]) -> Any:
    """A chart of the program's own over the table of a chart: its heading in the first row of the area."""
    from openpyxl.chart import BarChart, LineChart, Reference

    first, last, width = area
    kind = told["kind"]
    made = LineChart() if kind == "line" else BarChart()
    if kind != "line":
        made.type = "bar" if kind == "bar" else "col"
        made.grouping, made.overlap = ("stacked", 100) if kind == "stacked" else ("clustered", 0)
        made.gapWidth = 60
    made.title, made.height, made.width = told["title"], 8.5, 17
    made.x_axis.delete = made.y_axis.delete = False
    made.y_axis.numFmt = "#,##0"
    if kind == "bar":
        # The first row of the table stands on top, as it does there.
        made.x_axis.scaling.orientation = "maxMin"
    made.add_data(Reference(sheet, min_col=2, max_col=width, min_row=first, max_row=last), titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    made.legend = None if width == 2 else made.legend
    if made.legend is not None:
        made.legend.position = "b"
    in_grey(made.series, ("404040", "FFFFFF", "A0A0A0", "D8D8D8", "707070", "EFEFEF"))
    return made
