"""Puts objects into calendars and takes them out, each against the version that was read when it was decided.

The crash cases. Before the request: nothing happened, it is done later. Sent, and no answer, or killed before the
answer was noted: the object is looked at; it says what was approved, and it is done; it is what it was before, and
it is not; it says something else, and a person is asked, for a third hand may have written after ours. Somebody
changed it meanwhile: nothing is overwritten, the action fails, and the duty looks and decides again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

from officebot.connectors.calendars import words
from officebot.connectors.calendars.store import LARGEST_OBJECT, CalendarStore, Conflict, read_only
from officebot.connectors.http import Broken
from officebot.core.actions import Action, CancelByServer, InviteByServer, PutCalendarObject, RemoveCalendarObject
from officebot.core.agendas import CalendarObject, Invitations
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

#: The roles of its blobs: the object as it will be, and as it was.
OBJECT, BEFORE = "object", "before"

_Change: TypeAlias = PutCalendarObject | RemoveCalendarObject


@dataclass(frozen=True, slots=True, kw_only=True)
class WritableCalendar:
    """A calendar with what its settings say of inviting."""

    store: CalendarStore
    invitations: Invitations = "mail"


class CalendarPerformer:
    """Performs `calendar.put`, `calendar.remove`, and what a server tells attendees of: `calendar.invite`, `.cancel`.

    `calendar` gives a calendar by its name in the settings, or raises UserError; `zone` is that of the previews.
    """

    kinds = frozenset({one.kind for one in (PutCalendarObject, RemoveCalendarObject, InviteByServer, CancelByServer)})
    repeatable = False
    irreversible = frozenset({InviteByServer.kind, CancelByServer.kind})

    def __init__(self, calendar: Callable[[str], WritableCalendar], zone: ZoneInfo) -> None:
        self._calendar = calendar
        self._zone = zone

    # ── before ────────────────────────────────────────────────────────────────────────────────────────────

    def prepare(self, action: Action) -> Prepared:
        """The object's exact bytes, what stands there now, and the difference in words. Raises UserError."""
        if not isinstance(action, _Change):
            raise TypeError(action.kind)
        found = self._calendar(action.calendar)
        if not found.store.can_write:
            raise read_only(action.calendar)
        before = found.store.get(_href(found.store, action))
        if (before.etag if before is not None else "") != action.etag:
            raise UserError(_changed_meanwhile(action, before))
        if isinstance(action, PutCalendarObject):
            return self._prepared_put(action, found, before)
        if before is None:
            raise UserError(_changed_meanwhile(action, before))
        return self._prepared_removal(action, found, before)

    def _prepared_put(
        self, action: PutCalendarObject, found: WritableCalendar, before: CalendarObject | None
    ) -> Prepared:
        text = words.for_store(action.text)
        if len(text) > LARGEST_OBJECT or not action.uid or words.uid_of(text) != action.uid:
            raise UserError(say("This is not one entry with the UID “{uid}”: it is not put.", uid=action.uid[:200]))
        told = self._told(action, found, words.told_by_server(text), action.recipients)
        if not _is_loud(action):
            # Whoever is to know is written to by officebot; a server that schedules would write as well.
            text = words.for_client(text)
        blobs = {OBJECT: text.encode("utf-8", "replace")} | _kept(before)
        return Prepared(action=action, preview=self._put_in_words(action, text, before, told), blobs=blobs)

    def _put_in_words(
        self, action: PutCalendarObject, text: str, before: CalendarObject | None, told: tuple[str, ...]
    ) -> Text:
        what = words.appointment(text, self._zone)
        if before is None:
            said = say("Enter into the calendar “{calendar}”: {what}", calendar=action.calendar, what=what)
        else:
            said = say(
                "Change in the calendar “{calendar}”: {what} ({changes})",
                calendar=action.calendar,
                what=words.appointment(before.text, self._zone),
                changes=words.changes(before.text, text, self._zone),
            )
        return _with_told(said, told)

    def _prepared_removal(
        self, action: RemoveCalendarObject, found: WritableCalendar, before: CalendarObject
    ) -> Prepared:
        would = words.told_by_server(before.text)
        told = self._told(action, found, would, action.recipients)
        if would and not _is_loud(action) and found.store.tells_attendees():
            raise UserError(
                say(
                    "The server would tell {people} that this is cancelled: propose calendar.cancel instead.",
                    people=list(would),
                )
            )
        what = words.appointment(before.text, self._zone)
        said = say("Take out of the calendar “{calendar}”: {what}", calendar=action.calendar, what=what)
        return Prepared(action=action, preview=_with_told(said, told), blobs=_kept(before))

    def _told(
        self, action: _Change, found: WritableCalendar, would: tuple[str, ...], named: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Whom the server writes to: exactly those whom the action names, for policy judged them."""
        if not _is_loud(action):
            return ()
        if found.invitations != "caldav" or not found.store.tells_attendees():
            raise UserError(
                say(
                    "The server of the calendar “{calendar}” sends no invitations: they go by mail.",
                    calendar=action.calendar,
                )
            )
        if {address.lower() for address in named} != set(would):
            raise UserError(say("The entry's attendees are not those that the proposal names: {people}.",
                                people=list(would)))  # fmt: skip
        return would

    # ── doing ─────────────────────────────────────────────────────────────────────────────────────────────

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Make each change, or none of it."""
        return [self._change(job) for job in jobs]

    def _change(self, job: Job) -> Outcome:
        action = _of(job)
        try:
            store = self._calendar(action.calendar).store
            href = _href(store, action)
            if isinstance(action, RemoveCalendarObject):
                store.remove(href, action.etag)
                return Done({"calendar": action.calendar, "href": href, "etag": ""})
            etag = store.put(href, job.blobs[OBJECT].decode(), action.etag)
            return Done({"calendar": action.calendar, "href": href, "etag": etag})
        except Conflict:
            return Failed(_changed_meanwhile(action, None), is_stale=True)
        except Broken:
            return self._after_break(job)
        except Unavailable as lost:
            return Retry(lost.what)
        except UserError as refused:
            return Failed(refused.problems[0].what)

    def _after_break(self, job: Job) -> Outcome:
        try:
            found = self.was_done(job)
        except (Unavailable, UserError):
            found = Uncertain(_nobody_knows(_of(job)))
        if isinstance(found, NotDone):
            return Retry(say("The connection to the calendar “{calendar}” broke: it is tried again.",
                             calendar=_of(job).calendar))  # fmt: skip
        return found

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether the object says what was approved, or is still what it was. Raises Unavailable or UserError."""
        action = _of(job)
        store = self._calendar(action.calendar).store
        href = _href(store, action)
        now = store.get(href)
        if isinstance(action, RemoveCalendarObject):
            return NotDone() if now is not None else Done({"calendar": action.calendar, "href": href, "etag": ""})
        if now is not None and words.same(now.text, job.blobs[OBJECT].decode()):
            return Done({"calendar": action.calendar, "href": href, "etag": now.etag})
        if (now.etag if now is not None else "") == action.etag:
            return NotDone()
        return Uncertain(_nobody_knows(action))

    # ── taking back ───────────────────────────────────────────────────────────────────────────────────────

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Bring back what stood there before, unless somebody changed it since."""
        return [self._take_back(job) for job in jobs]

    def _take_back(self, job: Job) -> Outcome:
        action = _of(job)
        if action.kind in self.irreversible:
            return Failed(say("The server has written to the attendees: write to them, and change it by hand."))
        try:
            return self._restored(job, action, self._calendar(action.calendar).store)
        except Conflict:
            return Failed(_changed_since(action))
        except Broken:
            return Retry(say("The connection to the calendar “{calendar}” broke: it is tried again.",
                             calendar=action.calendar))  # fmt: skip
        except Unavailable as lost:
            return Retry(lost.what)
        except UserError as refused:
            return Failed(refused.problems[0].what)

    def _restored(self, job: Job, action: _Change, store: CalendarStore) -> Outcome:
        """Looks before it changes, so that taking back twice is harmless."""
        href = str(job.receipt.get("href") or _href(store, action))
        before = job.blobs[BEFORE].decode() if BEFORE in job.blobs else None
        ours = job.blobs[OBJECT].decode() if isinstance(action, PutCalendarObject) else None
        now = store.get(href)
        if _alike(now, before):
            return Done()
        if not _alike(now, ours):
            return Failed(_changed_since(action))
        if before is not None:
            store.put(href, before, now.etag if now is not None else "")
        elif now is not None:
            store.remove(href, now.etag)
        return Done()


def _is_loud(action: _Change) -> bool:
    return isinstance(action, InviteByServer | CancelByServer)


def _alike(now: CalendarObject | None, text: str | None) -> bool:
    if now is None or text is None:
        return now is None and text is None
    return words.same(now.text, text)


def _of(job: Job) -> _Change:
    action = job.action
    if not isinstance(action, _Change):
        raise TypeError(action.kind)
    return action


def _href(store: CalendarStore, action: _Change) -> str:
    return action.href or store.href_of(action.uid)


def _kept(before: CalendarObject | None) -> dict[str, bytes]:
    return {BEFORE: before.text.encode("utf-8", "replace")} if before is not None else {}


def _with_told(said: Text, told: tuple[str, ...]) -> Text:
    if not told:
        return said
    return say("{said}; the calendar's server writes to {people}", said=said, people=list(told))


def _changed_meanwhile(action: _Change, now: CalendarObject | None) -> Text:
    if now is not None and not action.etag:
        return say("There is such an entry in the calendar “{calendar}” already: it is looked at again.",
                   calendar=action.calendar)  # fmt: skip
    return say("Somebody changed this in the calendar “{calendar}” meanwhile: it is looked at again.",
               calendar=action.calendar)  # fmt: skip


def _changed_since(action: _Change) -> Text:
    return say(
        "Somebody changed this in the calendar “{calendar}” since: take it back by hand.", calendar=action.calendar
    )


def _nobody_knows(action: _Change) -> Text:
    return say(
        "The entry in the calendar “{calendar}” is neither what it was nor what was approved: look at it.",
        calendar=action.calendar,
    )
