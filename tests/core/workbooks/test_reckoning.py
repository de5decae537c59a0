"""Formulas reckoned: what they show, what is a fault, and what stays unknown."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.workbooks.cells import Area, Cell, Fault, Formula
from officebot.core.workbooks.reckoning import Unknown, parsed, reckon
from officebot.testing.workbooks import HeldBook, HeldColumn, HeldTable

HERE = Cell(3, 8)


def _book() -> HeldBook:
    book = HeldBook().put(
        "Stock",
        {
            "A1": "Article", "B1": "Qty", "C1": "Price", "D1": "Since",
            "A2": "Paper A4", "B2": 12, "C2": Decimal("4.50"), "D2": date(2024, 2, 29),
            "A3": "Pen", "B3": 5, "C3": 1.25, "D3": datetime(2025, 6, 1, 12, 0),
            "A4": "Ink", "B4": None, "C4": 30.0, "D4": None,
            "A5": "paper A3", "B5": 7, "C5": Fault("#N/A"), "D5": date(2025, 12, 31),
            "F1": 10, "F2": 20, "F3": 30, "G1": "ten", "G2": "twenty", "G3": "thirty",
        },
    )  # fmt: skip
    book.put("L'été", {"A1": 100})
    columns = [HeldColumn("Article"), HeldColumn("Qty"), HeldColumn("Price #1")]
    book.tables["articles"] = HeldTable("Stock", Area(1, 1, 5, 3), columns)
    book.names |= {"rate": "0.2", "quantities": "Stock!$B$2:$B$5", "loop": "loop+1", "beside": "Stock!A1"}
    return book


def shown(formula: str, book: HeldBook | None = None, at: Cell = HERE, *, is_array: bool = False) -> object:
    """What the formula shows in a cell of the stock's sheet; the cause for the unknown."""
    found = reckon(parsed(formula, at), "Stock", at, book or _book(), is_array=is_array)
    return (
        f"unknown: {found.why}" if isinstance(found, Unknown) else found.text if isinstance(found, Fault) else found
    )


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3", 7), ("-2^2", 4), ("2^3^2", 64), ("2*3^2", 18), ("0-2^2", -4), ("10%", 0.1), ("200%%", 0.02), ("2*-3", -6),
        ("--A1%", "#VALUE!"),
        ('1&2+3&"x"', "15x"), ("1=1=TRUE", True), ('"a"<"B"', True), ('"abc"="ABC"', True), ('1<"a"', True),
        ("0.1+0.2-0.3", 0), ("0.1+0.2=0.3", True), ("1/0", "#DIV/0!"), ('1+"a"', "#VALUE!"), ('"2"*3', 6),
        ("B4+1", 1), ('B4&"x"', "x"),
        ("C5+1", "#N/A"), ("B4=0", True), ('B4=""', True), ("B2:B5 A3:C3", 5), ("SUM((B2,B3:B5))", 24),
        ("SUM({1,2;3,-4})", 2),
        ("SUM('L''été'!A1,1)", 101), ("Lost!A1", "#REF!"), ("#REF!+1", "#REF!"), ("Stock!B2*$B$3", 60),
        ("B2:B5", 5), ("A1:C1+1", "#VALUE!"),
        ("SUM(B:B)", 24), ("SUM(2:3)-SUM(D2:H3)", 22.75), ("SUM(B2:INDEX(B:B,3))", 17), ("rate*B3", 1),
        ("SUM(quantities)", 24),
        ("SUM(Articles[Qty])", 24), ("Articles[[#This Row],[Qty]]*2", 10), ("Articles[@Qty]*2", 10),
        ("SUM(Articles[[Qty]:[Price '#1]])", "#N/A"),
        ("COUNTA(Articles[#Headers])", 3), ("ROWS(Articles[#All])", 5), ("Articles[#Totals]", "#REF!"),
        ("Articles[Lost]", "#REF!"),
    ],
)  # fmt: skip
def test_the_grammar_s_pieces_mean_what_programs_say(formula: str, value: object) -> None:
    assert shown(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(B2:B5,1,TRUE)", 26), ("AVERAGE(B2:B5)", 8), ("AVERAGE(A1:A5)", "#DIV/0!"), ("COUNT(A1:D5)", 9),
        ("COUNTA(B1:B5)", 4),
        ("COUNTBLANK(B1:B5)", 1), ("MIN(B2:B5)", 5), ("MAX(A1:A5)", 0), ("MEDIAN(B2:B5)", 7), ("LARGE(B2:B5,2)", 7),
        ("SMALL(B2:B5,9)", "#NUM!"),
        ("RANK(12,B2:B5)", 1), ("RANK(12,B2:B5,1)", 3), ("RANK(8,B2:B5)", "#N/A"), ("SUMPRODUCT(B2:B4,C2:C4)", 60.25),
        ("SUMPRODUCT((B2:B4>5)*C2:C4)", 4.5),
        ("SUMIF(A2:A5,\"paper*\",B2:B5)", 19), ("SUMIF(B2:B5,\">=7\")", 19), ("COUNTIF(B2:B5,\"<>\")", 3),
        ("COUNTIF(B2:B5,\"\")", 1), ("COUNTIF(A2:A5,\"?en\")", 1),
        ("COUNTIF(A2:A5,\"pen~*\")", 0), ("SUMIFS(B2:B5,A2:A5,\"<>pen\",D2:D5,\">=\"&DATE(2025,1,1))", 7),
        ("COUNTIFS(A:A,\"p*\",B:B,\">6\")", 2),
        ("AVERAGEIF(A2:A5,\"p*\",B2:B5)", 8), ("_xlfn.MAXIFS(B2:B5,A2:A5,\"p*\")", 12),
        ("_xlfn.MINIFS(B2:B5,A2:A5,\"z*\")", 0), ("SUMIFS(B2:B5,A2:A4,\"x\")", "#VALUE!"),
        ("SUBTOTAL(9,B2:B5)", 24), ("SUBTOTAL(103,B2:B5)", 3), ("STDEV(B2:B5)", 13**0.5), ("SUM(C2:C5)", "#N/A"),
        ("SUMIF(A2:A4,\"p*\",C2:C4)", 5.75),
        ("IF(B2>B3,\"more\",1/0)", "more"), ("IF(FALSE,1)", False), ("IF(TRUE,)", 0),
        ("IFERROR(1/0,\"none\")", "none"), ("IFNA(C5,3)", 3), ("IFNA(1/0,3)", "#DIV/0!"),
        ("_xlfn.IFS(B2<0,1,B2>0,2)", 2), ("_xlfn.IFS(FALSE,1)", "#N/A"),
        ("_xlfn.SWITCH(B3,4,\"four\",5,\"five\",\"else\")", "five"), ("AND(B2>1,B3>1)", True),
        ("AND(A1:A2)", "#VALUE!"),
        ("OR(B2<1,B3<1)", False), ("_xlfn.XOR(TRUE,TRUE,TRUE)", True), ("NOT(0)", True), ("ISBLANK(B4)", True),
        ("ISNUMBER(A1)", False), ("ISNA(C5)", True), ("ISERROR(1/0)", True),
        ("VLOOKUP(25,F1:G3,2)", "twenty"), ("VLOOKUP(5,F1:G3,2)", "#N/A"), ("VLOOKUP(\"pe*\",A:B,2,FALSE)", 5),
        ("VLOOKUP(\"INK\",A1:C5,3,0)", 30), ("VLOOKUP(20,F1:G3,3,0)", "#REF!"),
        ("HLOOKUP(\"qty\",A1:C5,3,FALSE)", 5), ("MATCH(20,F1:F3,0)", 2), ("MATCH(29,F1:F3)", 2), ("MATCH(20,F1:F3)", 2),
        ("MATCH(\"none\",A1:A5,0)", "#N/A"), ("INDEX(A1:C5,2,3)", 4.5), ("INDEX(F1:F3,2)", 20),
        ("INDEX(F1:F3,4)", "#REF!"), ("SUM(INDEX(A1:B5,0,2))", 24), ("_xlfn.XLOOKUP(\"pen\",A1:A5,B1:B5)", 5),
        ("_xlfn.XLOOKUP(\"x\",A1:A5,B1:B5,\"none\")", "none"), ("_xlfn.XLOOKUP(21,F1:F3,G1:G3,,-1)", "twenty"),
        ("_xlfn.XLOOKUP(21,F1:F3,G1:G3,,1)", "thirty"), ("LOOKUP(2,1/(A2:A5=\"pen\"),B2:B5)", 5),
        ("CHOOSE(2,1/0,\"two\")", "two"), ("ROW()", 3), ("COLUMN(C1)", 3), ("ROWS(A1:B9)", 9),
        ("COLUMNS(A1:B9)", 2),
    ],
)  # fmt: skip
def test_functions_of_many_cells_show_what_programs_show(formula: str, value: object) -> None:
    assert shown(formula) == (pytest.approx(value, rel=1e-14) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("ROUND(2.5,0)", 3), ("ROUND(-2.5,0)", -3), ("ROUND(1.005,2)", 1.01), ("ROUND(1234,-2)", 1200),
        ("ROUNDUP(2.01,1)", 2.1), ("ROUNDDOWN(-2.09,1)", -2), ("INT(-1.5)", -2), ("TRUNC(-1.5)", -1),
        ("MOD(-7,3)", 2), ("MOD(7,-3)", -2), ("MOD(7,0)", "#DIV/0!"), ("ABS(-3)", 3), ("SIGN(-3)", -1),
        ("SQRT(-1)", "#NUM!"), ("POWER(2,10)", 1024), ("CEILING(7,5)", 10), ("FLOOR(-7,5)", -10),
        ("MROUND(7,5)", 5),
        ("LEFT(A2,5)", "Paper"), ("RIGHT(A2,2)", "A4"), ("MID(A2,3,3)", "per"), ("LEN(A2)", 8),
        ("TRIM(\"  a   b \")", "a b"), ("UPPER(\"été\")", "ÉTÉ"), ("PROPER(\"de la cour\")", "De La Cour"),
        ("LEFT(A2,-1)", "#VALUE!"),
        ("CONCATENATE(A3,\" \",B3)", "Pen 5"), ("_xlfn.CONCAT(F1:G2)", "10ten20twenty"),
        ("_xlfn.TEXTJOIN(\"-\",TRUE,B2:B5)", "12-5-7"), ("_xlfn.TEXTJOIN(\"-\",FALSE,B2:B5)", "12-5--7"),
        ("SUBSTITUTE(\"a-b-c\",\"-\",\"+\",2)", "a-b+c"),
        ("FIND(\"A\",A2)", 7), ("SEARCH(\"A?\",A2)", 2), ("FIND(\"z\",A2)", "#VALUE!"),
        ("EXACT(\"a\",\"A\")", False), ("REPT(\"ab\",3)", "ababab"), ("VALUE(\"12\")", 12),
        ("REPLACE(\"abcd\",2,2,\"X\")", "aXd"),
        ("TEXT(1234.567,\"#,##0.00\")", "1,234.57"), ("TEXT(0.256,\"0.0%\")", "25.6%"), ("TEXT(7,\"000\")", "007"),
        ("TEXT(D2,\"dd/mm/yyyy\")", "29/02/2024"), ("TEXT(D3,\"yyyy-mm-dd hh:mm\")", "2025-06-01 12:00"),
        ("TEXT(-5,\"0;(0)\")", "(5)"),
        ("DATE(2024,14,1)", 45689), ("DATE(2024,3,0)", 45351), ("YEAR(D2)", 2024), ("MONTH(D2)", 2),
        ("DAY(D2)", 29), ("WEEKDAY(D2)", 5), ("WEEKDAY(D2,2)", 4), ("EDATE(D2,12)-D2", 365),
        ("EOMONTH(D2,1)-D2", 31), ("D5-D2", 671),
        ("DATEDIF(D2,D5,\"m\")", 22), ("DATEDIF(D5,D2,\"d\")", "#NUM!"), ("DATEDIF(45000,EDATE(45000,2),\"m\")", 2),
        ("_xlfn.DAYS(D5,D2)", 671),
        ("NETWORKDAYS(D2,D2+6)", 5), ("NETWORKDAYS(D2,D2+6,D2)", 4), ("WORKDAY(D2,1)-D2", 1),
        ("WORKDAY(D2,2)-D2", 4), ("WEEKNUM(D2)", 9), ("_xlfn.ISOWEEKNUM(D2)", 9),
        ("TIME(12,30,0)", 0.5208333333333334), ("HOUR(D3)", 12), ("MINUTE(TIME(1,42,3))", 42),
        ("PMT(0.01,12,1200)", -106.61854641401), ("NPV(0.1,110,121)", 200.0), ("N(A1)", 0), ("NA()", "#N/A"),
    ],
)  # fmt: skip
def test_functions_of_numbers_texts_and_days_show_what_programs_show(formula: str, value: object) -> None:
    assert shown(formula) == (pytest.approx(value, rel=1e-11) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    "formula",
    [
        "NOW()", "TODAY()-D2", "RAND()", "INDIRECT(\"A1\")", "OFFSET(A1,1,1)", "FILTER(A1:A5,B1:B5>1)",
        "[1]Stock!A1", "'[book.xlsx]Stock'!A1", "Stock:Other!A1", "Unheard(1)", "unheard", "loop", "SUM(1,2",
        "VLOOKUP(5,B2:C5,2)", "\"1,5\"+1", "0^0", "(-8)^(1/3)", "INT(0.29*100)", "\"3 mai\"*1", "DATE(24,1,1)",
        "YEAR(B4)", "SUM(A1,,)+ROW(1)", "LEFT(A2", "TRUE>B2", "SUM(B2:B5,TRUE=1)", "TEXT(1,\"[h]:mm\")",
        "SUM(1E16,1,-1E16)",
        "IF(A2:A5=\"Pen\",1,0)+SUMPRODUCT(IF(A2:A5=\"Pen\",1,0))", "COUNTIF(A1:A5,B4)", "A1#", "SUM()", "ROUND(1)",
    ],
)  # fmt: skip
def test_what_programs_disagree_on_or_we_cannot_know_is_never_guessed(formula: str) -> None:
    try:
        found = shown(formula)
    except ValueError:
        return
    assert str(found).startswith("unknown: ")


