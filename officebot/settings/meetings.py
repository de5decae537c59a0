"""Reads the rules of meetings, a TOML file: hours, lunch, focus and absences by person, rooms, ways between places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from officebot.core.availability.persons import Rules, Weekly
from officebot.core.availability.places import Travel
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.core.worktime import OFFICE_HOURS, WorkingTime
from officebot.settings.complaints import nested_too_deeply, place, problems_of, syntax_problem
from officebot.settings.fields import Days, Hours, Line, Lines, Wrong, Zone, knows_holidays
from officebot.settings.office import HoursTable
from officebot.settings.table import Table

_LARGEST = 1_000_000
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
             "lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6}  # fmt: skip
_FOCUS = expression(r"([a-z, -]{3,60}) (\d{1,2})[:h](\d{2})?[-–](\d{1,2})[:h](\d{2})?")
_PAIR = expression(r" {0,3}(?:-|–|→|/) {0,3}")

Pair: TypeAlias = tuple[date, date]
Minutes: TypeAlias = Annotated[int, Field(ge=0, le=1440)]


def _days(value: Any) -> Any:
    """“2026-12-24..2026-12-31”, or one day."""
    if not isinstance(value, str):
        return value
    first, _, last = value.replace("/", "..").partition("..")
    try:
        days = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        days = date.max, date.min
    if days[0] > days[1]:
        raise Wrong(say("“{read}” are no days: write them as 2026-12-24..2026-12-31.", read=value))
    return days


def _focus(value: Any) -> Any:
    """“tue,thu 09:00-11:00”."""
    if not isinstance(value, str):
        return value
    found = _FOCUS.fullmatch(value.strip().lower())
    days = _weekdays(found[1]) if found else frozenset()
    hours = [int(part or 0) for part in found.groups()[1:]] if found else [24, 0, 0, 0]
    if not days or max(hours[::2]) > 23 or max(hours[1::2]) > 59 or hours[:2] >= hours[2:]:
        raise Wrong(say("“{read}” is no time of the week: write it as “tue,thu 09:00-11:00”.", read=value))
    return Weekly(weekdays=days, start=time(hours[0], hours[1]), end=time(hours[2], hours[3]))


def _weekdays(words: str) -> frozenset[int]:
    found: set[int] = set()
    for word in re.split(r"[, ]{1,3}", words.strip()):
        first, _, last = word.partition("-")
        if first not in _WEEKDAYS or (last and last not in _WEEKDAYS):
            return frozenset()
        found.update(range(_WEEKDAYS[first], _WEEKDAYS[last or first] + 1))
    return frozenset(found)


DayPair: TypeAlias = Annotated[Pair, BeforeValidator(_days)]
DayPairs: TypeAlias = Annotated[tuple[DayPair, ...], Field(strict=False)]
Focus: TypeAlias = Annotated[tuple[Annotated[Weekly, BeforeValidator(_focus)], ...], Field(strict=False)]


class PersonTable(Table):
    """[people.NAME], and [everyone] for what holds where a person says nothing else."""

    zone: Zone | None = None
    country: Line | None = None
    region: Line | None = None
    closed: Days = ()
    hours: HoursTable | None = None
    lunch: Hours | None = None
    focus: Focus = ()
    out: DayPairs = ()
    school: Line | None = None
    buffer_minutes: Minutes | None = None
    tentative: Literal["blocks", "free"] | None = None

    @field_validator("country")
    @classmethod
    def _has_holidays(cls, country: str | None) -> str | None:
        if country and not knows_holidays(country, ""):
            raise Wrong(
                say("“{read}” is not a country whose holidays are known: write two capitals, as FR.", read=country)
            )
        return country

    @field_validator("lunch")
    @classmethod
    def _is_one_span(cls, lunch: tuple[tuple[time, time], ...] | None) -> tuple[tuple[time, time], ...] | None:
        if lunch is not None and len(lunch) > 1:
            raise Wrong(say("Lunch is one stretch of time: write it as “12:00-13:30”."))
        return lunch


class RoomTable(Table):
    """[rooms.NAME]: a room that may be booked."""

    capacity: Annotated[int, Field(ge=0, le=100_000)] = 0
    equipment: Lines = ()
    site: Line = ""


class MeetingRules(Table):
    """The whole file."""

    everyone: PersonTable = PersonTable()
    people: dict[str, PersonTable] = Field(default_factory=dict)
    rooms: dict[str, RoomTable] = Field(default_factory=dict)
    travel: dict[str, Minutes | dict[str, Minutes]] = Field(default_factory=dict)
    school_holidays: dict[str, DayPairs] = Field(default_factory=dict)

    def rules_of(self, name: str, *, zone: str = "Europe/Paris", country: str = "", region: str = "") -> Rules:
        """What holds for a person; `zone` and the holidays' country count where the file names none."""
        own, shared = self.people.get(name, PersonTable()), self.everyone
        hours = own.hours or shared.hours
        week: Mapping[int, tuple[tuple[time, time], ...]] = OFFICE_HOURS
        if hours is not None:
            each = (getattr(hours, day) for day in HoursTable.model_fields)
            week = {number: spans for number, spans in enumerate(each) if spans}
        named = own if own.country is not None else shared
        lunch = own.lunch if own.lunch is not None else shared.lunch
        school = own.school if own.school is not None else shared.school
        buffer = own.buffer_minutes if own.buffer_minutes is not None else shared.buffer_minutes
        return Rules(
            working=WorkingTime(
                zone=own.zone or shared.zone or zone,
                hours=week,
                country=named.country if named.country is not None else country,
                region=(named.region or "") if named.country is not None else own.region or shared.region or region,
                closed=frozenset((*own.closed, *shared.closed)),
            ),
            lunch=lunch[0] if lunch else None,
            focus=(*own.focus, *shared.focus),
            absences=(*own.out, *shared.out),
            school_holidays=self.school_holidays.get(school, ()) if school else (),
            buffer=timedelta(minutes=buffer or 0),
            tentative_blocks=(own.tentative or shared.tentative) != "free",
        )

    def ways(self) -> Travel:
        """The ways between places: `"Paris - Lyon" = 150`, or below `[travel.Paris]` a line `Lyon = 150`."""
        table: list[tuple[str, str, int]] = []
        for name, value in self.travel.items():
            if isinstance(value, dict):
                table += [(name, other, minutes) for other, minutes in value.items()]
            elif name != "estimate_minutes":
                one, other = _PAIR.split(name, maxsplit=1)
                table.append((one, other, value))
        estimate = self.travel.get("estimate_minutes", 30)
        return Travel.of(
            table,
            {name: room.site for name, room in self.rooms.items() if room.site},
            timedelta(minutes=estimate if isinstance(estimate, int) else 30),
        )

    @field_validator("travel")
    @classmethod
    def _are_pairs(cls, travel: dict[str, int | dict[str, int]]) -> dict[str, int | dict[str, int]]:
        for name, value in travel.items():
            if isinstance(value, int) and name != "estimate_minutes" and len(_PAIR.split(name)) < 2:
                raise Wrong(say("“{read}” names no two places: write them as “Paris - Lyon”.", read=name))
        return travel


