"""Next year's budget as a workbook of the office's own shape: lines, groups, months; every amount a formula.

Beside each line stands what it rests on. Whoever changes its base, its rise or the rise of all sees the year change.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from officebot.connectors.budget_workbook import with_values
from officebot.connectors.tables import EPOCH, same_each_time, set_cell
from officebot.core.budget.drafting import Draft, Ground, NextYear, ground_name, months_of
from officebot.core.text import Language, Text, in_words, month_in_words, say
from officebot.core.workbooks.cells import column_name, quoted_sheet

_FONT = "Calibri"
_MONEY, _PERCENT, _SHARE = "#,##0.00", "0.0%", "0.00%"
_HEAD, _FIRST = 4, 5
_BASES = (Ground.landing, Ground.last_year, Ground.budget, Ground.ordered)
"""Grounds whose amount stands on the second sheet as it is, in the order of its columns from C on."""


def draft_workbook(drafted: NextYear, language: Language, *, rise: Decimal = Decimal(0)) -> bytes:
    """The draft as an .xlsx: the budget, what it rests on, and how a year falls on the months."""
    return _Maker(drafted, language, rise).content()


@dataclass(slots=True)
class _Maker:
    drafted: NextYear
    language: Language
    rise: Decimal
    known: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    """The row of each line on all three sheets."""

    def content(self) -> bytes:
        """Its bytes."""
        from openpyxl import Workbook

        year = self.drafted.months[0].year if self.drafted.months else 0
        book = Workbook()
        budget = book.active
        budget.title = self._said(say("Budget {year}", year=str(year)))
        grounds = book.create_sheet(self._said(say("What it rests on")))
        shares = book.create_sheet(self._said(say("Months’ shares")))
        groups = self._layout()
        self._budget(budget, grounds.title, shares.title, groups)
        self._grounds(grounds)
        self._shares(shares)
        for sheet in book.worksheets:
            sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
            sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
            sheet.oddFooter.right.text = "&P / &N"
            sheet.freeze_panes = f"C{_FIRST}"
        book.properties.created, book.properties.creator = EPOCH, "officebot"
        book.properties.language = {"fr": "fr-FR", "en": "en-GB"}[self.language]
        book.calculation.fullCalcOnLoad = True
        held = io.BytesIO()
        book.save(held)
        return same_each_time(with_values(held.getvalue(), [self.known.get(s.title, {}) for s in book.worksheets]))

    def _said(self, text: Text) -> str:
        return text.render(self.language)

    def _layout(self) -> list[tuple[int, str, int]]:
        """Give each line its row; the outermost groups as (row of the name, name, row of the sum)."""
        groups = []
        row = _FIRST
        for path in dict.fromkeys(one.line.group[:1] for one in self.drafted.lines):
            begin = row
            row += bool(path)
            for place, one in enumerate(self.drafted.lines):
                if one.line.group[:1] == path:
                    self.rows[place] = row
                    row += 1
            if path:
                groups.append((begin, path[0], row))
                row += 1
        self.rows[len(self.drafted.lines)] = row
        return groups

    def _formula(self, sheet: Any, cell: str, formula: str, value: Decimal, look: str) -> None:
        sheet[cell] = f"={formula}"
        sheet[cell].number_format = look
        self.known.setdefault(sheet.title, {})[cell] = value

    # ── the budget ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _after(self) -> int:
        """The column of the year's sum, after those of the months."""
        return len(self.drafted.months) + 3

    def _budget(self, sheet: Any, grounds: str, shares: str, groups: Sequence[tuple[int, str, int]]) -> None:
        from openpyxl.styles import Alignment

        after = self._after
        year, ground, why, base, rise, drafted = after, after + 1, after + 2, after + 3, after + 4, after + 5
        _title(sheet, self._said(say("Draft of the budget {year}", year=str(self.drafted.months[0].year))))
        note = say("Amounts in {currency}. Change a base, a rise, or the rise of all in {cell}.",
                   currency=self.drafted.currency, cell=f"{column_name(rise)}2")  # fmt: skip
        set_cell(sheet["A2"], self._said(note))
        set_cell(sheet.cell(2, base), self._said(say("Rise of all")))
        sheet.cell(2, rise).value, sheet.cell(2, rise).number_format = self.rise, _PERCENT
        months = [month_in_words(one, self.language) for one in self.drafted.months]
        more = (say("Total"), say("Rests on"), say("In words"), say("Base of the year"), say("Rise"), say("Year"))
        _heads(sheet, [self._said(say("Code")), self._said(say("Line")), *months, *(self._said(one) for one in more)])
        for place, one in enumerate(self.drafted.lines):
            row = self.rows[place]
            set_cell(sheet.cell(row, 1), one.line.code)
            set_cell(sheet.cell(row, 2), one.line.name)
            amounts = months_of(one, self.rise)
            self._months(sheet, row, amounts, shares, column_name(drafted))
            span = f"C{row}:{column_name(year - 1)}{row}"
            self._formula(sheet, f"{column_name(year)}{row}", f"SUM({span})", sum(amounts, Decimal(0)), _MONEY)
            set_cell(sheet.cell(row, ground), self._said(ground_name(one.ground)))
            set_cell(sheet.cell(row, why), self._said(one.why))
            sheet.cell(row, why).alignment = Alignment(wrap_text=True, vertical="top")
            self._base(sheet, row, column_name(base), one, grounds)
            self._formula(sheet, f"{column_name(rise)}{row}", f"${column_name(rise)}$2", self.rise, _PERCENT)
            made = f"ROUND({column_name(base)}{row}*(1+{column_name(rise)}{row}),2)"
            self._formula(sheet, f"{column_name(drafted)}{row}", made, sum(amounts, Decimal(0)), _MONEY)
        self._sums(sheet, groups)
        _widths(sheet, [10, 32, *([12] * len(months)), 14, 18, 46, 14, 9, 14])

    def _months(self, sheet: Any, row: int, amounts: Sequence[Decimal], shares: str, year: str) -> None:
        at = quoted_sheet(shares)
        for number, amount in enumerate(amounts):
            letter = column_name(number + 3)
            formula = f"ROUND(${year}{row}*{at}!{letter}{row},2)"
            if number == len(amounts) - 1:
                formula = f"${year}{row}-SUM(C{row}:{column_name(number + 2)}{row})" if number else f"${year}{row}"
            self._formula(sheet, f"{letter}{row}", formula, amount, _MONEY)

    def _base(self, sheet: Any, row: int, letter: str, one: Draft, grounds: str) -> None:
        """The base: it looks at the second sheet where the amount stands there, else it is a number to be changed."""
        if one.ground in _BASES:
            column = column_name(3 + _BASES.index(one.ground))
            self._formula(sheet, f"{letter}{row}", f"{quoted_sheet(grounds)}!{column}{row}", one.base, _MONEY)
        else:
            sheet[f"{letter}{row}"] = one.base
            sheet[f"{letter}{row}"].number_format = _MONEY

    def _sums(self, sheet: Any, groups: Sequence[tuple[int, str, int]]) -> None:
        from openpyxl.styles import Font, PatternFill

        last = self.rows[len(self.drafted.lines)]
        rows = [(begin, name, end) for begin, name, end in groups]
        for begin, name, _ in rows:
            set_cell(sheet.cell(begin, 2), name)
            sheet.cell(begin, 2).font = Font(name=_FONT, bold=True)
        for first, label, row in (
            *((begin + 1, f"{self._said(say('Total'))} {name}", end) for begin, name, end in rows),
            (_FIRST, self._said(say("The whole budget")), last),
        ):
            set_cell(sheet.cell(row, 2), label)
            held = [
                (self.rows[place], -1 if row == last and self._is_net() and not one.line.is_income else 1, one)
                for place, one in enumerate(self.drafted.lines)
                if first <= self.rows[place] < row
            ]
            self._sum(sheet, row, first, held)
            for place in range(1, self._after + 1):
                sheet.cell(row, place).font = Font(name=_FONT, bold=True)
                sheet.cell(row, place).fill = PatternFill("solid", fgColor="EEEEEE")

    def _sum(self, sheet: Any, row: int, first: int, held: Sequence[tuple[int, int, Draft]]) -> None:
        """A row of sums, its lines with their signs: costs are taken off what comes in."""
        years = [(sign, months_of(one, self.rise)) for _, sign, one in held]
        for number in range(3, self._after + 1):
            letter, place = column_name(number), number - 3
            value = sum(
                (sign * (sum(year, Decimal(0)) if number == self._after else year[place]) for sign, year in years),
                Decimal(0),
            )
            formula = f"SUBTOTAL(9,{letter}{first}:{letter}{row - 1})"
            if any(sign < 0 for _, sign, _ in held):
                formula = "".join(
                    f"{'-' if sign < 0 else '+'}SUM({letter}{begin}:{letter}{end})"
                    for sign, begin, end in _runs(held)
                )
            self._formula(sheet, f"{letter}{row}", formula, value, _MONEY)

    def _is_net(self) -> bool:
        """Whether the whole is what income leaves of itself."""
        return len({one.line.is_income for one in self.drafted.lines if one.base}) > 1

    # ── beside it ─────────────────────────────────────────────────────────────────────────────────────────

    def _grounds(self, sheet: Any) -> None:
        _title(sheet, self._said(say("What each line rests on")))
        titles = (say("Code"), say("Line"), say("Where this year will end"), say("Spent last year"), say("This year’s budget"),
                  say("Ordered for that year"))  # fmt: skip
        _heads(sheet, [self._said(one) for one in titles])
        for place, one in enumerate(self.drafted.lines):
            row = self.rows[place]
            set_cell(sheet.cell(row, 1), one.line.code)
            set_cell(sheet.cell(row, 2), one.line.name)
            for column, amount in enumerate((one.landing, one.last_year, one.budget, one.ordered), 3):
                sheet.cell(row, column).value = amount
                sheet.cell(row, column).number_format = _MONEY
        _widths(sheet, [10, 32, 20, 20, 20, 20])

    def _shares(self, sheet: Any) -> None:
        _title(sheet, self._said(say("How a year falls on its months")))
        # With per cent in their names no reader, our own neither, takes these columns for a budget's months.
        months = [f"{month_in_words(one, self.language)} %" for one in self.drafted.months]
        _heads(sheet, [self._said(say("Code")), self._said(say("Line")), *months, f"{self._said(say('Total'))} %"])
        for place, one in enumerate(self.drafted.lines):
            row = self.rows[place]
            set_cell(sheet.cell(row, 1), one.line.code)
            set_cell(sheet.cell(row, 2), one.line.name)
            for column, part in enumerate(one.shares, 3):
                sheet.cell(row, column).value = part
                sheet.cell(row, column).number_format = _SHARE
            span = f"C{row}:{column_name(self._after - 1)}{row}"
            self._formula(sheet, f"{column_name(self._after)}{row}", f"SUM({span})", Decimal(1), _SHARE)
        _widths(sheet, [10, 32, *([11] * len(months)), 11])


def _runs(held: Sequence[tuple[int, int, Draft]]) -> list[tuple[int, int, int]]:
    """The rows as (sign, first, last) of those that follow each other with one sign."""
    runs: list[tuple[int, int, int]] = []
    for row, sign, _ in held:
        if runs and runs[-1][0] == sign and runs[-1][2] == row - 1:
            runs[-1] = sign, runs[-1][1], row
        else:
            runs.append((sign, row, row))
    return runs


def _title(sheet: Any, words: str) -> None:
    from openpyxl.styles import Font

    set_cell(sheet["A1"], words)
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)


def _heads(sheet: Any, titles: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    for place, title in enumerate(titles, 1):
        cell = sheet.cell(_HEAD, place)
        set_cell(cell, title)
        cell.font = Font(name=_FONT, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if place < 3 else "right")


def _widths(sheet: Any, widths: Sequence[float]) -> None:
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[column_name(place)].width = width


def draft_words(drafted: NextYear, language: Language) -> list[tuple[str, str, str, str]]:
    """Each line's code, name, year and what it rests on, for a table."""
    return [
        (one.line.code, one.line.name, in_words(one.base, language), one.why.render(language))
        for one in drafted.lines
    ]