def test_an_unknown_cell_makes_only_what_looks_at_it_unknown() -> None:
    book = _book().put("Stock", {"B3": Unknown("OFFSET"), "B5": Formula("1+1")})
    assert shown("B3+1", book) == shown("SUM(B2:B4)", book) == "unknown: OFFSET"
    assert shown("B5", book) == "unknown: a formula whose value is not kept"
    assert shown("IF(B2>0,B2,B3)", book) == 12
    assert shown("IFERROR(B3,1)", book) == "unknown: OFFSET"


def test_subtotals_leave_hidden_rows_and_other_subtotals_out() -> None:
    book = _book()
    book.hidden_rows, book.subtotals = frozenset({2}), frozenset({(5, 2)})
    assert shown("SUBTOTAL(109,B2:B5)", book) == 5
    book.hidden_rows = None
    assert shown("SUBTOTAL(109,B2:B5)", book) == "unknown: rows that may be hidden"


def test_a_table_s_totals_stand_below_its_data() -> None:
    book = _book()
    book.tables["sums"] = HeldTable("Stock", Area(1, 1, 5, 2), [HeldColumn("Article"), HeldColumn("Qty")], totals=1)
    assert shown("SUM(Sums[Qty])", book) == 17
    assert shown("Sums[[#Totals],[Qty]]", book) == 7
    assert shown("SUM(Sums[[#Data],[#Totals],[Qty]])", book) == 24
    assert shown("Sums[[#This Row],[Qty]]", book, Cell(5, 8)) == "#VALUE!"


