"""Numbers of firms: right ones, and the same with one figure changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.rules.identifiers import SCHEMES

#: Numbers of the schemes' own examples, or worked out by their rule.
RIGHT = [
    ("0088", "7350053850019"), ("0192", "974760673"), ("0184", "DK12345674"), ("0208", "0428759497"), ("0201", "UFAB12"),
    ("0210", "RSSMRA85T10A562S"), ("9907", "07643520567"), ("0211", "IT07643520567"), ("9906", "IT07643520567"),
    ("0007", "5560360793"), ("0151", "51824753556"), ("0096", "1234567890"), ("0198", "DK12345674"), ("0106", "12345678"),
    ("0190", "00000001003214345000"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "number"), RIGHT, ids=[f"{scheme} {number}" for scheme, number in RIGHT])
def test_a_right_number_is_right_and_a_shorter_one_is_not(scheme: str, number: str) -> None:
    assert SCHEMES[scheme].is_right(number)
    assert not SCHEMES[scheme].is_right(number[:-1])
    assert not SCHEMES[scheme].is_right(f"{number[:-1]}!")


@pytest.mark.parametrize("scheme", ["0088", "0192", "0208", "0211", "0007", "0151"])
@given(st.data())
def test_any_one_figure_changed_is_noticed(scheme: str, data: st.DataObject) -> None:
    number = dict(RIGHT)[scheme]
    places = [place for place, figure in enumerate(number) if figure.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([figure for figure in "0123456789" if figure != number[place]]))
    assert not SCHEMES[scheme].is_right(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
@given(st.text())
def test_no_text_breaks_a_check(scheme: str, text: str) -> None:
    assert SCHEMES[scheme].is_right(text) in (True, False)
