"""What all pages share: the templates, the menu, the words, dates and figures in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from officebot.core.panels import PAGES
from officebot.core.proposals import state_name
from officebot.core.text import Language, Text, in_words, say
from officebot.engine.record import happenings, views
from officebot.web.asking import Asking

if TYPE_CHECKING:
    from jinja2 import Environment

    from officebot.app import App
    from officebot.web.visit import Visit

FOLDER = Path(__file__).parent
LANGUAGE_COOKIE = "officebot_lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the menu."""

    name: str
    title: Text
    to: str


#: The frame's own pages; those of panels come between, by what the enabled duties bring.
_FIRST = (
    Entry(name="today", title=say("Today"), to="/"),
    Entry(name="queue", title=say("Queue"), to="/queue"),
    Entry(name="done", title=say("Done"), to="/done"),
)
_LAST = (
    Entry(name="journal", title=say("Journal"), to="/journal"),
    Entry(name="duties", title=say("Duties"), to="/duties"),
    Entry(name="settings", title=say("Settings"), to="/settings"),
    Entry(name="health", title=say("Health"), to="/health-of-the-office"),
)


class Frame:
    """Draws pages. One for the whole office; it holds nothing of a single visit."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.asking = Asking()

    def page(self, visit: Visit, template: str, name: str, *, status: int = 200, **values: Any) -> Response:
        """A whole page of the menu's entry `name`, for who is signed in."""
        waiting, _ = views.waiting_for(self.app.ledger, visit.who.principal, self.app.clock.now(), most=0)
        return self.drawn(
            visit.request, visit.language, template, status=status, visit=visit, menu=self.menu(), here=name,
            waiting=waiting, form_word=visit.session.form_word, **values,
        )  # fmt: skip

    def drawn(
        self, request: Request, language: Language, template: str, *, status: int = 200, **values: Any
    ) -> Response:
        """A template, also for somebody who is not signed in."""

        def shown(source: str | Text | None, **inner: Any) -> str:
            if source is None:
                return ""
            return (source if isinstance(source, Text) else say(source, **inner)).render(language)

        def here(instant: datetime | str | None, form: str = "short") -> str:
            return self.instant(instant, language, form)

        context = {
            "t": shown, "at": here, "lang": language, "office": self.app.facts.name, "nonce": request.scope["nonce"],
            "visit": None, "menu": (), "here": "", "waiting": 0, "form_word": "", "path": request.url.path,
        }  # fmt: skip
        made = self._templates.get_template(template).render({**context, **values})
        return HTMLResponse(made, status)

    def menu(self) -> Sequence[Entry]:
        """The menu: the frame's own pages, and one for each page that panels of enabled duties fill."""
        titles: dict[str, Text] = {}
        for duty in self.app.duties.values():
            for panel in duty.duty.panels:
                titles.setdefault(panel.page, PAGES.get(panel.page, panel.title))
        known = [name for name in PAGES if name in titles]
        pages = [*known, *sorted(name for name in titles if name not in PAGES)]
        shown = [Entry(name=one, title=titles[one], to=f"/page/{one}") for one in pages if one != "today"]
        return (*_FIRST, *shown, *_LAST)

    def language_of(self, request: Request, preferred: Language | None = None) -> Language:
        """`?lang=`, else what was chosen before, else the person's own, else what the browser prefers or the office."""
        for asked in (
            request.query_params.get("lang", ""),
            request.cookies.get(LANGUAGE_COOKIE, ""),
            preferred or "",
        ):
            if asked in ("fr", "en"):
                return "fr" if asked == "fr" else "en"
        wished = request.headers.get("accept-language", "").lower()
        found = [(wished.find(code), code) for code in ("fr", "en") if wished.find(code) >= 0]
        chosen = min(found)[1] if found else self.app.facts.language
        return "fr" if chosen == "fr" else "en"

    def instant(self, instant: datetime | str | None, language: Language, form: str = "short") -> str:
        """An instant in the office's zone: its hour today, else its day, too; always both where `form` is "whole"."""
        if not instant:
            return ""
        read = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        working = self.app.facts.working_time
        local, today = working.local(read), working.local(self.app.clock.now()).date()
        if form == "day":
            return in_words(local.date(), language)
        if form == "short" and local.date() == today:
            return f"{local:%H:%M}"
        return (
            _short(local.date(), today, language) + f" {local:%H:%M}"
            if form == "short"
            else in_words(local, language)
        )

    @cached_property
    def _templates(self) -> Environment:
        # Imported when somebody looks: the service answers that it is alive without it.
        from jinja2 import Environment, FileSystemLoader

        from officebot.web.drawing import drawn_chart

        # autoescape: all that is shown may come from outside.
        made = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        made.filters |= {
            "state": state_name, "happening": happenings.in_words, "duty": self.app.title_of, "chart": drawn_chart,
        }  # fmt: skip
        return made


def away(to: str) -> Response:
    """Go on to a page of this dashboard: after a form, so that going back sends nothing twice."""
    return RedirectResponse(to if is_here(to) else "/", 303)


def is_here(to: str) -> bool:
    """Whether this leads to a page of this dashboard, and nowhere else."""
    return to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()


def number_in(word: str) -> int:
    """A number of an address or a form; 0 for anything else."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0


def _short(day: date, today: date, language: Language) -> str:
    if day.year == today.year:
        return f"{day:%d/%m}" if language == "fr" else f"{day.day} {day:%b}"
    return f"{day:%d/%m/%Y}" if language == "fr" else f"{day.day} {day:%b %Y}"