def test_words_made_of_numbers_follow_the_language() -> None:
    book = _book()
    assert shown('"x"&1.5', book) == "x1.5"
    book.language = "fr"
    assert shown('"x"&1.5', book) == "x1,5"
    assert str(shown("TRUE&1", book)).startswith("unknown")
    assert shown('TEXT(D2,"jj mmmm aaaa")', book) == "29 février 2024"
    assert shown('TEXT(1.5,"0,00")', book) == "1,50"
    book.language = ""
    assert str(shown('"x"&1.5', book)).startswith("unknown")
    assert shown('"x"&15', book) == "x15"


def test_days_count_from_1904_where_the_workbook_does() -> None:
    book = _book()
    book.is_1904 = True
    assert shown("D2+0", book) == 45351 - 1462
    assert shown("YEAR(D2)", book) == 2024
    assert shown("DATE(2024,2,29)=D2", book) is True


def test_an_array_formula_of_one_cell_works_on_whole_areas() -> None:
    assert shown('SUM(IF(A2:A4="Pen",C2:C4,0))', is_array=True) == 1.25
    assert shown("MAX(LEN(A2:A5))", is_array=True) == 8
    assert shown("A2:A5", is_array=True) == "unknown: an array that spills"
    assert shown("SUM(B2:B4*C2:C4)") == 6.25  # without the mark, each operand is the cell in the formula's own row


