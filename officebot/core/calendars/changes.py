"""What became different in an event, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import unescaped
from officebot.core.calendars.memory import which_of
from officebot.core.calendars.people import answer_of, attendees_of

_FIELDS = {
    "DTSTART": "start",
    "DTEND": "end",
    "DURATION": "duration",
    "RRULE": "rule",
    "RDATE": "added_dates",
    "EXDATE": "left_out_dates",
    "SUMMARY": "summary",
    "LOCATION": "location",
    "DESCRIPTION": "description",
    "STATUS": "status",
    "TRANSP": "transparency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: `what` is "added", "removed", a field ("start", "summary", …), or "answer:ADDRESS".

    `occurrence` is "" for the whole, else which one (UTC or a day). Values are as the calendar writes them, with their
    zone: `Europe/Paris:20260330T100000`.
    """

    uid: str
    occurrence: str
    what: str
    before: str
    after: str

    def fact(self) -> dict[str, str]:
        """As JSON shows it."""
        return {
            "uid": self.uid,
            "recurrence_id": self.occurrence,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


def changes(before: tuple[Component, ...], after: tuple[Component, ...]) -> tuple[Change, ...]:
    """What differs between two states of a UID, the whole first, then occurrence by occurrence."""
    old = {which_of(one, {}): one for one in before}
    new = {which_of(one, {}): one for one in after}
    return tuple(one for which in sorted({*old, *new}) for one in _of_one(which, old.get(which), new.get(which)))


def _of_one(which: str, old: Component | None, new: Component | None) -> Iterator[Change]:
    uid = unescaped((new or old or Component("VEVENT")).value("UID"))
    if old is None or new is None:
        told = "added" if old is None else "removed"
        yield Change(uid=uid, occurrence=which, what=told, before=_summary(old), after=_summary(new))
        return
    for name, what in _FIELDS.items():
        was, now = _told(old, name), _told(new, name)
        if was != now:
            yield Change(uid=uid, occurrence=which, what=what, before=was, after=now)
    people, others = attendees_of(old), attendees_of(new)
    for person in sorted({*people, *others}):
        before = answer_of(people[person]) if person in people else ""
        after = answer_of(others[person]) if person in others else ""
        if before != after:
            yield Change(uid=uid, occurrence=which, what=f"answer:{person}", before=before, after=after)


def _summary(event: Component | None) -> str:
    return unescaped(event.value("SUMMARY")) if event is not None else ""


def _told(event: Component, name: str) -> str:
    lines = event.all(name)
    if name in ("DTSTART", "DTEND", "RDATE", "EXDATE"):
        return ",".join(f"{tzid}:{line.value}" if (tzid := line.param("TZID")) else line.value for line in lines)
    return ",".join(unescaped(line.value) for line in lines)
