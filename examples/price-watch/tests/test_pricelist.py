"""What is read in a supplier's list, and what is not believed in it."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from officebot.sdk import UserError

from price_watch.pricelist import LARGEST, MOST_LINES, price_in, read

WANTED = {"paper a4", "toner black"}


def prices(raw: str | bytes, **named: str) -> dict[str, Decimal]:
    """The prices that are read in it."""
    found = read(raw.encode() if isinstance(raw, str) else raw, WANTED, **named)
    return {name: one.amount for name, one in found.prices.items()}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Reference;Net price\nPaper A4;5.10", id="a plain list"),
        pytest.param("Réf.\tPrix unitaire HT\nPaper A4\t5,10 €", id="French headings, tabs, a comma, euros"),
        pytest.param("Supplier Ltd\n\nCode,Price\nPAPER  a4,5.10", id="an address above the headings"),
        pytest.param("Réf.;Prix\nPaper A4;5,10".encode("cp1252"), id="as Excel writes it on Windows"),
        pytest.param("Réf.;Prix\nPaper A4;5,10".encode("utf-16"), id="in UTF-16"),
        pytest.param("\ufeffRéf.;Prix\r\nPaper A4;5,10\r\n", id="with a mark of the order of bytes"),
        pytest.param('Code;Price\n"Paper A4";"5.10"', id="in quotes"),
    ],
)
def test_a_list_is_read_as_suppliers_write_it(raw: str | bytes) -> None:
    assert prices(raw) == {"paper a4": Decimal("5.1")}


def test_the_rest_of_the_column_says_what_a_comma_means() -> None:
    assert prices("Code;Price\nPaper A4;1,250\nToner black;61,5") == {
        "paper a4": Decimal("1.25"), "toner black": Decimal("61.5"),
    }  # fmt: skip
    assert prices("Code;Price\nPaper A4;1,250\nToner black;61.5")["paper a4"] == 1250
    assert read(b"Code;Price\nPaper A4;1,250", WANTED).doubtful == ("paper a4",)


def test_an_article_with_two_prices_has_none() -> None:
    found = read(b"Code;Price\nPaper A4;5\nPaper A4;6\nToner black;7\nToner black;7", WANTED)
    assert (list(found.prices), found.doubtful) == (["toner black"], ("paper a4",))


@pytest.mark.parametrize(
    "written", ["=1+1", "@SUM(A1)", "+cmd|x", "-5", "0", "12 %", "about 5", "", "1e9", "9" * 50, "0.00001", "n/a"]
)
def test_what_is_no_price_is_none(written: str) -> None:
    assert price_in(written) is None


def test_a_million_is_no_price_and_a_cent_less_is() -> None:
    assert price_in("1000000") is None
    assert price_in("999999.99") is not None


def test_headings_that_the_office_named_are_taken() -> None:
    raw = "Code;Price;Ours;Promo\nx;1;Paper A4;5"
    assert prices(raw, article="ours", price="promo") == {"paper a4": 5}


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b"a;b\nPaper A4;5", "no columns", id="without headings"),
        pytest.param(b"", "no columns", id="empty"),
        pytest.param(b"PK\x03\x04\x00\x00", "no text", id="a workbook that is called CSV"),
        pytest.param(b"x" * (LARGEST + 1), "larger than", id="one byte too large"),
        pytest.param(b"Code;Price\n" + b"a;1\n" * MOST_LINES, "more than", id="one line too long"),
        pytest.param(b'Code;Price\n"' + b"x" * 200_000, "cannot be read", id="a quote that never ends"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(raw: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why):
        read(raw, WANTED)


def seconds(lines: int) -> float:
    """Of processor time for a list of one article at so many prices; the least of three."""
    prices = (b"Paper A4;%d,%02d\n" % divmod(number % 30_000, 100) for number in range(lines))
    raw = b"Code;Price\n" + b"".join(prices)
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        assert read(raw, WANTED).doubtful == ("paper a4",)
        least = min(least, time.process_time() - began)
    return least


def test_the_longest_list_takes_as_much_longer_as_it_is_longer_and_no_more() -> None:
    assert seconds(MOST_LINES - 1) < 40 * seconds(MOST_LINES // 10)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(raw: bytes) -> None:
    try:
        found = read(b"Code;Price\n" + raw, WANTED)
    except UserError:
        return
    assert all(one.amount > 0 for one in found.prices.values())
