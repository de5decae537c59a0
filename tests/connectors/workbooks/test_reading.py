"""Workbooks read into grids."""

from __future__ import annotations

import io
import re
import resource
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from officebot.connectors.workbooks.apart import read_book_apart
from officebot.connectors.workbooks.archives import open_archive
from officebot.connectors.workbooks.ooxml import book_part, read_book_parts
from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.workbooks.sparse import ExactReader
from officebot.connectors.workers import WorkerPool
from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Area, Cell, Fault
from officebot.core.workbooks.grids import DefinedName
from tests.connectors.workbooks.books import ods, text_row, xlsx, xlsx_parts, zipped
from tests.connectors.workbooks.oldbooks import label, merged, number, record, truth, xls
from tests.speed import within


def rows_of(data: bytes) -> dict[int, list[object]]:
    return {number: list(row) for number, row in read_book(data, "stock.xlsx").grids[0].rows.items()}


def number_row(number: int, *cells: tuple[str, object]) -> str:
    """A row of numbers, each with its style."""
    return f'<row r="{number}">' + "".join(
        f'<c r="{chr(64 + place)}{number}" s="{style}"><v>{value}</v></c>' for place, (style, value) in enumerate(cells, 1)
    ) + "</row>"  # fmt: skip


def test_values_of_each_kind_are_read_with_their_types() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["Papier", 12, 4.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 9, 30), time(9, 30), timedelta(hours=30)]
    )
    held = io.BytesIO()
    book.save(held)
    assert rows_of(held.getvalue()) == {
        1: ["Papier", 12, 4.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 9, 30), time(9, 30), timedelta(hours=30)]
    }


def test_empty_rows_and_row_ends_are_left_out_and_rows_keep_their_numbers() -> None:
    book = read_book(xlsx(text_row(3, "", "Papier", "") + text_row(7, "Encre")), "stock.xlsx")
    assert book.grids[0].rows == {3: [None, "Papier"], 7: ["Encre"]}
    assert book.grids[0].area == Area(3, 1, 7, 2)


@pytest.mark.parametrize(
    ("serial", "in_1900", "in_1904"),
    [
        (1, date(1900, 1, 1), date(1904, 1, 2)),
        (59, date(1900, 2, 28), date(1904, 2, 29)),
        (60, "1900-02-29", date(1904, 3, 1)),
        (61, date(1900, 3, 1), date(1904, 3, 2)),
        (46000, date(2025, 12, 9), date(2029, 12, 10)),
        (46000.5, datetime(2025, 12, 9, 12), datetime(2029, 12, 10, 12)),
        (-3, -3, -3),
        (0.25, time(6), time(6)),
    ],
)
def test_days_are_reckoned_in_both_epochs_and_the_day_that_never_was_is_no_other(
    serial: float, in_1900: object, in_1904: object
) -> None:
    row = number_row(1, ("1", serial))
    assert rows_of(xlsx(row)) == {1: [in_1900]}
    assert rows_of(xlsx(row, book='<workbookPr date1904="1"/>')) == {1: [in_1904]}


def test_a_negative_time_is_a_number_and_no_time_of_day() -> None:
    assert rows_of(xlsx(number_row(1, ("3", 0.5), ("3", -0.25)))) == {1: [time(12), -0.25]}


def test_faults_are_told_by_their_names_where_they_stand() -> None:
    rows = '<row r="2"><c r="B2" t="e"><v>#DIV/0!</v></c><c r="D2"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c></row>'
    assert rows_of(xlsx(rows)) == {2: [None, Fault("#DIV/0!"), None, 1, Fault("#N/A")]}


def test_a_fault_in_a_cell_that_does_not_say_where_it_is_stands_in_its_place() -> None:
    assert rows_of(xlsx('<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>')) == {1: [1, Fault("#REF!")]}


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ('<c r="B2"><f>A1*2</f></c>', 1),
        ('<c r="B2"><f>A1*2</f><v/></c>', 1),
        ('<c r="B2"><f>A1*2</f><v></v></c>', 1),
        ('<c r="B2"><f t="shared" si="0"/></c>', 1),
        ('<c r="B2"><f>A1*2</f><v>4</v></c>', 0),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', 0),
        ('<c r="B2" t="e"><f>A1</f><v>#N/A</v></c>', 0),
    ],
)
def test_formulas_without_a_value_are_counted(cell: str, count: int) -> None:
    problems = read_book(xlsx(f'<row r="2">{cell}</row>'), "stock.xlsx").problems
    assert [(one.where, one.what.to_json()["values"]) for one in problems] == [("Stock!B2", {"count": 1})] * count


