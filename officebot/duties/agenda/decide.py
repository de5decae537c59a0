"""Writes each person's page of the day, in their language and on their clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from html import escape
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from officebot.core.actions import Action, WriteDocument
from officebot.core.agendas import OfficeCalendar
from officebot.core.availability.busy import Status
from officebot.core.availability.conflicts import Conflict, Meeting, Reply, problems_of
from officebot.core.availability.persons import Rules
from officebot.core.availability.places import Travel
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.meetings.diary import Entry, entries_with, on_day
from officebot.core.meetings.letters import WEEKDAYS
from officebot.core.people import Person
from officebot.core.proposals import Proposal
from officebot.core.text import Language, Text, in_words, one_line, say
from officebot.core.worktime import WorkingTime
from officebot.duties.agenda.observe import Facts
from officebot.duties.agenda.settings import Settings
from officebot.travel_settings import ways

_MOST_WAITING, _MOST_DUE = 12, 12
_SOON = timedelta(days=2)


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """One page a person who has a calendar, the same key whenever it is made for that day."""
    for person in facts.office.people.all:
        calendars = [one for one in facts.calendars if one.person == person.address]
        if not calendars or (settings.people and person.address not in settings.people):
            continue
        working = _working(person, facts)
        entries = _entries(calendars, facts, settings, working)
        page = _page(person, entries, facts, settings, working)
        yield Proposal(
            key=f"agenda:{facts.day.isoformat()}:{person.address}",
            title=say("Write the agenda of {day} for {name}", day=facts.day, name=person.name),
            actions=tuple(_actions(person, page, facts, settings)),
            reason=say("The day begins; so much stands in the calendar: {count}.", count=len(page["today"])),
            consequences=(
                (say("A mail goes to {recipient}.", recipient=person.address),)
                if settings.form == "mail"
                else (say("Nothing leaves the office."),)
            ),
            circle=person.circle,
        )


def _working(person: Person, facts: Facts) -> WorkingTime:
    working = facts.office.working_time
    return replace(working, zone=person.zone) if person.zone else working


def _entries(
    calendars: Sequence[OfficeCalendar], facts: Facts, settings: Settings, working: WorkingTime
) -> list[Entry]:
    start = datetime.combine(facts.day, time(0), working.tz)
    tomorrow = working.add_working_days(facts.day, 1)
    last = max(facts.day + timedelta(days=settings.days_ahead), tomorrow)
    until = datetime.combine(last + timedelta(days=1), time(0), working.tz)
    found = [entry for one in calendars for entry in entries_with(one, start, until, working, facts.office.mailboxes)]
    return sorted(
        (one for one in found if not one.is_cancelled), key=lambda one: (one.meeting.start, one.meeting.uid)
    )


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────


def _page(
    person: Person, entries: Sequence[Entry], facts: Facts, settings: Settings, working: WorkingTime
) -> dict[str, Any]:
    language, tomorrow = person.language, working.add_working_days(facts.day, 1)
    # Of places that the table does not know nobody knows how far they are apart: often they lie in one house.
    travel = replace(ways(settings.travel), estimate=timedelta(0))
    conflicts = problems_of(
        _without_holds(entries), now=facts.now, rules=Rules(working=working), travel=travel, zones=_zones(facts)
    )
    return {
        "office": facts.office.name,
        "reader": person.name,
        "day": _day(facts.day, language),
        "tomorrow_day": _day(tomorrow, language),
        "today": [_line(one, facts, working.tz, language) for one in on_day(entries, facts.day, working)],
        "tomorrow": [_line(one, facts, working.tz, language) for one in on_day(entries, tomorrow, working)],
        "conflicts": [_conflict(one, language) for one in conflicts],
        "ways": list(_ways(on_day(entries, facts.day, working), travel, working.tz)),
        "due": list(_due(person, facts, language)),
        "waiting": [
            {"id": one.id, "title": one.title.render(language)}
            for one in facts.waiting
            if one.owner == person.address
        ][:_MOST_WAITING],
        "problems": [one.problem.render(language) for one in facts.calendars
                     if one.problem is not None and one.person == person.address],
        "zone": "" if working.zone == facts.office.working_time.zone else working.zone,
    }  # fmt: skip


def _without_holds(entries: Iterable[Entry]) -> list[Meeting]:
    """What keeps offered times free crosses nothing: one of them will be taken, the others go."""
    return [one.meeting for one in entries if not one.is_hold]


def _zones(facts: Facts) -> Mapping[str, str]:
    return {person.address: person.zone for person in facts.office.people.all if person.zone}


def _day(day: date, language: Language) -> str:
    said = f"{WEEKDAYS[language][day.weekday()]} {in_words(day, language)}"
    return said[:1].upper() + said[1:]


def _line(entry: Entry, facts: Facts, tz: ZoneInfo, language: Language) -> dict[str, Any]:
    meeting = entry.meeting
    start, end = meeting.start.astimezone(tz), meeting.end.astimezone(tz)
    if meeting.is_private:
        # The page lies in the archive, and others of the circle see what is written there.
        return {
            "time": "" if meeting.all_day else f"{start:%H:%M}–{end:%H:%M}",
            "what": say("Private").render(language), "place": "", "people": "", "papers": [], "is_hold": False,
            "is_tentative": meeting.status is Status.TENTATIVE,
        }  # fmt: skip
    people = facts.office.people
    coming = [one for one, reply in entry.attendees if reply is not Reply.DECLINED]
    names = [person.name if (person := people.at(one)) is not None else one for one in coming]
    return {
        "time": "" if meeting.all_day else f"{start:%H:%M}–{end:%H:%M}",
        "what": one_line(meeting.summary, 120) or say("Meeting").render(language),
        "place": one_line(_place(entry, facts), 120),
        "people": ", ".join(names[:8]) + (f" +{len(names) - 8}" if len(names) > 8 else ""),
        "is_tentative": meeting.status is Status.TENTATIVE,
        "is_hold": entry.is_hold,
        "papers": [one_line(one, 120) for one in entry.papers],
    }


def _place(entry: Entry, facts: Facts) -> str:
    room = next((one for one in facts.rooms if entry.meeting.room and one.address == entry.meeting.room), None)
    return room.title if room is not None else entry.meeting.place


def _conflict(one: Conflict, language: Language) -> dict[str, str]:
    return {"what": one.what.render(language), "mend": one.mend.render(language)}


def _ways(entries: Sequence[Entry], travel: Travel, tz: ZoneInfo) -> Iterator[dict[str, Any]]:
    """From where to where one has to go between two entries of the day, and when to leave at the latest."""
    timed = [one.meeting for one in entries if not one.meeting.all_day and one.meeting.place.strip()
             and not one.meeting.is_private]  # fmt: skip
    for one, other in pairwise(timed):
        way = travel.between(one.ends_at, other.place)
        if way:
            yield {
                "from": one_line(one.ends_at, 80), "to": one_line(other.place, 80),
                "minutes": int(way.total_seconds() // 60),
                "leave": f"{(other.start - way).astimezone(tz):%H:%M}",
            }  # fmt: skip


def _due(person: Person, facts: Facts, language: Language) -> Iterator[dict[str, str]]:
    """What is theirs and due in the next two days, the earliest first; then what is late, the latest first."""
    local = facts.office.working_time.local
    mine = sorted(
        (one.due, one.title) for one in facts.items if one.owner == person.address and one.due is not None
    )  # fmt: skip
    soon = [one for one in mine if facts.now <= one[0] < facts.now + _SOON]
    late = [one for one in reversed(mine) if one[0] < facts.now]
    for due, title in [*soon, *late][:_MOST_DUE]:
        day = in_words(local(due).date(), language)
        said = f"{day} ({say('late').render(language)})" if due < facts.now else day
        yield {"what": one_line(title, 120), "day": said}


# ── what is done with it ──────────────────────────────────────────────────────────────────────────────────


def _actions(person: Person, page: Mapping[str, Any], facts: Facts, settings: Settings) -> Iterator[Action]:
    name = f"{facts.day.isoformat()}-{person.local_part}"
    yield WriteDocument(
        path=f"archive/agendas/{name}.html", template="report/agenda.html", language=person.language, data=page
    )
    if settings.pdf:
        yield WriteDocument(
            path=f"archive/agendas/{name}.pdf", template="report/agenda.typ", language=person.language, data=page
        )
    account = settings.account or facts.office.account
    if settings.form == "document" or not account:
        return
    parts = list(_parts(page, person.language))
    mail = OutgoingMail(
        account=account,
        to=(person.address,),
        subject=say("Your day, {day}", day=facts.day).render(person.language),
        body=_plain(parts, person.language),
        html=_marked_up(parts, person.language),
        key=f"agenda:{name}",
        language=person.language,
        is_automatic=True,
        with_signature=False,
    )
    yield from posting(mail, is_sent=settings.form == "mail")


def _parts(page: Mapping[str, Any], language: Language) -> Iterator[tuple[str, list[str]]]:
    """The page's headings, each with the items below it, for a mail."""
    if page["problems"]:
        yield say("A calendar could not be read").render(language), list(page["problems"])
    for title, rows in ((say("Today"), page["today"]), (say("Tomorrow"), page["tomorrow"])):
        yield title.render(language), [_entry_line(row, language) for row in rows]
    for title, told in (
        (say("To mend"), [f"{one['what']} {one['mend']}" for one in page["conflicts"]]),
        (say("On the way"), [_way(one, language) for one in page["ways"]]),
        (say("Due"), [f"{one['day']}: {one['what']}" for one in page["due"]]),
        (say("Waiting for your yes"), [f"{one['title']} ({one['id']})" for one in page["waiting"]]),
    ):
        if told:
            yield title.render(language), told


