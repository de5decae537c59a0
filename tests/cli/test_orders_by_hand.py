"""`officebot orders need, needs, draft`: what a person asks for, before a yes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from officebot.app import App
from officebot.core.proposals import Item
from officebot.duties.orders.observe import ASKED, NEED, STOCK
from officebot.engine.record import views
from tests.cli.orderbook import OUEST, PORT, change, items_of, journalled, make, notes, orders
from tests.cli.test_orders_book import refused

pytestmark = pytest.mark.xdist_group("orders by hand")

PERSON = "assistance@atelier-verrier.example"


@pytest.fixture
def office(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "office"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office to be copied: that is quicker than making one."""
    return make(tmp_path_factory.mktemp("made") / "office")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which nothing that is asked for can be: nothing changes in it."""
    return make(tmp_path_factory.mktemp("untouched") / "office")


@pytest.fixture(scope="module")
def ordering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which one order after another is prepared."""
    return make(tmp_path_factory.mktemp("ordering") / "office")


def facts(*words: str | Path, office: Path) -> list[dict[str, Any]]:
    called = orders(*words, "--json", office=office)
    assert (called.code, called.err) == (0, "")
    return called.facts


def draft(*words: str, office: Path, supplier: str = "port") -> dict[str, Any]:
    (made,) = facts("draft", "--supplier", supplier, *words, office=office)
    assert isinstance(made, dict)
    return made


# ── needs ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_need_is_noted_in_the_person_s_name_and_told_in_the_journal(office: Path) -> None:
    (noted,) = facts(
        "need", "PAP-A4-80=40", "--supplier", "port", "--by", "2026-12-15", "--place", "Atelier", "--budget",
        "fournitures de bureau", office=office,
    )  # fmt: skip
    assert noted.pop("title") == "Nadia Ferrand a besoin de 40 ramettes Papier A4 80 g"
    key = noted.pop("id")
    assert noted == {
        "article": "PAP-A4-80", "label": "Papier A4 80 g", "quantity": 40, "unit": "ramette", "supplier": PORT[0],
        "place": "Atelier", "by": "2026-12-15", "budget": "606400", "required": [], "wished": [], "changed": False,
        "coming": [],
    }  # fmt: skip
    (item,) = items_of(office, NEED)
    assert (item.key, item.owner) == (key, PERSON)
    assert journalled(office, "item.noted") == [(PERSON, f"item:{NEED}:{key}")]


def test_needs_are_grouped_by_supplier_and_place_with_the_way_they_are_met(office: Path) -> None:
    facts("need", "PAP-A4-80=40", "--supplier", "port", "--by", "2026-12-15", office=office)
    facts("need", "Câble=2", "--place", "Dépôt", office=office)
    source = {"article": "PAP-A4-80", "quantity": "60", "supplier": OUEST[0], "cells": ["Stock!D2"]}
    notes(office, Item(kind=STOCK, key="stock:article:PAP-A4-80", title="Order 60", source=source))
    unknown, ouest, port = facts("needs", office=office)
    assert (unknown["supplier"], unknown["place"], unknown["amount"], unknown["sellers"], unknown["way"]) == (
        "", "Dépôt", None, [], "unknown",
    )  # fmt: skip
    assert (ouest["supplier"], ouest["amount"], ouest["way"]) == (OUEST[0], 252, "order")
    assert ouest["lines"] == [
        {"id": "stock:article:PAP-A4-80", "article": "PAP-A4-80", "label": "Papier A4 80 g", "quantity": 60,
         "unit": "ramette", "price": 4.2, "amount": 252, "why": "Order 60", "source": "Stock!D2"}
    ]  # fmt: skip
    assert (port["supplier"], port["place"], port["currency"], port["amount"], port["by"]) == (
        PORT[0], "Atelier Verrier SAS", "EUR", 168, "2026-12-15",
    )  # fmt: skip
    assert port["sellers"][0] == PORT[0]
    told = orders("needs", office=office)
    assert "Nobody is known who sells it." in told.err
    assert "40 ramettes" in told.out


def test_what_costs_much_is_asked_for_where_several_sell_it(office: Path) -> None:
    facts("need", "PAP-A4-80=400", "--supplier", "port", office=office)
    (group,) = facts("needs", office=office)
    assert (group["amount"], group["way"]) == (1680, "ask")


def test_something_to_be_found_has_properties_that_it_must_have_or_would_be_good(office: Path) -> None:
    facts("need", "Ménage=1", "--required", "chaque semaine", "--wished", "sans chlore", "--wished", "le soir",
          office=office)  # fmt: skip
    (group,) = facts("needs", office=office)
    assert group["lines"][0]["required"] == ["chaque semaine"]
    assert group["lines"][0]["wished"] == ["sans chlore", "le soir"]


