"""Which deliveries are late, by supplier, and when each supplier is to be reminded: working days, never twice too soon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from officebot.core.orders.model import OrderLine
from officebot.core.worktime import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What a supplier owes: the lines, the oldest day first. `since` is the first day on which something should have come."""

    supplier: str
    address: str
    lines: tuple[OrderLine, ...]
    since: date


def late_lines(
    lines: Iterable[OrderLine], today: date, work: WorkingTime, *, grace: int = 0
) -> tuple[OrderLine, ...]:
    """The open lines whose day is over by `grace` working days, the oldest first; services that a day was set for too."""
    found = (
        line
        for line in lines
        # A day far off, as the last one of the calendar that means “some time”, is not reckoned from.
        if line.is_late(today) and line.expected is not None and work.add_working_days(line.expected, grace) < today
    )
    return tuple(sorted(found, key=lambda line: (line.expected or date.max, line.order, line.line)))


def by_supplier(lines: Sequence[OrderLine]) -> tuple[Late, ...]:
    """The late lines of each supplier, in the order of their names."""
    groups: dict[tuple[str, str], list[OrderLine]] = {}
    for line in lines:
        groups.setdefault((line.supplier, line.address), []).append(line)
    return tuple(
        Late(
            supplier=supplier,
            address=address,
            lines=tuple(group),
            since=min(line.expected for line in group if line.expected is not None),
        )
        for (supplier, address), group in sorted(groups.items())
    )


class DaysLate:
    """How many working days lines are late on a day; the calendar is walked back once, however many lines there are."""

    def __init__(self, today: date, work: WorkingTime) -> None:
        self._today, self._work = today, work
        self._reached, self._counts = today, {today: 0}

    def of(self, line: OrderLine) -> int:
        """The working days after the one on which it should have come; 0 for what is not late."""
        expected = line.expected
        if expected is None or not line.is_late(self._today):
            return 0
        while self._reached > expected:
            before = self._reached - timedelta(days=1)
            self._counts[before] = self._counts[self._reached] + self._work.is_working_day(self._reached)
            self._reached = before
        return self._counts[expected]
