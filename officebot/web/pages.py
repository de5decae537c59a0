"""The pages: today at a glance, one proposal with its reasons, and a sign of health. Reading only.

Every request is first checked for its Host (a rebound name must not reach a loopback page); only GET and HEAD
are answered, so no page can change anything; nothing is loaded from elsewhere.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from officebot.app.reading import as_read
from officebot.core.problems import UserError
from officebot.core.proposals import state_name
from officebot.core.text import Text, say
from officebot.engine import happenings, health, views
from officebot.engine.ledger import mails

if TYPE_CHECKING:
    from jinja2 import Environment

    from officebot.app import App

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
}
_FOLDER = Path(__file__).parent
_URGENT = ("now", "today")
#: The browser loads the page of the day again after so long, by itself: no script is needed, nor allowed.
_RENEWED_SECONDS = 30


def application(app: App, port: int) -> ASGIApp:
    """The pages of this office, for requests that name this very address."""
    pages = _Pages(app)
    routes = [
        Route("/", pages.today),
        Route("/proposal/{number:int}", pages.proposal),
        Route("/health", pages.health),
        Route("/style.css", pages.style),
    ]
    host = app.settings.service.host
    allowed = {f"{name}:{port}" for name in (host, "127.0.0.1", "localhost", "[::1]")}
    return _Door(Starlette(routes=routes), frozenset(allowed))


class _Door:
    """Lets through what asks for this address with GET or HEAD, and puts the safety headers on each answer."""

    def __init__(self, inner: ASGIApp, hosts: frozenset[str]) -> None:
        self._inner = inner
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        if host not in self._hosts:
            await PlainTextResponse("misdirected", 421)(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            await PlainTextResponse("reading only", 405)(scope, receive, send)
        else:
            await self._inner(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return sending


class _Pages:
    def __init__(self, app: App) -> None:
        self._app = app
        self._style = (_FOLDER / "style.css").read_text("utf-8")

    @cached_property
    def _templates(self) -> Environment:
        # Imported when somebody looks: the service answers that it is alive without it.
        from jinja2 import Environment, FileSystemLoader

        # autoescape: all that is shown may come from outside.
        made = Environment(loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True)
        made.filters |= {
            "local": self._local, "state": state_name, "happening": happenings.in_words, "duty": self._app.title_of,
        }  # fmt: skip
        return made

    def today(self, request: Request) -> Response:
        """What came in today, what is urgent, what waits for a yes, what was done."""
        now = self._app.clock.now()
        here = self._app.facts.working_time.local(now)
        start = datetime.combine(here.date(), time(), here.tzinfo)
        with self._app.ledger.reading() as tx:
            seen = mails.seen(tx, start, start + timedelta(days=1))
        urgent = [one for one in seen if one.verdict.get("urgency") in _URGENT]
        urgent.sort(key=lambda one: (_URGENT.index(one.verdict["urgency"]), one.received))
        return self._page(
            request, "today.html", now=here, counts=self._app.totals(), urgent=urgent,
            listed=[one for one in seen if one.state == "listed"],
            queue=views.queue(self._app.ledger), done=views.done_since(self._app.ledger, start, limit=40),
            status=views.status(self._app.ledger, self._app.reader("en")),
            lost=health.lost(self._app.ledger), renewed=_RENEWED_SECONDS,
        )  # fmt: skip

    def proposal(self, request: Request) -> Response:
        """One proposal: what would happen, why, and all that has happened to it."""
        number = request.path_params["number"]
        language = self._language(request)
        try:
            found = views.why(self._app.ledger, number, self._app.reader(language))
        except UserError as error:
            return PlainTextResponse(error.render(language), 404)
        blobs = views.content(self._app.ledger, number)
        contents = {place: as_read(place, data) for place, data in blobs.items()}
        return self._page(request, "proposal.html", one=found, contents=contents,
                          counted=views.counted_once(found))  # fmt: skip

    def health(self, request: Request) -> Response:
        """A sign of life as JSON."""
        state = views.status(self._app.ledger, self._app.reader("en"))
        lost = {source: why.render(self._language(request)) for source, why in health.lost(self._app.ledger).items()}
        service = health.service(self._app.ledger)
        shown = {**service, "lost": lost} if service else None
        return JSONResponse({"alive": True, "paused": state["paused"], "service": shown})

    def style(self, request: Request) -> Response:
        """The pages' look."""
        return Response(self._style, media_type="text/css")

    def _page(self, request: Request, template: str, **values: Any) -> Response:
        language = self._language(request)

        def shown(source: str | Text, **inner: Any) -> str:
            return (source if isinstance(source, Text) else say(source, **inner)).render(language)

        page = self._templates.get_template(template)
        return HTMLResponse(page.render(t=shown, lang=language, office=self._app.facts.name, **values))

    def _language(self, request: Request) -> str:
        """`?lang=`, else what the browser prefers, else the office's own."""
        asked = request.query_params.get("lang", "")
        if asked in ("fr", "en"):
            return asked
        wished = request.headers.get("accept-language", "").lower()
        found = [(wished.find(code), code) for code in ("fr", "en") if wished.find(code) >= 0]
        return min(found)[1] if found else self._app.facts.language

    def _local(self, instant: datetime | str | None) -> str:
        if not instant:
            return ""
        read = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return self._app.facts.working_time.local(read).strftime("%H:%M")
