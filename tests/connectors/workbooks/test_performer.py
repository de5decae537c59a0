"""The office's workbooks changed as approved: told of before, never twice, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.changing import change, change_into, open_workbook, place_in, planned
from officebot.connectors.workbooks.locks import excel_file
from officebot.connectors.workbooks.performer import WorkbookPerformer, WritableWorkbook
from officebot.core.actions import Action, AppendRows, SetCells, from_json, to_json
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Address
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.setting import Change, plan
from officebot.core.workbooks.lossless.workbook import Workbook
from officebot.sdk import Done, Failed, Job, NotDone, Retry, Uncertain
from officebot.testing.clock import VirtualClock
from tests.core.workbooks.making import shown, stock


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "office" / "Stock été.xlsx"
    path.parent.mkdir()
    path.write_bytes(stock())
    return path


@pytest.fixture
def performer(tmp_path: Path, workbook: Path) -> WorkbookPerformer:
    return performing(workbook, tmp_path)


def performing(workbook: Path, state: Path, *, can_write: bool = True) -> WorkbookPerformer:
    def named(name: str) -> WritableWorkbook:
        if name != "stock":
            raise UserError(say("There is no workbook “{name}”.", name=name))
        return WritableWorkbook(path=workbook, can_write=can_write)

    return WorkbookPerformer(named, Backups(state / "backups"), clock())


def clock() -> VirtualClock:
    # Later than any file that the test writes: none is taken for one that is being written.
    return VirtualClock(datetime.now(UTC) + timedelta(hours=1), sleeping_moves=True)


def cells(*found: tuple[str, Any, Any], book: str = "stock") -> SetCells:
    return SetCells(workbook=book, cells=found)


ROW = AppendRows(
    workbook="stock",
    table="Articles",
    after=4,
    rows=((("Référence", "CAH-96"), ("Quantité", 30), ("Prix", 1.2), ("Entrée", "2026-11-26")),),
)
SET = cells(("Stock!B2", 40, 37), ("Stock!A3", "STY-BL", "=STY"))


def job(performer: WorkbookPerformer, action: Action) -> Job:
    prepared = performer.prepare(action)
    return Job(id=1, key="action:1", action=prepared.action, blobs=prepared.blobs)


def done(performer: WorkbookPerformer, todo: Job) -> Job:
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Done), outcome
    return replace(todo, receipt=outcome.receipt)


def refusal(performer: WorkbookPerformer, action: Action) -> str:
    with pytest.raises(UserError) as refused:
        performer.prepare(action)
    return refused.value.problems[0].what.render()


def now(workbook: Path, sheet: str = "Stock", **about: bool) -> dict[str, Any]:
    return shown(workbook.read_bytes(), sheet, **about)


def by_hand(workbook: Path, where: str, value: Any) -> None:
    change(workbook, lambda book: plan(book, [Change(Address.read(where), value)]), clock=clock())


# ── what a person sees before ─────────────────────────────────────────────────────────────────────────────


def test_numbers_are_told_as_the_reader_writes_them(performer: WorkbookPerformer) -> None:
    set_one = performer.prepare(cells(("Stock!B2", 40, 3.1))).preview
    assert "B2: 3.1 instead of 40" in set_one.render()
    assert "3,1" in set_one.render("fr")
    new_row = performer.prepare(ROW).preview
    assert "Quantité 30, Prix 1.2, Entrée 2026-11-26" in new_row.render()
    assert "Quantité 30, Prix 1,2, Entrée 2026-11-26" in new_row.render("fr")


def test_each_cell_is_told_with_what_it_held(performer: WorkbookPerformer) -> None:
    prepared = performer.prepare(SET)
    assert prepared.preview.render() == (
        "Set 2 cells of Stock été.xlsx: Stock!B2: 37 instead of 40; Stock!A3: “=STY” instead of “STY-BL”"
    )
    assert prepared.blobs["cells"] == b'[["Stock!B2",40,37],["Stock!A3","STY-BL","=STY"]]'
    assert "Stock!B2" in prepared.preview.render("fr")
    assert prepared.action == SET


def test_rows_are_told_by_their_headings(performer: WorkbookPerformer) -> None:
    told = performer.prepare(ROW).preview.render()
    assert told.startswith("Append 1 row to the table “Articles” of Stock été.xlsx: ")
    assert "Référence CAH-96, Quantité 30, Prix 1.2, Entrée 2026-11-26" in told


def test_nothing_is_written_while_it_is_only_shown(performer: WorkbookPerformer, workbook: Path) -> None:
    before = workbook.read_bytes()
    performer.prepare(SET)
    performer.prepare(ROW)
    assert workbook.read_bytes() == before
    assert [one.name for one in workbook.parent.iterdir()] == [workbook.name]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (cells(("Stock!B2", 41, 37)), "holds 40, not 41"),
        (cells(("Stock!B1", "Quantité", "x")), "heading of the table"),
        (cells(("Nulle!B1", None, 1)), "no sheet “Nulle”"),
        (cells(("Stock!B2", 40, 1), book="other"), "no workbook “other”"),
        (replace(ROW, table="Clients"), "no table “Clients”"),
        (replace(ROW, rows=((("Couleur", 1),),)), "no column “Couleur”"),
        (replace(ROW, rows=()), "no row"),
    ],
)
def test_what_cannot_be_done_is_told_at_once(performer: WorkbookPerformer, action: Action, said: str) -> None:
    assert said in refusal(performer, action)


def test_a_workbook_that_is_only_read_is_not_changed(workbook: Path, tmp_path: Path) -> None:
    performer = performing(workbook, tmp_path, can_write=False)
    assert "only read" in refusal(performer, SET)
    (outcome,) = performer.perform([Job(id=1, key="k", action=SET)])
    assert isinstance(outcome, Failed)


def test_actions_go_into_the_ledger_and_come_back() -> None:
    for action in (SET, ROW, cells(("Stock!B2", None, True), ("Stock!B3", 1.5, ""))):
        assert from_json(action.kind, to_json(action)) == action


# ── doing ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_cells_are_set_and_words_stay_words(performer: WorkbookPerformer, workbook: Path) -> None:
    done(performer, job(performer, SET))
    assert (now(workbook)["B2"], now(workbook)["A3"], now(workbook)["E2"]) == (37, "=STY", 166.5)
    assert now(workbook, "Tableau d'ensemble")["A1"] == 188.55


def test_rows_are_appended_with_days_as_days(performer: WorkbookPerformer, workbook: Path) -> None:
    done(performer, job(performer, ROW))
    found = now(workbook)
    assert [found.get(f"{column}5") for column in "ABCDEF"] == ["CAH-96", 30, None, 1.2, 36, datetime(2026, 11, 26)]


def test_what_others_changed_meanwhile_is_not_written_over(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = job(performer, SET)
    by_hand(workbook, "Stock!B2", 12)
    before = workbook.read_bytes()
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Failed)
    assert "holds 12, not 40" in outcome.why.render()
    assert workbook.read_bytes() == before


def test_while_somebody_has_it_open_it_waits(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = job(performer, SET)
    excel_file(workbook).write_bytes(b"\x05Marie".ljust(55) + b"\x05\0M\0a\0r\0i\0e\0".ljust(110, b" "))
    before = workbook.read_bytes()
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Retry)
    assert workbook.read_bytes() == before
    excel_file(workbook).unlink()
    done(performer, todo)


def test_a_workbook_that_is_gone_or_damaged_fails_and_nothing_is_made_in_its_place(
    performer: WorkbookPerformer, workbook: Path
) -> None:
    todo = job(performer, SET)
    workbook.write_bytes(stock()[:3000])
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Failed)
    workbook.unlink()
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Failed | Retry)
    assert list(workbook.parent.iterdir()) == []


# ── after a kill ──────────────────────────────────────────────────────────────────────────────────────────

LATER = replace(ROW, rows=((("Référence", "A-1"), ("Quantité", 1)), (("Référence", "A-2"), ("Entrée", "2026-12-01"))))


@pytest.mark.parametrize(
    "action",
    [SET, ROW, LATER, cells(("Stock!F2", "2026-11-02", "words")), cells(("Stock!A2", "PAP-A4", "a\x0bb\r\nc"))],
)
def test_before_the_new_file_stands_there_it_is_not_done_and_after_it_is(
    performer: WorkbookPerformer, action: Action
) -> None:
    todo = job(performer, action)
    assert isinstance(performer.was_done(todo), NotDone)
    performer.perform([todo])
    assert isinstance(performer.was_done(todo), Done)


@pytest.mark.parametrize("when", ["2026-11-26", "2026-11-26T09:30", "2026-11-26T09:30:00"])
def test_a_row_is_found_again_where_its_column_shows_days_with_their_hour(
    performer: WorkbookPerformer, workbook: Path, when: str
) -> None:
    workbook.write_bytes(stock(days_as="dd/mm/yyyy hh:mm"))
    todo = job(performer, replace(ROW, rows=((("Référence", "CAH-96"), ("Entrée", when)),)))
    assert isinstance(performer.was_done(todo), NotDone)
    performer.perform([todo])
    assert isinstance(performer.was_done(todo), Done)


def test_what_was_done_is_not_done_twice(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = job(performer, SET)
    done(performer, todo)
    before = workbook.read_bytes()
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Failed)
    assert workbook.read_bytes() == before


def test_cells_that_hold_neither_are_for_a_person_to_look_at(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = job(performer, SET)
    by_hand(workbook, "Stock!B2", 12)
    assert isinstance(performer.was_done(todo), Uncertain)


def test_the_same_row_above_is_not_taken_for_the_one_that_was_to_be_appended(performer: WorkbookPerformer) -> None:
    same = replace(ROW, rows=((("Référence", "AGR-24"), ("Quantité", 5)),))
    todo = job(performer, same)
    assert isinstance(performer.was_done(todo), NotDone)
    performer.perform([todo])
    assert isinstance(performer.was_done(todo), Done)


def test_rows_of_others_that_came_first_do_not_hide_it(performer: WorkbookPerformer) -> None:
    todo = job(performer, ROW)
    done(performer, job(performer, replace(ROW, rows=((("Référence", "X"),),))))
    # Ours may stand there, changed by a person since: it is never written a second time alone.
    assert isinstance(performer.was_done(todo), Uncertain)
    done(performer, todo)
    assert isinstance(performer.was_done(todo), Done)


# ── taking back ───────────────────────────────────────────────────────────────────────────────────────────


def back(performer: WorkbookPerformer, todo: Job) -> None:
    (outcome,) = performer.undo([todo])
    assert isinstance(outcome, Done), outcome


@pytest.mark.parametrize("action", [SET, ROW, LATER])
def test_it_is_taken_back_byte_for_byte(performer: WorkbookPerformer, workbook: Path, action: Action) -> None:
    before = workbook.read_bytes()
    todo = done(performer, job(performer, action))
    back(performer, todo)
    assert workbook.read_bytes() == before
    back(performer, todo)
    assert workbook.read_bytes() == before


def test_where_others_changed_it_since_only_the_cells_go_back(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = done(performer, job(performer, SET))
    by_hand(workbook, "Stock!C4", 99)
    back(performer, todo)
    assert (now(workbook)["B2"], now(workbook)["A3"], now(workbook)["C4"]) == (40, "STY-BL", 99)


def test_a_day_goes_back_as_a_day(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = done(performer, job(performer, cells(("Stock!F2", "2026-11-02", "later"))))
    by_hand(workbook, "Stock!C4", 99)
    back(performer, todo)
    assert now(workbook)["F2"] == datetime(2026, 11, 2)


def test_a_formula_that_was_written_over_goes_back_as_one(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = done(performer, job(performer, cells(("Stock!E2", 180, 5), ("Stock!A2", "PAP-A4", "=x"))))
    by_hand(workbook, "Stock!C4", 99)
    back(performer, todo)
    assert now(workbook, formulas=True)["E2"] == "=B2*D2"
    assert (now(workbook)["E2"], now(workbook)["A2"]) == (180, "PAP-A4")


def test_a_row_that_was_appended_goes_back_where_others_changed_something_else(
    performer: WorkbookPerformer, workbook: Path
) -> None:
    todo = done(performer, job(performer, ROW))
    by_hand(workbook, "Stock!C4", 99)
    back(performer, todo)
    assert [now(workbook).get(f"{column}5") for column in "ABDF"] == [None] * 4
    assert now(workbook)["C4"] == 99


def test_what_others_wrote_over_ours_stays(performer: WorkbookPerformer, workbook: Path) -> None:
    todo = done(performer, job(performer, SET))
    by_hand(workbook, "Stock!B2", 12)
    (outcome,) = performer.undo([todo])
    assert isinstance(outcome, Failed)
    assert (now(workbook)["B2"], now(workbook)["A3"]) == (12, "=STY")


# ── changing a file ───────────────────────────────────────────────────────────────────────────────────────


def one_more(book: Workbook) -> Plan:
    return plan(book, [Change(Address.read("Stock!B2"), 41, 40)])


def test_a_change_into_another_file_leaves_the_workbook_as_it_is(workbook: Path) -> None:
    before, target = workbook.read_bytes(), workbook.with_name("Neu.xlsx")
    made = change_into(workbook, target, one_more, clock=clock())
    assert (made.path, made.replaced) == (target, None)
    assert workbook.read_bytes() == before
    assert now(target)["B2"] == 41
    for there in (target, workbook):
        with pytest.raises(UserError, match="already there"):
            change_into(workbook, there, one_more, clock=clock())
    assert sorted(one.name for one in workbook.parent.iterdir()) == ["Neu.xlsx", workbook.name]


def test_what_is_refused_leaves_nothing_beside_it(workbook: Path) -> None:
    before = workbook.read_bytes()
    for decide in (lambda book: plan(book, [Change(Address.read("Stock!B2"), 41, 39)]),):
        with pytest.raises(UserError, match="holds 40"):
            change(workbook, decide, clock=clock())
        with pytest.raises(UserError, match="holds 40"):
            change_into(workbook, workbook.with_name("Neu.xlsx"), decide, clock=clock())
        with pytest.raises(UserError, match="holds 40"):
            planned(workbook, decide, clock=clock())
    assert workbook.read_bytes() == before
    assert [one.name for one in workbook.parent.iterdir()] == [workbook.name]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ""),
        (b"a;b\n1;2\n", "Only Excel workbooks"),
        (b"PK\3\4junk", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
    ],
    ids=["empty", "csv", "half a zip", "ole"],
)
def test_a_file_that_is_no_workbook_is_refused_by_name_and_stays(workbook: Path, data: bytes, said: str) -> None:
    workbook.write_bytes(data)
    with pytest.raises(UserError) as refused:
        change(workbook, one_more, clock=clock())
    assert said in refused.value.render()
    assert workbook.name in refused.value.render()
    assert workbook.read_bytes() == data


def test_a_table_is_found_by_its_name_whatever_its_case_and_one_that_only_stands_there_too(tmp_path: Path) -> None:
    for table in (True, False):
        path = tmp_path / f"{table}.xlsx"
        path.write_bytes(stock(table=table))
        with path.open("rb") as source:
            place = place_in(path, open_workbook(source), "ARTICLES" if table else "stock")
        assert (place.sheet, place.last, list(place.headings.values())[:2]) == ("Stock", 4, ["Référence", "Quantité"])
