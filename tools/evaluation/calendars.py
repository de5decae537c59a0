"""Measures the reading of calendars and invitations on corpora beside the sources, and prints the figures.

python tools/evaluation/calendars.py [--corpora FOLDER] [--all]    --all names each file that was refused or differs

Templates of a server's test suite (`$now.year.1:0101`, `$uid1:`) are filled in before they are read.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from officebot.connectors.mime.imip import carried_by  # noqa: E402
from officebot.core.calendars.components import Component  # noqa: E402
from officebot.core.calendars.itip import Happened, apply  # noqa: E402
from officebot.core.calendars.messages import read_message  # noqa: E402
from officebot.core.calendars.occurrences import occurrences  # noqa: E402
from officebot.core.calendars.state import State, empty_state  # noqa: E402
from officebot.core.problems import UserError  # noqa: E402

#: The day that templates are filled in for.
_TODAY = date(2026, 6, 15)
_SLOW = 2.0
_NOW = datetime(2022, 4, 1, tzinfo=UTC)


@dataclass
class Counted:
    """What became of the files of a corpus."""

    found: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    named: list[str] = field(default_factory=list)


def filled(text: str) -> str:
    """A template with its dates and names filled in."""
    text = re.sub(r"\$now\.year\.(-?\d{1,3}):", lambda one: str(_TODAY.year + int(one[1])), text)
    text = re.sub(
        r"\$now\.month\.(-?\d{1,3}):", lambda one: f"{_TODAY + timedelta(days=30 * int(one[1])):%Y%m}", text
    )
    text = re.sub(r"\$now\.(-?\d{1,4}):", lambda one: f"{_TODAY + timedelta(days=int(one[1])):%Y%m%d}", text)
    return re.sub(r"\$([a-z]{1,20}\d{0,4}):", r"\1", text)


def read_corpus(folder: Path) -> Counted:
    """Each calendar of a folder read and its occurrences compared with the library's."""
    counted = Counted()
    for path in sorted(one for one in folder.rglob("*") if one.suffix.lower() in (".ics", ".txt", ".vcs")):
        data = path.read_bytes()
        if path.name == "SOURCE.txt":
            continue
        counted.found["files"] += 1
        filling = b"$now" in data or b"$uid" in data
        _read_one(filled(data.decode("utf-8", "replace")).encode() if filling else data, path, counted)
    return counted


def _read_one(data: bytes, path: Path, counted: Counted) -> None:
    years = [int(year) for year in re.findall(rb"DTSTART[^:\n]{0,80}:(\d{4})\d{4}", data)]
    year = max([one for one in years if 1 < one < 9990], default=2015)
    since, until = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 12, 31, tzinfo=UTC)
    began = time.process_time()
    try:
        told = occurrences(data, since, until)
        counted.found["read whole" if not told.problems else "read, events refused"] += 1
        ours = Counter((one.uid, one.start.isoformat(), one.end.isoformat()) for one in told.found)
        problems = [one.render() for one in told.problems]
    except UserError as error:
        counted.found["refused"] += 1
        ours, problems = None, [error.render()]
    except Exception as error:  # noqa: BLE001 — whatever it is, it is counted
        counted.found["crashed"] += 1
        ours, problems = None, [repr(error)]
    spent = time.process_time() - began
    counted.slowest = max(counted.slowest, (spent, path.name))
    counted.found["over 2 s"] += spent > _SLOW
    counted.named += [f"{path.name}: {one}" for one in problems[:3]]
    expected = _by_library(data, since, until)
    if expected is None:
        counted.found["library fails"] += 1
    elif ours is not None and not problems:
        counted.found["equal" if ours == expected else "DIFFERENT"] += 1
        if ours != expected:
            counted.named.append(f"{path.name}: DIFFERENT {list(ours - expected)[:2]} {list(expected - ours)[:2]}")
    else:
        counted.found["refused here, library gives occurrences"] += bool(expected - (ours or Counter()))


