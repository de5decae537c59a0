"""The week's list of points that cannot be followed: without an owner of the office, or without a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from officebot.core.actions import CloseItem, NoteItem
from officebot.core.letters import filled, posting, salutation
from officebot.core.mail import OutgoingMail
from officebot.core.minutes.following import Followed
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, counted, in_words, say
from officebot.duties.action_points.observe import KEY, REMINDER, Facts
from officebot.duties.action_points.people import names_of, secretary_of
from officebot.duties.action_points.reminders import line_of, numbered
from officebot.duties.action_points.settings import Settings

_DAYS = ("mon", "tue", "wed", "thu", "fri")
_MOST = 60


def unsettled(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """On the day of the week that is set, a letter to each secretary: who does it, and by when?"""
    if not _is_day(facts, settings):
        return
    found: dict[tuple[str, str], list[Followed]] = defaultdict(list)
    for point in facts.points:
        if point.is_open and not point.is_settled:
            found[secretary_of(point, facts.office, settings), point.circle].append(point)
    for (address, circle), points in sorted(found.items()):
        person = facts.office.people.at(address)
        if person is not None:
            yield _proposal(person, circle, points[:_MOST], facts, settings)


def _is_day(facts: Facts, settings: Settings) -> bool:
    """Whether today is the day of the list; where it is a holiday, the next working day is, while the week lasts."""
    if settings.unsettled == "none":
        return False
    wanted = monday_of(facts.today) + timedelta(days=_DAYS.index(settings.unsettled))
    working = facts.office.working_time
    while not working.is_working_day(wanted) and wanted <= facts.today:
        wanted += timedelta(days=1)
    return wanted == facts.today


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def lacking(point: Followed) -> Text:
    """What is not known of a point."""
    if point.owners:
        return say("no day")
    return say("nobody of the office is named") if point.due is not None else say("neither owner nor day")


def _proposal(person: Person, circle: str, points: Sequence[Followed], facts: Facts, settings: Settings) -> Proposal:
    language = person.language
    ordered = sorted(points, key=lambda one: (one.held or date.max, one.number, one.key))
    numbers = numbered(ordered)
    key = f"{KEY}unsettled:{person.address}:{circle}:{monday_of(facts.today)}"
    mail = OutgoingMail(
        account=facts.office.account,
        to=(person.address,),
        subject=say("Action points without owner or day, {day}", day=facts.today).render(language),
        body=filled(
            facts.texts[language, "action_unsettled"],
            {
                "salutation": salutation(None, language),
                "points": "\n\n".join(
                    f"{line_of(number, one, facts.today, language, names_of(one, facts.office))}"
                    f" – {lacking(one).render(language)}"
                    for number, one in numbers
                ),
                "day": in_words(facts.today, language),
                "example": f"A{numbers[0][0]}",
                "office": facts.office.name,
            },
        ),
        key=key,
        language=language,
    )
    record = NoteItem(
        item_kind=REMINDER,
        key=key,
        title=mail.subject,
        source={
            "person": person.address,
            "day": facts.today.isoformat(),
            "subject": mail.subject,
            "points": [[number, one.key, "unsettled"] for number, one in numbers],
        },
        circle=circle,
    )
    return Proposal(
        key=key,
        title=counted("Ask {name} about {count} action point without owner or day",
                      "Ask {name} about {count} action points without owner or day", len(points), name=person.name),
        actions=(*posting(mail, is_sent=settings.mode == "send"), record, CloseItem(item_kind=REMINDER, key=key)),
        reason=say("Nothing stays open without an owner and a day."),
        reasons=tuple(
            Reason(what=say("“{what}”: {lacking}", what=one.what, lacking=lacking(one)), quote=one.quote,
                   source=one.minutes)
            for one in ordered
        ),
        consequences=(say("Their answer by mail, such as “A3: name, day”, settles them."),),
        owner=person.address,
        circle=circle,
        confidential=bool(circle),
        must_ask=settings.ask_first,
    )  # fmt: skip
