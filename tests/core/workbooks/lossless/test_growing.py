"""Rows appended to tables: all that ends with the last row grows along."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Area, Formula
from officebot.core.workbooks.lossless.appending import append
from officebot.core.workbooks.lossless.growing import Place, place_of
from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.verifying import check
from officebot.core.workbooks.lossless.workbook import Workbook
from tests.core.workbooks.handmade import parts_of, worksheet, zipped
from tests.core.workbooks.making import HEADINGS, opened, shown, stock

NEW: list[dict[str, Any]] = [
    {"Référence": "CAH-96", "Quantité": 30, "Seuil": 8, "Prix": 1.2, "Entrée": "2026-11-26"},
    {"référence": "=1+1", "Quantité": 7, "Prix": 3},
]


def plain_place() -> Place:
    return Place("Stock", "Stock", dict(enumerate(HEADINGS, 1)), Area(1, 1, 4, 6))


def appended(data: bytes, rows: list[dict[str, Any]], place: Place | None = None) -> tuple[bytes, dict[str, str]]:
    book = opened(data)
    plan = append(book, place or place_of(book.tables[0]), rows)
    out = io.BytesIO()
    plan.write(out)
    check(plan, out)
    return out.getvalue(), {one.part: one.why.render() for one in plan.parts}


def part(data: bytes, name: str) -> str:
    return Package(io.BytesIO(data)).content(name).decode()


@pytest.mark.parametrize("is_table", [True, False])
def test_the_new_rows_hold_what_they_should_as_it_should_be_held(is_table: bool) -> None:
    made, _ = appended(stock(table=is_table), NEW, None if is_table else plain_place())
    cells, formulas = shown(made, "Stock"), shown(made, "Stock", formulas=True)
    assert [cells.get(f"{column}5") for column in "ABCDF"] == ["CAH-96", 30, 8, 1.2, datetime(2026, 11, 26)]
    assert [cells.get(f"{column}6") for column in "ABCDF"] == ["=1+1", 7, None, 3, None]
    assert (formulas["E5"], formulas["E6"]) == ("=B5*D5", "=B6*D6")
    assert (cells["A2"], cells["E2"], cells["F4"]) == ("PAP-A4", 180, datetime(2026, 11, 4))


@pytest.mark.parametrize("is_table", [True, False])
def test_what_ends_with_the_last_row_ends_with_the_new_one(is_table: bool) -> None:
    made, why = appended(stock(table=is_table), NEW, None if is_table else plain_place())
    sheet = part(made, "xl/worksheets/sheet1.xml")
    assert '<conditionalFormatting sqref="B2:B6">' in sheet
    assert re.search(r'<dataValidation [^>]*sqref="B2:B6"', sheet)
    assert '<dimension ref="A1:F6"/>' in sheet
    assert "Stock!$E$2:$E$6" in part(made, "xl/workbook.xml")
    assert "Stock!$B$2:$B$6" in part(made, "xl/charts/chart1.xml")
    assert shown(made, "Tableau d'ensemble", formulas=True)["A1"] == "=SUM(Stock!E2:E6)"
    if is_table:
        assert 'ref="A1:F6"' in part(made, "xl/tables/table1.xml")
        assert part(made, "xl/tables/table1.xml").count("A1:F6") == 2
    else:
        assert '<autoFilter ref="A1:F6"/>' in sheet
        assert "Stock!$A$1:$F$6" in part(made, "xl/workbook.xml")
    assert "2 rows are appended." in why["xl/worksheets/sheet1.xml"]


def test_no_figure_is_left_that_is_no_longer_true() -> None:
    made, _ = appended(stock(), NEW)
    board = shown(made, "Tableau d'ensemble")
    assert board == {"A1": 259.05, "A2": 518.1, "A3": 2}
    assert shown(made, "Stock")["E5"] == 36
    assert "<c:numCache>" not in part(made, "xl/charts/chart1.xml")


def test_a_sparkline_is_still_there() -> None:
    made, _ = appended(stock(), NEW)
    assert "x14:sparkline" in part(made, "xl/worksheets/sheet1.xml")


def test_totals_move_below_the_new_rows() -> None:
    made, _ = appended(stock(totals=True), NEW)
    formulas = shown(made, "Stock", formulas=True)
    assert formulas["A7"] == "Total"
    assert formulas["B7"] == "=SUBTOTAL(109,[Quantité])"
    assert formulas["A5"] == "CAH-96"
    assert "B7" not in shown(made, "Stock")
    table = part(made, "xl/tables/table1.xml")
    assert 'ref="A1:F7"' in table
    assert '<autoFilter ref="A1:F6"' in table


def test_what_stands_below_is_not_written_over() -> None:
    book = opened(stock())
    place = place_of(book.tables[0])
    low = Place(place.name, place.sheet, place.headings, Area(1, 1, 3, 6))
    with pytest.raises(UserError, match="Stock!A4: Something stands below the table"):
        append(book, low, NEW)


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    book = opened(stock())
    with pytest.raises(UserError, match="no column “Couleur”: it has Référence, Quantité"):
        append(book, place_of(book.tables[0]), [{"Couleur": "rouge"}])


def test_a_given_value_stands_where_others_are_reckoned() -> None:
    made, _ = appended(stock(), [{"Référence": "X", "Valeur": 12}])
    assert shown(made, "Stock", formulas=True)["E5"] == 12


def test_a_thousand_rows_are_appended_at_once() -> None:
    rows = [
        {"Référence": f"R{number}", "Quantité": number, "Prix": 1, "Entrée": date(2026, 1, 1)}
        for number in range(1000)
    ]
    made, _ = appended(stock(), rows)
    cells = shown(made, "Stock", formulas=True)
    assert (cells["A1004"], cells["B1004"], cells["E1004"]) == ("R999", 999, "=B1004*D1004")


def test_a_book_that_grew_grows_again() -> None:
    once, _ = appended(stock(), NEW)
    twice, _ = appended(once, [{"Référence": "Z", "Quantité": 1, "Prix": Formula("1+1")}])
    assert shown(twice, "Stock", formulas=True)["D7"] == "=1+1"
    assert "Stock!$E$2:$E$7" in part(twice, "xl/workbook.xml")
    assert isinstance(opened(twice), Workbook)


def table_with(write: Any, *, rows: int = 3, total: bool = False) -> bytes:
    """A table Art and Qte, 1, 2, 3 in B2:B4; `write` puts more into the book."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet, board = book.add_worksheet("Stock"), book.add_worksheet("Board")
    columns: list[dict[str, Any]] = [{"header": "Art"}, {"header": "Qte"}, {"header": "Part"}]
    if total:
        columns[1]["total_function"] = "sum"
    data = [[f"a{number}", number] for number in range(1, rows + 1)]
    rows = max(rows, 1)
    sheet.add_table(0, 0, rows + total, 2, {"name": "T", "columns": columns, "data": data, "total_row": total})
    write(book, sheet, board)
    book.close()
    return held.getvalue()


