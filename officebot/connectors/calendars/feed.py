"""A calendar that somebody publishes as a feed: read over https, never written, asked again only for what is new."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from officebot.connectors.calendars.files import LARGEST_FILE, cut_in_worker
from officebot.connectors.calendars.store import read_only
from officebot.connectors.http import Http, Response, Site, TooLarge
from officebot.connectors.workers import WorkerPool
from officebot.core.agendas import CalendarObject
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say


class FeedCalendar:
    """One published calendar; an object's href is its UID."""

    can_write = False
    left_out = 0

    def __init__(self, site: Site, workers: WorkerPool, *, largest: int = LARGEST_FILE) -> None:
        self.name = site.name
        self._http = Http(site)
        self._workers = workers
        self._largest = largest
        self._marks: dict[str, str] = {}
        self._objects: list[CalendarObject] = []
        self._lock = threading.RLock()

    def tells_attendees(self) -> bool:
        """A feed tells nobody."""
        return False

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def read(self) -> Sequence[CalendarObject]:
        """All objects, by UID; those of the last reading where the server says that nothing changed (RFC 9110 §13)."""
        with self._lock:
            answer = self._asked()
            if answer.status != 304:
                self._check(answer)
                self._objects = cut_in_worker(self.name, answer.body, self._workers, self._http.host)
                told = answer.headers
                marks = {"If-None-Match": told.get("etag", ""), "If-Modified-Since": told.get("last-modified", "")}
                self._marks = {name: value for name, value in marks.items() if value}
            return list(self._objects)

    def get(self, href: str) -> CalendarObject | None:
        """The object with this UID."""
        return next((one for one in self.read() if one.href == href), None)

    def href_of(self, uid: str) -> str:
        """A UID is its own place."""
        return uid

    def put(self, href: str, text: str, etag: str) -> str:  # noqa: ARG002 - the store's interface
        """Refused: a feed is only read."""
        raise read_only(self.name)

    def remove(self, href: str, etag: str) -> None:  # noqa: ARG002 - the store's interface
        """Refused: a feed is only read."""
        raise read_only(self.name)

    def _asked(self) -> Response:
        try:
            return self._http.request("GET", self._http.target, headers=self._marks, largest=self._largest)
        except TooLarge:
            raise self._wrong(
                say(
                    "The feed is larger than {most} MB: ask for one with fewer events.",
                    most=self._largest // 1_000_000,
                )
            ) from None

    def _check(self, answer: Response) -> None:
        host = self._http.host
        if answer.status in (404, 410):
            raise self._wrong(say("{host} no longer publishes this calendar: ask for the new url.", host=host))
        if answer.status in (423, 429) or answer.status >= 500:
            what = say("{host} has trouble (status {status}): it is tried again.", host=host, status=answer.status)
            raise Unavailable(self.name, what)
        if answer.status != 200:
            raise self._wrong(
                say("{host} does not give this calendar (status {status}): ask for the url.",
                    host=host, status=answer.status)
            )  # fmt: skip

    def _wrong(self, what: Text) -> UserError:
        return UserError(Problem(where=self.name, what=what))