def test_what_is_hidden_merged_declared_and_named_is_known() -> None:
    rows = (
        text_row(1, "Article", "Qté")
        + text_row(2, "Papier", "x").replace("<row ", '<row hidden="1" ')
        + text_row(3, "S", "y")
    )
    table = (
        '<table id="1" name="T" displayName="TStock" ref="A1:B3" totalsRowCount="1"><tableColumns count="2">'
        '<tableColumn id="1" name="Article"/><tableColumn id="2" name="Qté_x000a_réelle"/></tableColumns></table>'
    )
    book = read_book(
        xlsx(
            rows,
            before='<cols><col min="2" max="3" hidden="true"/></cols>',
            after='<mergeCells count="1"><mergeCell ref="D1:E2"/></mergeCells>',
            names='<definedNames><definedName name="Minimum">Stock!$B$2:$B$3</definedName>'
            '<definedName name="_xlnm.Print_Area" localSheetId="0">Stock!$A$1</definedName></definedNames>',
            tables=(table,),
            state=' state="hidden"',
        ),
        "stock.xlsx",
    )
    grid, declared = book.grids[0], book.tables[0]
    assert (grid.hidden_rows, grid.hidden_columns, grid.merged) == ({2}, {2, 3}, (Area(1, 4, 2, 5),))
    assert grid.is_hidden
    assert (declared.name, declared.sheet, declared.area) == ("TStock", "Stock", Area(1, 1, 3, 2))
    assert declared.columns == ("Article", "Qté\nréelle")
    assert (declared.has_header, declared.has_totals) == (True, True)
    assert book.names == (DefinedName(name="Minimum", refers_to="Stock!$B$2:$B$3"),)


def test_one_cell_at_the_last_place_of_a_sheet_makes_no_giant_of_it() -> None:
    rows = text_row(1, "Papier") + '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grid = within(1, lambda: read_book(xlsx(rows), "stock.xlsx")).grids[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert (len(grid.rows), grid.value(Cell(1, 1)), grid.value(Cell(1_048_576, 16_384))) == (2, "Papier", 7)


def test_the_exact_reader_and_the_fast_one_read_the_same() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place in range(1, 200):
        sheet.append(
            [
                f"Article {place % 7}",
                place / 7,
                date(2026, 1, 1) + timedelta(days=place),
                place % 2 == 0,
                None,
                "é\n< &",
            ]
        )
    sheet["J300"] = time(8, 30)
    held = io.BytesIO()
    book.save(held)
    archive = open_archive(held.getvalue())
    exact = ExactReader(archive, read_book_parts(archive, book_part(archive)))
    assert exact.rows(archive.read("xl/worksheets/sheet1.xml")) == rows_of(held.getvalue())