def test_what_refers_to_the_totals_follows_them() -> None:
    def write(book: Any, sheet: Any, board: Any) -> None:
        sheet.write_formula("C5", "=B5*2", None, 12)
        board.write_formula("A1", "=Stock!B5", None, 6)
        board.write_formula("A2", '=VLOOKUP("x",Stock!A1:B5,2,FALSE)', None, 0)
        book.define_name("Le_total", "=Stock!$B$5")

    made, _ = appended(table_with(write, total=True), [{"Art": "d", "Qte": 100}])
    board = shown(made, "Board", formulas=True)
    assert (board["A1"], board["A2"]) == ("=Stock!B6", '=VLOOKUP("x",Stock!A1:B6,2,FALSE)')
    assert shown(made, "Stock", formulas=True)["C6"] == "=B6*2"
    assert "Stock!$B$6" in part(made, "xl/workbook.xml")
    assert shown(made, "Board").get("A1") in (106, None)


def test_only_whole_columns_grow_no_cell_and_no_part_of_one() -> None:
    def write(book: Any, sheet: Any, board: Any) -> None:
        board.write_formula("A1", "=Stock!B4*2", None, 6)
        board.write_formula("A2", "=AVERAGE(Stock!B3:B4)", None, 2.5)
        board.write_formula("A3", "=SUM(Stock!B2:B4)", None, 6)
        for row in (2, 3, 4):
            sheet.write_formula(f"F{row}", f"=SUM(B$2:B{row})")

    made, _ = appended(table_with(write), [{"Art": "d", "Qte": 100}])
    board = shown(made, "Board", formulas=True)
    assert (board["A1"], board["A2"], board["A3"]) == ("=Stock!B4*2", "=AVERAGE(Stock!B3:B4)", "=SUM(Stock!B2:B5)")
    assert shown(made, "Stock", formulas=True)["F4"] == "=SUM(B$2:B4)"


def test_a_single_row_is_not_taken_for_an_area() -> None:
    made, _ = appended(
        table_with(lambda _, __, board: board.write_formula("A1", "=Stock!B2*2", None, 2), rows=1), NEW_ROW
    )
    assert shown(made, "Board", formulas=True)["A1"] == "=Stock!B2*2"


def test_a_new_row_reckons_with_all_rows() -> None:
    def write(_: Any, sheet: Any, __: Any) -> None:
        for row in (2, 3, 4):
            sheet.write_formula(f"C{row}", f"=B{row}/SUM(B$2:B$4)")

    made, _ = appended(table_with(write), NEW_ROW)
    cells = shown(made, "Stock", formulas=True)
    assert (cells["C2"], cells["C5"]) == ("=B2/SUM(B$2:B$5)", "=B5/SUM(B$2:B$5)")


def test_a_list_to_choose_from_has_the_new_row() -> None:
    def write(_: Any, __: Any, board: Any) -> None:
        board.data_validation("D1", {"validate": "list", "source": "=Stock!$A$2:$A$4"})
        board.conditional_format("D1", {"type": "formula", "criteria": "=COUNTIF(Stock!$A$2:$A$4,D1)>1"})

    made, why = appended(table_with(write), NEW_ROW)
    board = part(made, "xl/worksheets/sheet2.xml")
    assert board.count("Stock!$A$2:$A$5") == 2
    assert why["xl/worksheets/sheet2.xml"].startswith("Rules of looks and of input")


