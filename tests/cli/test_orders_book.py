"""`officebot orders list, late, scorecard, map`: what is read from the office's workbook, and from others."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from officebot.core.proposals import Item
from officebot.duties.orders.observe import ASKED, LATE
from tests.cli.orderbook import OUEST, PORT, change, make, notes, orders, row
from tests.cli.test_orders_compare import offer

pytestmark = pytest.mark.xdist_group("orders book")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be read."""
    return make(tmp_path_factory.mktemp("orders") / "office")


def facts(*words: str | Path, office: Path) -> list[dict[str, Any]]:
    called = orders(*words, "--json", office=office)
    assert (called.code, called.err) == (0, "")
    return called.facts


def refused(*words: str | Path, office: Path, lang: str = "en") -> str:
    """What is said in one sentence, on standard error."""
    called = orders(*words, office=office, lang=lang)
    assert (called.code, called.out) == (1, ""), called
    assert re.fullmatch(r"officebot: .+[.!?]\n", called.err), called.err
    return called.err


# ── list ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_line_says_how_far_it_has_come(office: Path) -> None:
    lines = facts("list", office=office)
    assert [(one["order"], one["line"], one["state"], one["late"], one["days_late"]) for one in lines] == [
        ("BC-2026-001", 1, "received", False, 0), ("BC-2026-002", 1, "ordered", True, 3),
        ("BC-2026-002", 2, "partly-received", False, 0), ("BC-2026-003", 1, "ordered", True, 1),
    ]  # fmt: skip
    toner = lines[2]
    assert toner["sources"]["received"] == "Commandes!P4"
    del toner["sources"]
    assert toner == {
        "order": "BC-2026-002", "line": 2, "supplier": PORT[0], "article": "TON-26A", "label": "Toner noir 26A",
        "quantity": 4, "unit": "pièce", "price": 61, "currency": "EUR", "ordered_on": "2026-11-02",
        "due": "2026-11-18", "promised": "2026-12-01", "confirmed_quantity": None, "confirmed_price": None,
        "received": 1, "received_on": None, "invoiced": 0, "state": "partly-received", "late": False, "days_late": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("--open",), ["BC-2026-002", "BC-2026-002", "BC-2026-003"]),
        (("--open", "--all"), ["BC-2026-001", "BC-2026-002", "BC-2026-002", "BC-2026-003"]),
        (("--supplier", "ouest"), ["BC-2026-003"]),
        (("--order", "bc 2026 002"), ["BC-2026-002", "BC-2026-002"]),
        (("--order", "BC-2026-001", "--open"), []),
    ],
)
def test_a_list_may_be_of_a_part(office: Path, words: tuple[str, ...], lines: list[str]) -> None:
    assert [one["order"] for one in facts("list", *words, office=office)] == lines


def test_another_day_may_count_as_today(office: Path) -> None:
    late = [one for one in facts("list", "--today", "2026-11-19", office=office) if one["late"]]
    assert [(one["order"], one["days_late"]) for one in late] == [("BC-2026-002", 1)]


def test_a_workbook_without_an_office_is_listed_too(office: Path, tmp_path: Path) -> None:
    listed = facts("list", office / "Commandes.xlsx", "--today", "2026-11-23", office=tmp_path)
    assert listed == facts("list", office=office)


def test_people_read_the_states_in_their_language(office: Path) -> None:
    called = orders("list", office=office, lang="fr")
    assert (called.code, called.err) == (0, "")
    assert "20 pièces" in called.out
    assert "2,10 EUR" in called.out
    assert "Late" not in called.out


def test_rows_that_cannot_be_read_are_said_last_and_the_rest_is_listed(tmp_path: Path) -> None:
    office = make(tmp_path / "office")
    change(office, "Commandes", "H3", "environ 20")
    change(office, "Commandes", "H5", -2)
    *lines, problems = facts("list", office=office)
    assert [(one["order"], one["line"]) for one in lines] == [("BC-2026-001", 1), ("BC-2026-002", 2)]
    assert [one.split(":")[0] for one in problems["problems"]] == ["Commandes!H3", "Commandes!H5"]
    assert orders("list", office=office).err.startswith("Commandes!H3: ")


