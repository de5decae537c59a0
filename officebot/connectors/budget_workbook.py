"""The month's budget report as a workbook: formulas that live, with what they come to; native charts; links to sources.

Whoever opens it sees the figures at once, also where nothing reckons: each formula carries the value that was checked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from officebot.connectors.tables import EPOCH, same_each_time, set_cell
from officebot.core.budget.model import LineReport, Report
from officebot.core.budget.report_page import InMonth
from officebot.core.budget.report_words import alert_name
from officebot.core.budget.trace import TOTAL, names_of, values_of
from officebot.core.expressions import expression
from officebot.core.figures import Figures, Source, compressed, in_order
from officebot.core.text import Language, Text, month_in_words, say
from officebot.core.workbooks.cells import column_name, quoted_sheet

_MONEY, _SIGNED, _SHARE = "#,##0.00", "+#,##0.00;-#,##0.00;0.00", "+0.0%;-0.0%;0.0%"
_FONT = "Calibri"
_LINES = 5
"""The first row of lines on their sheet."""
#: So many cells have a row of their own with a link; of larger ledgers the cells of a figure stand together.
_MOST_LINKS = 4_000
#: Where the sheet of lines stands among the sheets, the first being 0.
LINES_SHEET = 1


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet of lines: its heading, whose figure it shows, its formula with `{row}`, its format."""

    title: Text
    figure: str
    formula: str = ""
    look: str = _MONEY
    width: float = 14


_COLUMNS = (
    _Column(say("Budget of the month"), "month.budget"),
    _Column(say("Spent in the month"), "month.actual"),
    _Column(say("Variance of the month"), "month.variance", "D{row}-C{row}", _SIGNED),
    _Column(say("in per cent"), "month.ratio", 'IF(C{row}=0,"",ROUND(E{row}/ABS(C{row}),4))', _SHARE, 9),
    _Column(say("Budget to date"), "ytd.budget"),
    _Column(say("Spent to date"), "ytd.actual"),
    _Column(say("Variance to date"), "ytd.variance", "H{row}-G{row}", _SIGNED),
    _Column(say("in per cent"), "ytd.ratio", 'IF(G{row}=0,"",ROUND(I{row}/ABS(G{row}),4))', _SHARE, 9),
    _Column(say("Ordered to date"), "ytd.committed"),
    _Column(say("Same months last year"), "last_year"),
    _Column(say("Budget of the year"), "year_budget"),
    _Column(say("Expected at the year’s end"), "landing"),
    _Column(say("at least"), "landing_low"),
    _Column(say("at most"), "landing_high"),
)
_ALERT, _LINK = len(_COLUMNS) + 3, len(_COLUMNS) + 4
#: The bounds of a sum: the root of the squares of the lines' own widths, as the report reckons them.
_BOUNDS = {"landing_low": ("O", "P", "-"), "landing_high": ("P", "O", "+")}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet of lines: a group's name, a line, or a sum with the rows that it adds up."""

    number: int
    kind: str
    name: str
    line: LineReport | None = None
    first: int = 0


def figure_cells(report: Report) -> dict[str, str]:
    """For each figure of the report the cell of the sheet of lines that shows it."""
    found = {}
    for row in _rows(report):
        if row.line is not None:
            values = values_of(row.line)
            for place, column in enumerate(_COLUMNS, 3):
                if values[column.figure] is not None:
                    found[f"{row.name}: {column.figure}"] = f"{column_name(place)}{row.number}"
    return found


def _rows(report: Report) -> list[_Row]:
    names, group_names = names_of(report)
    sums = {
        (*one.line.group, one.line.label): (name, one) for name, one in zip(group_names, report.groups, strict=True)
    }
    paths = list(dict.fromkeys(one.line.group[:1] for one in report.lines))
    rows: list[_Row] = []
    number = _LINES
    for path in paths:
        own = [(n, one) for n, one in zip(names, report.lines, strict=True) if one.line.group[:1] == path]
        if path:
            rows.append(_Row(number, "group", path[0]))
            number += 1
        first = number
        for name, line in own:
            rows.append(_Row(number, "line", name, line))
            number += 1
        if path in sums:
            name, total = sums[path]
            rows.append(_Row(number, "sum", name, total, first))
            number += 1
    rows.append(_Row(number, "sum", TOTAL, report.totals, _LINES))
    return rows


