"""What the duty sees, and what it proposes: one bundle a day, made anew when a meeting changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from officebot.sdk import (
    Action,
    Language,
    Office,
    OfficeFacts,
    OutgoingMail,
    Proposal,
    Reason,
    Remember,
    Text,
    Trigger,
    WriteDocument,
    in_words,
)
from officebot.sdk.calendars import OfficeCalendar, Room
from officebot.sdk.letters import posting

from visitor_welcome.settings import Settings
from visitor_welcome.texts import counted, say
from visitor_welcome.visits import Visit, digest, visits_on

KIND = "visitor_welcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The calendars and rooms as they are, the time, and the mark of the visits that were announced today."""

    office: OfficeFacts
    now: datetime
    calendars: Sequence[OfficeCalendar] = ()
    rooms: Sequence[Room] = ()
    announced: str = ""

    @property
    def language(self) -> Language:
        """The office's, in which its pages are written."""
        return "fr" if self.office.language.startswith("fr") else "en"

    @property
    def today(self) -> date:
        """The day it is in the office."""
        return self.office.working_time.local(self.now).date()


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """What there is to decide about. All that is read is read here."""
    facts = Facts(office=office.facts, now=trigger.now, calendars=office.calendars(), rooms=office.rooms())
    kept: Any = office.remembered(KIND, _key(facts.today))
    return Facts(
        office=facts.office,
        now=facts.now,
        calendars=facts.calendars,
        rooms=facts.rooms,
        announced=kept if isinstance(kept, str) else "",
    )


def decide(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The day's visitors, unless they were announced as they are. Pure: no clock, no file, no network."""
    if any(one.is_lost for one in facts.calendars):
        # Half of the visitors would look like all of them.
        return
    visits = visits_on(facts.today, facts.calendars, facts.rooms, facts.office)
    mark = digest(visits)
    is_over = all(one.end <= facts.now for one in visits)
    if mark == facts.announced or (is_over and not (facts.announced and not visits)):
        return
    yield _proposal(facts, settings, visits, mark)


# ── within ────────────────────────────────────────────────────────────────────────────────────────────────


def _proposal(facts: Facts, settings: Settings, visits: Sequence[Visit], mark: str) -> Proposal:
    count = sum(len(one.guests) for one in visits)
    page = WriteDocument(
        path=f"documents/visitors/{facts.today}.pdf",
        template=f"{KIND}:badges.typ",
        data=page_of(facts, visits),
        language=facts.language,
    )
    return Proposal(
        key=_key(facts.today),
        title=counted("Announce one visitor of {day}", "Announce {count} visitors of {day}", count, day=facts.today)
        if count
        else say("Say that no visitors are expected any more on {day}", day=facts.today),
        actions=(page, *_mail(facts, settings, visits, page.path), Remember(key=_key(facts.today), value=mark)),
        reason=say("Since the list was made, a meeting was changed, added or called off.")
        if facts.announced
        else say("The calendars have meetings with guests from outside today."),
        reasons=tuple(Reason(what=line_of(one)) for one in visits[:10]),
        consequences=(say("Subjects and private appointments are told to nobody."),),
        must_ask=True,
    )


def line_of(visit: Visit) -> Text:
    """A visit in one line: when, who, whom to call, and where."""
    return say(
        "{time}: {guests}, for {host}, {place}",
        time=_time(visit),
        guests=[f"{one.name} ({one.house})" if one.house else one.name for one in visit.guests],
        host=visit.host or "—",
        place=visit.place or say("place not said"),
    )


def page_of(facts: Facts, visits: Sequence[Visit]) -> dict[str, Any]:
    """What the template shows: words in the office's language, and a row for each visit."""
    language = facts.language
    heads = (say("Time"), say("Visitors"), say("Host"), say("Place"))
    return {
        "office": facts.office.name,
        "language": language,
        "title": say("Visitors of {day}", day=facts.today).render(language),
        "guest": say("Visitor").render(language),
        "nobody": say("No visitors are expected.").render(language),
        "heads": [one.render(language) for one in heads],
        "visits": [
            {
                "time": _time(one).render(language),
                "host": one.host or "—",
                "place": one.place or "—",
                "guests": [{"name": guest.name, "house": guest.house} for guest in one.guests],
            }
            for one in visits
        ],
        "day": in_words(facts.today, language),
    }


def _time(visit: Visit) -> Text:
    return say("all day") if visit.all_day else say("{time}", time=f"{visit.start:%H:%M}")


def _mail(facts: Facts, settings: Settings, visits: Sequence[Visit], path: str) -> tuple[Action, ...]:
    account = settings.account or facts.office.account
    if not settings.reception or not account:
        return ()
    language = facts.language
    greeting = say("Good morning,") if not facts.announced else say("Good morning, the visitors have changed:")
    lines = [f"– {line_of(one).render(language)}" for one in visits]
    lines = lines or [say("No visitors are expected.").render(language)]
    mail = OutgoingMail(
        account=account,
        to=(settings.reception,),
        subject=say("Visitors of {day}", day=facts.today).render(language),
        body="\n".join([greeting.render(language), "", *lines, "", say("The badges are attached.").render(language)]),
        key=_key(facts.today),
        language=language,
        attached_documents=(path,),
    )
    return posting(mail, is_sent=False)


def _key(day: date) -> str:
    return f"{KIND}:{day}"