def two_books(office: Path, path: Path) -> Path:
    book = openpyxl.load_workbook(office / "Commandes.xlsx")
    book.copy_worksheet(book["Commandes"])
    book.save(path)
    return path


def test_what_is_no_order_book_is_refused_in_a_sentence(office: Path, tmp_path: Path) -> None:
    assert "No table looks like orders" in refused("list", office / "Stock.xlsx", office=office)
    assert "ne ressemble à des commandes" in refused("list", office / "Stock.xlsx", office=office, lang="fr")
    assert "none.xlsx" in refused("list", tmp_path / "none.xlsx", office=office)
    both = two_books(office, tmp_path / "two.xlsx")
    assert "both look like the order lines" in refused("list", both, office=office)
    assert len(facts("list", both, "--lines", "Commandes", office=office)) == 4
    assert "Nope" in refused("list", both, "--lines", "Nope", office=office)


def test_a_supplier_or_order_that_is_not_there_is_said(office: Path) -> None:
    assert "there is Papeteries du Port" in refused("list", "--supplier", "Papeterie du Pont", office=office)
    assert "BC-2026-009" in refused("list", "--order", "BC-2026-009", office=office)


@pytest.mark.parametrize(
    "words", [("--supplier", "a", "--supplier", "b"), ("--order", "a", "--order", "b"), ("--lines", "x"), ("a", "b")]
)
def test_what_cannot_be_meant_is_misuse(office: Path, words: tuple[str, ...]) -> None:
    called = orders("list", *words, office=office)
    assert (called.code, called.out) == (2, "")


def test_without_its_workbook_an_office_says_what_is_missing(tmp_path: Path) -> None:
    office = make(tmp_path / "office")
    (office / "Commandes.xlsx").unlink()
    for name in ("list", "late", "needs", "scorecard"):
        assert "Commandes.xlsx" in refused(name, office=office)


def test_an_office_that_names_no_order_book_is_told_how_to(tmp_path: Path) -> None:
    office = make(tmp_path / "office", workbook="other")
    assert "officebot orders map FILE --save" in orders("list", office=office).err


# ── late ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_late_deliveries_are_told_by_supplier_with_what_was_done_about_them(tmp_path: Path) -> None:
    office = make(tmp_path / "office")
    source = {"supplier": PORT[0], "reminders": 2, "last": "2026-11-20", "answered": "2026-11-21"}
    notes(office, Item(kind=LATE, key=f"orders:late:{PORT[1]}", title="late", source=source))
    ouest, port = facts("late", office=office)
    assert (ouest["supplier"], ouest["reminders"], ouest["last_reminder"], ouest["answered"]) == (
        OUEST[0],
        0,
        None,
        None,
    )
    assert (port["since"], port["reminders"], port["last_reminder"], port["answered"]) == (
        "2026-11-18", 2, "2026-11-20", "2026-11-21",
    )  # fmt: skip
    assert port["address"] == PORT[1]
    assert port["lines"] == [
        {"order": "BC-2026-002", "line": 1, "article": "CLA-A4", "label": "Classeur A4", "open": 20, "unit": "pièce",
         "expected": "2026-11-18", "days_late": 3, "source": "Commandes!H3"}
    ]  # fmt: skip
    told = orders("late", office=office)
    assert "Reminders sent: 2, the last on 20 November 2026." in told.err
    assert "They answered on 21 November 2026." in told.err


def test_nothing_late_is_said(tmp_path: Path) -> None:
    office = make(tmp_path / "office", ())
    assert facts("late", office=office) == []
    assert orders("late", office=office).err == "No delivery is late.\n"


def test_a_supplier_without_address_is_said(tmp_path: Path) -> None:
    line = row("A-1", 1, ("Chez Nous", None), ("X-1", "Thé"), 1, 2, Livraison_demandée=date(2026, 11, 2))
    office = make(tmp_path / "office", (line,))
    assert "Nobody knows where to write to Chez Nous" in orders("late", office=office).err


