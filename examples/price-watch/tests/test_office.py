"""The duty in a whole office, with a workbook and people who answer: see `officebot.testing.box`."""

from __future__ import annotations

import pytest
from officebot.sdk.panels import Counts, Rows
from officebot.testing.box import OfficeInABox

from facts import STOCK
from price_watch import DUTY

LIST = "incoming/prices/prices.csv"


@pytest.fixture
def at_work(office: OfficeInABox) -> OfficeInABox:
    """An office with the duty, its workbook and a list."""
    office.keeps("stock", {"Stock": STOCK})
    office.files(LIST, "Réf.;Prix net\nPaper A4;5,10\nToner black;61,50\nPencils;0,35\n")
    office.enables(DUTY)
    return office


def test_a_new_price_is_written_after_a_yes_and_asked_about_once(at_work: OfficeInABox) -> None:
    at_work.runs(DUTY)
    (question,) = at_work.waiting()
    assert at_work.cell("stock.xlsx", "Stock", "C2") == 4.2
    counts, rows = at_work.panels(DUTY)
    assert isinstance(counts, Counts)
    assert [one.value.render("en") for one in counts.counts] == ["2", "1"]
    assert isinstance(rows, Rows)
    assert [[cell.words.render("fr") for cell in row] for row in rows.rows] == [
        ["Pencils", "0,35"],
        ["Toner black", "61,50"],
    ]
    assert at_work.approve(question).state == "done"
    assert at_work.cell("stock.xlsx", "Stock", "C2") == 5.1
    at_work.runs(DUTY)
    assert not at_work.waiting()
    assert at_work.undo(question).state == "undone"
    assert at_work.cell("stock.xlsx", "Stock", "C2") == 4.2


def test_a_new_list_takes_the_place_of_what_waits_and_a_no_is_kept(at_work: OfficeInABox) -> None:
    at_work.runs(DUTY)
    at_work.files(LIST, "Réf.;Prix net\nPaper A4;6\nToner black;90\n")
    at_work.runs(DUTY)
    paper, toner = at_work.waiting()
    assert paper.title.render("en").endswith("4.20 → 6.00")
    at_work.reject(paper, "We have a contract.")
    at_work.runs(DUTY)
    assert [one.id for one in at_work.waiting()] == [toner.id]
    # A cell that somebody changed meanwhile is left as it is.
    at_work.keeps("stock", {"Stock": [STOCK[0], STOCK[1], ["Toner black", 3, 65], STOCK[3]]})
    assert at_work.approve(toner).state == "failed"
    assert at_work.cell("stock.xlsx", "Stock", "C3") == 65


def test_without_a_list_or_from_another_host_the_run_says_so_in_a_sentence(office: OfficeInABox) -> None:
    office.keeps("stock", {"Stock": STOCK})
    office.enables(DUTY)
    with pytest.raises(AssertionError, match="There is no price list at incoming/prices/prices"):
        office.runs(DUTY)
    office.enables(DUTY, source="https://elsewhere.example/list.csv")
    with pytest.raises(AssertionError, match=r"elsewhere\.example is no host that was agreed to"):
        office.runs(DUTY)
