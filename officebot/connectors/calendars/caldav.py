"""A calendar on a CalDAV server: read by what has changed, changed only against the version that was read.

The crash cases of a change. Before the request is sent: nothing happened. Sent, and no answer: `Broken`, and the
object is looked at. Answered with 412: somebody was there first, and nothing was changed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from officebot.connectors.calendars.dav import VERSIONS, Dav
from officebot.connectors.calendars.discovery import calendar_at
from officebot.connectors.calendars.multistatus import Multistatus, Resource
from officebot.connectors.calendars.store import (
    LARGEST_OBJECT,
    MOST_OBJECTS,
    file_name_of,
    read_only,
    too_many,
)
from officebot.connectors.http import Broken, Http, Site, TooLarge
from officebot.connectors.workers import WorkerPool
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.lines import decoded
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say

log = logging.getLogger("officebot.calendars")

_BATCH = 50
# RFC 6578 §3.6: a server may tell of its changes in several answers, each with a new token.
_MOST_ANSWERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """What a listing said: the versions of what is there, what is gone, and the token to ask with next time."""

    versions: Mapping[str, str]
    gone: frozenset[str] = frozenset()
    token: str = ""


class CalDavCalendar:
    """One calendar on a server, found at the first use. `wanted` names it where the address holds several."""

    def __init__(self, site: Site, workers: WorkerPool, *, can_write: bool = False, wanted: str = "") -> None:
        self._dav = Dav(Http(site), workers)
        self._wanted = wanted
        self._path = ""
        self._token = ""
        self._syncs = True
        self._tells: bool | None = None
        self._objects: dict[str, CalendarObject] = {}
        self._lock = threading.RLock()
        self.name = site.name
        self.can_write = can_write
        self._left_out: set[str] = set()

    @property
    def path(self) -> str:
        """The calendar's path on its server. Raises Unavailable or UserError."""
        with self._lock:
            if not self._path:
                self._path = calendar_at(self._dav, self._wanted)
            return self._path

    @property
    def left_out(self) -> int:
        """How many entries of the calendar are too large, or may not be read."""
        return len(self._left_out)

    def tells_attendees(self) -> bool:
        """Whether the server sends invitations by itself (RFC 6638 §2)."""
        if self._tells is None:
            self._tells = "calendar-auto-schedule" in self._dav.options(self.path)
        return self._tells

    def close(self) -> None:
        """Let go of the connection."""
        self._dav.http.close()

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────

    def read(self) -> Sequence[CalendarObject]:
        """All objects, by href; what did not change since the last reading is not fetched again."""
        with self._lock:
            changes = self._sync(self._token) if self._token else None
            if changes is not None:
                kept = {href: one for href, one in self._objects.items() if href not in changes.gone}
                self._left_out -= changes.gone
            else:
                changes = (self._sync("") if self._syncs else None) or self._listing()
                kept = {href: one for href, one in self._objects.items() if href in changes.versions}
                self._left_out &= changes.versions.keys()
            stale = [href for href, etag in changes.versions.items() if not etag or etag != _etag_in(kept, href)]
            if len(kept) + len(stale) > MOST_OBJECTS + len(self._objects.keys() & set(stale)):
                raise self._dav.wrong(too_many())
            fetched = self._fetch(stale)
            for href in stale:
                kept.pop(href, None)
            self._objects = kept | fetched
            self._token = changes.token
            return [self._objects[href] for href in sorted(self._objects)]

    def get(self, href: str) -> CalendarObject | None:
        """The object as it is now; None where there is none."""
        answer = self._dav.http.request("GET", self._place(href), largest=LARGEST_OBJECT)
        if answer.status in (404, 410):
            return None
        self._dav.check(answer, (200,))
        etag = strong(answer.headers.get("etag", "")) or self._etag_of(href)
        return CalendarObject(calendar=self.name, href=href, etag=etag, text=_lines(decoded(answer.body)))

    def _etag_of(self, href: str) -> str:
        found = self._dav.propfind(self._place(href), VERSIONS, 0).resources
        return strong(found[0].etag) if found else ""

    def _sync(self, token: str) -> _Changes | None:
        """What changed since the token; None where all must be listed."""
        versions: dict[str, str] = {}
        gone: set[str] = set()
        for _ in range(_MOST_ANSWERS):
            told = self._dav.sync(self.path, token)
            if told is None or not told.sync_token:
                self._syncs = self._syncs and bool(token)
                return None
            is_cut = False
            for href, one in self._members(told):
                if href == self.path:
                    is_cut = is_cut or one.status == 507
                elif one.status == 404:
                    gone.add(href)
                    versions.pop(href, None)
                else:
                    gone.discard(href)
                    versions[href] = strong(one.etag)
            if not is_cut or told.sync_token == token:
                return _Changes(versions=versions, gone=frozenset(gone), token=told.sync_token)
            token = told.sync_token
        return None

    def _listing(self) -> _Changes:
        told = self._dav.propfind(self.path, VERSIONS, 1)
        return _Changes(versions={href: strong(one.etag) for href, one in self._members(told) if href != self.path})

    def _members(self, told: Multistatus) -> Iterator[tuple[str, Resource]]:
        """The resources that lie in the calendar, and the calendar itself, by path."""
        for one in told.resources:
            href = self._dav.http.local_path(one.href, self.path)
            if href is None:
                continue
            if href.rstrip("/") == self.path.rstrip("/"):
                yield self.path, one
            elif self._lies_in(href) and not href.endswith("/") and not one.is_collection:
                yield href, one

    def _fetch(self, hrefs: Sequence[str]) -> dict[str, CalendarObject]:
        found: dict[str, CalendarObject] = {}
        self._left_out.difference_update(hrefs)
        for start in range(0, len(hrefs), _BATCH):
            found.update(self._fetched(hrefs[start : start + _BATCH]))
        return found

    def _fetched(self, hrefs: Sequence[str]) -> dict[str, CalendarObject]:
        """The objects at these places; where together they are too large, fewer at a time.

        Raises Unavailable where the server gives some of them only: what is missing would pass for free time.
        """
        try:
            told = self._dav.multiget(self.path, hrefs)
        except TooLarge:
            if len(hrefs) == 1:
                self._leave_out(hrefs[0])
                return {}
            middle = len(hrefs) // 2
            return self._fetched(hrefs[:middle]) | self._fetched(hrefs[middle:])
        found: dict[str, CalendarObject] = {}
        answered: set[str] = set()
        for href, one in self._members(told):
            if one.status < 500:
                answered.add(href)
            if one.text and len(one.text) <= LARGEST_OBJECT:
                text = _lines(one.text)
                found[href] = CalendarObject(calendar=self.name, href=href, etag=strong(one.etag), text=text)
            elif one.status not in (404, 410):
                self._leave_out(href)
        if not answered.issuperset(hrefs):
            host = self._dav.http.host
            raise Unavailable(self.name, say("{host} gives only some of the entries: it is tried again.", host=host))
        return found

    def _leave_out(self, href: str) -> None:
        self._left_out.add(href)
        log.warning("calendar entry left out", extra={"calendar": self.name})

    # ── changing ──────────────────────────────────────────────────────────────────────────────────────────

    def href_of(self, uid: str) -> str:
        """Where a new object goes."""
        return self._dav.http.local_path(file_name_of(uid), self.path) or self.path + file_name_of(uid)

    def put(self, href: str, text: str, etag: str) -> str:
        """Store the text against that version; the new ETag. Raises Conflict or Broken."""
        if not self.can_write:
            raise read_only(self.name)
        answer = self._dav.change("PUT", self._place(href), etag, _lines(text).encode("utf-8", "replace"))
        told = answer.headers.get("etag", "")
        if told and not told.startswith("W/"):
            return strong(told)
        # RFC 4791 §5.3.4: a server that stored something else than it was given does not say the ETag.
        try:
            now = self.get(href)
        except (Unavailable, UserError) as error:
            raise Broken(str(error)) from error
        return now.etag if now is not None else ""

    def remove(self, href: str, etag: str) -> None:
        """Remove that version. Raises Conflict or Broken."""
        if not self.can_write:
            raise read_only(self.name)
        self._dav.change("DELETE", self._place(href), etag)

    def _place(self, href: str) -> str:
        """The path of an object of this calendar. Raises UserError for any other."""
        path = self._dav.http.local_path(href, self.path)
        if path is None or path == self.path or not self._lies_in(path):
            raise self._dav.wrong(say("“{href}” does not lie in this calendar.", href=href[:200]))
        return path

    def _lies_in(self, path: str) -> bool:
        # Two escaped dots are plain ones by now.
        return path.startswith(self.path) and "/.." not in path


def strong(etag: str) -> str:
    """An ETag as If-Match takes it: a weak one stands for the same version, but never matches as it is (RFC 9110 §8.8.3).

    A proxy that packs answers makes strong ETags weak on their way. "" for one that no header can hold.
    """
    plain = etag.strip().removeprefix("W/")
    if not plain.isascii() or not plain.isprintable():
        return ""
    return f'"{plain}"' if plain and not plain.startswith('"') else plain


def _etag_in(objects: Mapping[str, CalendarObject], href: str) -> str:
    return objects[href].etag if href in objects else ""


def _lines(text: str) -> str:
    """The text with the line ends of RFC 5545; XML makes them plain."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
