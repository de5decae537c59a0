"""Sums, joins and lists out of the rows of tables: what an office reckons with its own figures.

Rows are values by their headings, as `Table.records()` gives them; nothing here changes the rows that come in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.numbers import decimal_of

Row: TypeAlias = Mapping[str, Value]


def number(value: Value) -> Decimal | None:
    """The number that a value is; None for words, for a truth and for nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return decimal_of(value)


def group_sums(rows: Iterable[Row], by: Sequence[str], summed: Sequence[str]) -> list[dict[str, Value]]:
    """One row for each combination of the values in `by`, in the order of their first row, with the sums of `summed`."""
    groups: dict[tuple[Hashable, ...], dict[str, Value]] = {}
    totals: dict[tuple[Hashable, ...], dict[str, Decimal]] = {}
    for row in rows:
        key = tuple(_key(row.get(name)) for name in by)
        groups.setdefault(key, {name: row.get(name) for name in by})
        total = totals.setdefault(key, dict.fromkeys(summed, Decimal()))
        for name in summed:
            total[name] += number(row.get(name)) or Decimal()
    return [{**group, **totals[key]} for key, group in groups.items()]


def joined(
    left: Iterable[Row], right: Iterable[Row], on: Sequence[str], *, keep_all: bool = False
) -> list[dict[str, Value]]:
    """Each row of the left with each of the right that has the same values in `on`; with `keep_all` also those with none."""
    known: dict[tuple[Hashable, ...], list[Row]] = {}
    names: dict[str, None] = {}
    for row in right:
        names.update(dict.fromkeys(row))
        known.setdefault(tuple(_key(row.get(name)) for name in on), []).append(row)
    made: list[dict[str, Value]] = []
    nothing: Row = dict.fromkeys(names)
    for row in left:
        found = known.get(tuple(_key(row.get(name)) for name in on), [nothing] if keep_all else [])
        made += [{**other, **row} for other in found]
    return made


def filled_down(rows: Iterable[Row], column: str) -> list[dict[str, Value]]:
    """The rows with the last value above in each empty cell of the column."""
    made: list[dict[str, Value]] = []
    last: Value = None
    for row in rows:
        last = row.get(column) if row.get(column) is not None else last
        made.append({**row, column: last})
    return made


def unpivoted(rows: Iterable[Row], kept: Sequence[str], name: str, value: str) -> list[dict[str, Value]]:
    """One row for each cell beside the kept columns: its heading as `name`, what it holds as `value`."""
    return [
        {**{one: row.get(one) for one in kept}, name: heading, value: cell}
        for row in rows
        for heading, cell in row.items()
        if heading not in kept and cell is not None
    ]


def pivoted(rows: Iterable[Row], by: Sequence[str], name: str, value: str) -> list[dict[str, Value]]:
    """One row for each combination in `by`, with a column for each value of `name`."""
    groups: dict[tuple[Hashable, ...], dict[str, Value]] = {}
    for row in rows:
        group = groups.setdefault(tuple(_key(row.get(one)) for one in by), {one: row.get(one) for one in by})
        group[str(row.get(name))] = row.get(value)
    return list(groups.values())


def overdue(rows: Iterable[Row], due: str, today: date, *, paid: str = "") -> list[dict[str, Value]]:
    """The rows whose day in `due` is past and that have nothing in `paid`, the longest overdue first; with `days_late`."""
    late: list[tuple[int, dict[str, Value]]] = []
    for row in rows:
        day = row.get(due)
        day = day.date() if isinstance(day, datetime) else day
        if isinstance(day, date) and day < today and not (paid and row.get(paid)):
            days = (today - day).days
            late.append((days, {**row, "days_late": days}))
    return [row for _, row in sorted(late, key=lambda one: -one[0])]


def highest(rows: Iterable[Row], by: Sequence[str], column: str) -> list[dict[str, Value]]:
    """Of each combination in `by` the row with the highest number in the column, the first of equals."""
    best: dict[tuple[Hashable, ...], Row] = {}
    for row in rows:
        key = tuple(_key(row.get(one)) for one in by)
        found, so_far = number(row.get(column)), best.get(key)
        held = number(so_far.get(column)) if so_far is not None else None
        if found is not None and (held is None or found > held):
            best[key] = row
    return [dict(row) for row in best.values()]


def where(rows: Iterable[Row], holds: Callable[[Row], bool]) -> list[dict[str, Value]]:
    """The rows of which it holds."""
    return [dict(row) for row in rows if holds(row)]


def _key(value: Value) -> Hashable:
    """A value as it is compared: numbers by what they are worth, words without capitals and outer blanks."""
    found = number(value)
    if found is not None:
        return found.normalize()
    return value.strip().casefold() if isinstance(value, str) else value
