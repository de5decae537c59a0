"""The dashboard: which address leads to which page. Each page stands in a module of its own, beside this one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from officebot.engine import health
from officebot.engine.record import views
from officebot.web.done import DonePages
from officebot.web.door import PATIENCE, Door
from officebot.web.duties import DutyPages
from officebot.web.frame import FOLDER, Frame
from officebot.web.health import HealthPages
from officebot.web.journal import JournalPages
from officebot.web.mail import MailPages
from officebot.web.panels import PanelPages
from officebot.web.queue import Queue
from officebot.web.settings import SettingsPages
from officebot.web.signing_in import Page, SigningIn
from officebot.web.today import Today

if TYPE_CHECKING:
    from officebot.app import App

_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_STATIC = ("style.css", "desk.js", "htmx.min.js", "icon.svg")


def application(app: App, port: int, patience: float = PATIENCE) -> ASGIApp:
    """The dashboard of this office, for requests that name this very address, and do not stop longer than `patience`."""
    table = app.settings.service
    names = {f"{name}:{port}" for name in (table.host, "127.0.0.1", "localhost", "[::1]")}
    origins = {f"http://{name}" for name in names}
    if table.public_url:
        names.add(table.public_url.removeprefix("https://").lower())
        origins.add(table.public_url.lower())
    return Door(Starlette(routes=routes(app)), names, origins, patience)


def routes(app: App) -> list[Route]:
    """Every address that this dashboard answers at."""
    frame = Frame(app)
    signing_in = SigningIn(app, frame)
    return [*_open(app, signing_in), *_pages(frame, signing_in), Route("/static/{name}", static)]


def _open(app: App, signing_in: SigningIn) -> list[Route]:
    """What is answered before anybody is signed in."""

    def alive(_request: Request) -> Response:
        """A sign of life as JSON: nothing of the office stands in it."""
        state = views.status(app.ledger, app.reader("en"))
        service = health.service(app.ledger)
        shown = {"at": service["at"], "lost": len(service.get("lost") or {})} if service else None
        unwell = sum(not sign.well for sign in app.wellbeing.signs(with_servers=False))
        return JSONResponse({"alive": True, "paused": state["paused"], "service": shown, "unwell": unwell})

    def feed(request: Request) -> Response:
        """A calendar of what is due, for whoever has its secret address: a program signs in nowhere."""
        made = app.feed(request.path_params["secret"])
        return PlainTextResponse("not found", 404) if made is None else Response(made, media_type="text/calendar")

    return [
        Route("/health", alive),
        Route("/feed/{secret}.ics", feed),
        Route("/sign-in", signing_in.door),
        Route("/sign-in", signing_in.sign_in, methods=["POST"]),
        Route("/enter", signing_in.entry),
        Route("/enter", signing_in.enter, methods=["POST"]),
    ]


def _pages(frame: Frame, signing_in: SigningIn) -> list[Route]:
    """What only who is signed in sees, and does."""

    def look(path: str, page: Page) -> Route:
        return Route(path, signing_in.looking(page))

    def act(path: str, page: Page) -> Route:
        return Route(path, signing_in.acting(page), methods=["POST"])

    queue, today, mail = Queue(frame, signing_in), Today(frame), MailPages(frame)
    journal, duties, settings = JournalPages(frame), DutyPages(frame), SettingsPages(frame, signing_in)
    return [
        look("/", today.page),
        act("/looked", today.looked),
        look("/queue", queue.queue),
        look("/proposal/{number:int}", queue.proposal),
        act("/proposal/{number:int}/approve", queue.approve),
        act("/proposal/{number:int}/reject", queue.reject),
        look("/proposal/{number:int}/file/{position:int}/{role}", queue.file),
        act("/proposal/{number:int}/later", queue.put_off),
        act("/proposal/{number:int}/words", queue.amend),
        act("/proposal/{number:int}/settle", queue.settle),
        act("/proposal/{number:int}/undo", queue.undo),
        act("/queue/approve", queue.approve_several),
        look("/done", DonePages(frame).page),
        look("/page/{name}", PanelPages(frame).page),
        look("/mail/{number:int}", mail.page),
        look("/mail/{number:int}/text", mail.opened),
        look("/journal", journal.page),
        act("/journal/verify", journal.verify),
        look("/duties", duties.page),
        act("/duties/{name}/run", duties.run),
        act("/duties/{name}/try", duties.dry_run),
        act("/duties/{name}/try-again", duties.try_again),
        act("/duties/{name}/leave-off", duties.leave_off),
        act("/office/pause", duties.pause),
        act("/office/resume", duties.resume),
        look("/settings", settings.page),
        look("/settings/form", settings.form),
        act("/settings/form", settings.save),
        act("/settings/remove", settings.remove),
        look("/settings/table/{file}", settings.table),
        act("/settings/table/{file}", settings.save_table),
        look("/settings/change/{number:int}", settings.history),
        act("/settings/change/{number:int}/back", settings.take_back),
        look("/health-of-the-office", HealthPages(frame).page),
        look("/account", signing_in.account),
        act("/account/prove", signing_in.prove),
        act("/account/password", signing_in.set_password),
        act("/account/act-for", signing_in.act_for),
        act("/sign-out", signing_in.sign_out),
    ]


def static(request: Request) -> Response:
    """The look, the scripts, the sign: they hold nothing of the office and may be kept for a while."""
    name = request.path_params["name"]
    if name not in _STATIC:
        return PlainTextResponse("not found", 404)
    kind = _KINDS[name.rpartition(".")[2]]
    return Response(_content(name), media_type=kind, headers={"cache-control": "private, max-age=3600"})


@cache
def _content(name: str) -> bytes:
    return (FOLDER / "static" / name).read_bytes()
