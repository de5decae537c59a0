"""The pages of the first run: a few questions, the mailbox tried, folders and calendars chosen, a look at the last month.

They are served on loopback only, behind a link whose code nobody else knows; they end when the service starts.
"""

from __future__ import annotations

import hmac
import secrets
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from officebot.app import App, first_run, login
from officebot.core.problems import UserError
from officebot.core.text import Language, Text, counted, say
from officebot.engine.deciding import access
from officebot.settings.new import Answers
from officebot.web.door import Door
from officebot.web.frame import FOLDER
from officebot.web.pages import static
from officebot.web.signing_in import form_of

COOKIE = "officebot_first"
_FIELDS = (
    "language", "name", "person", "address", "imap_host", "imap_security", "imap_port", "smtp_host", "smtp_security",
    "smtp_port", "user", "hours", "zone", "calendar_url", "calendar_user",
)  # fmt: skip
_USUAL = {"imap_security": "tls", "smtp_security": "tls", "hours": "09:00-12:30 13:30-18:00"}


@dataclass(slots=True)
class _Typed:
    """What was typed so far; passwords are kept here until they are in secrets/."""

    fields: dict[str, str]
    password: str = ""
    calendar_password: str = ""
    tried: first_run.Tried | None = None
    look: first_run.Look | None = None