def test_a_protected_sheet_gets_no_rows() -> None:
    with pytest.raises(UserError, match="The sheet is protected"):
        appended(table_with(lambda _, sheet, __: sheet.protect()), NEW_ROW)


NEW_ROW: list[dict[str, Any]] = [{"Art": "d", "Qte": 100}]


def test_a_figure_that_uses_a_name_for_the_column_is_reckoned_with_the_new_row() -> None:
    def write(book: Any, sheet: Any, board: Any) -> None:
        book.define_name("Toutes", "=Stock!$B$2:$B$4")
        board.write_formula("A1", "=SUM(Toutes)", None, 6)
        board.write_formula("A2", "=SUM(T[Qte])+ROWS(T[Qte])", None, 9)

    made, _ = appended(table_with(write), NEW_ROW)
    assert shown(made, "Board") == {"A1": 106, "A2": 110}


def test_a_name_for_a_table_s_only_empty_row_covers_what_fills_it() -> None:
    def write(book: Any, sheet: Any, board: Any) -> None:
        book.define_name("Toutes", "=Stock!$B$2:$B$2")
        board.write_formula("A1", "=ROWS(T[Qte])+SUM(Toutes)", None, 1)

    made, _ = appended(table_with(write, rows=0), NEW_ROW)
    assert shown(made, "Board") == {"A1": 101}


def test_where_the_total_s_formula_stood_none_is_listed_any_more() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Qte</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f>SUM(A2:A2)</f><v>1</v></c></row>'
    )
    chain = '<c r="A3" i="1"/><c r="B9"/>'
    data = zipped(parts_of({"S": worksheet(rows + '<row r="9"><c r="B9"><f>1+1</f><v>2</v></c></row>')}, chain=chain))
    place = Place("S", "S", {1: "Qte"}, Area(1, 1, 3, 1), totals=1)
    made, why = appended(data, [{"Qte": 5}], place)
    assert re.findall(r'<c r="\w+"[^>]*>', part(made, "xl/calcChain.xml")) == ['<c r="B9" i="1"/>']
    assert "list of formulas" in why["xl/calcChain.xml"]
    assert shown(made, "S", formulas=True)["A4"] == "=SUM(A2:A3)"


def test_a_pivot_over_the_table_is_filled_anew() -> None:
    book = zipfile.ZipFile(io.BytesIO(table_with(lambda *_: None)))
    parts = {name: book.read(name) for name in book.namelist()}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/pivotCache/p1.xml" ContentType="{kind}"/></Types>'.encode()
    )
    source = b'<pivotCacheDefinition><cacheSource><worksheetSource name="T"/></cacheSource></pivotCacheDefinition>'
    made, _ = appended(zipped(parts | {"xl/pivotCache/p1.xml": source}), NEW_ROW)
    assert 'refreshOnLoad="1"' in part(made, "xl/pivotCache/p1.xml")


def test_a_formula_that_is_kept_for_other_cells_grows_only_where_that_is_right_for_all() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(2, 5))
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Qte</t></is></c></row>'
    other = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">SUM(S!A2:A4)</f><v>9</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B2" si="1">SUM(S!A$2:A$4)</f><v>9</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>7</v></c><c r="B2"><f t="shared" si="1"/><v>9</v></c></row>'
    )
    data = zipped(parts_of({"S": worksheet(head + rows), "T": worksheet(other)}))
    made, _ = appended(data, [{"Qte": 5}], Place("S", "S", {1: "Qte"}, Area(1, 1, 4, 1)))
    cells = shown(made, "T", formulas=True)
    assert [cells[one] for one in ("A1", "A2", "B1", "B2")] == [
        "=SUM(S!A2:A4)", "=SUM(S!A3:A5)", "=SUM(S!A$2:A$5)", "=SUM(S!A$2:A$5)",
    ]  # fmt: skip
    assert shown(made, "T") == {"A1": 9, "A2": 12, "B1": 14, "B2": 14}


def test_formulas_of_rows_that_stand_where_totals_stood_speak_of_their_own_row() -> None:
    rows = [["a", "b", "c"], [1, 2, "=A2*B2"], ["total", None, "=SUM(C2:C2)"], ["share", None, "=C3/2"]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    place = Place("Sheet", "Sheet", {1: "a", 2: "b", 3: "c"}, Area(1, 1, 4, 3), 1, 2)
    data, _ = appended(made.getvalue(), [{"a": 3, "b": 4}, {"a": 5, "b": 6}, {"a": 7, "b": 8}], place)
    formulas = shown(data, "Sheet", formulas=True)
    assert [formulas[f"C{row}"] for row in range(2, 8)] == [
        "=A2*B2", "=A3*B3", "=A4*B4", "=A5*B5", "=SUM(C2:C5)", "=C6/2",
    ]  # fmt: skip
