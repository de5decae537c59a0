"""Cells set in workbooks: what is refused before anything is written, and what becomes of formulas that shared or depended."""

import re
from datetime import date, datetime

import pytest

from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Fault, Formula, Value
from officebot.core.workbooks.lossless.setting import UNSET, Change
from tests.core.workbooks.handmade import (
    cell,
    change,
    changed,
    held,
    one_sheet,
    part,
    parts_of,
    planned,
    worksheet,
    zipped,
)
from tests.core.workbooks.making import shown, stock

HOLDS = (
    '<row r="1"><c r="A1"><v>10</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1"><v>46054</v></c>'
    '<c r="D1"><f>A1*2</f><v>20</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c><c r="G1" s="5"/>'
    '<c r="H1" t="str"><f>A1&amp;"x"</f><v>10x</v></c></row>'
)


def book() -> bytes:
    return one_sheet(HOLDS, strings="<si><r><rPr><b/></rPr><t>Pap</t></r><r><t>ier</t></r></si>")


# ── what is expected of a cell ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("A1", 10),
        ("A1", 10.0),
        ("B1", "Papier"),
        ("C1", date(2026, 2, 1)),
        ("C1", datetime(2026, 2, 1)),
        ("C1", "2026-02-01"),
        ("D1", 20),
        ("D1", Formula("A1*2")),
        ("D1", Formula("=A1*2")),
        ("E1", True),
        ("F1", Fault("#N/A")),
        ("F1", "#N/A"),
        ("G1", None),
        ("G1", ""),
        ("Z99", None),
        ("H1", "10x"),
    ],
)
def test_a_cell_that_still_holds_what_is_expected_is_set(where: str, expected: Value) -> None:
    assert held(changed(book(), change(where, 7, expected)), where) in (7, datetime(1900, 1, 7), date(1900, 1, 7))


@pytest.mark.parametrize(
    ("where", "expected", "said"),
    [
        ("A1", 11, "S!A1: The cell holds 10, not 11."),
        ("A1", "10", "S!A1: The cell holds 10, not “10”."),
        ("A1", True, "S!A1: The cell holds 10, not True."),
        ("A1", None, "S!A1: The cell holds 10, not nothing."),
        ("B1", "papier", "S!B1: The cell holds “Papier”, not “papier”."),
        ("D1", Formula("A1*3"), "S!D1: The cell holds 20, not “=A1*3”."),
        ("A1", Formula("10"), "S!A1: The cell holds 10, not “=10”."),
        ("E1", 1, "S!E1: The cell holds True, not 1."),
        ("Z99", 0, "S!Z99: The cell holds nothing, not 0."),
        ("A1", 10**400, "S!A1: The cell holds 10, not 1000"),
    ],
)
def test_a_cell_that_holds_something_else_is_told_with_both(where: str, expected: Value, said: str) -> None:
    with pytest.raises(UserError) as refused:
        planned(book(), change(where, 7, expected))
    assert refused.value.problems[0].render().startswith(said)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(UserError) as refused:
        planned(book(), change("A1", 1, 2), change("B1", 1, "x"), change("C1", 1), change("G1", 1, 5))
    assert [one.where for one in refused.value.problems] == ["S!A1", "S!B1", "S!G1"]


def test_two_values_for_one_cell_are_refused_and_one_value_twice_is_not() -> None:
    with pytest.raises(UserError, match="S!A1: Two values"):
        planned(book(), change("A1", 1), change("s!a1", 2))
    assert held(changed(book(), change("A1", 1), change("s!$A$1", 1)), "A1") == 1


def test_a_sheet_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UserError, match="no sheet “T”: it has S"):
        planned(book(), change("T!A1", 1))