@given(row=st.integers(1, 5_000), column=st.integers(1, 200))
def test_one_node_serves_every_cell_that_holds_the_same_formula_copied(row: int, column: int) -> None:
    at = Cell(row, column + 1)
    beside = f'{Cell(row, column)}*2+$A$1+IF({Cell(row + 1, column)}>1,A:A {row}:{row},"A1")'
    node = parsed(beside, at)
    again = Cell(row + 1, column + 2)
    copied = f'{Cell(row + 1, column + 1)}*2+$A$1+IF({Cell(row + 2, column + 1)}>1,B:B {row + 1}:{row + 1},"A1")'
    assert parsed(copied, again) is node


def test_names_that_look_like_cells_are_not_moved() -> None:
    assert parsed("LOG10(A2)", Cell(2, 2)) is parsed("LOG10(A3)", Cell(3, 2))
    assert parsed("LOG10(A2)", Cell(2, 2)) is not parsed("LOG11(A3)", Cell(3, 2))
    assert parsed("A1B2", Cell(1, 3)) is not parsed("A2B3", Cell(2, 3))
    assert parsed("'A1'!A1", Cell(1, 1)) is not parsed("'A2'!A2", Cell(2, 1))
    assert parsed("A1!B1", Cell(1, 1)) is not parsed("A2!B2", Cell(2, 1))


def test_a_shared_formula_s_text_serves_all_its_cells() -> None:
    node = parsed("B2*2", Cell(2, 8))
    book = _book()
    assert [reckon(node, "Stock", Cell(row, 8), book) for row in (2, 3, 4, 5)] == [24, 10, 0, 14]
    assert reckon(parsed("A1", Cell(2, 2)), "Stock", Cell(1, 1), book) == Unknown("a cell off the sheet")
