"""Who comes in: by a one-time link of `officebot dashboard`, or by password; and who goes out again.

A link never acts by itself: it opens a page with a button. Wrong passwords make each next try wait longer, for the person
and for whoever tries, without saying which of name and password was wrong.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from officebot.app import App
from officebot.core.people import Person
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.engine.deciding import access, approvals
from officebot.engine.deciding.approvals import Actor
from officebot.web.frame import Frame, away, is_here
from officebot.web.visit import Visit

Page: TypeAlias = Callable[[Visit], Response]
Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

COOKIE = "officebot_session"
PRINCIPAL_COOKIE = "officebot_for"
#: After so many wrong passwords each next try waits, twice as long each time, at most so long (seconds).
_FREE_TRIES, _LONGEST_WAIT = 5, 900.0
_MOST_NAMES = 10_000
#: Fields that a page fills in itself, and those that are shown to nobody.
_NOT_TYPED = frozenset({
    "form_word", "hash", "next", "chosen", "to", "until", "happened", "as_far_as_possible", "principal", "code",
    "password", "again",
})  # fmt: skip
#: Parts of a form are few; more is no form of ours.
_MOST_FIELDS = 2_000


class Attempts:
    """How often somebody was wrong lately, by name and by address: later tries wait. Kept in memory only.

    Of more names than anybody has, those that were tried longest ago are forgotten: each costs whoever tries it a try.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def begin(self, *names: str) -> float:
        """Note a try of each, wrong until it succeeds, and return 0; or for how many seconds they must wait.

        It is noted before it is known to be wrong: of many that come at once no more are tried than one after another.
        """
        with self._lock:
            left = max((self._left(name) for name in names), default=0.0)
            if left <= 0:
                for name in names:
                    # Taken out and put in again: the one tried longest ago comes first.
                    self._wrong[name] = (self._wrong.pop(name, (0, 0.0))[0] + 1, self._clock())
                while len(self._wrong) > _MOST_NAMES:
                    del self._wrong[next(iter(self._wrong))]
            return left

    def succeeded(self, *names: str) -> None:
        """Forget their wrong tries."""
        with self._lock:
            for name in names:
                self._wrong.pop(name, None)

    def _left(self, name: str) -> float:
        wrong, last = self._wrong.get(name, (0, 0.0))
        if wrong < _FREE_TRIES:
            return 0.0
        return max(min(2.0 ** (wrong - _FREE_TRIES), _LONGEST_WAIT) - (self._clock() - last), 0.0)


