"""calendar invite, reply, cancel, counter: messages written, with the mails that would carry them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.commands.calendar_occurrences import file_bytes, local_time, zone_asked
from officebot.cli.output import clean, emit
from officebot.cli.table import CALENDAR
from officebot.cli.words import F, Whole, argument, command, language, option
from officebot.cli.writing import put
from officebot.core.problems import UserError
from officebot.core.text import Language, say

if TYPE_CHECKING:
    from typing import TypeAlias

    from officebot.core.calendars.building import Written
    from officebot.core.calendars.components import Component
    from officebot.core.calendars.times import Moment

    #: A message, and the name that stands beside its sender's address.
    Signed: TypeAlias = tuple[Written, str]

_OUT = say("The folder to write the calendar and the mail into; else this one.")
_LANG = say("The receivers' language; else yours.")
_NAME = say("The name that stands beside the sender's address.")
_OCCURRENCE = say("Which occurrence of a series: its day or its time.")
_COMMENT = say("Words to go with it.")
_JSON = say("One JSON object.")


def _of_occurrence(function: F) -> F:
    """The options of a message about an event that is already there."""
    comment = option("--comment", default="", spoken=_COMMENT)(function)
    return option("--occurrence", default="", metavar="ID", spoken=_OCCURRENCE)(comment)


def _delivered(write_it: Callable[..., Signed]) -> Callable[..., None]:
    """A command that writes the message which `write_it` gives as a calendar and as a mail, and the options of both."""

    @wraps(write_it)
    def run(lang: Language | None, out: str, as_json: bool, **asked: Any) -> None:
        told, name = write_it(**asked)
        _deliver(write_it.__name__, told, name, lang, out, as_json)

    last = option("--json", "as_json", is_flag=True, spoken=_JSON)(run)
    last = option("--out", "out", default=".", metavar="DIR", spoken=_OUT)(last)
    last = option("--lang", "lang", type=click.Choice(["fr", "en"]), spoken=_LANG)(last)
    return option("--name", "name", default="", spoken=_NAME)(last)


@command("invite", CALENDAR["invite"][1])
@option("--organizer", required=True, metavar="ADDRESS", spoken=say("Who invites."))
@option("--attendee", "attendees", multiple=True, metavar="ADDRESS", spoken=say("Who is invited; may be repeated."))
@option("--optional", multiple=True, metavar="ADDRESS", spoken=say("Who may come; may be repeated."))
@option("--room", "rooms", multiple=True, metavar="ADDRESS", spoken=say("A room to invite; may be repeated."))
@option("--summary", required=True, spoken=say("What it is about."))
@option(
    "--start", required=True, metavar="D", spoken=say("When it begins: a local time, or a day for the whole day.")
)
@option("--minutes", type=Whole(1, 527_040), default=60, spoken=say("How long it lasts; an hour if absent."))
@option("--tz", "zone", metavar="Z", spoken=say("The zone of its beginning."))
@option("--place", default="", spoken=say("Where it is."))
@option("--description", default="", spoken=say("What else there is to say."))
@option("--rrule", "rule", default="", metavar="RULE", spoken=say("How it repeats, as FREQ=WEEKLY;COUNT=4."))
@option("--update", metavar="FILE", spoken=say("The event as it was: this is a new version of it."))
@_delivered
def invite(
    organizer: str,
    attendees: tuple[str, ...],
    optional: tuple[str, ...],
    rooms: tuple[str, ...],
    summary: str,
    start: str,
    minutes: int,
    zone: str | None,
    place: str,
    description: str,
    rule: str,
    update: str | None,
    name: str,
) -> Signed:
    from officebot.core.calendars.building import Meeting, ending, invitation

    begins = _moment(start, zone)
    meeting = Meeting(
        organizer=organizer,
        attendees=attendees,
        optional=optional,
        rooms=rooms,
        summary=summary,
        start=begins,
        end=ending(begins, minutes),
        place=place,
        description=description,
        rule=rule,
        organizer_name=name,
    )
    before = _event_of(update) if update is not None else None
    return invitation(meeting, datetime.now(UTC), before=before), name


@command("reply", CALENDAR["reply"][1])
@argument("file", metavar="FILE")
@option("--as", "address", required=True, metavar="ADDRESS", spoken=say("Who answers."))
@option("--accept", is_flag=True, spoken=say("They will come."))
@option("--decline", is_flag=True, spoken=say("They will not come."))
@option("--tentative", is_flag=True, spoken=say("They may come."))
@_of_occurrence
@_delivered
def reply(
    file: str, address: str, accept: bool, decline: bool, tentative: bool, occurrence: str, comment: str, name: str
) -> Signed:
    from officebot.core.calendars.building import answer

    chosen = [
        said for said, is_said in (("ACCEPTED", accept), ("DECLINED", decline), ("TENTATIVE", tentative)) if is_said
    ]
    if len(chosen) != 1:
        raise click.UsageError(say("Say one of --accept, --decline, --tentative.").render(language()))
    told = answer(_invitation(file), address, chosen[0], datetime.now(UTC), comment=comment, occurrence=occurrence)
    return told, name


@command("cancel", CALENDAR["cancel"][1])
@argument("file", metavar="FILE")
@_of_occurrence
@_delivered
def cancel(file: str, occurrence: str, comment: str, name: str) -> Signed:
    from officebot.core.calendars.building import cancellation

    return cancellation(_invitation(file), datetime.now(UTC), occurrence=occurrence, comment=comment), name


@command("counter", CALENDAR["counter"][1])
@argument("file", metavar="FILE")
@option("--as", "address", required=True, metavar="ADDRESS", spoken=say("Who proposes."))
@option("--start", required=True, metavar="D", spoken=say("When it should begin."))
@option("--minutes", type=Whole(1, 527_040), spoken=say("How long it should last; as long as before if absent."))
@option("--tz", "zone", metavar="Z", spoken=say("The zone of its beginning; the event's own if absent."))
@_of_occurrence
@_delivered
def counter(
    file: str,
    address: str,
    start: str,
    minutes: int | None,
    zone: str | None,
    occurrence: str,
    comment: str,
    name: str,
) -> Signed:
    from officebot.core.calendars.building import counter_proposal, ending, event_span
    from officebot.core.calendars.times import as_utc

    calendar = _invitation(file)
    was_start, was_end = event_span(calendar, occurrence)
    begins = _moment(start, zone)
    if isinstance(begins, datetime) and begins.tzinfo is None and isinstance(was_start, datetime):
        begins = begins.replace(tzinfo=was_start.tzinfo)
    lasting = minutes or int((as_utc(was_end) - as_utc(was_start)).total_seconds() // 60)
    ends = ending(begins, lasting)
    if (as_utc(begins), as_utc(ends)) == (as_utc(was_start), as_utc(was_end)):
        raise UserError(say("That is its time already: name another."))
    told = counter_proposal(
        calendar, address, begins, ends, datetime.now(UTC), comment=comment, occurrence=occurrence
    )
    return told, name


def _moment(words: str, zone: str | None) -> Moment:
    """A day for words that say no more than one, else a local time in the zone. Raises UserError for no such hour."""
    found = local_time(words, zone_asked(zone))
    if found.tzinfo is not None and found.astimezone(UTC).astimezone(found.tzinfo).replace(fold=0) != found:
        raise UserError(say("There is no {time} on that day: the clocks go forward. Name another hour.",
                            time=f"{found:%H:%M}"))  # fmt: skip
    return date(found.year, found.month, found.day) if len(words) <= 10 else found


def _invitation(file: str) -> Component:
    """The calendar of a file or a mail. Raises UserError where an event of it cannot be followed: nobody answers a guess."""
    from officebot.core.calendars.messages import malformed
    from officebot.core.calendars.zones import defined_zones

    calendar = _calendar(file)
    zones = defined_zones(calendar)
    for event in calendar.children:
        if event.name == "VEVENT" and (doubt := malformed(event, zones)) is not None:
            raise UserError(doubt.reason)
    return calendar


def _calendar(file: str) -> Component:
    """The calendar of a file, or the one that a mail carries. Raises UserError for one without events."""
    from officebot.connectors.mime.imip import carried_by, is_calendar_text
    from officebot.connectors.mime.parts import Poison
    from officebot.core.calendars.components import read_calendars

    data = file_bytes(file)
    try:
        calendar = read_calendars(data if is_calendar_text(data) else carried_by(data).text, is_message=True)[0]
    except Poison as poison:
        raise UserError(poison.problem) from poison
    if not any(one.name == "VEVENT" for one in calendar.children):
        raise UserError(say("{file} holds no event: name an invitation.", file=file))
    if calendar.value("METHOD").upper() not in ("", "REQUEST", "PUBLISH", "ADD"):
        raise UserError(say("{file} is an answer or a cancellation: name the invitation itself.", file=file))
    return calendar


def _event_of(file: str) -> Component:
    """The event that is written anew: its times may be wrong, not its UID."""
    event = next(one for one in _calendar(file).children if one.name == "VEVENT")
    if not event.value("UID"):
        raise UserError(say("{file} has no UID: nobody would know of which event this is a new version.", file=file))
    return event


def _deliver(kind: str, told: Written, name: str, lang: Language | None, out: str, as_json: bool) -> None:
    """Write both files and say where they are."""
    from officebot.connectors.imap.arguments import UnsafeArgument
    from officebot.connectors.mime.imip import invitation_mail
    from officebot.core.calendars.components import read_calendars
    from officebot.core.calendars.letters import letter
    from officebot.core.calendars.memory import sequence_of
    from officebot.core.calendars.zones import defined_zones

    reader: Language = lang or language()
    zones = defined_zones(read_calendars(told.text)[0])
    try:
        mail = invitation_mail(letter(told, reader, sender_name=name, zones=zones), date=datetime.now(UTC))
    except UnsafeArgument as unsafe:
        raise UserError(
            say("“{address}” is no mail address: write it as name@office.example.", address=told.sender)
        ) from unsafe
    folder = Path(out)
    if not folder.is_dir():
        raise UserError(say("There is no folder {folder}: make it first.", folder=out))
    calendar, message = folder / f"{kind}.ics", folder / f"{kind}.eml"
    put(calendar, told.text.encode("utf-8"))
    put(message, mail)
    if as_json:
        emit(
            {
                "ics": str(calendar),
                "mail": str(message),
                "method": told.method,
                "uid": told.event.value("UID"),
                "sequence": sequence_of(told.event),
                "to": list(told.to),
            }
        )
    else:
        click.echo(clean(f"{calendar}\n{message}"))
