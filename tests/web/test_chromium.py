"""Every page in Chromium: quiet, of this machine only, in one language, as wide as its window, open to everybody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from officebot.app import App
from officebot.core.text import LOCALE
from officebot.engine.deciding import access
from officebot.engine.record import views
from officebot.web.frame import FOLDER
from officebot.web.pages import routes
from tests.app.days import Lived
from tests.web.browser import entered
from tests.web.chromium import PHONE, WIDE, Window, let_in, photographed, served, window
from tests.web.crawling import DOOR, Found, crawl

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.xdist_group("day"), pytest.mark.timeout(2700)]

#: No page is larger (issue 9); what is saved as a file may be.
LARGEST = 100_000
_PLACE = re.compile(r"\{[^}]*\}")
_PASSWORD = "verre soufflé du lundi"


@contextmanager
def copied(lived: Lived, place: Path) -> Iterator[tuple[App, str]]:
    """A copy of the lived office that tests may change, and where its dashboard answers."""
    folder = place / "office"
    shutil.copytree(lived.folder, folder, ignore=lambda _, names: [one for one in names if one.endswith(".sock")])
    with served(folder) as opened:
        yield opened


def every_page(app: App, address: str, each: int) -> Found:
    """All that links lead to from the first page on, and one proposal of each state."""
    browser = entered(address, app, app.answer(None).person)
    with app.ledger.reading() as tx:
        numbers = tx.exec_driver_sql("SELECT min(id) FROM proposals GROUP BY state, duty ORDER BY state DESC")
        proposals = [f"/proposal/{number}" for (number,) in numbers]
    waiting = [f"/proposal/{one.id}" for one in views.queue(app.ledger)]
    known = [one.path for one in routes(app) if "GET" in (one.methods or ()) and "{" not in one.path]
    return crawl(browser, routes(app), [*known, *DOOR, *waiting[:each], *proposals[: 2 * each]], each)


def test_every_address_is_reached_answers_and_stays_small(lived_day: Lived, tmp_path: Path) -> None:
    with copied(lived_day, tmp_path) as (app, address):
        found = every_page(app, address, 60)
        table = {one.path for one in routes(app) if "GET" in (one.methods or ())}
        acting = [one.path for one in routes(app) if "POST" in (one.methods or ())]
        brought = {"/page/{name}"} if any(duty.duty.panels for duty in app.duties.values()) else set[str]()
    assert {path for _, path in found.broken} == set()
    reached = {path for kept in (found.pages, found.files) for path, some in kept.items() if some}
    # A page that no link leads to would be looked at by no test of this module.
    # What was changed in the settings, and a calendar's secret address, are looked at by tests of their own.
    elsewhere = {"/settings/change/{number:int}", "/feed/{secret}.ics"}
    assert table - reached - elsewhere == {"/page/{name}"} - brought
    assert {path: size for path, size in found.sizes.items() if size >= LARGEST} == {}
    assert all(any(re.fullmatch(_PLACE.sub("[^/]+", one), act) for one in acting) for act in found.acts)


def test_templates_hold_no_words_of_their_own() -> None:
    told = {}
    for path in sorted((FOLDER / "templates").glob("*.html")):
        bare = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!.*?>|</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">])*>",
            " ",
            path.read_text("utf-8"),
            flags=re.S,
        )
        bare = re.sub(r"officebot|Français|English|&\w+;", " ", bare)
        if words := re.findall(r"[^\W\d_]{2,}", bare):
            told[path.name] = words
    assert told == {}


def english_of_the_catalogue() -> tuple[frozenset[str], re.Pattern[str]]:
    """The sentences whose French differs: as they are, and a pattern of those that hold places."""
    with (LOCALE / "fr/LC_MESSAGES/officebot.po").open("rb") as told:
        catalogue = read_po(told, locale="fr")
    pairs = [(str(one.id), str(one.string)) for one in catalogue if one.id and one.string and one.id != one.string]
    french = {string for _, string in pairs}
    whole = frozenset(source for source, _ in pairs if "{" not in source and source not in french)
    # Of a sentence with places the longest piece of three words or more tells it from all others.
    pieces = {
        piece.strip()
        for source, _ in pairs
        for piece in _PLACE.split(source)
        if "{" in source and len(piece.split()) > 3
    }
    return whole, re.compile("|".join(map(re.escape, sorted(pieces))))


@pytest.mark.sweep
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_quiet_in_its_language_within_its_window_and_open_to_all(
    lived_day: Lived, tmp_path: Path, chromium: Browser, language: str, is_sweep: bool, pictures: Path | None
) -> None:
    looks = [(WIDE, False), (WIDE, True), (PHONE, False), (PHONE, True)]
    if not is_sweep:
        looks = [(WIDE, True), (PHONE, False)] if language == "fr" else [(PHONE, True)]
    with copied(lived_day, tmp_path) as (app, address):
        person = app.answer(None).person
        found = every_page(app, address, 12 if is_sweep else 2)
        with app.ledger.reading() as tx:
            outside = {one for (one,) in tx.exec_driver_sql("SELECT subject FROM mails")}
        shown = let_in(window(chromium, address, language), app, person, language)
        problems: list[str] = []
        for path in found.some(12 if is_sweep else 2):
            problems += looked_at(shown, path, language, looks, pictures, outside)
        shown.close()
    print(
        f"\n{language}: {len(found.some(12 if is_sweep else 2))} pages × {len(looks)} looks, {len(problems)} faults"
    )
    assert problems == []
    shown.noted.assert_quiet()


def looked_at(
    shown: Window,
    path: str,
    language: str,
    looks: list[tuple[dict[str, int], bool]],
    pictures: Path | None,
    outside: Set[str],
) -> list[str]:
    """What is wrong with a page, in each look; `outside` are words that others wrote."""
    problems = [] if shown.go(path) == 200 else [f"{path}: status"]
    if shown.page.evaluate("document.documentElement.lang") != language:
        problems.append(f"{path}: lang")
    if language == "fr":
        whole, pieces = english_of_the_catalogue()
        problems += [
            f"{path}: {one!r}" for one in shown.words() if one not in outside and (one in whole or pieces.search(one))
        ]
    for size, dark in looks:
        shown.page.set_viewport_size(size)
        shown.page.emulate_media(color_scheme="dark" if dark else "light")
        look = f"{path} {size['width']} {'dark' if dark else 'light'}"
        problems += [f"{look}: wide {one}" for one in shown.is_too_wide()]
        problems += [f"{look}: {one}" for one in shown.barriers()]
        name = re.sub(r"\W+", "-", path).strip("-") or "today"
        photographed(shown, pictures, f"{name}-{language}-{size['width']}-{'dark' if dark else 'light'}")
    return problems


class Keys:
    """Somebody who has no mouse: letters, Tab and Enter, and nothing else."""

    def __init__(self, shown: Window) -> None:
        self._page = shown.page

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def write(self, words: str) -> None:
        self._page.keyboard.type(words)

    def tab_to(self, selector: str) -> None:
        """Go on by Tab until this has the focus; it must be seen that it has it."""
        for _ in range(400):
            self._page.keyboard.press("Tab")
            if self.is_on(selector):
                style = "getComputedStyle(document.activeElement).outlineStyle"
                assert self._page.evaluate(style) != "none", f"{selector}: focus is not seen"
                return
        pytest.fail(f"Tab never comes to {selector}")

    def is_on(self, selector: str) -> bool:
        return bool(self._page.evaluate("one => document.activeElement.matches(one)", selector))

    def enter(self) -> None:
        """Enter, and wait for the page that it leads to."""
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")


def test_a_day_is_steered_by_keys_alone(lived_day: Lived, tmp_path: Path, chromium: Browser) -> None:
    with copied(lived_day, tmp_path) as (app, address):
        nadia = app.answer(None).person
        access.set_password(app.ledger, nadia, _PASSWORD, app.clock.now())
        shown = window(chromium, address, "fr")
        page, keys = shown.page, Keys(shown)
        shown.go("/queue")
        assert keys.is_on("#name"), "the first field of the door has the focus"
        keys.write(nadia.name)
        keys.tab_to("#password")
        keys.write(_PASSWORD)
        keys.enter()
        assert page.url == f"{address}/queue"
        # The link past the menu, then the first proposal by its letter.
        keys.press("Tab")
        assert keys.is_on("a.skip")
        before = waiting_of(app)
        keys.press("j")
        keys.enter()
        keys.press("a")
        assert keys.is_on("form[action$='/approve'] button")
        keys.enter()
        gone = [number for number in before if number not in waiting_of(app)]
        assert gone == before[:1]
        assert views.proposal(app.ledger, gone[0]).state == "approved"
        # On to the next at once: no, and why.
        assert page.url == f"{address}/proposal/{before[1]}?answered={before[0]}"
        keys.press("r")
        keys.write("déjà réglé")
        keys.enter()
        rejected = views.proposal(app.ledger, before[1])
        assert (rejected.state, rejected.rejected_because) == ("rejected", "déjà réglé")
        keys.tab_to("nav a[href='/done']")
        keys.enter()
        keys.tab_to("form[action$='/undo'] button")
        number = page.evaluate("Number(document.activeElement.form.action.split('/').at(-2))")
        keys.enter()
        assert views.proposal(app.ledger, number).state in ("undone", "approved")
        shown.close()
    shown.noted.assert_quiet()


def waiting_of(app: App) -> list[int]:
    """The numbers of what waits for the owner of the mailbox."""
    return [one.id for one in views.waiting_for(app.ledger, app.answer(None).person, app.clock.now())[1]]
