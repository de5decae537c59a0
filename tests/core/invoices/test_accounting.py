"""Entries balance to the cent and stand in the eighteen columns of the law."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.invoices.accounting import FEC_COLUMNS, Accounts, Booked, Entries, csv_of, entries, fec, fec_name
from officebot.core.invoices.model import VatLine
from tests.core.invoices.cases import DURAND, TODAY, invoice

ACCOUNTS = Accounts(by_budget={"6064": "606400"}, by_supplier={DURAND.key: "F0012"}, names={"606400": "Fournitures"})


def booked(budget: str = "6064", rate: str | None = None, **more: Any) -> Booked:
    return Booked(invoice=invoice(**more), on=TODAY, budget=budget, rate=None if rate is None else Decimal(rate))


def sums(found: Entries) -> dict[int, Decimal]:
    left: dict[int, Decimal] = {}
    for one in found.postings:
        left[one.number] = left.get(one.number, Decimal(0)) + one.debit - one.credit
    return left


def shown(found: Entries) -> list[tuple[str, str, str]]:
    return [(one.account, str(one.debit), str(one.credit)) for one in found.postings]


def test_an_invoice_is_expense_and_vat_against_the_supplier() -> None:
    assert shown(entries([booked()], ACCOUNTS)) == [
        ("606400", "100.00", "0"), ("445660", "20.00", "0"), ("401000", "0", "120.00")
    ]  # fmt: skip


def test_a_credit_note_is_turned_round_however_it_is_signed() -> None:
    turned = [("606400", "0", "100.00"), ("445660", "0", "20.00"), ("401000", "120.00", "0")]
    assert shown(entries([booked(is_credit=True)], ACCOUNTS)) == turned
    assert shown(entries([booked(is_credit=True, net="-100.00", vat="-20.00")], ACCOUNTS)) == turned


def test_each_rate_has_its_line_where_they_make_the_whole() -> None:
    rates = (VatLine(rate=Decimal(20), vat=Decimal("15.00")), VatLine(rate=Decimal("5.5"), vat=Decimal("5.00")))
    assert [row[1] for row in shown(entries([booked(breakdown=rates)], ACCOUNTS))] == ["100.00", "15.00", "5.00", "0"]
    assert len(entries([booked(breakdown=rates[:1])], ACCOUNTS).postings) == 3


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"gross": Decimal("120.01")}, "do not make"),
        ({"net": "100.001", "vat": "19.999"}, "parts of a cent"),
        ({"currency": "USD"}, "no rate is given"),
        ({"breakdown": (VatLine(category="AE", vat=Decimal(0)),), "vat": "0.00"}, "reverse charge"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_said_and_leaves_no_gap(more: dict[str, Any], why: str) -> None:
    given_gross = more.pop("gross", None)
    wrong = booked("", **more)
    if given_gross is not None:
        wrong = replace(wrong, invoice=replace(wrong.invoice, gross=given_gross))
    found = entries([wrong, booked(number="F-101")], ACCOUNTS, first=7)
    assert why in str(found.problems[0].what)
    assert {one.number for one in found.postings} == {7}


def test_a_foreign_invoice_is_entered_in_euros_with_its_own_amounts_beside() -> None:
    found = entries([booked(currency="USD", rate="0.9137", net="33.33", vat="6.67")], ACCOUNTS)
    assert sums(found) == {1: Decimal(0)}
    last = found.postings[-1]
    assert (last.credit, last.foreign, last.currency) == (Decimal("36.54"), Decimal("-40.00"), "USD")


def test_the_file_has_the_columns_of_the_law() -> None:
    found = entries([booked(number="F-1|00\t")], ACCOUNTS)
    for separator in ("\t", "|"):
        lines = fec(found, ACCOUNTS, TODAY, "\t" if separator == "\t" else "|").splitlines()
        assert tuple(lines[0].split(separator)) == FEC_COLUMNS
        assert [len(line.split(separator)) for line in lines] == [18] * 4
        assert lines[-1].split(separator) == [
            "AC", "Achats", "1", "20261126", "401000", "Fournisseurs", "F0012", "Papeterie Durand", "F-1 00", "20261120",
            "Papeterie Durand F-1 00", "0,00", "120,00", "", "", "20261126", "", "",
        ]  # fmt: skip
    assert fec_name("303265045", date(2026, 12, 31)) == "303265045FEC20261231.txt"


def test_the_table_for_people_has_commas_in_french_and_no_formula() -> None:
    found = entries([booked(number="=1+1")], ACCOUNTS)
    french = list(csv.reader(io.StringIO(csv_of(found, ACCOUNTS)), delimiter=";"))
    assert french[1][-2:] == ["100,00", "0,00"]
    assert french[1][6] == "'=1+1"
    english = list(csv.reader(io.StringIO(csv_of(found, ACCOUNTS, "en"))))
    assert english[0][:3] == ["Journal", "Entry", "Day"]
    assert english[1][-2:] == ["100.00", "0.00"]


cents = st.decimals("-99999", "99999", places=2)


@given(
    st.lists(
        st.tuples(
            cents, st.lists(cents, max_size=3), st.booleans(), st.sampled_from(["EUR", "USD"]), st.text(max_size=20)
        ),
        max_size=6,
    ),
    st.decimals("0.0001", "200", places=4),
)
def test_each_entry_balances_to_the_cent_and_so_does_the_file(
    rows: list[tuple[Decimal, list[Decimal], bool, str, str]], rate: Decimal
) -> None:
    ones = [
        booked(
            number=number, net=str(net), vat=str(sum(vats, Decimal(0))), is_credit=is_credit, currency=currency, rate=str(rate),
            breakdown=tuple(VatLine(vat=vat) for vat in vats),
        )
        for net, vats, is_credit, currency, number in rows
    ]  # fmt: skip
    found = entries(ones, ACCOUNTS)
    assert not found.problems
    assert all(left == 0 for left in sums(found).values())
    assert all(not (one.debit and one.credit) and one.debit >= 0 and one.credit >= 0 for one in found.postings)
    lines = [line.split("|") for line in fec(found, ACCOUNTS, None, "|").split("\r\n")[1:-1]]
    assert all(len(line) == 18 for line in lines)
    in_file = [Decimal(line[11].replace(",", ".")) - Decimal(line[12].replace(",", ".")) for line in lines]
    assert sum(in_file, Decimal(0)) == 0


@pytest.mark.parametrize("lacking", ["net", "gross"])
def test_an_invoice_without_one_of_its_sums_is_not_entered(lacking: str) -> None:
    whole = booked(vat="0.00")
    lacks_net = replace(whole.invoice, net=None) if lacking == "net" else replace(whole.invoice, gross=None)
    found = entries([replace(whole, invoice=lacks_net)], ACCOUNTS)
    assert not found.postings
    assert "no net or gross" in str(found.problems[0].what)


def test_a_rate_of_nothing_is_no_rate() -> None:
    assert entries([booked(currency="USD", rate="0")], ACCOUNTS).problems
