"""Changes the office's workbooks: cells set, rows appended, each against what was seen when it was decided.

The crash cases. Until the new file takes the old one's place nothing happened, and it is done later. Killed after
that and before it was noted: the workbook is looked at. Rows below the last one that was seen, or cells, that say
what was approved: it is done; cells that still show what they showed: it is not; anything else, a person is asked.
Somebody has it open: it waits. Somebody changed what was seen: nothing is overwritten, and the duty decides again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import orjson

from officebot.connectors.workbooks.backups import Backup, Backups
from officebot.connectors.workbooks.changing import Decide, change, open_workbook, place_in, planned
from officebot.connectors.workbooks.files import observe, restore
from officebot.connectors.workbooks.foreseeing import foresee, unknown
from officebot.connectors.workbooks.receipts import backwards, receipt_of
from officebot.core.actions import Action, AppendRows, CellValue, SetCells
from officebot.core.clock import Clock
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, counted, joined, quoted, say
from officebot.core.workbooks.cells import Address, Cell, Value, to_json
from officebot.core.workbooks.lossless.appending import append
from officebot.core.workbooks.lossless.growing import Place
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.setting import Change, held_in, in_words, plan
from officebot.core.workbooks.lossless.values import same, typed
from officebot.core.workbooks.lossless.workbook import Workbook
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

#: The role of its blob: what would change, by cell.
CELLS = "cells"
_SHOWN = 12

_Kind: TypeAlias = SetCells | AppendRows


@dataclass(frozen=True, slots=True, kw_only=True)
class WritableWorkbook:
    """A workbook's file, and whether the settings let officebot change it."""

    path: Path
    can_write: bool


