"""Any text is read as a formula, or refused, in time that grows with its length only."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from officebot.core.workbooks.cells import Cell, Fault
from officebot.core.workbooks.reckoning import BadFormula, Node, Unknown, parsed, reckon
from officebot.testing.workbooks import HeldBook
from tests.speed import within

_PIECES = [
    "A1", "$B$2", "A:A", "1:3", "Sheet1!", "'L''été'!", "T[", "[#This Row]", "]", "(", ")", "{", "}", ",", ";", ":", " ",
    "+", "-", "*", "/", "^", "&", "%", "=", "<>", "<", '"', '"a"', "'", "1", "2.5", "1E9", "#N/A", "#REF!", "SUM(", "IF(",
    "VLOOKUP(", "name", "TRUE", "@", "#", "_xlfn.CONCAT(", "REPT(", "INDEX(", "ROW(", "é", "\\", "!",
]  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)))
@example('"')
@example("A1:")
@example("{1,2;3}")
@settings(max_examples=400)
def test_any_text_is_a_formula_or_is_refused_and_any_formula_shows_something(formula: str) -> None:
    try:
        node = parsed(formula, Cell(5, 5))
    except BadFormula:
        return
    assert isinstance(node, Node)
    book = HeldBook().put("Sheet1", {"A1": 1, "B2": "x", "C3": Fault("#N/A"), "E5": True})
    found = reckon(node, "Sheet1", Cell(5, 5), book)
    assert isinstance(found, str | bool | int | float | Fault | Unknown)


_numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4))


@given(_numbers, _numbers, _numbers)
def test_arithmetic_is_that_of_the_ranks(a: float, b: float, c: float) -> None:
    book = HeldBook().put("S", {"A1": a, "B1": b, "C1": c})

    def shown(formula: str) -> object:
        return reckon(parsed(formula, Cell(1, 4)), "S", Cell(1, 4), book)

    assert shown("A1+B1*C1") == shown("A1+(B1*C1)")
    assert shown("-A1*B1") == shown("(-A1)*B1")
    assert shown("A1-B1-C1") == shown("(A1-B1)-C1")
    assert shown("A1*B1") == pytest.approx(a * b)
    assert shown("A1<B1") == shown("B1>A1")
    assert shown("A1&B1=A1&B1") is True
    assert shown("A1=A1+0") is True


@pytest.mark.parametrize(
    "formula",
    [
        "1" + "+1" * 9_000, "(" * 19_000, "-" * 19_000 + "1", '"' * 19_999, "'" * 19_999, "[" * 19_999,
        "T" + "[" * 9_999 + "]" * 9_999,
        "1" + "%" * 19_000, "A" * 19_999, "9" * 19_999, "A1 " * 6_000, "A1:" * 6_000, "SUM(" * 4_900,
        "{" + "1," * 9_000, "." * 19_999, "1" * 9_999 + "." * 9_999,
        "A1" + "&A1" * 6_000, "_" * 19_999, "IF(1," * 60 + "1" + ")" * 60, "\\" * 19_999, "$A$1:" * 3_999,
        "1=1&1+1*1^-(" * 60 + "1" + ")" * 60,
        "T[" + "'" * 19_990 + "]", "T[[" + "a" * 19_000, "[1]" * 6_000, "!" * 19_999, "1e" * 9_000, " " * 19_999,
        "é" * 19_999, "A1," * 6_000,
    ],
)  # fmt: skip
def test_hostile_formulas_are_read_or_refused_at_once(formula: str) -> None:
    def run() -> None:
        with suppress(BadFormula):
            reckon(parsed(formula, Cell(2, 2)), "S", Cell(2, 2), HeldBook().put("S", {"A1": 1}))

    within(0.25, run)


@pytest.mark.parametrize(
    "formula",
    [
        "REPT(\"ab\",1E9)", "9^9^9^9", "SUMPRODUCT(A:A*1)", "SUM(A:XFD)", "COUNTIF(A1:A2,\"" + "*a" * 100 + "\")",
        "names", "FACT(170)*FACT(170)", "ROUND(1.5,1E9)",
        "SUBSTITUTE(REPT(\"a\",30000),\"a\",REPT(\"b\",30000))", "NETWORKDAYS(100,2900000)", "WORKDAY(100,1E9)",
        "EDATE(50000,1E9)", "COMBIN(1E9,5E8)", "ROW(1:1048576)*1", "TEXT(1E300,\"0\")",
        "SEARCH(\"" + "*a" * 60 + "b\",REPT(\"a\",30000))", "LCM(9007199254740881,9007199254740847)",
        "MATCH(1,A:A,0)", "COUNTBLANK(A:XFD)", "CONCAT(A:XFD)", "TEXTJOIN(\",\",FALSE,A:XFD)", "INDEX(A:XFD,0,0)+1",
    ],
)  # fmt: skip
def test_hostile_figures_are_shown_or_left_unknown_at_once(formula: str) -> None:
    book = HeldBook().put("S", {"A1": "a" * 32_000, "A2": 5})
    book.names |= {"names": "names&names"} | {f"names{number}": "+".join(["names"] * 50) for number in range(5)}
    within(0.25, lambda: reckon(parsed(formula, Cell(2, 2)), "S", Cell(2, 2), book))


@pytest.mark.parametrize(
    "formula",
    ["", " ", "1+", "A1:", "SUM(1", "1 2", "{1,A1}", "{1,2;3}", '"a', "'a!A1", "A1)", "=1", "T[", "1" * 20_001],
)
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(BadFormula):
        parsed(formula, Cell(1, 1))


def test_sixty_four_calls_within_each_other_are_read_and_no_more() -> None:
    assert isinstance(parsed("ABS(" * 64 + "1" + ")" * 64, Cell(1, 1)), Node)
    with pytest.raises(BadFormula):
        parsed("ABS(" * 65 + "1" + ")" * 65, Cell(1, 1))
