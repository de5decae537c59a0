"""What an event looks like, worked out from what is remembered of it: a pure function of the kept set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import Line
from officebot.core.calendars.memory import Kept, which_of
from officebot.core.calendars.people import Response, address_of, answer_of, attendees_of, organizer_of, with_answers
from officebot.core.calendars.series import (
    ended_before,
    is_series,
    occurrence_alone,
    with_occurrence,
    without_occurrence,
)


@dataclass(frozen=True)
class View:
    """One UID as `for_address` sees it. `kept` is all that is remembered of it, one a place."""

    kept: tuple[Kept, ...]
    for_address: str

    @cached_property
    def owner(self) -> str:
        """The organiser whose word counts: whoever the calendar named before any message came, else the first to
        claim the UID. A second one may not take it over (RFC 5546 §2.1.4)."""
        based = [one for one in self.kept if one.said == "BASE"]
        if based:
            return organizer_of(min(based, key=lambda one: one.which).event)
        claims = [one for one in self.kept if one.said == "CLAIM"]
        first = min(claims, key=lambda one: (one.stamp, one.sequence, organizer_of(one.event)), default=None)
        return organizer_of(first.event) if first is not None else ""

    @cached_property
    def is_known(self) -> bool:
        """Whether its organiser has spoken, or it stood in the calendar."""
        return any(one.said in ("BASE", "CLAIM") for one in self.kept)

    def said(self, *kinds: str) -> list[Kept]:
        """What the owner, or an attendee to the owner, said in these ways."""
        return [one for one in self._counted if one.said in kinds]

    @cached_property
    def _counted(self) -> list[Kept]:
        return [one for one in self.kept if one.said == "BASE" or self._counts(one)]

    @cached_property
    def _at(self) -> dict[str, list[Kept]]:
        """What was said of each occurrence, and under "" of the whole."""
        found: dict[str, list[Kept]] = {}
        for one in self._counted:
            found.setdefault(one.which, []).append(one)
        return found

    def _counts(self, one: Kept) -> bool:
        organizer = organizer_of(one.event)
        return organizer == self.owner or (not organizer and one.said in ("REPLY", "COUNTER"))

    @cached_property
    def master(self) -> Kept | None:
        """The latest version of the whole."""
        return self._latest("")

    def _latest(self, which: str) -> Kept | None:
        return _last([one for one in self._at.get(which, ()) if one.said in ("BASE", "REQUEST", "PUBLISH")])

    @cached_property
    def cancelled(self) -> Kept | None:
        """The cancellation of the whole, where it is later than the latest version."""
        found = self._cancellation("")
        return found if found is not None and (self.master is None or found.key > self.master.key) else None

    def _cancellation(self, which: str) -> Kept | None:
        ours = [one for one in self._at.get(which, ()) if one.person in ("", self.for_address)]
        return _last([one for one in ours if one.said in ("CANCEL", "UNINVITE")])

    @cached_property
    def events(self) -> tuple[Component, ...]:
        """What the calendar holds of it: the whole first, then the occurrences that differ, in their order."""
        if len(self.kept) == 1 and self.kept[0].said == "BASE":
            # Most of a calendar: nobody has said anything more of it.
            return (self.kept[0].event,)
        shown = self._alone() if self.master is None else self._series(self.master)
        return tuple(shown[which] for which in sorted(shown))

    # ── occurrences ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _places(self) -> list[str]:
        kinds = ("BASE", "REQUEST", "PUBLISH", "CANCEL", "UNINVITE")
        return sorted({one.which for one in self.said(*kinds)} - {""})

    def _lives(self, one: Kept) -> bool:
        """Whether what was said of an occurrence still counts: a new version of the whole begins afresh."""
        if self.cancelled is not None:
            return one.sequence > self.cancelled.sequence and one.stamp > self.cancelled.stamp
        return self.master is None or max(one.sequence, one.version) >= self.master.sequence

    @cached_property
    def _ends(self) -> list[Kept]:
        """The cancellations of all occurrences from one on."""
        found = [self._cancellation(which) for which in self._places if which.endswith("+")]
        return [one for one in found if one is not None and self._lives(one)]

    def _is_past_end(self, one: Kept) -> bool:
        at = one.which.rstrip("+")
        return any(end.which.rstrip("+") <= at and end.key > one.key for end in self._ends)

    def _alone(self) -> dict[str, Component]:
        """Occurrences of a series that is not known itself."""
        shown: dict[str, Component] = {}
        for which in self._places:
            latest, gone = self._latest(which), self._cancellation(which)
            if latest is None:
                continue
            if self.cancelled is not None and not self._lives(latest):
                shown[which] = _cancelled(latest.event, self.cancelled)
            elif gone is not None and gone.key > latest.key:
                shown[which] = _cancelled(latest.event, gone)
            elif self._is_for_us(latest):
                shown[which] = self._answered(latest)
        return shown

    def _series(self, master: Kept) -> dict[str, Component]:
        shown: dict[str, Component] = {}
        whole: Component | None = self._answered(master) if self._is_for_us(master) else None
        if whole is not None and self.cancelled is not None:
            whole = _cancelled(whole, self.cancelled)
        for which in self._places:
            whole = self._with_place(which, whole, master, shown)
        if whole is not None:
            whole = self._with_added(whole, master, shown)
            self._enter_single_answers(whole, master, shown)
            shown[""] = whole
        return shown

    def _with_place(
        self, which: str, whole: Component | None, master: Kept, shown: dict[str, Component]
    ) -> Component | None:
        """The series with what was said of one occurrence; its own event is added to those shown."""
        latest, gone = self._latest(which), self._cancellation(which)
        latest = latest if latest is not None and self._lives(latest) and not self._is_past_end(latest) else None
        gone = gone if gone is not None and self._lives(gone) else None
        if gone is not None and (latest is None or gone.key > latest.key):
            return self._without(which, gone, whole, master)
        if latest is not None:
            if self._is_for_us(latest):
                shown[which] = self._answered(latest)
            else:
                return self._without(which, latest, whole, master)
        return whole

    def _without(self, which: str, gone: Kept, whole: Component | None, master: Kept) -> Component | None:
        line = gone.event.first("RECURRENCE-ID")
        if whole is None or line is None:
            return whole
        zones = _zones(master, gone)
        if which.endswith("+"):
            return ended_before(whole, line, zones)
        if is_series(whole):
            return without_occurrence(whole, line, zones)
        start = whole.first("DTSTART")
        return _cancelled(whole, gone) if start is not None and start.value == line.value else whole

    def _with_added(self, whole: Component, master: Kept, shown: dict[str, Component]) -> Component:
        for one in sorted(self.said("ADD"), key=lambda one: one.key):
            if one.key[:2] > master.key[:2] and self.cancelled is None:
                whole, alone = with_occurrence(whole, one.event)
                which = which_of(alone, _zones(master, one))
                shown[which] = with_answers(alone, self._answers(which, one))
        return whole

    def _enter_single_answers(self, whole: Component, master: Kept, shown: dict[str, Component]) -> None:
        """Answers to one occurrence make it an event of its own, where the series has it."""
        for one in self.said("REPLY"):
            which = one.which
            line = one.event.first("RECURRENCE-ID")
            if not which or which in shown or line is None or not is_series(whole) or one.sequence < master.sequence:
                continue
            if one.person not in attendees_of(whole) or self.cancelled is not None:
                continue
            alone = occurrence_alone(whole, line, _zones(master, one))
            if alone is not None:
                shown[which] = with_answers(alone, self._answers(which, master))

    # ── people ────────────────────────────────────────────────────────────────────────────────────────────

    def _is_for_us(self, one: Kept) -> bool:
        """Whether it belongs into this calendar: it stood there, it is published, or it names us."""
        if one.said in ("BASE", "PUBLISH"):
            return True
        return self.for_address in {organizer_of(one.event), *attendees_of(one.event)}

    def _answered(self, one: Kept) -> Component:
        event = self._without_uninvited(one)
        return with_answers(event, self._answers(one.which, one))

    def _without_uninvited(self, one: Kept) -> Component:
        out = {
            other.person
            for other in self._at.get(one.which, ())
            if other.said == "UNINVITE" and other.key > one.key and other.person != self.for_address
        }
        if not out:
            return one.event
        lines = tuple(line for line in one.event.lines if line.name != "ATTENDEE" or address_of(line) not in out)
        return replace(one.event, lines=lines)

    def _answers(self, which: str, one: Kept) -> tuple[Response, ...]:
        """The latest answer of each person to this version: to the occurrence, else to the whole."""
        found: dict[str, Response] = {}
        for answer in (*self._standing(which, one), *self._replies(which)):
            there = found.get(answer.attendee)
            if answer.sequence >= one.sequence and (there is None or answer.key > there.key):
                found[answer.attendee] = answer
        return tuple(found[attendee] for attendee in sorted(found))

    def _replies(self, which: str) -> Iterable[Response]:
        for reply in (*self._replying.get("", ()), *(self._replying.get(which, ()) if which else ())):
            line = attendees_of(reply.event).get(reply.person)
            if line is not None:
                yield Response(attendee=reply.person, line=line, sequence=reply.sequence, stamp=reply.stamp)

    @cached_property
    def _replying(self) -> dict[str, list[Kept]]:
        """The answers to each occurrence, and under "" to the whole."""
        found: dict[str, list[Kept]] = {}
        for reply in self.said("REPLY"):
            found.setdefault(reply.which, []).append(reply)
        return found

    def _standing(self, which: str, one: Kept) -> Iterable[Response]:
        """The answers that stood in the calendar: a new wording of the same version does not unmake them."""
        based = next((other for other in self._at.get(which, ()) if other.said == "BASE"), None)
        if based is None or one.said == "BASE":
            return
        for attendee, line in attendees_of(based.event).items():
            ours = attendee == self.for_address or self.owner == self.for_address
            if ours and answer_of(line) != "NEEDS-ACTION":
                yield Response(attendee=attendee, line=line, sequence=based.sequence, stamp=based.stamp)


def _last(found: list[Kept]) -> Kept | None:
    """The latest; one that is alone is not looked at."""
    return max(found, key=lambda one: one.key) if len(found) > 1 else next(iter(found), None)


def _zones(*kept: Kept) -> dict[str, Component]:
    return {zone.value("TZID"): zone for one in kept for zone in one.zones}


def _cancelled(event: Component, by: Kept) -> Component:
    """The event as cancelled: still there to be seen, and a tombstone for what comes late."""
    told = event.with_line(Line("STATUS", "CANCELLED"))
    if by.sequence > 0 or event.first("SEQUENCE") is not None:
        told = told.with_line(Line("SEQUENCE", str(max(by.sequence, Kept(said="REQUEST", event=event).sequence))))
    stamp = by.event.first("DTSTAMP")
    return told.with_line(Line("DTSTAMP", stamp.value.strip())) if stamp is not None else told