class SigningIn:
    """The pages before one is signed in, and the guard of all others."""

    def __init__(self, app: App, frame: Frame) -> None:
        self._app = app
        self._frame = frame
        self._attempts = Attempts()
        table = app.settings.service
        self.limits = table.session_limits()
        self._is_behind_proxy = bool(table.public_url)
        self._is_secure = table.public_url.startswith("https://")

    # ── the guard ─────────────────────────────────────────────────────────────────────────────────────────

    def looking(self, page: Page) -> Handler:
        """A page that is looked at: only by who is signed in; others are shown the door, and come back to it."""

        @wraps(page)
        async def handler(request: Request) -> Response:
            visit = await run_in_threadpool(self._visit, request, {}, {})
            if visit is None:
                to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                return _without_principal(away(f"/sign-in?to={quote(to, safe='')}"))
            return await self._answered(page, visit)

        return handler

    def acting(self, page: Page) -> Handler:
        """What a form asks for: only of who is signed in and sends their session's own word with it."""

        @wraps(page)
        async def handler(request: Request) -> Response:
            several = await form_of(request)
            fields = {name: values[0] for name, values in several.items()}
            visit = await run_in_threadpool(self._visit, request, fields, several)
            if visit is None:
                told = say("You are not signed in any more: sign in, and send it again.")
                return _without_principal(self._door(request, told, 401, to=_page_of(request), typed=_typed(fields)))
            if not access.is_form_word(visit.session, fields.get("form_word", "")):
                told = say("This page is too old: load it again, and send it again.")
                return self._door(request, told, 403, to=_page_of(request), typed=_typed(fields))
            return await self._answered(page, visit)

        return handler

    async def _answered(self, page: Page, visit: Visit) -> Response:
        try:
            return await run_in_threadpool(page, visit)
        except UserError as error:
            problem = error.render(visit.language)
            return await run_in_threadpool(self._problem, visit, problem)

    def _problem(self, visit: Visit, problem: str) -> Response:
        return self._frame.page(visit, "problem.html", "", status=404, problem=problem)

    def _visit(
        self, request: Request, fields: Mapping[str, str], several: Mapping[str, tuple[str, ...]]
    ) -> Visit | None:
        token = request.cookies.get(COOKIE, "")
        session = access.find_session(self._app.ledger, token, self.limits)
        person = self._app.facts.people.at(session.person) if session is not None else None
        if session is None or person is None:
            return None
        return Visit(
            app=self._app, request=request, session=session, token=token, who=self._actor(request, person),
            language=self._frame.language_of(request, person.language), fields=fields, several=several,
        )  # fmt: skip

    def _actor(self, request: Request, person: Person) -> Actor:
        """The person, acting for whom they chose while a delegation says that they may; else for themselves."""
        chosen = request.cookies.get(PRINCIPAL_COOKIE, "")
        if not chosen or chosen == person.address:
            return Actor(person, person)
        with self._app.ledger.reading() as tx:
            found = approvals.acting_for(tx, self._app.facts.people, person, chosen, self._app.clock.now())
        return found or Actor(person, person)

    # ── coming in and going out ───────────────────────────────────────────────────────────────────────────

    async def door(self, request: Request) -> Response:
        """The page to sign in at."""
        return await run_in_threadpool(self._door, request, None, 200)

    async def sign_in(self, request: Request) -> Response:
        """Sign in by name and password."""
        fields = {name: values[0] for name, values in (await form_of(request)).items()}
        return await run_in_threadpool(self._sign_in, request, fields)

    def _sign_in(self, request: Request, fields: Mapping[str, str]) -> Response:
        name = fields.get("name", "").strip()[:320]
        person = self._app.facts.people.named(name) if name else None
        tries = (f"person {person.address if person else name.lower()}", *self._from(request))
        left = self._attempts.begin(*tries)
        if left > 0:
            told = say("Too many wrong tries: wait {seconds} seconds.", seconds=int(left) + 1)
            return self._door(request, told, 429, name, to=fields.get("to", ""), typed=fields.get("typed", ""))
        if person is None or not access.is_password(self._app.ledger, person, fields.get("password", "")):
            if person is None:
                access.is_password(self._app.ledger, None, fields.get("password", ""))
            told = say("The name or the password is wrong.")
            return self._door(request, told, 401, name, to=fields.get("to", ""), typed=fields.get("typed", ""))
        self._attempts.succeeded(*tries)
        return self._signed_in(person, fields.get("to", "/"))

    async def entry(self, request: Request) -> Response:
        """The page behind a one-time link: a button, nothing more."""
        code = request.query_params.get("code", "")[:40]
        language = self._frame.language_of(request)
        return await run_in_threadpool(self._frame.drawn, request, language, "enter.html", code=code)

    async def enter(self, request: Request) -> Response:
        """Come in by a one-time code."""
        fields = {name: values[0] for name, values in (await form_of(request)).items()}
        return await run_in_threadpool(self._enter, request, fields)

    def _enter(self, request: Request, fields: Mapping[str, str]) -> Response:
        tries = tuple(f"code {one}" for one in self._from(request))
        if self._attempts.begin(*tries) > 0:
            return self._door(request, say("Too many wrong tries: wait a little."), 429)
        address = access.entered_by(self._app.ledger, fields.get("code", "")[:40])
        person = self._app.facts.people.at(address) if address else None
        if person is None:
            told = say("This link was used or has run out: “officebot dashboard” makes a new one.")
            return self._door(request, told, 401)
        self._attempts.succeeded(*tries)
        return self._signed_in(person, fields.get("to", "/"))

    def sign_out(self, visit: Visit) -> Response:
        """Go out: the session ends here and in the ledger."""
        access.close_session(self._app.ledger, visit.token)
        answer = away("/sign-in")
        answer.delete_cookie(COOKIE, path="/")
        answer.delete_cookie(PRINCIPAL_COOKIE, path="/")
        return answer

    # ── proving again, passwords, acting for another ──────────────────────────────────────────────────────

    def account(self, visit: Visit, problem: Text | None = None, status: int = 200) -> Response:
        """One's own page: password, language, for whom one acts."""
        with self._app.ledger.reading() as tx:
            known = access.has_password(tx, visit.who.person)
            chiefs = approvals.principals_of(tx, visit.who.person.address, self._app.clock.now())
        people = [one for address in chiefs if (one := self._app.facts.people.at(address)) is not None]
        return self._frame.page(
            visit, "account.html", "account", status=status, has_password=known, problem=problem, chiefs=people,
            is_proven=visit.session.is_proven(self.limits), to=visit.request.query_params.get("to", ""),
            shortest=access.SHORTEST,
        )  # fmt: skip

    def prove(self, visit: Visit) -> Response:
        """Give the password again, for what spends money; then back to where that was asked."""
        tries = _proving(visit)
        if self._attempts.begin(tries) > 0:
            return self.account(visit, say("Too many wrong tries: wait a little."), 429)
        if not access.is_password(self._app.ledger, visit.who.person, visit.field("password")):
            return self.account(visit, say("The password is wrong."), 401)
        self._attempts.succeeded(tries)
        access.prove(self._app.ledger, visit.token)
        return away(visit.field("to") or "/account")

    def missing_proof(self, visit: Visit) -> Text | None:
        """What is missing of the proof that a form needs: None where it was given lately, or with the form."""
        if visit.session.is_proven(self.limits):
            return None
        if not visit.field("proof"):
            return say("Give your password below: what you typed is kept.")
        tries = _proving(visit)
        if self._attempts.begin(tries) > 0:
            return say("Too many wrong tries: wait a little.")
        if not access.is_password(self._app.ledger, visit.who.person, visit.field("proof")):
            return say("The password is wrong.")
        self._attempts.succeeded(tries)
        access.prove(self._app.ledger, visit.token)
        return None

    def set_password(self, visit: Visit) -> Response:
        """Take a new password, from who has just proved who they are; they are signed in anew."""
        if not visit.session.is_proven(self.limits):
            return self.account(visit, say("Give your password first."), 403)
        if visit.field("password") != visit.field("again"):
            return self.account(visit, say("The two passwords are not the same: type it again."), 400)
        try:
            access.set_password(self._app.ledger, visit.who.person, visit.field("password"), self._app.clock.now())
        except UserError as error:
            return self.account(visit, error.problems[0].what, 400)
        return self._signed_in(visit.who.person, "/account")

    def act_for(self, visit: Visit) -> Response:
        """Act for another who delegated, or for oneself again."""
        answer = away("/")
        chosen = self._app.facts.people.at(visit.field("principal"))
        if chosen is None or chosen.address == visit.who.person.address:
            answer.delete_cookie(PRINCIPAL_COOKIE, path="/")
            return answer
        with self._app.ledger.reading() as tx:
            now = self._app.clock.now()
            found = approvals.acting_for(tx, self._app.facts.people, visit.who.person, chosen.address, now)
        if found is None:
            return self.account(visit, say("{person} has recorded no delegation to you.", person=chosen.name), 403)
        self._keep_cookie(answer, PRINCIPAL_COOKIE, chosen.address)
        return answer

    # ── parts ─────────────────────────────────────────────────────────────────────────────────────────────

    def _door(
        self, request: Request, problem: Text | None, status: int, name: str = "", *, to: str = "",
        typed: str = "",
    ) -> Response:  # fmt: skip
        """The door; `typed` is what somebody wrote into a form that could not be taken: it is theirs to copy."""
        language = self._frame.language_of(request)
        to = to or request.query_params.get("to", "")
        return self._frame.drawn(
            request,
            language,
            "sign_in.html",
            status=status,
            problem=problem,
            name=name,
            to=to if is_here(to) else "/",
            typed=typed,
        )

    def _from(self, request: Request) -> tuple[str, ...]:
        """What tries count for by the address that they come from; nothing for this machine's own or a proxy's.

        Everybody who sits at this machine has that address, and everybody behind a proxy that does not say for whom it
        asks: one who is wrong would shut all of them out.
        """
        host = request.client.host if request.client else ""
        try:
            is_shared = ip_address(host.partition("%")[0]).is_loopback
        except ValueError:
            is_shared = not host
        if self._is_behind_proxy:
            named = request.headers.get("x-forwarded-for", "").split(",")
            is_shared = is_shared or host not in {one.strip() for one in named}
        return () if is_shared else (f"from {host}",)

    def _signed_in(self, person: Person, to: str) -> Response:
        answer = _without_principal(away(to or "/"))
        self._keep_cookie(answer, COOKIE, access.open_session(self._app.ledger, person))
        return answer

    def _keep_cookie(self, answer: Response, name: str, value: str) -> None:
        longest = int(self.limits.longest.total_seconds())
        answer.set_cookie(
            name, value, max_age=longest, path="/", secure=self._is_secure, httponly=True, samesite="lax"
        )


