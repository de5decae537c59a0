"""The contract of every kind of calendar: subclass it, give it the fixture `store`, and pytest runs it.

`store` is an empty calendar that may be written; `elsewhere` is a second view of the same one, as from another
program. A kind that is only read has nothing to prove here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from officebot.connectors.calendars.store import CalendarStore, Conflict
from officebot.connectors.calendars.words import same

_LUNCH = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//officebot//contract//EN
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261101T080000Z
DTSTART:20261124T120000Z
DTEND:20261124T130000Z
SUMMARY:{summary}
END:VEVENT
END:VCALENDAR
"""


def event(uid: str, summary: str = "Lunch") -> str:
    """An appointment as text."""
    return _LUNCH.format(uid=uid, summary=summary).replace("\n", "\r\n")


def conflicts(change: Callable[[], object]) -> bool:
    """Whether a change was refused because somebody was there first."""
    try:
        change()
    except Conflict:
        return True
    return False


class CalendarContract:
    """What holds for every calendar that may be written."""

    def test_an_empty_calendar_holds_nothing(self, store: CalendarStore) -> None:
        assert list(store.read()) == []

    def test_what_is_put_is_read_back_under_the_version_that_was_told(self, store: CalendarStore) -> None:
        href = store.href_of("a@x.example")
        etag = store.put(href, event("a@x.example", "Déjeuner · 午餐"), "")
        (read,) = store.read()
        assert (read.calendar, read.href, read.etag) == (store.name, href, etag)
        assert same(read.text, event("a@x.example", "Déjeuner · 午餐"))
        assert store.get(href) == read

    def test_a_uid_that_makes_no_file_name_has_its_place(self, store: CalendarStore) -> None:
        for uid in ("../../etc/passwd", "a/b?c#d%2F", "040000008200E00074C5B7101A82E008" * 4, "{é}"):
            store.put(store.href_of(uid), event(uid), "")
        assert len(store.read()) == 4
        assert all(store.get(one.href) == one for one in store.read())

    def test_a_change_against_the_version_read_goes_through(self, store: CalendarStore) -> None:
        href = store.href_of("b")
        first = store.put(href, event("b"), "")
        second = store.put(href, event("b", "Later"), first)
        assert second != first
        found = store.get(href)
        assert found is not None
        assert found.etag == second
        assert "SUMMARY:Later" in found.text

    def test_a_change_against_an_older_version_changes_nothing(self, store: CalendarStore) -> None:
        href = store.href_of("c")
        first = store.put(href, event("c"), "")
        store.put(href, event("c", "Theirs"), first)
        assert conflicts(lambda: store.put(href, event("c", "Ours"), first))
        assert conflicts(lambda: store.remove(href, first))
        found = store.get(href)
        assert found is not None
        assert "SUMMARY:Theirs" in found.text

    def test_what_must_not_exist_is_not_put_over_what_does(self, store: CalendarStore) -> None:
        href = store.href_of("d")
        store.put(href, event("d", "First"), "")
        assert conflicts(lambda: store.put(href, event("d", "Second"), ""))
        assert "SUMMARY:First" in store.read()[0].text

    def test_what_is_removed_is_gone_and_cannot_be_removed_twice(self, store: CalendarStore) -> None:
        href = store.href_of("e")
        etag = store.put(href, event("e"), "")
        store.read()
        store.remove(href, etag)
        assert store.get(href) is None
        assert list(store.read()) == []
        assert conflicts(lambda: store.remove(href, etag))

    def test_what_others_change_is_seen_at_the_next_reading(
        self, store: CalendarStore, elsewhere: CalendarStore
    ) -> None:
        kept = store.put(store.href_of("kept"), event("kept"), "")
        gone = store.put(store.href_of("gone"), event("gone"), "")
        changed = store.put(store.href_of("changed"), event("changed"), "")
        assert len(store.read()) == 3
        elsewhere.remove(elsewhere.href_of("gone"), gone)
        elsewhere.put(elsewhere.href_of("changed"), event("changed", "Other"), changed)
        elsewhere.put(elsewhere.href_of("new"), event("new"), "")
        read = {one.href: one for one in store.read()}
        assert set(read) == {store.href_of(uid) for uid in ("kept", "changed", "new")}
        assert read[store.href_of("kept")].etag == kept
        assert "SUMMARY:Other" in read[store.href_of("changed")].text
        assert read == {one.href: one for one in elsewhere.read()}

    def test_one_of_two_who_change_the_same_version_wins(
        self, store: CalendarStore, elsewhere: CalendarStore
    ) -> None:
        etag = store.put(store.href_of("f"), event("f"), "")
        both = ((store, "Ours"), (elsewhere, "Theirs"))
        won = [not conflicts(partial(one.put, one.href_of("f"), event("f", said), etag)) for one, said in both]
        assert won == [True, False]