class WorkbookPerformer:
    """Performs `workbook.set` and `workbook.append`. `workbook` gives a file by its name in the settings."""

    kinds = frozenset({SetCells.kind, AppendRows.kind})
    repeatable = False
    irreversible = frozenset[str]()

    def __init__(self, workbook: Callable[[str], WritableWorkbook], backups: Backups, clock: Clock) -> None:
        self._workbook, self._backups, self._clock = workbook, backups, clock

    # ── before ────────────────────────────────────────────────────────────────────────────────────────────

    def prepare(self, action: Action) -> Prepared:
        """The change in words, cell by cell, as it would be made in the workbook as it is. Raises UserError."""
        asked = _of(action)
        path = self._path(asked)
        made = planned(path, _decides(path, asked), clock=self._clock)
        cells = [[str(one.address), to_json(one.before), to_json(one.after)] for one in made.cells]
        return Prepared(action=action, preview=_preview(asked, path, made), blobs={CELLS: orjson.dumps(cells)})

    # ── doing ─────────────────────────────────────────────────────────────────────────────────────────────

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Make each change, or none of it."""
        return [self._change(job) for job in jobs]

    def _change(self, job: Job) -> Outcome:
        asked = _of(job.action)
        try:
            path = self._path(asked)
            done = change(path, _decides(path, asked), backups=self._backups, clock=self._clock)
        except Unavailable as lost:
            return Retry(lost.what)
        except UserError as refused:
            # It could be made when it was prepared: somebody changed the workbook since.
            return Failed(refused.problems[0].what, is_stale=True)
        return Done(receipt_of(done))

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether the workbook says what was approved, or is still what it was. Raises Unavailable or UserError."""
        asked = _of(job.action)
        path = self._path(asked)
        workbook = open_workbook(io.BytesIO(path.read_bytes()))
        if isinstance(asked, AppendRows):
            place = place_in(path, workbook, asked.table)
            if place.last <= asked.after:
                return NotDone()
            if _rows_there(workbook, place, asked):
                return Done({"file": str(path)})
            return Uncertain(say("Rows came to the table “{table}” of {file}, and it is not sure which: look at them.",
                                 table=asked.table, file=path.name))  # fmt: skip
        shown = held_in(workbook, [Address.read(cell) for cell, _, _ in asked.cells])
        if all(_alike(shown[Address.read(cell)], after) for cell, _, after in asked.cells):
            return Done({"file": str(path)})
        if all(_alike(shown[Address.read(cell)], before) for cell, before, _ in asked.cells):
            return NotDone()
        return Uncertain(say("The cells of {file} hold neither what they held nor what was approved: look at them.",
                             file=path.name))  # fmt: skip

    # ── taking back ───────────────────────────────────────────────────────────────────────────────────────

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Bring the workbook back byte for byte, or, where others changed it since, only the cells that were set."""
        return [self._take_back(job) for job in jobs]

    def foresee_undo(self, jobs: Sequence[Job]) -> Sequence[Text | None]:
        """Why the jobs of a workbook cannot be taken back, at its first job; None for the others. Raises Unavailable."""
        of_book: dict[str, list[int]] = {}
        for place, job in enumerate(jobs):
            of_book.setdefault(_of(job.action).workbook, []).append(place)
        told: list[Text | None] = [None] * len(jobs)
        for places in of_book.values():
            first = jobs[places[0]]
            try:
                path = self._path(_of(first.action))
                foresee(path, [jobs[place] for place in places], partial(self._kept, path), self._clock)
            except UserError as refused:
                told[places[0]] = _told_of(first, refused)
        return told

    def _take_back(self, job: Job) -> Outcome:
        asked = _of(job.action)
        try:
            path = self._path(asked)
            seen = observe(path, clock=self._clock)
            if seen.sha256 == job.receipt.get("before"):
                return Done()
            backup = self._kept(seen.path, str(job.receipt.get("before", "")))
            if seen.sha256 == job.receipt.get("after") and backup is not None:
                restore(seen, backup, self._backups, clock=self._clock)
                return Done()
            back = backwards(job)
            if back is None:
                return Failed(unknown(path).what)
            change(path, lambda workbook: plan(workbook, back), backups=self._backups, clock=self._clock)
            return Done()
        except Unavailable as lost:
            return Retry(lost.what)
        except UserError as refused:
            return Failed(_told_of(job, refused))

    def _kept(self, path: Path, digest: str) -> Backup | None:
        return next(
            (one for one in self._backups.of(path) if one.sha256 == digest and self._backups.is_whole(one)), None
        )

    def _path(self, asked: _Kind) -> Path:
        found = self._workbook(asked.workbook)
        if not found.can_write:
            raise UserError(
                say(
                    "The workbook “{name}” is only read: write = true under [workbooks.{name}] lets officebot change it.",
                    name=asked.workbook,
                )
            )
        return found.path


def _of(action: Action) -> _Kind:
    if not isinstance(action, _Kind):
        raise TypeError(action.kind)
    return action


def _decides(path: Path, asked: _Kind) -> Decide:
    if isinstance(asked, AppendRows):
        rows: list[dict[str, Value]] = [
            {name: typed(value, "date") if name in asked.days else value for name, value in row} for row in asked.rows
        ]
        return lambda workbook: append(workbook, place_in(path, workbook, asked.table), rows)
    changes = [
        Change(Address.read(cell), typed(after, "date") if cell in asked.days else after, before)
        for cell, before, after in asked.cells
    ]
    return lambda workbook: plan(workbook, changes)


def _told_of(job: Job, refused: UserError) -> Text:
    """The first problem in one sentence that says where it is."""
    problem, book = refused.problems[0], Path(str(job.receipt.get("file", ""))).name
    places = [one for one in dict.fromkeys((book, problem.where)) if one]
    return say("{where}: {what}", where=", ".join(places), what=problem.what) if problem.where else problem.what


def _rows_there(workbook: Workbook, place: Place, asked: AppendRows) -> bool:
    """Whether the rows stand somewhere below the last one that was seen."""
    columns = {name: column for row in asked.rows for name, _ in row if (column := place.column_of(name)) is not None}
    below = range(asked.after + 1, place.last + 1)
    shown = held_in(
        workbook, [Address(place.sheet, Cell(row, column)) for row in below for column in columns.values()]
    )

    def is_at(start: int) -> bool:
        return all(
            _alike(shown[Address(place.sheet, Cell(start + number, columns[name]))], value)
            for number, row in enumerate(asked.rows)
            for name, value in row
            if name in columns
        )

    return bool(columns) and any(is_at(start) for start in below[: len(below) - len(asked.rows) + 1])


def _alike(shown: Value, value: CellValue) -> bool:
    return same(shown, value) or same(shown, typed(value, "moment")) or str(to_json(shown)) == value


def _preview(asked: _Kind, path: Path, made: Plan) -> Text:
    if isinstance(asked, AppendRows):
        rows = [joined([_named(*cell) for cell in row if cell[1] not in (None, "")], ", ") for row in asked.rows]
        return counted(
            "Append {count} row to the table “{table}” of {file}: {rows}",
            "Append {count} rows to the table “{table}” of {file}: {rows}",
            len(rows),
            table=asked.table,
            file=path.name,
            rows=_listed([*rows[:_SHOWN], *([quoted("…")] if len(rows) > _SHOWN else [])]),
        )
    cells = [
        say(
            "{cell}: {after} instead of {before}",
            cell=str(one.address),
            after=in_words(one.after),
            before=in_words(one.before),
        )
        for one in made.cells[:_SHOWN]
    ]
    return counted(
        "Set {count} cell of {file}: {cells}", "Set {count} cells of {file}: {cells}", len(made.cells),
        file=path.name, cells=_listed(cells),
    )  # fmt: skip


def _named(name: str, value: CellValue) -> Text:
    """A cell of a new row, with its column's heading."""
    return Text(
        "{name} {value}", (("name", name), ("value", value if isinstance(value, float | bool) else str(value)))
    )


def _listed(texts: Sequence[Text]) -> Text:
    found = texts[0] if texts else say("nothing")
    for one in texts[1:]:
        found = say("{one}; {more}", one=found, more=one)
    return found
