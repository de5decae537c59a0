"""A worksheet in pieces: wherever they are cut, its rows are the same."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
import xlsxwriter

from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Address, Area, Cell
from officebot.core.workbooks.lossless.planning import Plan, survey
from officebot.core.workbooks.lossless.reach import reached
from officebot.core.workbooks.lossless.scanning import scan_cells
from officebot.core.workbooks.lossless.setting import Change, plan
from officebot.core.workbooks.lossless.sheetxml import opened as sheet_in
from officebot.core.workbooks.lossless.verifying import check
from tests.core.workbooks.making import opened, shown

ROWS = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (row, row, row * 7) for row in range(1, 30))
HEAD, TAIL = (
    b'<?xml version="1.0"?>\n<worksheet><dimension ref="A1:A29"/><sheetData>',
    b"</sheetData><x/></worksheet>",
)


def cut(text: bytes, size: int) -> Iterator[bytes]:
    yield from (text[at : at + size] for at in range(0, len(text), size))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 12, 13, 37, 64, 101, 999, 99_999])
def test_wherever_a_sheet_is_cut_its_rows_are_whole(size: int) -> None:
    sheet, blocks = sheet_in(cut(HEAD + ROWS + TAIL, size))
    found = list(blocks)
    assert b"".join(found) == ROWS
    assert (sheet.head, sheet.tail) == (HEAD, TAIL)
    assert all(block.endswith(b"</row>") for block in found)


@pytest.mark.parametrize("size", [1, 3, 8, 64, 99_999])
@pytest.mark.parametrize("hidden", [b"<!-- <c r='A1'/> -->", b"<![CDATA[x]]>", b"\0"])
def test_what_hides_tags_is_refused_wherever_the_sheet_is_cut(hidden: bytes, size: int) -> None:
    for text in (HEAD + ROWS + hidden + ROWS + TAIL, HEAD + hidden + ROWS + TAIL, HEAD + ROWS + TAIL + hidden):
        with pytest.raises(UserError, match="not written as spreadsheet"):
            list(sheet_in(cut(text, size))[1])


@pytest.mark.parametrize("size", [1, 8, 64, 99_999])
def test_a_sheet_that_ends_among_its_rows_is_damaged(size: int) -> None:
    with pytest.raises(UserError, match="damaged"):
        list(sheet_in(cut(HEAD + ROWS, size))[1])


def shared_book() -> bytes:
    """Column C counts column A twice, column D adds C's before; both formulas are kept once for all rows, as Excel does."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("One")
    for row in range(2, 42):
        sheet.write(row - 1, 0, row)
        sheet.write_formula(row - 1, 2, f"=A{row}*2", None, row * 2)
        sheet.write_formula(row - 1, 3, f"=C{row - 1}+C{row}", None, row * 2 + (row - 1) * 2 * (row > 2))
    book.close()
    return with_shared_formulas(held.getvalue())


def with_shared_formulas(data: bytes) -> bytes:
    def shared(text: bytes) -> bytes:
        for number, column in enumerate((b"C", b"D")):
            first = b'<f t="shared" ref="%s2:%s41" si="%d">' % (column, column, number)
            text = re.sub(rb'(r="%s2"[^>]*>)<f>' % column, rb"\1" + first, text)
            text = re.sub(rb'(r="%s\d+"[^>]*>)<f>[^<]*</f>' % column, rb'\1<f t="shared" si="%d"/>' % number, text)
        return text

    return with_part(data, shared)


def with_part(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name.endswith("sheet1.xml") else text)
    return out.getvalue()


def test_formulas_kept_for_many_cells_are_followed_row_by_row() -> None:
    found = survey(opened(shared_book()), {})
    reach = reached(found.runs, [("one", Area.read("A9"))])
    cells = [str(cell) for area in reach.formulas["one"] for cell in area.cells()]
    assert sorted(cells) == ["C9", "D10", "D9"]
    assert len(found.runs) == 2


def changed(cell: str, value: float) -> tuple[Plan, bytes]:
    made, out = plan(opened(shared_book()), [Change(Address("One", Cell.read(cell)), value)]), io.BytesIO()
    made.write(out)
    check(made, out)
    return made, out.getvalue()


def test_figures_of_formulas_kept_for_many_cells_are_reckoned_anew() -> None:
    _, data = changed("A9", 100)
    cells = shown(data, "One")
    assert (cells["C9"], cells["D9"], cells["D10"], cells["D11"]) == (200, 216, 220, 42)


def test_a_cell_that_kept_its_formula_for_others_leaves_each_its_own() -> None:
    _, data = changed("C2", 5)
    cells, formulas = shown(data, "One"), shown(data, "One", formulas=True)
    assert (cells["C2"], cells["C3"], cells["D2"], cells["D3"]) == (5, 6, 5, 11)
    assert [formulas[f"C{row}"] for row in range(3, 42)] == [f"=A{row}*2" for row in range(3, 42)]


def test_cells_are_found_without_a_look_at_formulas() -> None:
    book = opened(shared_book())
    found = scan_cells(book, book.sheets[0], {9: frozenset({3}), 10: frozenset()})
    assert sorted(map(str, found.held)) == ["A10", "C10", "C9", "D10"]
    assert found.runs == []


def test_a_number_set_within_a_balance_is_what_the_rows_below_go_on_from() -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("One")
    for row in range(2, 12):
        sheet.write(row - 1, 1, 10)
        sheet.write_formula(row - 1, 2, f"=N(C{row - 1})+B{row}", None, (row - 1) * 10)
    book.close()
    changes = [Change(Address("One", Cell.read("B3")), 11), Change(Address("One", Cell.read("C5")), 500)]
    made, out = plan(opened(held.getvalue()), changes), io.BytesIO()
    made.write(out)
    check(made, out)
    cells, formulas = shown(out.getvalue(), "One"), shown(out.getvalue(), "One", formulas=True)
    assert [cells[f"C{row}"] for row in range(2, 8)] == [10, 21, 31, 500, 510, 520]
    assert (formulas["C4"], formulas["C5"], formulas["C6"]) == ("=N(C3)+B4", 500, "=N(C5)+B6")
    assert next(one.why.render() for one in made.parts).startswith(
        "2 cells are set. 8 formulas that depend on the change are reckoned anew."
    )