def test_other_prefixes_are_read_too() -> None:
    parts = xlsx_parts(text_row(1, "Encre"), after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    sheet = re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("xmlns=", "xmlns:x=")
    book = read_book(zipped(parts), "stock.xlsx")
    assert (book.grids[0].rows, book.grids[0].merged) == ({1: ["Encre"]}, (Area(2, 1, 2, 2),))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_other_codings_are_read_too(encoding: str, part: str) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Été</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
    parts = xlsx_parts(rows, after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>', strings="<si><t>Qté</t></si>")
    parts[part] = (f'<?xml version="1.0" encoding="{encoding}"?>' + str(parts[part])).encode(encoding)
    book = read_book(zipped(parts), "stock.xlsx")
    assert (book.grids[0].rows, book.grids[0].merged) == ({1: ["Été", "Qté"]}, (Area(2, 1, 2, 2),))


def test_a_workbook_of_openpyxl_with_a_table_is_read_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Article", "Qté"])
    sheet.append(["Papier", 5])
    sheet.add_table(Table(displayName="TStock", ref="A1:B2"))
    book.save(tmp_path / "stock.xlsx")
    read = read_book(tmp_path / "stock.xlsx")
    assert (read.name, read.kind, [one.name for one in read.tables]) == ("stock.xlsx", "xlsx", ["TStock"])


def test_an_opendocument_spreadsheet_is_read_with_runs_of_cells_written_once() -> None:
    sheet = (
        '<table:table table:name="Été"><table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Deux<text:s text:c="2"/>mots</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="1.5" table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="date" office:date-value="2026-01-02"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT30H00M00S"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    )
    ranges = (
        "<table:database-ranges><table:database-range table:name=\"Prix\" table:target-range-address=\"$'Été'.A1:'Été'.C2\"/>"
        "</table:database-ranges>"
    )
    book = read_book(ods(sheet, after=ranges), "prix.ods")
    grid = book.grids[0]
    assert grid.rows == {
        1: ["Deux  mots", 1.5, 1.5],
        2: [date(2026, 1, 2), timedelta(hours=30), True, Fault("#DIV/0!")],
    }
    assert (grid.sheet, grid.hidden_rows, grid.hidden_columns) == ("Été", {2}, {2})
    assert (book.tables[0].name, book.tables[0].area) == ("Prix", Area(1, 1, 2, 3))


def test_a_hidden_sheet_of_opendocument_is_known_and_merged_cells_and_remarks_are_no_text() -> None:
    styles = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    cell = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<office:annotation><text:p>à vérifier</text:p></office:annotation><text:p>un</text:p><text:p>deux</text:p>"
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
    )
    sheets = "".join(
        f'<table:table table:name="{name}" table:style-name="{style}">{cell}</table:table>'
        for name, style in (("Vue", "ta1"), ("Cachée", "ta2"))
    )
    book = read_book(ods(sheets, styles=styles), "a.ods")
    assert [(grid.sheet, grid.is_hidden) for grid in book.grids] == [("Vue", False), ("Cachée", True)]
    assert (book.grids[0].rows, book.grids[0].merged) == ({1: ["un\ndeux"]}, (Area(1, 1, 1, 2),))


def test_a_cell_repeated_a_million_times_is_refused() -> None:
    sheet = (
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    )
    with pytest.raises(UserError, match="more than 5,000,000 cells"):
        read_book(ods(sheet), "a.ods")


def test_a_workbook_is_read_in_a_worker_with_the_same_result_and_the_same_refusals() -> None:
    data = xlsx(text_row(1, "Papier"))
    with WorkerPool() as workers:
        assert read_book_apart(data, "stock.xlsx", workers) == read_book(data, "stock.xlsx")
        with pytest.raises(UserError, match="empty"):
            read_book_apart(b"", "stock.xlsx", workers)


def test_what_no_worker_survives_is_refused_in_a_sentence() -> None:
    rows = "".join(number_row(number, *[("0", number)] * 26) for number in range(1, 40_000))
    with WorkerPool(memory_bytes=60_000_000) as workers, pytest.raises(UserError, match="too much memory"):
        read_book_apart(xlsx(rows), "stock.xlsx", workers)


def test_a_workbook_of_excel_97_is_read() -> None:
    cells = [label(1, 1, "Été"), number(1, 2, 12.5), truth(2, 1, True), number(2, 2, 3), merged(4, 5, 0, 1)]
    book = read_book(xls(cells), "stock.xls")
    assert (book.kind, book.grids[0].sheet, book.grids[0].is_hidden) == ("xls", "Stock", False)
    assert book.grids[0].rows == {2: [None, "Été", 12.5], 3: [None, True, 3]}
    assert book.grids[0].merged == (Area(5, 1, 6, 2),)
    assert read_book(xls(cells, state=1), "stock.xls").grids[0].is_hidden


def test_a_workbook_of_excel_97_with_a_password_is_refused() -> None:
    with pytest.raises(UserError, match="protected by a password"):
        read_book(xls([label(0, 0, "x")], before=record(0x002F, bytes(6))), "stock.xls")
