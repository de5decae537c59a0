"""Charts: sound XML, told in words, readable without colours, never larger than their frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.charts.model import Chart, Kind, Series, steps
from officebot.core.charts.svg import WIDTH, svg

SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: Kind = "bar", values: tuple[int | None, ...] = (48, 30, 0), series: int = 2, **more: str) -> Chart:
    found = tuple(None if one is None else Decimal(one) for one in values)
    words = tuple("" if one is None else str(one) for one in values)
    names = [f"série {n}" for n in range(series)]
    return Chart(
        name=more.get("name", "c"), kind=kind, title=more.get("title", "Courriels"), unit=more.get("unit", ""),
        categories=[more.get("category", f"sorte {n}") for n in range(len(values))],
        series=[Series(name=name, values=found, words=words) for name in names],
    )  # fmt: skip


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_chart_says_what_it_is_and_all_that_it_shows(kind: Kind) -> None:
    drawn = ET.fromstring(svg(chart(kind)))
    assert drawn.get("role") == "img"
    title, desc = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == "Courriels"
    assert desc.text == (
        "sorte 0: série 0 48, série 1 48; sorte 1: série 0 30, série 1 30; sorte 2: série 0 0, série 1 0"
    )
    assert str(drawn.get("aria-labelledby")).split() == [title.get("id"), desc.get("id")]


@pytest.mark.parametrize("kind", ["bar", "grouped", "stacked"])
def test_six_series_have_six_fills_that_need_no_colour(kind: Kind) -> None:
    drawn = svg(chart(kind, (5, 6), series=6))
    fills = set(re.findall(r'<rect [^>]*fill="([^"]+)" stroke=', drawn))
    assert len(fills) == 6
    assert sum(one.startswith("url(#c-c-") for one in fills) == 4


def test_lines_differ_in_their_strokes_and_marks() -> None:
    drawn = svg(chart("line", (1, 2, 3), series=3))
    assert drawn.count("<circle") >= 3
    assert len(set(re.findall(r'<polyline [^>]*stroke-width="2"( stroke-dasharray="[^"]+")?/>', drawn))) == 3


def test_a_value_that_is_not_there_is_not_drawn_as_nought() -> None:
    assert svg(chart("grouped", (5, None), series=1)).count('stroke-width="1"') == 1
    assert "sorte 1: —" in chart("grouped", (5, None), series=1).in_words


def test_two_charts_on_a_page_share_no_names() -> None:
    one, other = (set(re.findall(r' id="([^"]+)"', svg(chart(name=name)))) for name in ("a", "b"))
    assert not one & other


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '" onload="x', "&amp; ]]>", "\x00\x1b[31m\ud800", "a" * 5000]
)
def test_outside_words_stay_words(words: str) -> None:
    drawn = ET.fromstring(svg(chart(category=words, title=words, unit=words[:30], name=words)))
    assert {one.tag.removeprefix(SVG) for one in drawn.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "path", "circle", "rect", "line", "text"
    }  # fmt: skip
    assert not any(name.startswith("on") for one in drawn.iter() for name in one.attrib)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(get_args(Kind)),
    st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1, max_size=14),
    st.integers(1, 6),
)
def test_whatever_the_values_all_stays_in_the_frame(kind: Kind, values: list[int | None], series: int) -> None:
    drawn = ET.fromstring(svg(chart(kind, tuple(values), series)))
    height = float(str(drawn.get("height")))
    for one in drawn.iter(f"{SVG}rect"):
        if one.get("x") is not None:
            assert float(str(one.get("x"))) + float(str(one.get("width"))) <= WIDTH + 1
            assert 0 <= float(str(one.get("y"))) <= height
            assert float(str(one.get("y"))) + float(str(one.get("height"))) <= height + 1


@pytest.mark.parametrize(
    ("most", "last"), [(0, 1), (1, 1), (7, 8), (48, 50), (100, 100), (101, 150), (987654, 1000000)]
)
def test_an_axis_ends_at_a_round_number(most: int, last: int) -> None:
    found = steps(Decimal(most))
    assert found[0] == 0
    assert found[-1] == last
    assert len({b - a for a, b in pairwise(found)}) == 1
