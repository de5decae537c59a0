"""Worksheets as different programs write them: cells are set in all of them, and all other bytes stay."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Area, Cell, Formula
from officebot.core.workbooks.lossless.areas import Areas
from officebot.core.workbooks.lossless.package import Package
from tests.core.workbooks.handmade import (
    SHEET,
    cell,
    change,
    changed,
    held,
    one_sheet,
    opened,
    part,
    parts_of,
    worksheet,
    zipped,
)
from tests.core.workbooks.making import shown

TWO = '<row r="2" spans="2:3" ht="30"><c r="B2" s="5"><v>1</v></c><c r="C2"><v>2</v></c></row>'
TWO += '<row r="5"><c r="A5"><v>3</v></c></row>'


def rows(data: bytes) -> str:
    found = re.search(r"<(?:\w+:)?sheetData\s*(?:/>|>(.*)</(?:\w+:)?sheetData>)", part(data), re.DOTALL)
    assert found is not None
    return found[1] or ""


@pytest.mark.parametrize(
    ("where", "then"),
    [
        ("B2", '<row r="2" spans="2:3" ht="30"><c r="B2" s="5"><v>9</v></c><c r="C2"><v>2</v></c></row>'),
        ("A2", '<row r="2" spans="1:3" ht="30"><c r="A2"><v>9</v></c><c r="B2" s="5">'),
        ("E2", '<c r="C2"><v>2</v></c><c r="E2"><v>9</v></c></row><row r="5">'),
        ("C1", '<row r="1"><c r="C1"><v>9</v></c></row><row r="2"'),
        ("C3", '</row><row r="3"><c r="C3"><v>9</v></c></row><row r="5"><c r="A5">'),
        ("A6", '<row r="5"><c r="A5"><v>3</v></c></row><row r="6"><c r="A6"><v>9</v></c></row>'),
    ],
)
def test_a_cell_is_put_where_it_belongs(where: str, then: str) -> None:
    made = changed(one_sheet(TWO), change(where, 9))
    assert then in rows(made)
    assert shown(made, "S") == {"B2": 1, "C2": 2, "A5": 3, where: 9}


@pytest.mark.parametrize(
    "empty", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>", "<sheetData>\n</sheetData>"]
)
def test_an_empty_sheet_gets_its_first_rows(empty: str) -> None:
    xml = worksheet("").replace("<sheetData></sheetData>", f'<dimension ref="A1"/>{empty}<pageMargins left="1"/>')
    made = changed(zipped(parts_of({"S": xml})), change("B7", 1), change("A2", "x"))
    assert shown(made, "S") == {"A2": "x", "B7": 1}
    assert '<pageMargins left="1"/>' in part(made)
    assert '<dimension ref="A1:B7"/>' in part(made)


def test_a_cell_that_is_emptied_keeps_its_look_and_one_that_never_was_is_not_made() -> None:
    made = changed(one_sheet(TWO), change("B2", None), change("D2", None), change("A9", None))
    assert cell(made, "B2") == '<c r="B2" s="5"/>'
    assert not cell(made, "D2")
    assert not cell(made, "A9")


def test_rows_and_cells_that_do_not_say_where_they_are_are_counted() -> None:
    data = one_sheet(
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row><row r='7'><c><v>4</v></c></row><row/>"
    )
    made = changed(data, change("B1", 9), change("A4", 8), change("C7", 7))
    assert {where: held(made, where) for where in ("A1", "B1", "A2", "A4", "A7", "C7")} == {
        "A1": 1, "B1": 9, "A2": 3, "A4": 8, "A7": 4, "C7": 7,
    }  # fmt: skip
    assert shown(made, "S") == {"A1": 1, "B1": 9, "A2": 3, "A4": 8, "A7": 4, "C7": 7}


@pytest.mark.parametrize("attributes", ["r='3'", "spans='1:2' r='3'", '\n r="3"', 'r = "3"', 'ht="20" r="3"'])
def test_a_rows_number_may_be_written_in_any_way(attributes: str) -> None:
    data = one_sheet(f"<row {attributes}><c r='A3' t='n'><v>1</v></c><c r='B3' s='5'><v>2</v></c></row>")
    made = changed(data, change("B3", "neu"), change("D3", 4))
    assert shown(made, "S") == {"A3": 1, "B3": "neu", "D3": 4}
    assert held(made, "A3") == 1


def test_tags_keep_their_prefix() -> None:
    data = one_sheet(
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1+1</x:f><x:v>2</x:v></x:c></x:row>', prefix="x"
    )
    made = changed(data, change("A1", 5), change("A2", "words"), change("C1", Formula("A1*3")))
    assert rows(made) == (
        '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:f>A1+1</x:f><x:v>6</x:v></x:c>'
        '<x:c r="C1"><x:f>A1*3</x:f><x:v>15</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t xml:space="preserve">words</x:t></x:is></x:c></x:row>'
    )
    assert shown(made, "S") == {"A1": 5, "B1": 6, "C1": 15, "A2": "words"}


def test_words_with_several_looks_are_kept_elsewhere_and_go_where_they_are_replaced() -> None:
    rich = '<is><r><rPr><b/></rPr><t>Pa</t></r><r><t xml:space="preserve">pier </t></r><rPh sb="0" eb="1"><t>ぱ</t></rPh></is>'
    data = one_sheet(f'<row r="1"><c r="A1" t="inlineStr">{rich}</c><c r="B1" t="inlineStr">{rich}</c></row>')
    assert held(data, "A1") == "Papier "
    made = changed(data, change("A1", "Encre", "Papier "))
    assert rich in cell(made, "B1")
    assert cell(made, "A1") == '<c r="A1" t="inlineStr"><is><t xml:space="preserve">Encre</t></is></c>'


def test_what_the_cell_says_of_its_value_goes_with_it_and_its_look_stays() -> None:
    data = one_sheet('<row r="1"><c r="A1" s="5" t="str" cm="1" vm="2" ph="1"><f>"x"</f><v>x</v></c></row>')
    assert cell(changed(data, change("A1", 3)), "A1") == '<c r="A1" s="5" ph="1"><v>3</v></c>'


def test_a_new_cell_takes_the_look_of_its_row_else_of_its_column() -> None:
    columns = '<cols><col min="2" max="3" width="9" style="5"/><col min="5" max="16384" width="9" style="1"/></cols>'
    data = one_sheet(
        '<row r="1" s="2" customFormat="1"><c r="A1"><v>1</v></c></row><row r="2" s="2"/>', before=columns
    )
    made = changed(data, *(change(where, 1) for where in ("B1", "B2", "D2", "C9", "D9", "ZZ9")))
    looks = {where: re.search(r's="(\d)"', cell(made, where)) for where in ("B1", "B2", "D2", "C9", "D9", "ZZ9")}
    assert {where: found and found[1] for where, found in looks.items()} == {
        "B1": "2", "B2": "5", "D2": None, "C9": "5", "D9": None, "ZZ9": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    ["<!-- <row r='1'> -->", "<![CDATA[<row>]]>", "</row><row>", "\0"],
    ids=["comment", "cdata", "half", "nul"],
)
def test_a_sheet_in_which_tags_hide_is_left_alone(hidden: str) -> None:
    with pytest.raises(UserError):
        changed(one_sheet(f'<row r="1"><c r="A1"><v>1</v></c></row>{hidden}'), change("A1", 2))


@pytest.mark.parametrize("order", [(2, 1), (1, 1), (5, 3)])
def test_rows_that_stand_twice_or_backwards_are_left_alone(order: tuple[int, int]) -> None:
    lines = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in order)
    with pytest.raises(UserError):
        changed(one_sheet(lines), change("A1", 2))


def test_all_bytes_around_the_changed_cells_stay() -> None:
    data = one_sheet(TWO, before="<sheetViews>\n\t<sheetView/></sheetViews>", after="<extLst><ext>x14</ext></extLst>")
    made = changed(data, change("C2", 9))
    assert part(made) == part(data).replace('<c r="C2"><v>2</v>', '<c r="C2"><v>9</v>')
    old, new = opened(data).package, opened(made).package
    for name in old.entries:
        if name != SHEET:
            assert b"".join(old.packed(name)) == b"".join(new.packed(name))
    assert list(old.entries) == list(new.entries)


def test_a_change_of_nothing_writes_the_same_parts() -> None:
    data = one_sheet(TWO)
    made = changed(data)
    assert {name: part(made, name) for name in opened(data).package.entries} == {
        name: part(data, name) for name in opened(data).package.entries
    }


cells = st.builds(Cell, st.integers(1, 150), st.integers(1, 12))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(cells, st.integers(0, 99), max_size=40),
    st.dictionaries(cells, st.integers(100, 199), max_size=40),
)
def test_whatever_stands_there_and_whatever_is_set_both_are_read(
    before: dict[Cell, int], new: dict[Cell, int]
) -> None:
    lines = ""
    for row in sorted({one.row for one in before}):
        inner = "".join(f'<c r="{one}"><v>{value}</v></c>' for one, value in sorted(before.items()) if one.row == row)
        lines += f'<row r="{row}">{inner}</row>'
    made = changed(one_sheet(lines), *(change(str(one), value) for one, value in new.items()))
    assert shown(made, "S") == {str(one): value for one, value in {**before, **new}.items()}


areas = st.builds(
    lambda top, left, rows, columns: Area(top, left, top + rows, left + columns),
    st.integers(1, 200), st.integers(1, 20), st.integers(0, 150), st.integers(0, 5),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(areas, max_size=12), st.builds(Cell, st.integers(1, 360), st.integers(1, 30)), st.integers(0, 200))
def test_many_areas_say_the_same_as_each_asked_for_itself(found: list[Area], one: Cell, more: int) -> None:
    many = Areas(found)
    assert (one in many) == any(one in area for area in found)
    assert set(many.at(one)) == {area for area in found if one in area}
    last = one.row + more
    assert set(many.meeting(one.row, last)) == {area for area in found if area.top <= last and area.bottom >= one.row}
    covered = {column for left, right in many.columns(one.row) for column in range(left, right + 1)}
    assert covered == {
        column for area in found if area.top <= one.row <= area.bottom for column in range(area.left, area.right + 1)
    }


def test_a_book_with_a_part_in_capitals_is_found() -> None:
    parts = parts_of({"S": worksheet(TWO)})
    parts["xl/Worksheets/Sheet1.xml"] = parts.pop(SHEET)
    made = changed(zipped(parts), change("B2", 5))
    assert held(made, "B2") == 5
    assert isinstance(opened(made).package, Package)
