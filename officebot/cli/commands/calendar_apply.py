"""calendar apply: invitations, answers and cancellations entered into a calendar."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.commands.calendar_occurrences import file_bytes
from officebot.cli.output import clean, emit, tell
from officebot.cli.table import CALENDAR
from officebot.cli.words import argument, command, language, option
from officebot.cli.writing import put
from officebot.core.problems import UserError
from officebot.core.text import Text, quoted, say

if TYPE_CHECKING:
    from officebot.core.calendars.itip import Outcome
    from officebot.core.calendars.messages import Message


@command("apply", CALENDAR["apply"][1])
@argument("state", metavar="STATE.ics")
@argument("messages", nargs=-1, required=True, metavar="MESSAGE…")
@option("--for", "for_address", required=True, metavar="ADDRESS", spoken=say("Whose calendar it is."))
@option("--out", "out", metavar="NEW.ics", spoken=say("Write the calendar as it is afterwards into this file."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def apply(state: str, messages: tuple[str, ...], for_address: str, out: str | None, as_json: bool) -> None:
    from officebot.core.calendars import itip
    from officebot.core.calendars.state import empty_state, read_state, write_state

    # What does not exist yet, or is empty, is a calendar that holds nothing.
    stored = file_bytes(state) if state == "-" or Path(state).exists() else b""
    now = datetime.now(UTC)
    known = read_state(stored, for_address) if stored.strip() else empty_state(for_address)
    unread = 0
    for name in messages:
        try:
            message = message_in(file_bytes(name))
        except UserError as error:
            unread += 1
            problem = error.problems[0].what
            if as_json:
                emit({"file": name, "error": problem.render(language())})
            else:
                tell(say("{file}: {problem}", file=name, problem=problem))
            continue
        happened = itip.apply(known, message, for_address, now)
        known = happened.state
        _show(name, happened, as_json)
    if out is not None and unread < len(messages):
        put(Path(out), write_state(known).encode("utf-8"))
    sys.exit(1 if unread else 0)


def message_in(data: bytes) -> Message:
    """The iTIP message of a calendar file or a mail; of a mail with its sender. Raises UserError."""
    from officebot.connectors.mime.imip import carried_by, is_calendar_text
    from officebot.connectors.mime.parts import Poison
    from officebot.core.calendars.messages import read_message

    if is_calendar_text(data):
        return read_message(data)
    try:
        carried = carried_by(data)
    except Poison as poison:
        raise UserError(poison.problem) from poison
    return read_message(carried.text, sender=carried.sender, method=carried.method)


def _show(name: str, happened: Outcome, as_json: bool) -> None:
    from officebot.core.calendars.telling import ANSWERS

    if as_json:
        emit(_fact(name, happened))
        return
    outcome = _OUTCOMES[happened.outcome.value]
    click.echo(
        clean(say("{file}: {outcome}. {why}", file=name, outcome=outcome, why=happened.reason).render(language()))
    )
    for one in happened.changes:
        where = f" {one.occurrence}" if one.occurrence else ""
        before, after = (ANSWERS.get(value, quoted(value or "—")) for value in (one.before, one.after))
        told = say("{what}: {before} → {after}", what=_what(one.what), before=before, after=after).render(language())
        click.echo(clean(f"  {told}{where}"))


def _what(what: str) -> Text:
    """What differs, in words; `answer:ADDRESS` is somebody's answer."""
    kind, _, address = what.partition(":")
    return say("answer of {address}", address=address) if kind == "answer" else _CHANGES.get(what, quoted(what))


_OUTCOMES = {
    "applied": say("Taken over"),
    "ignored": say("Left aside"),
    "rejected": say("Refused"),
    "needs-decision": say("For you to decide"),
}
_CHANGES = {
    "added": say("new"),
    "removed": say("gone"),
    "start": say("beginning"),
    "end": say("end"),
    "duration": say("length"),
    "rule": say("repetition"),
    "added_dates": say("further dates"),
    "left_out_dates": say("dates left out"),
    "summary": say("title"),
    "location": say("place"),
    "description": say("description"),
    "status": say("state"),
    "transparency": say("whether it takes time"),
}


def _fact(name: str, happened: Outcome) -> dict[str, Any]:
    return {
        "file": name,
        "outcome": happened.outcome.value,
        "reason": happened.reason.render(language()),
        "changes": [one.fact() for one in happened.changes],
        "reply": happened.reply or None,
    }
