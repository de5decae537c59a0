"""Lines of goods as people name them on a command line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.orders.spoken import SpokenLine, read_lines
from officebot.core.problems import UserError


@pytest.mark.parametrize(
    ("written", "article", "quantity", "unit", "price"),
    [
        ("PAP-A4=40", "PAP-A4", "40", "", None),
        ("PAP-A4 = 40 ramettes", "PAP-A4", "40", "ramettes", None),
        ("a=b=2,5", "a=b", "2.5", "", None),
        ("PAP-A4=1 200", "PAP-A4", "1200", "", None),
        ("PAP-A4=40@4.20", "PAP-A4", "40", "", "4.20"),
        ("me@home=40@4,20 €", "me@home", "40", "", "4.20"),
        ("gift=1@0", "gift", "1", "", "0"),
    ],
)
def test_a_line_is_an_article_with_a_quantity_and_maybe_a_price(
    written: str, article: str, quantity: str, unit: str, price: str | None
) -> None:
    (line,) = read_lines([written], may_price=True)
    assert (line.article, line.quantity, line.unit) == (article, Decimal(quantity), unit)
    assert line.price == (None if price is None else Decimal(price))


@pytest.mark.parametrize(
    "written",
    ["PAP-A4", "PAP-A4=", "=3", "PAP-A4=douze", "PAP-A4=0", "PAP-A4=-3", "PAP-A4=2%", "PAP-A4=about 3", "PAP-A4=1,234",
     "PAP-A4=3@", "PAP-A4=3@-1", "PAP-A4=3@cher", "PAP-A4=1000000001", "PAP-A4=3@1000000001"],
)  # fmt: skip
def test_what_names_no_quantity_or_price_is_refused_in_one_sentence(written: str) -> None:
    with pytest.raises(UserError) as refused:
        read_lines([written], may_price=True)
    assert len(refused.value.problems) == 1


def test_a_price_is_refused_where_none_is_asked_for() -> None:
    with pytest.raises(UserError, match="ARTICLE=QUANTITY, as"):
        read_lines(["PAP-A4=3@4"])


def test_an_article_is_named_once_whatever_its_letters() -> None:
    with pytest.raises(UserError, match="“pap-a4” is named twice"):
        read_lines(["PAP-A4=3", "pap-a4=1"])


@given(st.lists(st.text(max_size=80), max_size=4), st.booleans())
def test_whatever_is_written_there_is_a_line_above_nothing_or_a_sentence(written: list[str], may_price: bool) -> None:
    try:
        found = read_lines(written, may_price=may_price)
    except UserError:
        return
    assert all(isinstance(one, SpokenLine) and one.quantity > 0 and one.article for one in found)
    assert len(found) == len(written)
