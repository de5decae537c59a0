"""The requests that CalDAV is made of (RFC 4791, RFC 6578), each with what its answer means."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from officebot.connectors.calendars.multistatus import Multistatus, condition
from officebot.connectors.calendars.store import Conflict
from officebot.connectors.http import Broken, Http, Response, TooLarge
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say

_NAMES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
# What a server, or a proxy before it, may say after the change was made.
_AFTERWARDS = frozenset({500, 502, 504})
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_READ = "officebot.connectors.calendars.multistatus:read"
_READ_SECONDS = 20.0
#: What is asked of a resource to learn what it is.
ABOUT = (
    "<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"
    "<c:supported-calendar-component-set/>"
)
VERSIONS = "<d:getetag/><d:resourcetype/>"


class Dav:
    """CalDAV over one site's HTTP; answers are parsed in the pool of workers."""

    def __init__(self, http: Http, workers: WorkerPool) -> None:
        self.http = http
        self._workers = workers

    def propfind(self, path: str, properties: str, depth: int) -> Multistatus:
        """What the server says of a resource, at depth 1 of those in it, too. Raises Unavailable or UserError."""
        body = f"{_HEAD}<d:propfind {_NAMES}><d:prop>{properties}</d:prop></d:propfind>"
        answer = self._ask("PROPFIND", path, body, depth)
        self.check(answer, (207,))
        return self._parsed(answer)

    def sync(self, path: str, token: str) -> Multistatus | None:
        """What has changed since that token ("": all there is); None where the server wants a full reading instead."""
        body = (
            f"{_HEAD}<d:sync-collection {_NAMES}><d:sync-token>{escape(token)}</d:sync-token>"
            f"<d:sync-level>1</d:sync-level><d:prop>{VERSIONS}</d:prop></d:sync-collection>"
        )
        answer = self._ask("REPORT", path, body, 0)
        # RFC 6578 §3.2: 403 or 409 with valid-sync-token; 410 and 507 are other servers' ways to say the same.
        if answer.status in (501, 507) or (400 <= answer.status < 500 and answer.status != 429):
            return None
        self.check(answer, (207,))
        return self._parsed(answer)

    def multiget(self, path: str, hrefs: Iterable[str]) -> Multistatus:
        """These objects with their text. Raises TooLarge where they are more than an answer may hold."""
        wanted = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
        body = (
            f"{_HEAD}<c:calendar-multiget {_NAMES}><d:prop><d:getetag/><c:calendar-data/></d:prop>{wanted}"
            "</c:calendar-multiget>"
        )
        answer = self._ask("REPORT", path, body, 1)
        self.check(answer, (207,))
        return self._parsed(answer)

    def options(self, path: str) -> frozenset[str]:
        """What the server says it can do with a collection (its header DAV), in small letters."""
        answer = self.http.request("OPTIONS", path)
        self.check(answer, (200, 204))
        return frozenset(word.strip().lower() for word in answer.headers.get("dav", "").split(","))

    def change(self, method: str, path: str, etag: str, body: bytes = b"") -> Response:
        """PUT or DELETE of exactly that version; "" is for what must not be there yet. Raises Conflict, Broken."""
        headers = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        if body:
            headers["Content-Type"] = "text/calendar; charset=utf-8"
        answer = self.http.request(method, path, headers=headers, body=body)
        if answer.status == 412 or (method == "DELETE" and answer.status in (404, 410)):
            raise Conflict
        if answer.status in (403, 409) and condition(answer.body[:100_000]) == "no-uid-conflict":
            # RFC 4791 §5.3.2.1: its UID stands in another object of the calendar.
            raise Conflict
        if answer.status in _AFTERWARDS:
            raise Broken(str(answer.status))
        self.check(answer, (200, 201, 204))
        return answer

    def check(self, answer: Response, expected: tuple[int, ...]) -> None:
        """Nothing where the status is one of these. Raises Unavailable or UserError with what to do."""
        status = answer.status
        if status in expected:
            return
        host = self.http.host
        if status in (404, 410):
            raise self.wrong(say("{host} has no calendar at {path}: check the url.", host=host, path=answer.path))
        if status == 403:
            raise self.wrong(
                say("{host} does not allow this to {user}: ask whoever runs it for the right.",
                    host=host, user=self.http.site.user or "—")
            )  # fmt: skip
        if status in (423, 429) or status >= 500:
            what = say("{host} has trouble (status {status}): it is tried again.", host=host, status=status)
            raise Unavailable(self.http.site.name, what)
        raise self.wrong(
            say("{host} answers {status}, not as a CalDAV server does: check the url.", host=host, status=status)
        )

    def wrong(self, what: Text) -> UserError:
        """The problem, with the calendar's name."""
        return UserError(Problem(where=self.http.site.name, what=what))

    def _ask(self, method: str, path: str, body: str, depth: int) -> Response:
        return self.http.request(method, path, headers={"Depth": str(depth), **_XML}, body=body.encode())

    def _parsed(self, answer: Response) -> Multistatus:
        found = self._workers.run(_READ, answer.body, _READ_SECONDS)
        if isinstance(found, WorkerFault):
            raise self.wrong(say("{host} answers something that cannot be read: check the url.", host=self.http.host))
        read: Multistatus = found
        return read


__all__ = ["ABOUT", "VERSIONS", "Dav", "TooLarge"]