def test_who_says_again_what_they_need_changes_it(office: Path) -> None:
    (first,) = facts("need", "Café=2 kg", office=office)
    (second,) = facts("need", "café=3 kg", office=office)
    assert (second["id"], second["changed"]) == (first["id"], True)
    assert [item.source["quantity"] for item in items_of(office, NEED)] == ["3"]
    (third,) = facts("need", "café=3 kg", "--place", "Dépôt", office=office)
    assert (third["id"] != first["id"], third["changed"]) == (True, False)


def test_a_need_that_offers_are_asked_for_already_is_not_changed_any_more(office: Path) -> None:
    (first,) = facts("need", "Café=2 kg", office=office)
    notes(office, Item(kind=ASKED, key="orders:asked:x", title="x", source={"needs": [first["id"]]}))
    (second,) = facts("need", "Café=3 kg", office=office)
    assert (second["id"] != first["id"], second["changed"]) == (True, False)


def test_what_is_still_to_come_is_said(office: Path) -> None:
    (noted,) = facts("need", "CLA-A4=5", office=office)
    assert noted["coming"] == ["BC-2026-002"]
    assert "BC-2026-002" in orders("need", "CLA-A4=6", office=office).err


def test_a_need_is_forgotten_by_its_number(office: Path) -> None:
    (noted,) = facts("need", "Café=2", office=office)
    (gone,) = facts("need", "--forget", noted["id"][:6], office=office)
    assert (gone["id"], gone["closed"]) == (noted["id"], True)
    assert facts("needs", office=office) == []
    assert journalled(office, "item.closed") == [(PERSON, f"item:{NEED}:{noted['id']}")]
    assert noted["id"] in refused("need", "--forget", noted["id"], office=office)


@pytest.mark.parametrize(
    "words",
    ["need", "need --forget abcd x=1", "need a=1 b=2 --required c", "need a=1 --supplier port --supplier ouest",
     "need --forget abcd --place x", "need a=1 --by soon", "draft --line a=1", "draft --supplier port",
     "draft --supplier= --line a=1", "draft --supplier port --supplier ouest --line PAP-A4-80=1",
     "draft --supplier port --line PAP-A4-80=1 --due 2026-02-30"],
)  # fmt: skip
def test_what_cannot_be_meant_is_misuse(untouched: Path, words: str) -> None:
    called = orders(*words.split(), office=untouched)
    assert (called.code, called.out) == (2, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("need Café=douze", "“Café=douze” is no line"), ("need Café=-1", "more than 0"),
        ("need Café=1 --supplier nobody", "“nobody” is no supplier"), ("need Café=1 Café=2", "named twice"),
        ("need Café=1 --by 2026-11-22", "is over"), ("need Café=1 --budget 60640", "there is 606400"),
    ],
)  # fmt: skip
def test_a_need_that_cannot_be_is_refused_in_one_sentence(untouched: Path, words: str, said: str) -> None:
    assert said in refused(*words.split(), office=untouched)
    assert items_of(untouched, NEED) == []


# ── draft ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_order_is_prepared_with_what_the_office_knows_and_waits_without_a_number(office: Path) -> None:
    made = draft("--line", "PAP-A4-80=40", "--line", "cla a4=10", "--budget", "606400", "--due", "2026-12-10", "--quote",
                 "D-88", office=office)  # fmt: skip
    assert made == {
        "proposal": 1, "supplier": PORT[0],
        "lines": [
            {"article": "PAP-A4-80", "label": "Papier A4 80 g", "quantity": 40, "unit": "ramette", "price": 4.2,
             "amount": 168},
            {"article": "CLA-A4", "label": "Classeur A4", "quantity": 10, "unit": "pièce", "price": 2.1, "amount": 21},
        ],
        "total": 189, "currency": "EUR", "due": "2026-12-10", "place": "Atelier Verrier SAS", "state": "waiting",
        "approvals_needed": 2,
        "budget": ["Budget “Fournitures de bureau”: 3,558.00 EUR are left, 3,369.00 after this order."],
        "already_waiting": False,
    }  # fmt: skip
    assert journalled(office, "proposal.asked-for") == [(PERSON, "proposal:1")]
    assert journalled(office, "number.given") == []


def test_a_small_order_needs_one_yes_and_comes_in_ten_working_days(ordering: Path) -> None:
    made = draft("--line", "PAP-A4-80=5", office=ordering)
    assert (made["approvals_needed"], made["due"], made["budget"]) == (1, "2026-12-07", [])


