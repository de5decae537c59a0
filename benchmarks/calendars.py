"""What finding time costs: busy time from the text of calendars, the libraries' way beside ours, and slots from it.

    python benchmarks/calendar.py [--people 10,50,200] [--library 10] [--agree FOLDER…]

Calendars are made up: a year, 500 events each, a fifth of them recurring, four zones. `--library N` says for how many
people the libraries read as well (icalendar, recurring-ical-events, then a merge); the intervals must be identical.
`--agree` compares the intervals of each .ics file below the folders instead. Seconds are of CPU time, the best of some
rounds.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

from officebot.core.availability.busy import merged
from officebot.core.availability.persons import Diary
from officebot.core.availability.reading import read_busy
from officebot.core.availability.request import Request, World
from officebot.core.availability.slots import find_slots
from officebot.testing.calendars import intervals_by_library

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Paris", "Europe/London", "America/New_York", "Asia/Tokyo")
EVENTS, RECURRING = 500, 100
_WORDS = ("Budget", "Point d’équipe", "Client call", "Entretien", "Steering group", "Formation", "Visite", "Review")
_DAYS = ("MO", "TU", "WE", "TH", "FR")


def calendar_of(person: int) -> str:
    """A year of one person's calendar as text, always the same."""
    chance = Random(20_261_126 + person)
    home = chance.choice(ZONES)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//officebot//benchmark//EN"]
    for number in range(EVENTS):
        lines += _event(chance, person, number, home)
    lines.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in lines)


def _event(chance: Random, person: int, number: int, home: str) -> Iterator[str]:
    zone = home if chance.random() < 0.8 else chance.choice(ZONES)
    recurs = number < RECURRING
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(180 if recurs else 365))
    at = time(chance.randint(8, 17), chance.choice((0, 0, 15, 30, 45)))
    start = datetime.combine(day, at)
    length = timedelta(minutes=chance.choice((15, 30, 30, 60, 60, 90)))
    yield from _head(chance, person, number)
    if not recurs and chance.random() < 0.03:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        yield "END:VEVENT"
        return
    yield f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={zone}:{start + length:%Y%m%dT%H%M%S}"
    moved = False
    if recurs:
        yield f"RRULE:{_rule(chance)}"
        if chance.random() < 0.3:
            yield f"EXDATE;TZID={zone}:{start + timedelta(days=7):%Y%m%dT%H%M%S}"
        moved = chance.random() < 0.15
    yield "END:VEVENT"
    if moved:
        yield from _head(chance, person, number)
        yield f"RECURRENCE-ID;TZID={zone}:{start:%Y%m%dT%H%M%S}"
        yield f"DTSTART;TZID={zone}:{start + timedelta(hours=1):%Y%m%dT%H%M%S}"
        yield f"DTEND;TZID={zone}:{start + timedelta(hours=1) + length:%Y%m%dT%H%M%S}"
        yield "END:VEVENT"