# ── scorecard ─────────────────────────────────────────────────────────────────────────────────────────────


def test_suppliers_are_judged_by_how_they_kept_their_word(office: Path) -> None:
    ouest, port = facts("scorecard", office=office)
    assert (ouest["supplier"], ouest["on_time"]["seen"]) == (OUEST[0], 0)
    assert (port["orders"], port["lines"]) == (2, 3)
    assert port["in_full"] == {"seen": 1, "expected": 0.829, "orders": 1}
    assert port["mean_delay"] == 2.5
    assert any("On time" in one for one in port["says"])
    assert facts("scorecard", "port", office=office) == [port]
    assert "is no supplier" in refused("scorecard", "nobody", office=office)
    assert "Papeteries du Port" in orders("scorecard", office=office).out


def test_requests_that_nobody_answered_count_once_their_day_is_over(tmp_path: Path) -> None:
    office = make(tmp_path / "office", ())

    def asked(key: str, answer_by: str, offers: dict[str, Any]) -> Item:
        source = {"sent_on": "2026-11-16", "answer_by": answer_by, "offers": offers,
                  "suppliers": [[PORT[0], PORT[1], "fr"], [OUEST[0], OUEST[1], "fr"]]}  # fmt: skip
        return Item(kind=ASKED, key=key, title=key, source=source)

    notes(office, asked("a", "2026-11-20", {PORT[1]: {"came": "2026-11-18"}}), asked("b", "2026-11-23", {}))
    cards = {one["supplier"]: one for one in facts("scorecard", office=office)}
    assert (cards[PORT[0]]["answers"], cards[PORT[0]]["answer_days"], cards[PORT[0]]["unanswered"]) == (1, 2, 0)
    assert (cards[OUEST[0]]["answers"], cards[OUEST[0]]["unanswered"]) == (0, 1)


# ── map ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tables_of_an_order_book_are_shown_with_their_columns(office: Path) -> None:
    (found,) = facts("map", office / "Commandes.xlsx", office=office)
    assert (found["lines"]["table"], found["suppliers"]["table"], found["budget"]["table"]) == (
        "Commandes", "Fournisseurs", "Budget",
    )  # fmt: skip
    assert found["lines"]["columns"]["promised"] == "Livraison confirmée"
    assert found["problems"] == []
    assert "wanted by" in orders("map", office / "Commandes.xlsx", office=office).out


def test_an_order_book_is_taken_into_the_office_once_somebody_says_so(office: Path, tmp_path: Path) -> None:
    mine = make(tmp_path / "office")
    written = (mine / "office.toml").read_text("utf-8")
    kept = re.sub(r"(?ms)^\[(?:workbooks|duties)\.orders\]\n.*?(?=^\[|\Z)", "", written)
    assert kept != written
    (mine / "office.toml").write_text(kept, "utf-8")
    words = ("map", two_books(mine, mine / "two.xlsx"), "--lines", "Commandes", "--save")
    unasked = orders(*words, office=mine)
    assert (unasked.code, "add --yes" in unasked.err) == (1, True)
    assert (mine / "office.toml").read_text("utf-8") == kept
    assert orders(*words, "--yes", "--may-write", office=mine).code == 0
    settings = tomllib.loads((mine / "office.toml").read_text("utf-8"))
    assert settings["workbooks"]["orders"] == {"path": "two.xlsx", "write": True}
    assert settings["duties"]["orders"] == {"enabled": True, "lines": "Commandes"}
    assert len(facts("list", office=mine)) == 4


def test_what_holds_no_orders_is_not_taken_in(office: Path, tmp_path: Path) -> None:
    path = offer(tmp_path / "offer.xml", "Alpha", ("A", "a", 1, "1"))
    before = (office / "office.toml").read_bytes()
    for file in (office / "Stock.xlsx", path):
        called = orders("map", file, "--save", "--yes", office=office)
        assert called.code == 1
        assert called.err
    assert (office / "office.toml").read_bytes() == before
