"""The office's workbooks as its duties see them."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from officebot.app import App
from officebot.duties.stock import decide, observe
from officebot.duties.stock.settings import Settings
from officebot.sdk import NoteItem, Trigger
from officebot.settings.new import Answers, write_new_office
from officebot.testing.clock import VirtualClock
from tests.app.offices import edit
from tests.duties.stockbook import french_stock

#: The day of the workbook, at nine in the morning in Paris.
NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    write_new_office(folder, Answers(name="Atelier", person="Ann Assistant", address="ann@office.example"))
    french_stock(folder / "Stock.xlsx")
    edit(folder, workbooks={"stock": {"path": "Stock.xlsx"}}, duties={"stock": {"enabled": True}})
    return folder


def noted_in_the_morning(office: Path) -> dict[str, str]:
    """What the stock's duty would note: titles by the keys of the items."""
    trigger = Trigger(kind="schedule", key="morning", due=NOW, now=NOW)
    with App(office, clock=VirtualClock(NOW, sleeping_moves=True)) as app:
        proposals = list(decide(observe(app.office, trigger, Settings()), Settings()))
    return {one.key: one.title for proposal in proposals for one in proposal.actions if isinstance(one, NoteItem)}


def forget_figures(path: Path) -> None:
    """Write a workbook as a program that only exports does: its formulas without what they show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_workbook(path).save(path)


def test_a_workbook_that_no_program_has_reckoned_raises_no_alarm_and_a_person_is_asked_to_open_it(
    office: Path,
) -> None:
    assert "stock:article:CAR-NR" in noted_in_the_morning(office)
    forget_figures(office / "Stock.xlsx")
    noted = noted_in_the_morning(office)
    assert list(noted) == ["stock:problems"]
    assert "n’est pas connu" in noted["stock:problems"]
