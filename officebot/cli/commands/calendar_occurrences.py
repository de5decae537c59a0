"""calendar occurrences: what happens between two days."""

from __future__ import annotations

import sys
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.files import complain, sentences_of
from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import CALENDAR
from officebot.cli.words import argument, command, is_near, language, option
from officebot.core.problems import UserError
from officebot.core.text import Text, counted, say

if TYPE_CHECKING:
    from officebot.core.calendars.occurrences import Occurrence, Occurrences
    from officebot.core.calendars.times import Moment


@command("occurrences", CALENDAR["occurrences"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--from", "since", required=True, metavar="D", spoken=say("The first day, or a local time."))
@option("--to", "until", required=True, metavar="D", spoken=say("The day, or the local time, before which to end."))
@option("--tz", "zone", metavar="Z", spoken=say("The zone of these limits, and of times that name none."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def occurrences(files: tuple[str, ...], since: str, until: str, zone: str | None, as_json: bool) -> None:
    from officebot.core.calendars import occurrences as core

    where = zone_asked(zone)
    begin, end = local_time(since, where), local_time(until, where)
    if (begin.tzinfo is None) != (end.tzinfo is None):
        begin, end = begin.replace(tzinfo=begin.tzinfo or end.tzinfo), end.replace(tzinfo=end.tzinfo or begin.tzinfo)
    if end <= begin:
        raise UserError(say("The span ends at {until}, not after {since}.", since=since, until=until))
    failed = False
    for name in files:
        try:
            found = core.occurrences(file_bytes(name), begin, end, where)
        except UserError as error:
            failed = True
            complain(name, sentences_of(error)[:1], as_json)
            continue
        failed = failed or bool(found.problems)
        _show(name, found, as_json, several=len(files) > 1)
    sys.exit(1 if failed else 0)


def zone_asked(name: str | None) -> tzinfo | None:
    """The zone of this name, in any program's spelling; None for none. Raises UserError for an unknown one."""
    from zoneinfo import ZoneInfo

    from officebot.core.calendars.zones import zone_name

    if not name:
        return None
    found = zone_name(name)
    if not found:
        raise UserError(say("The time zone “{zone}” is unknown: write one like Europe/Paris.", zone=name))
    return ZoneInfo(found)


def local_time(words: str, zone: tzinfo | None) -> datetime:
    """The time that ISO 8601 words say, a day being its midnight; in the zone, unless they have an offset."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise UserError(
            say("“{words}” is no day and no time: write 2026-11-23 or 2026-11-23T09:00.", words=words)
        ) from None
    if not is_near(found.date()):
        raise UserError(say("“{value}” lies beyond the calendars here: name a day from 1900 to 8999.", value=words))
    return found.replace(tzinfo=zone) if found.tzinfo is None else found


def file_bytes(name: str) -> bytes:
    """What a file, or for "-" the standard input, holds. Raises UserError for one that cannot be read or is too large."""
    from officebot.core.calendars.components import LARGEST_CALENDAR, too_large

    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_CALENDAR + 1)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(LARGEST_CALENDAR + 1)
    except OSError as error:
        raise UserError(_unreadable(name, error)) from error
    if len(data) > LARGEST_CALENDAR:
        raise UserError(too_large())
    return data


def _unreadable(name: str, error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return say("There is no file {file}: check its name.", file=name)
    if isinstance(error, IsADirectoryError):
        return say("{file} is a folder: name a file in it.", file=name)
    if isinstance(error, PermissionError):
        return say("{file} cannot be opened: check its rights.", file=name)
    return say("{file} cannot be read: try it again.", file=name)


def _show(name: str, found: Occurrences, as_json: bool, *, several: bool) -> None:
    for problem in found.problems:
        what = say("{where}: {what}", where=problem.where, what=problem.what) if problem.where else problem.what
        complain(name, [what], as_json)
    floating = sum(one.is_floating for one in found.found)
    if floating:
        tell(
            counted(
                "{file}: {count} time names no zone: say which is meant with --tz.",
                "{file}: {count} times name no zone: say which is meant with --tz.",
                floating,
                file=name,
            )
        )
    if as_json:
        for one in found.found:
            emit({**({"file": name} if several else {}), **_fact(one)})
        return
    if not found.found:
        if not found.problems:
            tell(say("{file}: Nothing stands in this calendar on these days.", file=name))
        return
    rows = [(_told(one.start), _told(one.end), one.summary, _status(one.status), one.uid) for one in found.found]
    columns = [
        Column(say("Begins"), fixed=True),
        Column(say("Ends"), fixed=True),
        Column(say("What")),
        Column(say("Status"), fixed=True),
        Column(say("UID"), detail=True),
    ]
    table(columns, rows)


def _status(status: str) -> str:
    known = {"CONFIRMED": say("certain"), "TENTATIVE": say("not certain"), "CANCELLED": say("called off")}
    return known[status].render(language()) if status in known else status.lower()


def _fact(one: Occurrence) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "recurrence_id": _iso(one.recurrence_id),
        "summary": one.summary,
        "start": _iso(one.start),
        "end": _iso(one.end),
        "all_day": one.all_day,
        "status": one.status,
        "transparent": one.transparent,
    }


def _iso(when: Moment | None) -> str | None:
    return None if when is None else when.isoformat()


def _told(when: Moment) -> str:
    return when.isoformat(" ", "minutes") if isinstance(when, datetime) else when.isoformat()