def test_a_sheet_may_have_any_name() -> None:
    data = zipped(parts_of({name: worksheet("") for name in ("a!b", 'L\'été <1> & "2"', "x=y")}))
    made = changed(data, change("a!b!A1", 1), change("'L''été <1> & \"2\"'!B2", 2), change("'x=y'!A1", 3))
    assert [held(made, where) for where in ("'a!b'!A1", "'L''été <1> & \"2\"'!B2", "'X=Y'!A1")] == [1, 2, 3]


# ── what is not to be changed ─────────────────────────────────────────────────────────────────────────────


def refusal(data: bytes, *changes: Change) -> list[str]:
    with pytest.raises(UserError) as refused:
        planned(data, *changes)
    return [one.render() for one in refused.value.problems]


def test_of_merged_cells_only_the_first_is_set() -> None:
    data = one_sheet(HOLDS, strings="", after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>')
    for where in ("B1", "A2", "B2"):
        assert refusal(data, change(where, 1)) == [
            f"S!{where}: The cell is merged into A1: what is written here would not be seen."
        ]
    assert held(changed(data, change("A1", 1), change("C2", 2)), "A1") == 1


def test_a_cell_of_an_array_formula_is_left_alone_but_one_that_fills_only_itself_is_set() -> None:
    data = one_sheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">C1:C2*2</f><v>2</v></c><c r="B1"><f t="array" ref="B1">1+1</f>'
        '<v>2</v></c></row><row r="2"><c r="A2"><v>4</v></c></row>'
    )
    for where in ("A1", "A2"):
        assert "array formula of A1:A2" in refusal(data, change(where, 1))[0]
    assert cell(changed(data, change("B1", 5)), "B1") == '<c r="B1"><v>5</v></c>'


def test_a_cell_of_a_what_if_table_is_left_alone() -> None:
    data = one_sheet(
        '<row r="1"><c r="B1"><f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="D1"/><v>1</v></c></row>'
        '<row r="2"><c r="B2"><v>2</v></c></row>'
    )
    for where in ("B1", "B2"):
        assert "data table of B1:B2" in refusal(data, change(where, 1))[0]
    assert held(changed(data, change("B3", 1)), "B3") == 1


def test_the_heading_of_a_table_is_left_alone_and_its_rows_are_not() -> None:
    assert "heading of the table “Articles”" in refusal(stock(), change("Stock!B1", "Nombre"))[0]
    assert held(changed(stock(), change("Stock!B2", 41)), "Stock!B2") == 41
    assert held(changed(stock(table=False), change("Stock!B1", "Nombre")), "Stock!B1") == "Nombre"


PROTECTED = '<sheetProtection sheet="1" objects="1" scenarios="1"/>'


def test_in_a_protected_sheet_only_unlocked_cells_are_set() -> None:
    rows = (
        '<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="2"><v>1</v></c></row><row r="2" s="2" customFormat="1"/>'
    )
    data = one_sheet(rows, before='<cols><col min="4" max="4" width="9" style="2"/></cols>', after=PROTECTED)
    for where in ("A1", "C1", "A9"):
        assert "protected, and this cell is locked" in refusal(data, change(where, 2))[0]
    for where in ("B1", "C2", "D1", "D9"):
        assert held(changed(data, change(where, 2)), where) == 2
    off = one_sheet(rows, after='<sheetProtection sheet="0"/>')
    assert held(changed(off, change("A1", 2)), "A1") == 2


def test_a_signed_workbook_is_left_alone() -> None:
    parts = parts_of({"S": worksheet(HOLDS)}) | {"_xmlsignatures/sig1.xml": "<Signature/>"}
    assert "is signed" in refusal(zipped(parts), change("A1", 1))[0]


# ── formulas ──────────────────────────────────────────────────────────────────────────────────────────────

SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:C3" si="0">A1*$A$1+A$2</f><v>3</v></c>'
    '<c r="C1"><f t="shared" si="0"/><v>9</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>5</v></c></row>'
)


def formulas(data: bytes) -> dict[str, str]:
    found = shown(data, "S", formulas=True)
    return {where: str(value) for where, value in found.items() if str(value).startswith("=")}