class FirstRun:
    """The pages of one first run, for the office that is to lie in `folder`. `started` is set when the service shall start."""

    def __init__(self, folder: Path, language: Language) -> None:
        self.folder = folder
        self.code = secrets.token_urlsafe(18)
        self.started = threading.Event()
        self._language: Language = language
        self._session = ""
        self._typed = _Typed(fields={"language": language, **_USUAL})
        self._lock = threading.Lock()
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        # Whoever opens the link at once waits in line until the pages answer.
        self._socket.listen(16)
        self.port: int = self._socket.getsockname()[1]
        self._server = uvicorn.Server(
            uvicorn.Config(self._application(), log_config=None, access_log=False, lifespan="off", ws="none",
                           timeout_graceful_shutdown=2, server_header=False)
        )  # fmt: skip
        self._thread = threading.Thread(target=self._serve, name="first run", daemon=True)

    @property
    def link(self) -> str:
        """Where the first run begins, once."""
        return f"http://127.0.0.1:{self.port}/begin?code={self.code}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what was asked, and end."""
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])

    def _application(self) -> Door:
        names = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        routes = [
            Route("/begin", self._begin),
            Route("/account", self._account, methods=["POST"]),
            Route("/folders", self._folders, methods=["POST"]),
            Route("/look", self._looked),
            Route("/start", self._start, methods=["POST"]),
            Route("/static/{name}", static),
        ]
        return Door(Starlette(routes=routes), names, {f"http://{name}" for name in names})

    # ── pages ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _begin(self, request: Request) -> Response:
        """The questions. The link does nothing by itself; its code is used up when they are answered first."""
        lang = request.query_params.get("lang", "")
        if lang in ("fr", "en"):
            self._speak(lang)
        code = request.query_params.get("code", "")
        if not (self._is_code(code) or self._is_ours(request)):
            return self._page(request, "first_closed.html", 403)
        return self._questions(request, code)

    async def _account(self, request: Request) -> Response:
        """Try what was answered: the mailbox is signed in to, nothing is saved."""
        fields = await self._fields(request)
        with self._lock:
            if not self._is_ours(request) and not self._is_code(fields.get("code", "")):
                return self._page(request, "first_closed.html", 403)
            self.code, self._session = "", self._session or secrets.token_urlsafe(32)
        self._keep(fields)
        answers, problem = self._answers()
        if problem is None and answers is not None:
            tried = await run_in_threadpool(first_run.tried, answers, self._typed.fields.get("calendar_url", ""))
            problem, self._typed.tried = tried.problem, tried
        if problem is not None:
            return self._ours(self._questions(request, "", problem, 400))
        return self._ours(self._page(request, "first_folders.html", tried=self._typed.tried))

    async def _folders(self, request: Request) -> Response:
        """Make the office with what was chosen, and look at its last month."""
        several = await form_of(request)
        answers, _ = self._answers()
        tried = self._typed.tried
        if not self._is_ours(request) or answers is None or tried is None:
            return self._page(request, "first_closed.html", 403)
        try:
            await run_in_threadpool(
                first_run.made, self.folder, answers, tried, several.get("folder", ()), several.get("calendar", ())
            )
        except UserError as error:
            return self._questions(request, "", error.problems[0].what, 400)
        self._typed.password = self._typed.calendar_password = ""
        self._typed.look = await run_in_threadpool(self._look)
        return RedirectResponse("/look", 303)

    async def _looked(self, request: Request) -> Response:
        if not self._is_ours(request) or self._typed.look is None:
            return self._page(request, "first_closed.html", 403)
        return self._page(
            request, "first_look.html", look=self._typed.look, told=_looked_at(self._typed.look, self.folder)
        )

    async def _start(self, request: Request) -> Response:
        """Let the service start, and show the way to its dashboard."""
        if not self._is_ours(request) or self._typed.look is None:
            return self._page(request, "first_closed.html", 403)
        link = await run_in_threadpool(self._entry)
        answer = self._page(request, "first_start.html", link=link)
        answer.delete_cookie(COOKIE, path="/")
        threading.Timer(1.0, self.started.set).start()
        return answer

    def _look(self) -> first_run.Look:
        with App(self.folder, role="init") as app:
            return first_run.look_back(app)

    def _entry(self) -> str:
        with App(self.folder, role="init") as app:
            person = app.facts.people.mailbox_owners[0]
            code = access.make_entry(app.ledger, person)
            table = app.settings.service
            return f"http://{table.host}:{table.port}/enter?code={code}"

    # ── parts ─────────────────────────────────────────────────────────────────────────────────────────────

    def _questions(self, request: Request, code: str, problem: Text | None = None, status: int = 200) -> Response:
        return self._page(
            request, "first_questions.html", status, problem=problem, code=code, typed=self._typed.fields,
            has_password=bool(self._typed.password),
        )  # fmt: skip

    def _page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        language = self._language

        def shown(source: str | Text | None, **inner: Any) -> str:
            if source is None:
                return ""
            return (source if isinstance(source, Text) else say(source, **inner)).render(language)

        made = (
            _templates()
            .get_template(template)
            .render(t=shown, lang=language, office="officebot", nonce=request.scope["nonce"], visit=None, **values)
        )
        return HTMLResponse(made, status)

    def _ours(self, answer: Response) -> Response:
        answer.set_cookie(COOKIE, self._session, path="/", httponly=True, samesite="strict")
        return answer

    def _is_ours(self, request: Request) -> bool:
        given = request.cookies.get(COOKIE, "")
        return bool(self._session) and hmac.compare_digest(given.encode(), self._session.encode())

    def _is_code(self, code: str) -> bool:
        return bool(self.code) and hmac.compare_digest(code.encode(), self.code.encode())

    async def _fields(self, request: Request) -> dict[str, str]:
        return {name: values[0] for name, values in (await form_of(request)).items()}

    def _keep(self, fields: Mapping[str, str]) -> None:
        self._typed.fields |= {name: fields[name].strip()[:500] for name in _FIELDS if name in fields}
        if fields.get("password"):
            self._typed.password = fields["password"]
        if fields.get("calendar_password"):
            self._typed.calendar_password = fields["calendar_password"]
        self._speak(self._typed.fields["language"])

    def _speak(self, word: str) -> None:
        self._language = "fr" if word == "fr" else "en"
        self._typed.fields["language"] = self._language

    def _answers(self) -> tuple[Answers | None, Text | None]:
        """The answers as `officebot init` knows them, or what is missing."""
        typed = self._typed.fields
        if (
            not all(typed.get(name) for name in ("name", "person", "address", "imap_host"))
            or not self._typed.password
        ):
            return None, say("Something is empty that is needed: name, address, mail server and password.")
        ports: dict[str, int | None] = {}
        for name in ("imap_port", "smtp_port"):
            word = typed.get(name, "")
            if word and not (word.isascii() and word.isdecimal() and 0 < int(word) < 65536):
                return None, say("“{read}” is not a port: write a number from 1 to 65535.", read=word[:20])
            ports[name] = int(word) if word else None
        return Answers(
            name=typed["name"], person=typed["person"], address=typed["address"], login=login(),
            language=self._language, imap_host=typed["imap_host"], imap_security=typed["imap_security"],
            smtp_host=typed.get("smtp_host", ""), smtp_security=typed["smtp_security"], user=typed.get("user", ""),
            password=self._typed.password, hours=typed["hours"] or _USUAL["hours"],
            calendar_user=typed.get("calendar_user", ""), calendar_password=self._typed.calendar_password,
            imap_port=ports["imap_port"], smtp_port=ports["smtp_port"], zone=typed.get("zone") or "Europe/Paris",
            country="FR" if self._language == "fr" else "",
        ), None  # fmt: skip


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _looked_at(look: first_run.Look | None, folder: Path) -> Text:
    return counted(
        "Step {step} of 3. The office is saved in {folder}. {count} mail was looked at; nothing was changed.",
        "Step {step} of 3. The office is saved in {folder}. {count} mails were looked at; nothing was changed.",
        look.seen if look is not None else 0, step=3, folder=str(folder),
    )  # fmt: skip
