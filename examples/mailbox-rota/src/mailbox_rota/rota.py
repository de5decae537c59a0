"""Who looks after the mailbox on a day: by a table of days or weekdays, and one of absences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from officebot.sdk import OfficeWorkbook, People
from officebot.sdk.letters import plain
from officebot.sdk.workbooks import Table, Value

DAY, PERSON = ("day", "date", "jour"), ("person", "who", "name", "personne", "qui", "nom")
FIRST, LAST = ("from", "first day", "du", "debut"), ("to", "until", "last day", "au", "fin")
_WEEKDAYS = {
    word: number
    for words in (
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    )
    for number, word in enumerate(words)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """Who is on duty, as (day or weekday from 0, address), and who is away, as (address, first day, last day)."""

    turns: tuple[tuple[date | int, str], ...] = ()
    absences: tuple[tuple[str, date, date], ...] = ()

    def is_away(self, address: str, day: date) -> bool:
        """Whether somebody is absent on a day."""
        return any(who == address and first <= day <= last for who, first, last in self.absences)

    def on(self, day: date) -> tuple[str, ...]:
        """Who looks after the mailbox on a day, without the absent; a day that is named counts more than its weekday.

        Where all of them are absent, everybody else who has a turn and is there.
        """
        named = [who for when, who in self.turns if when == day and not isinstance(when, int)]
        usual = [who for when, who in self.turns if when == day.weekday() and isinstance(when, int)]
        here = [who for who in named or usual if not self.is_away(who, day)]
        others = [who for _, who in self.turns if not self.is_away(who, day)]
        return tuple(dict.fromkeys(here or others))


def read_rota(book: OfficeWorkbook, people: People) -> Rota:
    """The rota that stands in a workbook; rows that name nobody of the office, or no day, are left out."""
    turns = tuple(turn for table in book.tables for turn in _turns(table, people))
    absences = tuple(away for table in book.tables for away in _absences(table, people))
    return Rota(turns=turns, absences=absences)


def _turns(table: Table, people: People) -> Iterator[tuple[date | int, str]]:
    at, who = _place(table, DAY), _place(table, PERSON)
    if at is None or who is None:
        return
    for row in table.rows:
        day, address = _day(row.values[at]), _address(row.values[who], people)
        when = day if day is not None else _WEEKDAYS.get(plain(str(row.values[at])).strip())
        if when is not None and address:
            yield when, address


def _absences(table: Table, people: People) -> Iterator[tuple[str, date, date]]:
    who, first, last = _place(table, PERSON), _place(table, FIRST), _place(table, LAST)
    if who is None or first is None or last is None:
        return
    for row in table.rows:
        address, begins, ends = _address(row.values[who], people), _day(row.values[first]), _day(row.values[last])
        if address and begins is not None:
            yield address, begins, ends or begins


def _place(table: Table, words: Sequence[str]) -> int | None:
    titles = [plain(title).strip() for title in table.titles]
    return next((titles.index(word) for word in words if word in titles), None)


def _day(value: Value) -> date | None:
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str():
            try:
                return date.fromisoformat(value.strip()[:10])
            except ValueError:
                return None
        case _:
            return None


def _address(value: Value, people: People) -> str:
    word = str(value or "").strip()
    person = people.at(word) or people.named(word)
    return person.address if person is not None else ""
