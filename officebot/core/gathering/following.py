"""How a contribution goes on: what a mail of ours, one of theirs, an absence or the calendar changes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from officebot.core.gathering.model import OPEN_STAGES, Contribution, Happening, Stage, Version
from officebot.core.gathering.reading import Said, Word
from officebot.core.text import one_line
from officebot.core.worktime import WorkingTime

#: What nothing that is heard later makes undone.
_SETTLED = frozenset({Stage.ANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When reminders are due: `before` working days ahead of the day, then every `every`; at most `most` of them."""

    before: int = 2
    every: int = 2
    most: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A mail of theirs: its mark, when it came (aware), from whom, what it says, what of it is kept where."""

    mark: str
    at: datetime
    sender: str
    said: Said
    mail: str = ""
    files: tuple[str, ...] = ()


def after_ours(one: Contribution, message_id: str, day: date, in_reply_to: str = "") -> Contribution:
    """The contribution after a mail of ours about it: the first asks, one that goes on with ours reminds.

    An answer to a mail of theirs is neither, but what they asked is answered by it.
    """
    if message_id in one.sent:
        return one
    sent = (*one.sent, message_id)
    if one.asked_on is None:
        stage = Stage.ASKED if one.stage is Stage.TO_ASK else one.stage
        return replace(one, stage=stage, asked_on=day, last=day, sent=sent)
    is_reminder = in_reply_to in one.sent and one.stage in OPEN_STAGES
    goes_on = is_reminder or one.stage is Stage.QUESTION
    return replace(
        one,
        stage=Stage.ASKED if goes_on else one.stage,
        last=max(day, one.last or day),
        reminders=one.reminders + int(is_reminder),
        promised_by=None if goes_on else one.promised_by,
        wait_until=None if goes_on else one.wait_until,
        sent=sent,
    )


def after_theirs(one: Contribution, heard: Heard, plan: Plan, working: WorkingTime) -> Contribution:
    """The contribution after a mail of theirs: what was sent is never lost, a promise or a question never undoes it."""
    if heard.mark in one.seen:
        return one
    day = working.local(heard.at).date()
    said = heard.said
    one = replace(
        one,
        heard=max(heard.at, one.heard or heard.at),
        seen=(*one.seen, heard.mark),
        happened=(*one.happened, Happening(on=day, what=said.word.value, quote=one_line(said.quote, 300))),
    )
    if said.word is Word.CONTRIBUTION:
        answer = Version(at=working.local(heard.at), sender=heard.sender, mail=heard.mail, quote=one_line(said.quote, 300),
                        files=heard.files, values=dict(said.values) or None, doubts=said.doubts)  # fmt: skip
        return replace(one, stage=Stage.ANSWERED, answers=(*one.answers, answer), promised_by=said.promised_by)
    if one.stage in _SETTLED:
        return replace(one, promised_by=said.promised_by or one.promised_by)
    match said.word:
        case Word.PROMISE:
            until = (
                said.promised_by if said.promised_by is not None else working.add_working_days(day, plan.every - 1)
            )
            wait = working.add_working_days(until, 1)
            return replace(one, stage=Stage.PROMISED, promised_by=said.promised_by, wait_until=wait)
        case Word.NO_FILE:
            return replace(one, wait_until=working.add_working_days(day, plan.every))
        case Word.DECLINED:
            return replace(one, stage=Stage.DECLINED)
        case _:
            return replace(one, stage=Stage.QUESTION)


def after_absence(
    one: Contribution, mark: str, at: datetime, back: date | None, working: WorkingTime
) -> Contribution:
    """The contribution while its author is away: a reminder waits until they have had a day at their desk."""
    if mark in one.seen:
        return one
    day = working.local(at).date()
    one = replace(one, seen=(*one.seen, mark), happened=(*one.happened, Happening(on=day, what=Stage.AWAY.value)))
    if back is None or back < day or one.stage not in OPEN_STAGES:
        return one
    wait = working.add_working_days(back, 1)
    stage = Stage.PROMISED if one.stage is Stage.PROMISED else Stage.AWAY
    return replace(one, stage=stage, wait_until=max(wait, one.wait_until or wait))


def after_return(one: Contribution, mark: str, at: datetime, working: WorkingTime) -> Contribution:
    """The contribution whose request came back undeliverable."""
    if mark in one.seen:
        return one
    day = working.local(at).date()
    happened = (*one.happened, Happening(on=day, what=Stage.UNREACHABLE.value))
    stage = Stage.UNREACHABLE if one.stage in (*OPEN_STAGES, Stage.TO_ASK) else one.stage
    return replace(one, seen=(*one.seen, mark), happened=happened, stage=stage)


def next_reminder(one: Contribution, plan: Plan, working: WorkingTime) -> date | None:
    """The working day on which the next reminder is due; None where none is: nothing was asked, or something came.

    The first comes `before` working days ahead of the day, where a working day lies between our request and it; those
    after the day follow each other by `every` working days. A promise or an absence puts it off.
    """
    if one.stage not in OPEN_STAGES or one.last is None:
        return None
    ahead = working.add_working_days(one.due, -plan.before) if plan.before else None
    over = working.add_working_days(one.due, 1)
    soonest = working.add_working_days(one.last, 1)
    if one.reminders == 0 and ahead is not None and soonest <= ahead:
        day = ahead
    elif soonest <= over:
        day = over
    else:
        day = working.add_working_days(one.last, plan.every)
    return max(day, one.wait_until or day)


def is_reminder_due(one: Contribution, today: date, plan: Plan, working: WorkingTime) -> bool:
    """Whether a reminder is due by this day, and may still be written."""
    day = next_reminder(one, plan, working)
    return day is not None and day <= today and one.reminders < plan.most


def is_to_call(one: Contribution, today: date, plan: Plan, working: WorkingTime) -> bool:
    """Whether all reminders were in vain, so that a person should call."""
    day = next_reminder(one, plan, working)
    return day is not None and day <= today and one.reminders >= plan.most
