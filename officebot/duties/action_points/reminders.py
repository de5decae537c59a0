"""The reminders of a morning: one letter a person with all their points, each step of each point at most once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from officebot.core.actions import Action, CheckUnanswered, CloseItem, NoteItem
from officebot.core.letters import filled, posting, salutation
from officebot.core.mail import OutgoingMail
from officebot.core.minutes.following import Followed
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Language, Text, counted, in_words, say
from officebot.duties.action_points.observe import ANSWERED, KEY, NOTICE, REMIND, REMINDER, Facts
from officebot.duties.action_points.people import names_of, secretary_of
from officebot.duties.action_points.settings import Settings

#: So many working days a blocked point has peace, at least: its owner cannot help it.
_BLOCKED_DAYS = 5
_MOST_POINTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a point is reminded of: "soon", "due" or "late2", for its day; `day` is when this step began."""

    name: str
    day: date


def step_of(point: Followed, facts: Facts, settings: Settings) -> Step | None:
    """The step at which a point stands today; None where nothing is to be said, or its owner has just answered.

    A day on which nobody works counts as the working day before it.
    """
    due, today, working = point.due, facts.today, facts.office.working_time
    if due is None or not point.is_open or _has_answered(point, facts, settings):
        return None
    last = due if working.is_working_day(due) else working.add_working_days(due, -1)
    if today < last:
        begin = working.add_working_days(last, -settings.before_days)
        return Step(name=f"soon:{due}", day=begin) if settings.before_days and today >= begin else None
    if today <= due:
        return Step(name=f"due:{due}", day=last)
    reached = working.working_days_between(due, today) // settings.late_days
    level = min(reached, settings.most_reminders)
    if level < 1:
        return None
    is_old = reached > settings.most_reminders
    return Step(
        name=f"late{level}:{due}", day=today if is_old else working.add_working_days(due, level * settings.late_days)
    )


def is_silent(point: Followed, facts: Facts, settings: Settings) -> bool:
    """Whether all reminders of a late point were in vain: the last one has been out for as long as one waits."""
    due, working = point.due, facts.office.working_time
    if due is None or due >= facts.today or not point.is_open or _has_answered(point, facts, settings):
        return False
    if not settings.most_reminders:
        return working.working_days_between(due, facts.today) >= settings.late_days
    name = f"late{settings.most_reminders}:{due}"
    days = [one.day for one in facts.reminders for _, key, step in one.points if key == point.key and step == name]
    return bool(days) and working.working_days_between(min(days), facts.today) >= settings.late_days


def _has_answered(point: Followed, facts: Facts, settings: Settings) -> bool:
    """Whether an answer waits for a yes, or came so short ago that nobody asks again."""
    if f"{ANSWERED}{point.key}" in facts.pending:
        return True
    day = facts.heard.get(point.key)
    peace = max(_BLOCKED_DAYS, settings.late_days) if point.status == "blocked" else settings.late_days
    return day is not None and facts.office.working_time.working_days_between(day, facts.today) < peace


def reminders(facts: Facts, settings: Settings, only: Iterable[str] | None = None) -> Iterator[Proposal]:
    """A proposal for each person, or for each of `only`, of whose points one stands at a step that was not told yet."""
    told = {(key, step) for one in facts.reminders for _, key, step in one.points}
    wanted = None if only is None else frozenset(only)
    for (address, circle), points in sorted(_by_person(facts).items()):
        person = facts.office.people.at(address)
        if person is None or (wanted is not None and address not in wanted):
            continue
        steps = {one.key: step for one in points if (step := step_of(one, facts, settings)) is not None}
        fresh = {key: step for key, step in steps.items() if (key, step.name) not in told}
        if fresh:
            yield reminder(person, circle, points, fresh, facts, settings)


def _by_person(facts: Facts) -> dict[tuple[str, str], list[Followed]]:
    """The open points by whose they are and which circle may know of them: who says yes to a letter sees all of it."""
    found: dict[tuple[str, str], list[Followed]] = defaultdict(list)
    for point in facts.points:
        for address in point.owners if point.is_open else ():
            found[address, point.circle].append(point)
    return found


def remind_key(address: str, circle: str) -> str:
    """The key of the reminder to a person: one waits at a time, the newest."""
    return f"{REMIND}{address}:{circle}"


