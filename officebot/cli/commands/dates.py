"""dates: what the dates of a sentence, or of many, mean."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import UserError
from officebot.core.text import Text, counted, say

if TYPE_CHECKING:
    from officebot.core.dates import Match
    from officebot.core.worktime import WorkingTime

_DAY = 86400
_LANGUAGES = ("fr", "en", "mixed")


@command("dates", COMMANDS["dates"][1])
@argument("text", required=False)
@option("--at", metavar="TIME", spoken=say("Read it at this local time instead of now, as 2026-11-23T09:00."))
@option("--lang", "lang", type=click.Choice(_LANGUAGES), spoken=say("The language of the text, or mixed."))
@option("--order", type=click.Choice(["dmy", "mdy"]), spoken=say("What 03/04 means: day first or month first."))
@option("--business", is_flag=True, spoken=say("As an office means it: working days, holidays, end of the day."))
@option(
    "--file", "file", metavar="JSONL", spoken=say("Many texts: a JSON object with text, at and lang on each line.")
)
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a text."))
def dates(
    text: str | None,
    at: str | None,
    lang: str | None,
    order: str | None,
    business: bool,
    file: str | None,
    as_json: bool,
) -> None:
    if (text is None) == (file is None):
        raise click.UsageError(say("Give a text, or --file, and not both.").render(language()))
    if file is not None:
        sys.exit(_many(Path(file), at, lang, order, business, as_json))
    found = _read(text or "", _instant(at), lang or _spoken(text or ""), order, business)
    if as_json:
        emit({"matches": [one.to_json() for one in found]})
    else:
        _show(found)


def _instant(told: str | None) -> datetime:
    """The instant of reading: what was told, else now, on this machine's clock."""
    if told is None:
        return datetime.now().astimezone().replace(tzinfo=None)
    try:
        return datetime.fromisoformat(told).replace(tzinfo=None)
    except ValueError:
        raise UserError(say("“{value}” is no time: write it like 2026-11-23T17:30.", value=told)) from None


def _read(text: str, at: datetime, lang: str, order: str | None, business: bool) -> tuple[Match, ...]:
    from officebot.core.dates import find_dates

    # Americans write the month first; in an office of ours, English too is written day first.
    usual = "mdy" if lang == "en" and not business else "dmy"
    return find_dates(text, at, lang, order=order or usual, working=_working() if business else None)


def _working() -> WorkingTime:
    from officebot.core.worktime import WorkingTime

    return WorkingTime()


def _spoken(text: str) -> str:
    """The language of a text of which nobody says it; both at once where it does not show."""
    from officebot.core.language import language_of

    read = language_of(text)
    return read if read in _LANGUAGES else "mixed"


def _many(path: Path, at: str | None, lang: str | None, order: str | None, business: bool, as_json: bool) -> int:
    """Answer each line of a file in its order; the exit code is 1 where one could not be read."""
    failed = False
    for number, line in _lines(path):
        found = _line(line, at, lang, order, business)
        if isinstance(found, Text):
            failed = True
            emit({"file": str(path), "line": number, "error": found.render(language())})
        elif as_json:
            emit({"matches": [one.to_json() for one in found]})
        else:
            _show(found)
    return int(failed)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())
    except OSError:
        raise UserError(say("{path} cannot be read: check its name and its rights.", path=str(path))) from None


def _line(
    line: bytes, at: str | None, lang: str | None, order: str | None, business: bool
) -> tuple[Match, ...] | Text:
    try:
        fact: Any = json.loads(line)
    except (ValueError, RecursionError):
        return say("This line is no JSON.")
    if not isinstance(fact, dict) or not isinstance(fact.get("text"), str):
        return say('This line has no "text".')
    told, spoken = fact.get("at", at), fact.get("lang", lang or _spoken(str(fact.get("text", ""))))
    if spoken not in _LANGUAGES:
        return say("The language “{value}” is none of fr, en, mixed.", value=str(spoken))
    try:
        return _read(fact["text"], _instant(told if told is None else str(told)), str(spoken), order, business)
    except UserError as error:
        return error.problems[0].what


def _show(found: tuple[Match, ...]) -> None:
    """The dates of a text as a table for people."""
    if not found:
        tell(say("There is no date in this text."))
        return
    kinds, roles, reader = _kinds(), _roles(), language()
    table(
        [
            Column(say("Words")),
            Column(say("Kind"), detail=True),
            Column(say("Means"), fixed=True),
            Column(say("Role"), fixed=True),
        ],
        [[one.text, kinds[one.type].render(reader), _meaning(one), roles[one.role].render(reader)] for one in found],
    )


def _meaning(match: Match) -> str:
    if match.type == "duration":
        return _length(match.seconds or 0)
    if match.value or match.rule:
        return (match.value or match.rule).replace("T", " ") if match.value else match.rule
    if not match.from_ and not match.to:
        return say("no such day").render(language())
    return f"{match.from_} → {match.to}".replace("T", " ").strip()


def _length(seconds: int) -> str:
    """A length as people tell it: whole days, or hours and minutes."""
    if seconds and seconds % _DAY == 0:
        return counted("{count} day", "{count} days", seconds // _DAY).render(language())
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def _kinds() -> dict[str, Text]:
    return {
        "date": say("day"), "time": say("time of day"), "datetime": say("day and time"), "daterange": say("days"),
        "timerange": say("hours"), "datetimerange": say("span of time"), "duration": say("length"), "set": say("repetition"),
    }  # fmt: skip


def _roles() -> dict[str, Text]:
    return {
        "deadline": say("deadline"), "event": say("event"), "past": say("past"), "mention": say("mention"),
    }  # fmt: skip
