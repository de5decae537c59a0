"""Debian's Chromium looks at the dashboard, and all that must not happen is noted: errors, requests to elsewhere,
violations of the page's policy.

The browser itself may reach this machine only: whatever else it would look up has no address.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from officebot.app import App
from officebot.core.people import Person
from officebot.engine.deciding import access
from officebot.web.frame import LANGUAGE_COOKIE
from officebot.web.server import Dashboard
from officebot.web.signing_in import COOKIE
from tests.conftest import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
#: What WCAG 2.0 to 2.2 ask for at A and AA, as axe-core names it.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_VIOLATIONS = """addEventListener("securitypolicyviolation", function (event) {
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI);
});"""
_AXE = """(tags) => axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
  .then(found => found.violations.map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).join(", ")))"""


@dataclass(slots=True)
class Noted:
    """What happened while pages were looked at; `requests` are all addresses asked for."""

    address: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """Requests that would have left this very address."""
        inside = urlsplit(self.address).netloc
        return [one for one in self.requests if not one.startswith("data:") and urlsplit(one).netloc != inside]

    def assert_quiet(self) -> None:
        """No error of console or page, no violated policy, nothing asked of elsewhere."""
        assert (self.errors, self.foreign) == ([], [])


@dataclass(slots=True)
class Window:
    """A window of somebody's browser, and what happened in it."""

    context: BrowserContext
    page: Page
    noted: Noted

    def go(self, path: str) -> int:
        """Go to a page: its status."""
        answer = self.page.goto(self.noted.address + path)
        assert answer is not None, path
        return answer.status

    def is_too_wide(self) -> list[str]:
        """What reaches beyond the window's width, so that one would have to scroll sideways."""
        found: list[str] = self.page.evaluate(
            """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
               ["page " + document.documentElement.scrollWidth,
                ...[...document.querySelectorAll("body *")]
                  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                  .slice(0, 5).map(one => one.tagName + "." + one.className)]"""
        )
        return found

    def barriers(self, tags: Sequence[str] = WCAG) -> list[str]:
        """What axe-core finds against WCAG on the page as it stands: rule and elements."""
        self.page.evaluate(_axe())
        found: list[str] = self.page.evaluate(_AXE, list(tags))
        return found

    def words(self) -> list[str]:
        """Each piece of text of the page that stands for itself, and those that only screen readers hear."""
        found: list[str] = self.page.evaluate(
            """() => {
              const told = [document.title];
              const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const inside = walk.currentNode.parentElement;
                if (!inside.closest("script, style, pre, textarea, q, code, [lang]:not(html)"))
                  { told.push(walk.currentNode.data); }
              }
              for (const one of document.querySelectorAll("[aria-label], [title], [alt], [placeholder], [data-label]"))
                for (const name of ["aria-label", "title", "alt", "placeholder", "data-label"])
                  if (one.hasAttribute(name)) { told.push(one.getAttribute(name)); }
              return told.map(one => one.replace(/\\s+/g, " ").trim()).filter(one => one);
            }"""
        )
        return found

    def close(self) -> None:
        """Close it, with its cookies."""
        self.context.close()


def executable() -> str | None:
    """Where Debian's Chromium stands; None where it does not."""
    return shutil.which("chromium")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Chromium without a window of its own; a failure in CI where it is missing, a loud skip elsewhere."""
    found = executable()
    if found is None:
        missing("Debian's chromium is missing: the pages were not looked at in a browser (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=found, args=list(_OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[App, str]]:
    """The office in this folder with its dashboard, and where that answers (without a slash at the end)."""
    with App(folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            yield app, shown.address.rstrip("/")
        finally:
            shown.stop()


def window(browser: Browser, address: str, language: str, *, size: ViewportSize = WIDE, dark: bool = False) -> Window:
    """A new window of somebody nobody knows, who reads this language."""
    context = browser.new_context(
        viewport=size, color_scheme="dark" if dark else "light", locale=language, accept_downloads=False
    )
    context.add_init_script(_VIOLATIONS)
    page, noted = context.new_page(), Noted(address)
    page.set_default_timeout(20_000)

    def told(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            noted.errors.append(f"{message.type}: {message.text}")

    def asked(request: Request) -> None:
        noted.requests.append(request.url)

    page.on("console", told)
    page.on("pageerror", lambda error: noted.errors.append(str(error)))
    page.on("request", asked)
    return Window(context, page, noted)


def let_in(shown: Window, app: App, person: Person, language: str) -> Window:
    """Sign this person in, in their window, and choose the language."""
    token = access.open_session(app.ledger, person)
    address = shown.noted.address
    shown.context.add_cookies([
        {"name": COOKIE, "value": token, "url": address, "httpOnly": True, "sameSite": "Lax"},
        {"name": LANGUAGE_COOKIE, "value": language, "url": address, "sameSite": "Lax"},
    ])  # fmt: skip
    return shown


def photographed(shown: Window, folder: Path | None, name: str) -> None:
    """Keep a picture of the whole page, where pictures are wanted."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        shown.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


@cache
def _axe() -> str:
    import axe_playwright_python

    found = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
    return found.read_text(encoding="utf-8")