def _unknown_schools(rules: MeetingRules, file: str) -> list[Problem]:
    named = [(("everyone",), rules.everyone), *((("people", name), one) for name, one in rules.people.items())]
    return [
        Problem(
            where=place(file, (*at, "school")),
            what=say("[school_holidays] has no key “{read}”: add its days there.", read=table.school),
        )
        for at, table in named
        if table.school and table.school not in rules.school_holidays
    ]


def read_meeting_rules(path: Path) -> MeetingRules:
    """The rules in a file; raises UserError with every problem at once, each with its place."""
    try:
        with path.open("rb") as file:
            written = tomllib.loads(file.read(_LARGEST).decode("utf-8-sig"))
    except OSError:
        raise UserError(
            Problem(where=path.name, what=say("The file cannot be opened: check its name and rights."))
        ) from None
    except UnicodeDecodeError:
        what = say("The file is not text in UTF-8: save it again in that encoding.")
        raise UserError(Problem(where=path.name, what=what)) from None
    except RecursionError:
        raise UserError(Problem(where=path.name, what=nested_too_deeply())) from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(syntax_problem(path.name, error)) from None
    try:
        rules = MeetingRules.model_validate(written)
    except ValidationError as error:
        raise UserError(problems_of(error, MeetingRules, path.name)) from None
    problems = _unknown_schools(rules, path.name)
    if problems:
        raise UserError(problems)
    return rules
