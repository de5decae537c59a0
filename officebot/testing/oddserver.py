"""A CalDAV server in memory with the habits of servers behind a packing proxy: for what Radicale and Xandikos never do.

Its ETags are weak in every answer, though they stand for one version; it never tells the ETag of what was put; it
lists ten resources an answer and says 507 for the rest (RFC 6578 §3.6); it writes "@" as %40; once `forget` was
called it refuses the older sync-tokens with 403; it sends invitations by itself (RFC 6638).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape, unescape

from officebot.core.expressions import expression

HOME = "/remote.php/dav/calendars/anna/personal/"
_PAGE = 10
_TOKEN = expression(r"<d:sync-token>[^<]{0,300}?(\d{0,9})</d:sync-token>")
_HREF = expression(r"<d:href>([^<]{1,500})</d:href>")
_INVALID = b'<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'


@dataclass(slots=True)
class OddServer:
    """What the server holds: each name's version and text (None: removed), and what it was asked, in order."""

    port: int = 0
    entries: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    oldest: int = 0
    #: Where the connection of the next change breaks: "before" it happens, "after", or not (""). "trouble": it
    #: happens, and the answer is 500.
    cut: str = ""
    #: Entries that are listed, and for whose text the server answers 503.
    keeps_back: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """The calendar's address."""
        return f"http://127.0.0.1:{self.port}{HOME}"

    @property
    def newest(self) -> int:
        """The number of the last change."""
        return max((number for number, _ in self.entries.values()), default=0)

    def forget(self) -> None:
        """Forget the past: every token that was handed out so far is refused from now on."""
        self.oldest = self.newest + 1
        self.entries = {name: one for name, one in self.entries.items() if one[1] is not None}

    def changed(self, name: str, text: str | None, wanted: str | None, must_be_new: bool) -> int:
        """The status of a PUT or DELETE."""
        with self._lock:
            number, before = self.entries.get(name, (0, None))
            if (must_be_new and before is not None) or (wanted is not None and wanted != f'"{number}"'):
                return 412
            if before is None and text is None:
                return 404
            self.entries[name] = (next(self._numbers) + self.oldest, text)
            return 204 if before is not None else 201

    def listed(self, after: int, *, is_sync: bool) -> str:
        """The multistatus of what changed after that number."""
        news = sorted((number, name) for name, (number, _) in self.entries.items() if number > after)
        page = news[:_PAGE] if is_sync else news
        told = "".join(self._told(name) for _, name in page)
        if len(page) < len(news):
            told += f"<d:response><d:href>{HOME}</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response>"
        token = page[-1][0] if page else max(after, self.oldest)
        return _multistatus(told + (f"<d:sync-token>http://odd.example/ns/sync/{token}</d:sync-token>" * is_sync))

    def objects(self, hrefs: list[str]) -> str:
        """The multistatus with the text of these."""
        return _multistatus("".join(self._told(_name(href), with_text=True) for href in hrefs))

    def _told(self, name: str, *, with_text: bool = False) -> str:
        number, text = self.entries.get(name, (0, None))
        href = f"<d:href>{HOME}{quote(name)}</d:href>"
        if text is None:
            return f"<d:response>{href}<d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
        if with_text and name in self.keeps_back:
            return f"<d:response>{href}<d:status>HTTP/1.1 503 Service Unavailable</d:status></d:response>"
        data = f"<c:calendar-data>{escape(text)}</c:calendar-data>" * with_text
        properties = f"<d:getetag>W/&quot;{number}&quot;</d:getetag><d:resourcetype/>{data}"
        return f"<d:response>{href}{_found(properties)}</d:response>"


@contextmanager
def odd_server() -> Iterator[OddServer]:
    """The running server."""
    state = OddServer()

    class Handler(_Handler):
        odd = state

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    odd: OddServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Nothing is logged."""

    def _body(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def _answer(self, status: int, body: str | bytes = b"", **headers: str) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def parse_request(self) -> bool:
        """Note what is asked."""
        parsed = super().parse_request()
        if parsed:
            self.odd.asked.append(f"{self.command} {self.path}")
        return parsed

    def do_OPTIONS(self) -> None:
        """What the server can do."""
        self._answer(200, DAV="1, 3, calendar-access, calendar-auto-schedule")

    def do_PROPFIND(self) -> None:
        """The calendar, one object, or all of them."""
        self._body()
        if self.path != HOME:
            self._answer(207, self.odd.objects([self.path]))
        elif self.headers.get("Depth") == "1":
            self._answer(207, self.odd.listed(0, is_sync=False))
        else:
            about = (
                "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>Personal</d:displayname>"
            )
            self._answer(207, _multistatus(f"<d:response><d:href>{HOME}</d:href>{_found(about)}</d:response>"))

    def do_REPORT(self) -> None:
        """sync-collection or calendar-multiget."""
        body = self._body()
        if "calendar-multiget" in body:
            self._answer(207, self.odd.objects([unescape(href) for href in _HREF.findall(body)]))
            return
        found = _TOKEN.search(body)
        after = int(found[1] or 0) if found else 0
        if after and after < self.odd.oldest:
            self._answer(403, _INVALID)
        else:
            self._answer(207, self.odd.listed(after, is_sync=True))

    def do_GET(self) -> None:
        """One object."""
        number, text = self.odd.entries.get(_name(self.path), (0, None))
        if text is None:
            self._answer(404)
        else:
            self._answer(200, text, ETag=f'W/"{number}"')

    def do_PUT(self) -> None:
        """Store an object; its ETag is not told."""
        self._change(self._body())

    def do_DELETE(self) -> None:
        """Remove an object."""
        self._change(None)

    def _change(self, text: str | None) -> None:
        cut, self.odd.cut = self.odd.cut, ""
        status = 0
        if cut != "before":
            must_be_new = self.headers.get("If-None-Match") == "*"
            status = self.odd.changed(_name(self.path), text, self.headers.get("If-Match"), must_be_new)
        if cut == "trouble":
            self._answer(500)
        elif cut:
            self.close_connection = True
        else:
            self._answer(status)


def _name(path: str) -> str:
    return unquote(path).removeprefix(HOME)


def _found(properties: str) -> str:
    return f"<d:propstat><d:prop>{properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"


def _multistatus(told: str) -> str:
    return f'<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">{told}</d:multistatus>'