def budget_book(
    report: Report, page: Mapping[str, Any], series: Sequence[InMonth], figures: Figures, language: Language
) -> bytes:
    """The workbook: a summary with charts, the lines, the months, and where each figure comes from."""
    return _Maker(report, page, series, figures, language).content()


@dataclass(slots=True)
class _Maker:
    report: Report
    page: Mapping[str, Any]
    series: Sequence[InMonth]
    figures: Figures
    language: Language
    known: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    """What the formulas of each sheet come to, by cell."""
    rows: list[_Row] = field(default_factory=list)

    def content(self) -> bytes:
        """Its bytes, the same for the same report."""
        from openpyxl import Workbook

        book = Workbook()
        self.rows = _rows(self.report)
        book.add_named_style(_link_style())
        summary = book.active
        summary.title = self._said(say("Summary"))
        lines = book.create_sheet(self._said(say("Lines")))
        months = book.create_sheet(self._said(say("Months")))
        sources = book.create_sheet(self._said(say("Sources")))
        links = self._sources(sources)
        self._lines(lines, links, sources.title)
        self._months(months, lines)
        self._summary(summary, lines, months)
        for sheet in book.worksheets:
            on_paper(sheet, f"{self._title()} · &P / &N", is_page=sheet is summary)
        book.properties.created, book.properties.creator = EPOCH, "officebot"
        book.properties.title, book.properties.language = self._title(), {"fr": "fr-FR", "en": "en-GB"}[self.language]
        book.calculation.fullCalcOnLoad = True
        held = io.BytesIO()
        book.save(held)
        return same_each_time(with_values(held.getvalue(), [self.known.get(s.title, {}) for s in book.worksheets]))

    def _said(self, text: Text) -> str:
        return text.render(self.language)

    def _title(self) -> str:
        return self._said(say("Budget report, {month}", month=month_in_words(self.report.period, self.language)))

    def _formula(self, sheet: Any, cell: str, formula: str, value: Decimal | None, look: str) -> None:
        sheet[cell] = f"={formula}"
        sheet[cell].number_format = look
        if value is not None:
            self.known.setdefault(sheet.title, {})[cell] = value

    # ── sheets ────────────────────────────────────────────────────────────────────────────────────────────

    def _lines(self, sheet: Any, links: Mapping[str, int], sources: str) -> None:
        from openpyxl.styles import Alignment, Font

        set_cell(sheet["A1"], self._title())
        sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
        amounts = say("Amounts in {currency}. A positive variance is overspent.", currency=self.page["currency"])
        set_cell(sheet["A2"], self._said(amounts))
        titles = [say("Code"), say("Line"), *(column.title for column in _COLUMNS), say("Alert"), say("Sources")]
        widths = [10, 34, *(column.width for column in _COLUMNS), 14, 12]
        for place, (title, width) in enumerate(zip(titles, widths, strict=True), 1):
            cell = sheet.cell(_LINES - 1, place)
            set_cell(cell, self._said(title))
            cell.font = Font(name=_FONT, bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if place < 3 else "right")
            sheet.column_dimensions[column_name(place)].width = width
        for row in self.rows:
            self._line(sheet, row, links, sources)
        sheet.freeze_panes = f"C{_LINES}"
        sheet.print_title_rows = f"{_LINES - 1}:{_LINES - 1}"
        sheet.print_title_cols = "A:B"

    def _line(self, sheet: Any, row: _Row, links: Mapping[str, int], sources: str) -> None:
        from openpyxl.styles import Font, PatternFill

        is_sum = row.kind != "line"
        label = row.name
        if row.line is not None:
            label = row.line.line.name if not is_sum else self._said(say("Total"))
            if row.name == TOTAL:
                label = self._said(say("The whole budget"))
            set_cell(sheet.cell(row.number, 1), row.line.line.code)
            self._figures(sheet, row)
            if row.line.alert is not None:
                set_cell(sheet.cell(row.number, _ALERT), self._said(alert_name(row.line)))
        set_cell(sheet.cell(row.number, 2), label)
        if row.name in links:
            cell = sheet.cell(row.number, _LINK)
            set_cell(cell, self._said(say("cells")))
            _link(cell, location=f"{quoted_sheet(sources)}!A{links[row.name]}")
        if is_sum:
            for place in range(1, _LINK + 1):
                sheet.cell(row.number, place).font = Font(name=_FONT, bold=True)
                sheet.cell(row.number, place).fill = PatternFill("solid", fgColor="EEEEEE")

    def _figures(self, sheet: Any, row: _Row) -> None:
        assert row.line is not None
        values = values_of(row.line)
        for place, column in enumerate(_COLUMNS, 3):
            value, cell = values[column.figure], f"{column_name(place)}{row.number}"
            if value is None:
                continue
            if column.formula:
                self._formula(sheet, cell, column.formula.format(row=row.number), value, column.look)
            elif row.kind == "line":
                sheet[cell] = value
                sheet[cell].number_format = column.look
            else:
                self._formula(sheet, cell, self._added(place, row), value, column.look)

    def _added(self, place: int, row: _Row) -> str:
        letter, column = column_name(place), _COLUMNS[place - 3]
        if column.figure in _BOUNDS:
            return self._bound(row, *_BOUNDS[column.figure])
        if row.name != TOTAL or not self._is_net():
            return f"SUBTOTAL(9,{letter}{row.first}:{letter}{row.number - 1})"
        added, off = (self._spans(row, is_income=one) for one in (True, False))
        return "".join(
            f"{sign}SUM({letter}{first}:{letter}{last})"
            for sign, spans in (("+", added), ("-", off))
            for first, last in spans
        )

    def _bound(self, row: _Row, own: str, other: str, sign: str) -> str:
        """The lines' own widths away from it; of costs that are taken off, the other bound's."""
        is_net = row.name == TOTAL and self._is_net()
        pairs = [(own, True), (other, False)] if is_net else [(own, None)]
        squares = "+".join(
            f"SUMXMY2(N{first}:N{last},{letter}{first}:{letter}{last})"
            for letter, is_income in pairs
            for first, last in self._spans(row, is_income=is_income)
        )
        return f"N{row.number}{sign}ROUND(SQRT({squares}),2)"

    def _is_net(self) -> bool:
        """Whether the whole is what income leaves of itself."""
        lines = [one.line for one in self.report.lines if any(one.line.months.values())]
        return len({one.is_income for one in lines}) > 1

    def _spans(self, row: _Row, *, is_income: bool | None = None) -> list[tuple[int, int]]:
        """The rows of lines that a sum adds up, as runs; of income or costs alone where that is asked."""
        spans: list[tuple[int, int]] = []
        for one in self.rows:
            if one.kind != "line" or one.line is None or not row.first <= one.number < row.number:
                continue
            if is_income is not None and one.line.line.is_income is not is_income:
                continue
            if spans and spans[-1][1] == one.number - 1:
                spans[-1] = spans[-1][0], one.number
            else:
                spans.append((one.number, one.number))
        return spans

    def _months(self, sheet: Any, lines: Any) -> None:
        from openpyxl.styles import Alignment, Font

        titles = [
            say("Month"),
            say("Budget"),
            say("Spent"),
            say("Variance"),
            say("Budget, added up"),
            say("Spent, added up"),
        ]
        for place, title in enumerate(titles, 1):
            set_cell(sheet.cell(1, place), self._said(title))
            sheet.cell(1, place).font = Font(name=_FONT, bold=True)
            sheet.cell(1, place).alignment = Alignment(horizontal="right")
            sheet.column_dimensions[column_name(place)].width = 18
        planned = spent = Decimal(0)
        for row, one in enumerate(self.series, 2):
            sheet.cell(row, 1).value = one.month
            sheet.cell(row, 1).number_format = "mmm yyyy"
            sheet.cell(row, 2).value = one.budget
            planned += one.budget
            self._formula(sheet, f"E{row}", f"SUM(B$2:B{row})", planned, _MONEY)
            if one.actual is not None:
                spent += one.actual
                sheet.cell(row, 3).value = one.actual
                self._formula(sheet, f"D{row}", f"C{row}-B{row}", one.actual - one.budget, _SIGNED)
                self._formula(sheet, f"F{row}", f"SUM(C$2:C{row})", spent, _MONEY)
            for place in (2, 3):
                sheet.cell(row, place).number_format = _MONEY
        sheet.freeze_panes = "B2"
        self._landings(sheet, lines)

    def _landings(self, sheet: Any, lines: Any) -> None:
        """Beside the months, what the second chart shows: where each group will end the year."""
        from openpyxl.styles import Font

        for place, title in enumerate(
            (say("Group"), say("Budget of the year"), say("Expected at the year’s end")), 8
        ):
            set_cell(sheet.cell(1, place), self._said(title))
            sheet.cell(1, place).font = Font(name=_FONT, bold=True)
            sheet.column_dimensions[column_name(place)].width = 26
        at = quoted_sheet(lines.title)
        for row, one in enumerate(self._sums(), 2):
            assert one.line is not None
            set_cell(sheet.cell(row, 8), one.line.line.name)
            self._formula(sheet, f"I{row}", f"{at}!M{one.number}", one.line.year_budget, _MONEY)
            if one.line.landing is not None:
                self._formula(sheet, f"J{row}", f"{at}!N{one.number}", one.line.landing, _MONEY)

    def _summary(self, sheet: Any, lines: Any, months: Any) -> None:
        from openpyxl.styles import Alignment, Font

        sheet.column_dimensions["A"].width = 46
        for letter in "BCD":
            sheet.column_dimensions[letter].width = 20
        set_cell(sheet["A1"], self._title())
        sheet["A1"].font = Font(name=_FONT, bold=True, size=16)
        row = 2
        for words in (self.page["office"], *self.page["lead"]):
            if words:
                set_cell(sheet.cell(row, 1), words)
                sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
                sheet.row_dimensions[row].height = 15 * (1 + len(words) // 120)
                row += 1
        row = self._totals(sheet, lines, row + 1) + 1
        parts: tuple[tuple[Text, list[str]], ...] = (
            (say("The largest variances"), [self._explained(one) for one in self.page["variances"]]),
            (say("Alerts"), [self._alert(one) for one in self.page["alerts"]]),
            (say("Since last month"), list(self.page["changes"])),
        )  # fmt: skip
        for title, told in parts:
            if told:
                row = self._told(sheet, row, title, told)
        _charts(sheet, row + 1, months, len(self.series), len(self._sums()), self._said)

    def _explained(self, one: Mapping[str, Any]) -> str:
        return " ".join((f"{one['name']}, {one['amount']} –", one["sentence"], *one["drivers"]))

    def _alert(self, one: Mapping[str, Any]) -> str:
        return f"{one['mark']} {one['level']} – {one['name']} ({one['amount']}). {one['why']}"

    def _told(self, sheet: Any, row: int, title: Text, told: Sequence[str]) -> int:
        from openpyxl.styles import Alignment, Font

        set_cell(sheet.cell(row, 1), self._said(title))
        sheet.cell(row, 1).font = Font(name=_FONT, bold=True, size=12)
        for number, words in enumerate(told, row + 1):
            set_cell(sheet.cell(number, 1), words)
            sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=4)
            sheet.row_dimensions[number].height = 15 * (1 + len(words) // 120)
        return row + len(told) + 2

    def _totals(self, sheet: Any, lines: Any, row: int) -> int:
        """The table of the first page, each figure a formula that looks at the line of the whole budget."""
        from openpyxl.styles import Alignment, Border, Font, Side

        for place, title in enumerate((None, say("Month"), say("Year to date"), say("Whole year")), 1):
            if title is not None:
                set_cell(sheet.cell(row, place), self._said(title))
                sheet.cell(row, place).font = Font(name=_FONT, bold=True)
                sheet.cell(row, place).alignment = Alignment(horizontal="right")
        total, at = self.rows[-1].number, quoted_sheet(lines.title)
        values = values_of(self.report.totals)
        letters = {column.figure: column_name(place) for place, column in enumerate(_COLUMNS, 3)}
        looks = {column.figure: column.look for column in _COLUMNS}
        for number, (title, *shown) in enumerate(_TOTALS, row + 1):
            set_cell(sheet.cell(number, 1), self._said(title))
            for place, figure in enumerate(shown, 2):
                sheet.cell(number, place).border = Border(bottom=Side("thin", "BBBBBB"))
                if figure and values[figure] is not None:
                    cell = f"{column_name(place)}{number}"
                    self._formula(sheet, cell, f"{at}!{letters[figure]}{total}", values[figure], looks[figure])
            sheet.cell(number, 1).border = Border(bottom=Side("thin", "BBBBBB"))
        return row + len(_TOTALS) + 1

    def _sums(self) -> list[_Row]:
        """The rows that the chart of landings shows: the groups' sums, or the lines where there are no groups."""
        groups = [one for one in self.rows if one.kind == "sum" and one.name != TOTAL]
        return groups or [one for one in self.rows if one.kind == "line"][:12]

    def _sources(self, sheet: Any) -> dict[str, int]:
        """Write where figures come from, a link for each cell; the row at which each line begins."""
        from openpyxl.styles import Font

        titles = [
            say("Line"),
            say("Figure"),
            say("File"),
            say("Sheet"),
            say("Cell"),
            say("What stands there"),
            say("SHA-256"),
        ]
        for place, (title, width) in enumerate(zip(titles, (36, 20, 30, 20, 10, 18, 20), strict=True), 1):
            set_cell(sheet.cell(1, place), self._said(title))
            sheet.cell(1, place).font = Font(name=_FONT, bold=True)
            sheet.column_dimensions[column_name(place)].width = width
        begins: dict[str, int] = {}
        row = 2
        names, _ = names_of(self.report)
        for name, line in zip(names, self.report.lines, strict=True):
            for ending, what in _TRACED.items():
                sources = self._of(name, ending)
                if sources:
                    begins.setdefault(name, row)
                    told = f"{line.line.code} {line.line.label}".strip(), self._said(what)
                    row = _write_sources(sheet, row, told, sources)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:G{max(row - 1, 1)}"
        sheet.print_title_rows = "1:1"
        return begins

    def _of(self, name: str, ending: str) -> Sequence[Source]:
        key = f"{name}: {ending}"
        return self.figures.sources(key) if key in self.figures.by_key else ()


#: The first page's table: what each row is called, and the figures of the month, the year to date and the whole year.
_TOTALS = (
    (say("Budget"), "month.budget", "ytd.budget", "year_budget"),
    (say("Spent"), "month.actual", "ytd.actual", ""),
    (say("Ordered, not yet invoiced"), "", "ytd.committed", ""),
    (say("Spent less planned"), "month.variance", "ytd.variance", ""),
    (say("The same in per cent"), "month.ratio", "ytd.ratio", ""),
    (say("Expected at the year’s end"), "", "", "landing"),
    (say("at least"), "", "", "landing_low"),
    (say("at most"), "", "", "landing_high"),
    (say("Spent in the same months of last year"), "", "last_year", ""),
)
_TRACED: Mapping[str, Text] = {
    "year_budget": say("Budget of the year"),
    "ytd.actual": say("Spent until now"),
    "ytd.committed": say("Ordered until now"),
    "last_year": say("Last year"),
}


def _write_sources(sheet: Any, row: int, told: tuple[str, str], sources: Sequence[Source]) -> int:
    """The rows of a figure's cells; the row after them."""
    if row + len(sources) > _MOST_LINKS:
        for file, some in _by_file(sources).items():
            ranges = ", ".join(compressed(sorted((one.cell for one in some), key=in_order)))
            for place, one in enumerate((*told, file[0], file[1], ranges, "", some[0].sha256[:16]), 1):
                set_cell(sheet.cell(row, place), one)
            row += 1
        return row
    for source in sources:
        words = (*told, source.file, source.sheet, source.cell, source.stood, source.sha256[:16])
        for place, one in enumerate(words, 1):
            set_cell(sheet.cell(row, place), one)
        is_book = PurePosixPath(source.file.lower()).suffix in (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb")
        location = f"{quoted_sheet(source.sheet)}!{source.cell}" if source.sheet and is_book else None
        _link(sheet.cell(row, 5), target=quote(source.file), location=location)
        row += 1
    return row


def _by_file(sources: Sequence[Source]) -> dict[tuple[str, str], list[Source]]:
    found: dict[tuple[str, str], list[Source]] = {}
    for one in sources:
        found.setdefault((one.file, one.sheet), []).append(one)
    return found


def _link_style() -> Any:
    """How links look: one style for all of them, as the program itself would give."""
    from openpyxl.styles import Font, NamedStyle

    return NamedStyle(name="Hyperlink", font=Font(name=_FONT, underline="single", color="1F3864"))


def _link(cell: Any, *, target: str | None = None, location: str | None = None) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, target=target, location=location)
    cell.style = "Hyperlink"


def on_paper(sheet: Any, footer: str, *, is_page: bool) -> None:
    """A4, as wide as a page; the summary is one page in all."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "portrait" if is_page else "landscape"
    sheet.page_setup.fitToHeight = 1 if is_page else 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = footer
    sheet.sheet_view.showGridLines = False


def _charts(sheet: Any, row: int, months: Any, count: int, groups: int, said: Callable[[Text], str]) -> None:
    """Two charts below the words: months, planned and spent; and where groups will end the year."""
    from openpyxl.chart import Reference

    by_month = _chart(said(say("Planned and spent, month by month")))
    by_month.add_data(Reference(months, min_col=2, max_col=3, min_row=1, max_row=count + 1), titles_from_data=True)
    by_month.set_categories(Reference(months, min_col=1, min_row=2, max_row=count + 1))
    by_month.x_axis.numFmt = "mmm"
    in_grey(by_month.series)
    sheet.add_chart(by_month, f"A{row}")
    landing = _chart(said(say("Where the year will end")))
    landing.add_data(Reference(months, min_col=9, max_col=10, min_row=1, max_row=groups + 1), titles_from_data=True)
    landing.set_categories(Reference(months, min_col=8, min_row=2, max_row=groups + 1))
    in_grey(landing.series)
    sheet.add_chart(landing, f"A{row + 18}")


def _chart(title: str) -> Any:
    from openpyxl.chart import BarChart

    made = BarChart()
    made.type, made.grouping, made.gapWidth, made.overlap = "col", "clustered", 60, 0
    made.title, made.height, made.width = title, 8.5, 18.5
    made.x_axis.delete = made.y_axis.delete = False
    made.y_axis.numFmt = "#,##0"
    made.legend.position = "b"
    return made


def in_grey(series: Sequence[Any], fills: Sequence[str] = ("FFFFFF", "404040")) -> None:
    """White with a rim, and dark, or in this order: told apart without colours."""
    for one, fill in zip(series, fills, strict=False):
        one.graphicalProperties.solidFill = fill
        one.graphicalProperties.line.solidFill = "404040"


_FORMULA = expression(rb'(<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]{0,60}><f>[^<]{0,9000}</f>)<v ?/?>(?:</v>)?')


def with_values(content: bytes, known: Sequence[Mapping[str, Decimal]]) -> bytes:
    """The workbook with what its formulas come to, for readers that do not reckon."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            found = re.fullmatch(r"xl/worksheets/sheet(\d{1,3})\.xml", name)
            if found is not None:
                part = _FORMULA.sub(partial(_filled, values=known[int(found[1]) - 1]), part)
            target.writestr(name, part)
    return held.getvalue()


def _filled(cell: re.Match[bytes], values: Mapping[str, Decimal]) -> bytes:
    value = values.get(cell[2].decode())
    return cell[1] + (b"<v></v>" if value is None else f"<v>{value:f}</v>".encode())