async def form_of(request: Request) -> dict[str, tuple[str, ...]]:
    """The fields of a form as browsers send it; nothing of anything else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    try:
        body = await request.body()
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (UnicodeDecodeError, ValueError, ClientDisconnect):
        # Of what was cut off, or larger than it may be, nothing is taken.
        return {}
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return {name: tuple(values) for name, values in found.items()}


def _page_of(request: Request) -> str:
    """The page on which a form stands: the one it was sent from, where the browser says so."""
    sent = urlsplit(request.headers.get("referer", ""))
    if sent.netloc == request.headers.get("host", "") and is_here(sent.path):
        return sent.path + (f"?{sent.query}" if sent.query else "")
    found = re.match(r"/proposal/\d{1,9}|/[a-z-]+", request.url.path)
    return found[0] if found else "/"


def _typed(fields: Mapping[str, str]) -> str:
    """What a person wrote into a form, without what the page put there and without passwords."""
    own = {name: value for name, value in fields.items() if name not in _NOT_TYPED and value.strip()}
    return "\n\n".join(own.values())


def _without_principal(answer: Response) -> Response:
    """The same, and whoever signs in next acts for themselves."""
    answer.delete_cookie(PRINCIPAL_COOKIE, path="/")
    return answer


def _proving(visit: Visit) -> str:
    """What a person's tries to prove again who they are count for: wrong tries at the door shut nobody out here."""
    return f"proof {visit.who.person.address}"