def reminder(
    person: Person, circle: str, points: Sequence[Followed], fresh: dict[str, Step], facts: Facts, settings: Settings
) -> Proposal:
    """The letter to a person with all their points; `fresh` are the steps for which it is written."""
    ordered = sorted(points, key=lambda one: (one.key not in fresh, one.due or date.max, one.number, one.key))
    numbers = numbered(ordered[:_MOST_POINTS])
    day = max(step.day for step in fresh.values())
    marks = sorted(f"{key} {step.name}" for key, step in fresh.items())
    mail = _letter(person, numbers, day, digest(person.address, circle, *marks), facts)
    secretary = secretary_of(ordered[0], facts.office, settings)
    record = NoteItem(
        item_kind=REMINDER,
        key=mail.key,
        title=mail.subject,
        source={
            "person": person.address,
            "day": day.isoformat(),
            "subject": mail.subject,
            "points": [[number, one.key, fresh[one.key].name if one.key in fresh else ""] for number, one in numbers],
            "mail": {"account": mail.account, "subject": mail.subject, "body": mail.body, "key": mail.key,
                     "to": list(mail.to), "language": mail.language} if settings.mode == "draft" else {},
        },
        circle=circle,
    )  # fmt: skip
    is_sent = settings.mode == "send"
    return Proposal(
        key=remind_key(person.address, circle),
        title=counted("Remind {name} of {count} action point", "Remind {name} of {count} action points", len(fresh),
                      name=person.name),
        actions=(*_check(person, mail, facts), *posting(mail, is_sent=is_sent), record,
                 CloseItem(item_kind=REMINDER, key=mail.key)),
        reason=say("Their day comes, or is over."),
        reasons=tuple(
            Reason(what=say("“{what}”, {due}", what=one.what, due=due_in_words(one, facts.today)), quote=one.quote,
                   source=one.minutes)
            for one in ordered if one.key in fresh
        ),
        consequences=(
            say("A mail leaves the office to {recipient}.", recipient=person.address)
            if is_sent
            else say("A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=person.address),
        ),
        owner=secretary,
        circle=circle,
        confidential=bool(circle),
        must_ask=settings.ask_first,
    )  # fmt: skip


def _check(person: Person, mail: OutgoingMail, facts: Facts) -> tuple[Action, ...]:
    """Looks once more whether the letter before this one was answered meanwhile."""
    before = [one for one in facts.reminders if one.person == person.address and one.subject != mail.subject]
    if not before:
        return ()
    last = max(before, key=lambda one: one.day)
    heard = max((facts.heard[key] for _, key, _ in last.points if key in facts.heard), default=last.day)
    since = facts.office.working_time.end_of(max(last.day, heard))
    return (
        CheckUnanswered(account=mail.account, awaited=(person.address,), message_ids=(), thread="", subject=last.subject,
                        since=since),
    )  # fmt: skip


def _letter(
    person: Person, numbers: Sequence[tuple[int, Followed]], day: date, mark: str, facts: Facts
) -> OutgoingMail:
    language = person.language
    body = filled(
        facts.texts[language, "action_reminder"],
        {
            "salutation": salutation(None, language),
            "points": "\n\n".join(line_of(number, one, facts.today, language) for number, one in numbers),
            "day": in_words(day, language),
            "example": f"A{numbers[0][0]}",
            "office": facts.office.name,
        },
    )
    return OutgoingMail(
        account=facts.office.account,
        to=(person.address,),
        subject=say("Your action points, {day}", day=day).render(language),
        body=body,
        key=f"{REMIND}{mark}",
        language=language,
    )


def line_of(number: int, point: Followed, today: date, language: Language, who: str = "") -> str:
    """A point as a letter lists it: its number, what is to be done, from which meeting, by when."""
    meeting = point.meeting_title or point.meeting
    if point.held is not None:
        meeting = say("{meeting}, {day}", meeting=meeting, day=point.held).render(language)
    told = [one for one in (who, meeting, due_in_words(point, today).render(language)) if one]
    return f"A{number} – {point.what}\n     {' – '.join(told)}"


def due_in_words(point: Followed, today: date) -> Text:
    """By when it is to be done; nothing in it counts days, so that a letter that waits for a yes stays the same."""
    if point.due is None:
        return say("without a day")
    return say("late: was due {day}", day=point.due) if point.due < today else say("due {day}", day=point.due)


def numbered(points: Iterable[Followed]) -> list[tuple[int, Followed]]:
    """The points with the numbers of their minutes; where two have one, the second gets another that is free."""
    listed = list(points)
    free = max((one.number for one in listed), default=0) + 1
    used: set[int] = set()
    found = []
    for one in listed:
        number = one.number
        if not number or number in used:
            number, free = free, free + 1
        used.add(number)
        found.append((number, one))
    return found


def silent(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """All reminders of a point were in vain: its secretary is told, once for each day that was set."""
    for point in facts.points:
        if not is_silent(point, facts, settings):
            continue
        whom = secretary_of(point, facts.office, settings)
        name = names_of(point, facts.office)
        title = say("No answer from {name} about “{what}”, due {day}: speak to them.", name=name, what=point.what,
                    day=point.due)  # fmt: skip
        key = f"{KEY}silent:{point.key}:{point.due}"
        yield Proposal(
            key=key,
            title=title,
            actions=(
                NoteItem(item_kind=NOTICE, key=key, title=title.render(facts.office.language), owner=whom,
                         source={"with": list(point.owners), "action": point.key, "quote": point.quote},
                         circle=point.circle),
            ),
            reason=say("All reminders were in vain."),
            owner=whom,
            circle=point.circle,
            confidential=bool(point.circle),
        )  # fmt: skip


def asked_now(facts: Facts, settings: Settings, keys: frozenset[str], people: frozenset[str]) -> Iterator[Proposal]:
    """The reminders of these points, or of all points of these people, by a person's wish: whatever the day is."""
    for (address, circle), points in sorted(_by_person(facts).items()):
        person = facts.office.people.at(address)
        chosen = [one for one in points if one.key in keys or address in people]
        if person is None or not chosen:
            continue
        step = Step(name=f"asked:{facts.today}", day=facts.today)
        made = reminder(person, circle, points, dict.fromkeys((one.key for one in chosen), step), facts, settings)
        yield replace(made, reason=say("A person wished it."))


def digest(*parts: str) -> str:
    """Twelve hex digits that name these parts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]
