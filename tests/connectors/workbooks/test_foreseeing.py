"""Changes of workbooks are taken back all together or not at all, whatever a person changed since, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.changing import change
from officebot.connectors.workbooks.locks import excel_file
from officebot.connectors.workbooks.performer import WorkbookPerformer, WritableWorkbook
from officebot.core.actions import Action, AppendRows, SetCells
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Address
from officebot.core.workbooks.lossless.setting import Change, plan
from officebot.sdk import Done, Foreseeing, Job
from officebot.testing.clock import VirtualClock
from tests.core.workbooks.making import stock
from tests.engine.helpers import CLAIRE, Bench, acting, note, proposal

_ROW = AppendRows(workbook="stock", table="Articles", after=4, rows=((("Référence", "CAH-96"), ("Quantité", 30)),))
#: A proposal that sets one cell twice, another once, appends a row, and sets a cell of another workbook.
_ALL: tuple[Action, ...] = (
    SetCells(workbook="stock", cells=(("Stock!B2", 40, 37), ("Stock!A3", "STY-BL", "=STY"))),
    SetCells(workbook="stock", cells=(("Stock!B2", 37, 30),)),
    _ROW,
    SetCells(workbook="other", cells=(("Stock!C4", 5, 7),)),
)
#: Where a person may write since, and whether all can be taken back then.
_SINCE = [
    pytest.param((), True, id="nothing"),
    pytest.param((("stock", "Stock!B2"),), False, id="the cell that was set twice"),
    pytest.param((("stock", "Stock!A3"),), False, id="a cell of the first action"),
    pytest.param((("stock", "Stock!A5"),), False, id="a cell of the row"),
    pytest.param((("stock", "Stock!C3"),), True, id="another cell"),
    pytest.param((("other", "Stock!C4"),), False, id="the other workbook"),
    pytest.param((("other", "Stock!B2"), ("stock", "Stock!C3")), True, id="other cells of both"),
]


class Office:
    """Two workbooks in a folder, and the engine over them."""

    def __init__(self, folder: Path) -> None:
        self.books = {name: folder / f"{name}.xlsx" for name in ("stock", "other")}
        self.clock = VirtualClock(datetime.now(UTC) + timedelta(hours=1), sleeping_moves=True)
        for path in self.books.values():
            path.write_bytes(stock())
        self.performer = WorkbookPerformer(self._named, Backups(folder / "backups"), self.clock)
        self.bench = Bench(folder, performers=[self.performer])

    def _named(self, name: str) -> WritableWorkbook:
        if name not in self.books:
            raise UserError(say("There is no workbook “{name}”.", name=name))
        return WritableWorkbook(path=self.books[name], can_write=True)

    def write(self, cells: Sequence[tuple[str, str]]) -> None:
        """Write into cells, as a person does."""
        for name, cell in cells:
            change(self.books[name], partial(plan, changes=[Change(Address.read(cell), 99)]), clock=self.clock)

    def contents(self) -> list[bytes]:
        """The workbooks as they are."""
        return [path.read_bytes() for path in self.books.values()]

    def do(self, actions: Sequence[Action]) -> list[Job]:
        """The jobs, done one after the other, the last first."""
        jobs = []
        for number, action in enumerate(actions):
            prepared = self.performer.prepare(action)
            job = Job(id=number, key=f"action:{number}", action=prepared.action, blobs=prepared.blobs)
            (outcome,) = self.performer.perform([job])
            assert isinstance(outcome, Done), outcome
            jobs.insert(0, replace(job, receipt=outcome.receipt))
        return jobs


@pytest.mark.parametrize(("since", "is_possible"), _SINCE)
def test_what_is_foreseen_is_what_happens(tmp_path: Path, since: Any, is_possible: bool) -> None:
    office = Office(tmp_path)
    assert isinstance(office.performer, Foreseeing)
    jobs = office.do(_ALL)
    office.write(since)
    before = office.contents()
    told = office.performer.foresee_undo(jobs)
    assert (told == [None] * len(jobs), office.contents()) == (is_possible, before)
    outcomes = [outcome for job in jobs for outcome in office.performer.undo([job])]
    assert all(isinstance(one, Done) for one in outcomes) is is_possible


@pytest.mark.parametrize(("since", "is_possible"), _SINCE)
def test_a_proposal_is_taken_back_whole_or_not_at_all(tmp_path: Path, since: Any, is_possible: bool) -> None:
    office = Office(tmp_path)
    # Prepared one by one: each sees what those before it left.
    (number,) = office.bench.propose(proposal("a", note("one"), _ALL[0], _ROW, _ALL[3]))
    office.bench.executor.work()
    assert office.bench.how(number).actions == ("done",) * 4
    office.write(since)
    before = office.contents()
    state, said = office.bench.undoer.undo(number, acting(CLAIRE))
    if is_possible:
        assert (state, office.bench.how(number).actions) == ("undone", ("undone",) * 4)
        return
    assert (state, office.bench.how(number).actions, office.contents()) == ("done", ("done",) * 4, before)
    book, cell = since[0]
    assert f"{book}.xlsx, {cell}: The cell holds 99, not" in str(said)
    state, _ = office.bench.undoer.undo(number, acting(CLAIRE), as_far_as_possible=True)
    assert (state, sorted(office.bench.how(number).actions)) == ("partly-done", ["done", *["undone"] * 3])


def test_while_somebody_has_one_of_them_open_nothing_is_taken_back(tmp_path: Path) -> None:
    office = Office(tmp_path)
    jobs = office.do(_ALL)
    excel_file(office.books["other"]).write_bytes(
        b"\x04Anna".ljust(55, b" ") + "\x04\0Anna".encode("utf-16-le").ljust(110)
    )
    before = office.contents()
    with pytest.raises(Unavailable):
        office.performer.foresee_undo(jobs)
    assert office.contents() == before


def test_a_workbook_that_is_gone_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    jobs = office.do(_ALL)
    office.books["other"].unlink()
    told = [str(one) for one in office.performer.foresee_undo(jobs) if one is not None]
    assert len(told) == 1
    assert "not there" in told[0]