def _by_library(data: bytes, since: datetime, until: datetime) -> Counter[tuple[str, str, str]] | None:
    import icalendar
    import recurring_ical_events

    text = data.decode("utf-8-sig", "replace").upper()
    if "FREQ=SECONDLY" in text or "FREQ=MINUTELY" in text:
        return None
    try:
        found: Counter[tuple[str, str, str]] = Counter()
        for calendar in icalendar.Calendar.from_ical(data, multiple=True):
            for one in recurring_ical_events.of(calendar).between(since, until):
                found[(str(one.get("UID", "")), one["DTSTART"].dt.isoformat(), one["DTEND"].dt.isoformat())] += 1
    except Exception:  # noqa: BLE001 — the library raises what it likes; then there is nothing to compare with
        return None
    return found


# ── invitations ───────────────────────────────────────────────────────────────────────────────────────────

#: File → what it must do to the event that came before it, as its name says.
_INVITATIONS = {
    "single-event": "entered",
    "repeat-event": "entered",
    "update-minor": "reworded",
    "update-major": "moved",
    "repeat-update-minor": "reworded",
    "repeat-update-major": "moved",
    "exception-minor": "one reworded",
    "exception-major": "one moved",
    "cancel-single-event": "cancelled",
    "cancel-repeat-event": "cancelled",
}


def invitations(folder: Path, person: str) -> list[tuple[str, str, bool]]:
    """Each mail, what it should do, and whether it did, whichever of it and its invitation came first."""
    out = []
    for name, expected in _INVITATIONS.items():
        before = "repeat-event" if "repeat" in name or "exception" in name else "single-event"
        orders = [[before, name], [name, before]] if name != before else [[name]]
        ends = [_after(folder, order, person) for order in orders]
        right = all(_ended(state, folder, before, person) == expected for state in ends)
        out.append((name, expected, right))
    return out


def _after(folder: Path, names: list[str], person: str) -> State:
    state = empty_state(person)
    for name in names:
        carried = carried_by((folder / f"{name}.eml").read_bytes())
        message = read_message(carried.text, sender=carried.sender, method=carried.method)
        outcome = apply(state, message, person, _NOW)
        if outcome.outcome is Happened.REJECTED:
            return empty_state(person)
        state = outcome.state
    return state


def _ended(state: State, folder: Path, before: str, person: str) -> str:
    """What happened to the event, in the words of the table above."""
    (original,) = _events(_after(folder, [before], person))
    now = _events(state)
    if not now:
        return "nothing"
    changed, kind = (now[0], "") if len(now) == 1 else (now[1], "one ")
    if changed.value("STATUS") == "CANCELLED":
        return f"{kind}cancelled"
    start = changed.value("RECURRENCE-ID") or original.value("DTSTART")
    if changed.value("DTSTART") != start:
        return f"{kind}moved"
    return f"{kind}reworded" if changed.value("SUMMARY") != original.value("SUMMARY") else "entered"


def _events(state: State) -> list[Component]:
    return [event for uid in state.memory for event in state.events(uid)]


def main(arguments: list[str]) -> int:
    """The figures on standard output; 1 where one is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    missed = False
    for folder in sorted(given.corpora.glob("cal-*")):
        if folder.name.startswith("cal-imip"):
            for name, expected, right in invitations(folder, "receiver@example.com"):
                print(f"{folder.name}: {name}: {expected}: {'right' if right else 'WRONG'}")
                missed |= not right
            continue
        counted = read_corpus(folder)
        figures = ", ".join(f"{name} {count}" for name, count in sorted(counted.found.items()) if count)
        print(f"{folder.name}: {figures}; slowest {counted.slowest[0]:.2f} s ({counted.slowest[1]})")
        missed |= bool(counted.found["crashed"] + counted.found["over 2 s"] + counted.found["DIFFERENT"])
        for line in counted.named if given.all else [one for one in counted.named if "DIFFERENT" in one]:
            print(f"    {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