def _head(chance: Random, person: int, number: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{person}-{number}@acme.example"
    yield "DTSTAMP:20260101T000000Z"
    yield f"SUMMARY:{chance.choice(_WORDS)}"
    yield "STATUS:CONFIRMED"
    yield "LOCATION:Salle des cartes"
    for guest in range(chance.randint(1, 5) if chance.random() < 0.4 else 0):
        yield f"ATTENDEE;PARTSTAT=ACCEPTED;CN=Guest {guest}:mailto:guest{guest}@acme.example"
    if chance.random() < 0.3:
        yield "DESCRIPTION:" + "Points to discuss\\, in order. " * chance.randint(1, 8)


def _rule(chance: Random) -> str:
    kind = chance.random()
    if kind < 0.55:
        return f"FREQ=WEEKLY;BYDAY={chance.choice(_DAYS)};COUNT={chance.randint(4, 26)}"
    if kind < 0.75:
        return f"FREQ=WEEKLY;INTERVAL=2;UNTIL=2026{chance.randint(7, 12):02}20T000000Z"
    if kind < 0.9:
        return f"FREQ=MONTHLY;BYDAY={chance.choice(('1MO', '2TU', '-1FR', '3WE'))};COUNT=10"
    return f"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT={chance.randint(3, 15)}"


def ours(texts: Sequence[str]) -> list[tuple[int, int]]:
    """All intervals, sorted."""
    return sorted(span[:2] for text in texts for span in read_busy(text, START, END).times.spans)


def by_library(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The same by icalendar and recurring-ical-events."""
    zone = ZoneInfo("Europe/Paris")
    return sorted(pair for text in texts for pair in intervals_by_library(text, START, END, zone))


def seconds(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The least CPU time of some rounds, and what came of it."""
    best, result = 1e9, None
    for _ in range(rounds):
        gc.collect()
        start = process_time()
        result = work()
        best = min(best, process_time() - start)
    return best, result


def main(words: Sequence[str]) -> int:
    """Print the table, or the comparison."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", default="10,50,200")
    asked.add_argument("--library", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--agree", nargs="+", type=Path)
    given = asked.parse_args(words)
    if given.agree:
        return agree(given.agree)
    by_library([calendar_of(0)])
    print(
        "people  MB  intervals  ours s  library s  times  identical  first question ms  second ms  another length ms"
    )
    for people in map(int, given.people.split(",")):
        texts = [calendar_of(person) for person in range(people)]
        took, found = seconds(lambda texts=texts: _merging(ours(texts)), given.rounds)
        row = f"{people:6} {sum(map(len, texts)) / 1e6:4.1f} {len(found):9} {took:7.2f}"
        if people <= given.library:
            theirs, reference = seconds(lambda texts=texts: _merging(by_library(texts)), 1)
            row += f" {theirs:10.2f} {theirs / took:6.1f} {reference == found!s:>10}"
        else:
            row += f" {'-':>10} {'-':>6} {'-':>10}"
        print(row, *(f"{one * 1000:12.1f}" for one in questions(texts)), flush=True)
    return 0


def _merging(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged(pairs)
    return pairs


def questions(texts: Sequence[str]) -> Iterator[float]:
    """Seconds of a first question about everyone over the whole year, of the same again, and for another length."""
    people = {str(number): _diary(str(number), text) for number, text in enumerate(texts)}
    world = World(people=people)
    request = Request(start=START, end=END, length=timedelta(hours=1), required=tuple(people))
    gc.collect()
    for asked in (request, request, replace(request, length=timedelta(minutes=45))):
        start = process_time()
        find_slots(asked, world)
        yield process_time() - start


def _diary(name: str, text: str) -> Diary:
    return Diary(name, read_busy(text, START, END).times)


def agree(folders: Sequence[Path]) -> int:
    """Compare the intervals of each file and year; 1 where any differ and nothing was told of it."""
    counts: Counter[str] = Counter()
    zone = ZoneInfo("Europe/Paris")
    for file in sorted(path for folder in folders for path in folder.rglob("*.ics")):
        text = _filled(file.read_bytes().decode("utf-8-sig", "replace"))
        for year in _years(text):
            start = datetime(year, 1, 1, tzinfo=UTC)
            end = start + timedelta(days=400)
            reading = read_busy(text, start, end)
            found = [span[:2] for span in reading.times.spans]
            slow = [span[:2] for span in read_busy(text, start, end, quick=False).times.spans]
            try:
                reference: object = intervals_by_library(text, start, end, zone)
            except Exception:  # noqa: BLE001 - whatever the libraries raise: then there is nothing to agree with
                reference = None
            kind = "the libraries fail" if reference is None else "equal" if reference == found else "differ"
            if kind == "differ" and reading.problems:
                kind = "differ, and it was told"
            if kind == "differ" and "BEGIN:VFREEBUSY" in text:
                kind = "free-busy answers, which the libraries do not read"
            counts[kind] += 1
            counts["quick and slow differ"] += slow != found
            if kind == "differ" or slow != found:
                print(f"{file} {year}: {kind}")
    print(*(f"{count:6} {kind}" for kind, count in counts.items()), sep="\n")
    return 1 if counts["differ"] or counts["quick and slow differ"] else 0


def _filled(text: str) -> str:
    """The text with the dates that caldavtester leaves to be filled in."""
    text = re.sub(r"\$now\.year\.(-?\d+):", lambda found: str(2026 + int(found[1])), text)
    text = re.sub(r"\$now\.month\.(-?\d+):", lambda found: f"2026{(5 + int(found[1])) % 12 + 1:02}", text)
    text = re.sub(r"\$now\.week\.(-?\d+):", lambda found: _day(7 * int(found[1])), text)
    return re.sub(r"\$now\.(-?\d+):", lambda found: _day(int(found[1])), text)


def _day(days: int) -> str:
    return f"{date(2026, 6, 15) + timedelta(days=days):%Y%m%d}"


def _years(text: str) -> list[int]:
    years = {int(year) for year in re.findall(r"DT(?:START|END)[^\n]*?:(\d{4})\d{4}", text)}
    return sorted(year for year in years if 1600 < year < 2200)[:12] or [2026]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
