"""Which formulas a change reaches: as many as by following each reference, and no figure stays that is not true."""

import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.workbooks.cells import Area, Cell
from officebot.core.workbooks.formulas import Reference, mentions
from officebot.core.workbooks.lossless.planning import survey
from officebot.core.workbooks.lossless.reach import Run, reached
from officebot.core.workbooks.lossless.workbook import Workbook
from tests.core.workbooks.making import opened

SIZE = 9
SHEETS = ("One", "Two")

corners = st.builds(
    lambda column, row, left, top: f"{'$' * left}{column}{'$' * top}{row}",
    st.sampled_from("ABCD"), st.integers(1, SIZE), st.booleans(), st.booleans(),
)  # fmt: skip
places = st.one_of(
    corners, st.builds(lambda one, other: f"SUM({one}:{other})", corners, corners), st.just("SUM(B:B)")
)
references = st.builds(
    lambda sheet, place: place.replace("SUM(", f"SUM({sheet}") if "(" in place else sheet + place,
    st.sampled_from(("", "", "One!", "Two!")), places,
)  # fmt: skip
formulas = st.lists(references, min_size=1, max_size=3).map("+".join)


@st.composite
def books(draw: st.DrawFn) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for sheet in SHEETS:
        for column in "CD":
            # Whole columns of one formula, as people fill them down, and single ones.
            if draw(st.booleans()):
                text = draw(formulas)
                found |= {(sheet, f"{column}{row}"): text.replace("7", str(row)) for row in range(1, SIZE + 1)}
            else:
                found |= {
                    (sheet, f"{column}{row}"): draw(formulas)
                    for row in draw(st.sets(st.integers(1, SIZE), max_size=3))
                }
    return found


def made(cells: dict[tuple[str, str], str]) -> Workbook:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheets = {name: book.add_worksheet(name) for name in SHEETS}
    for (sheet, cell), formula in cells.items():
        sheets[sheet].write_formula(cell, "=" + formula)
    book.close()
    return opened(held.getvalue())


def followed(cells: dict[tuple[str, str], str], start: tuple[str, str]) -> set[tuple[str, str]]:
    """By looking at every reference of every formula until nothing more is found."""
    seen = {start}
    while True:
        more = {
            place
            for place, formula in cells.items()
            if place not in seen and any(_sees(place[0], formula, one) for one in seen)
        }
        if not more:
            return {place for place in seen if place in cells} - {start} | (
                {start} if _returns(cells, start, seen) else set()
            )
        seen |= more


def _returns(cells: dict[tuple[str, str], str], start: tuple[str, str], seen: set[tuple[str, str]]) -> bool:
    return start in cells and any(_sees(start[0], cells[start], one) for one in seen)


def _sees(sheet: str, formula: str, place: tuple[str, str]) -> bool:
    return any(
        (one.sheet or sheet) == place[0] and Cell.read(place[1]) in one.area
        for one in mentions(formula)
        if isinstance(one, Reference)
    )


@settings(max_examples=150, deadline=None)
@given(books(), st.sampled_from(SHEETS), st.sampled_from("ABCD"), st.integers(1, SIZE))
def test_it_is_what_following_every_reference_finds(
    cells: dict[tuple[str, str], str], sheet: str, column: str, row: int
) -> None:
    start = (sheet, f"{column}{row}")
    found = reached(survey(made(cells), {}).runs, [(sheet.lower(), Area.read(start[1]))])
    got = {
        (name, str(cell)) for name in SHEETS for area in found.formulas.get(name.lower(), ()) for cell in area.cells()
    }
    expected = followed(cells, start)
    assert expected <= got
    # A column that counts on may be taken for reached as a whole; all else is exact.
    assert got - expected <= {place for place in cells if _sees_its_column(place, cells[place])}


def _sees_its_column(place: tuple[str, str], formula: str) -> bool:
    own = {(place[0], f"{place[1][0]}{row}") for row in range(1, SIZE + 1)}
    return any(_sees(place[0], formula, one) for one in own)


def test_a_run_says_only_what_is_new() -> None:
    from officebot.core.workbooks.lossless.shapes import Shape

    run = Run("one", 1, 1, 10, Shape(()))
    assert run.reach(3, 5) == [(3, 5)]
    assert run.reach(1, 7) == [(1, 2), (6, 7)]
    assert not run.is_done
    assert run.reach(0, 99) == [(8, 10)]
    assert run.is_done
    assert run.reach(4, 6) == []


@pytest.mark.parametrize(
    "formula",
    ["Stand", "Two!Stand", "SUM([0]!Stand)", "SUM([0]!Stand*2,1)", "[0]One!A1", "SUM('[0]One'!A1:B2)", "Local", "Two!Far"],
)  # fmt: skip
def test_names_of_another_sheet_and_of_the_workbook_itself_are_followed(formula: str) -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    one, two = book.add_worksheet("One"), book.add_worksheet("Two")
    one.write(0, 0, 3)
    two.write(0, 0, 4)
    one.write_formula("C3", f"={formula}", None, 3)
    book.define_name("Stand", "=One!$A$1")
    book.define_name("Two!Stand", "=Two!$B$9")
    book.define_name("One!Local", "=One!$A$1")
    book.define_name("Two!Far", "=One!$A$1")
    book.close()
    found = reached(survey(opened(held.getvalue()), {}).runs, [("one", Area.read("A1"))])
    assert [str(area) for area in found.formulas.get("one", ())] == ["C3"]


def test_another_workbooks_cells_are_not_those_of_this_one() -> None:
    assert list(mentions("SUM([1]One!A1)+[1]!Stand")) == []


def test_what_is_added_up_is_as_large_as_what_is_looked_at() -> None:
    book = made({("One", "C1"): 'SUMIF(Two!A1:A3,"x",Two!B1)', ("One", "C2"): "AVERAGEIF(Two!A1:A3,1,Two!B1:B2)"})
    found = reached(survey(book, {}).runs, [("two", Area.read("B3"))])
    assert sorted(str(cell) for area in found.formulas["one"] for cell in area.cells()) == ["C1", "C2"]
    assert not reached(survey(book, {}).runs, [("two", Area.read("B4"))]).formulas