def test_the_same_order_waits_once(office: Path) -> None:
    words = ("--line", "PAP-A4-80=5")
    first, again = draft(*words, office=office), draft(*words, office=office)
    assert (again["proposal"], first["already_waiting"], again["already_waiting"]) == (first["proposal"], False, True)
    assert draft("--line", "PAP-A4-80=6", office=office)["proposal"] != first["proposal"]


@pytest.mark.parametrize(
    ("supplier", "line", "price", "unit"),
    [
        ("ouest", "TON-26A=2", 59, "pièce"),
        ("port", "TON-26A=2", 61, "pièce"),
        ("hartley paper", "TON-26A=2", None, "pièce"),
        ("port", "P-77=2", 2.1, "pièce"),
        ("port", "CLA-A4=2@1,95 €", 1.95, "pièce"),
        ("port", "Gomme=3@0.45", 0.45, ""),
    ],
)
def test_a_price_is_the_said_one_else_this_supplier_s(
    ordering: Path, supplier: str, line: str, price: float | None, unit: str
) -> None:
    made = draft("--line", line, office=ordering, supplier=supplier)
    assert (made["lines"][0]["price"], made["lines"][0]["unit"]) == (price, unit)
    assert made["total"] == (0 if price is None else pytest.approx(price * made["lines"][0]["quantity"]))


def test_the_stock_s_price_counts_for_the_supplier_that_it_names(office: Path) -> None:
    change(office, "Stock", "I1", "Fournisseur", "Stock.xlsx")
    change(office, "Stock", "I2", OUEST[0], "Stock.xlsx")
    assert draft("--line", "PAP-A4-80=2", office=office, supplier="ouest")["total"] == 8.4
    assert draft("--line", "PAP-A4-80=2", office=office)["lines"][0]["price"] is None


@pytest.mark.parametrize(("price", "is_least"), [("@2", False), ("", True)])
def test_an_order_says_how_much_it_is_and_where_that_is_not_all_of_it(
    office: Path, price: str, is_least: bool
) -> None:
    draft("--line", f"TON-26A=3{price}", "--line", "Colle=2@5", office=office, supplier="hartley paper")
    with App(office) as app:
        (made,) = [one for one in views.queue(app.ledger) if one.duty == "orders"]
    assert (made.amount, made.amount_is_least) == ("10.00" if is_least else "16.00", is_least)
    assert ("at least" in made.title.render("en")) is is_least


def test_what_is_wanted_today_is_not_over(office: Path) -> None:
    assert draft("--line", "PAP-A4-80=2", "--due", "2026-11-23", office=office)["due"] == "2026-11-23"


def test_a_price_that_nobody_knows_is_said(ordering: Path) -> None:
    called = orders("draft", "--supplier", "hartley paper", "--line", "TON-26A=2", office=ordering)
    assert "a price is missing" in called.err
    assert "It waits for 2 people’s yes" in called.err  # it may cost more than the limit of the policy
    assert re.search(r"officebot approve \d+", called.err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Papeterie du Pont", "PAP-A4-80=1"), "there is Papeteries du Port"),
        (("port", "PAP-A3-80=1"), r"there is PAP-A4-80 (Papier A4 80 g)"),
        (("port", "gomme=1"), "needs a price, as gomme=QUANTITY@PRICE"),
        (("port", "PAP-A4-80=douze"), "is no line"),
        (("port", "PAP-A4-80=-3"), "more than 0"),
        (("port", "PAP-A4-80=3 boîtes"), "counted in ramette"),
        (("port", "PAP-A4-80=3", "--line", "pap-a4-80=1"), "named twice"),
        (("port", "PAP-A4-80=3@4 £", "--line", "CLA-A4=1"), "EUR, GBP"),
        (("port", "PAP-A4-80=3", "--due", "2026-11-22"), "is over"),
        (("port", "PAP-A4-80=3", "--budget", "6064"), "there is 606400"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_one_sentence(
    untouched: Path, words: tuple[str, ...], said: str
) -> None:
    supplier, line, *more = words
    assert said in refused("draft", "--supplier", supplier, "--line", line, *more, office=untouched)
    assert journalled(untouched, "proposal.made") == []


def test_a_supplier_that_stands_there_with_two_addresses_or_none_gets_no_order(office: Path) -> None:
    change(office, "Fournisseurs", "A3", "papeteries du port")
    change(office, "Fournisseurs", "B4", None)
    asked = refused("draft", "--supplier", "Papeteries du Port", "--line", "PAP-A4-80=1", office=office)
    assert OUEST[1] in asked
    assert "Hartley Paper Ltd" in refused(
        "draft", "--supplier", "hartley paper", "--line", "PAP-A4-80=1", office=office
    )