def test_when_the_cell_that_holds_a_formula_for_others_goes_each_of_them_gets_its_own() -> None:
    made = changed(one_sheet(SHARED), change("B1", 7))
    assert formulas(made) == {"C1": "=B1*$A$1+B$2", "B2": "=A2*$A$1+A$2", "B3": "=A3*$A$1+A$2"}
    assert 't="shared"' not in part(made)
    assert {where: held(made, where) for where in ("B1", "C1", "B2", "B3")} == {"B1": 7, "C1": 11, "B2": 4, "B3": 5}


def test_when_one_of_the_others_goes_the_rest_is_still_shared() -> None:
    made = changed(one_sheet(SHARED), change("B2", 7))
    assert cell(made, "B2") == '<c r="B2"><v>7</v></c>'
    assert cell(made, "B1").count('t="shared" ref="B1:C3" si="0"') == 1
    assert held(made, "B1") == 3


def test_when_all_of_them_go_at_once_nothing_is_left_of_it() -> None:
    made = changed(one_sheet(SHARED), *(change(where, 0) for where in ("B1", "C1", "B2", "B3")))
    assert "<f" not in part(made)


def test_a_number_of_shared_formulas_that_is_used_again_further_down_is_another_one() -> None:
    again = SHARED + (
        '<row r="5"><c r="B5"><f t="shared" ref="B5:B6" si="0">A5+100</f><v>100</v></c></row>'
        '<row r="6"><c r="B6"><f t="shared" si="0"/><v>100</v></c></row>'
    )
    made = changed(one_sheet(again), change("B1", 7))
    assert formulas(made)["B3"] == "=A3*$A$1+A$2"
    assert "B6" in formulas(changed(one_sheet(again), change("B5", 7)))
    assert formulas(changed(one_sheet(again), change("B5", 7)))["B6"] == "=A6+100"


def chained(chain: str, rows: str = "") -> bytes:
    rows = rows or (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+2</f><v>3</v></c><c r="C1"><f>1+3</f><v>4</v></c></row>'
    )
    return zipped(parts_of({"S": worksheet(rows), "T": worksheet(rows)}, chain=chain))


CHAIN = '<c r="C1" i="2"/><c r="A1" i="1"/><c r="B1"/><c r="C1"/><c r="B1" i="2" l="1"/><c r="A1"/>'


def order(data: bytes) -> list[tuple[str, str]]:
    """The order of reckoning, each cell with its sheet, which one inherits from the one before."""
    found, sheet = [], ""
    for where, told in re.findall(r'<c r="(\w+)"([^>]*)/>', part(data, "xl/calcChain.xml")):
        number = re.search(r'i="(\d)"', told)
        sheet = number[1] if number else sheet
        found.append((where, sheet))
    return found


@pytest.mark.parametrize("gone", ["S!A1", "S!B1", "S!C1", "T!A1", "T!B1", "T!C1"])
def test_a_formula_that_goes_leaves_the_order_of_reckoning_and_all_others_keep_their_sheet(gone: str) -> None:
    before = [("C1", "2"), ("A1", "1"), ("B1", "1"), ("C1", "1"), ("B1", "2"), ("A1", "2")]
    sheet, where = gone.split("!")
    before.remove((where, "1" if sheet == "S" else "2"))
    assert order(changed(chained(CHAIN), change(gone, 5))) == before


def test_several_go_at_once_and_a_formula_that_is_set_anew_stays() -> None:
    made = changed(chained(CHAIN), change("S!A1", 5), change("S!B1", "x"), change("T!B1", Formula("2+2")))
    assert order(made) == [("C1", "2"), ("C1", "1"), ("B1", "2"), ("A1", "2")]


