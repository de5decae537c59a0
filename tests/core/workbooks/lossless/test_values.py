"""Values as cells hold them, there and back: text is always text, numbers keep their digits, days their day."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.core.workbooks.cells import Fault, Formula, Value
from officebot.core.workbooks.lossless.styles import kind_of
from officebot.core.workbooks.lossless.values import moment, number, same, serial
from tests.core.workbooks.handmade import cell, change, changed, held, one_sheet, part, parts_of, worksheet, zipped
from tests.core.workbooks.making import shown


def put(value: Value, where: str = "A1", **about: Any) -> bytes:
    return changed(one_sheet('<row r="1"><c r="B1" s="4"/></row>', **about), change(where, value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12, "<v>12</v>"),
        (-0.5, "<v>-0.5</v>"),
        (1e300, "<v>1e+300</v>"),
        (2.0, "<v>2</v>"),
        (0.1, "<v>0.1</v>"),
        (Decimal("1234.50"), "<v>1234.50</v>"),
        (Decimal("1E+5"), "<v>100000</v>"),
        (Decimal("1E-30"), "<v>1E-30</v>"),
        (999_999_999_999_999, "<v>999999999999999</v>"),
        (True, "<v>1</v>"),
        (False, "<v>0</v>"),
        (Fault("#DIV/0!"), "<v>#DIV/0!</v>"),
        (Formula('IF(A2<3,"é","b")'), '<f>IF(A2&lt;3,"é","b")</f>'),
    ],
)
def test_a_value_is_written_as_spreadsheet_programs_do(value: Value, written: str) -> None:
    assert written in cell(put(value), "A1")


@pytest.mark.parametrize(
    "value",
    [float("inf"), float("nan"), Decimal("NaN"), Decimal("Infinity"), Decimal("1E+400"), Decimal("-1E+308"), 10**15],
)
def test_a_number_that_no_cell_holds_is_refused(value: Value) -> None:
    with pytest.raises(UserError, match=r"infinite number|more than 15 digits"):
        put(value)


@pytest.mark.parametrize(
    "words",
    [
        "Papier",
        "  outer blanks ",
        "a\nb\tc",
        "_x0041_",
        "_x005F_x0041_",
        "_x00",
        "<b>&amp;</b> \"'",
        "]]>",
        "é€𝄞😀",
        "\u202eabc",
        "12",
        "007",
        "TRUE",
        "2026-01-02",
        "#N/A",
        "x" * 32_767,
    ],
)
def test_words_come_back_letter_by_letter(words: str) -> None:
    made = put(words)
    assert held(made, "A1") == words
    if "_x00" not in words:  # openpyxl leaves the escape as it is
        assert shown(made, "S")["A1"] == words


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "|cmd", "%0A=1", "＝1", '=HYPERLINK("http://x")', "-2+3"],
)
def test_words_that_look_like_a_formula_stay_words_and_say_so(words: str) -> None:
    made = put(words)
    assert "<f" not in part(made)
    assert held(made, "A1") == words
    style = re.search(r' s="(\d+)"', cell(made, "A1"))
    assert style is not None
    formats = re.findall(r"<xf [^>]*?/?>", part(made, "xl/styles.xml"))
    assert 'quotePrefix="1"' in formats[int(style[1])]


def test_words_that_look_like_none_get_no_style() -> None:
    assert (
        cell(put("Papier = A4"), "A1")
        == '<c r="A1" t="inlineStr"><is><t xml:space="preserve">Papier = A4</t></is></c>'
    )


def test_signs_that_xml_does_not_have_are_left_out_and_not_missed() -> None:
    made = put("a\x00b\x0bc\ud800d\uffff\r\ne")
    assert held(made, "A1") == "abcd\ne"
    again = changed(made, change("A1", 1, "a\x00b\x0bc\ud800d\uffff\r\ne"))
    assert held(again, "A1") == 1


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(UserError, match="is too long"):
        put("x" * 32_768)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("_x0041_", "A"),
        ("_x000D_", "\r"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_ alone", "\ufffd alone"),
        ("_x41_", "_x41_"),
    ],
)
def test_escaped_signs_are_read_and_half_a_sign_is_none(written: str, read: str) -> None:
    data = one_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{written}</t></is></c></row>')
    assert held(data, "A1") == read


@pytest.mark.parametrize(
    ("xml", "read"),
    [
        ('<c r="A1" t="s"><v>1</v></c>', "two & 2"),
        ('<c r="A1" t="s"><v>9</v></c>', None),
        ('<c r="A1" t="s"><v>x</v></c>', None),
        ('<c r="A1" t="str"><v>&#65;&#x42;&lt;&amp;lt;</v></c>', "AB<&lt;"),
        ('<c r="A1" t="d"><v>2026-01-02</v></c>', date(2026, 1, 2)),
        ('<c r="A1" t="d"><v>2026-01-02T10:30:00</v></c>', datetime(2026, 1, 2, 10, 30)),
        ('<c r="A1" t="b"><v>true</v></c>', True),
        ('<c r="A1"><v>1E3</v></c>', 1000.0),
        ('<c r="A1"><v> 7 </v></c>', 7),
        ('<c r="A1"><v>seven</v></c>', "seven"),
        ('<c r="A1"><v></v></c>', None),
        ('<c r="A1"><v/></c>', None),
        ('<c r="A1"/>', None),
        ('<c r="A1" s="4"><v>46054.5</v></c>', datetime(2026, 2, 1, 12)),
        ('<c r="A1" s="4"><v>-3</v></c>', -3),
        ('<c r="A1" s="99"><v>5</v></c>', 5),
    ],
)
def test_cells_are_read_as_they_are_meant(xml: str, read: Value) -> None:
    strings = "<si><t>one</t></si><si><r><t>two </t></r><rPh sb='0' eb='1'><t>no</t></rPh><r><t>&amp; 2</t></r></si>"
    assert held(one_sheet(f'<row r="1">{xml}</row>', strings=strings), "A1") == read


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "in_1900", "in_1904"),
    [
        (date(1900, 1, 1), 1, None),
        (date(1900, 2, 28), 59, None),
        (date(1900, 3, 1), 61, None),
        (date(1904, 1, 1), 1462, 0),
        (date(1904, 1, 2), 1463, 1),
        (date(2026, 2, 1), 46054, 44592),
        (date(9999, 12, 31), 2958465, 2957003),
    ],
)
def test_a_day_is_a_number_in_both_epochs_and_the_29_february_1900_never_was(
    day: date, in_1900: int, in_1904: int | None
) -> None:
    assert serial(day) == in_1900
    assert moment(in_1900) == datetime.combine(day, time())
    if in_1904 is not None:
        assert serial(day, is_1904=True) == in_1904
        assert moment(in_1904, is_1904=True) == datetime.combine(day, time())


def test_a_day_before_all_days_is_refused() -> None:
    for day, is_1904 in ((date(1899, 12, 31), False), (date(1903, 12, 31), True)):
        with pytest.raises(UserError, match="no day before 1900"):
            serial(day, is_1904=is_1904)


@settings(max_examples=80, deadline=None)
@given(st.datetimes(datetime(1904, 1, 1), datetime(9999, 12, 30)), st.booleans())
def test_moments_come_back_to_the_second(when: datetime, is_1904: bool) -> None:
    found = moment(serial(when, is_1904=is_1904), is_1904=is_1904)
    assert found is not None
    assert abs(found - when) <= timedelta(seconds=1)


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize("value", [date(2026, 2, 1), datetime(2026, 2, 1, 12, 30), time(9, 15)])
def test_a_day_in_a_plain_cell_gets_a_style_that_shows_it(value: Value, is_1904: bool) -> None:
    made = put(value, about=f'<workbookPr date1904="{int(is_1904)}"/>')
    assert held(made, "A1") == value
    assert shown(made, "S")["A1"] == (datetime.combine(value, time()) if type(value) is date else value)


def test_a_day_in_a_cell_that_shows_days_keeps_its_style() -> None:
    made = put(date(2026, 2, 1), "B1")
    assert cell(made, "B1") == '<c r="B1" s="4"><v>46054</v></c>'
    assert 'cellXfs count="6"' in part(made, "xl/styles.xml")


def test_one_style_is_added_for_many_days_and_the_count_is_right() -> None:
    made = changed(one_sheet(""), *(change(f"A{row}", date(2026, 1, row)) for row in range(1, 20)))
    assert 'cellXfs count="7"' in part(made, "xl/styles.xml")


def test_where_no_style_can_be_added_a_day_is_refused_and_a_number_is_not() -> None:
    bare = zipped(parts_of({"S": worksheet("")}, styles=None))
    with pytest.raises(UserError, match="no list of styles"):
        changed(bare, change("A1", date(2026, 1, 1)))
    assert held(changed(bare, change("A1", 5)), "A1") == 5


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", "date"),
        ("mmm-yy", "date"),
        ("[$-40C]d mmmm yyyy;@", "date"),
        ("hh:mm", "time"),
        ("[h]:mm:ss", "time"),
        ("mm:ss.0", "time"),
        ("yyyy-mm-dd hh:mm", "moment"),
        ("General", ""),
        ("0.00", ""),
        ('#,##0.00 "days"', ""),
        ("[Red]0;[Blue]-0", ""),
        ('0 "h"', ""),
        ("\\d0", ""),
        ("@", ""),
        ("", ""),
    ],
)
def test_a_format_says_what_it_shows(code: str, kind: str) -> None:
    assert kind_of(code) == kind


# ── equality ──────────────────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_held_against_each_other_by_their_worth_and_nothing_else_is() -> None:
    assert same(1.5, Decimal("1.50"))
    assert same(0.1, Decimal("0.1"))
    assert not same(1, True)
    assert not same(0, None)
    assert not same(0, "")
    assert not same("1", 1)
    assert not same(date(2026, 1, 1), "2026-01-02")
    assert not same(1.0, 10**400)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.integers(-(10**14), 10**14), st.floats(allow_nan=False, allow_infinity=False), st.decimals(-(10**9), 10**9)
    )
)
def test_a_number_is_written_so_that_it_is_read_as_it_was(value: int | float | Decimal) -> None:
    assert float(number(value)) == float(value)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_words_are_what_they_were_but_for_signs_that_no_file_has(words: str) -> None:
    assert same(held(put(words), "A1"), words)