def _plain(parts: Sequence[tuple[str, list[str]]], language: Language) -> str:
    nothing = say("Nothing.").render(language)
    told = (
        [title, "", *(f"- {item}" for item in items), *([] if items else [nothing]), ""] for title, items in parts
    )
    return "\n".join(line for lines in told for line in lines)


def _marked_up(parts: Sequence[tuple[str, list[str]]], language: Language) -> str:
    """The same for mail programs that show more than text: headings and lists, nothing from elsewhere."""
    nothing = f"<p>{escape(say('Nothing.').render(language))}</p>"
    made = "".join(
        f"<h3>{escape(title)}</h3>"
        + (f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>" if items else nothing)
        for title, items in parts
    )
    return f'<html><body lang="{language}" style="font-family: sans-serif">{made}</body></html>'


def _entry_line(row: Mapping[str, Any], language: Language) -> str:
    when = row["time"] or say("all day").render(language)
    parts = [str(row["what"]), str(row["place"]), str(row["people"])]
    marks = [
        mark.render(language)
        for mark, holds in ((say("time kept free"), row["is_hold"]), (say("not certain"), row["is_tentative"]))
        if holds
    ][:1]
    papers = [say("Papers: {papers}", papers=row["papers"]).render(language)] if row["papers"] else []
    told = "; ".join([", ".join(part for part in parts if part), *papers])
    return f"{when}  {told}{''.join(f' ({mark})' for mark in marks)}"


def _way(one: Mapping[str, Any], language: Language) -> str:
    said: Text = say("Leave at {leave}: {minutes} minutes from {one} to {other}.",
                     leave=one["leave"], minutes=one["minutes"], one=one["from"], other=one["to"])  # fmt: skip
    return said.render(language)
