"""Schedules in words: what "mon-fri 08:00" means, in the reader's language, however it was written."""

from __future__ import annotations

from datetime import time, timedelta

from officebot.core.schedule import Kind, Monthly, Schedule
from officebot.core.text import Text, counted, say

_EVERY_DAY = frozenset(range(7))
_WORK_WEEK = frozenset(range(5))
_DAYS = (
    say("on Mondays"), say("on Tuesdays"), say("on Wednesdays"), say("on Thursdays"), say("on Fridays"),
    say("on Saturdays"), say("on Sundays"),
)  # fmt: skip
_MONTHLY = {
    Monthly.LAST_DAY: say("on the last day of the month"),
    Monthly.FIRST_WORKING_DAY: say("on the first working day of the month"),
    Monthly.LAST_WORKING_DAY: say("on the last working day of the month"),
}


def schedule_in_words(schedule: Schedule) -> Text:
    """When this schedule fires, as one would say it."""
    match schedule.kind:
        case Kind.START:
            return say("when the service starts")
        case Kind.ARRIVALS:
            return say("after mail came in")
        case Kind.ANSWERS:
            return say("after an answer came in")
        case Kind.FILE:
            return say("when the file {path} has changed", path=schedule.path)
        case Kind.MAIL:
            return say("for each mail of the kind “{kind}”", kind=schedule.claim) if schedule.claim else _EACH_MAIL
        case Kind.INTERVAL:
            said = _every(schedule.every)
        case Kind.CALENDAR:
            said = say("{days} at {times}", days=_days(schedule), times=_times(schedule.times))
    return say("{when}, on working days only", when=said) if _is_limited(schedule) else said


_EACH_MAIL = say("for each mail")


def _is_limited(schedule: Schedule) -> bool:
    return schedule.working_days_only and schedule.weekdays != _EVERY_DAY


def _every(length: timedelta) -> Text:
    minutes = length // timedelta(minutes=1)
    if minutes % 60:
        return counted("every minute", "every {count} minutes", minutes)
    return counted("every hour", "every {count} hours", minutes // 60)


def _days(schedule: Schedule) -> Text:
    if schedule.monthly is not None:
        return _MONTHLY[schedule.monthly]
    if schedule.month_days:
        numbers = [str(number) for number in sorted(schedule.month_days)]
        return counted("on day {days} of the month", "on days {days} of the month", len(numbers), days=numbers)
    if schedule.weekdays == _EVERY_DAY:
        return say("every working day") if schedule.working_days_only else say("every day")
    if schedule.weekdays == _WORK_WEEK:
        return say("from Monday to Friday")
    return _listed([_DAYS[number] for number in sorted(schedule.weekdays)])


def _listed(texts: list[Text]) -> Text:
    said = texts[0]
    for one in texts[1:]:
        said = Text("{first}, {next}", (("first", said), ("next", one)))
    return said


def _times(times: tuple[time, ...]) -> list[str]:
    return [f"{one:%H:%M}" for one in times]