def test_an_order_of_which_nothing_is_left_is_not_referred_to_any_more() -> None:
    only = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
    made = changed(zipped(parts_of({"S": worksheet(only)}, chain='<c r="A1" i="1"/>')), change("A1", 5))
    assert "calcChain" not in part(made, "xl/_rels/workbook.xml.rels")
    assert "styles.xml" in part(made, "xl/_rels/workbook.xml.rels")


def test_a_value_becomes_a_formula_with_its_figure() -> None:
    made = changed(one_sheet(HOLDS), change("A1", Formula("=2*3")))
    assert cell(made, "A1") == '<c r="A1"><f>2*3</f><v>6</v></c>'
    assert held(made, "D1") == 12
    assert held(made, "H1") == "6x"


def test_excel_is_told_to_reckon_only_where_a_formula_depends_on_the_change() -> None:
    made = changed(one_sheet(HOLDS), change("A1", 2))
    assert '<calcPr fullCalcOnLoad="1"/>' in part(made, "xl/workbook.xml")
    still = changed(one_sheet(HOLDS), change("E1", False))
    assert "calcPr" not in part(still, "xl/workbook.xml")


@pytest.mark.parametrize(
    ("about", "then"),
    [
        ('<calcPr calcId="191029"/>', '<calcPr calcId="191029" fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="0" calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ('<calcPr calcId="1"></calcPr>', '<calcPr calcId="1" fullCalcOnLoad="1"></calcPr>'),
    ],
)
def test_what_the_workbook_says_of_reckoning_stays_beside_it(about: str, then: str) -> None:
    parts = parts_of({"S": worksheet(HOLDS)})
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", f"</sheets>{about}")
    assert then in part(changed(zipped(parts), change("A1", 2)), "xl/workbook.xml")


# ── charts and pivots ─────────────────────────────────────────────────────────────────────────────────────


def test_a_chart_forgets_only_the_copies_of_what_changed() -> None:
    made = changed(stock(), change("Stock!B2", 41))
    chart = part(made, "xl/charts/chart1.xml")
    assert "<c:numCache>" not in chart
    assert "<c:strCache>" in chart
    assert part(changed(stock(), change("Stock!C2", 41)), "xl/charts/chart1.xml").count("<c:numCache>") == 1


def pivoted(source: str) -> bytes:
    cache = f"<pivotCacheDefinition><cacheSource><worksheetSource {source}/></cacheSource></pivotCacheDefinition>"
    kind = "spreadsheetml.pivotCacheDefinition+xml"
    return zipped(parts_of({"S": worksheet(HOLDS)}, more={"xl/pivotCache/p1.xml": (kind, cache)}))


def test_a_pivot_over_a_changed_cell_is_filled_anew_when_it_is_opened() -> None:
    over = 'ref="A1:B9" sheet="S"'
    assert 'refreshOnLoad="1"' in part(changed(pivoted(over), change("A1", 2)), "xl/pivotCache/p1.xml")
    for source, where in ((over, "E1"), ('ref="A1:B9" sheet="T"', "A1"), ('ref="?" sheet="S"', "A1")):
        assert "refreshOnLoad" not in part(changed(pivoted(source), change(where, 2)), "xl/pivotCache/p1.xml")


def test_the_plan_names_each_part_with_its_reasons_and_each_cell_before_and_after() -> None:
    made = planned(stock(), change("Stock!B2", 41), change("Stock!F2", date(2026, 12, 1)))
    assert [(str(one.address), one.before, one.after) for one in made.cells] == [
        ("Stock!B2", 40, 41),
        ("Stock!F2", date(2026, 11, 2), date(2026, 12, 1)),
    ]
    why = {one.part: one.why.render() for one in made.parts}
    assert why["xl/worksheets/sheet1.xml"].startswith(
        "2 cells are set. 1 formula that depends on the change is reckoned"
    )
    assert set(why) == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/charts/chart1.xml",
    }


def test_what_is_set_without_a_condition_needs_none() -> None:
    assert held(changed(book(), change("A1", 1, UNSET)), "A1") == 1
