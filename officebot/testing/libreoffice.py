"""Workbooks reckoned by LibreOffice, the judge of what formulas show."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import Workbook

from officebot.core.workbooks.cells import Cell, Fault, Value
from officebot.testing.workbooks import HeldBook

_SHEET, _RESULTS = "Articles", "Results"
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def is_installed() -> bool:
    """Whether LibreOffice is here."""
    return shutil.which("soffice") is not None


def articles(seed: int, rows: int = 40) -> HeldBook:
    """A sheet of articles made by chance: codes, labels, counts, prices, days, notes with gaps and faults, shares.

    Columns A to J from row 2 on; row 1 holds headings; L2:N9 a list in order, to look values up in.
    """
    chance = random.Random(seed)  # noqa: S311  # the same data each time
    headings = ["code", "label", "count", "price", "day", "note", "share", "flag", "faulty", "big"]
    held: dict[str, Value] = {}
    for place, heading in enumerate(headings):
        held[f"{'ABCDEFGHIJ'[place]}1"] = heading
    words = ["paper", "Paper A4", "pen", "Stylo", "étagère", "ink", "INK 12", "box", "", "desk lamp"]
    notes: list[Value] = [None, None, "urgent", 3.0, 2.5, "see Paul", True]
    faulty: list[Value] = [1.0, 2.0, Fault("#N/A"), Fault("#DIV/0!"), 5.5]
    for row in range(2, rows + 2):
        held[f"A{row}"] = f"R{chance.randint(1, 30):03}"
        held[f"B{row}"] = chance.choice(words[:8])
        held[f"C{row}"] = float(chance.randint(-5, 60))
        held[f"D{row}"] = chance.choice([round(chance.uniform(0, 300), 2), round(chance.uniform(0, 9), 3)])
        held[f"E{row}"] = float((date(2021, 1, 1) - date(1899, 12, 30)).days + chance.randint(0, 1900))
        held[f"F{row}"] = chance.choice(notes)
        held[f"G{row}"] = chance.choice([0.0, 0.055, 0.2, 0.1, 1.0])
        held[f"H{row}"] = chance.choice([True, False])
        held[f"I{row}"] = chance.choice(faulty)
        held[f"J{row}"] = chance.choice([-1, 1]) * chance.uniform(1e3, 1e9)
    for place in range(8):
        held[f"L{place + 2}"] = float(place * 10)
        held[f"M{place + 2}"] = "abcdefgh"[place] * 2
        held[f"N{place + 2}"] = round(chance.uniform(0, 50), 2)
    return HeldBook().put(_SHEET, {address: value for address, value in held.items() if value is not None})


def reckoned(book: HeldBook, formulas: Sequence[str], folder: Path) -> list[Value]:
    """What LibreOffice shows for the formulas, which stand one below another in a sheet beside the articles."""
    workbook = Workbook()
    sheet, results = workbook.active, workbook.create_sheet(_RESULTS)
    sheet.title = _SHEET
    for row, values in book.sheets[_SHEET.casefold()].items():
        for column, value in values.items():
            written = value.text if isinstance(value, Fault) else value
            one = sheet.cell(row, column, written)
            if isinstance(value, Fault):
                one.data_type = "e"
    for number, formula in enumerate(formulas, start=1):
        results.cell(number, 1, f"={formula}")
    source = folder / "source.xlsx"
    workbook.save(source)
    (folder / "out").mkdir()
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    found = _values(folder / "out" / "source.xlsx")
    return [found.get(number) for number in range(1, len(formulas) + 1)]


def _values(file: Path) -> Mapping[int, Value]:
    """The first column of the second sheet, by its rows; faults and truths as such."""
    with zipfile.ZipFile(file) as package:
        root = ElementTree.fromstring(package.read("xl/worksheets/sheet2.xml"))  # noqa: S314  # we made it
        strings = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))  # noqa: S314
    shared = ["".join(one.text or "" for one in item.iter(f"{_SPACE}t")) for item in strings]
    found: dict[int, Value] = {}
    for cell in root.iter(f"{_SPACE}c"):
        kept = cell.find(f"{_SPACE}v")
        words = (kept.text or "") if kept is not None else ""
        row = Cell.read(cell.get("r", "")).row
        match cell.get("t", "n"):
            case "s":
                found[row] = shared[int(words)]
            case "str":
                found[row] = words
            case "b":
                found[row] = words == "1"
            case "e":
                found[row] = Fault(words)
            case _ if words:
                found[row] = float(words)
    return found


class Formulas:
    """Formulas made by chance over the articles."""

    def __init__(self, seed: int, rows: int = 40) -> None:
        self._chance, self._last = random.Random(seed), rows + 1  # noqa: S311

    def one(self) -> str:
        """A formula of any kind."""
        return self._chance.choice([self.number, self.number, self.words, self.truth, self.day])(3)

    def _filled(self, depth: int, *choices: str) -> str:
        """One of the choices, with formulas of less depth in its places."""
        makers = {"n": self.number, "t": self.words, "b": self.truth, "d": self.day}
        return re.sub("«(.)»", lambda found: makers[found[1]](depth - 1), self._pick(*choices))

    def _pick(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def _cell(self, columns: str) -> str:
        return f"{_SHEET}!{self._pick('', '$')}{self._pick(*columns)}{self._chance.randint(2, self._last)}"

    def _range(self, columns: str) -> str:
        one, other = sorted(self._chance.sample(range(2, self._last + 1), 2))
        column = self._pick(*columns)
        return self._pick(
            f"{_SHEET}!{column}{one}:{column}{other}", f"{_SHEET}!${column}$2:${column}${self._last}",
            f"{_SHEET}!{column}:{column}",
        )  # fmt: skip

    def _full(self, columns: str) -> str:
        column = self._pick(*columns)
        return f"{_SHEET}!${column}$2:${column}${self._last}"

    def number(self, depth: int) -> str:
        """A formula whose value is a number."""
        if depth <= 0:
            return self._pick(
                self._cell("CDGJ"), str(self._chance.randint(-9, 99)), f"{self._chance.uniform(0, 9):.2f}"
            )
        small = str(self._chance.randint(1, 4))
        return self._filled(
            depth,
            "«n»+«n»", "«n»-«n»", "«n»*«n»", "«n»/«n»", "-«n»", f"(«n»)^{small}", "«n»%",
            f"SUM({self._range('CDGJF')})", f"SUM(«n»,{self._range('CDF')},«n»)",
            f"AVERAGE({self._range('CDGJF')})",
            f"MIN({self._range('CDJF')})", f"MAX({self._range('CDJF')},«n»)", f"COUNT({self._range('BCFI')})",
            f"COUNTA({self._range('BCFI')})", f"COUNTBLANK({self._full('BCF')})", f"MEDIAN({self._range('CDJ')})",
            f"LARGE({self._full('CD')},{small})", f"SMALL({self._full('CD')},{small})",
            f"RANK({self._cell('C')},{self._full('C')},{self._pick('0', '1')})",
            f"ROUND(«n»,{self._pick('0', '1', '2', '-1')})", f"ROUNDUP(«n»,{self._pick('0', '1', '2')})",
            f"ROUNDDOWN(«n»,{self._pick('0', '1', '2')})", "INT(«n»)", "TRUNC(«n»,1)", f"MOD(ROUND(«n»,2),{small})",
            "ABS(«n»)", "SIGN(«n»)", "SQRT(«n»)", "POWER(«n»,2)", f"CEILING(«n»,{self._pick('1', '0.5', '5')})",
            f"FLOOR(«n»,{self._pick('1', '0.5', '5')})", f"MROUND(«n»,{self._pick('5', '0.25')})",
            "IF(«b»,«n»,«n»)", "IFERROR(«n»,«n»)", f"IFERROR({self._cell('I')},«n»)",
            f"SUMIF({self._full('ABCDE')},{self._criterion()},{self._full('CDJ')})",
            f"SUMIF({self._full('CD')},{self._criterion()})",
            f"COUNTIF({self._range('ABCDEF')},{self._criterion()})",
            f"AVERAGEIF({self._full('AB')},{self._criterion()},{self._full('CD')})",
            f"SUMIFS({self._full('CDJ')},{self._full('BC')},{self._criterion()},{self._full('DE')},{self._criterion()})",
            f"COUNTIFS({self._full('BC')},{self._criterion()},{self._full('DG')},{self._criterion()})",
            f"AVERAGEIFS({self._full('CD')},{self._full('BC')},{self._criterion()})",
            f"_xlfn.MAXIFS({self._full('CD')},{self._full('BC')},{self._criterion()})",
            f"_xlfn.MINIFS({self._full('CD')},{self._full('BC')},{self._criterion()})",
            f"SUMPRODUCT({self._full('C')},{self._full('D')})",
            f"SUMPRODUCT(({self._full('C')}>{small}0)*{self._full('D')})",
            f"SUMPRODUCT(--({self._full('B')}=\"ink\"),{self._full('CD')})",
            f"VLOOKUP(«n»,{_SHEET}!$L$2:$N$9,3)", f"VLOOKUP({small}0,{_SHEET}!$L$2:$N$9,3,FALSE)",
            f"HLOOKUP(\"price\",{_SHEET}!$A$1:$J$9,{small},FALSE)",
            f"VLOOKUP({self._cell('A')},{_SHEET}!A:D,{small},0)",
            f"INDEX({self._full('CD')},{small})", f"INDEX({_SHEET}!$A$2:$D$9,{small},3)",
            f"INDEX({self._full('CD')},MATCH({self._cell('A')},{self._full('A')},0))",
            f"MATCH({small}5,{_SHEET}!$L$2:$L$9)", f"MATCH(\"pa*\",{self._full('B')},0)",
            f"CHOOSE({small},1,«n»,3,«n»)",
            "LEN(«t»)", "FIND(\"a\",«t»)", "SEARCH(\"A?\",«t»)", f"VALUE(\"{small}7\")",
            "YEAR(«d»)", "MONTH(«d»)", "DAY(«d»)",
            f"WEEKDAY(«d»,{self._pick('1', '2', '3')})", f"WEEKNUM(«d»,{self._pick('1', '2', '21')})",
            "_xlfn.ISOWEEKNUM(«d»)", f"_xlfn.DAYS({self.day(0)},{self.day(0)})",
            f"DATEDIF({self._cell('E')},{self._cell('E')}+{small}00,\"{self._pick('d', 'm', 'y', 'ym')}\")",
            f"NETWORKDAYS({self._cell('E')},{self._cell('E')},{self._full('E')})",
            f"NETWORKDAYS.INTL({self._cell('E')},{self._cell('E')},{small})",
            f"HOUR(TIME({small},{small}5,0))", f"MINUTE({self._cell('E')}+TIME({small},{small}5,7))",
            f"DAYS360({self._cell('E')},{self._cell('E')})",
            f"PMT(0.0{small},{small}2,«n»)", f"NPV(0.1,{self._full('CD')})", f"FV(0.0{small},{small}0,«n»)",
            f"PV(0.0{small},{small}0,«n»)",
            f"SUBTOTAL({self._pick('9', '109', '1', '2', '3', '4', '5')},{self._full('CD')})",
            f"ROWS({self._range('CD')})", f"COLUMNS({_SHEET}!A1:D9)",
            f"ROW({self._cell('C')})", f"COLUMN({self._cell('D')})", f"N({self._cell('BCH')})",
            f"STDEV({self._full('CDJ')})", f"QUARTILE({self._full('CD')},{small})",
            f"_xlfn.XLOOKUP({self._cell('A')},{self._full('A')},{self._full('CD')})" if self._has_xlookup else "EVEN(«n»)",
            f"SWITCH({small},1,«n»,2,«n»,«n»)" if self._has_xlookup else f"_xlfn.SWITCH({small},1,«n»,2,«n»,«n»)",
            "_xlfn.IFS(«b»,«n»,TRUE,«n»)", f"_xlfn.IFNA(«n»,{small})",
            f"SUM(({self._cell('C')},{self._range('D')}))",
            f"SUM({_SHEET}!C2:INDEX({_SHEET}!C:C,{small}5))", "ODD(«n»)", "LOG10(«n»)", f"EXP({small})", "LN(«n»)",
        )  # fmt: skip

    #: LibreOffice 7 has no XLOOKUP.
    _has_xlookup = False

    def _criterion(self) -> str:
        return self._pick(
            '"ink"', '"pa*"', '"<>pen"', '">=10"', '"<20"', '"p?n"', '"*a*"', '"<>"', '"=25"', '"R01*"', '"<>ink*"',
            "12",
            self._cell("B"), self._cell("C"), f'">"&{self._cell("C")}', f'"<="&{self._cell("E")}',
            '">="&DATE(2023,1,1)', '"INK 12"',
        )  # fmt: skip

    def words(self, depth: int) -> str:
        """A formula whose value is a text."""
        if depth <= 0:
            return self._pick(self._cell("AB"), '"Stock of ""ink"""', '""', '"l\'été"')
        small = str(self._chance.randint(0, 4))
        return self._filled(
            depth,
            "«t»&«t»", f"«t»&{self._cell('CE')}", "«t»&ROUND(«n»,1)", f"LEFT(«t»,{small})", f"RIGHT(«t»,{small})",
            f"MID(«t»,2,{small})", "TRIM(\"  \"&«t»&\"  x \")", "UPPER(«t»)", "LOWER(«t»)", "PROPER(«t»)",
            "CONCATENATE(«t»,\"-\",«t»)",
            f"_xlfn.CONCAT({self._range('AB').replace(':A', ':A').replace(':B', ':B')})",
            f"_xlfn.TEXTJOIN(\", \",TRUE,{_SHEET}!B2:B9,«t»)", "SUBSTITUTE(«t»,\"a\",\"oo\")",
            "SUBSTITUTE(«t»,\"a\",\"oo\",2)",
            f"REPLACE(«t»,2,{small},\"#\")", f"REPT(«t»,{small})", "IF(«b»,«t»,«t»)",
            f"TEXT(«n»,\"{self._pick('0', '0.00', '#,##0', '#,##0.00', '0%', '0.0%', '000', '#.##', '0.0#', '0 €')}\")",
            f"TEXT(«d»,\"{self._pick('dd/mm/yyyy', 'yyyy-mm-dd', 'd mmm yy', 'dddd', 'mmmm yyyy', 'ddd d', 'hh:mm')}\")",
            f"VLOOKUP({small}5,{_SHEET}!$L$2:$N$9,2)", f"INDEX({self._full('AB')},{small})",
            "IFERROR(«t»,\"none\")", f"T({self._cell('BC')})",
            "CHOOSE(2,1,«t»)", f"CHAR(6{small})", f"LOOKUP({small}5,{_SHEET}!$L$2:$L$9,{_SHEET}!$M$2:$M$9)",
        )  # fmt: skip

    def truth(self, depth: int) -> str:
        """A formula whose value is a truth."""
        if depth <= 0:
            return self._pick(self._cell("H"), "TRUE", f"{self._cell('C')}>{self._cell('CD')}")
        return self._filled(
            depth,
            f"«n»{self._pick('<', '>', '=', '<=', '>=', '<>')}«n»",
            f"{self._cell('AB')}{self._pick('<', '>', '=', '<>')}«t»",
            "AND(«b»,«n»>0)", "OR(«b»,«n»>20)", "NOT(«b»)",
            "_xlfn.XOR(«b»,«b»)", f"ISBLANK({self._cell('F')})", f"ISNUMBER({self._cell('FI')})",
            f"ISTEXT({self._cell('F')})", f"ISERROR({self._cell('I')})", f"ISNA({self._cell('I')})",
            "EXACT(«t»,«t»)",
            "«n»=«t»", f"{self._cell('F')}={self._cell('F')}", f"{self._cell('F')}<{self._cell('F')}",
            "ISERROR(«n»)", f"{self._cell('F')}=\"\"",
        )  # fmt: skip

    def day(self, depth: int) -> str:
        """A formula whose value is a day."""
        if depth <= 0:
            year, month, day = (self._chance.randint(*bounds) for bounds in ((0, 9), (-2, 15), (-3, 40)))
            return self._pick(self._cell("E"), f"DATE(202{year},{month},{day})")
        small = str(self._chance.randint(-14, 30))
        return self._filled(
            depth,
            f"«d»+{small}", f"EDATE(«d»,{small})", f"EOMONTH(«d»,{small})",
            f"WORKDAY(«d»,{small})", f"WORKDAY({self._cell('E')},{small},{self._full('E')})",
            f"MAX({self._full('E')})",
            f"DATE(YEAR(«d»),MONTH({self._cell('E')})+1,1)", f"WORKDAY.INTL({self._cell('E')},{small},\"0000011\")",
        )  # fmt: skip
